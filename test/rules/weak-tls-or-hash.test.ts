import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('weak-tls-or-hash', () => {
  it('marks old versions of TLS and hashes that can be forged', () => {
    checkFindings(
      'weak-tls-or-hash',
      `FROM debian:12
RUN curl --tlsv1.1 -O https://example.com/a
         ^^^^^^^^^ ~ weak-tls-or-hash
RUN curl --tls-max 1.0 -O https://example.com/a
         ^^^^^^^^^ ~ weak-tls-or-hash
RUN wget --secure-protocol=TLSv1 https://example.com/a
         ^^^^^^^^^^^^^^^^^^^^^^^ ~ weak-tls-or-hash
RUN echo "0123  a" | sha1sum -c - && echo "0123  a" | shasum --check
                     ^^^^^^^ ~ weak-tls-or-hash
                                                      ^^^^^^ ~ weak-tls-or-hash
`,
    );
  });

  it('says nothing of strong ones, of hashes that check nothing, and beside a strong one', () => {
    for (const run of [
      'curl --tlsv1.2 -O https://example.com/a && curl --tlsv1.3 -O https://example.com/a',
      'wget --secure-protocol=TLSv1_2 https://example.com/a',
      'md5sum a > a.md5',
      'echo "0123  a" | shasum -a 256 -c',
      'echo "0123  a" | md5sum -c && echo "0123  a" | sha256sum -c',
    ])
      checkNoFindings('weak-tls-or-hash', `FROM debian:12\nRUN ${run}\n`);
  });
});
