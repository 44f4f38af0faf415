import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('consecutive-run', () => {
  it('marks a RUN that follows on another one, comments in between or not', () => {
    checkFindings(
      'consecutive-run',
      `FROM debian
RUN a
# and now
RUN b c
^^^ ~ consecutive-run
ONBUILD RUN a
ONBUILD RUN b
        ^^^ ~ consecutive-run
`,
    );
  });

  it('says nothing of other mounts, which differ on purpose', () => {
    checkNoFindings('consecutive-run', 'FROM a\nRUN --mount=type=secret,id=x a\nRUN b\n');
    checkNoFindings('consecutive-run', 'FROM a\nRUN --mount=type=secret,id=x a\nRUN --mount=type=secret,id=y b\n');
  });

  it('says nothing where something stands in between, or commands are joined already', () => {
    checkNoFindings('consecutive-run', 'FROM a\nRUN a\nWORKDIR /x\nRUN b\n');
    checkNoFindings('consecutive-run', 'FROM a\nRUN a && b\nRUN c\n');
    checkNoFindings('consecutive-run', 'FROM a\nRUN a\nRUN b; c\n');
    checkNoFindings('consecutive-run', 'FROM a\nRUN a | b\nRUN c\nRUN for x in 1 2; do echo $(d); done\n');
    checkNoFindings('consecutive-run', 'FROM a\nRUN <<EOF\na\nb\nEOF\nRUN c\n');
    checkNoFindings('consecutive-run', 'FROM a\nRUN a\nONBUILD RUN b\n');
  });

  it('looks past a line that is being typed', () => {
    checkFindings('consecutive-run', 'FROM a\nRUN a\nR\nRUN b\n^^^ ~ consecutive-run\n');
    checkNoFix('consecutive-run', 'FROM a\nRUN a\nR\nRUN b\n');
  });

  it('joins the two', () => {
    const fix = checkFix('consecutive-run', 'FROM a\r\nRUN a\r\n# b\r\nRUN b', 'FROM a\r\nRUN a \\\r\n# b\r\n    && b');
    expect(fix.applicability).toBe('review');
  });

  it('offers nothing in exec form', () => {
    checkNoFix('consecutive-run', 'FROM a\nRUN ["a"]\nRUN ["b"]\n');
  });
});
