import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'pipe-failure-hidden';

describe(rule, () => {
  it('marks programs at the left of a pipe', () => {
    checkFindings(
      rule,
      `FROM alpine:3.22
RUN govulncheck ./... | tee /out/report
    ^^^^^^^^^^^ ~ pipe-failure-hidden
RUN echo a | gpg --dearmor | tee /key
             ^^^ ~ pipe-failure-hidden
`,
    );
    checkFindings(
      rule,
      `FROM debian:bookworm
RUN rpm2cpio a.rpm | cpio -i
    ^^^^^^^^ ~ pipe-failure-hidden
`,
    );
  });

  it('leaves what cannot well fail, readers that stop early, and downloads', () => {
    for (const command of [
      'echo a | tee /b',
      'printf a | tee /b',
      'ls | head -n 1',
      'cat a | grep -q b',
      'curl -f https://example.com/a | tar xz',
      'a $(b | c)',
    ])
      checkNoFindings(rule, `FROM alpine:3.22\nRUN ${command}\n`);
  });

  it('leaves guarded pipes, and shells without pipefail or with it', () => {
    checkNoFindings(rule, 'FROM alpine:3.22\nRUN a | b || true\n');
    checkNoFindings(rule, 'FROM alpine:3.22\nRUN set -o pipefail && a | b\n');
    checkNoFindings(rule, 'FROM debian\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN a | b\n');
    checkNoFindings(rule, 'FROM example.com/unknown\nRUN a | b\n');
    checkNoFindings(rule, 'FROM scratch\nRUN a | b\n');
  });
});
