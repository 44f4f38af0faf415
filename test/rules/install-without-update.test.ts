import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('install-without-update', () => {
  it('marks the first install', () => {
    checkFindings(
      'install-without-update',
      `FROM debian:bookworm-slim
ENV A=1
RUN mkdir /app && apt-get install -y curl
                  ^^^^^^^^^^^^^^^ ~ install-without-update
RUN apt-get install -y wget
`,
    );
  });

  it('says nothing where something may have refreshed the index', () => {
    for (const before of [
      'RUN apt-get update',
      'RUN ./setup.sh',
      'RUN curl https://example.com | bash',
      'RUN add-apt-repository ppa:a',
      'COPY lists /var/lib/apt/lists',
    ]) {
      checkNoFindings('install-without-update', `FROM debian\n${before}\nRUN apt-get install -y curl\n`);
    }
    checkNoFindings(
      'install-without-update',
      'FROM debian\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y curl\n',
    );
    checkNoFindings(
      'install-without-update',
      'FROM debian AS base\nRUN apt-get update\nFROM base\nRUN apt-get install -y curl\n',
    );
  });

  it('says nothing of local packages, of other images, and of packages that may be there', () => {
    checkNoFindings('install-without-update', 'FROM debian\nRUN apt-get install -y ./a.deb\n');
    checkNoFindings('install-without-update', 'FROM example.com/unknown\nRUN apt-get install -y curl\n');
    checkNoFindings('install-without-update', 'FROM node:22\nRUN apt-get install -y curl\n');
  });

  it('refreshes it in the same RUN', () => {
    checkFix(
      'install-without-update',
      'FROM debian\nRUN DEBIAN_FRONTEND=noninteractive apt-get install -y curl\n',
      'FROM debian\nRUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y curl\n',
    );
  });
});
