import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { sharedFolder } from '../support/corpus';

/** A text to ask BuildKit about. */
export interface Question {
  readonly dockerfile: string;
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  /** Its experimental checks too. */
  readonly experimental?: boolean;
}

/** What BuildKit's own frontend says. Lines are 1-based. */
export interface Answer {
  readonly ok: boolean;
  readonly error?: string;
  readonly warnings?: readonly { readonly rule: string; readonly detail: string; readonly line?: number }[];
  /** Empty where the text cannot be parsed. */
  readonly instructions: readonly { readonly name: string; readonly start: number; readonly end: number }[];
  /** The image configuration of the final stage, or of the target. */
  readonly config?: Readonly<Record<string, unknown>>;
}

/** Returns the program that asks BuildKit, or a sentence why there is none. */
export function findOracle(): { readonly program: string } | { readonly reason: string } {
  const shared = sharedFolder();
  const program = shared === undefined ? undefined : join(shared, 'docker/buildkit-oracle/run');
  if (program === undefined || !existsSync(program)) {
    return {
      reason: 'BuildKit is not asked: the shared folder is not here (PLIMSOLL_SHARED names it, else ../shared).',
    };
  }
  if (spawnSync('go', ['version']).status !== 0)
    return { reason: 'BuildKit is not asked: there is no Go on this machine.' };
  return { program };
}

/** Returns the answers to `questions`, in their order, from one process. */
export async function ask(program: string, questions: readonly Question[]): Promise<readonly Answer[]> {
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = questions.map((question, id) => `${JSON.stringify({ id: String(id), ...question })}\n`);
  Readable.from(lines).pipe(child.stdin);
  const answers: Answer[] = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line) as Answer);
  if (answers.length !== questions.length) {
    throw new Error(`The oracle answered ${answers.length} of ${questions.length} questions.`);
  }
  return answers;
}
