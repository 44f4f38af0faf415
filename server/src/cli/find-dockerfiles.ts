import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { reasonOf } from './terminal';

/** A Dockerfile, or what could not be read while looking for one. Paths are as given, or as found below what was given. */
export interface FoundPath {
  readonly path: string;
  readonly error?: string;
}

/** Returns the files that `paths` name and the Dockerfiles in the folders among them: sorted, each once. */
export function findDockerfiles(folder: string, paths: readonly string[]): readonly FoundPath[] {
  const found = new Map<string, FoundPath>();
  for (const given of paths) {
    for (const entry of expand(folder, given)) {
      const key = resolve(folder, entry.path);
      if (!found.has(key)) found.set(key, entry);
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** Tells whether a file called `name` is a Dockerfile. */
export function isDockerfileName(name: string): boolean {
  if (/\.(?:docker|container)ignore$/i.test(name)) return false;
  return (
    /^(?:Dockerfile|Containerfile)(?:\..+)?$/.test(name) ||
    name === 'dockerfile' ||
    /\.(?:[Dd]ocker|[Cc]ontainer)file$/.test(name)
  );
}

function expand(folder: string, given: string): readonly FoundPath[] {
  try {
    if (!statSync(resolve(folder, given)).isDirectory()) return [{ path: given }];
  } catch (error) {
    return [{ path: given, error: reasonOf(error) }];
  }
  const prefix = given.replace(/[\\/]+$/, '');
  const found = search(resolve(folder, given), prefix === '.' ? '' : prefix === '' ? '/' : `${prefix}/`);
  return found.length > 0 ? found : [{ path: given, error: 'There is no Dockerfile in this folder.' }];
}

/** Links to folders are not followed: they could lead around in circles, or out of what was asked for. */
function search(directory: string, prefix: string): readonly FoundPath[] {
  let entries;
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    return [{ path: prefix.replace(/(?<=.)\/$/, ''), error: reasonOf(error) }];
  }
  return entries.flatMap((entry): readonly FoundPath[] => {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      return entry.name === 'node_modules' || entry.name === '.git'
        ? []
        : search(join(directory, entry.name), `${path}/`);
    }
    if (!isDockerfileName(entry.name)) return [];
    if (entry.isFile()) return [{ path }];
    return entry.isSymbolicLink() ? linkedFile(join(directory, entry.name), path) : [];
  });
}

function linkedFile(target: string, path: string): readonly FoundPath[] {
  try {
    return statSync(target).isFile() ? [{ path }] : [];
  } catch (error) {
    return [{ path, error: reasonOf(error) }];
  }
}
