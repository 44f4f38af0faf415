import type { BuildContext } from '../context/build-context';
import { baseName, directoryOf, isWithin, joinPath } from '../model/paths';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { placedAt, startedProgram, type StartedProgram } from './binaries';
import { expandInScript } from './shell-values';
import { commandText, directoryAt, type Source } from './source';

/*
 * What builds in a file with Go: the go tool itself, tools that call it, make and scripts of the project; and where each
 * of them leaves its programs.
 */

/** One command that builds. */
export interface GoBuild {
  readonly command: ShellCommand;
  readonly instruction: Instruction;
  /** `go`: the tool itself, or a tool that hands its words on; the others decide themselves what they write. */
  readonly kind: 'go' | 'make' | 'script' | 'assets';
  /** `build`, `install` or `get` of the go tool. */
  readonly verb: string;
  /** The words after the verb. */
  readonly words: readonly (string | undefined)[];
}

/** Tools that build assets of the web besides the program. */
export const ASSET_TOOLS = /^(?:npm|npx|yarn|yarnpkg|pnpm|bun|bower|gulp|grunt|webpack|vite|ng)$/;

/** Returns the commands of the file that build, in order. */
export function goBuilds(source: Source): readonly GoBuild[] {
  const known = found.get(source);
  if (known !== undefined) return known;
  const builds = readBuilds(source);
  found.set(source, builds);
  return builds;
}

const found = new WeakMap<Source, readonly GoBuild[]>();

