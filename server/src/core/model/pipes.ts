import type { ShellCommand, ShellScript } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { instructionsBefore } from './history';
import type { DockerfileModel } from './model';
import { runShellOf, type RunShell } from './run-shell';

/** Returns the shell of a RUN whose pipes fail with their last program only, where `pipefail` could change that. */
export function shellWithoutPipefail(model: DockerfileModel, instruction: Instruction): RunShell | undefined {
  if (instruction.keyword !== 'RUN' || instruction.exec !== undefined) return undefined;
  const shell = runShellOf(model, instruction);
  if (shell === undefined || shell.hasPipefail) return undefined;
  if (shell.kind === 'dash' && !canHaveBash(model, instruction, shell)) return undefined;
  const script = model.scriptOf(instruction);
  return script.commands.some(turnsPipefailOn) || isOfAnotherShell(model, script) ? undefined : shell;
}

/** Tells whether the failure of `command`, which writes to a pipe, is neither caught nor the business of another shell. */
export function isUnguardedPipe(command: ShellCommand, { commands, statements }: ShellScript): boolean {
  for (const { before } of statements.slice(command.statement + 1)) {
    if (before?.operator === '||') return false;
    if (before?.operator !== '&&') break;
  }
  // A pipe inside `bash -c '...'` is of that shell.
  return !commands.some(
    ({ name, args, span }) =>
      /^(?:ba|da|a|z)?sh$/.test(name ?? '') &&
      args.some(({ value }) => /^-[a-z]*c$/.test(value ?? '')) &&
      span.start < command.span.start &&
      command.span.end <= span.end,
  );
}

// They may stop reading early, so that with pipefail a good writer would fail.
const EARLY = /^(?:head|grep|egrep|sed|awk|jq|cut|xargs|tail)$/;

/** Tells whether a program of the pipe may stop before it has read all. */
export function isReadInPart(command: ShellCommand, { commands }: ShellScript): boolean {
  return commands.some(
    ({ pipe, name }) => pipe !== undefined && pipe.id === command.pipe?.id && EARLY.test(name ?? ''),
  );
}

function turnsPipefailOn({ name, args }: ShellCommand): boolean {
  return (name === 'set' || name === 'shopt') && args.some(({ value }) => value === 'pipefail');
}

function isOfAnotherShell({ file }: DockerfileModel, { source, span }: ShellScript): boolean {
  return source === 'heredoc' && /^\s*#!/.test(file.text.slice(span.start, span.start + 20));
}

/** bash of the base image; a user that installs it in the same file is past what a fix should guess. */
function canHaveBash(model: DockerfileModel, instruction: Instruction, shell: RunShell): boolean {
  return (
    shell.hasBash ||
    instructionsBefore(model, instruction).some((earlier) =>
      model.packageOperationsOf(earlier).some(({ operands }) => operands.some(({ value }) => value === 'bash')),
    )
  );
}
