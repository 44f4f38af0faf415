import type { BuildContext } from '../context/build-context';
import type { Instruction } from '../syntax/dockerfile';
import { manifestsOf, type DependencyManifests } from './dependency-manifests';
import type { DockerfileModel } from './model';
import { isWithin } from './paths';
import type { PackageOperation } from './packages';
import type { CopyOperation, Stage } from './stage';

/** An installation of dependencies that follows a copy of the whole source. */
export interface InstallAfterCopy {
  readonly copy: CopyOperation;
  readonly operation: PackageOperation;
  readonly manifests: DependencyManifests;
  /** The directory of the installation below the copy's destination: `''` or `frontend`. */
  readonly directory: string;
}

/** Returns the first installation in `run` whose manifests come with an earlier copy of everything. */
export function installAfterCopy(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  context: BuildContext | undefined,
): InstallAfterCopy | undefined {
  // A bind mount gives the installation what it reads.
  if (run.flags.some(({ name, value = '' }) => name === 'mount' && !/type=(?:cache|secret|ssh|tmpfs)/.test(value)))
    return undefined;
  const workdir = model.stateBefore(run).workdir;
  if (workdir === undefined) return undefined;
  for (const operation of model.packageOperationsOf(run)) {
    if (operation.command.isSubstitution || hasMoved(model, run, operation)) continue;
    const copy = stage.instructions
      .filter(({ index }) => index < run.index)
      .flatMap((instruction) => model.copyOf(instruction) ?? [])
      .find(
        ({ from, sources, destinationPath }) =>
          from.kind === 'context' &&
          sources.length === 1 &&
          sources[0]?.isEverything === true &&
          destinationPath !== undefined &&
          isWithin(workdir, destinationPath),
      );
    if (copy?.destinationPath === undefined) continue;
    const directory = workdir.slice(copy.destinationPath.length).replace(/^\//, '');
    const manifests = manifestsOf(operation, context, directory);
    if (manifests !== undefined) return { copy, operation, manifests, directory };
  }
  return undefined;
}

/** After a `cd` the directory of the call is another one. */
function hasMoved(model: DockerfileModel, run: Instruction, operation: PackageOperation): boolean {
  return (
    model
      .scriptOf(run)
      .commands.some(
        ({ name, span }) => /^(?:cd|pushd)$/.test(name ?? '') && span.start < operation.command.span.start,
      ) || operation.hasOption(['--prefix', '-C', '--cwd', '--dir', '--working-dir', '-d', '--directory', '--project'])
  );
}

/** Tells whether dependencies of `ecosystem` were installed before `run`: what follows is another matter then. */
export function hasEarlierInstall(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  ecosystem: string,
  context: BuildContext | undefined,
): boolean {
  const own = stage.instructions.filter(({ index, keyword }) => keyword === 'RUN' && index < run.index);
  const below: Instruction[] = [];
  for (let parent = stage.parent; parent !== undefined; parent = parent.parent) below.push(...parent.instructions);
  return [...below, ...own].some((earlier) =>
    model
      .packageOperationsOf(earlier)
      .some((operation) => manifestsOf(operation, context, '')?.ecosystem === ecosystem),
  );
}
