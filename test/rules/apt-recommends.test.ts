import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, messageOf } from '../support/check';

describe('apt-recommends', () => {
  it('S3-6: names what python3-pip brings along', () => {
    const text = 'FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y python3 python3-pip\n';
    expect(messageOf('apt-recommends', text)).toBe(
      'Recommended packages are installed too: python3-pip brings build-essential and python3-dev.',
    );
  });

  it('marks the command', () => {
    checkFindings(
      'apt-recommends',
      `FROM debian
RUN apt-get update && apt-get install -y curl
                      ^^^^^^^^^^^^^^^ ~ apt-recommends
`,
    );
  });

  it('takes every way to leave them out', () => {
    checkNoFindings('apt-recommends', 'FROM debian\nRUN apt-get install -y --no-install-recommends curl\n');
    checkNoFindings('apt-recommends', 'FROM debian\nRUN apt-get install -y -o APT::Install-Recommends=false curl\n');
    checkNoFindings(
      'apt-recommends',
      `FROM debian
RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/99lean
RUN apt-get install -y curl
`,
    );
    checkNoFindings(
      'apt-recommends',
      'FROM debian\nCOPY lean.conf /etc/apt/apt.conf.d/\nRUN apt-get install -y curl\n',
    );
    checkNoFindings('apt-recommends', 'FROM debian\nRUN apt-get install -y --install-recommends curl\n');
  });

  it('says nothing in a stage that does not ship', () => {
    checkNoFindings(
      'apt-recommends',
      'FROM debian AS build\nRUN apt-get install -y gcc\nFROM scratch\nCOPY --from=build /a /a\n',
    );
  });

  it('names what the packages hardly work without', () => {
    const fix = checkFix(
      'apt-recommends',
      'FROM debian\nRUN apt-get update && apt-get install -y curl gcc && make\n',
      'FROM debian\nRUN apt-get update && apt-get install --no-install-recommends -y curl gcc ca-certificates libc6-dev && make\n',
    );
    expect(fix.applicability).toBe('review');
  });

  it('names nothing twice', () => {
    checkFix(
      'apt-recommends',
      'FROM debian\nRUN apt-get install -y ca-certificates curl build-essential cmake\n',
      'FROM debian\nRUN apt-get install --no-install-recommends -y ca-certificates curl build-essential cmake\n',
    );
  });

  it('writes strings in exec form', () => {
    checkFix(
      'apt-recommends',
      'FROM debian\nRUN ["apt-get", "install", "-y", "curl"]\n',
      'FROM debian\nRUN ["apt-get", "install", "--no-install-recommends", "-y", "curl", "ca-certificates"]\n',
    );
  });

  it('says nothing where the comment above speaks of recommended packages', () => {
    checkNoFindings(
      'apt-recommends',
      'FROM debian\nRUN apt-get update && \\\n# we do want recommends here\n    apt-get install -y couchdb\n',
    );
    checkFindings(
      'apt-recommends',
      `FROM debian
# the database
RUN apt-get install -y couchdb
    ^^^^^^^^^^^^^^^ ~ apt-recommends
`,
    );
  });

  it('takes the name of a rule in a comment for no word about recommends', () => {
    checkFindings(
      'apt-recommends',
      `FROM debian
# no-install-recommends is missing here
RUN apt-get install -y curl
    ^^^^^^^^^^^^^^^ ~ apt-recommends
`,
    );
    checkNoFindings('apt-recommends', 'FROM debian\n# we want recommends here\nRUN apt-get install -y curl\n');
  });
});
