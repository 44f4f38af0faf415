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
ENV NODE_TLS_REJECT_UNAUTHORIZED=1 PYTHONHTTPSVERIFY=1
ARG GIT_SSL_NO_VERIFY
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

  // Measured with git 2.39 against a server with a self-signed certificate.
  it('knows that git asks only whether its variable is set', () => {
    checkFindings(
      'tls-verification-disabled',
      `FROM debian
RUN GIT_SSL_NO_VERIFY=0 git clone https://example.com/a
    ^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
ENV GIT_SSL_NO_VERIFY=false
    ^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
`,
    );
  });

  it('marks options with values, and settings', () => {
    checkFindings(
      'tls-verification-disabled',
      `FROM debian
RUN git -c http.sslVerify=false clone https://example.com/a
        ^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN apt-get -o Acquire::https::Verify-Peer=false update
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN dnf-config-manager --save --setopt=a.sslverify=0
                              ^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN npm ci --strict-ssl=false && conda config --set ssl_verify no
           ^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
RUN pip config set global.trusted-host pypi.org && pip install --trusted-host=a.com b
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
                                                               ^^^^^^^^^^^^^^^^^^^^ ~ tls-verification-disabled
`,
    );
  });

  it('removes variables with their instruction, or alone', () => {
    const fix = (before: string, after: string) =>
      checkFix('tls-verification-disabled', `FROM debian\n${before}\n`, `FROM debian\n${after}`);
    fix('ENV PYTHONHTTPSVERIFY=0', '');
    fix('ENV A=1 \\\n    PYTHONHTTPSVERIFY=0 \\\n    B=2', 'ENV A=1 \\\n    B=2\n');
    fix('RUN GIT_SSL_NO_VERIFY=1 B=2 git pull', 'RUN B=2 git pull\n');
    fix('RUN export GIT_SSL_NO_VERIFY=1 && git pull', 'RUN git pull\n');
    fix('RUN export A=1 GIT_SSL_NO_VERIFY=1 && git pull', 'RUN export A=1 && git pull\n');
  });

  it('removes options with their value, and settings with their command', () => {
    const fix = (before: string, after: string) =>
      checkFix('tls-verification-disabled', `FROM debian\n${before}\n`, `FROM debian\n${after}\n`);
    fix('RUN pip install --trusted-host a.com b', 'RUN pip install b');
    fix('RUN git -c http.sslVerify=false clone a', 'RUN git clone a');
    fix('RUN npm config set strict-ssl false && npm ci', 'RUN npm ci');
    fix('RUN npm ci && npm config set strict-ssl false', 'RUN npm ci');
  });

  it('keeps the yes of --force-yes', () => {
    checkFix(
      'tls-verification-disabled',
      'FROM debian\nRUN apt-get install --force-yes a\n',
      'FROM debian\nRUN apt-get install -y a\n',
    );
    checkFix(
      'tls-verification-disabled',
      'FROM debian\nRUN apt-get install -y --force-yes a\n',
      'FROM debian\nRUN apt-get install -y a\n',
    );
  });
});
