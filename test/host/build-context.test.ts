import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFileContext } from '../../server/src/host/build-context';
import { workspace } from '../support/command-line';

function contextOf(files: Record<string, string | Uint8Array>, dockerfile?: string) {
  const { folder } = workspace(files);
  return createFileContext(folder, { isExplicit: false, ...(dockerfile === undefined ? {} : { dockerfile }) });
}

describe('a build context on the disk', () => {
  it('lists folders, with a slash behind folders in them', () => {
    const context = contextOf({ 'package.json': '{}', 'src/app/x.ts': '' });
    expect(context.list('')).toEqual(['package.json', 'src/']);
    expect(context.list('./src/')).toEqual(['app/']);
    expect(context.list('nowhere')).toBeUndefined();
    expect(context.list('package.json')).toBeUndefined();
  });

  it('reads text, but nothing large and nothing binary', () => {
    const context = contextOf({ a: 'text', b: 'x'.repeat(1024 * 1024 + 1), c: Uint8Array.of(1, 0, 2) });
    expect(context.read('a')).toBe('text');
    expect(context.read('b')).toBeUndefined();
    expect(context.read('c')).toBeUndefined();
    expect(context.exists('b')).toBe(true);
  });

  it('never leads out of its folder', () => {
    const { folder } = workspace({ secret: 'x', 'context/a': 'y' });
    symlinkSync('../secret', join(folder, 'context/link'));
    symlinkSync('a', join(folder, 'context/inside'));
    const context = createFileContext(join(folder, 'context'), { isExplicit: false });
    expect(context.exists('../secret')).toBe(false);
    expect(context.exists('link')).toBe(false);
    expect(context.read('link')).toBeUndefined();
    expect(context.read('inside')).toBe('y');
    // A build reads `..` from the root as the root itself.
    expect(context.read('../../a')).toBe('y');
  });

  it('asks the disk once', () => {
    const { folder, write } = workspace({ a: 'before' });
    const context = createFileContext(folder, { isExplicit: false });
    expect([context.read('a'), context.exists('b')]).toEqual(['before', false]);
    write('a', 'after');
    write('b', '');
    expect([context.read('a'), context.exists('b')]).toEqual(['before', false]);
  });

  it('takes the ignore file of the Dockerfile before the common one', () => {
    const files = { '.dockerignore': 'a\n', 'docker/Dockerfile.dev.dockerignore': 'b\n' };
    const own = contextOf(files, 'docker/Dockerfile.dev');
    expect([own.ignoreFile, own.ignores('a'), own.ignores('b')]).toEqual([
      'docker/Dockerfile.dev.dockerignore',
      false,
      true,
    ]);
    const common = contextOf(files, 'docker/Dockerfile');
    expect([common.ignoreFile, common.ignores('a'), common.ignores('b')]).toEqual(['.dockerignore', true, false]);
    expect(contextOf({}).ignoreFile).toBeUndefined();
  });

  it('takes the ignore file beside a Dockerfile outside the context', () => {
    const { folder } = workspace({ 'docker/Dockerfile.dockerignore': 'x\n', 'app/x': '' });
    const options = { isExplicit: true, dockerfile: join(folder, 'docker/Dockerfile') };
    const context = createFileContext(join(folder, 'app'), options);
    expect([context.ignoreFile, context.ignores('x')]).toEqual(['../docker/Dockerfile.dockerignore', true]);
  });
});

describe('a .dockerignore', () => {
  // What BuildKit decides, from moby/patternmatcher's own rules.
  it.each([
    ['node_modules', 'node_modules/x/y', true],
    ['node_modules', 'sub/node_modules', false],
    ['**/node_modules', 'sub/node_modules/x', true],
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['*.md\n!README.md', 'README.md', false],
    ['*\n!src', 'src/main.ts', false],
    ['*\n!src', 'test/main.ts', true],
    ['/dist/', 'dist/x', true],
    ['# comment\n\n  dist  ', 'dist', true],
    ['\uFEFFdist', 'dist', true],
    ['Dist', 'dist', false],
    ['a?c', 'abc', true],
    ['c++', 'c++', true],
    ['file(1).txt', 'file(1).txt', true],
    ['{a,b}', 'a', false],
    ['[ab]', 'a', true],
    ['[\ndist', 'dist', true],
    ['.', 'x', false],
    ['..', 'x', false],
  ])('%j and %s: %s', (text, path, isIgnored) => {
    expect(contextOf({ '.dockerignore': text }).ignores(path)).toBe(isIgnored);
  });

  it('written with CRLF reads the same', () => {
    expect(contextOf({ '.dockerignore': 'dist\r\n*.log\r\n' }).ignores('x.log')).toBe(true);
  });
});
