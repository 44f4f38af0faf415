import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import { run } from '../../server/src/cli/program';

/** A folder of its own for one test; gone after it. */
export interface Workspace {
  readonly folder: string;
  write(path: string, content: string | Uint8Array): string;
}

/** Returns a temporary folder that holds `files`. */
export function workspace(files: Readonly<Record<string, string | Uint8Array>> = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
  const write = (path: string, content: string | Uint8Array): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  };
  for (const [path, content] of Object.entries(files)) write(path, content);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, write };
}

export interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as bytes. */
  readonly bytes: Buffer;
}

/** Runs the command line in `folder`, in this process. */
export async function plimsoll(
  folder: string,
  args: readonly string[],
  {
    stdin = '',
    isColoured = false,
    ...more
  }: {
    readonly stdin?: string | Uint8Array;
    readonly isColoured?: boolean;
    readonly environment?: Readonly<Record<string, string | undefined>>;
    readonly interruption?: () => AbortSignal;
  } = {},
): Promise<Outcome> {
  const stdout: Buffer[] = [];
  let stderr = '';
  const exitCode = await run(args, {
    folder,
    stdin: Readable.from([Buffer.from(stdin)]),
    isColoured,
    ...more,
    print: (text) => void stdout.push(Buffer.from(text)),
    warn: (text) => void (stderr += text),
  });
  const bytes = Buffer.concat(stdout);
  return { exitCode, stdout: bytes.toString('utf8'), stderr, bytes };
}
