import { describe, expect, it } from 'vitest';
import { plimsoll, workspace } from '../support/command-line';
import { checkSchema } from '../support/schemas';

// What configuration files do on the command line: which one holds, what it says, and what is said of a wrong one.

const BAD = 'ARG BASE\nFROM ${BASE}\nRUN sudo apt-get install curl\n';

interface Found {
  readonly rule: string;
  readonly severity: string;
}

async function found(
  folder: string,
  args: readonly string[] = ['Dockerfile'],
): Promise<Readonly<Record<string, string>>> {
  const { stdout, stderr } = await plimsoll(folder, ['check', '--format', 'json', ...args]);
  expect(stderr).toBe('');
  const [file] = checkSchema('check', stdout).files;
  const findings = (file?.findings ?? []) as unknown as readonly Found[];
  return Object.fromEntries(findings.map(({ rule, severity }) => [rule, severity]));
}

describe('a configuration file', () => {
  it.each([
    ['.plimsoll.yaml', 'rules:\n  sudo-in-run: off\n'],
    ['.plimsoll.yml', 'rules: {hadolint/DL3004: off}\n'],
    ['.plimsoll.yaml', '{ "rules": { "DL3004": "off" } }'],
    ['package.json', '{\n\t"name": "a",\n\t"plimsoll": { "rules": { "sudo-in-run": "off" } }\n}\n'],
    ['.hadolint.yaml', 'ignored:\n  - DL3004\n  - SC2086\n'],
    ['.hadolint.yml', 'ignored: [DL3004]\n'],
  ])('%s turns a rule off: %j', async (name, text) => {
    const { folder } = workspace({ Dockerfile: BAD, [name]: text });
    const rules = await found(folder);
    expect(rules).not.toHaveProperty('sudo-in-run');
    expect(rules).toHaveProperty('apt-interactive');
    expect(await found(folder, ['--no-config', 'Dockerfile'])).toHaveProperty('sudo-in-run');
  });

  it('sets severities, and the preset', async () => {
    const { folder } = workspace({
      Dockerfile: BAD,
      '.plimsoll.yaml': 'preset: strict\nrules:\n  sudo-in-run: hint\n  apt-interactive: {severity: info}\n',
    });
    expect(await found(folder)).toMatchObject({
      'sudo-in-run': 'hint',
      'apt-interactive': 'info',
      'base-argument-without-default': 'info',
    });
  });

  it('may name codes of ShellCheck, of which some are rules', async () => {
    const { folder, write } = workspace({
      Dockerfile: BAD,
      '.plimsoll.yaml': 'rules: {SC2086: off, shellcheck/SC9999: {severity: hint}}\n',
    });
    await found(folder);
    write('.plimsoll.yaml', 'rules: {SC9999: {depth: 1}}\n');
    const { stderr } = await plimsoll(folder, ['check']);
    expect(stderr).toContain('shellcheck/SC9999 has no option "depth". It has none.');
    expect((await plimsoll(folder, ['check', '--no-config', '--disable', 'SC9999'])).stderr).toBe('');
  });

  it('gives a rule its options, which turn it on', async () => {
    const { folder } = workspace({
      Dockerfile: 'FROM ghcr.io/a/b:1\n# plimsoll ignore=final-stage-root; it is a base\nRUN true\n',
      '.plimsoll.yaml':
        'rules:\n  hadolint/DL3026:\n    registries: [docker.io]\n  unexplained-suppression:\n    evenExplained: true\n',
    });
    expect(await found(folder)).toMatchObject({
      'registry-not-allowed': 'error',
      'unexplained-suppression': 'info',
    });
  });

  it('is the nearest one, up to the root of the repository', async () => {
    const { folder, write } = workspace({
      '.plimsoll.yaml': 'rules: {sudo-in-run: off}\n',
      'a/Dockerfile': BAD,
      'b/.plimsoll.yaml': 'rules: {apt-interactive: off}\n',
      'b/deep/Dockerfile': BAD,
      'c/Dockerfile': BAD,
      'c/.git/HEAD': '',
    });
    expect(await found(folder, ['a/Dockerfile'])).not.toHaveProperty('sudo-in-run');
    const inB = await found(folder, ['b/deep/Dockerfile']);
    expect(inB).toHaveProperty('sudo-in-run');
    expect(inB).not.toHaveProperty('apt-interactive');
    expect(await found(folder, ['c/Dockerfile'])).toHaveProperty('sudo-in-run');
    write('c/.plimsoll.yaml', 'rules: {sudo-in-run: off}\n');
    expect(await found(folder, ['c/Dockerfile'])).not.toHaveProperty('sudo-in-run');
  });

  it('of Plimsoll beside one of hadolint holds alone; a nearer one of hadolint holds before it', async () => {
    const { folder } = workspace({
      '.plimsoll.yaml': 'rules: {apt-interactive: off}\n',
      '.hadolint.yaml': 'ignored: [DL3004]\n',
      Dockerfile: BAD,
      'near/.hadolint.yaml': 'ignored: [DL3004]\n',
      'near/Dockerfile': BAD,
    });
    const here = await found(folder);
    expect(here).toHaveProperty('sudo-in-run');
    expect(here).not.toHaveProperty('apt-interactive');
    const near = await found(folder, ['near/Dockerfile']);
    expect(near).not.toHaveProperty('sudo-in-run');
    expect(near).toHaveProperty('apt-interactive');
  });

  it('does not heed a package.json that says nothing of Plimsoll, or is broken', async () => {
    const { folder } = workspace({
      '.plimsoll.yaml': 'rules: {sudo-in-run: off}\n',
      'a/package.json': '{"name": "plimsoll", "devDependencies": {"plimsoll": "1"}}',
      'a/Dockerfile': BAD,
      'b/package.json': '{"plimsoll": {',
      'b/Dockerfile': BAD,
    });
    expect(await found(folder, ['a/Dockerfile'])).not.toHaveProperty('sudo-in-run');
    expect(await found(folder, ['b/Dockerfile'])).not.toHaveProperty('sudo-in-run');
  });

  it('holds for standard input: from the name given, else from the current folder', async () => {
    const { folder } = workspace({
      '.plimsoll.yaml': 'rules: {sudo-in-run: off}\n',
      'a/.plimsoll.yaml': 'rules: {apt-interactive: off}\n',
    });
    const check = async (...args: string[]) =>
      (await plimsoll(folder, ['check', '-', '--format', 'github', ...args], { stdin: BAD })).stdout;
    expect(await check()).not.toContain('sudo-in-run');
    expect(await check('--stdin-filename', 'a/Dockerfile')).toContain('sudo-in-run');
  });

  it('is the one that --config names, whatever lies beside the Dockerfile', async () => {
    const { folder } = workspace({
      Dockerfile: BAD,
      '.plimsoll.yaml': 'rules: {apt-interactive: off}\n',
      'conf/ours.yaml': 'rules: {sudo-in-run: off}\n',
      'conf/hadolint-ci.yaml': 'ignored: [DL3004]\n',
    });
    for (const config of ['conf/ours.yaml', 'conf/hadolint-ci.yaml']) {
      const rules = await found(folder, ['--config', config, 'Dockerfile']);
      expect(rules).not.toHaveProperty('sudo-in-run');
      expect(rules).toHaveProperty('apt-interactive');
    }
  });

  it('gives way to flags', async () => {
    const { folder } = workspace({
      Dockerfile: BAD,
      '.plimsoll.yaml': 'preset: strict\nfailOn: never\nrules: {sudo-in-run: off, apt-interactive: hint}\n',
    });
    expect(await found(folder, ['--preset', 'recommended', 'Dockerfile'])).not.toHaveProperty(
      'base-argument-without-default',
    );
    expect(await found(folder, ['--rule', 'sudo-in-run', 'Dockerfile'])).toEqual({ 'sudo-in-run': 'warning' });
    expect(await found(folder, ['--rule', 'apt-interactive', 'Dockerfile'])).toEqual({ 'apt-interactive': 'hint' });
    expect(await found(folder, ['--disable', 'apt-interactive', 'Dockerfile'])).not.toHaveProperty('apt-interactive');
    expect((await plimsoll(folder, ['check'])).exitCode).toBe(0);
    expect((await plimsoll(folder, ['check', '--fail-on', 'hint'])).exitCode).toBe(1);
  });

  it('says from which severity on check fails, each for its own files', async () => {
    const { folder } = workspace({
      'a/Dockerfile': BAD,
      'a/.plimsoll.yaml': 'failOn: never\n',
      'b/Dockerfile': 'ARG BASE\nFROM ${BASE}\nRUN sudo true\n',
      'b/.plimsoll.yaml': 'failOn: error\n',
      'c/Dockerfile': 'ARG BASE\nFROM ${BASE}\nRUN sudo true\n',
    });
    const exitCode = async (...paths: string[]) =>
      (await plimsoll(folder, ['check', '--rule', 'sudo-in-run', ...paths])).exitCode;
    expect(await exitCode('a', 'b')).toBe(0);
    expect(await exitCode('a', 'b', 'c')).toBe(1);
  });

  it('decides what fix mends', async () => {
    const { folder } = workspace({ Dockerfile: BAD, '.plimsoll.yaml': 'rules: {apt-interactive: off}\n' });
    expect((await plimsoll(folder, ['fix', '--diff'])).stdout).not.toContain('-y');
    expect((await plimsoll(folder, ['fix', '--diff', '--no-config'])).stdout).toContain('-y');
    expect((await plimsoll(folder, ['fix', '-'], { stdin: BAD })).stdout).not.toContain('-y');
  });

  it('chooses the layout of a conversion, which flags win over', async () => {
    const { folder } = workspace({
      Dockerfile:
        'FROM node:22-bookworm\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nCMD ["node", "dist/server.js"]\n',
      'package.json':
        '{"name":"a","scripts":{"build":"tsc"},"dependencies":{"express":"4"},"devDependencies":{"typescript":"5"}}',
      'package-lock.json': '{"name":"a","lockfileVersion":3,"packages":{}}',
      '.plimsoll.yaml': 'multiStage: {layout: dev-prod}\n',
    });
    const stages = async (...args: string[]) =>
      (await plimsoll(folder, ['convert', 'Dockerfile', ...args])).stdout
        .match(/ AS \S+/g)
        ?.map((name) => name.slice(4));
    expect(await stages()).toContain('production');
    expect(await stages('--layout', 'builder-runtime')).toEqual(['builder', 'runtime']);
    expect(await stages('--no-config')).toEqual(['builder', 'runtime']);
  });
});

