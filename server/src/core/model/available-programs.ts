import { providesTool } from '../knowledge/image-tools';
import { commandsOf } from '../knowledge/os-packages';
import type { Instruction } from '../syntax/dockerfile';
import { stageChain } from './configuration';
import type { DockerfileModel } from './model';
import { baseName } from './paths';
import type { Stage } from './stage';

/** Tells whether the image of `stage` certainly lacks the program `tool`: its base has none, and no step can bring it. */
export function lacksProgram(model: DockerfileModel, stage: Stage, tool: string): boolean {
  if (stage.facts === undefined || providesTool(stage.facts, tool) !== false) return false;
  const chain = stageChain(stage).flatMap(({ instructions }) => instructions);
  return !isInstalled(model, chain, tool) && !mayBeCopied(model, chain, tool);
}

/** A step installs a package that has the program, or one whose name is not known. */
function isInstalled(model: DockerfileModel, chain: readonly Instruction[], tool: string): boolean {
  return chain.some((instruction) => {
    if (instruction.keyword !== 'RUN') return false;
    // A script of the author's may do anything.
    if (model.scriptOf(instruction).commands.some(({ nameWord }) => /\.sh$|^\.{1,2}\//.test(nameWord?.value ?? '')))
      return true;
    if (
      model
        .scriptOf(instruction)
        .commands.some(({ args }) => args.some(({ value }) => value !== undefined && baseName(value) === tool))
    )
      return true;
    return model.packageOperationsOf(instruction).some(
      ({ action, operands }) =>
        action === 'install' &&
        operands.some(({ value }) => {
          if (value === undefined) return true;
          const name = value.split(/[=<>~@:]/)[0] ?? value;
          return (
            name === tool ||
            (name.startsWith(tool) && !/^(?:lib|node|python)/.test(tool)) ||
            commandsOf(name)?.includes(tool) === true
          );
        }),
    );
  });
}

/** Something is copied to a directory of PATH, or under the program's name. */
function mayBeCopied(model: DockerfileModel, chain: readonly Instruction[], tool: string): boolean {
  return chain.some((instruction) => {
    const copy = model.copyOf(instruction);
    // Half typed, a COPY brings nothing yet.
    if (copy?.destination === undefined) return false;
    const path = copy.destinationPath;
    if (path === undefined || /^\/(?:usr(?:\/local)?(?:\/s?bin)?|s?bin|busybox)?\/?$/.test(path)) return true;
    return baseName(path) === tool || copy.sources.some(({ word }) => baseName(word.value).startsWith(tool));
  });
}
