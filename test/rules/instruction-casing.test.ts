import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings } from '../support/check';

const rule = 'instruction-casing';

describe(rule, () => {
  it('marks keywords that are not as most are', () => {
    checkFindings(
      rule,
      `FROM debian
run a
^^^ ~ instruction-casing
Run b
^^^ ~ instruction-casing
RUN c
`,
    );
  });

  it('takes a file in lower case', () => {
    checkNoFindings(rule, 'from debian\nrun a\n');
    checkFixAll(rule, 'from debian\nrun a\nCMD b\n', 'from debian\nrun a\ncmd b\n');
  });

  it('looks into ONBUILD', () => {
    checkFindings(
      rule,
      `FROM debian
ONBUILD run a
        ^^^ ~ instruction-casing
ONBUILD COPY a b
`,
    );
  });

  it('looks at the command of HEALTHCHECK', () => {
    checkFindings(
      rule,
      `FROM debian
HEALTHCHECK --interval=5m cmd curl -f http://localhost/
                          ^^^ ~ instruction-casing
ONBUILD HEALTHCHECK none
                    ^^^^ ~ instruction-casing
`,
    );
    checkFixAll(rule, 'FROM debian\nHEALTHCHECK none\n', 'FROM debian\nHEALTHCHECK NONE\n');
    checkNoFindings(rule, 'from debian\nhealthcheck cmd a\n');
    checkNoFindings(rule, 'FROM debian\nHEALTHCHECK CMD cmd\n');
  });

  it('prefers upper case where the votes are even, and leaves ARG before FROM and unknown words', () => {
    checkFixAll(rule, 'arg A\nfrom debian\nRUN a\nfoo bar\n', 'arg A\nFROM debian\nRUN a\nfoo bar\n');
  });
});
