import type { ImageFiles } from './image-files';

/** One package that an image has installed. */
export interface InstalledPackage {
  /** `python`: a distribution in site-packages; `node`: a package in node_modules. */
  readonly manager: 'dpkg' | 'apk' | 'python' | 'node';
  readonly name: string;
  /** `undefined` where no record tells. */
  readonly version: string | undefined;
}

/** What an image records of its packages. */
export interface PackageRecords {
  /** By manager and name (`dpkg zlib1g`). */
  readonly packages: ReadonlyMap<string, InstalledPackage>;
  /** The packages of dpkg and apk by the files that they brought. */
  readonly owners: ReadonlyMap<string, InstalledPackage>;
}

const known = new WeakMap<ImageFiles, PackageRecords>();

/** Returns the packages of an image as its own records list them. */
export function packageRecords(files: ImageFiles): PackageRecords {
  const found = known.get(files);
  if (found !== undefined) return found;
  const owners = new Map<string, InstalledPackage>();
  const packages = new Map<string, InstalledPackage>();
  const add = (found: InstalledPackage): InstalledPackage => {
    packages.set(`${found.manager} ${found.name}`, found);
    return found;
  };
  readDpkg(files, add, owners);
  readApk(files, add, owners);
  for (const path of files.keys()) {
    const [, name = '', version] = /\/(?:site|dist)-packages\/([^/]+?)-([^/-]+)\.dist-info\/METADATA$/.exec(path) ?? [];
    // Distributions that a package of the system brought are that package.
    if (version !== undefined && !owners.has(path))
      add({ manager: 'python', name: name.toLowerCase().replace(/[._-]+/g, '-'), version });
    const [, node] = /\/node_modules\/((?:@[^/]+\/)?[^/@.][^/]*)\/package\.json$/.exec(path) ?? [];
    if (node !== undefined && !owners.has(path)) add({ manager: 'node', name: node, version: undefined });
  }
  const records = { owners, packages };
  known.set(files, records);
  return records;
}

/** Returns the package of dpkg or apk that a file belongs to. */
export function ownerOf(files: ImageFiles, path: string): InstalledPackage | undefined {
  const { owners } = packageRecords(files);
  // Before the directories were merged, packages named /lib what now is /usr/lib.
  return owners.get(path) ?? owners.get(path.replace(/^\/usr(?=\/)/, ''));
}

/**
 * Returns name and upstream version of the package that a file belongs to; `undefined` where it is nobody's.
 * What differs between two revisions of one upstream version is a patch of the distribution's.
 */
export function packageVersion(files: ImageFiles, path: string): string | undefined {
  const owner = ownerOf(files, path);
  return owner?.version === undefined ? undefined : `${owner.name} ${upstreamVersion(owner.version)}`;
}

/** Returns a version without the distribution's epoch and revision. */
export function upstreamVersion(version: string): string {
  return version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');
}

type Add = (found: InstalledPackage) => InstalledPackage;

function readDpkg(files: ImageFiles, add: Add, owners: Map<string, InstalledPackage>): void {
  const textOf = (path: string): string => files.get(path)?.contents?.toString('utf8') ?? '';
  const installed = new Map<string, InstalledPackage>();
  for (const record of textOf('/var/lib/dpkg/status').split('\n\n')) {
    const found = addRecord(record, add);
    if (found !== undefined) installed.set(found.name, found);
  }
  for (const path of files.keys()) {
    const [, listed] = /^\/var\/lib\/dpkg\/info\/([^/:]+)(?::[^/]+)?\.list$/.exec(path) ?? [];
    const found = listed === undefined ? undefined : installed.get(listed);
    if (found !== undefined) for (const file of textOf(path).split('\n')) owners.set(file, found);
    // Images without a shell have one file for each package, and the digests of its files beside it.
    if (!/^\/var\/lib\/dpkg\/status\.d\/[^/]+$/.test(path) || path.endsWith('.md5sums')) continue;
    const single = addRecord(textOf(path), add);
    if (single === undefined) continue;
    for (const [, file = ''] of textOf(`${path}.md5sums`).matchAll(/^[0-9a-f]{32} {2}(.+)$/gm))
      owners.set(`/${file.replace(/^\.?\//, '')}`, single);
  }
}

function addRecord(record: string, add: Add): InstalledPackage | undefined {
  const field = (name: string): string | undefined => new RegExp(`^${name}: (.+)$`, 'm').exec(record)?.[1];
  const name = field('Package');
  const version = field('Version');
  if (name === undefined || version === undefined || / not-installed$| config-files$/.test(field('Status') ?? ''))
    return undefined;
  return add({ manager: 'dpkg', name, version });
}

function readApk(files: ImageFiles, add: Add, owners: Map<string, InstalledPackage>): void {
  const records =
    files.get('/lib/apk/db/installed')?.contents ?? files.get('/usr/lib/apk/db/installed')?.contents ?? Buffer.alloc(0);
  for (const record of records.toString('utf8').split('\n\n')) {
    let name: string | undefined;
    let version: string | undefined;
    let folder = '';
    const paths: string[] = [];
    for (const line of record.split('\n')) {
      const value = line.slice(2);
      if (line.startsWith('P:')) name = value;
      else if (line.startsWith('V:')) version = value;
      else if (line.startsWith('F:')) folder = value;
      else if (line.startsWith('R:')) paths.push(`/${folder === '' ? '' : `${folder}/`}${value}`);
    }
    if (name === undefined) continue;
    const found = add({ manager: 'apk', name, version });
    for (const path of paths) owners.set(path, found);
  }
}