describe('overrides', () => {
  const overrides = (files: string) =>
    `rules: {sudo-in-run: error}\noverrides:\n  - files: ${files}\n    rules: {sudo-in-run: off}\n`;

  it.each([
    ['["*.dev.Dockerfile"]', ['x.dev.Dockerfile', 'a/b/x.dev.Dockerfile'], ['Dockerfile']],
    ['["test/**"]', ['test/Dockerfile', 'test/a/b/Dockerfile'], ['a/test/Dockerfile', 'Dockerfile']],
    ['["test/"]', ['test/a/Dockerfile'], ['a/test/Dockerfile']],
    ['["**/test/**"]', ['test/Dockerfile', 'a/test/b/Dockerfile'], ['a/tests/Dockerfile']],
    ['["a/*/Dockerfile"]', ['a/b/Dockerfile'], ['a/b/c/Dockerfile', 'a/Dockerfile']],
    ['["{a,b}/Dockerfile"]', ['a/Dockerfile', 'b/Dockerfile'], ['c/Dockerfile']],
    ['["Dockerfile.[0-9]?"]', ['Dockerfile.1a', 'x/Dockerfile.22'], ['Dockerfile.a1', 'Dockerfile.1']],
    ['["./Dockerfile"]', ['Dockerfile'], ['a/Dockerfile']],
    ['["/Dockerfile"]', ['Dockerfile'], ['a/Dockerfile']],
    ['Dockerfile', ['Dockerfile', 'a/Dockerfile'], ['Dockerfile.x']],
    ['["a.b(c)/Dockerfile"]', ['a.b(c)/Dockerfile'], ['aXb(c)/Dockerfile']],
  ])('of files %s', async (files, matched, others) => {
    const all = [...matched, ...others];
    const { folder } = workspace({
      '.plimsoll.yaml': overrides(files),
      ...Object.fromEntries(all.map((path) => [path, BAD])),
    });
    const { stdout } = await plimsoll(folder, ['check', '--format', 'json']);
    const withFinding = checkSchema('check', stdout)
      .files.filter(({ findings }) => findings.some(({ rule }) => rule === 'sudo-in-run'))
      .map(({ path }) => path);
    expect(withFinding).toEqual([...others].sort());
  });

  it('the last that matches wins, and what it does not name stays', async () => {
    const { folder } = workspace({
      'a/Dockerfile': BAD,
      '.plimsoll.yaml': `
rules: {sudo-in-run: error, apt-interactive: hint}
overrides:
  - files: [a/**]
    preset: strict
    rules: {sudo-in-run: off}
  - files: ["**"]
    rules: {hadolint/DL3004: info}
`,
    });
    expect(await found(folder, ['a/Dockerfile'])).toMatchObject({
      'sudo-in-run': 'info',
      'apt-interactive': 'hint',
      'base-argument-without-default': 'info',
    });
  });
});

