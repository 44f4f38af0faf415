import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';

/**
 * Returns the program that runs the shell form of `instruction`: that of SHELL, or what a comment of hadolint says of a base
 * image whose default is another (`# hadolint shell=bash`). It holds to the end of the stage or the next SHELL.
 */
export function shellProgramOf(model: DockerfileModel, instruction: Instruction): string {
  const { shell, shellInstruction } = model.stateBefore(instruction);
  const [program = ''] = shell;
  const comments = shellComments(model, model.file);
  if (comments.length === 0) return program;
  const from = model.stageOf(instruction)?.from.span.start ?? 0;
  const since = Math.max(from, shellInstruction?.span.start ?? 0);
  const declared = comments.findLast(({ offset }) => since < offset && offset < instruction.span.start);
  return declared?.program ?? program;
}

const shellComments = remembered((model): readonly { readonly offset: number; readonly program: string }[] => {
  // It is rare: most files are done here.
  if (!/hadolint\s+shell/i.test(model.file.text)) return [];
  return model.file.comments.flatMap(({ span, text }) => {
    const [, program] = /^hadolint\s+shell\s*=\s*(\S+)\s*$/i.exec(text) ?? [];
    return program === undefined ? [] : [{ offset: span.start, program }];
  });
});
