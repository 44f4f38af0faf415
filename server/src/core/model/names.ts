import type { Instruction } from '../syntax/dockerfile';
import { silently } from '../reads/reads';
import type { DockerfileModel } from './model';

/** Returns the keywords of the file's instructions, those of triggers too, the programs and package managers they run, and `several stages` where there are. */
export function namesIn(model: DockerfileModel): ReadonlySet<string> {
  return silently(() => {
    const names = new Set<string>();
    if (model.stages.length > 1) names.add(SEVERAL_STAGES);
    for (const instruction of model.file.instructions) for (const name of ownNames(model, instruction)) names.add(name);
    return names;
  });
}

/** As `namesIn`, of one instruction. */
export function namesOf(model: DockerfileModel, instruction: Instruction): ReadonlySet<string> {
  const own = ownNames(model, instruction);
  return model.stages.length > 1 ? new Set([...own, SEVERAL_STAGES]) : own;
}

const SEVERAL_STAGES = 'several stages';

const known = new WeakMap<Instruction, ReadonlySet<string>>();

/** An instruction's words decide its names, for as long as it is kept. */
function ownNames(model: DockerfileModel, instruction: Instruction): ReadonlySet<string> {
  let names = known.get(instruction);
  if (names === undefined) known.set(instruction, (names = readNames(model, instruction)));
  return names;
}

function readNames(model: DockerfileModel, instruction: Instruction): ReadonlySet<string> {
  const names = new Set([instruction.keyword]);
  if (instruction.trigger !== undefined) names.add(instruction.trigger.keyword);
  for (const { name } of model.scriptOf(instruction).commands) if (name !== undefined) names.add(name);
  for (const { manager } of model.packageOperationsOf(instruction)) names.add(manager.name);
  return names;
}
