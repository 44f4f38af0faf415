import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';
import { containsSpan, touches, type Span } from '../text/span';
import type { Fix } from './rule';

/** Returns those of a rule's `fixes` that can be offered, with what the rule need not think of: broken shell and ONBUILD. */
export function finishedFixes(model: DockerfileModel, fixes: readonly Fix[]): readonly Fix[] {
  const triggers = model.file.instructions.flatMap(({ trigger }) => (trigger === undefined ? [] : [trigger.span]));
  return fixes.filter((fix) => !isInBrokenScript(fix, model)).map((fix) => withTriggersInMind(fix, triggers));
}

/** The text of an ONBUILD trigger is part of the image configuration, so that no change of it is safe. */
function withTriggersInMind(fix: Fix, triggers: readonly Span[]): Fix {
  if (fix.applicability !== 'safe') return fix;
  const isChanging = fix.edits.some(({ span }) => triggers.some((trigger) => touches(trigger, span)));
  return isChanging ? { ...fix, applicability: 'review', because: 'ONBUILD is part of the image configuration.' } : fix;
}

/** Shell that does not parse (half typed, or another shell's) is not edited: where its words end is a guess. */
function isInBrokenScript(fix: Fix, model: DockerfileModel): boolean {
  return fix.edits.some(({ span }) => {
    const instruction = instructionAt(model.file.instructions, span.start);
    if (instruction === undefined || !SHELL_HOSTS.has(instruction.keyword) || instruction.exec !== undefined)
      return false;
    const script = model.scriptOf(instruction);
    return script.errors.length > 0 && containsSpan(script.span, span);
  });
}

const SHELL_HOSTS: ReadonlySet<string> = new Set(['RUN', 'HEALTHCHECK', 'ONBUILD']);

/** Returns the last instruction that begins at or before `offset`. */
function instructionAt(instructions: readonly Instruction[], offset: number): Instruction | undefined {
  let low = 0;
  let high = instructions.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((instructions[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return instructions[low];
}
