import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

describe('cache-purged-elsewhere', () => {
  it('S2-5: marks a purge in a stage that fills no cache, and removes it', () => {
    const before =
      'FROM python:3.9-slim AS builder\nRUN pip install flask\nFROM python:3.9-alpine\nCOPY --from=builder /usr/local/lib/python3.9/site-packages /usr/local/lib/python3.9/site-packages\nRUN pip cache purge\nCMD ["python"]\n';
    expect(messageOf('cache-purged-elsewhere', before)).toBe(
      "This stage does not fill pip's cache: there is nothing to purge.",
    );
    const fix = checkFix('cache-purged-elsewhere', before, before.replace('RUN pip cache purge\n', ''));
    expect(fix.applicability).toBe('safe');
  });

  it('S2-5: marks a purge that fails as the cache is off', () => {
    const text = 'FROM python:3.9-slim\nENV PIP_NO_CACHE_DIR=1\nRUN pip install flask\nRUN pip cache purge\n';
    expect(messageOf('cache-purged-elsewhere', text)).toBe(
      "pip's cache is turned off by PIP_NO_CACHE_DIR, and purging it is an error then.",
    );
  });

  it('marks a purge in another layer than the install', () => {
    checkFindings(
      'cache-purged-elsewhere',
      `FROM python:3.12
RUN pip install flask
RUN pip cache purge
    ^^^^^^^^^^^^^^^ ~ cache-purged-elsewhere
`,
    );
    checkFindings(
      'cache-purged-elsewhere',
      `FROM centos:7
RUN yum install -y git
RUN yum clean all
    ^^^^^^^^^^^^^ ~ cache-purged-elsewhere
`,
    );
    checkFindings(
      'cache-purged-elsewhere',
      `FROM debian
RUN apt-get update && apt-get install -y git
RUN apt-get clean && rm -rf /var/lib/apt/lists/*
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ cache-purged-elsewhere
`,
    );
  });

  it('says nothing where the same RUN fills the cache, or may', () => {
    checkNoFindings(
      'cache-purged-elsewhere',
      `FROM node:22
RUN npm ci
RUN npm install -g pnpm && npm cache clean --force
RUN ghost install && npm cache clean --force
RUN ./build.sh && npm cache clean --force
`,
    );
  });

  it('says nothing of a cache that only the base image may have filled', () => {
    checkNoFindings(
      'cache-purged-elsewhere',
      'FROM node:22\nRUN npm cache clean --force\nRUN rm -rf /var/lib/apt/lists/*\n',
    );
  });

  it('says nothing in a stage that does not ship', () => {
    checkNoFindings(
      'cache-purged-elsewhere',
      'FROM python:3.12 AS a\nRUN pip install flask\nRUN pip cache purge\nFROM scratch\nCOPY --from=a /a /a\n',
    );
  });

  it('takes the command out of a list, and asks for a look where files become visible', () => {
    const fix = checkFix(
      'cache-purged-elsewhere',
      'FROM centos:7\nRUN yum install -y git\nRUN rm -rf /tmp/a && \\\n    yum clean all\n',
      'FROM centos:7\nRUN yum install -y git\nRUN rm -rf /tmp/a\n',
    );
    expect(fix.applicability).toBe('review');
  });

  it('offers no fix where other files go with the cache', () => {
    checkNoFix(
      'cache-purged-elsewhere',
      'FROM debian\nRUN apt-get update && apt-get install -y git\nRUN rm -rf /var/lib/apt/lists/* /tmp/*\n',
    );
  });

  it('does not accuse a RUN that empties its own cache', () => {
    checkNoFindings(
      'cache-purged-elsewhere',
      'FROM debian\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\nRUN rm -rf /var/lib/apt/lists/*\n',
    );
    checkNoFindings(
      'cache-purged-elsewhere',
      'FROM fedora:44\nRUN dnf install -y curl && dnf clean all\nRUN dnf clean all\n',
    );
  });
});
