import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('archive-left-in-layer', () => {
  it('marks an archive that was downloaded and unpacked', () => {
    checkFindings(
      'archive-left-in-layer',
      `FROM debian
RUN wget https://example.com/a.tar.gz && tar -xzf a.tar.gz -C /opt && rm -rf /var/lib/apt/lists/*
                                                  ^^^^^^^^ ~ archive-left-in-layer
RUN curl -Lo /tmp/b.zip https://example.com/b && unzip /tmp/b.zip
                                                       ^^^^^^^^^^ ~ archive-left-in-layer
`,
    );
  });

  it('says nothing where a command deletes or moves it, or the directory it may be in', () => {
    for (const end of [
      'rm a.tar.gz',
      'rm -f /tmp/*.tar.gz',
      'rm -rf /tmp/*',
      'rm -rf "$DIR"',
      'mv a.tar.gz /x',
      'rm -r build',
    ]) {
      checkNoFindings(
        'archive-left-in-layer',
        `FROM a\nRUN cd /tmp && wget https://example.com/a.tar.gz && tar xf a.tar.gz && ${end}\n`,
      );
    }
  });

  it('leaves a deletion in a later step to the rule about it', () => {
    checkNoFindings(
      'archive-left-in-layer',
      'FROM a\nRUN wget https://example.com/a.tar.gz && tar xf a.tar.gz\nRUN rm a.tar.gz\n',
    );
  });

  it('says nothing of mounts, of builders, of pipes, and of archives that stay packed', () => {
    checkNoFindings(
      'archive-left-in-layer',
      `FROM a AS b
RUN wget https://example.com/a.tar.gz && tar xf a.tar.gz
FROM a
COPY --from=b /x /x
RUN --mount=type=tmpfs,target=/tmp wget -O /tmp/a.tar https://example.com/a.tar && tar xf /tmp/a.tar
RUN curl https://example.com/a.tar.gz | tar xz
RUN wget https://example.com/a.tar.gz
`,
    );
  });

  it('deletes it right after it was unpacked', () => {
    const fix = checkFix(
      'archive-left-in-layer',
      'FROM a\nRUN wget https://x.org/a.tgz \\\n    && tar xf a.tgz \\\n    && cd a\n',
      'FROM a\nRUN wget https://x.org/a.tgz \\\n    && tar xf a.tgz \\\n    && rm a.tgz \\\n    && cd a\n',
    );
    expect(fix.applicability).toBe('review');
  });

  it('offers nothing inside a condition or a subshell', () => {
    checkNoFix('archive-left-in-layer', 'FROM a\nRUN (wget https://x.org/a.tgz && tar xf a.tgz)\n');
  });
});
