import { remembered } from './remembered';

/** Returns the keywords of the file's instructions, those of triggers too, the programs and package managers they run, and `several stages` where there are. */
export const namesIn = remembered((model): ReadonlySet<string> => {
  const names = new Set<string>();
  if (model.stages.length > 1) names.add('several stages');
  for (const instruction of model.file.instructions) {
    names.add(instruction.keyword);
    if (instruction.trigger !== undefined) names.add(instruction.trigger.keyword);
    for (const { name } of model.scriptOf(instruction).commands) if (name !== undefined) names.add(name);
    for (const { manager } of model.packageOperationsOf(instruction)) names.add(manager.name);
  }
  return names;
});
