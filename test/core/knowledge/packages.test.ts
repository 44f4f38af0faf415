import { describe, expect, it } from 'vitest';
import { describeImage } from '../../../server/src/core/knowledge/image-facts';
import {
  implicitPackages,
  implicitRuntimePackages,
  slimBasePackages,
} from '../../../server/src/core/knowledge/implicit-packages';
import { nodePackage } from '../../../server/src/core/knowledge/node-packages';
import {
  commandsOf,
  headersFor,
  installedMegabytes,
  packageName,
  packagesProviding,
  packageUse,
  runtimePackagesFor,
} from '../../../server/src/core/knowledge/os-packages';
import { pythonPackage } from '../../../server/src/core/knowledge/python-packages';

describe('what an OS package is for', () => {
  it.each([
    ['apt', 'build-essential', 'build-only'],
    ['apt', 'gcc-12', 'build-only'],
    ['apt', 'python3.11-dev', 'build-only'],
    ['apt', 'openjdk-17-jdk-headless', 'build-only'],
    ['apt', 'openjdk-17-jre-headless', 'runtime'],
    ['apt', 'libpq-dev', 'dev'],
    ['apt', 'libpq-dev=15.6-0+deb12u1', 'dev'],
    ['apt', 'libpq5', 'runtime'],
    ['apt', 'libssl3:amd64', 'runtime'],
    ['apt', 'curl', 'dual-use'],
    ['apt', 'git', 'dual-use'],
    ['apt', 'ca-certificates', 'runtime-data'],
    ['apt', 'fonts-dejavu-core', 'runtime-data'],
    ['apt', 'tesseract-ocr-deu', 'runtime-data'],
    ['apt', 'postgresql-client-15', 'runtime'],
    ['apt', 'python3-numpy', 'runtime'],
    ['apt', 'somebodys-tool', 'unknown'],
    ['apk', 'build-base', 'build-only'],
    ['apk', 'postgresql-dev', 'dev'],
    ['apk', 'gcc>12', 'build-only'],
    ['apk', 'icu-libs', 'runtime'],
    ['apk', 'icu-data-full', 'runtime-data'],
    ['apk', 'su-exec', 'runtime'],
    ['dnf', 'gcc-c++', 'build-only'],
    ['dnf', 'openssl-devel', 'dev'],
  ] as const)('%s %s: %s', (manager, name, use) => {
    expect(packageUse(name, manager)).toBe(use);
  });

  it.each([
    ['curl=7.88.1-10', 'curl'],
    ['curl@edge', 'curl'],
    ['nodejs~=20', 'nodejs'],
    ['gcc>12', 'gcc'],
    ['libssl3:amd64', 'libssl3'],
    ['git/bookworm-backports', 'git'],
    ['g++', 'g++'],
    ['libstdc++6', 'libstdc++6'],
  ])('%s names the package %s', (written, name) => {
    expect(packageName(written)).toBe(name);
  });
});

describe('run-time packages of a development package', () => {
  it('answers for the release at hand', () => {
    expect(runtimePackagesFor('libpq-dev', { family: 'debian', release: 'bookworm' })?.packages).toEqual(['libpq5']);
    expect(runtimePackagesFor('libssl-dev', { family: 'debian', release: 'bullseye' })?.packages).toEqual([
      'libssl1.1',
    ]);
    expect(runtimePackagesFor('libssl-dev', { family: 'debian', release: 'trixie' })?.packages).toEqual(['libssl3t64']);
    expect(runtimePackagesFor('libicu-dev', { family: 'debian', release: 'bookworm' })?.packages).toEqual(['libicu72']);
    expect(runtimePackagesFor('libffi-dev', { family: 'ubuntu', release: 'noble' })?.packages).toEqual(['libffi8']);
    expect(runtimePackagesFor('postgresql-dev', { family: 'alpine', release: '3.20' })?.packages).toContain('libpq');
  });

  it('says what the slim image has already, what needs nothing, and what it does not know', () => {
    expect(runtimePackagesFor('zlib1g-dev', { family: 'debian', release: 'bookworm' })).toMatchObject({
      isInSlimBase: true,
      packages: ['zlib1g'],
    });
    expect(runtimePackagesFor('libpq-dev', { family: 'debian', release: 'bookworm' })?.isInSlimBase).toBe(false);
    expect(runtimePackagesFor('libeigen3-dev', { family: 'debian', release: 'bookworm' })).toMatchObject({
      packages: [],
      notes: ['header-only'],
    });
    expect(runtimePackagesFor('libnobody-dev', { family: 'debian', release: 'bookworm' })).toBeUndefined();
    expect(runtimePackagesFor('libpq-dev', { family: 'debian', release: undefined })).toBeUndefined();
    expect(runtimePackagesFor('libpq-dev', { family: 'rhel', release: '9' })).toBeUndefined();
  });
});

