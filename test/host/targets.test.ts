import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targetsInBuildDefinitions } from '../../server/src/host/build-definitions';
import { workspace } from '../support/command-line';

function targetsOf(files: Readonly<Record<string, string>>, dockerfile = 'Dockerfile'): readonly string[] {
  const { folder } = workspace({ [dockerfile]: 'FROM debian AS app\n', ...files });
  return targetsInBuildDefinitions(join(folder, dockerfile), folder).map(({ name, file }) => `${file}: ${name}`);
}

describe('targets that other files build', () => {
  it('are found in Compose files, for the very Dockerfile', () => {
    const compose =
      'services:\n  web:\n    build: { context: ., target: app }\n  db:\n    build: { context: ., dockerfile: other, target: db }\n';
    expect(targetsOf({ 'compose.yaml': compose })).toEqual(['compose.yaml: app']);
    expect(targetsOf({ 'compose.yaml': compose }, 'other')).toEqual(['compose.yaml: db']);
    expect(targetsOf({ 'compose.yaml': compose.replace('target: app', 'target: "${TARGET:-app}"') })).toEqual([
      'compose.yaml: app',
    ]);
    expect(targetsOf({ 'compose.yaml': 'services:\n  web:\n    build: .\n' })).toEqual([]);
  });

  it('are found in Bake files, inherited ones too', () => {
    const hcl = 'target "base" {\n  target = "app"\n}\ntarget "web" {\n  inherits = ["base"]\n  context = "."\n}\n';
    expect(targetsOf({ 'docker-bake.hcl': hcl })).toEqual(['docker-bake.hcl: app']);
    expect(targetsOf({ 'docker-bake.json': '{"target": {"web": {"target": "app"}}}' })).toEqual([
      'docker-bake.json: app',
    ]);
  });

  it('are found in workflows, for the action and for commands', () => {
    const action =
      'jobs:\n  build:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          file: deploy/Dockerfile\n          target: app\n';
    expect(targetsOf({ '.github/workflows/build.yml': action }, 'deploy/Dockerfile')).toEqual([
      '.github/workflows/build.yml: app',
    ]);
    expect(targetsOf({ '.github/workflows/build.yml': action })).toEqual([]);
    const run =
      'jobs:\n  build:\n    steps:\n      - run: |\n          docker buildx build \\\n            --target=app -t x .\n';
    expect(targetsOf({ '.github/workflows/build.yml': run })).toEqual(['.github/workflows/build.yml: app']);
  });

  it('are found in other CI files and Makefiles, and not where a variable names them', () => {
    expect(targetsOf({ '.gitlab-ci.yml': 'build:\n  script:\n    - docker build --target app .\n' })).toEqual([
      '.gitlab-ci.yml: app',
    ]);
    expect(targetsOf({ Makefile: 'image:\n\tdocker build -f Dockerfile --target app . && echo done\n' })).toEqual([
      'Makefile: app',
    ]);
    expect(targetsOf({ Makefile: 'image:\n\tdocker build --target $(TARGET) .\n' })).toEqual([]);
    expect(targetsOf({ Makefile: 'image:\n\tdocker build --target app sub\n' })).toEqual([]);
  });
});
