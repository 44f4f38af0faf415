import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('egrep-deprecated', () => {
  it('marks both names', () => {
    checkFindings(
      'egrep-deprecated',
      `FROM debian
RUN egrep -q a /b && c | fgrep d
    ^^^^^ ~ egrep-deprecated
                         ^^^^^ ~ egrep-deprecated
`,
    );
  });

  it('says nothing of grep, and of the words as arguments', () => {
    checkNoFindings('egrep-deprecated', 'FROM debian\nRUN grep -E a /b && echo egrep\n');
  });

  it('writes the new form', () => {
    expect(
      checkFix('egrep-deprecated', 'FROM debian\nRUN fgrep a /b\n', 'FROM debian\nRUN grep -F a /b\n').applicability,
    ).toBe('safe');
  });
});
