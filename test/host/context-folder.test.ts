import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../server/src/core/index';
import { contextsInBuildDefinitions } from '../../server/src/host/build-definitions';
import { contextSources, findContext } from '../../server/src/host/context-folder';
import { workspace } from '../support/command-line';

const sourcesOf = (text: string) => contextSources(analyze(text));

describe('the folder that is the build context', () => {
  it('is the one in which most sources exist', () => {
    const { folder } = workspace({ 'docker/start.sh': '', 'package.json': '', 'src/x': '' });
    const candidates = [join(folder, 'docker'), folder];
    const sources = sourcesOf('FROM a\nCOPY package.json ./\nCOPY src /src\nCOPY start.sh /\n');
    expect(findContext(sources, join(folder, 'docker/Dockerfile'), { candidates }).folder).toBe(folder);
  });

  it('is the first of equals', () => {
    const { folder } = workspace({ 'a/x': '', 'b/x': '' });
    const candidates = [join(folder, 'b'), join(folder, 'a')];
    expect(findContext(['x'], join(folder, 'Dockerfile'), { candidates }).folder).toBe(join(folder, 'b'));
  });

  it('is none where none of the sources exists', () => {
    const { folder } = workspace({ 'a/x': '' });
    const found = findContext(['y'], join(folder, 'a/Dockerfile'), { candidates: [join(folder, 'a')] });
    expect(found).toEqual({ context: undefined, folder: undefined, isTextAlone: true });
  });

  it('is the named folder even so', () => {
    const { folder } = workspace({});
    const found = findContext(['y'], join(folder, 'Dockerfile'), { explicitFolder: folder, candidates: [] });
    expect(found.context?.isExplicit).toBe(true);
    expect(found.isTextAlone).toBe(false);
  });

  it('is the folder of the Dockerfile where only everything is copied', () => {
    const { folder } = workspace({});
    const sources = sourcesOf('FROM a\nCOPY . .\nCOPY --from=x /y /z\nADD https://example.com/x /x\n');
    expect(sources).toEqual([]);
    expect(findContext(sources, join(folder, 'Dockerfile'), { candidates: [folder] }).folder).toBe(folder);
  });

  it.each([
    ['*.json', true],
    ['src/*/ma?n.[jt]s', true],
    ['*/*.md', false],
    ['[', false],
  ])('counts what a wildcard matches: %s', (source, exists) => {
    const { folder } = workspace({ 'package.json': '', 'src/app/main.ts': '' });
    const found = findContext([source], join(folder, 'Dockerfile'), { candidates: [folder] });
    expect(found.isTextAlone).toBe(!exists);
  });
});

describe('Compose and Bake files', () => {
  function contexts(files: Record<string, string>, dockerfile = 'docker/Dockerfile'): readonly string[] {
    const { folder } = workspace(files);
    const found = contextsInBuildDefinitions(join(folder, dockerfile), folder);
    return found.map((path) => path.slice(folder.length + 1) || '.');
  }

  it('name the context of a service', () => {
    const text = 'services:\n  web:\n    build:\n      context: .\n      dockerfile: docker/Dockerfile\n';
    expect(contexts({ 'compose.yaml': text })).toEqual(['.']);
    expect(contexts({ 'docker-compose.override.yml': text })).toEqual(['.']);
    expect(contexts({ 'compose.yaml': text }, 'other/Dockerfile')).toEqual([]);
  });

  it('take a folder alone, and defaults of variables', () => {
    const text = 'services:\n  a: {build: ./docker}\n  b: {build: {context: "${DIR:-docker}"}}\n  c: {build: $DIR}\n';
    expect(contexts({ 'docker-compose.yml': text })).toEqual(['docker']);
  });

  it('are understood in HCL, with what targets inherit', () => {
    const text = `
group "default" { targets = ["web"] }
target "base" {
  args = { NAME = "context = \\"x\\"" }
  dockerfile = "docker/Dockerfile"
}
# target "no" { context = "docker" }
target "web" {
  inherits = ["base"]
  context  = "."
}
`;
    expect(contexts({ 'docker-bake.hcl': text })).toEqual(['.']);
  });

  it('are understood in JSON', () => {
    const text = JSON.stringify({ target: { web: { context: 'app', dockerfile: '../docker/Dockerfile' } } });
    expect(contexts({ 'docker-bake.json': text })).toEqual(['app']);
  });

  it('do no harm when broken', () => {
    expect(
      contexts({ 'compose.yaml': 'services: [\n', 'docker-bake.json': '{', 'docker-bake.hcl': 'target "x" {' }),
    ).toEqual([]);
    expect(contexts({ 'compose.yaml': 'services: 1' })).toEqual([]);
  });
});
