import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze, planMultiStage, type MultiStageOptions } from '../../server/src/core/index';
import { createModel } from '../../server/src/core/model/model';
import { verifyConversion, type Allowances } from '../../server/src/core/multistage/verify';
import { parseDockerfile } from '../../server/src/core/syntax/parse';
import { memoryContext } from '../support/build-context';
import { readTree } from '../support/golden';

// The layouts are checked as the usual conversion is: what is damaged in their result is noticed.

const cases = join(import.meta.dirname, 'cases');

interface Converted {
  readonly before: string;
  readonly after: string;
  readonly files: Readonly<Record<string, string>>;
  readonly allowed: Allowances;
}

/** The golden conversion called `name`, which is accepted with `allowed`. */
function converted(name: string, allowed: Allowances): Converted {
  const own = join(cases, name);
  const read = (file: string): string => readFileSync(join(own, file), 'utf8');
  const result = {
    before: read('before.Dockerfile'),
    after: read('after.Dockerfile'),
    files: readTree(join(own, 'context')),
    allowed,
  };
  expect(found(result)).toEqual([]);
  return result;
}

function found({ before, after, files, allowed }: Converted): readonly string[] {
  const read = (text: string): ReturnType<typeof createModel> => createModel(parseDockerfile(text));
  const context = Object.keys(files).length === 0 ? undefined : memoryContext(files);
  return verifyConversion(read(before), read(after), { context, allowed }).map(
    ({ check, message }) => `${check} ${message}`,
  );
}

function checkCaught(conversion: Converted, from: string | RegExp, to: string, expected: RegExp): void {
  const after = conversion.after.replace(from, to);
  expect(after, `${String(from)} changes nothing`).not.toBe(conversion.after);
  expect(found({ ...conversion, after }).join('\n')).toMatch(expected);
}

describe('base-builder-runtime', () => {
  const allowed: Allowances = {
    droppedPackages: ['gcc', 'libc6-dev', 'libpq-dev'],
    keptPackages: ['libpq5'],
    droppedFiles: ['/root/.cache/pip', '/app/requirements.txt'],
  };
  const shared = (): Converted => converted('python-compilers-on-slim-base-builder-runtime', allowed);

  it.each<[string, string | RegExp, string, RegExp]>([
    ['a library is left out of the base', / libpq5 /, ' tzdata ', /^packages /m],
    ['a setting is left out of the base', 'ENV PYTHONUNBUFFERED=1\n', '', /^V3 .*PYTHONUNBUFFERED/m],
    ['the working directory is left out of the base', 'WORKDIR /app\n', '', /WORKDIR|\/app/],
    ['the runtime stands on the builder', 'FROM base AS runtime', 'FROM builder AS runtime', /^V8 /m],
    [
      'the runtime stands on another release',
      'FROM base AS runtime',
      'FROM python:3.11-slim-bullseye AS runtime',
      /^V5 /m,
    ],
    ['the runtime stands on another C library', 'FROM base AS runtime', 'FROM python:3.11-alpine AS runtime', /^V5 /m],
    [
      'the builder stands on another release',
      'FROM base AS builder',
      'FROM python:3.11-slim-bullseye AS builder',
      /^V5 /m,
    ],
    ['the base gets a compiler', / libpq5 /, ' libpq5 gcc ', /^V8 .*gcc/m],
    ['two stages have one name', 'FROM base AS builder', 'FROM base AS base', /^V2 /m],
    [
      'the environment moves',
      'COPY --from=builder /opt/venv /opt/venv',
      'COPY --from=builder /opt/venv /srv/venv',
      /^V6 /m,
    ],
    ['nothing is copied', 'COPY --from=builder /opt/venv /opt/venv\n', '', /^(?:files|V2|V4) /m],
    ['the base comes from a later stage', 'FROM python:3.11-slim-bookworm AS base', 'FROM runtime AS base', /^V2 /m],
  ])('notices that %s', (_what, from, to, expected) => {
    checkCaught(shared(), from, to, expected);
  });
});

