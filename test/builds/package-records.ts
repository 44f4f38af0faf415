import type { ImageFiles } from './image-files';

/**
 * Returns name and upstream version of the Debian package that a file belongs to; `undefined` where it is nobody's.
 * What differs between two revisions of one upstream version is a patch of Debian's.
 */
export function packageVersion(files: ImageFiles, path: string): string | undefined {
  const records = recordsOf(files);
  // Before the directories were merged, packages named /lib what now is /usr/lib.
  const owner = records.owners.get(path) ?? records.owners.get(path.replace(/^\/usr(?=\/)/, ''));
  const version = owner === undefined ? undefined : records.versions.get(owner);
  return owner === undefined || version === undefined
    ? undefined
    : `${owner} ${version.replace(/^\d+:/, '').replace(/-[^-]*$/, '')}`;
}

interface Records {
  /** The package of each file. */
  readonly owners: ReadonlyMap<string, string>;
  readonly versions: ReadonlyMap<string, string>;
}

const known = new WeakMap<ImageFiles, Records>();

function recordsOf(files: ImageFiles): Records {
  const found = known.get(files);
  if (found !== undefined) return found;
  const owners = new Map<string, string>();
  for (const [path, { contents }] of files) {
    const [, name] = /^\/var\/lib\/dpkg\/info\/([^/:]+)(?::[^/]+)?\.list$/.exec(path) ?? [];
    if (name !== undefined) for (const file of (contents ?? '').split('\n')) owners.set(file, name);
  }
  const status = files.get('/var/lib/dpkg/status')?.contents ?? '';
  const versions = new Map(
    [...status.matchAll(/^Package: (.+)\n(?:.+\n)*?Version: (.+)$/gm)].map(
      ([, name = '', version = '']) => [name, version] as const,
    ),
  );
  const records = { owners, versions };
  known.set(files, records);
  return records;
}
