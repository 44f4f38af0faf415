import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('npm-cache-kept', () => {
  it('marks the last install of a RUN', () => {
    checkFindings(
      'npm-cache-kept',
      `FROM node:22
RUN npm install -g npm && npm ci
                          ^^^^^^ ~ npm-cache-kept
`,
    );
  });

  it('says nothing where the cache is mounted, emptied or elsewhere, or the stage does not ship', () => {
    checkNoFindings(
      'npm-cache-kept',
      `FROM node:22 AS build
RUN npm ci
FROM node:22
COPY --from=build /a /a
RUN --mount=type=cache,target=/root/.npm npm ci
RUN npm ci && npm cache clean --force
RUN npm ci && rm -rf ~/.npm
RUN npm ci --cache /tmp/npm
RUN npm run build
`,
    );
  });

  it('empties it in the same RUN', () => {
    checkFix(
      'npm-cache-kept',
      'FROM node:22\nRUN npm ci && npm run build\n',
      'FROM node:22\nRUN npm ci && npm cache clean --force && npm run build\n',
    );
  });
});