describe('a configuration of hadolint', () => {
  it('sets severities by its codes, style as hint', async () => {
    const { folder } = workspace({
      Dockerfile: BAD,
      '.hadolint.yaml': 'override:\n  error: [DL3004]\n  style: [DL3014]\n  info: [DL9999, SC2086]\n',
    });
    expect(await found(folder)).toMatchObject({ 'sudo-in-run': 'error', 'apt-interactive': 'hint' });
  });

  it('ignores a code rather than overriding it', async () => {
    const { folder } = workspace({
      Dockerfile: BAD,
      '.hadolint.yaml': 'ignored: [DL3004]\noverride:\n  error: [DL3004]\n',
    });
    expect(await found(folder)).not.toHaveProperty('sudo-in-run');
  });

  it('takes one code of a rule that has several for the findings of that code', async () => {
    const schema = 'label-schema: {u: url, v: semver}\n';
    const { folder, write } = workspace({
      Dockerfile: 'FROM debian:13\nLABEL u="x" v="y"\n',
      '.hadolint.yaml': schema,
    });
    const severities = async () => {
      const { stdout } = await plimsoll(folder, ['check', '--format', 'json', 'Dockerfile']);
      const findings = (checkSchema('check', stdout).files[0]?.findings ?? []) as unknown as readonly Found[];
      return findings.filter(({ rule }) => rule === 'label-value-invalid').map(({ severity }) => severity);
    };
    expect(await severities()).toHaveLength(2);
    write('.hadolint.yaml', `${schema}ignored: [DL3052]\noverride: {error: [DL3056]}\n`);
    expect(await severities()).toEqual(['error']);
    write('.hadolint.yaml', `${schema}ignored: [DL3052, DL3056]\n`);
    expect(await severities()).toEqual([]);
  });

  it('understands the codes of ShellCheck, which hadolint passes on', async () => {
    const { folder, write } = workspace({ Dockerfile: 'FROM debian:13\nRUN grep a $(ls *.txt) | egrep b\n' });
    const shell = async () => {
      const { stdout } = await plimsoll(folder, ['check', '--preset', 'strict', '--format', 'json', 'Dockerfile']);
      const findings = (checkSchema('check', stdout).files[0]?.findings ?? []) as unknown as readonly Found[];
      return findings.find(({ rule }) => rule === 'egrep-deprecated')?.severity;
    };
    expect(await shell()).toBeDefined();
    write('.hadolint.yaml', 'override: {error: [SC2196]}\n');
    expect(await shell()).toBe('error');
    write('.hadolint.yaml', 'ignored: [SC2196]\n');
    expect(await shell()).toBeUndefined();
  });

  it('gives the trusted registries to the rule that hadolint calls DL3026', async () => {
    const { folder, write } = workspace({
      Dockerfile: 'FROM ghcr.io/a/b:1\n',
      '.hadolint.yaml': 'trustedRegistries:\n  - docker.io\n  - "*.example.com"\n',
    });
    expect(await found(folder)).toHaveProperty('registry-not-allowed');
    write('.hadolint.yaml', 'trustedRegistries: [ghcr.io]\n');
    expect(await found(folder)).not.toHaveProperty('registry-not-allowed');
  });

  it('gives the label schema to the rules of labels, and forbids others only where it is strict', async () => {
    const { folder, write } = workspace({
      Dockerfile: 'FROM debian:13\nLABEL other="x"\n',
      '.hadolint.yaml': 'label-schema:\n  maintainer: text\n  url: url\n',
    });
    expect(await found(folder)).toHaveProperty('label-missing');
    expect(await found(folder)).not.toHaveProperty('label-superfluous');
    write('.hadolint.yaml', 'strict-labels: true\nlabel-schema:\n  maintainer: text\n');
    expect(await found(folder)).toHaveProperty('label-superfluous');
  });

  it.each([
    ['failure-threshold: error', 0],
    ['failure-threshold: warning', 1],
    ['failure-threshold: style', 1],
    ['failure-threshold: none', 1],
    ['failure-threshold: warning\nno-fail: true', 0],
    ['no-fail: false', 1],
  ])('%j decides whether check fails', async (text, exitCode) => {
    const { folder } = workspace({ Dockerfile: 'ARG BASE\nFROM ${BASE}\nRUN sudo true\n', '.hadolint.yaml': text });
    expect((await plimsoll(folder, ['check', '--rule', 'sudo-in-run'])).exitCode).toBe(exitCode);
  });

  it('may turn its comments off, and report them', async () => {
    const { folder, write } = workspace({
      Dockerfile: 'ARG BASE\nFROM ${BASE}\n# The base wants it.\n# hadolint ignore=DL3004\nRUN sudo true\n',
      '.hadolint.yaml': 'disable-ignore-pragma: true\n',
    });
    expect(await found(folder)).toHaveProperty('sudo-in-run');
    write('.hadolint.yaml', 'override: {info: [DL1001]}\n');
    expect(await found(folder)).toMatchObject({ 'unexplained-suppression': 'info' });
  });

  it('is looked for where the command starts and in the home folder too, as hadolint does', async () => {
    const { folder } = workspace({
      'project/.git/HEAD': '',
      'project/Dockerfile': BAD,
      'home/.config/hadolint.yaml': 'ignored: [DL3004]\n',
      'start/.hadolint.yaml': 'ignored: [DL3014]\n',
      'empty/x': '',
    });
    const { run } = await import('../../server/src/cli/program');
    const from = async (start: string): Promise<string> => {
      let printed = '';
      await run(['check', `${folder}/project/Dockerfile`], {
        folder: `${folder}/${start}`,
        stdin: process.stdin,
        environment: { HOME: `${folder}/home` },
        isColoured: false,
        print: (text) => void (printed += String(text)),
        warn: (text) => void (printed += text),
      });
      return printed;
    };
    expect(await from('empty')).not.toContain('sudo-in-run');
    expect(await from('start')).toContain('sudo-in-run');
    expect(await from('start')).not.toContain('apt-interactive');
  });
});