describe('deps-build-runtime', () => {
  const allowed: Allowances = { droppedFiles: ['/root/.npm'] };
  const apart = (): Converted => converted('node-typescript-server-deps-build-runtime', allowed);

  it.each<[string, string | RegExp, string, RegExp]>([
    [
      'the dependencies are not copied, and the build removes its own',
      /COPY --from=production-dependencies .*\n/,
      '',
      /node_modules|^V2 /m,
    ],
    ['the application is not copied', 'COPY --from=build /app /app\n', '', /^(?:files|V2|V4) /m],
    ['the dependencies move', '/app/node_modules /app/node_modules', '/app/node_modules /srv/node_modules', /^V6 /m],
    ['the dependencies come from no stage', '--from=production-dependencies', '--from=modules', /^V2 /m],
    [
      'the runtime has another Node',
      'FROM node:20-bookworm-slim AS runtime',
      'FROM node:22-bookworm-slim AS runtime',
      /^V5 /m,
    ],
    [
      'the runtime has another C library',
      'FROM node:20-bookworm-slim AS runtime',
      'FROM node:20-alpine AS runtime',
      /^V5 /m,
    ],
    ['nothing builds any more', 'RUN npm run build\n', '', /^(?:build|files|V7) /m],
    ['nothing installs any more', 'RUN npm ci\n', '', /^(?:build|files|V7) /m],
  ])('notices that %s', (_what, from, to, expected) => {
    checkCaught(apart(), from, to, expected);
  });

  it('gives the runtime the dependencies of the stage that leaves out those of development', () => {
    expect(apart().after).toMatch(/FROM dependencies AS production-dependencies\nRUN npm prune --omit=dev\n/);
  });
});

describe('a layout that does not fit', () => {
  const refusal = (text: string, options: MultiStageOptions, files: Readonly<Record<string, string>> = {}): string => {
    const context = Object.keys(files).length === 0 ? {} : { context: memoryContext(files) };
    const result = planMultiStage(analyze(text, context), options);
    return result.kind === 'plan' ? result.text : `${result.id} ${result.message}`;
  };
  const node =
    'FROM node:20-bookworm\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nCMD ["node", "dist/main.js"]\n';
  const scripts = (build: string): Readonly<Record<string, string>> => ({
    'package.json': JSON.stringify({
      scripts: { build, assets: 'vite build', 'build:server': 'tsc -p .', postbuild: 'copyfiles src/*.html dist' },
      dependencies: { express: '4' },
      devDependencies: { typescript: '5' },
    }),
  });
  const deps: MultiStageOptions = { layout: 'deps-build-runtime' };

  it.each([
    'tsc',
    'cross-env NODE_ENV=production webpack',
    'npm run assets && npm run build:server',
    'run-s assets build:*',
    'npx tsc -p . && cp -r views dist/',
    './node_modules/.bin/tsc -p .',
  ])('fits builds that leave node_modules alone: %s', (build) => {
    expect(refusal(node, deps, scripts(build))).toContain('FROM dependencies AS build\n');
  });

  it.each([
    'prisma generate && tsc',
    'npm run missing',
    'node scripts/build.js',
    'gulp',
    'patch-package; tsc',
    'tsc && cp -r own node_modules/own',
  ])('does not fit a build that may write into node_modules: %s', (build) => {
    expect(refusal(node, deps, scripts(build))).toMatch(
      /^R17 .*may write into node_modules\. The nearest layout is builder-runtime\.$/,
    );
  });

  it('does not fit where one step installs and builds, or a later one changes what was installed', () => {
    const files = scripts('tsc');
    expect(refusal(node.replace('RUN npm ci\nCOPY . .\nRUN', 'COPY . .\nRUN npm ci &&'), deps, files)).toContain(
      'installs and builds in one step',
    );
    expect(refusal(node.replace('CMD', 'RUN npm prune --production\nCMD'), deps, files)).toContain(
      'changes node_modules after the install',
    );
  });

  it('names what each stage would need where no base can be shared', () => {
    expect(
      refusal('FROM golang:1.22-bookworm\nWORKDIR /s\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nCMD ["/app"]\n', {
        layout: 'base-builder-runtime',
      }),
    ).toMatch(/^R17 .*needs "golang:1\.22-bookworm".*so that no base can be shared/);
  });
});
