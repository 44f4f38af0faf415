import { posix } from 'node:path';
import type { ElfFile } from './elf';
import { entryAt, resolvePath, type ImageFiles } from './image-files';
import { ownerOf } from './package-records';

/** What a program, a library or a script asks of the image around it. */
export interface Need {
  readonly file: string;
  /**
   * `loader`: the dynamic loader a program names; `library`: a shared library; `version`: the symbol versions of one;
   * `interpreter`: the program in the first line of a script; `environment`: the Python of a virtual environment.
   */
  readonly kind: 'loader' | 'library' | 'version' | 'interpreter' | 'environment';
  /** What is asked for, as written there. */
  readonly name: string;
}

/** What the programs of one image need, and what of it is not there. */
export interface Needs {
  /** Programs, shared libraries and scripts that were read. */
  readonly files: number;
  readonly needs: number;
  readonly missing: readonly Need[];
}

/** The variables of an image's environment that decide where programs and libraries are looked for. */
export interface SearchPaths {
  readonly path: string;
  readonly libraryPath: string;
}

/** Reads from the files alone, without running anything, what every program of an image needs and does not find. */
export function needsOf(files: ImageFiles, paths: SearchPaths): Needs {
  const loader = createLoader(files, paths);
  const missing: Need[] = [];
  let count = 0;
  let programs = 0;
  for (const [file, entry] of files) {
    if (entry.elf !== undefined) {
      programs++;
      const found = needsOfElf(loader, files, file, entry.elf);
      count += found.count;
      missing.push(...found.missing);
    } else if (entry.interpreter !== undefined && (entry.mode & 0o111) !== 0) {
      programs++;
      count++;
      const name = interpreterOf(entry.interpreter);
      if (name !== undefined && findProgram(files, name, paths.path) === undefined)
        missing.push({ file, kind: 'interpreter', name });
    } else if (file.endsWith('/pyvenv.cfg') && entry.contents !== undefined) {
      programs++;
      count++;
      const problem = environmentProblem(files, file, entry.contents.toString('utf8'));
      if (problem !== undefined) missing.push({ file, kind: 'environment', name: problem });
    }
  }
  return { files: programs, needs: count, missing };
}

/** Returns where a program that is named as in a command line lies; `undefined` where no such program is. */
export function findProgram(files: ImageFiles, name: string, path: string, workdir = '/'): string | undefined {
  const places = name.includes('/')
    ? [posix.resolve(workdir, name)]
    : path.split(':').map((folder) => posix.join(folder === '' ? workdir : folder, name));
  return places.find((place) => {
    const entry = entryAt(files, place);
    return entry?.kind === 'file' && (entry.mode & 0o111) !== 0;
  });
}

