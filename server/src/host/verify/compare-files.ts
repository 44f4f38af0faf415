import { posix } from 'node:path';
import { entryAt, type FileEntry, type ImageFiles } from './image-files';
import { ownerOf, packageRecords, type InstalledPackage } from './package-records';

export interface FileCount {
  readonly files: number;
  readonly bytes: number;
}

export interface DirectorySummary extends FileCount {
  readonly path: string;
}

export interface PackageSummary extends InstalledPackage {
  /** What its files take, where its records name them. */
  readonly bytes: number;
}

/** Files that only one of the images has. */
export interface OneSided extends FileCount {
  /** The shallowest directories that are on this side only, the largest first; a file by itself counts for one. */
  readonly directories: readonly DirectorySummary[];
  readonly packages: readonly PackageSummary[];
}

/** A file that both images have at the same place, and not alike. */
export interface ChangedFile {
  readonly path: string;
  /** As the end of a sentence: `was a file, is a directory`. */
  readonly how: string;
  readonly matters: boolean;
}

export interface ChangedPackage {
  readonly manager: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface FilesComparison {
  readonly before: FileCount;
  readonly after: FileCount;
  readonly left: OneSided;
  readonly added: OneSided;
  readonly equal: number;
  /** Files of packages and base images that differ as those do, and what each run or build writes anew. */
  readonly expected: number;
  readonly changed: readonly ChangedFile[];
  readonly changedPackages: readonly ChangedPackage[];
  /** Python distributions that the original has, and the result nowhere. */
  readonly lostDistributions: readonly string[];
}

export interface ComparableFiles {
  readonly files: ImageFiles;
  /** The user that the container starts as; `undefined` where the image does not tell its number. */
  readonly uid: number | undefined;
}

export interface FileComparisonOptions {
  /** The files of the image that the result stands on. */
  readonly base: ImageFiles | undefined;
  /** Another user was asked for, who owns what the first one owned. */
  readonly addsUser: boolean;
  /** Tells whether the build context has a file of this name and digest. */
  readonly isFromContext: (name: string, hash: string) => boolean;
}

/** Returns what left the image, what is new, and what both have differently. */
export function compareFileSystems(
  before: ComparableFiles,
  after: ComparableFiles,
  options: FileComparisonOptions,
): FilesComparison {
  const changed: ChangedFile[] = [];
  let equal = 0;
  let expected = 0;
  for (const [path, was] of before.files) {
    const is = after.files.get(path);
    if (is === undefined) continue;
    const found = difference(path, was, is, before, after, options);
    if (found === 'equal') equal++;
    else if (found === 'expected') expected++;
    else changed.push(found);
  }
  const [packagesBefore, packagesAfter] = [packageRecords(before.files).packages, packageRecords(after.files).packages];
  const changedPackages = [...packagesBefore].flatMap(([key, { manager, name, version }]): ChangedPackage[] => {
    const now = packagesAfter.get(key)?.version;
    return version === undefined || now === undefined || now === version
      ? []
      : [{ manager, name, before: version, after: now }];
  });
  return {
    before: countOf(before.files.values()),
    after: countOf(after.files.values()),
    left: oneSided(before.files, after.files),
    added: oneSided(after.files, before.files),
    equal,
    expected,
    changed: changed.sort((a, b) => Number(b.matters) - Number(a.matters) || (a.path < b.path ? -1 : 1)),
    changedPackages,
    lostDistributions: [...packagesBefore].flatMap(([key, { manager, name }]) =>
      manager === 'python' && !packagesAfter.has(key) && !INSTALLERS.has(name) ? [name] : [],
    ),
  };
}

/** These install the others, and nothing imports them. */
const INSTALLERS: ReadonlySet<string> = new Set(['pip', 'setuptools', 'wheel']);

/** Kernel interfaces, what the engine mounts over each container, indexes of what one image has, caches and logs. */
const WRITTEN_ANEW =
  /^\/(?:proc|sys|dev|run|tmp|var\/(?:log|cache|tmp|lib\/(?:apt|dpkg|pam))|lib\/apk|usr\/lib\/apk|root\/\.(?:npm|cache))(?:\/|$)|^\/etc\/(?:hosts|resolv\.conf|hostname|mtab|ld\.so\.cache|apk\/world|(?:passwd|group|shadow|gshadow|subuid|subgid)-?|\.pwd\.lock)$|^\/\.dockerenv$|\/__pycache__\/|\/node_modules\/\.(?:package-lock\.json|yarn-integrity|modules\.yaml)$|\/[^/]+\.dist-info\/(?:RECORD|direct_url\.json)$|^\/usr\/share\/info\/dir$/;

function difference(
  path: string,
  was: FileEntry,
  is: FileEntry,
  before: ComparableFiles,
  after: ComparableFiles,
  { base, addsUser, isFromContext }: FileComparisonOptions,
): ChangedFile | 'equal' | 'expected' {
  const isSame = was.kind === is.kind && was.hash === is.hash && was.target === is.target && was.mode === is.mode;
  if (isSame && was.uid === is.uid && was.gid === is.gid) return 'equal';
  if (WRITTEN_ANEW.test(path)) return 'expected';
  const original = base?.get(path);
  // The base image of the result has it so: that it is another base image is no news.
  if (original !== undefined && original.hash === is.hash && original.target === is.target && original.kind === is.kind)
    return original.mode === is.mode && original.uid === is.uid ? 'expected' : access(path, was, is, before, after);
  if (was.kind !== is.kind) return { path, how: `was a ${was.kind}, is a ${is.kind}`, matters: true };
  if (was.target !== is.target)
    return {
      path,
      how: `pointed to ${was.target}, points to ${is.target}`,
      matters: entryAt(after.files, path) === undefined,
    };
  if (was.hash !== is.hash && !hasSameSubstance(path, was, is, before, after)) {
    const isCopied = was.isText === true && isFromContext(posix.basename(path), was.hash);
    return isCopied
      ? { path, how: 'has not the contents that the build context gave it', matters: true }
      : { path, how: 'has other contents', matters: false };
  }
  if (was.mode === is.mode && (was.uid === is.uid || addsUser)) return 'expected';
  return access(path, was, is, before, after);
}

function access(
  path: string,
  was: FileEntry,
  is: FileEntry,
  before: ComparableFiles,
  after: ComparableFiles,
): ChangedFile | 'expected' {
  const rights = (entry: FileEntry, { uid }: ComparableFiles): string =>
    uid === undefined ? 'rwx' : rightsOf(entry, uid);
  const [then, now] = [rights(was, before), rights(is, after)];
  const lost = ['r', 'x'].filter((right) => then.includes(right) && !now.includes(right));
  // Who runs as somebody else may write to less, which is the point of it.
  const matters = is.kind !== 'link' && lost.length > 0;
  if (was.kind === 'link') return 'expected';
  const owner = ({ uid, gid, mode }: FileEntry): string => `${uid}:${gid} ${mode.toString(8).padStart(4, '0')}`;
  return {
    path,
    how: `had owner and mode ${owner(was)}, has ${owner(is)}${matters ? ', which the program may not use' : ''}`,
    matters,
  };
}

/** Returns what a user may do with a file, as `r-x`. Groups are not looked at. */
export function rightsOf({ mode, uid }: FileEntry, user: number): string {
  if (user === 0) return `rw${(mode & 0o111) === 0 ? '-' : 'x'}`;
  const bits = uid === user ? mode >> 6 : mode;
  return `${(bits & 4) === 0 ? '-' : 'r'}${(bits & 2) === 0 ? '-' : 'w'}${(bits & 1) === 0 ? '-' : 'x'}`;
}

/** Two builds of one source differ in what nobody reads; two images of one package may have different patches of it. */
function hasSameSubstance(
  path: string,
  was: FileEntry,
  is: FileEntry,
  before: ComparableFiles,
  after: ComparableFiles,
): boolean {
  if (was.substance !== undefined && was.substance === is.substance) return true;
  const [owner, now] = [ownerOf(before.files, path), ownerOf(after.files, path)];
  return owner !== undefined && owner.name === now?.name;
}

function countOf(entries: Iterable<FileEntry>): FileCount {
  let files = 0;
  let bytes = 0;
  const seen = new Set<FileEntry>();
  for (const entry of entries) {
    if (entry.kind === 'directory') continue;
    files++;
    // Several names of one file take its place once.
    if (!seen.has(entry)) bytes += entry.size;
    seen.add(entry);
  }
  return { files, bytes };
}

function oneSided(files: ImageFiles, others: ImageFiles): OneSided {
  const alone = new Map([...files].filter(([path]) => !others.has(path) && !/^\/\.dockerenv$/.test(path)));
  const groups = new Map<string, FileEntry[]>();
  for (const [path, entry] of alone) {
    if (entry.kind === 'directory') continue;
    const top = shallowest(path, others);
    const group = groups.get(top);
    if (group === undefined) groups.set(top, [entry]);
    else group.push(entry);
  }
  const directories = merged([...groups].map(([path, entries]) => ({ path, ...countOf(entries) })));
  const owned = new Map<string, FileEntry[]>();
  for (const [path, entry] of alone) {
    const owner = ownerOf(files, path);
    if (owner === undefined || entry.kind === 'directory') continue;
    const key = `${owner.manager} ${owner.name}`;
    const found = owned.get(key);
    if (found === undefined) owned.set(key, [entry]);
    else found.push(entry);
  }
  const otherPackages = packageRecords(others).packages;
  const packages = [...packageRecords(files).packages]
    .filter(([key]) => !otherPackages.has(key))
    .map(([key, found]) => ({ ...found, bytes: countOf(owned.get(key) ?? []).bytes }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
  return { ...countOf(alone.values()), directories, packages };
}

/** Returns the first directory on the way to `path` that the other image has not. */
function shallowest(path: string, others: ImageFiles): string {
  const parts = path.split('/');
  for (let length = 2; length < parts.length; length++) {
    const folder = parts.slice(0, length).join('/');
    if (!others.has(folder)) return folder;
  }
  return path;
}

/** Where many files or directories beside each other are alone, their parent says more. */
function merged(found: readonly DirectorySummary[]): readonly DirectorySummary[] {
  const MOST_BESIDE = 8;
  const byParent = new Map<string, DirectorySummary[]>();
  for (const one of found) {
    const parent = posix.dirname(one.path);
    byParent.set(parent, [...(byParent.get(parent) ?? []), one]);
  }
  const result = [...byParent].flatMap(([parent, children]): DirectorySummary[] =>
    children.length <= MOST_BESIDE
      ? children
      : [
          {
            path: `${parent === '/' ? '' : parent}/*`,
            files: children.reduce((sum, { files }) => sum + files, 0),
            bytes: children.reduce((sum, { bytes }) => sum + bytes, 0),
          },
        ],
  );
  return result.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
}

const TOOLS =
  /^(?:(?:[\w-]+-linux-gnu-)?(?:gcc|g\+\+|cpp|ld|as)(?:-\d+)?|cc|c\+\+|clang|make|cmake|go|gofmt|rustc|cargo|tsc|vite|node-gyp)$/;

/** Returns the compilers and build tools on the image's search path. */
export function buildTools(files: ImageFiles): readonly string[] {
  return [...files.keys()].filter((path) => {
    const [, , name] =
      /^\/(usr\/bin|usr\/sbin|usr\/local\/bin|usr\/local\/go\/bin|opt\/venv\/bin)\/([^/]+)$/.exec(path) ?? [];
    return name !== undefined && TOOLS.test(name) && entryAt(files, path) !== undefined;
  });
}
