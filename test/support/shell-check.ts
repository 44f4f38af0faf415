import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from './command-line';

/** What ShellCheck says of the words `needle` in a script, for the first place where they stand. */
export interface FakeComment {
  readonly needle: string;
  readonly code: number;
  readonly level?: 'error' | 'warning' | 'info' | 'style';
  readonly message?: string;
}

/** Returns what ShellCheck would print about `script`, if it found what `comments` say. */
export function fakeAnswer(script: string, comments: readonly FakeComment[]): string {
  const found = comments.flatMap(({ needle, code, level = 'warning', message = 'Something is wrong' }) => {
    const at = script.indexOf(needle);
    if (at === -1) return [];
    const place = (index: number): { line: number; column: number } => {
      const before = script.slice(0, index).split('\n');
      return { line: before.length, column: [...(before.at(-1) ?? '')].length + 1 };
    };
    const { line, column } = place(at);
    const { line: endLine, column: endColumn } = place(at + needle.length);
    return [{ file: '-', line, endLine, column, endColumn, level, code, message, fix: null }];
  });
  return JSON.stringify({ comments: found });
}

/** Returns a program that acts as ShellCheck does, as `body` says (JavaScript; `input` is its standard input, `args` its arguments). */
export function fakeShellCheck(body: string): { readonly path: string; readonly folder: string } {
  const { folder, write } = workspace();
  const path = write(
    'shellcheck',
    `#!${process.execPath}
const fs = require('node:fs');
const args = process.argv.slice(2);
const input = fs.readFileSync(0, 'utf8');
${body}
`,
  );
  chmodSync(path, 0o755);
  return { path: join(folder, 'shellcheck'), folder };
}
