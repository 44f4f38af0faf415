import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('telemetry-not-disabled', () => {
  it('marks the first tool of a stage', () => {
    checkFindings(
      'telemetry-not-disabled',
      `FROM node:22
RUN bun install && npx next build
    ^^^ ~ telemetry-not-disabled
FROM node:22
RUN npm install -g bun && npm ci
`,
    );
  });

  it('says nothing where the variable is set, in a parent stage or for the command too', () => {
    for (const lines of [
      'ENV DO_NOT_TRACK=1\nRUN bun install',
      'ARG NEXT_TELEMETRY_DISABLED=1\nRUN next build',
      'RUN NEXT_TELEMETRY_DISABLED=1 next build',
    ])
      checkNoFindings('telemetry-not-disabled', `FROM node:22\n${lines}\n`);
    checkNoFindings('telemetry-not-disabled', 'FROM node:22 AS a\nENV DO_NOT_TRACK=1\nFROM a\nRUN bun install\n');
  });

  it('knows libraries from the build context', () => {
    const text = `FROM python:3.13
RUN pip install -r requirements.txt
    ^^^ ~ telemetry-not-disabled
`;
    checkFindings('telemetry-not-disabled', text, { context: { 'requirements.txt': 'flask\ntransformers==4.50\n' } });
    checkNoFindings('telemetry-not-disabled', 'FROM python:3.13\nRUN pip install -r requirements.txt\n', {
      context: { 'requirements.txt': 'flask\n' },
    });
  });

  it('sets all variables above the first step', () => {
    checkFix(
      'telemetry-not-disabled',
      'FROM node:22\n# Build\nRUN bun install && next build && ng build\n',
      'FROM node:22\n# Build\nENV DO_NOT_TRACK=1 NEXT_TELEMETRY_DISABLED=1 NG_CLI_ANALYTICS=false\nRUN bun install && next build && ng build\n',
    );
  });
});
