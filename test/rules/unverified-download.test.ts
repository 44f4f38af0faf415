import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('unverified-download', () => {
  it('marks ADD of a URL, and what curl and wget store or unpack', () => {
    checkFindings(
      'unverified-download',
      `FROM debian:12
ADD https://example.com/a.tgz /a/
    ^^^^^^^^^^^^^^^^^^^^^^^^^ ~ unverified-download
RUN curl -fsSLo a.tgz https://example.com/a.tgz
                      ^^^^^^^^^^^^^^^^^^^^^^^^^ ~ unverified-download
RUN wget -qO- https://example.com/a.tgz | tar xz
              ^^^^^^^^^^^^^^^^^^^^^^^^^ ~ unverified-download
`,
    );
  });

  it('says nothing where something is compared, in this step or a later one of the stage', () => {
    for (const lines of [
      'ADD --checksum=sha256:01 https://example.com/a.tgz /a/',
      'ADD https://example.com/a.tgz /a/\nRUN echo "01  a.tgz" | sha256sum -c',
      'RUN curl -O https://example.com/a && [ "$(sha256sum a)" = "01  a" ]',
      'RUN curl -O https://example.com/a && gpg --batch --verify a.asc a',
    ])
      checkNoFindings('unverified-download', `FROM debian:12\n${lines}\n`);
  });

  it('says nothing of scripts in a pipe, answers, keys, signatures, and the own address', () => {
    for (const run of [
      'curl -fsSL https://example.com/install.sh | sh',
      'curl -s https://api.example.com/latest',
      'curl -fsSL https://example.com/key.gpg -o /etc/apt/keyrings/key.gpg',
      'wget https://example.com/a.tgz.sha256',
      'curl -O http://localhost/a.tgz',
      'curl -o /dev/null https://example.com/a',
    ])
      checkNoFindings('unverified-download', `FROM debian:12\nRUN ${run}\n`);
  });
});
