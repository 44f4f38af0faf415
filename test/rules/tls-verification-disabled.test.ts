import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('tls-verification-disabled', () => {
  it('marks the options that turn checks off', () => {
    checkFindings(
      'tls-verification-disabled',
      `FROM debian
RUN curl -fkL https://example.com/a
         ^^^^ ~ tls-verification-disabled
RUN wget --no-check-certificate https://example.com/a
         ^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN apt-get install -y --allow-unauthenticated curl
                       ^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN pip install --trusted-host packages.example.com flask
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN npm config set strict-ssl false
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN git config --global http.sslVerify false
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN yum install -y --nogpgcheck git && rpm -i --nosignature a.rpm
                   ^^^^^^^^^^^^ ~ tls-verification-disabled
                                              ^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN apk add --allow-untrusted a.apk
            ^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
`,
    );
  });

  it('marks the variables', () => {
    checkFindings(
      'tls-verification-disabled',
      `FROM node:22
ENV NODE_TLS_REJECT_UNAUTHORIZED=0 A=1
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
ENV PYTHONHTTPSVERIFY="0"
    ^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN GIT_SSL_NO_VERIFY=true git clone https://example.com/a
    ^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN export GIT_SSL_NO_VERIFY=1
           ^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
`,
    );
  });

  it('says nothing of checks left on, of other options, and of the own address', () => {
    checkNoFindings(
      'tls-verification-disabled',
      `FROM node:22
ENV NODE_TLS_REJECT_UNAUTHORIZED=1 PYTHONHTTPSVERIFY=1 GIT_SSL_NO_VERIFY=false
RUN curl -okfile https://example.com/a && curl --keepalive-time 2 https://example.com/a
RUN curl -H "-k" https://example.com/a && grep -k a && curl -k https://localhost:8443/
RUN npm config set strict-ssl true
HEALTHCHECK CMD curl -kf https://localhost/
`,
    );
  });

  it('removes the option, or its letter', () => {
    checkFix(
      'tls-verification-disabled',
      'FROM debian\nRUN curl -fksSL https://example.com/a\n',
      'FROM debian\nRUN curl -fsSL https://example.com/a\n',
    );
    checkFix(
      'tls-verification-disabled',
      'FROM debian\nRUN wget \\\n  --no-check-certificate \\\n  https://example.com/a\n',
      'FROM debian\nRUN wget \\\n  https://example.com/a\n',
    );
    checkFix(
      'tls-verification-disabled',
      'FROM debian\nRUN ["curl", "-k", "https://example.com/a"]\n',
      'FROM debian\nRUN ["curl", "https://example.com/a"]\n',
    );
  });

  it('takes no signature where nothing is installed, or a file that the build made', () => {
    checkNoFindings('tls-verification-disabled', 'FROM debian:9\nRUN apt-get purge -y --force-yes gcc\n');
    checkNoFindings(
      'tls-verification-disabled',
      'FROM alpine:3.22\nRUN apk add --allow-untrusted /tmp/packages/a.apk\n',
    );
    checkFindings(
      'tls-verification-disabled',
      `FROM alpine:3.22
RUN apk add --allow-untrusted curl
            ^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
`,
    );
  });
});
