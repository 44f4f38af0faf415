import { dirname, posix } from 'node:path';
import { compareConfigurations } from '../../server/src/host/verify/compare-configurations';
import type { ImageConfiguration } from '../../server/src/host/verify/docker';
import { resolvePath, type FileEntry, type ImageFiles } from '../../server/src/host/verify/image-files';
import { packageVersion } from '../../server/src/host/verify/package-records';

/** One image, looked at from all sides. */
export interface Side {
  readonly container: string;
  readonly files: ImageFiles;
  readonly config: ImageConfiguration;
  /** The configuration of the image that the stage starts from. */
  readonly base: ImageConfiguration;
  /** The name of that image. */
  readonly baseName: string;
}

export interface FileComparison {
  /** Files of the original image that its processes opened. */
  readonly opened: number;
  /** Those found in the converted image, equal. */
  readonly equal: number;
  readonly problems: readonly string[];
}

/** What one application's conversion is known to change among the files that are opened. */
export interface Exceptions {
  /** Files that the runtime's base replaces by others, with one of those. */
  readonly replaced?: Readonly<Record<string, string>>;
  /** Files that only build packages bring, each with the reason why nothing misses it. */
  readonly leftBehind?: Readonly<Record<string, string>>;
  /** What CMD is where the plan rewrites it: `uv run x` becomes `x`. */
  readonly command?: readonly string[];
}

const VENV = '/opt/venv';
/** Returns every difference of the two image configurations that no conversion may make. */
export function configurationProblems(
  before: Side,
  after: Side,
  addsUser: boolean,
  { command }: Pick<Exceptions, 'command'>,
): readonly string[] {
  return compareConfigurations(before, after, { addsUser, files: after.files })
    .filter(({ declared }) => declared === undefined)
    .filter(({ field, after: is }) => field !== 'Cmd' || is !== JSON.stringify(command))
    .map(({ field, before: was, after: is }) => `${field} was ${was}, is ${is}`);
}

/** Compares the files that the original's processes opened with those at the same place of the converted image. */
export function compareFiles(
  opened: readonly string[],
  before: Side,
  after: Side,
  uid: number,
  { replaced = {}, leftBehind = {} }: Exceptions,
): FileComparison {
  const problems: string[] = [];
  let count = 0;
  let equal = 0;
  for (const path of new Set(opened.map(withoutCache))) {
    if (NOT_OF_THE_IMAGE.test(path) || leftBehind[path] !== undefined) continue;
    const original = resolvePath(before.files, path);
    const entry = original === undefined ? undefined : before.files.get(original);
    // What is not in the image was made by the running process.
    if (original === undefined || entry === undefined) continue;
    count++;
    const found = [path, ...placesInEnvironment(path)].flatMap((place) => {
      const resolved = resolvePath(after.files, place);
      const file = resolved === undefined ? undefined : after.files.get(resolved);
      return resolved === undefined || file === undefined ? [] : [{ path: resolved, file }];
    });
    const [first] = found;
    const replacement = replaced[path];
    if (first === undefined && replacement !== undefined && resolvePath(after.files, replacement) !== undefined) {
      equal++;
      continue;
    }
    if (first === undefined) {
      problems.push(`${path} is missing`);
      continue;
    }
    const failures: string[] = [];
    for (const candidate of found) {
      const failure = difference({ path: original, file: entry }, candidate, before, after, uid);
      if (failure === undefined) {
        failures.length = 0;
        break;
      }
      failures.push(failure);
    }
    if (failures.length > 0) problems.push(`${path}: ${failures.join('; ')}`);
    else equal++;
  }
  return { opened: count, equal, problems };
}

interface Located {
  readonly path: string;
  readonly file: FileEntry;
}

function difference(was: Located, is: Located, before: Side, after: Side, uid: number): string | undefined {
  if (was.file.kind !== is.file.kind) return `was a ${was.file.kind}, is a ${is.file.kind}`;
  if (!isReadable(is.file, uid)) return `user ${uid} may not read it`;
  if (was.file.kind !== 'file') return undefined;
  if (was.file.mode !== is.file.mode)
    return `has mode ${is.file.mode.toString(8)} instead of ${was.file.mode.toString(8)}`;
  if (was.file.hash === is.file.hash || GENERATED.test(was.path)) return undefined;
  if (was.file.substance !== undefined && was.file.substance === is.file.substance) return undefined;
  // Installing a compiler upgrades libraries of the base on the way; without it they keep the base's patch level.
  const [versionThen, versionNow] = [packageVersion(before.files, was.path), packageVersion(after.files, is.path)];
  if (versionThen !== undefined && versionThen === versionNow) return undefined;
  return 'has other contents';
}

function isReadable({ mode, uid }: FileEntry, user: number): boolean {
  return user === 0 || (mode & 0o004) !== 0 || (uid === user && (mode & 0o400) !== 0);
}

/** Kernel interfaces, what the engine mounts over each container, and the caches and logs of package managers. */
const NOT_OF_THE_IMAGE =
  /^\/(?:proc|sys|dev|\.trace|root\/\.npm|root\/\.cache)(?:\/|$)|^\/(?:etc\/(?:hosts|resolv\.conf|hostname|mtab)|\.dockerenv)$/;

/** The loader's index of libraries, and the accounts of packages and users: both list what one image has. */
const GENERATED = /^\/etc\/(?:ld\.so\.cache|passwd|group)$/;

/** Python's byte code is a cache of the source beside it, which says more. */
function withoutCache(path: string): string {
  const [, folder, name] = /^(.*)\/__pycache__\/([^/]+)\.cpython-\d+(?:\.opt-\d)?\.pyc$/.exec(path) ?? [];
  return folder === undefined || name === undefined ? path : `${folder}/${name}.py`;
}

/** Where a conversion with a virtual environment moves packages and their programs. */
function placesInEnvironment(path: string): readonly string[] {
  const [, python, rest] = /^\/usr\/local\/lib\/(python[\d.]+)\/(?:site|dist)-packages(\/.*)?$/.exec(path) ?? [];
  if (python !== undefined) return [`${VENV}/lib/${python}/site-packages${rest ?? ''}`];
  if (dirname(path) === '/usr/local/bin') return [posix.join(VENV, 'bin', posix.basename(path))];
  return [];
}
