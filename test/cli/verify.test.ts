import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plimsoll, workspace, type Workspace } from '../support/command-line';
import { elfFile } from '../support/elf';
import { fakeDocker, type FakeEngine, type FakeImage } from '../support/fake-engine';
import { checkSchema } from '../support/schemas';

// The command without an engine: a stand-in answers as one. npm run test:verify asks a real one.

const GO = `FROM golang:1.24-bookworm
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /usr/local/bin/app .
CMD ["/usr/local/bin/app"]
`;
const FILES = {
  'app/Dockerfile': GO,
  'app/go.mod': 'module example.com/app\n\ngo 1.24\n',
  'app/go.sum': '',
  'app/main.go': 'package main\n',
};
const APP = { '/usr/local/bin/app': { contents: elfFile({}), mode: 0o755 } };
const CONFIG = { Cmd: ['/usr/local/bin/app'], WorkingDir: '/src', Env: ['PATH=/usr/local/bin:/bin'] };
const ORIGINAL: FakeImage = {
  config: CONFIG,
  files: { ...APP, '/usr/local/go/bin/go': { contents: 'go', mode: 0o755 } },
  size: 900_000_000,
};
const CONVERTED: FakeImage = { config: CONFIG, files: APP, size: 9_000_000 };

function setUp(engine: FakeEngine): { readonly files: Workspace; readonly docker: ReturnType<typeof fakeDocker> } {
  const files = workspace(FILES);
  return { files, docker: fakeDocker(files, engine) };
}

async function verify(engine: FakeEngine, args: readonly string[] = []) {
  const { files, docker } = setUp(engine);
  const { environment } = docker;
  const outcome = await plimsoll(files.folder, ['verify', 'app/Dockerfile', ...args], { environment });
  return { ...outcome, docker, files };
}

