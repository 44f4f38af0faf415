import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

const rule = 'copy-to-file-from-many';

describe(rule, () => {
  it('marks the destination', () => {
    checkFindings(
      rule,
      `FROM debian
COPY a b /x
         ^^ ~ copy-to-file-from-many
ADD ["a", "b", "x"]
               ^^^ ~ copy-to-file-from-many
`,
    );
  });

  it('adds the slash, safely where the directory is the working directory', () => {
    expect(checkFix(rule, 'FROM debian\nCOPY a b /x\n', 'FROM debian\nCOPY a b /x/\n').applicability).toBe('review');
    checkFix(rule, 'FROM debian\nCOPY ["a", "b", "/x"]\n', 'FROM debian\nCOPY ["a", "b", "/x/"]\n');
    const safe = checkFix(rule, 'FROM debian\nWORKDIR /x\nCOPY a b /x\n', 'FROM debian\nWORKDIR /x\nCOPY a b /x/\n');
    expect(safe.applicability).toBe('safe');
  });

  it('takes directories, one source, and destinations that are not known', () => {
    checkNoFindings(
      rule,
      'FROM debian\nCOPY a b /x/\nCOPY a b .\nCOPY a b ./\nCOPY a b ..\nCOPY a /x\nARG D\nCOPY a b $D\n',
    );
    checkNoFindings(rule, 'FROM debian\nENV D=/x/\nCOPY a b $D\n');
  });

  it('says of a directory that is there what is wrong with it', () => {
    expect(messageOf(rule, 'FROM debian\nWORKDIR /x\nCOPY a b /x\n')).toContain('classic builder');
    expect(messageOf(rule, 'FROM debian\nCOPY a b /x\n')).toContain('only the last of them remains');
  });

  it('says nothing of the working directory where a flag is for BuildKit alone', () => {
    checkNoFindings('copy-to-file-from-many', 'FROM debian\nWORKDIR /app\nCOPY --parents a/*.gem b LICENSE /app\n');
  });
});
