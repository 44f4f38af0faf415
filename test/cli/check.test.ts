import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plimsoll, workspace } from '../support/command-line';
import { checkSarif, checkSchema } from '../support/schemas';

const CLEAN = 'ARG BASE\nFROM ${BASE}\n';
const BAD = 'ARG BASE\nFROM ${BASE}\nRUN apt-get install curl\n';
const ONLY = ['--rule', 'apt-interactive'];

describe('plimsoll check', () => {
  it('exits with 0 where nothing is found', async () => {
    const { folder } = workspace({ Dockerfile: CLEAN });
    const { exitCode, stdout } = await plimsoll(folder, ['check', ...ONLY]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('No findings in 1 file.\n');
  });

  it('shows the line with the words at fault underlined', async () => {
    const { folder } = workspace({ Dockerfile: BAD });
    const { exitCode, stdout } = await plimsoll(folder, ['check', ...ONLY]);
    expect(exitCode).toBe(1);
    expect(stdout).toBe(`Dockerfile
  3:5  error  apt-get install asks for confirmation, which fails a build.  apt-interactive
    3 | RUN apt-get install curl
      |     ^^^^^^^^^^^^^^^
      fix (safe): Add -y.

1 finding (1 error) in 1 file.
1 finding: "plimsoll fix" applies a safe fix.
`);
  });

  it('aligns the underline below tabs and wide characters', async () => {
    const { folder } = workspace({ Dockerfile: 'FROM a\nRUN echo 漢字 é 👩‍👩‍👧 &&\tapt-get install curl\n' });
    const { stdout } = await plimsoll(folder, ['check', ...ONLY]);
    const [line = '', marker = ''] = stdout.split('\n').slice(2, 4);
    expect(line).toBe('    2 | RUN echo 漢字 é 👩‍👩‍👧 &&   apt-get install curl');
    // Two columns for each of the three wide characters, to the next multiple of four for the tab.
    expect(marker).toBe(`      | ${' '.repeat(24)}${'^'.repeat(15)}`);
  });

  it('shows the first line of words that go over several', async () => {
    const { folder } = workspace({ Dockerfile: 'FROM a\nRUN apt-get \\\n  install curl\n' });
    const { stdout } = await plimsoll(folder, ['check', ...ONLY]);
    expect(stdout).toContain('    2 | RUN apt-get \\\n      |     ^^^^^^^^^\n');
  });

  it('cuts a long line around the words at fault', async () => {
    const { folder } = workspace({ Dockerfile: `FROM a\nRUN ${'x'.repeat(5000)} && apt-get install curl\n` });
    const { stdout } = await plimsoll(folder, ['check', ...ONLY]);
    const [line = '', marker = ''] = stdout.split('\n').slice(2, 4);
    expect(line.length).toBeLessThan(180);
    expect(line.slice(marker.indexOf('^'), marker.length)).toBe('apt-get install');
  });

  it('lets no text of the file steer the terminal', async () => {
    const { folder } = workspace({ Dockerfile: 'FROM a\nRUN echo \u001b[31m && apt-get install curl\n' });
    expect((await plimsoll(folder, ['check', ...ONLY])).stdout).not.toContain('\u001b');
  });

  it('has colours where the terminal shows them', async () => {
    const { folder } = workspace({ Dockerfile: BAD });
    const { stdout } = await plimsoll(folder, ['check', ...ONLY], { isColoured: true });
    expect(stdout).toContain('\u001b[31m^^^^^^^^^^^^^^^\u001b[0m');
  });

  describe('searching folders', () => {
    it('finds what is called like a Dockerfile, sorted, and nothing else', async () => {
      const names = [
        'Dockerfile',
        'Dockerfile.dev',
        'app.Dockerfile',
        'app.dockerfile',
        'Containerfile',
        'Containerfile.prod',
        'sub/Dockerfile',
      ];
      const others = [
        'Dockerfile.dockerignore',
        '.dockerignore',
        'Containerfile.dockerignore',
        'dockerfile.ts',
        'MyDockerfile',
        'node_modules/x/Dockerfile',
        'sub/node_modules/Dockerfile',
        '.git/Dockerfile',
      ];
      const { folder } = workspace(Object.fromEntries([...names, ...others].map((name) => [name, CLEAN])));
      const { stdout } = await plimsoll(folder, ['check', '--format', 'json', ...ONLY]);
      expect(checkSchema('check', stdout).files.map(({ path }) => path)).toEqual(names.sort());
    });

    it('does not follow links to folders, but reads linked files', async () => {
      const { folder } = workspace({ 'a/Dockerfile': CLEAN });
      symlinkSync('.', join(folder, 'a/loop'));
      symlinkSync('Dockerfile', join(folder, 'a/Dockerfile.linked'));
      const { exitCode, stdout } = await plimsoll(folder, ['check', 'a', '--format', 'json', ...ONLY]);
      expect(checkSchema('check', stdout).files.map(({ path }) => path)).toEqual([
        'a/Dockerfile',
        'a/Dockerfile.linked',
      ]);
      expect(exitCode).toBe(0);
    });

    it('reports a file once, however often it is named', async () => {
      const { folder } = workspace({ Dockerfile: CLEAN });
      const { stdout } = await plimsoll(folder, ['check', '.', 'Dockerfile', './Dockerfile', '--format', 'json']);
      expect(checkSchema('check', stdout).files).toHaveLength(1);
    });

    it('takes a file by name whatever it is called', async () => {
      const { folder } = workspace({ 'build.txt': BAD });
      const { stdout } = await plimsoll(folder, ['check', 'build.txt', '--format', 'json', ...ONLY]);
      expect(checkSchema('check', stdout).summary.findings).toBe(1);
    });

    it('exits with 2 where there is no Dockerfile', async () => {
      const { folder } = workspace({ 'readme.md': '' });
      const { exitCode, stdout } = await plimsoll(folder, ['check', '--format', 'json']);
      expect(exitCode).toBe(2);
      expect(checkSchema('check', stdout).files).toEqual([
        { path: '.', error: 'There is no Dockerfile in this folder.', findings: [] },
      ]);
    });
  });

  describe('files that cannot be read', () => {
    it('reports the others, and exits with 2', async () => {
      const { folder } = workspace({ Dockerfile: BAD });
      mkdirSync(join(folder, 'folder.Dockerfile'));
      symlinkSync('nowhere', join(folder, 'Dockerfile.gone'));
      const { exitCode, stdout } = await plimsoll(folder, ['check', '.', 'missing', '--format', 'json', ...ONLY]);
      const { files } = checkSchema('check', stdout);
      expect(exitCode).toBe(2);
      expect(files.map(({ path, error }) => [path, error])).toEqual([
        ['Dockerfile', undefined],
        ['Dockerfile.gone', 'There is no such file.'],
        ['missing', 'There is no such file.'],
      ]);
      expect(files[0]?.findings).toHaveLength(1);
    });

    it('judges bytes that are no text', async () => {
      const bytes = new Uint8Array(4096).map((_, index) => (index * 31) % 256);
      const { folder } = workspace({ Dockerfile: bytes, 'Dockerfile.empty': '' });
      const { exitCode, stdout, stderr } = await plimsoll(folder, ['check', '--format', 'json', '--preset', 'strict']);
      expect(stderr).toBe('');
      expect(exitCode).toBeLessThan(2);
      expect(checkSchema('check', stdout).files).toHaveLength(2);
    });
  });

  describe('standard input', () => {
    it('is called as --stdin-filename says', async () => {
      const { folder } = workspace();
      const args = ['check', '-', '--stdin-filename', 'sub/Dockerfile', '--format', 'json', ...ONLY];
      const { exitCode, stdout } = await plimsoll(folder, args, { stdin: BAD });
      expect(exitCode).toBe(1);
      expect(checkSchema('check', stdout).files[0]?.path).toBe('sub/Dockerfile');
    });

    it('is not mixed with other paths', async () => {
      const { folder } = workspace({ Dockerfile: CLEAN });
      expect((await plimsoll(folder, ['check', '-', 'Dockerfile'])).exitCode).toBe(2);
      expect((await plimsoll(folder, ['check', '--stdin-filename', 'x'])).exitCode).toBe(2);
    });
  });

  describe('choosing rules', () => {
    it('takes aliases', async () => {
      const { folder } = workspace({ Dockerfile: `${BAD}MAINTAINER me\n` });
      const found = async (...args: string[]): Promise<readonly string[]> => {
        const { stdout } = await plimsoll(folder, ['check', '--format', 'json', ...args]);
        return checkSchema('check', stdout)
          .files.flatMap(({ findings }) => findings)
          .map(({ rule }) => rule);
      };
      expect(await found('--rule', 'hadolint/DL3014')).toEqual(['apt-interactive']);
      expect(await found('--rule', 'DL3014', '--rule', 'DL4000')).toEqual(['apt-interactive', 'maintainer-deprecated']);
      expect(await found('--disable', 'DL3014')).not.toContain('apt-interactive');
    });

    it('refuses an unknown name and says what was probably meant', async () => {
      const { folder } = workspace({ Dockerfile: BAD });
      for (const flag of ['--rule', '--disable']) {
        const { exitCode, stderr, stdout } = await plimsoll(folder, ['check', flag, 'apt-interactve']);
        expect(exitCode).toBe(2);
        expect(stdout).toBe('');
        expect(stderr).toBe('plimsoll: No rule is called "apt-interactve". Did you mean "apt-interactive"?\n');
      }
    });
  });

  it('fails from the severity that --fail-on names', async () => {
    const { folder } = workspace({ Dockerfile: 'ARG B\nFROM ${B}\nMAINTAINER me\n' });
    const exitCode = async (failOn: string): Promise<number> =>
      (await plimsoll(folder, ['check', '--rule', 'maintainer-deprecated', '--fail-on', failOn])).exitCode;
    expect(await exitCode('error')).toBe(0);
    expect(await exitCode('warning')).toBe(1);
    expect(await exitCode('hint')).toBe(1);
    expect(await exitCode('never')).toBe(0);
    expect(await exitCode('always')).toBe(2);
  });

  describe('the build context', () => {
    const COPY = 'FROM a\nCOPY package.json ./\n';

    it('is not guessed to be a folder without any of the sources, and that is said', async () => {
      const { folder } = workspace({ Dockerfile: COPY });
      const { stdout } = await plimsoll(folder, ['check', ...ONLY]);
      expect(stdout).toContain('Dockerfile: judged by the text alone');
    });

    it('is the folder of the Dockerfile where a source exists', async () => {
      const { folder } = workspace({ Dockerfile: COPY, 'package.json': '{}' });
      expect((await plimsoll(folder, ['check', ...ONLY])).stdout).not.toContain('text alone');
    });

    it('is what --context names, and nothing with --no-context', async () => {
      const { folder } = workspace({ Dockerfile: COPY, 'elsewhere/x': '' });
      expect((await plimsoll(folder, ['check', ...ONLY, '--context', 'elsewhere'])).stdout).not.toContain('text alone');
      expect((await plimsoll(folder, ['check', ...ONLY, '--no-context'])).stdout).not.toContain('text alone');
      const { exitCode, stderr } = await plimsoll(folder, ['check', '--context', 'nowhere']);
      expect(exitCode).toBe(2);
      expect(stderr).toContain('"nowhere" is not a folder');
    });
  });

  it('prints SARIF 2.1.0', async () => {
    const { folder } = workspace({ 'a b/Dockerfile': `${BAD}MAINTAINER me\n`, 'Dockerfile.ü': BAD });
    const { exitCode, stdout } = await plimsoll(folder, ['check', '.', 'missing', '--format', 'sarif']);
    expect(exitCode).toBe(2);
    const run = checkSarif(stdout);
    expect(run.invocations[0]?.executionSuccessful).toBe(false);
    expect(run.results.length).toBeGreaterThanOrEqual(3);
    for (const result of run.results) {
      expect(run.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
      expect(['a%20b/Dockerfile', 'Dockerfile.%C3%BC']).toContain(
        result.locations[0]?.physicalLocation.artifactLocation.uri,
      );
    }
  });

  it('prints SARIF for a clean folder', async () => {
    const { folder } = workspace({ Dockerfile: CLEAN });
    const { stdout } = await plimsoll(folder, ['check', '--format', 'sarif', ...ONLY]);
    expect(checkSarif(stdout).results).toEqual([]);
  });

  it('prints workflow commands, escaped', async () => {
    const { folder } = workspace({ 'a,b:c%/Dockerfile': BAD });
    const { stdout } = await plimsoll(folder, ['check', '--format', 'github', ...ONLY]);
    expect(stdout).toBe(
      '::error file=a%2Cb%3Ac%25/Dockerfile,line=3,endLine=3,col=5,endColumn=20,title=apt-interactive::apt-get install asks for confirmation, which fails a build.\n',
    );
  });

  it('counts characters as an editor does', async () => {
    const { folder } = workspace({ Dockerfile: '\uFEFFFROM a\r\nRUN echo 👍 && apt-get install curl\r\n' });
    const { stdout } = await plimsoll(folder, ['check', '--format', 'json', ...ONLY]);
    const [finding] = checkSchema('check', stdout).files[0]?.findings ?? [];
    expect(finding?.range).toEqual({ start: { line: 1, character: 15 }, end: { line: 1, character: 30 } });
  });
});
