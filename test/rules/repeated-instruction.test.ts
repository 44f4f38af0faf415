import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings, checkNoFix } from '../support/check';

const rule = 'repeated-instruction';

describe(rule, () => {
  it('marks the earlier ones', () => {
    checkFindings(
      rule,
      `FROM debian
CMD ["a"]
^^^ ~ repeated-instruction
ENTRYPOINT ["x"]
CMD ["b"]
^^^ ~ repeated-instruction
CMD ["c"]
HEALTHCHECK NONE
^^^^^^^^^^^ ~ repeated-instruction
HEALTHCHECK CMD true
`,
    );
  });

  it('removes them and keeps comments', () => {
    checkFixAll(rule, 'FROM debian\n# first\nCMD a\n# last\nCMD b', 'FROM debian\n# first\n# last\nCMD b');
    checkNoFix(rule, 'FROM debian\nCMD a \\\n# why\n b\nCMD c\n');
  });

  it('takes one for each stage', () => {
    checkNoFindings(rule, 'FROM debian AS a\nCMD a\nFROM a\nCMD b\n');
  });
});
