import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import type { ShellCheckQuestion } from '../core/index';

/** The ShellCheck that a person has installed. It is asked about one script at a time. */
export interface ShellChecker {
  /** Returns an answer given before, without waiting. */
  known(question: ShellCheckQuestion): string | undefined;
  /** Asks, unless the answer is known; `undefined` where it does not answer in time, or `signal` ends the wait. */
  ask(question: ShellCheckQuestion, signal?: AbortSignal): Promise<string | undefined>;
}

export interface ShellCheckerOptions {
  /** Milliseconds after which the program is killed. */
  readonly timeout?: number;
}

const TIMEOUT = 5_000;
const LARGEST_ANSWER = 4_000_000;
const MOST_ANSWERS = 500;

/**
 * Returns the executable: `given` where it is an absolute path to one, else the first `shellcheck` in the absolute folders
 * of the PATH. A folder of the workspace is never looked into.
 */
export function findShellCheck(given?: string, path = process.env['PATH'] ?? ''): string | undefined {
  if (given !== undefined && given !== '') return isAbsolute(given) && isExecutable(given) ? given : undefined;
  const name = process.platform === 'win32' ? 'shellcheck.exe' : 'shellcheck';
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Returns a checker that runs `executable`: the script on its standard input, no file read or written. */
export function createShellChecker(executable: string, { timeout = TIMEOUT }: ShellCheckerOptions = {}): ShellChecker {
  const answers = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();
  const keyOf = ({ shell, text }: ShellCheckQuestion): string => `${shell}\n${text}`;

  async function askNow(question: ShellCheckQuestion, signal: AbortSignal | undefined): Promise<string | undefined> {
    const key = keyOf(question);
    const known = answers.get(key);
    if (known !== undefined || signal?.aborted === true) return known;
    const answer = await run(executable, question, timeout, signal);
    if (answer === undefined) return undefined;
    answers.set(key, answer);
    const [oldest] = answers.keys();
    if (answers.size > MOST_ANSWERS && oldest !== undefined) answers.delete(oldest);
    return answer;
  }

  return {
    known: (question) => answers.get(keyOf(question)),
    ask: (question, signal) => {
      const answer = last.then(() => askNow(question, signal));
      last = answer;
      return answer;
    },
  };
}

// Without the settings of the folder it runs in, and without following the files that a script reads.
const ARGUMENTS = ['--norc', '--format=json1', '--severity=style'];

function run(
  executable: string,
  { shell, text }: ShellCheckQuestion,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const env = { ...process.env };
    delete env['SHELLCHECK_OPTS'];
    const child = spawn(executable, [...ARGUMENTS, `--shell=${shell}`, '-'], {
      cwd: tmpdir(),
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      shell: false,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (): void => {
      child.kill('SIGKILL');
      end(undefined);
    };
    const timer = setTimeout(stop, timeout);
    signal?.addEventListener('abort', stop, { once: true });
    function end(answer: string | undefined): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      // A grandchild may hold the pipe open.
      child.stdout.destroy();
      resolve(answer);
    }
    child.on('error', () => {
      end(undefined);
    });
    child.stdin.on('error', () => {
      // It ended without reading all: its exit code tells why.
    });
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST_ANSWER) stop();
    });
    child.on('close', (code) => {
      // 0: nothing found, 1: something; others are errors of its own.
      end(code === 0 || code === 1 ? Buffer.concat(chunks).toString('utf8') : undefined);
    });
    child.stdin.end(text);
  });
}