/** The C library that programs of an image are linked with, as far as its files tell. */
export function libraryOf(files: ImageFiles): string | undefined {
  const found: string[] = [];
  for (const [path, { elf }] of files) {
    if (/\/ld-musl-[\w-]+\.so\.1$/.test(path)) found.push('musl');
    if (elf === undefined || !/\/libc\.so\.6$|\/libc-2\.\d+\.so$/.test(path)) continue;
    const versions = elf.provided.flatMap((name) => /^GLIBC_2\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
    if (versions.length > 0) found.push(`glibc 2.${Math.max(...versions)}`);
  }
  return [...new Set(found)].sort().join(' and ') || undefined;
}

interface Loader {
  /** The libraries called `name` that `from` would load, the first first. */
  find(name: string, file: string, from: ElfFile): ElfFile | undefined;
}

function needsOfElf(
  loader: Loader,
  files: ImageFiles,
  file: string,
  elf: ElfFile,
): { readonly count: number; readonly missing: readonly Need[] } {
  const missing: Need[] = [];
  const { interpreter } = elf;
  if (interpreter !== undefined && entryAt(files, interpreter) === undefined)
    missing.push({ file, kind: 'loader', name: interpreter });
  const libraries = new Map<string, ElfFile>();
  for (const name of elf.needed) {
    const found = loader.find(name, file, elf);
    if (found === undefined) missing.push({ file, kind: 'library', name });
    else libraries.set(name, found);
  }
  for (const { library, version } of elf.required) {
    const found = libraries.get(library);
    // A library without versions satisfies every wish: the loader only warns.
    if (found !== undefined && found.provided.length > 0 && !found.provided.includes(version))
      missing.push({ file, kind: 'version', name: `${library} with ${version}` });
  }
  return { count: elf.needed.length + elf.required.length + (interpreter === undefined ? 0 : 1), missing };
}

function createLoader(files: ImageFiles, { libraryPath }: SearchPaths): Loader {
  const cache = loaderCache(files.get('/etc/ld.so.cache')?.contents);
  const muslPaths = [...files]
    .filter(([path]) => /^\/etc\/ld-musl-[\w-]+\.path$/.test(path))
    .flatMap(([, { contents }]) => (contents?.toString('utf8') ?? '').split(/[:\n]/))
    .filter((path) => path !== '');
  const isMusl = [...files.keys()].some((path) => /^\/lib\/ld-musl-[\w-]+\.so\.1$/.test(path));
  const triplets = [...files.keys()].flatMap((path) => /^\/(?:usr\/)?lib\/([\w]+-linux-[\w]+)$/.exec(path)?.[1] ?? []);
  const defaults = isMusl
    ? muslPaths.length > 0
      ? muslPaths
      : ['/lib', '/usr/local/lib', '/usr/lib']
    : [
        ...[...new Set(triplets)].flatMap((triplet) => [`/lib/${triplet}`, `/usr/lib/${triplet}`]),
        ...['/lib64', '/usr/lib64', '/lib', '/usr/lib', '/lib32', '/usr/lib32'],
      ];
  const asked = libraryPath.split(':').filter((folder) => folder !== '');
  return {
    find: (name, file, from) => {
      const at = (place: string): ElfFile | undefined => {
        const elf = entryAt(files, place)?.elf;
        return elf?.machine === from.machine ? elf : undefined;
      };
      if (name.includes('/')) return at(name);
      const origin = posix.dirname(resolvePath(files, file) ?? file);
      const own = (paths: readonly string[]): readonly string[] =>
        paths.map((path) => path.replace(/\$ORIGIN|\$\{ORIGIN\}/g, origin));
      const folders = [
        ...(from.runpath.length > 0 ? [] : own(from.rpath)),
        ...asked,
        ...own(from.runpath),
        ...(isMusl ? own(from.rpath) : []),
      ];
      // musl gives its own library every name that it stands for.
      if (isMusl && /^libc\.musl-[\w-]+\.so\.1$/.test(name)) return at(`/lib/${name}`);
      for (const place of [
        ...folders.map((folder) => posix.join(folder, name)),
        ...(cache.get(name) ?? []),
        ...defaults.map((folder) => posix.join(folder, name)),
      ]) {
        const found = at(place);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

const MAGIC = 'glibc-ld.so.cache1.1';

/** Returns the places that the loader's index gives for each library. */
function loaderCache(contents: Buffer | undefined): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  const start = contents === undefined ? -1 : contents.indexOf(MAGIC, 0, 'latin1');
  if (contents === undefined || start === -1) return places;
  const text = (offset: number): string => {
    const at = start + offset;
    return contents.toString('utf8', at, contents.indexOf(0, at));
  };
  const isLittle = contents.readUInt32LE(start + 20) < 0x10000;
  const word = (at: number): number => (isLittle ? contents.readUInt32LE(at) : contents.readUInt32BE(at));
  for (let index = 0; index < word(start + 20); index++) {
    const at = start + 48 + index * 24;
    if (at + 24 > contents.length) break;
    const name = text(word(at + 4));
    places.set(name, [...(places.get(name) ?? []), text(word(at + 8))]);
  }
  return places;
}

/** Returns the program that the first line of a script names: the one that `env` looks for, if it asks that. */
function interpreterOf(line: string): string | undefined {
  const words = line.split(/\s+/);
  const [program = '', ...rest] = words;
  if (!/(?:^|\/)env$/.test(program)) return program === '' ? undefined : program;
  return rest.find((word) => !word.startsWith('-') && !word.includes('=')) ?? program;
}

/** A virtual environment has no Python of its own: it needs the one it was made with, of the same version. */
function environmentProblem(files: ImageFiles, file: string, contents: string): string | undefined {
  const folder = posix.dirname(file);
  const python = resolvePath(files, `${folder}/bin/python`) ?? resolvePath(files, `${folder}/bin/python3`);
  const home = /^home\s*=\s*(.+)$/m.exec(contents)?.[1]?.trim() ?? 'the Python it was made with';
  if (python === undefined) return home;
  const version = /\/python(3\.\d+)$/.exec(python)?.[1];
  const packages = [...files.keys()].flatMap((path) =>
    path.startsWith(`${folder}/lib/python`)
      ? (/^\/lib\/python(3\.\d+)$/.exec(path.slice(folder.length))?.[1] ?? [])
      : [],
  );
  return version === undefined || packages.length === 0 || packages.includes(version)
    ? undefined
    : `Python ${packages.join(', ')} (it finds ${version})`;
}

/** A need that the result does not satisfy though the original did. */
export interface LostNeed extends Need {
  readonly matters: boolean;
  /** Why it may not matter. */
  readonly note?: string;
}

export interface NeedsComparison {
  readonly files: number;
  readonly needs: number;
  readonly lost: readonly LostNeed[];
  /** Needs that the original misses too. */
  readonly missingInBoth: number;
}

/** What decides whether a lost need is one of the application's. */
export interface NeedsView {
  readonly files: ImageFiles;
  readonly paths: SearchPaths;
  readonly workdir: string;
}

/** Compares what programs of the result miss with what programs of the original and of the result's own base miss. */
export function compareNeeds(before: NeedsView, after: NeedsView, base: NeedsView | undefined): NeedsComparison {
  const now = needsOf(after.files, after.paths);
  // A program may have moved, as the packages of a virtual environment do.
  const keyOf = ({ file, kind, name }: Need): string => `${posix.basename(file)}\0${kind}\0${name}`;
  const missedBefore = new Set(needsOf(before.files, before.paths).missing.map(keyOf));
  const missedByBase =
    base === undefined
      ? new Set<string>()
      : new Set(needsOf(base.files, base.paths).missing.map(({ file, kind, name }) => `${file}\0${kind}\0${name}`));
  const lost = now.missing.filter((need) => !missedBefore.has(keyOf(need)));
  return {
    files: now.files,
    needs: now.needs,
    missingInBoth: now.missing.length - lost.length,
    lost: lost.map((need): LostNeed => {
      const { file, kind, name } = need;
      if (missedByBase.has(`${file}\0${kind}\0${name}`))
        return { ...need, matters: false, note: 'the base image of the result misses it by itself' };
      if (kind !== 'interpreter') return { ...need, matters: true };
      if (isStartable(after, file)) return { ...need, matters: true };
      return { ...need, matters: false, note: 'a script that is neither on PATH nor the application’s own' };
    }),
  };
}

/** Dependencies come with scripts for their own development, which nothing starts. */
function isStartable({ files, paths, workdir }: NeedsView, file: string): boolean {
  if (ownerOf(files, file) !== undefined) return false;
  if (paths.path.split(':').includes(posix.dirname(file))) return true;
  return (
    workdir !== '/' &&
    file.startsWith(`${workdir.replace(/\/+$/, '')}/`) &&
    !/\/(?:node_modules|site-packages|vendor)\//.test(file)
  );
}
