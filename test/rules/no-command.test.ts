import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'no-command';

describe(rule, () => {
  it('S1-13: marks the base image whose interpreter starts', () => {
    checkFindings(
      rule,
      `FROM python:3.9-alpine AS builder
FROM python:3.9-alpine
     ^^^^^^^^^^^^^^^^^ ~ no-command
COPY app.py .
`,
    );
  });

  it('leaves stages with a command, of a parent too, images that start something, and images without files', () => {
    checkNoFindings(rule, 'FROM python:3.13 AS a\nCMD ["x"]\nFROM a\nCOPY . .\n');
    checkNoFindings(rule, 'FROM nginx:1.28\nCOPY . /usr/share/nginx/html\n');
    checkNoFindings(rule, 'FROM debian\nCOPY . .\n');
    checkNoFindings(rule, 'FROM python:3.13\nRUN pip install x\n');
    checkNoFindings(rule, 'FROM $X\nCOPY . .\n');
  });

  it('says nothing of a toolchain, or of a stage that an editor or a test runner starts', () => {
    checkNoFindings(
      'no-command',
      'FROM python:3.13-slim\nCOPY requirements.txt ./\nRUN pip install -r requirements.txt\n',
    );
    checkNoFindings('no-command', 'FROM node:22\nCOPY library-scripts/*.sh /tmp/\nRUN sh /tmp/setup.sh\n');
    checkNoFindings('no-command', 'FROM node:22 AS dev\nCOPY . .\n');
  });
});
