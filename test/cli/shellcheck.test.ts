import { delimiter } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { plimsoll, workspace } from '../support/command-line';
import { fakeShellCheck } from '../support/shell-check';

const TEXT = 'FROM debian:bookworm-slim\nRUN unused=1; true\n';

const FINDS = `
const row = input.split('\\n').length;
process.stdout.write(JSON.stringify({ comments: [
  { file: '-', line: row, endLine: row, column: 1, endColumn: 9, level: 'error', code: 2034, message: 'unused is unused' },
] }));
process.exitCode = 1;`;

function withPath(path: string): void {
  const before = process.env['PATH'];
  process.env['PATH'] = path;
  onTestFinished(() => {
    process.env['PATH'] = before;
  });
}

describe('check --shellcheck', () => {
  it('does not ask by default', async () => {
    const { folder } = workspace({ Dockerfile: TEXT });
    withPath([fakeShellCheck(FINDS).folder, process.env['PATH']].join(delimiter));
    expect((await plimsoll(folder, ['check'])).stdout).not.toContain('SC2034');
  });

  it('adds what the program at the path finds, in every format, and fails because of it', async () => {
    const { folder } = workspace({ Dockerfile: TEXT });
    const { path } = fakeShellCheck(FINDS);
    const text = await plimsoll(folder, ['check', '--shellcheck', path]);
    expect(text.exitCode).toBe(1);
    expect(text.stdout).toContain('2:5  error  unused is unused.  shellcheck/SC2034');
    for (const format of ['json', 'sarif', 'github']) {
      const { stdout } = await plimsoll(folder, ['check', '--format', format, '--shellcheck', path]);
      expect(stdout).toContain('shellcheck/SC2034');
    }
  });

  it('takes its names for rules', async () => {
    const { folder, write } = workspace({ Dockerfile: TEXT });
    const { path } = fakeShellCheck(FINDS);
    const only = await plimsoll(folder, ['check', '--shellcheck', path, '--format', 'json', '--rule', 'SC2034']);
    expect([only.exitCode, only.stdout.match(/"rule": *"[^"]*"/g)]).toEqual([1, ['"rule": "shellcheck/SC2034"']]);
    const without = await plimsoll(folder, ['check', '--shellcheck', path, '--disable', 'shellcheck/SC2034']);
    expect(without.stdout).not.toContain('SC2034');
    write('.plimsoll.yaml', 'rules: {shellcheck/SC2034: off}\n');
    const configured = await plimsoll(folder, ['check', '--shellcheck', path]);
    expect(configured.stdout + configured.stderr).not.toContain('SC2034');
    write('.hadolint.yaml', 'ignored: [SC2034]\n');
    const { stdout } = await plimsoll(folder, ['check', '--shellcheck', path, '--config', '.hadolint.yaml']);
    expect(stdout).not.toContain('SC2034');
  });

  it('looks on the PATH with auto', async () => {
    const { folder } = workspace({ Dockerfile: TEXT });
    withPath(fakeShellCheck(FINDS).folder);
    expect((await plimsoll(folder, ['check', '--shellcheck', 'auto'])).stdout).toContain('shellcheck/SC2034');
    process.env['PATH'] = '/nowhere';
    const none = await plimsoll(folder, ['check', '--shellcheck', 'auto']);
    expect(none.stdout).not.toContain('shellcheck/SC2034');
    expect(none.exitCode).not.toBe(2);
  });

  it('takes a path that leads nowhere for a mistake', async () => {
    const { folder } = workspace({ Dockerfile: TEXT });
    const { exitCode, stderr } = await plimsoll(folder, ['check', '--shellcheck', './no-such-program']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('./no-such-program');
  });
});
