import { dirname, posix, relative, resolve, sep } from 'node:path';
import type { Analysis, BuildContext } from '../core/index';
import { createFileContext, type FileContextOptions } from './build-context';

/** What a file is judged with: its build context, or its text alone. */
export interface FoundContext {
  readonly context: BuildContext | undefined;
  /** The folder that is the context. */
  readonly folder: string | undefined;
  /** Folders were looked at, but none of the sources that COPY and ADD name lies in them. */
  readonly isTextAlone: boolean;
}

export interface ContextSearch {
  /** The folder that the user names; no other is looked at then. */
  readonly explicitFolder?: string;
  /** The folders that may be the context, the likeliest first. */
  readonly candidates: readonly string[];
  /** Texts that stand for those on the disk, by absolute path. */
  readonly overrides?: ReadonlyMap<string, string>;
}

/**
 * Returns the build context of the Dockerfile at `path`: the folder the user names, else of the candidates the one in
 * which most of `sources` exist, the first of equals. Where there are sources and no candidate has one of them, no
 * candidate is the context.
 */
export function findContext(sources: readonly string[], path: string, search: ContextSearch): FoundContext {
  const contextIn = (folder: string, isExplicit: boolean): BuildContext =>
    createFileContext(folder, contextOptions(folder, path, isExplicit, search.overrides));
  if (search.explicitFolder !== undefined) {
    const folder = search.explicitFolder;
    return { context: contextIn(folder, true), folder, isTextAlone: false };
  }
  let best: { readonly folder: string; readonly context: BuildContext; readonly count: number } | undefined;
  for (const folder of new Set(search.candidates.map((candidate) => resolve(candidate)))) {
    const context = contextIn(folder, false);
    const count = sources.filter((source) => sourceExists(context, source)).length;
    if (best === undefined || count > best.count) best = { folder, context, count };
    if (count === sources.length) break;
  }
  if (best === undefined) return { context: undefined, folder: undefined, isTextAlone: false };
  if (sources.length > 0 && best.count === 0) return { context: undefined, folder: undefined, isTextAlone: true };
  return { context: best.context, folder: best.folder, isTextAlone: false };
}

/** Returns the folder that holds the file at `path`. */
export function folderOf(path: string): string {
  return dirname(resolve(path));
}

function contextOptions(
  folder: string,
  dockerfile: string,
  isExplicit: boolean,
  overrides: ReadonlyMap<string, string> | undefined,
): FileContextOptions {
  const root = resolve(folder);
  const inside = [...(overrides ?? [])].flatMap(([path, text]): [string, string][] =>
    path.startsWith(root + sep) ? [[relative(root, path).split(sep).join('/'), text]] : [],
  );
  return { isExplicit, dockerfile: resolve(dockerfile), overrides: new Map(inside) };
}

/** Returns the paths that COPY and ADD take from the build context. `.` is left out: it exists in each folder, and says nothing. */
export function contextSources({ model }: Pick<Analysis, 'model'>): readonly string[] {
  const paths = model.file.instructions.flatMap((instruction) => {
    const copy = model.copyOf(instruction);
    if (copy?.from.kind !== 'context') return [];
    return copy.sources.flatMap(({ path, isEverything }) => (path === undefined || isEverything ? [] : [path]));
  });
  return [...new Set(paths)];
}

function sourceExists(context: BuildContext, source: string): boolean {
  return /[*?[]/.test(source) ? matchExists(context, '', source.split('/')) : context.exists(source);
}

function matchExists(context: BuildContext, folder: string, [segment, ...rest]: readonly string[]): boolean {
  if (segment === undefined) return true;
  if (!/[*?[]/.test(segment)) {
    const path = posix.join(folder, segment);
    return context.exists(path) && matchExists(context, path, rest);
  }
  const pattern = wildcard(segment);
  return (context.list(folder) ?? []).some((entry) => {
    const name = entry.replace(/\/$/, '');
    return pattern?.test(name) === true && matchExists(context, posix.join(folder, name), rest);
  });
}

/** Returns the pattern as Go's `filepath.Match` reads it, `undefined` where it is no pattern. */
function wildcard(segment: string): RegExp | undefined {
  const source = segment.replace(/\\.|\[[^\]]*\]|[\s\S]/g, (part) => {
    if (part === '*') return '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1) return part;
    return part.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return undefined;
  }
}
