import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('curl-without-fail', () => {
  it('marks curl where its answer is stored or read', () => {
    checkFindings(
      'curl-without-fail',
      `FROM debian:12
RUN curl -sSLo a https://example.com/a && curl https://example.com/b | sh && curl example.com/c > c
    ^^^^ ~ curl-without-fail
                                          ^^^^ ~ curl-without-fail
                                                                             ^^^^ ~ curl-without-fail
`,
    );
  });

  it('says nothing with -f, where the status is asked for, and of answers that go nowhere', () => {
    for (const run of [
      'curl -fsSLo a https://example.com/a',
      'curl --fail -o a https://example.com/a',
      'curl -sLo a --fail-with-body https://example.com/a',
      "curl -o a -w '%{http_code}' https://example.com/a",
      'curl -X POST -o a https://example.com/a',
      'curl https://example.com/ping',
      'curl -o a file:///tmp/a',
      'curl -o a http://localhost/a',
    ])
      checkNoFindings('curl-without-fail', `FROM debian:12\nRUN ${run}\n`);
  });

  it('adds -f, to the letters where there are some', () => {
    checkFix('curl-without-fail', 'FROM a\nRUN curl -sSL a.com/a | sh\n', 'FROM a\nRUN curl -fsSL a.com/a | sh\n');
    checkFix('curl-without-fail', 'FROM a\nRUN curl -Lo b a.com/a\n', 'FROM a\nRUN curl -f -Lo b a.com/a\n');
  });
});
