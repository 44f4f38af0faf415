import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

describe('clear-text-download', () => {
  it('marks addresses of curl, wget, git and ADD', () => {
    checkFindings(
      'clear-text-download',
      `FROM debian:12
RUN curl -fsSLO http://example.com/a.tgz && wget -q "ftp://example.com/b"
                ^^^^^^^^^^^^^^^^^^^^^^^^ ~ clear-text-download
                                                    ^^^^^^^^^^^^^^^^^^^^^ ~ clear-text-download
RUN git clone git://github.com/example/app.git
              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ clear-text-download
ADD http://example.com/a.tgz /a/
    ^^^^^^^^^^^^^^^^^^^^^^^^ ~ clear-text-download
ONBUILD RUN curl -o a http://example.com/a
                      ^^^^^^^^^^^^^^^^^^^^ ~ clear-text-download
`,
    );
  });

  it('finds addresses in variables of the Dockerfile', () => {
    checkFindings(
      'clear-text-download',
      `FROM debian:12
ARG URL=http://example.com/a.tgz
RUN curl -fsSLO "$URL"
                ^^^^^^ ~ clear-text-download
`,
    );
  });

  it('says nothing of the machine itself, private networks, health checks, proxies and unknown hosts', () => {
    for (const line of [
      'RUN curl http://localhost:8080/ && curl http://127.0.0.1/ && wget http://[::1]/',
      'RUN curl http://192.168.1.1/ && curl http://mirror/a && curl http://mirror.example.internal/a',
      'RUN curl http://169.254.169.254/latest/meta-data/ && curl http://host.docker.internal:9000/',
      'HEALTHCHECK CMD curl -f http://example.com/',
      'CMD ["curl", "http://example.com"]',
      'RUN curl -x http://proxy.example.com:3128 -H "Referer: http://a.com" https://example.com/a',
      'ARG MIRROR\nRUN curl http://$MIRROR/a',
      'RUN echo "deb http://deb.debian.org/debian bookworm main" > /etc/apt/sources.list',
    ])
      checkNoFindings('clear-text-download', `FROM debian:12\n${line}\n`);
  });

  it('says nothing where a checksum or signature is compared', () => {
    for (const lines of [
      'RUN curl -o a http://example.com/a && echo "0123  a" | sha256sum -c',
      'RUN wget http://example.com/a\nRUN gpg --batch --verify a.asc a',
      'ADD --checksum=sha256:01 http://example.com/a /a',
    ])
      checkNoFindings('clear-text-download', `FROM debian:12\n${lines}\n`);
  });

  it('writes https, but not for other ports and protocols', () => {
    checkFix(
      'clear-text-download',
      "FROM a\nRUN curl -O 'HTTP://example.com/a'\n",
      "FROM a\nRUN curl -O 'https://example.com/a'\n",
    );
    checkFix('clear-text-download', 'FROM a\nADD http://example.com/a /a\n', 'FROM a\nADD https://example.com/a /a\n');
    checkNoFix('clear-text-download', 'FROM a\nRUN curl -O http://example.com:8081/a\n');
    checkNoFix('clear-text-download', 'FROM a\nRUN curl -O ftp://example.com/a\n');
  });
});
