import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('npm-install-instead-of-ci', () => {
  const context = { 'package.json': '{}', 'package-lock.json': '{}' };

  it('marks npm install where the lock file was copied before', () => {
    for (const source of ['package*.json ./', 'package.json package-lock.json ./', '. .', 'package-lock.json .']) {
      checkFindings(
        'npm-install-instead-of-ci',
        `FROM node:22
WORKDIR /app
COPY ${source}
RUN npm install --omit=dev
    ^^^^^^^^^^^ ~ npm-install-instead-of-ci
`,
        { context },
      );
    }
  });

  it('says nothing without a lock file, or where it is ignored, not copied, or elsewhere', () => {
    const text = 'FROM node:22\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\n';
    checkNoFindings('npm-install-instead-of-ci', text);
    checkNoFindings('npm-install-instead-of-ci', text, { context: { 'package.json': '{}' } });
    checkNoFindings('npm-install-instead-of-ci', text, {
      context: { ...context, '.dockerignore': 'package-lock.json\n' },
    });
    checkNoFindings(
      'npm-install-instead-of-ci',
      'FROM node:22\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\n',
      { context },
    );
    checkNoFindings('npm-install-instead-of-ci', 'FROM node:22\nCOPY . /src/\nWORKDIR /app\nRUN npm install\n', {
      context,
    });
  });

  it('says nothing of other packages, of global ones, and of npm ci', () => {
    checkNoFindings(
      'npm-install-instead-of-ci',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm install express && npm install -g pnpm && npm install --no-package-lock && npm install $PACKAGES\n',
      { context },
    );
  });

  it('writes npm ci', () => {
    const fix = checkFix(
      'npm-install-instead-of-ci',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN ["npm", "i"]\n',
      'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN ["npm", "ci"]\n',
      { context },
    );
    expect(fix.applicability).toBe('review');
  });
});
