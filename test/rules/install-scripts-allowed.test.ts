import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

describe('install-scripts-allowed', () => {
  it('marks installs of npm and yarn', () => {
    checkFindings(
      'install-scripts-allowed',
      `FROM node:22
RUN npm ci && yarn install --frozen-lockfile
    ^^^^^^ ~ install-scripts-allowed
              ^^^^^^^^^^^^ ~ install-scripts-allowed
`,
    );
  });

  it('says nothing where scripts are off, by option or variable', () => {
    checkNoFindings('install-scripts-allowed', 'FROM node:22\nRUN npm ci --ignore-scripts && npm run build\n');
    checkNoFindings('install-scripts-allowed', 'FROM node:22\nENV npm_config_ignore_scripts=true\nRUN npm ci\n');
    checkNoFindings('install-scripts-allowed', 'FROM node:22\nRUN npm_config_ignore_scripts=true npm ci\n');
  });
});
