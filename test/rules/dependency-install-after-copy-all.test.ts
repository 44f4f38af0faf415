import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const rule = 'dependency-install-after-copy-all';
const node = (text: string): string => `FROM node:22-slim\nWORKDIR /app\n${text}`;

describe(rule, () => {
  it('marks the copy of everything', () => {
    checkFindings(
      rule,
      `FROM node:22-slim
WORKDIR /app
COPY . .
     ^ ~ dependency-install-after-copy-all
RUN npm ci
RUN npm run build
`,
    );
  });

  it('copies the manifests first, for each ecosystem', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['npm install', 'package*.json'],
      ['yarn install --frozen-lockfile', 'package.json yarn.lock*'],
      ['yarn', 'package.json yarn.lock*'],
      ['pnpm i', 'package.json pnpm-lock.yaml*'],
      ['bun install', 'package.json bun.lock*'],
      ['pip install --no-cache-dir -r requirements.txt', 'requirements.txt'],
      ['uv pip install --system -r requirements.txt', 'requirements.txt'],
      ['uv sync --frozen --no-install-project', 'pyproject.toml uv.lock*'],
      ['poetry install --no-root', 'pyproject.toml poetry.lock*'],
      ['pipenv install --system --deploy', 'Pipfile*'],
      ['bundle install', 'Gemfile*'],
      ['composer install --no-scripts --no-autoloader', 'composer.json composer.lock*'],
      ['go mod download', 'go.mod go.sum*'],
    ];
    for (const [command, files] of cases) {
      checkFix(rule, node(`COPY . .\nRUN ${command}\n`), node(`COPY ${files} ./\nRUN ${command}\nCOPY . .\n`));
    }
  });

  it('cuts a RUN that goes on with the source', () => {
    checkFix(
      rule,
      node('COPY . /app\nRUN --mount=type=cache,target=/root/.npm npm ci \\\n && npm run build\n'),
      node(
        'COPY package*.json /app/\nRUN --mount=type=cache,target=/root/.npm npm ci\nCOPY . /app\nRUN --mount=type=cache,target=/root/.npm npm run build\n',
      ),
    );
  });

  it('keeps flags, other steps, CRLF and files without a last line ending', () => {
    checkFix(
      rule,
      'FROM node:22\r\nCOPY --chown=1:1 . /app/\r\nWORKDIR /app\r\nENV A=b\r\nRUN npm ci',
      'FROM node:22\r\nCOPY --chown=1:1 package*.json /app/\r\nWORKDIR /app\r\nENV A=b\r\nRUN npm ci\r\nCOPY --chown=1:1 . /app/',
    );
  });

  it('keeps directories', () => {
    checkFix(
      rule,
      'FROM node:22\nCOPY . /app\nWORKDIR /app/web\nRUN npm ci\n',
      'FROM node:22\nCOPY web/package*.json /app/web/\nWORKDIR /app/web\nRUN npm ci\nCOPY . /app\n',
    );
    checkFix(
      rule,
      'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements/base.txt -r dev.txt\n',
      'FROM python:3.13\nWORKDIR /app\nCOPY requirements/base.txt ./requirements/\nCOPY dev.txt ./\nRUN pip install -r requirements/base.txt -r dev.txt\nCOPY . .\n',
    );
  });

  it('uses what the build context has', () => {
    checkFix(
      rule,
      node('COPY . .\nRUN npm ci\n'),
      node('COPY package.json package-lock.json .npmrc ./\nRUN npm ci\nCOPY . .\n'),
      { context: { 'package.json': '{}', 'package-lock.json': '{}', '.npmrc': '' } },
    );
    checkFix(
      rule,
      'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n',
      'FROM python:3.13\nWORKDIR /app\nCOPY requirements.txt ./\nCOPY req/base.txt ./req/\nRUN pip install -r requirements.txt\nCOPY . .\n',
      { context: { 'requirements.txt': '-r req/base.txt\nflask\n', 'req/base.txt': 'click\n' } },
    );
  });

  it('stays silent where the installation reads more than the manifests', () => {
    checkNoFindings(rule, node('COPY . .\nRUN npm ci\n'), {
      context: { 'package.json': '{"scripts": {"postinstall": "node build.js"}}' },
    });
    checkNoFindings(rule, node('COPY . .\nRUN npm ci\n'), { context: { 'package.json': '{"workspaces": ["a"]}' } });
    checkNoFindings(rule, 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n', {
      context: { 'requirements.txt': '-e .\n' },
    });
    checkNoFindings(rule, 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN pip install .\nRUN pip install flask\n');
    checkNoFindings(rule, 'FROM golang:1.26\nWORKDIR /app\nCOPY . .\nRUN go build ./...\n');
  });

  it('says which option leaves the source for later', () => {
    const text = 'FROM python:3.13\nWORKDIR /app\nCOPY . .\nRUN poetry install\n';
    expect(messageOf(rule, text)).toContain('with --no-root needs only');
    checkNoFix(rule, text);
  });

  it('has no fix where a step between reads the source, or the copy would go elsewhere', () => {
    checkNoFix(rule, node('COPY . .\nRUN ./prepare.sh\nRUN npm ci\n'));
    checkNoFix(rule, 'FROM node:22\nWORKDIR /\nCOPY . app\nWORKDIR /app\nRUN npm ci\n');
    checkNoFix(rule, node('COPY . .\nRUN ./prepare.sh && npm ci\n'));
    checkNoFix(rule, node('COPY . .\nRUN npm ci; npm run build\n'));
  });

  it('leaves the right order, bind mounts, other directories and global packages', () => {
    checkNoFindings(rule, node('COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\n'));
    checkNoFindings(rule, node('COPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm install --omit=dev\n'));
    checkNoFindings(rule, node('COPY . .\nRUN --mount=type=bind,source=package.json,target=package.json npm ci\n'));
    checkNoFindings(rule, node('COPY . .\nRUN npm install -g pm2\n'));
    checkNoFindings(rule, node('COPY src ./src\nRUN npm ci\n'));
    checkNoFindings(rule, node('COPY . .\nRUN cd sub && npm ci\n'));
  });
});
