import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import type { Stage } from './stage';

/** Returns the instructions that were built below `instruction`: those of its stage's parents and those before it. */
export function instructionsBefore(model: DockerfileModel, instruction: Instruction): readonly Instruction[] {
  const stage = model.stageOf(instruction);
  if (stage === undefined) return [];
  const { from, instructions } = stage;
  const own = instructions.slice(0, Math.max(0, instruction.index - from.index - 1));
  return stage.parent === undefined ? own : [...inherited(stage), ...own];
}

/** Tells whether `earlier` was built below `instruction`: before it in its stage, or in a stage it stands on. */
export function isBuiltBelow(model: DockerfileModel, earlier: Instruction, instruction: Instruction): boolean {
  const stage = model.stageOf(instruction);
  const below = model.stageOf(earlier);
  if (stage === undefined || below === undefined || below.from === earlier) return false;
  return below === stage ? earlier.index < instruction.index : standsOn(stage, below);
}

/** Returns the instructions built on top of `instruction`: the rest of its stage and all stages that stand on it. */
export function instructionsAfter(model: DockerfileModel, instruction: Instruction): readonly Instruction[] {
  const stage = model.stageOf(instruction);
  if (stage === undefined) return [];
  const own = stage.instructions.slice(Math.max(0, instruction.index - stage.from.index));
  const above = model.stages.filter((other) => other !== stage && standsOn(other, stage));
  return [...own, ...above.flatMap(({ instructions }) => instructions)];
}

function inherited(stage: Stage): readonly Instruction[] {
  return stage.parent === undefined ? [] : [...inherited(stage.parent), ...stage.parent.instructions];
}

function standsOn(stage: Stage, below: Stage): boolean {
  for (let parent = stage.parent; parent !== undefined; parent = parent.parent) if (parent === below) return true;
  return false;
}