describe('a configuration that makes no sense', () => {
  it.each([
    ['ruels: {}\n', ':1: There is no setting "ruels". Did you mean "rules"?'],
    ['preset: strikt\n', ':1: preset is "strikt"; it can be recommended or strict. Did you mean "strict"?'],
    ['rules:\n  apt-interactve: off\n', ':2: No rule is called "apt-interactve". Did you mean "apt-interactive"?'],
    ['rules:\n  sudo-in-run: loud\n', ':2: sudo-in-run is set to "loud"; it can be off, error, warning, info or hint'],
    ['rules:\n  sudo-in-run:\n    severity: 7\n', ':3: sudo-in-run is set to 7; it can be off'],
    ['rules:\n  - sudo-in-run\n', ':2: Rules are given as ["sudo-in-run"]; a map of rule names is expected.'],
    [
      'rules:\n  registry-not-allowed:\n    registrys: [a]\n',
      ':3: registry-not-allowed has no option "registrys". Did you mean "registries"?',
    ],
    [
      'rules:\n  registry-not-allowed:\n    severity: error\n    registries: docker.io\n',
      ':4: registries of registry-not-allowed is "docker.io"; a list of texts is expected.',
    ],
    ['rules:\n  sudo-in-run: {depth: 1}\n', ':2: sudo-in-run has no option "depth". It has none.'],
    ['failOn: warn\n', ':1: failOn is "warn"; it can be error, warning, info, hint or never.'],
    [
      'multiStage:\n  layout: dev\n',
      ':2: layout is "dev"; it can be builder-runtime, base-builder-runtime, deps-build-runtime or dev-prod.',
    ],
    ['multiStage: dev-prod\n', ':1: multiStage is "dev-prod"; a map with layout or runtime is expected.'],
    ['overrides:\n  - rules: {}\n', ':2: An override needs files: a list of patterns such as "*.dev.Dockerfile".'],
    [
      'overrides:\n  - files: [a]\n    rules: {sudo-in-rum: off}\n',
      ':3: No rule is called "sudo-in-rum". Did you mean "sudo-in-run"?',
    ],
    ['rules:\n  sudo-in-run: off\n   bad: [\n', ':2: This is no valid YAML:'],
    ['rules: *nothing\n', ': This is no valid YAML:'],
    ['- a\n', ':1: The configuration is ["a"]; a map with preset, rules, overrides, failOn or multiStage is expected.'],
  ])('%j is told with its line, exit code 2', async (text, message) => {
    const { folder } = workspace({ Dockerfile: BAD, '.plimsoll.yaml': text, 'other.yaml': text });
    const { exitCode, stderr, stdout } = await plimsoll(folder, ['check']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('plimsoll: .plimsoll.yaml:');
    expect(stderr).toContain(message);
    expect(stdout).toContain('The configuration .plimsoll.yaml makes no sense, so nothing was done.');
    const named = await plimsoll(folder, ['check', '--config', 'other.yaml']);
    expect(named.exitCode).toBe(2);
    expect(named.stderr).toContain(message);
    expect(named.stdout).toBe('');
    const fixed = await plimsoll(folder, ['fix', '--diff']);
    expect([fixed.exitCode, fixed.stdout]).toEqual([2, '']);
    expect((await plimsoll(folder, ['convert', 'Dockerfile'])).exitCode).toBe(2);
  });

  it.each([
    ['ignored: DL3004\n', ':1: ignored must be a list of texts.'],
    ['override:\n  error:\n    DL3004: true\n', ':3: override.error must be a list of texts.'],
    ['label-schema: [a]\n', ':1: label-schema must be a map.'],
    ['failure-threshold: loud\n', ':1: failure-threshold must be error, warning, info, style, ignore or none.'],
    ['strict-labels: yes please\n', ':1: strict-labels must be true or false.'],
    ['ignored: [\n', 'This is no valid YAML:'],
    ['ignored\n', ':1: A map is expected.'],
  ])('of hadolint: %j', async (text, message) => {
    const { folder } = workspace({ Dockerfile: BAD, '.hadolint.yaml': text });
    const { exitCode, stderr } = await plimsoll(folder, ['check']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('plimsoll: .hadolint.yaml:');
    expect(stderr).toContain(message);
  });

  it('in package.json is told with its line there', async () => {
    const manifest = '{\n\t"name": "a",\n\t"plimsoll": {\n\t\t"rules": {\n\t\t\t"sudo-in-rum": "off"\n\t\t}\n\t}\n}\n';
    const { folder } = workspace({ Dockerfile: BAD, 'package.json': manifest });
    const { stderr } = await plimsoll(folder, ['check']);
    expect(stderr).toContain('plimsoll: package.json:5: No rule is called "sudo-in-rum".');
  });

  it('stops no file that another configuration rules, and is told once', async () => {
    const { folder } = workspace({
      'a/.plimsoll.yaml': 'preset: strikt\n',
      'a/Dockerfile': BAD,
      'a/b/Dockerfile': BAD,
      'c/Dockerfile': BAD,
    });
    const { exitCode, stdout, stderr } = await plimsoll(folder, ['check', '--format', 'json']);
    expect(exitCode).toBe(2);
    expect(stderr.match(/strikt/g)).toHaveLength(1);
    expect(
      checkSchema('check', stdout).files.map(({ path, error, findings }) => [
        path,
        error !== undefined,
        findings.length > 0,
      ]),
    ).toEqual([
      ['a/Dockerfile', true, false],
      ['a/b/Dockerfile', true, false],
      ['c/Dockerfile', false, true],
    ]);
  });

  it('holds nothing back where it is left out', async () => {
    const { folder } = workspace({ Dockerfile: BAD, '.plimsoll.yaml': 'preset: strikt\n' });
    expect((await plimsoll(folder, ['check', '--no-config'])).exitCode).toBe(1);
  });

  it('that --config names and is not there is a usage error', async () => {
    const { folder } = workspace({ Dockerfile: BAD });
    const { exitCode, stderr } = await plimsoll(folder, ['check', '--config', 'none.yaml']);
    expect([exitCode, stderr]).toEqual([2, 'plimsoll: The configuration "none.yaml" is no file.\n']);
  });
});
