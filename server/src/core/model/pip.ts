import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { mountsOf } from './mounts';
import type { PackageOperation } from './packages';

/** Tells whether `operation` is of pip, under any of its names. */
export function isPip(operation: PackageOperation): boolean {
  return /^pip[23]?$/.test(operation.manager.name);
}

/** What turns pip's cache off for `operation`: an option, a variable (of ENV, ARG or the script), or nothing. */
export function pipCacheSetting(
  model: DockerfileModel,
  instruction: Instruction,
  operation: PackageOperation,
): 'option' | 'variable' | undefined {
  if (hasPipCacheVariable(model, instruction, operation)) return 'variable';
  // pip takes the beginning of an option's name for the whole.
  return operation.hasOption(['--no-cache-dir', '--no-cache']) ? 'option' : undefined;
}

/**
 * Tells whether PIP_NO_CACHE_DIR is set for `operation`. Any value that is not empty turns the cache off, `0` and `false`
 * too (pip: cli/cmdoptions.py, for the sake of old behaviour).
 */
export function hasPipCacheVariable(
  model: DockerfileModel,
  instruction: Instruction,
  operation: PackageOperation,
): boolean {
  const { env, args } = model.stateBefore(instruction);
  const own = operation.command.assignments.findLast(({ name }) => name === VARIABLE);
  if (own !== undefined) return own.value?.value !== '' && own.value !== undefined;
  const isSet = (scope: ReadonlyMap<string, string | undefined>): boolean =>
    scope.has(VARIABLE) && scope.get(VARIABLE) !== '';
  if (isSet(env) || (!env.has(VARIABLE) && isSet(args))) return true;
  return model
    .scriptOf(instruction)
    .commands.some(
      ({ name, args: words, span, assignments }) =>
        span.start < operation.command.span.start &&
        ((name === 'export' && words.some(({ text }) => text.startsWith(`${VARIABLE}=`))) ||
          (name === undefined && assignments.some((assignment) => assignment.name === VARIABLE && env.has(VARIABLE)))),
    );
}

const VARIABLE = 'PIP_NO_CACHE_DIR';

/** Tells whether a cache mount (or a tmpfs) of `instruction` holds pip's cache. */
export function hasPipCacheMount(model: DockerfileModel, instruction: Instruction): boolean {
  const directory = model.stateBefore(instruction).env.get('PIP_CACHE_DIR')?.replace(/\/+$/, '');
  return mountsOf(instruction).some(
    ({ type, target }) =>
      (type === 'cache' || type === 'tmpfs') &&
      target !== undefined &&
      (/\/\.cache(?:\/|$)|pip|^(?:\/root|\/home\/[^/]+)$/.test(target) || target === directory),
  );
}
