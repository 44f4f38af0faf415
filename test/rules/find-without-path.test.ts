import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('find-without-path', () => {
  it('marks find with nothing but tests', () => {
    checkFindings(
      'find-without-path',
      `FROM debian
RUN find -name '*.a' -delete && find \\( -type f \\) && find
    ^^^^ ~ find-without-path
                                ^^^^ ~ find-without-path
                                                      ^^^^ ~ find-without-path
`,
    );
  });

  it('says nothing where a place is named', () => {
    checkNoFindings(
      'find-without-path',
      'FROM debian\nRUN find . -type f && find -L /a -type f && find "$X" -type f\n',
    );
  });

  it('adds the directory after options that come first', () => {
    checkFix('find-without-path', 'FROM debian\nRUN find -type f\n', 'FROM debian\nRUN find . -type f\n');
    checkFix('find-without-path', 'FROM debian\nRUN find -L -type f\n', 'FROM debian\nRUN find -L . -type f\n');
  });
});
