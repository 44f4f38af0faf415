import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('curl-without-location', () => {
  it('marks curl that does not follow', () => {
    checkFindings(
      'curl-without-location',
      `FROM debian:12
RUN curl -fsSo a https://example.com/a && curl -fsSL https://example.com/b | sh
    ^^^^ ~ curl-without-location
`,
    );
  });

  it('says nothing where it does, of numbers, and of the own address', () => {
    for (const run of [
      'curl -L https://example.com/a',
      'curl -sLo a https://example.com/a',
      'curl --location https://example.com/a',
      'curl --location-trusted https://example.com/a',
      'curl http://127.0.0.1:8080/ && curl http://203.0.113.7/a',
    ])
      checkNoFindings('curl-without-location', `FROM debian:12\nRUN ${run}\n`);
    checkNoFindings('curl-without-location', 'FROM debian:12\nHEALTHCHECK CMD curl -f http://example.com/\n');
  });

  it('adds -L', () => {
    checkFix('curl-without-location', 'FROM a\nRUN curl -fsS a.com/a | sh\n', 'FROM a\nRUN curl -fsSL a.com/a | sh\n');
    checkFix('curl-without-location', 'FROM a\nRUN curl -o b a.com/a\n', 'FROM a\nRUN curl -L -o b a.com/a\n');
  });
});
