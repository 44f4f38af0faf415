import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('file-written-by-run', () => {
  it('marks text that goes to a file', () => {
    checkFindings(
      'file-written-by-run',
      `FROM alpine
RUN apk add x && echo "a b" > /etc/a.conf
                 ^^^^^^^^^^^^^^^^^^^^^^^^ ~ file-written-by-run
RUN printf '%s\\n' a b > ~/.profile
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ file-written-by-run
`,
    );
  });

  it('says nothing of text that the step computes, of lines that are appended, and of mounts', () => {
    checkNoFindings(
      'file-written-by-run',
      `FROM alpine
RUN echo "$(date)" > /built
RUN echo "$A" > /a
RUN echo a >> /etc/hosts
RUN echo a > relative
RUN echo a > /dev/null
RUN ls > /list
RUN if true; then echo a > /a; fi
RUN --mount=type=cache,target=/var/cache/x echo a > /var/cache/x/done
`,
    );
  });

  it('writes a heredoc', () => {
    const fix = checkFix(
      'file-written-by-run',
      "FROM alpine:3.22\r\nRUN echo 'a  $b' > /etc/a.conf  ",
      "FROM alpine:3.22\r\nCOPY <<'EOF' /etc/a.conf\r\na  $b\r\nEOF",
    );
    expect(fix.applicability).toBe('review');
  });

  it('offers nothing for another user, for backslashes, or where the RUN does more', () => {
    checkNoFix('file-written-by-run', 'FROM alpine:3.22\nUSER app\nRUN echo a > /tmp/a\n');
    checkNoFix('file-written-by-run', 'FROM alpine:3.22\nRUN echo "a\\nb" > /a\n');
    checkNoFix('file-written-by-run', 'FROM alpine:3.22\nRUN echo a > /a && b\n');
    checkNoFix('file-written-by-run', 'FROM alpine:3.22\nRUN printf a > /a\n');
  });
});
