import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('compiler-without-libc-headers', () => {
  it('S4-2: marks gcc beside libpq-dev', () => {
    checkFindings(
      'compiler-without-libc-headers',
      `FROM python:3.11-slim AS dependencies
RUN apt-get update && apt-get install -y --no-install-recommends \\
    libpq-dev gcc && rm -rf /var/lib/apt/lists/*
              ^^^ ~ compiler-without-libc-headers
`,
    );
  });

  it('says nothing where something brings the headers', () => {
    for (const other of [
      'libc6-dev',
      'build-essential',
      'g++',
      'python3-dev',
      'zlib1g-dev',
      'libfoo-dev',
      '$PACKAGES',
    ]) {
      checkNoFindings(
        'compiler-without-libc-headers',
        `FROM python:3.11-slim\nRUN apt-get install -y --no-install-recommends gcc ${other}\n`,
      );
    }
    checkNoFindings(
      'compiler-without-libc-headers',
      'FROM debian\nRUN apt-get install -y --no-install-recommends libc6-dev\nRUN apt-get install -y --no-install-recommends gcc\n',
    );
    checkNoFindings(
      'compiler-without-libc-headers',
      'FROM debian\nRUN apt-get install -y --no-install-recommends gcc\nRUN apt-get install -y libc6-dev\n',
    );
  });

  it('says nothing where recommended packages come along, or the base image has the headers', () => {
    checkNoFindings('compiler-without-libc-headers', 'FROM debian\nRUN apt-get install -y gcc\n');
    checkNoFindings(
      'compiler-without-libc-headers',
      'FROM python:3.11\nRUN apt-get install -y --no-install-recommends gcc\n',
    );
    checkNoFindings(
      'compiler-without-libc-headers',
      'FROM example.com/unknown\nRUN apt-get install -y --no-install-recommends gcc\n',
    );
  });

  it('adds the headers', () => {
    checkFix(
      'compiler-without-libc-headers',
      'FROM debian:12\nRUN apt-get install -y --no-install-recommends gcc make\n',
      'FROM debian:12\nRUN apt-get install -y --no-install-recommends gcc libc6-dev make\n',
    );
    checkFix(
      'compiler-without-libc-headers',
      'FROM alpine\nRUN apk add --no-cache gcc make\n',
      'FROM alpine\nRUN apk add --no-cache gcc musl-dev make\n',
    );
  });

  it('knows what brings them on Alpine', () => {
    for (const other of ['musl-dev', 'build-base', 'g++', 'alpine-sdk', 'libffi-dev']) {
      checkNoFindings('compiler-without-libc-headers', `FROM alpine\nRUN apk add gcc ${other}\n`);
    }
  });
});
