import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkFixAll, checkNoFindings } from '../support/check';

describe('repeated-spaces', () => {
  it('marks the first gap of a line and mends all of it', () => {
    checkFindings('repeated-spaces', 'FROM debian\nRUN make  a   b\n        ^^ ~ repeated-spaces\n');
    const fix = checkFix('repeated-spaces', 'FROM debian\nRUN make  a   b\n', 'FROM debian\nRUN make a b\n');
    expect(fix.applicability).toBe('safe');
  });

  it('knows the words of every instruction', () => {
    checkFixAll(
      'repeated-spaces',
      'FROM   debian   AS  a\n\nCOPY  --from=b   c  d\n\nENV A=1   B="2  3"\n\nEXPOSE 80    81\n\nRUN --mount=type=ssh   a  &&   b\n\nCMD   ["x",  "y"]\n\n',
      'FROM debian AS a\n\nCOPY --from=b c d\n\nENV A=1 B="2  3"\n\nEXPOSE 80 81\n\nRUN --mount=type=ssh a && b\n\nCMD ["x",  "y"]\n\n',
    );
  });

  it('leaves what means something: quotes, heredocs, escapes, old forms, and text that the image keeps', () => {
    for (const line of [
      'RUN echo "a  b" \'c  d\'',
      'RUN echo a\\  b',
      'RUN <<E\necho  a\nE',
      'RUN cat <<E  > f\na\nE',
      'ENV A b  c',
      'CMD a  b',
      'ENTRYPOINT a  b',
      'HEALTHCHECK CMD a  b',
      'RUN ["a",  "b"]',
      'RUN a   \\\n    b',
      'RUN echo "$(echo "a  b")"',
      'MAINTAINER a  b',
    ])
      checkNoFindings('repeated-spaces', `FROM debian\n${line}\n`);
  });

  it('leaves columns', () => {
    checkNoFindings('repeated-spaces', 'FROM        debian\nCOPY        . /app\nENTRYPOINT  ["a"]\n');
    checkNoFindings('repeated-spaces', 'FROM debian\nRUN mkdir -p  /a \\\n && chown b:b /a\n');
  });
});
