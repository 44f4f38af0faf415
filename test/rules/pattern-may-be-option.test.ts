import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('pattern-may-be-option', () => {
  it('marks patterns that begin with a wild card', () => {
    checkFindings(
      'pattern-may-be-option',
      `FROM debian
RUN rm -f *.tmp && chmod +x ?.sh && find . -name *.py
          ^^^^^ ~ pattern-may-be-option
                            ^^^^ ~ pattern-may-be-option
                                                 ^^^^ ~ pattern-may-be-option
`,
    );
  });

  it('says nothing of paths, quotes, echo and what comes after --', () => {
    checkNoFindings(
      'pattern-may-be-option',
      `FROM debian\nRUN rm -f ./* /tmp/* a*.tmp && rm -- * && echo * && find . -name '*.py' && for f in *; do :; done\n`,
    );
  });

  it('adds ./ for programs that only work on the files', () => {
    expect(
      checkFix('pattern-may-be-option', 'FROM debian\nRUN rm *\n', 'FROM debian\nRUN rm ./*\n').applicability,
    ).toBe('safe');
    checkNoFix('pattern-may-be-option', 'FROM debian\nRUN find . -name *.py\n');
  });
});
