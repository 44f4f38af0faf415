import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings, checkNoFix } from '../support/check';

describe('download-without-retry', () => {
  it('marks the first download of a stage', () => {
    checkFindings(
      'download-without-retry',
      `FROM debian:12
RUN curl -O https://example.com/a && curl -O https://example.com/b && wget https://example.com/c
    ^^^^ ~ download-without-retry
                                                                      ^^^^ ~ download-without-retry
`,
    );
  });

  it('says nothing where one download has the option, or a file sets it', () => {
    for (const lines of [
      'RUN curl -O https://example.com/a && curl --retry 3 -O https://example.com/b',
      'ENV CURL_HOME=/etc/curl\nRUN curl -O https://example.com/a',
      "RUN echo 'retry = 3' > ~/.curlrc && curl -O https://example.com/a",
      'COPY wgetrc /etc/wgetrc\nRUN wget https://example.com/a',
      'RUN curl http://localhost/',
      'RUN apt-get install -y curl',
    ])
      checkNoFindings('download-without-retry', `FROM debian:12\n${lines}\n`);
  });

  it('adds the option, unless the wget is that of BusyBox', () => {
    checkFixAll(
      'download-without-retry',
      'FROM debian:12\nRUN curl -O https://example.com/a\n',
      'FROM debian:12\nRUN curl --retry 3 -O https://example.com/a\n',
    );
    checkNoFix('download-without-retry', 'FROM alpine:3.22\nRUN wget https://example.com/a\n');
  });
});
