import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'npm-version-unpinned';

describe(rule, () => {
  it('marks names, scopes and tags that move', () => {
    checkFindings(
      rule,
      `FROM node:22-slim
RUN npm install -g pm2 @vue/cli npm@latest yarn@1.22.22
                   ^^^^^^^^^^^^^^^^^^^^^^^ ~ npm-version-unpinned
`,
    );
  });

  it('knows yarn, pnpm and bun', () => {
    checkFindings(
      rule,
      `FROM node:22-slim
RUN yarn global add serve && pnpm add -g tsx && bun add hono
                    ^^^^^ ~ npm-version-unpinned
                                         ^^^ ~ npm-version-unpinned
                                                        ^^^^ ~ npm-version-unpinned
`,
    );
  });

  it('marks repositories without a commit or tag', () => {
    checkFindings(
      rule,
      `FROM node:22-slim
RUN npm i git+https://github.com/a/b.git c/d
          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ npm-version-unpinned
`,
    );
  });

  it.each([
    [
      'an installation from the lock file',
      'FROM node:22-slim\nRUN npm install && npm ci && yarn && pnpm install --frozen-lockfile\n',
    ],
    ['versions and ranges', 'FROM node:22-slim\nRUN npm i express@4.1.1 @a/b@">=0.1.0 <0.2.0" c@^1\n'],
    [
      'directories and archives',
      'FROM node:22-slim\nRUN npm i . ./a ../b /c ~/d file:../e x-1.0.tgz https://example.org/x.tar.gz\n',
    ],
    [
      'repositories with a commit, tag or range',
      'FROM node:22-slim\nRUN npm i git+ssh://git@github.com:npm/npm.git#v1 a/b#semver:^2 github:a/b#1a2b\n',
    ],
    ['a version in a variable', 'FROM node:22-slim\nARG V\nRUN npm i -g npm@${V} $TOOLS\n'],
    ['values of options', 'FROM node:22-slim\nRUN npm install --registry https://registry.example.org --prefix /app\n'],
    ['scripts', 'FROM node:22-slim\nRUN npm run install && npx tsc\n'],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });
});
