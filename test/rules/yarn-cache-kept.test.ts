import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

describe('yarn-cache-kept', () => {
  it('marks yarn, with or without a sub-command', () => {
    checkFindings(
      'yarn-cache-kept',
      `FROM node:22
RUN yarn
    ^^^^ ~ yarn-cache-kept
RUN yarn install --frozen-lockfile
    ^^^^^^^^^^^^ ~ yarn-cache-kept
`,
    );
  });

  it('says nothing where the cache is mounted or emptied, the stage does not ship, or yarn is a later one', () => {
    checkNoFindings(
      'yarn-cache-kept',
      `FROM node:22 AS build
RUN yarn
FROM node:22
COPY --from=build /a /a
RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn
RUN yarn && yarn cache clean
RUN yarn install --immutable
RUN yarn build
`,
    );
    checkNoFindings('yarn-cache-kept', 'FROM node:22\nCOPY .yarnrc.yml ./\nRUN yarn\n');
  });

  it('empties it in the same RUN', () => {
    checkFix(
      'yarn-cache-kept',
      'FROM node:22\nRUN yarn; exit 0\n',
      'FROM node:22\nRUN yarn; yarn cache clean; exit 0\n',
    );
  });

  it('judges a part of a Dockerfile as if it shipped', () => {
    checkFindings('yarn-cache-kept', 'RUN yarn install\n    ^^^^^^^^^^^^ ~ yarn-cache-kept\n');
  });
});