describe('commands and sizes of packages', () => {
  it('knows which commands a package brings, and which packages bring a command', () => {
    expect(commandsOf('postgresql-client')).toEqual(expect.arrayContaining(['psql', 'pg_isready']));
    expect(commandsOf('curl=8')).toEqual(['curl']);
    expect(commandsOf('tzdata')).toEqual([]);
    expect(commandsOf('somebodys-tool')).toBeUndefined();
    expect(packagesProviding('useradd')).toEqual(expect.arrayContaining(['shadow', 'passwd']));
  });

  it('knows roughly what a package weighs', () => {
    expect(installedMegabytes('build-essential')).toBeGreaterThan(installedMegabytes('gcc') ?? 0);
    expect(installedMegabytes('g++')).toBeGreaterThan(100);
    expect(installedMegabytes('somebodys-tool')).toBeUndefined();
  });

  it("knows compilers that come without the C library's headers", () => {
    expect(headersFor('gcc', 'apt')).toBe('libc6-dev');
    expect(headersFor('gcc-12', 'apt')).toBe('libc6-dev');
    expect(headersFor('g++', 'apt')).toBeUndefined();
    expect(headersFor('gcc', 'apk')).toBe('musl-dev');
    expect(headersFor('gcc', 'dnf')).toBeUndefined();
  });
});

describe('packages an image has unasked', () => {
  const implicit = (repository: string, tag: string) => {
    const facts = describeImage({ repository, tag });
    return facts && implicitPackages(facts);
  };

  it('lists what a slim twin lacks', () => {
    expect(implicit('python', '3.11')).toEqual(expect.arrayContaining(['git', 'gcc', 'libpq-dev', 'tk-dev']));
    expect(implicit('node', '20')).not.toContain('tk-dev');
    expect(implicit('golang', '1.22')).toEqual(expect.arrayContaining(['gcc', 'git']));
    expect(implicit('golang', '1.22')).not.toContain('libpq-dev');
    expect(implicit('python', '3.11-slim')).toEqual([]);
    expect(implicit('debian', 'bookworm')).toEqual([]);
    expect(implicit('eclipse-temurin', '17')).toBeUndefined();
    const facts = describeImage({ repository: 'python', tag: '3.11' });
    expect(facts && implicitRuntimePackages(facts)).not.toContain('gcc');
  });

  it("knows what Debian's slim images gained and lost", () => {
    expect(slimBasePackages('bookworm')).toContain('adduser');
    expect(slimBasePackages('trixie')).not.toContain('adduser');
    expect(slimBasePackages('trixie')).toContain('libssl3t64');
    expect(slimBasePackages('jessie')).toBeUndefined();
  });
});

describe('language packages', () => {
  it('knows what Python distributions need, in any spelling', () => {
    expect(pythonPackage('psycopg2')).toMatchObject({ needsCompiler: true, debianBuild: ['libpq-dev', 'gcc'] });
    expect(pythonPackage('Psycopg2_Binary')).toMatchObject({ needsCompiler: false, debianRuntime: [] });
    expect(pythonPackage('GitPython')?.shellsOut).toEqual(['git']);
    expect(pythonPackage('gunicorn')?.commands).toEqual(['gunicorn']);
    expect(pythonPackage('somebodys-package')).toBeUndefined();
  });

  it('knows which npm packages are native and which serve development only', () => {
    expect(nodePackage('sharp')).toMatchObject({ isNative: true, needsCompiler: false, isDevelopmentOnly: false });
    expect(nodePackage('pg-native')).toMatchObject({ isNative: true, needsCompiler: true });
    expect(nodePackage('typescript')).toMatchObject({ isDevelopmentOnly: true, commands: ['tsc', 'tsserver'] });
    expect(nodePackage('@types/node')?.isDevelopmentOnly).toBe(true);
    expect(nodePackage('next')).toMatchObject({ isDevelopmentOnly: false, commands: ['next'] });
    expect(nodePackage('express')).toBeUndefined();
  });
});
