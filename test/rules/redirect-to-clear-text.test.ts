import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('redirect-to-clear-text', () => {
  it('marks the option that follows redirects', () => {
    checkFindings(
      'redirect-to-clear-text',
      `FROM debian:12
RUN curl -fsSL https://example.com/a | sh
         ^^^^^ ~ redirect-to-clear-text
`,
    );
  });

  it('says nothing without redirects, with --proto, and where a checksum is compared', () => {
    for (const run of [
      'curl -fsS https://example.com/a | sh',
      "curl --proto '=https' --tlsv1.2 -sSfL https://example.com/a | sh",
      'curl -L -o a https://example.com/a && echo "0123  a" | sha256sum -c',
      'curl -L http://example.com/a',
    ])
      checkNoFindings('redirect-to-clear-text', `FROM debian:12\nRUN ${run}\n`);
  });

  it('adds --proto', () => {
    checkFix(
      'redirect-to-clear-text',
      'FROM debian:12\nRUN curl -L https://example.com/a | sh\n',
      "FROM debian:12\nRUN curl --proto '=https' -L https://example.com/a | sh\n",
    );
    checkNoFix('redirect-to-clear-text', 'FROM debian:12\nRUN ["curl", "-L", "https://example.com/a"]\n');
  });
});
