import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createShellChecker, findShellCheck } from '../../server/src/host/shell-check';
import { workspace } from '../support/command-line';
import { fakeShellCheck } from '../support/shell-check';

const QUESTION = { shell: 'dash', text: 'echo a\n' } as const;

describe('the executable', () => {
  it('is found on the PATH, in absolute folders only', () => {
    const { path, folder } = fakeShellCheck('');
    expect(findShellCheck(undefined, ['/nowhere', folder].join(delimiter))).toBe(path);
    expect(findShellCheck('', ['.', '', 'bin'].join(delimiter))).toBeUndefined();
  });

  it('is the one that is named, which must be an absolute path to a program', () => {
    const { path, folder } = fakeShellCheck('');
    const { write } = workspace();
    expect(findShellCheck(path, '')).toBe(path);
    expect(findShellCheck('shellcheck', folder)).toBeUndefined();
    expect(findShellCheck(write('shellcheck', 'not executable'), '')).toBeUndefined();
    expect(findShellCheck(folder, '')).toBeUndefined();
  });
});

describe('a checker', () => {
  it('gives the script on the standard input and returns what is printed, with exit code 0 or 1', async () => {
    const { path } = fakeShellCheck(
      'process.stdout.write(JSON.stringify({ args, input, cwd: process.cwd(), opts: process.env.SHELLCHECK_OPTS })); process.exitCode = 1;',
    );
    process.env['SHELLCHECK_OPTS'] = '-x';
    const answer = await createShellChecker(path).ask(QUESTION);
    delete process.env['SHELLCHECK_OPTS'];
    const seen = JSON.parse(answer ?? '') as { args: string[]; input: string; cwd: string; opts?: string };
    expect(seen.args).toEqual(['--norc', '--format=json1', '--severity=style', '--shell=dash', '-']);
    expect(seen.input).toBe(QUESTION.text);
    expect(seen.opts).toBeUndefined();
    expect(seen.cwd).not.toBe(process.cwd());
  });

  it('asks once about one script', async () => {
    const { path, folder } = fakeShellCheck("fs.appendFileSync(__dirname + '/runs', 'x'); process.stdout.write('{}');");
    const checker = createShellChecker(path);
    expect(checker.known(QUESTION)).toBeUndefined();
    await Promise.all([checker.ask(QUESTION), checker.ask(QUESTION)]);
    await checker.ask({ ...QUESTION, shell: 'bash' });
    expect(checker.known(QUESTION)).toBe('{}');
    expect(readFileSync(join(folder, 'runs'), 'utf8')).toBe('xx');
  });

  it('runs one at a time', async () => {
    const { path, folder } = fakeShellCheck(`
      const lock = __dirname + '/lock';
      if (fs.existsSync(lock)) fs.writeFileSync(__dirname + '/clash', '');
      fs.writeFileSync(lock, '');
      setTimeout(() => { fs.rmSync(lock); process.stdout.write('{}'); }, 50);`);
    const checker = createShellChecker(path);
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => checker.ask({ shell: 'sh', text })));
    expect(answers).toEqual(['{}', '{}', '{}']);
    expect(existsSync(join(folder, 'clash'))).toBe(false);
  });

  it('kills what does not answer in time, and goes on', async () => {
    const { path, folder } = fakeShellCheck(`
      if (input === 'hang') { fs.writeFileSync(__dirname + '/pid', String(process.pid)); setInterval(() => {}, 1000); }
      else process.stdout.write('{}');`);
    const checker = createShellChecker(path, { timeout: 1_500 });
    expect(await checker.ask({ shell: 'sh', text: 'hang' })).toBeUndefined();
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    await sleep(100);
    expect(() => process.kill(pid, 0)).toThrow();
    expect(await checker.ask({ shell: 'sh', text: 'fine' })).toBe('{}');
  });

  it('ends with the wait for it', async () => {
    const { path } = fakeShellCheck('setInterval(() => {}, 1000);');
    const stop = new AbortController();
    const answer = createShellChecker(path).ask(QUESTION, stop.signal);
    setTimeout(() => {
      stop.abort();
    }, 50);
    expect(await answer).toBeUndefined();
  });

  it.each([
    ['fails', 'process.exitCode = 3; process.stdout.write("{}");'],
    ['does not read', 'fs.closeSync(0); process.exitCode = 2;'],
    ['prints without end', 'for (;;) fs.writeSync(1, "x".repeat(65536));'],
  ])('has no answer where the program %s', async (_, body) => {
    const { path } = fakeShellCheck(body);
    expect(await createShellChecker(path).ask({ shell: 'sh', text: 'x'.repeat(100_000) })).toBeUndefined();
  });

  it('has no answer where there is no such program', async () => {
    expect(await createShellChecker('/nowhere/shellcheck').ask(QUESTION)).toBeUndefined();
  });
});
