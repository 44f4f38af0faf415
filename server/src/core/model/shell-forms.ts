import type { ShellScript } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { readNearJson } from './json-form';
import type { DockerfileModel } from './model';
import type { Stage } from './stage';

/** Why a shell form does no harm. */
export type ShellFormExcuse = 'exec' | 'replaced' | 'shell-chosen' | 'not-shipped';

/** A CMD or ENTRYPOINT that a shell reads. */
export interface ShellForm {
  readonly stage: Stage;
  readonly instruction: Instruction;
  readonly script: ShellScript;
  readonly excuse: ShellFormExcuse | undefined;
}

/** Returns the commands of `stage` in shell form; a list in brackets, which is meant to be the exec form, is not among them. */
export function* shellForms(model: DockerfileModel, stage: Stage): Iterable<ShellForm> {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'CMD' && instruction.keyword !== 'ENTRYPOINT') continue;
    const { exec, body } = instruction;
    if (exec !== undefined || body.text === '' || readNearJson(body.text) !== undefined) continue;
    const script = model.scriptOf(instruction);
    yield { stage, instruction, script, excuse: excuseOf(model, stage, instruction, script) };
  }
}

function excuseOf(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  script: ShellScript,
): ShellFormExcuse | undefined {
  if (model.stateBefore(instruction).shellInstruction !== undefined) return 'shell-chosen';
  if (/^exec\s/.test(instruction.body.text)) return 'exec';
  if (isReplaced(stage, instruction, script)) return 'replaced';
  return stage.isShipped ? undefined : 'not-shipped';
}

/** The `sh` of these distributions is bash, which becomes the only command it is given: the program gets the signals. */
function isReplaced({ facts }: Stage, { keyword }: Instruction, { commands, errors }: ShellScript): boolean {
  const [command] = commands;
  return (
    keyword === 'CMD' &&
    facts?.distribution.family === 'rhel' &&
    commands.length === 1 &&
    errors.length === 0 &&
    command?.pipe === undefined &&
    command?.isNested === false
  );
}
