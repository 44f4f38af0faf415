import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plimsoll, workspace } from '../support/command-line';

const ONLY = ['--rule', 'apt-interactive'];

describe('plimsoll fix', () => {
  it('applies the safe fixes in place and says so', async () => {
    const { folder } = workspace({ Dockerfile: 'FROM a\nRUN apt-get install curl\n', 'Dockerfile.ok': 'FROM a\n' });
    const { exitCode, stdout } = await plimsoll(folder, ['fix', ...ONLY]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('Dockerfile: applied 1 fix (apt-interactive).\nDockerfile.ok: nothing to fix.\n');
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe('FROM a\nRUN apt-get install -y curl\n');
    expect(readdirSync(folder).sort()).toEqual(['Dockerfile', 'Dockerfile.ok']);
  });

  it('keeps line ends, byte order mark, a missing final newline and bytes that are no text', async () => {
    const before = Buffer.concat([
      Buffer.from('\uFEFFFROM a\r\n# caf'),
      Buffer.of(0xe9, 0xff, 0xed, 0xa0, 0x80, 0xf5),
      Buffer.from(' 漢字 👍\r\nRUN apt-get install curl\r\nLABEL a="'),
      Buffer.of(0xc3),
      Buffer.from('"'),
    ]);
    const { folder } = workspace({ Dockerfile: before });
    await plimsoll(folder, ['fix', ...ONLY]);
    const after = readFileSync(join(folder, 'Dockerfile'));
    expect(after.toString('latin1')).toBe(before.toString('latin1').replace('install curl', 'install -y curl'));
  });

  it('keeps the mode and writes to the file that a link names', async () => {
    const { folder, write } = workspace();
    const file = write('real/file', 'FROM a\nRUN apt-get install curl\n');
    chmodSync(file, 0o640);
    symlinkSync('real/file', join(folder, 'Dockerfile'));
    await plimsoll(folder, ['fix', ...ONLY]);
    expect(readFileSync(file, 'utf8')).toContain('install -y');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(folder, 'Dockerfile')).isSymbolicLink()).toBe(true);
  });

  it('leaves a file alone that is no text', async () => {
    const before = 'FROM a\nRUN apt-get install curl\n\0';
    const { folder } = workspace({ Dockerfile: before });
    const { exitCode, stdout } = await plimsoll(folder, ['fix', ...ONLY]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe('Dockerfile: left as it is: this is no text.\n');
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toBe(before);
  });

  it('prints a diff that patch takes, and writes nothing', async () => {
    const before = 'FROM a\nRUN apt-get install curl\nRUN x\nRUN y\nRUN z\nRUN apt-get install git';
    const { folder } = workspace({ 'sub/Dockerfile': before });
    const { stdout, stderr } = await plimsoll(folder, ['fix', '--diff', ...ONLY]);
    expect(readFileSync(join(folder, 'sub/Dockerfile'), 'utf8')).toBe(before);
    expect(stderr).toBe('sub/Dockerfile: would apply 2 fixes (apt-interactive 2 times).\n');
    execFileSync('git', ['apply', '-'], { cwd: folder, input: stdout });
    expect(readFileSync(join(folder, 'sub/Dockerfile'), 'utf8')).toBe(before.replaceAll('install', 'install -y'));
  });

  it('prints what standard input becomes', async () => {
    const { folder } = workspace();
    const { exitCode, stdout, stderr } = await plimsoll(folder, ['fix', '-', ...ONLY], {
      stdin: 'FROM a\r\nRUN apt-get install curl',
    });
    expect(exitCode).toBe(0);
    expect(stdout).toBe('FROM a\r\nRUN apt-get install -y curl');
    expect(stderr).toBe('-: applied 1 fix (apt-interactive).\n');
  });

  it('goes on after a file that cannot be read, and exits with 2', async () => {
    const { folder } = workspace({ Dockerfile: 'FROM a\nRUN apt-get install curl\n' });
    mkdirSync(join(folder, 'empty'));
    const { exitCode, stderr } = await plimsoll(folder, ['fix', 'missing', 'empty', 'Dockerfile', ...ONLY]);
    expect(exitCode).toBe(2);
    expect(stderr).toBe(
      'plimsoll: empty: There is no Dockerfile in this folder.\nplimsoll: missing: There is no such file.\n',
    );
    expect(readFileSync(join(folder, 'Dockerfile'), 'utf8')).toContain('install -y');
  });
});