function readBuilds(source: Source): readonly GoBuild[] {
  const { runs, model } = source;
  return runs.flatMap(({ script, instruction }) =>
    script.commands.flatMap((command): readonly GoBuild[] => {
      if (command.isSubstitution) return [];
      const name = command.name ?? '';
      const all = command.args.map((word) =>
        word.hasSubstitution
          ? undefined
          : (word.value ?? expandInScript(model, instruction, word.text.replace(/["']/g, ''))),
      );
      // godep hands its words on: `godep go install`.
      const words = name === 'godep' && all[0] === 'go' ? all.slice(1) : all;
      const [verb = ''] = words;
      const base = { command, instruction, verb, words: words.slice(1) };
      if (name === 'go' || (name === 'godep' && words !== all) || (name === 'gom' && verb === 'build')) {
        const isLibrary = verb === 'get' && words.some((word) => word === '-d' || word?.startsWith('-d=') === true);
        return ['build', 'install', 'get'].includes(verb) && !isLibrary ? [{ ...base, kind: 'go' }] : [];
      }
      // The image's own helper of old: it installs the package of the working directory.
      if (name === 'go-wrapper') return verb === 'install' ? [{ ...base, kind: 'go' }] : [];
      if (name === 'make' || name === 'gmake' || name === 'mage' || name === 'task')
        return [{ ...base, kind: 'make', words: all }];
      if (ASSET_TOOLS.test(name)) return [{ ...base, kind: 'assets', words: all }];
      return buildsByScript(source, command) ? [{ ...base, kind: 'script', words: all }] : [];
    }),
  );
}

/** A script of the build context that calls the go tool or make. */
function buildsByScript({ context }: Source, command: ShellCommand): boolean {
  const path = scriptOf(command);
  if (path === undefined || context === undefined) return false;
  const text = scriptText(context, path);
  return text !== undefined && /\bgo\s+(?:build|install)\b|^\s*make\b/m.test(text);
}

/** Returns the script that `command` runs by its path, directly or by a shell. */
export function scriptOf({ name = '', nameWord, args }: ShellCommand): string | undefined {
  if (/^(?:ba|da|a)?sh$/.test(name)) return args.find(({ text }) => !text.startsWith('-'))?.value;
  const word = nameWord?.value;
  return word !== undefined && /^\.{0,2}\/|\//.test(word) && !/^\/(?:usr\/)?(?:local\/)?s?bin\//.test(word)
    ? word
    : undefined;
}

/** The script's own path tells its end; where it lies in the context is found by that. */
function scriptText(context: BuildContext, path: string): string | undefined {
  const parts = path.split('/').filter((part) => part !== '.' && part !== '..' && part !== '');
  for (let from = 0; from < parts.length; from++) {
    const text = context.read(parts.slice(from).join('/'));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Returns the directories with the go tool's workspace at `instruction`: GOPATH as set by ENV, or by the script before `command`. */
export function goPath(source: Source, { command, instruction }: Pick<GoBuild, 'command' | 'instruction'>): string {
  const value = variableAt(source, 'GOPATH', command, instruction);
  const [first = ''] = (value ?? '').split(':');
  if (first !== '') return first.length > 1 ? first.replace(/\/$/, '') : first;
  return workspaceOfBase(source);
}

/** An image whose variables no table has: what it starts tells its workspace, as the original would not start else. */
function workspaceOfBase(source: Source): string {
  const { facts } = source;
  const own = facts.config.env['GOPATH'];
  if (typeof own === 'string') return own;
  const program =
    facts.distribution.family === 'unknown' || facts.family === 'golang' ? startedProgram(source) : undefined;
  const directory = program === undefined || program.isOnPath ? '/' : directoryOf(program.path);
  const workspace = baseName(directory) === 'bin' ? directoryOf(directory) : '/';
  if (workspace !== '/' && !/^\/(?:usr|opt)(?:\/local)?$/.test(workspace)) return workspace;
  return facts.family === 'golang' ? '/go' : '/root/go';
}

/** Where `go install` puts programs. */
export function goBin(source: Source, build: Pick<GoBuild, 'command' | 'instruction'>): string {
  const bin = variableAt(source, 'GOBIN', build.command, build.instruction);
  return bin !== undefined && bin !== '' ? bin : (joinPath(goPath(source, build), 'bin') ?? '/go/bin');
}

/** The value of a variable where `command` runs: its own, the script's, or the image's. */
function variableAt(
  { model }: Source,
  name: string,
  command: ShellCommand,
  instruction: Instruction,
): string | undefined {
  const own = command.assignments.find((assignment) => assignment.name === name)?.value;
  if (own !== undefined) return own.value ?? expandInScript(model, instruction, own.text);
  const value = expandInScript(model, instruction, `$${name}`);
  return value === '' ? undefined : value;
}

/** Returns the absolute path of what `go build`, `go install` or `go get` writes, `undefined` where the text does not tell. */
export function outputOf(source: Source, build: GoBuild): string | undefined {
  if (build.kind !== 'go') return undefined;
  const { command, instruction, verb, words } = build;
  const { model } = source;
  const workdir = directoryAt(model, instruction, command);
  const packages = packagesOf(build);
  const last = packages.at(-1);
  if (verb === 'install' || verb === 'get') {
    const own = last === undefined || /^\.\/?$/.test(last) ? moduleName(source) : nameOfPackage(last);
    return own === undefined || own === '...' ? undefined : `${goBin(source, build)}/${own}`;
  }
  const index = words.findIndex((word) => word === '-o' || word?.startsWith('-o=') === true);
  const output = words[index] === '-o' ? words[index + 1] : words[index]?.slice('-o='.length);
  if (index !== -1) {
    if (output === undefined) return undefined;
    const path = joinPath(workdir, output);
    // A directory as output takes the package's name.
    return path !== undefined && /\/$|^\.$/.test(output) ? undefined : path;
  }
  const first = packages[0];
  if (last !== undefined && last.endsWith('.go'))
    return joinPath(workdir, baseName(first ?? last).replace(/\.go$/, ''));
  if (last !== undefined && !/^\.\/?$/.test(last) && !last.includes('...') && !last.startsWith('..'))
    return joinPath(workdir, baseName(last));
  const name = last === undefined || /^\.\/?$/.test(last) ? moduleName(source) : undefined;
  return joinPath(workdir, name ?? '') === workdir ? takenFrom(source, build, workdir) : joinPath(workdir, name ?? '');
}

/** A nameless binary is what a later step copies or moves out of the directory that it was built in. */
function takenFrom(
  { runs, model }: Source,
  { command, instruction }: GoBuild,
  workdir: string | undefined,
): string | undefined {
  if (workdir === undefined) return undefined;
  for (const run of runs) {
    if (run.instruction.index < instruction.index) continue;
    for (const later of run.script.commands) {
      if (!['cp', 'mv', 'install'].includes(later.name ?? '')) continue;
      if (run.instruction === instruction && later.span.start < command.span.start) continue;
      const [first] = later.args.filter(({ text }) => !text.startsWith('-'));
      const text = first?.value ?? (first && expandInScript(model, run.instruction, first.text));
      const path = text === undefined ? undefined : joinPath(directoryAt(model, run.instruction, later), text);
      if (path !== undefined && directoryOf(path) === workdir && !/[.*?]/.test(baseName(path))) return path;
    }
  }
  return undefined;
}

/** `example.com/x/cmd/tool@v1` makes `tool`, and so does `example.com/tool/v2`. */
function nameOfPackage(path: string): string | undefined {
  const parts = path.replace(/@.*$/, '').split('/');
  const last = parts.at(-1) ?? '';
  return /^v\d+$/.test(last) && parts.length > 1 ? parts.at(-2) : last;
}

/** The last element of the module's path, as go.mod has it or `go mod init` makes it. */
function moduleName({ context, runs }: Source): string | undefined {
  const made = runs
    .flatMap(({ script }) => script.commands)
    .find(({ name, args }) => name === 'go' && args[0]?.value === 'mod' && args[1]?.value === 'init');
  const path = made?.args[2]?.value ?? /^module\s+(\S+)/m.exec(context?.read('go.mod') ?? '')?.[1];
  return path === undefined ? undefined : nameOfPackage(path);
}

/** The packages that a command of the go tool names. */
function packagesOf({ words }: GoBuild): readonly (string | undefined)[] {
  return words.filter((word, i) => word !== undefined && !word.startsWith('-') && !VALUED.has(words[i - 1] ?? ''));
}

const VALUED: ReadonlySet<string> = new Set(
  '-o -ldflags -tags -gcflags -asmflags -mod -p -buildmode -installsuffix -modfile -overlay -pkgdir -toolexec -C -pgo'.split(
    ' ',
  ),
);

/** Returns the path of the started program if `build` may write it there and the text names no other place: else the original would not start. */
export function startedOutput(source: Source, build: GoBuild, program: StartedProgram): string | undefined {
  if (build.kind !== 'go') return undefined;
  const bin = goBin(source, build);
  const isInstall = build.verb !== 'build';
  if (program.isOnPath) return isInstall && !hasOtherName(build, program.path) ? `${bin}/${program.path}` : undefined;
  const output = build.words[build.words.indexOf('-o') + 1];
  const named = build.words.includes('-o') && output !== undefined ? output : '.';
  const directory = isInstall ? bin : joinPath(directoryAt(source.model, build.instruction, build.command), named);
  return directory !== undefined && directoryOf(program.path) === directory ? program.path : undefined;
}

/** The command names packages, and none that makes a program of this name. */
function hasOtherName(build: GoBuild, name: string): boolean {
  const packages = packagesOf(build);
  const isOpen =
    build.verb !== 'get' && packages.length === 0
      ? true
      : packages.some((word) => word === undefined || word.includes('...') || /^\.\/?$/.test(word));
  return !isOpen && packages.every((word) => nameOfPackage(word ?? '') !== name);
}

/** Returns the files that steps copy or move from the directories `trees` to the directories of programs. */
export function placedPrograms(source: Source, trees: readonly string[]): readonly string[] {
  return source.runs.flatMap(({ script, instruction }) =>
    script.commands.flatMap((command) => {
      if (!['cp', 'mv', 'install'].includes(command.name ?? '')) return [];
      const directory = directoryAt(source.model, instruction, command);
      const words = command.args.flatMap(({ value, text }) =>
        text.startsWith('-') ? [] : [value ?? expandInScript(source.model, instruction, text)],
      );
      const [from, to] = words.map((word) => (word === undefined ? undefined : joinPath(directory, word)));
      if (words.length !== 2 || from === undefined || to === undefined || /[*?]/.test(from)) return [];
      if (!trees.some((tree) => isWithin(from, tree)) || trees.some((tree) => isWithin(to, tree))) return [];
      const bin = goBin(source, { command, instruction });
      const isDirectory = words[1]?.endsWith('/') === true || to === bin || PROGRAM_DIRECTORY.test(to);
      const target = isDirectory ? (joinPath(to, baseName(from)) ?? to) : to;
      const place = directoryOf(target);
      return place === bin || PROGRAM_DIRECTORY.test(place) ? [target] : [];
    }),
  );
}

const PROGRAM_DIRECTORY = /^\/(?:usr\/(?:local\/)?)?s?bin$/;

/** Returns where make, a script or another tool leaves the started program: its words say so, a later step moves it, or it lies among the sources. */
export function madeElsewhere(source: Source, builds: readonly GoBuild[], program: StartedProgram): string | undefined {
  const opaque = builds.filter(({ kind }) => kind === 'make' || kind === 'script');
  if (!program.isOnPath) {
    const isMade = opaque.some((build) => {
      const directory = directoryAt(source.model, build.instruction, build.command);
      const isNamed = build.words.some((word) => word?.split(/[=\s]/).includes(program.path) === true);
      return (
        isNamed ||
        (directory !== undefined && directory !== '/' && isWithin(program.path, directory)) ||
        directoryOf(program.path) === goBin(source, build)
      );
    });
    if (isMade) return program.path;
    return builds.length > 0 && placedAt(source, program) !== undefined ? program.path : undefined;
  }
  const placed = placedAt(source, program);
  if (placed !== undefined) return placed;
  for (const build of opaque) {
    const prefix = build.words
      .map((word) => /^(?:PREFIX|prefix|DESTDIR|GOBIN|BINDIR)=(\/.+)$/.exec(word ?? ''))
      .find((match) => match !== null);
    if (prefix?.[1] !== undefined) {
      const directory = prefix[0].includes('BIN') ? prefix[1] : joinPath(prefix[1], 'bin');
      if (directory !== undefined) return `${directory}/${program.path}`;
    }
    const makefile = source.context?.read('Makefile') ?? '';
    if (/\bgo\s+install\b/.test(makefile) && !/\bGOBIN\b|\/usr\/local\/bin/.test(makefile))
      return `${goBin(source, build)}/${program.path}`;
  }
  return undefined;
}

/** Tells whether the text shows that the go tool links no C: CGO_ENABLED=0 before it, in ENV or ARG. */
export function isCgoOff({ model, runs }: Source, { command, instruction, kind }: GoBuild): boolean {
  if (kind !== 'go') return false;
  const own = command.assignments.find(({ name }) => name === 'CGO_ENABLED');
  if (own !== undefined) return own.value?.value === '0';
  const exported = runs
    .find((run) => run.instruction === instruction)
    ?.script.commands.some(
      (other) =>
        other.span.start < command.span.start &&
        (/\bCGO_ENABLED=0\b/.test(commandText(other)) ||
          (other.name === undefined &&
            other.assignments.some(({ name, value }) => name === 'CGO_ENABLED' && value?.value === '0'))),
    );
  const state = model.stateBefore(instruction);
  return exported === true || state.env.get('CGO_ENABLED') === '0' || state.args.get('CGO_ENABLED') === '0';
}
