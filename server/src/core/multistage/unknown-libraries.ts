import { packageName, packageUse, runtimePackagesFor } from '../knowledge/os-packages';
import { expandInScript } from './shell-values';
import type { Source } from './source';

/**
 * Returns the development packages of Debian and Ubuntu that the file installs and whose libraries no table names: what is
 * built tells itself which libraries it needs.
 */
export function unknownLibraries({ facts, runs, model }: Source): readonly string[] {
  if (facts.packageManager !== 'apt') return [];
  const names = runs
    .flatMap((run) =>
      [...run.operations.values()].flatMap(({ manager, action, operands }) =>
        manager.kind === 'os' && action === 'install'
          ? operands.flatMap(({ value, text }) =>
              (value ?? expandInScript(model, run.instruction, text.replace(/"/g, '')) ?? '').split(/[\s\\]+/),
            )
          : [],
      ),
    )
    .map(packageName);
  return [...new Set(names)].filter(
    (name) => packageUse(name, 'apt') === 'dev' && runtimePackagesFor(name, facts.distribution) === undefined,
  );
}