describe('plimsoll verify', () => {
  it('says that the images are the same, with progress on standard error, and leaves nothing', async () => {
    const { exitCode, stdout, stderr, docker } = await verify({ original: ORIGINAL, converted: CONVERTED });
    expect(exitCode, stdout + stderr).toBe(0);
    expect(stdout).toMatch(
      /^# app\/Dockerfile\n\nVerified: .*nothing was asked of it\. 900\.0 MB became 9\.0 MB \(-99\.0 %\)\.\n/,
    );
    expect(stdout).toContain('`/usr/local/go`');
    expect(stderr).toMatch(/^plimsoll: building the original file\nplimsoll: {3}\[builder 2\/5\] RUN make\n/);
    expect(docker.left()).toEqual([]);
    expect(docker.calls().filter((call) => call.startsWith('build '))).toHaveLength(4);
  });

  it('prints JSON as its schema says', async () => {
    const { exitCode, stdout } = await verify({ original: ORIGINAL, converted: CONVERTED }, ['--format', 'json']);
    expect(exitCode).toBe(0);
    const { status, sizes } = checkSchema('verify', stdout);
    expect([status, sizes.before, sizes.after]).toEqual(['verified', 900_000_000, 9_000_000]);
  });

  it('finds the differences that matter', async () => {
    const converted = { ...CONVERTED, files: {}, config: { ...CONFIG, Cmd: ['/app'] } };
    const { exitCode, stdout, docker } = await verify({ original: ORIGINAL, converted }, ['--format', 'json']);
    expect(exitCode).toBe(1);
    const { status, differences } = checkSchema('verify', stdout);
    expect(status).toBe('different');
    expect(differences.filter(({ matters }) => matters).map(({ message }) => message)).toEqual([
      'Cmd was ["/usr/local/bin/app"], is ["/app"]',
    ]);
    expect(docker.left()).toEqual([]);
  });

  it('compares with the file that --converted names', async () => {
    const { files, docker } = setUp({ original: ORIGINAL, converted: { ...CONVERTED, files: {} } });
    files.write('other.Dockerfile', 'FROM scratch\nCMD ["/usr/local/bin/app"]\n');
    const args = ['verify', 'app/Dockerfile', '--converted', 'other.Dockerfile'];
    const { exitCode, stdout } = await plimsoll(files.folder, args, { environment: docker.environment });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(
      '- start: the start command names /usr/local/bin/app, which was /usr/local/bin/app and is nowhere now\n',
    );
  });

  it('keeps the images when told to, and names them', async () => {
    const { stdout, docker } = await verify({ original: ORIGINAL, converted: CONVERTED }, [
      '--keep',
      '--format',
      'json',
    ]);
    const { kept } = checkSchema('verify', stdout);
    expect(kept).toHaveLength(2);
    expect(docker.left()).toEqual(kept);
  });

  it('hands build arguments, variables, the context and its ignore file on', async () => {
    const exposed = { ...CONFIG, ExposedPorts: { '8080/tcp': {} } };
    const { files, docker } = setUp({
      original: { ...ORIGINAL, config: exposed },
      converted: { ...CONVERTED, config: exposed },
    });
    await plimsoll(
      files.folder,
      ['verify', 'app/Dockerfile', '--build-arg', 'A=1', '--env', 'B=2', '--context', 'app', '--timeout', '1'],
      { environment: docker.environment },
    );
    const calls = docker.calls();
    expect(calls.find((call) => call.startsWith('build '))).toMatch(
      new RegExp(` --network default .* --build-arg A=1 ${join(files.folder, 'app')}$`),
    );
    expect(calls.find((call) => call.startsWith('run '))).toMatch(/ --publish 127\.0\.0\.1::8080\/tcp --env B=2 /);
    expect(docker.left()).toEqual([]);
  });

  it('says that the original does not build, with the end of the log', async () => {
    const { exitCode, stdout, docker } = await verify({ trouble: 'original' });
    expect(exitCode).toBe(2);
    expect(stdout).toContain('The original does not build, so its conversion cannot be judged.');
    expect(stdout).toContain('make: *** [all] Error 2');
    expect(docker.left()).toEqual([]);
    const json = await verify({ trouble: 'original' }, ['--format', 'json']);
    expect(checkSchema('verify', json.stdout)).toMatchObject({ status: 'failed', error: { cause: 'original-build' } });
  });

  it('says that the conversion does not build', async () => {
    const { exitCode, stdout, docker } = await verify({ trouble: 'converted' }, ['--format', 'json']);
    expect(exitCode).toBe(1);
    expect(checkSchema('verify', stdout)).toMatchObject({ status: 'different', error: { cause: 'converted-build' } });
    expect(docker.left()).toEqual([]);
  });

  it('says that no engine answers', async () => {
    const { exitCode, stdout, stderr } = await verify({ trouble: 'no-engine' });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'plimsoll: app/Dockerfile: No Docker engine answers: Cannot connect to the Docker daemon at unix:///nowhere.\n',
    );
    const json = await verify({ trouble: 'no-engine' }, ['--format', 'json']);
    expect(checkSchema('verify', json.stdout)).toMatchObject({ status: 'failed', error: { cause: 'engine' } });
  });

  it('says that there is no docker command, and takes none from the folder it is in', async () => {
    const { files } = setUp({});
    const environment = { PATH: 'engine/bin' };
    const { exitCode, stderr } = await plimsoll(files.folder, ['verify', 'app/Dockerfile'], { environment });
    expect([exitCode, stderr]).toEqual([
      2,
      'plimsoll: app/Dockerfile: There is no docker command on the PATH, and nothing was built.\n',
    ]);
  });

  it('refuses with the reason and its place, before anything is built', async () => {
    const { files, docker } = setUp({});
    files.write(
      'app/Dockerfile',
      'FROM golang AS build\nRUN go build -o /app .\nFROM scratch\nCOPY --from=build /app /app\n',
    );
    const args = ['verify', 'app/Dockerfile', '--format', 'json'];
    const { exitCode, stdout, stderr } = await plimsoll(files.folder, args, { environment: docker.environment });
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^plimsoll: app\/Dockerfile(?::\d+:\d+)?: .*\(R14\)\n$/);
    expect(checkSchema('verify', stdout)).toMatchObject({ status: 'refused', reason: { id: 'R14' } });
    expect(docker.calls()).toEqual([]);
  });

  it.each([
    [['--request', 'health'], 'The request "health" is no path'],
    [['--build-arg', '=x'], '--build-arg takes NAME=VALUE'],
    [['--env', '1'], '--env takes NAME=VALUE'],
    [['--timeout', 'soon'], '--timeout takes seconds'],
    [['--context', 'nowhere'], 'The context "nowhere" is not a folder'],
    [['--converted', 'nowhere'], 'There is no such file.'],
  ])('does not take %j', async (flags, message) => {
    const { exitCode, stderr, docker } = await verify({}, flags);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
    expect(docker.calls()).toEqual([]);
  });
});

describe('a verification that is interrupted', () => {
  let folder: string;
  let script: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-bundle-'));
    script = join(folder, 'cli.js');
    await build({
      entryPoints: [join(import.meta.dirname, '../../server/src/cli/main.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      target: 'node20',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(['Ctrl+C', 'the end of the editor'])('by %s ends the build and removes what was made', async (how) => {
    const { files, docker } = setUp({ trouble: 'endless' });
    const temporary = join(files.folder, 'tmp');
    files.write('tmp/.keep', '');
    const child = spawn(process.execPath, [script, 'verify', 'app/Dockerfile', '--format', 'json'], {
      cwd: files.folder,
      env: { ...docker.environment, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    // Node does not tell the close of a child whose channel the parent has ended.
    const printed = new Promise((resolve) => child.stdout?.once('end', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await new Promise<void>((resolve) =>
      child.stderr?.on('data', (chunk: Buffer) => {
        stderr += chunk.toString();
        if (stderr.includes('RUN make')) resolve();
      }),
    );
    if (how === 'Ctrl+C') child.kill('SIGINT');
    else child.disconnect();
    expect(await ended, stderr).toBe(2);
    await printed;
    expect(stderr).toContain('Cancelled. What had been built and started was removed.');
    expect(checkSchema('verify', stdout)).toMatchObject({ status: 'failed', error: { cause: 'cancelled' } });
    expect(docker.calls().some((call) => /^rmi --force plimsoll-verify-\w+:original$/.test(call))).toBe(true);
    expect(docker.left()).toEqual([]);
    expect(readdirSync(temporary)).toEqual(['.keep']);
  });
});
