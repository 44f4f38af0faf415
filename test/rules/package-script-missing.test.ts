import { describe, expect, it } from 'vitest';
import { checkFindings, checkNoFindings, messageOf } from '../support/check';

const rule = 'package-script-missing';
const text = `FROM node:22-slim
WORKDIR /app
COPY package*.json ./
RUN npm ci
COPY src ./src
CMD ["npm", "run", "serve"]
`;
const context = { 'package.json': '{"scripts": {"start": "node src/a.js", "dev": "vite"}}', 'src/a.js': '' };
const start = (words: string): string => text.replace('"npm", "run", "serve"', words);

describe(rule, () => {
  it('S4-17: marks a script that package.json does not have', () => {
    checkFindings(rule, text.replace('"]\n', '"]\n                   ^^^^^^^ ~ package-script-missing\n'), { context });
    expect(messageOf(rule, text, { context })).toBe('package.json has no script "serve", only start, dev.');
  });

  it('follows package.json through stages and directories', () => {
    const staged = `FROM node:22 AS build\nWORKDIR /src\nCOPY web .\nRUN npm ci\nFROM node:22-slim\nWORKDIR /app\nCOPY --from=build /src .\nCMD npm run serve\n`;
    expect(messageOf(rule, staged, { context: { 'web/package.json': '{}' } })).toBe(
      'web/package.json has no script "serve".',
    );
    checkNoFindings(rule, staged, { context: { 'web/package.json': '{"scripts":{"serve":"x"}}' } });
  });

  it('knows that npm start falls back to server.js', () => {
    const empty = { 'package.json': '{}', 'src/a.js': '' };
    expect(messageOf(rule, start('"npm", "start"'), { context: empty })).toBeDefined();
    expect(messageOf(rule, start('"yarn", "start"'), { context: empty })).toBeDefined();
    const all = start('"npm", "start"').replace('src ./src', '. .');
    checkNoFindings(rule, all, { context: { ...empty, 'server.js': '' } });
  });

  it.each([
    ['a script that is there', start('"npm", "run", "dev"')],
    ['arguments', start('"npm", "run", "dev", "--", "serve"')],
    ['another directory', start('"npm", "--prefix", "web", "run", "serve"')],
    ['a workspace', start('"npm", "run", "serve", "-w", "web"')],
    ['a script that may be missing', start('"npm", "run", "serve", "--if-present"')],
    ['a program of a dependency', start('"yarn", "serve"')],
    ['a program of a dependency by run', start('"yarn", "run", "serve"')],
    ['a manifest that is written', text.replace('COPY src', 'RUN npm pkg set scripts.serve=x\nCOPY src')],
    ['a manifest from elsewhere', text.replace('COPY src', 'RUN cp web/package.json .\nCOPY src')],
    ['a manifest of another image', text.replace('COPY src', 'COPY --from=example/web /app /app\nCOPY src')],
    ['an unknown directory', text.replace('WORKDIR /app', 'ARG DIRECTORY\nWORKDIR $DIRECTORY')],
  ])('is silent: %s', (_, dockerfile) => {
    checkNoFindings(rule, dockerfile, { context });
  });

  it('is silent without a package.json that can be read', () => {
    checkNoFindings(rule, text);
    checkNoFindings(rule, text, { context: { 'package.json': '{' } });
    checkNoFindings(rule, text, { context: { 'src/a.js': '' } });
  });
});
