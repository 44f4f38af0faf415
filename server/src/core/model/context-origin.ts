import type { BuildContext } from '../context/build-context';
import { stageChain } from './configuration';
import type { DockerfileModel } from './model';
import { baseName, isWithin, joinPath } from './paths';
import type { CopyOperation, CopySource, Stage } from './stage';

/** Where a path of an image comes from, as far as COPY and ADD tell. */
export type Origin =
  | {
      readonly kind: 'context';
      /** The path in the build context. */
      readonly path: string;
      readonly copy: CopyOperation;
      readonly source: CopySource;
      /** The source is the file itself, not a directory or a pattern. */
      readonly isNamed: boolean;
    }
  /** No COPY or ADD brings it. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

const UNKNOWN: Origin = { kind: 'unknown' };
const ABSENT: Origin = { kind: 'absent' };

/** Returns where the absolute `path` of `stage` comes from: the last copy wins, copies between stages are followed. */
export function originOf(model: DockerfileModel, stage: Stage, path: string, context: BuildContext): Origin {
  const instructions = stageChain(stage).flatMap((one) => one.instructions);
  for (const instruction of instructions.toReversed()) {
    const copy = model.copyOf(instruction);
    if (copy?.destination === undefined) continue;
    if (copy.destinationPath === undefined) return UNKNOWN;
    for (const source of copy.sources) {
      const origin = throughSource(model, copy, source, copy.destinationPath.replace(/(?<=.)\/+$/, ''), path, context);
      if (origin.kind !== 'absent') return origin;
    }
  }
  return ABSENT;
}

function throughSource(
  model: DockerfileModel,
  copy: CopyOperation,
  source: CopySource,
  destination: string,
  path: string,
  context: BuildContext,
): Origin {
  if (!isWithin(path, destination)) return ABSENT;
  const { from, instruction } = copy;
  if (source.kind !== 'path' || source.path === undefined || from.kind === 'image' || from.kind === 'unknown')
    return UNKNOWN;
  // Other layouts, and archives that ADD unpacks.
  if (instruction.flags.some(({ name }) => name === 'parents')) return UNKNOWN;
  if (instruction.keyword === 'ADD' && /\.(?:tar|tgz|tar\.\w+|txz|tbz2?)$/.test(source.path)) return UNKNOWN;
  const inside = path.slice(destination === '/' ? 1 : destination.length + 1);
  if (from.kind === 'stage') {
    if (/[*?[]/.test(source.path)) return UNKNOWN;
    const below = joinPath(`/${source.path}`, inside) ?? `/${source.path}`;
    const origin = originOf(model, from.stage, below, context);
    if (origin.kind !== 'absent' || inside !== baseName(source.path)) return origin;
    return originOf(model, from.stage, `/${source.path}`, context);
  }
  for (const found of expandPattern(source.path, context)) {
    const isDirectory = context.list(found) !== undefined;
    // A file keeps its name in a directory, and takes the name of the destination where there is none.
    const candidate = isDirectory
      ? [found, inside].filter((part) => part !== '').join('/')
      : inside === baseName(found) || (inside === '' && !copy.isDirectory)
        ? found
        : undefined;
    if (candidate === undefined || !context.exists(candidate) || context.ignores(candidate)) continue;
    return { kind: 'context', path: candidate, copy, source, isNamed: found === source.path && !isDirectory };
  }
  return ABSENT;
}

/** The paths of the context that a source names; a pattern matches within one segment, as in Go's `filepath.Match`. */
function expandPattern(pattern: string, context: BuildContext): readonly string[] {
  if (!/[*?[]/.test(pattern)) return [pattern];
  let found: readonly string[] = [''];
  for (const segment of pattern.split('/')) {
    const matcher = new RegExp(
      `^${segment
        .replace(/[.+^${}()|\\\]]/g, '\\$&')
        .replace(/\*+/g, '.*')
        .replace(/\?/g, '.')
        .replace(/\[/g, '\\[')}$`,
      's',
    );
    found = found.flatMap((directory) =>
      (context.list(directory) ?? [])
        .map((entry) => entry.replace(/\/$/, ''))
        .filter((entry) => (/[*?[]/.test(segment) ? matcher.test(entry) : entry === segment))
        .map((entry) => (directory === '' ? entry : `${directory}/${entry}`)),
    );
  }
  return found;
}
