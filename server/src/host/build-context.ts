import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import type { BuildContext } from '../core/index';
import { ignorePatterns } from './ignore-patterns';

/** Files above this size (in bytes) are never manifests; they exist, but are not read. */
const MAX_FILE_SIZE = 1024 * 1024;

export interface FileContextOptions {
  /** The user named the folder. */
  readonly isExplicit: boolean;
  /** The Dockerfile's path (absolute, or relative to the folder), for `<Dockerfile>.dockerignore`. */
  readonly dockerfile?: string;
  /** Texts that stand for those on the disk, by path relative to the folder; their files count as existing. */
  readonly overrides?: ReadonlyMap<string, string>;
}

/**
 * Returns the build context in the folder `directory`. Each look-up goes to the disk once, when first asked for; a link
 * that leads out of the folder leads nowhere, as in a build.
 */
export function createFileContext(directory: string, options: FileContextOptions): BuildContext {
  const root = realPathOf(directory);
  const overrides = options.overrides ?? new Map<string, string>();
  const places = new Map<string, Place | undefined>();
  const lists = new Map<string, readonly string[] | undefined>();
  const texts = new Map<string, string | undefined>();

  function placeOf(path: string): Place | undefined {
    return memoised(places, path, () => (root === undefined ? undefined : placeIn(root, path)));
  }

  function list(path: string): readonly string[] | undefined {
    return memoised(lists, path, () => {
      const place = placeOf(path);
      const entries = place?.isDirectory === true ? entriesOf(place.path) : undefined;
      const added = [...overrides.keys()].filter((name) => posix.dirname(`/${name}`) === `/${path}`);
      if (entries === undefined) return added.length === 0 ? undefined : added.map((name) => posix.basename(name));
      const names = entries.map((name) => (placeOf(posix.join(path, name))?.isDirectory === true ? `${name}/` : name));
      return [...new Set([...names, ...added.map((name) => posix.basename(name))])].sort();
    });
  }

  function read(path: string): string | undefined {
    return (
      overrides.get(path) ??
      memoised(texts, path, () => {
        const place = placeOf(path);
        return place?.isFile === true && place.size <= MAX_FILE_SIZE ? readText(place.path) : undefined;
      })
    );
  }

  const exists = (path: string): boolean => overrides.has(path) || placeOf(path) !== undefined;
  let ignore: IgnoreFile | undefined;
  const ignoreFile = (): IgnoreFile => (ignore ??= readIgnoreFile(directory, options.dockerfile, { read, exists }));
  return {
    list: (path) => list(normalize(path)),
    read: (path) => read(normalize(path)),
    exists: (path) => exists(normalize(path)),
    ignores: (path) => ignoreFile().ignores(normalize(path)),
    get ignoreFile() {
      return ignoreFile().name;
    },
    isExplicit: options.isExplicit,
  };
}

interface IgnoreFile {
  readonly name: string | undefined;
  readonly ignores: (path: string) => boolean;
}

// Docker takes `<Dockerfile>.dockerignore` beside the Dockerfile, which need not lie in the context, before `.dockerignore`.
function readIgnoreFile(
  directory: string,
  dockerfile: string | undefined,
  { read, exists }: Pick<BuildContext, 'read' | 'exists'>,
): IgnoreFile {
  if (dockerfile !== undefined) {
    const path = `${resolve(directory, dockerfile)}.dockerignore`;
    const name = relative(resolve(directory), path).split(sep).join('/');
    const text = isInside(name) ? read(name) : readText(path);
    if (text !== undefined) return { name, ignores: ignorePatterns(text) };
  }
  if (!exists('.dockerignore')) return { name: undefined, ignores: () => false };
  return { name: '.dockerignore', ignores: ignorePatterns(read('.dockerignore') ?? '') };
}

interface Place {
  readonly path: string;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  /** In bytes. */
  readonly size: number;
}

function placeIn(root: string, path: string): Place | undefined {
  const real = realPathOf(join(root, path));
  if (real === undefined || !isInside(relative(root, real))) return undefined;
  try {
    const stats = statSync(real);
    return { path: real, isFile: stats.isFile(), isDirectory: stats.isDirectory(), size: stats.size };
  } catch {
    return undefined;
  }
}

function entriesOf(directory: string): readonly string[] | undefined {
  try {
    return readdirSync(directory);
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    if (statSync(path).size > MAX_FILE_SIZE) return undefined;
    const text = readFileSync(path, 'utf8');
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** Returns the path from the root as a build sees it: `..` does not lead above it. */
function normalize(path: string): string {
  return posix.normalize(`/${path}`).replace(/^\/+/, '').replace(/\/+$/, '');
}

function isInside(relativePath: string): boolean {
  return relativePath !== '..' && !/^\.\.[\\/]/.test(relativePath) && !isAbsolute(relativePath);
}

function memoised<V>(cache: Map<string, V>, key: string, compute: () => V): V {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) return known as V;
  const value = compute();
  cache.set(key, value);
  return value;
}
