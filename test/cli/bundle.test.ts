import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workspace } from '../support/command-line';
import { checkSchema } from '../support/schemas';

// The command line as it ships: one file, in a process of its own.

const root = join(import.meta.dirname, '../..');
let folder: string;
let script: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-bundle-'));
  script = join(folder, 'cli.js');
  await build({
    entryPoints: [join(root, 'server/src/cli/main.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the bundled command line', () => {
  it('prints all of a large output before it ends', () => {
    const { folder: files } = workspace({ Dockerfile: `FROM debian\n${'MAINTAINER me\n'.repeat(1500)}` });
    const { status, stdout } = spawnSync(process.execPath, [script, 'check', '--format', 'json', '--rule', 'DL4000'], {
      cwd: files,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(status).toBe(1);
    expect(checkSchema('check', stdout).summary.findings).toBe(1500);
    expect(stdout.length).toBeGreaterThan(1_000_000);
  });

  it('holds the YAML library that configuration files need', () => {
    const { folder: files } = workspace({
      Dockerfile: 'FROM debian\nMAINTAINER me\n',
      '.plimsoll.yaml': 'rules: {maintainer-deprecated: off}\n',
    });
    const check = (...args: string[]): string =>
      spawnSync(process.execPath, [script, 'check', ...args], { cwd: files, encoding: 'utf8' }).stdout;
    expect(check('--no-config')).toContain('maintainer-deprecated');
    expect(check()).not.toContain('maintainer-deprecated');
  });

  it('does not mind a reader that has seen enough', async () => {
    const { folder: files } = workspace({ Dockerfile: `FROM debian\n${'MAINTAINER me\n'.repeat(1500)}` });
    const child = spawn(process.execPath, [script, 'check', '--rule', 'DL4000'], { cwd: files });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });

  // Root may read and write everything, so that root's run gives these to an ordinary user.
  const ordinary = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

  it('says that a file may not be read, and goes on with the others', () => {
    const { folder: files, write } = workspace({ 'b.Dockerfile': 'FROM debian\nMAINTAINER me\n' });
    chmodSync(write('Dockerfile', 'FROM debian\n'), 0);
    for (const path of [folder, files]) chmodSync(path, 0o755);
    const { status, stdout } = spawnSync(process.execPath, [script, 'check', '--rule', 'DL4000'], {
      cwd: files,
      encoding: 'utf8',
      ...ordinary,
    });
    expect(status).toBe(2);
    expect(stdout).toContain('Permission denied.');
    expect(stdout).toContain('b.Dockerfile');
  });

  it('does not replace a file that is read-only', () => {
    const { folder: files, write } = workspace();
    const file = write('Dockerfile', 'FROM debian\nRUN apt-get install curl\n');
    chmodSync(file, 0o444);
    for (const path of [folder, files]) chmodSync(path, 0o755);
    const { status, stderr } = spawnSync(process.execPath, [script, 'fix', '--rule', 'apt-interactive'], {
      cwd: files,
      encoding: 'utf8',
      ...ordinary,
    });
    expect(status).toBe(2);
    expect(stderr).toBe('plimsoll: Dockerfile: Permission denied.\n');
    expect(readFileSync(file, 'utf8')).toContain('install curl');
  });

  it('reads standard input and has no colours in a pipe', () => {
    const { status, stdout } = spawnSync(process.execPath, [script, 'check', '-', '--rule', 'DL3014'], {
      input: 'FROM debian\nRUN apt-get install curl\n',
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^-\n {2}2:5 {2}error/);
  });

  it('starts the language server', async () => {
    const child = spawn(process.execPath, [script, 'lsp', '--stdio']);
    const request = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: process.pid, rootUri: null, capabilities: {} },
    });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(request)}\r\n\r\n${request}`);
    let answer = '';
    await new Promise<void>((resolve) =>
      child.stdout.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
        if (answer.includes('"result"')) resolve();
      }),
    );
    child.kill();
    expect(answer).toContain('"capabilities"');
  });

  it('is small enough to start at once', () => {
    expect(readFileSync(script).length).toBeLessThan(4_500_000);
  });
});
