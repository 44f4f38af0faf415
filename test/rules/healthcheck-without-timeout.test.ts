import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const rule = 'healthcheck-without-timeout';

describe(rule, () => {
  it('S4-7: marks a check without a timeout', () => {
    checkFindings(
      rule,
      `FROM nginx:1.28
HEALTHCHECK --interval=30s CMD curl -f http://localhost/
^^^^^^^^^^^ ~ healthcheck-without-timeout
`,
    );
    checkFix(rule, 'FROM nginx\nHEALTHCHECK CMD true\n', 'FROM nginx\nHEALTHCHECK --timeout=5s CMD true\n');
  });

  it('takes a timeout, NONE, and other stages', () => {
    checkNoFindings(rule, 'FROM nginx\nHEALTHCHECK --timeout=3s CMD true\n');
    checkNoFindings(rule, 'FROM nginx\nHEALTHCHECK NONE\n');
    checkNoFindings(rule, 'FROM nginx AS a\nHEALTHCHECK CMD true\nFROM nginx\nCOPY --from=a /a /a\n');
  });
});
