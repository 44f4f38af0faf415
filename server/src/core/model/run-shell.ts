import type { Instruction } from '../syntax/dockerfile';
import { shellProgramOf } from './declared-shell';
import type { DockerfileModel } from './model';

/** The shell that runs a RUN in shell form, as far as it matters for pipes. */
export interface RunShell {
  /** `bash`, `busybox` and `other` (zsh, ksh) know `set -o pipefail`; dash before 0.5.13 (Debian 13 has 0.5.12) does not. */
  readonly kind: 'bash' | 'busybox' | 'dash' | 'other';
  /** The SHELL instruction turns pipefail on. */
  readonly hasPipefail: boolean;
  /** bash is in the base image. */
  readonly hasBash: boolean;
}

/** Returns the shell of `instruction`, `undefined` where the base image does not tell or it is no POSIX shell. */
export function runShellOf(model: DockerfileModel, instruction: Instruction): RunShell | undefined {
  const { shell } = model.stateBefore(instruction);
  const facts = model.stageOf(instruction)?.facts;
  // A comment tells the shell of an image that nobody knows; what is known of one, no comment changes.
  const program = facts?.defaultShell === undefined ? shellProgramOf(model, instruction) : (shell[0] ?? '');
  const name = program.slice(program.lastIndexOf('/') + 1);
  const hasPipefail = shell.includes('pipefail');
  const hasBash = facts?.shells.includes('bash') === true;
  switch (name) {
    case 'bash':
      return { kind: 'bash', hasPipefail, hasBash: true };
    case 'zsh':
    case 'ksh':
      return { kind: 'other', hasPipefail, hasBash };
    case 'ash':
      return { kind: 'busybox', hasPipefail, hasBash };
    case 'dash':
      return { kind: 'dash', hasPipefail, hasBash };
    case 'sh':
      return facts?.defaultShell === undefined ? undefined : { kind: facts.defaultShell, hasPipefail, hasBash };
    default:
      return undefined;
  }
}
