import type { ShellScript } from '../shell/shell';
import type { ShellTree } from '../shell/tree';
import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';
import { shellDialectOf, type ShellDialect } from './shell-dialect';

/** What a RUN gives to a POSIX shell. */
export interface RunScript {
  /** The RUN, or the ONBUILD whose trigger it is. */
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly tree: ShellTree;
  readonly dialect: ShellDialect;
}

/** Returns the scripts of all RUN instructions (of triggers too) that a POSIX shell reads and that parse. */
export function runScripts(model: DockerfileModel): readonly RunScript[] {
  return model.file.instructions.flatMap((instruction) => runScriptOf(model, instruction) ?? []);
}

/** Returns the script of `instruction`, where it is a RUN (or has one as its trigger) that a POSIX shell reads and that parses. */
export const runScriptOf = remembered((model, instruction: Instruction): RunScript | undefined => {
  if ((instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction)?.keyword !== 'RUN') return undefined;
  const script = model.scriptOf(instruction);
  const dialect = script.errors.length > 0 ? undefined : shellDialectOf(model, instruction, script);
  return script.tree === undefined || dialect === undefined
    ? undefined
    : { instruction, script, tree: script.tree, dialect };
});
