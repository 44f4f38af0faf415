import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('instruction-spacing', () => {
  it('marks the first place and mends all', () => {
    checkFindings(
      'instruction-spacing',
      `FROM debian

ENV A=1

ENV B=2
^^^ ~ instruction-spacing
RUN make
`,
    );
    const fix = checkFix(
      'instruction-spacing',
      'FROM debian\nENV A=1\n\nENV B=2\n# builds\nRUN make',
      'FROM debian\n\nENV A=1\nENV B=2\n\n# builds\nRUN make',
    );
    expect(fix.applicability).toBe('safe');
  });

  it('is content with blank lines anywhere between two kinds, and around comments', () => {
    checkNoFindings('instruction-spacing', 'FROM a\n# x\n\nRUN b\n\n# y\nRUN c\n# z\nRUN d\n\n\nENV A=1\n');
  });

  it('knows the other modes', () => {
    const always = { ruleOptions: { mode: 'always' } };
    const never = { ruleOptions: { mode: 'never' } };
    checkFix('instruction-spacing', 'FROM a\nENV A=1\nENV B=1\n', 'FROM a\n\nENV A=1\n\nENV B=1\n', always);
    checkFix('instruction-spacing', 'FROM a\r\n\r\nRUN b\r\n', 'FROM a\r\nRUN b\r\n', never);
    checkNoFindings('instruction-spacing', 'FROM a\nRUN b\n', never);
  });

  it('leaves blank lines to the instruction whose continuation swallowed them', () => {
    checkNoFindings('instruction-spacing', 'FROM a\n\nRUN b \\\n\nENV A=1\n');
  });

  it('sees heredocs as a part of their instruction', () => {
    checkNoFindings('instruction-spacing', 'FROM a\n\nRUN <<E\n\nb\nE\nRUN c\n');
  });
});
