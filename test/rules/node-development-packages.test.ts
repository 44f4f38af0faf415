import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'node-development-packages';
const START = 'CMD ["node", "server.js"]\n';

describe(RULE, () => {
  it('marks the last installation, and the one in a builder whose node_modules are copied', () => {
    checkFindings(
      RULE,
      `FROM node:22
RUN npm install --omit=dev
RUN npm ci --no-audit
    ^^^^^^ ~ ${RULE}
${START}`,
    );
    checkFindings(
      RULE,
      `FROM node:22 AS build
WORKDIR /app
RUN yarn --frozen-lockfile
    ^^^^ ~ ${RULE}
FROM node:22-slim
WORKDIR /app
COPY --from=build /app/node_modules ./node_modules
${START}`,
    );
  });

  it('takes every way to leave them out', () => {
    for (const run of [
      'RUN npm ci --omit=dev',
      'RUN npm ci --omit dev',
      'RUN npm install --production',
      'RUN npm ci --only=production',
      'RUN yarn install --production=true',
      'RUN yarn workspaces focus --production',
      'RUN pnpm install --prod --frozen-lockfile',
      'RUN pnpm i -P',
      'ENV NODE_ENV=production\nRUN npm ci',
      'ARG NODE_ENV=production\nRUN yarn',
      'ARG NODE_ENV\nRUN npm ci',
      'RUN NODE_ENV=production npm ci',
      'RUN export NODE_ENV=production && npm ci',
      'RUN npm config set omit dev && npm ci',
      'RUN npm ci && npm run build && npm prune --omit=dev',
      'RUN npm ci && npm run build && rm -rf node_modules',
      'ARG FLAGS\nRUN npm ci $FLAGS',
    ])
      checkNoFindings(RULE, `FROM node:22\n${run}\n${START}`);
  });

  it('does not take development for production', () => {
    checkFindings(RULE, `FROM node:22\nENV NODE_ENV=development\nRUN npm ci\n    ^^^^^^ ~ ${RULE}\n${START}`);
    checkFindings(RULE, `FROM node:22\nRUN yarn install --production=false\n    ^^^^^^^^^^^^ ~ ${RULE}\n${START}`);
  });

  it('is silent for single packages, for builders and where a developer works', () => {
    checkNoFindings(RULE, `FROM node:22\nRUN npm install -g pm2 && npm install express\n${START}`);
    checkNoFindings(RULE, `FROM node:22 AS build\nRUN npm ci\nFROM node:22\nCOPY --from=build /app/dist .\n${START}`);
    checkNoFindings(RULE, `FROM node:22 AS dev\nRUN npm ci\n${START}`);
    checkNoFindings(RULE, 'FROM node:22\nRUN npm ci\nCMD ["npm", "run", "dev"]\n');
    checkNoFindings(RULE, 'FROM node:22\nRUN npm ci\nCMD ["npx", "nodemon", "server.js"]\n');
    checkNoFindings(RULE, 'FROM node:22\nRUN npm ci\n');
    checkNoFindings(RULE, 'FROM node:22\nRUN npm ci\nCMD ["bash"]\n');
  });

  it('is silent where package.json has none', () => {
    const text = `FROM node:22\nCOPY package.json ./\nRUN npm install\n${START}`;
    checkNoFindings(RULE, text, { context: { 'package.json': '{"dependencies": {"a": "1"}}' } });
    checkNoFindings(RULE, text, { context: { 'package.json': '{"devDependencies": {}}' } });
  });

  it('adds the option that the tool knows, where no script runs later', () => {
    checkFix(RULE, `FROM node:22\nRUN npm ci\n${START}`, `FROM node:22\nRUN npm ci --omit=dev\n${START}`);
    checkFix(RULE, `FROM node:12\nRUN npm ci\n${START}`, `FROM node:12\nRUN npm ci --only=production\n${START}`);
    checkFix(
      RULE,
      `FROM node:22\nRUN pnpm install && npm cache clean --force\n${START}`,
      `FROM node:22\nRUN pnpm install --prod && npm cache clean --force\n${START}`,
    );
    checkNoFix(RULE, `FROM node:22\nRUN npm ci && npm run build\n${START}`);
    checkNoFix(RULE, `FROM node:22\nRUN yarn install\n${START}`);
  });
});
