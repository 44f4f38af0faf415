import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkFixAll, checkNoFindings } from '../support/check';

describe('trailing-spaces', () => {
  it('finds them on instructions, continuations, comments and blank lines, not in heredocs', () => {
    const text = 'FROM debian  \n# x \n \t\nRUN a \\ \n  b\t\nRUN <<EOF  \necho  \nEOF\n';
    checkFixAll('trailing-spaces', text, 'FROM debian\n# x\n\nRUN a \\\n  b\nRUN <<EOF\necho  \nEOF\n');
  });

  it('marks the white space alone', () => {
    checkFindings('trailing-spaces', 'FROM debian\n# a\t\n   ^ ~ trailing-spaces\n');
  });

  it('leaves out what the options say', () => {
    checkNoFindings('trailing-spaces', 'FROM debian\n  \n', { ruleOptions: { skipBlankLines: true } });
    checkNoFindings('trailing-spaces', '# a \nFROM debian\n', { ruleOptions: { ignoreComments: true } });
  });

  it('keeps CRLF and a byte order mark', () => {
    checkFixAll('trailing-spaces', '\uFEFFFROM debian \r\nRUN a \r\n', '\uFEFFFROM debian\r\nRUN a\r\n');
  });

  it('leaves a trigger of ONBUILD to the reader', () => {
    const fix = checkFix('trailing-spaces', 'FROM debian\nONBUILD RUN a \n', 'FROM debian\nONBUILD RUN a\n');
    expect(fix.applicability).toBe('review');
  });
});
