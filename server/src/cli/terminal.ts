import type { Readable } from 'node:stream';

/** What the command line needs of the process, so that tests can stand in for it. */
export interface Terminal {
  /** The current folder. */
  readonly folder: string;
  readonly stdin: Readable;
  /** Variables that name a person's folders; none where only the current folder counts. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The file that runs, for threads that run it too; none where it cannot be started by itself. */
  readonly script?: string;
  /** Returns a signal of the person's wish to stop, for what must clean up first; none where nobody can say so. */
  readonly interruption?: () => AbortSignal;
  /** Standard output shows colours. */
  readonly isColoured: boolean;
  print(text: string | Uint8Array): void;
  /** Prints to standard error. */
  warn(text: string): void;
}

/** 0 done, 1 findings or differences, 2 usage, input/output or engine error, 3 conversion refused. */
export type ExitCode = 0 | 1 | 2 | 3;

/** A mistake in how Plimsoll was called, to be shown without a stack. */
export class UsageError extends Error {}

/** Returns a sentence for what the file system threw. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  switch (code) {
    case 'ENOENT':
      return 'There is no such file.';
    case 'EACCES':
    case 'EPERM':
      return 'Permission denied.';
    case 'EISDIR':
      return 'This is a folder, not a file.';
    case 'ELOOP':
      return 'Too many symbolic links.';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
