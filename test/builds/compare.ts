import { dirname, posix } from 'node:path';
import type { ImageConfiguration } from './docker';
import { contentsOf, resolvePath, type FileEntry, type ImageFiles } from './image-files';
import { loadedSections } from './loaded-sections';
import { packageVersion } from './package-records';

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
}

const VENV = '/opt/venv';
const FIELDS = [
  'Cmd',
  'Entrypoint',
  'WorkingDir',
  'ExposedPorts',
  'Volumes',
  'Labels',
  'Healthcheck',
  'StopSignal',
  'Shell',
  'OnBuild',
] as const;

/** Returns every difference of the two image configurations that no conversion may make. */
export function configurationProblems(before: Side, after: Side, addsUser: boolean): readonly string[] {
  const problems = FIELDS.filter((field) => canonical(before.config[field]) !== canonical(after.config[field])).map(
    (field) => `${field} was ${canonical(before.config[field])}, is ${canonical(after.config[field])}`,
  );
  const user = (name: string | undefined): string => (name === undefined || name === '' ? 'root' : name);
  const was = user(before.config.User);
  const is = user(after.config.User);
  const isAdded = addsUser && was === 'root' && !/^(?:root|0)(?::|$)/.test(is);
  if (was !== is && !isAdded) problems.push(`User was ${was}, is ${is}`);
  if (was === is && addsUser && was === 'root') problems.push('User is root, though another was asked for');
  return [...problems, ...environmentProblems(before, after)];
}

function environmentProblems(before: Side, after: Side): readonly string[] {
  const was = variables(before.config);
  const is = variables(after.config);
  const baseWas = variables(before.base);
  const baseIs = variables(after.base);
  const changesBase = before.baseName !== after.baseName;
  const problems: string[] = [];
  for (const [name, value] of was) {
    const now = is.get(name);
    if (now === value) continue;
    // The environment's directory is named by the plan; the rest of PATH is the base's own.
    const path = name === 'PATH' && now?.startsWith(`${VENV}/bin:`) === true ? now.slice(VENV.length + 5) : now;
    const isBasesOwn = changesBase && value === baseWas.get(name) && path === baseIs.get(name);
    if (path !== value && !isBasesOwn) problems.push(`ENV ${name} was "${value}", is "${now ?? '(unset)'}"`);
  }
  for (const [name, value] of is)
    if (!was.has(name) && baseIs.get(name) !== value) problems.push(`ENV ${name}="${value}" is new`);
  return problems;
}

/** Compares the files that the original's processes opened with those at the same place of the converted image. */
export async function compareFiles(
  opened: readonly string[],
  before: Side,
  after: Side,
  uid: number,
  { replaced = {}, leftBehind = {} }: Exceptions,
): Promise<FileComparison> {
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
      const failure = await difference({ path: original, file: entry }, candidate, before, after, uid);
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

async function difference(
  was: Located,
  is: Located,
  before: Side,
  after: Side,
  uid: number,
): Promise<string | undefined> {
  if (was.file.kind !== is.file.kind) return `was a ${was.file.kind}, is a ${is.file.kind}`;
  if (!isReadable(is.file, uid)) return `user ${uid} may not read it`;
  if (was.file.kind !== 'file') return undefined;
  if (was.file.mode !== is.file.mode)
    return `has mode ${is.file.mode.toString(8)} instead of ${was.file.mode.toString(8)}`;
  if (was.file.hash === is.file.hash || GENERATED.test(was.path)) return undefined;
  const [then, now] = [await contentsOf(before.container, was.path), await contentsOf(after.container, is.path)];
  const loaded = loadedSections(then);
  if (loaded !== undefined && loaded === loadedSections(now)) return undefined;
  // Installing a compiler upgrades libraries of the base on the way; without it they keep the base's patch level.
  const [versionThen, versionNow] = [packageVersion(before.files, was.path), packageVersion(after.files, is.path)];
  if (versionThen !== undefined && versionThen === versionNow) return undefined;
  const isScript = then.toString('latin1', 0, 2) === '#!';
  if (isScript && withPlainInterpreter(then) === withPlainInterpreter(now)) return undefined;
  return 'has other contents';
}

/** Scripts of packages name the interpreter of the environment that they were installed in. */
function withPlainInterpreter(script: Buffer): string {
  return script.toString('latin1').replace(/^#!.*\/python[\d.]*(?=\n)/, '#!python');
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

const TOOLS =
  /^(?:(?:[\w-]+-linux-gnu-)?(?:gcc|g\+\+|cpp|ld|as)(?:-\d+)?|cc|c\+\+|clang|make|cmake|go|gofmt|rustc|cargo|tsc|vite|node-gyp)$/;

/** Returns the compilers and build tools on the image's search path. */
export function buildTools(files: ImageFiles): readonly string[] {
  return [...files.keys()].filter((path) => {
    const [, , name] =
      /^\/(usr\/bin|usr\/sbin|usr\/local\/bin|usr\/local\/go\/bin|opt\/venv\/bin)\/([^/]+)$/.exec(path) ?? [];
    return name !== undefined && TOOLS.test(name) && resolvePath(files, path) !== undefined;
  });
}

function variables({ Env }: ImageConfiguration): ReadonlyMap<string, string> {
  return new Map(
    (Env ?? []).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const),
  );
}

/** Empty and absent are one; the order of keys says nothing. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || value === '') return '(none)';
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : JSON.stringify(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return entries.length === 0 ? '(none)' : JSON.stringify(Object.fromEntries(entries));
}
