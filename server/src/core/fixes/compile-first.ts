import type { BuildContext } from '../context/build-context';
import type { StartCommand } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import { baseName, directoryOf } from '../model/paths';
import type { Stage } from '../model/stage';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt, replace, type TextEdit } from '../text/edit';

/** The edits that compile in a RUN what the container compiles when it starts, or a sentence on why that is not possible. */
export type CompileFirst =
  | {
      readonly kind: 'edits';
      readonly edits: readonly TextEdit[];
      readonly before: Instruction;
      readonly command: string;
    }
  | { readonly kind: 'withheld'; readonly reason: string };

/** Tells how `go run` and `cargo run` are a step that compiles and a program that starts; undefined where `start` is neither. */
export function compileFirst(
  model: DockerfileModel,
  stage: Stage,
  start: StartCommand,
  context: BuildContext | undefined,
): CompileFirst | undefined {
  const { instruction, command, words, argv } = start;
  const [tool, verb] = argv;
  if ((tool !== 'go' && tool !== 'cargo') || (verb !== 'run' && !(tool === 'cargo' && verb === 'r'))) return undefined;
  const withheld = (reason: string): CompileFirst => ({ kind: 'withheld', reason });
  const shown = argv.join(' ');
  if (words.some(({ value }) => value === undefined)) return withheld(`"${shown}" has variables`);
  const script = model.scriptOf(instruction);
  const isAll = script.commands.length === 1 && command.redirects.length === 0 && command.wrappers.length === 0;
  const isOwn = words.every(({ span }) => span.start >= instruction.span.start && span.end <= instruction.span.end);
  if (!isAll || !isOwn) return withheld(`"${shown}" is not all that the container starts`);
  const place = placeOf(model, stage, tool === 'go');
  if (place === undefined)
    return withheld(
      'the step would have to run after the last file has come, and nothing tells that it is root then, who alone may install a program',
    );
  const { after, before } = place;
  const workdir = model.finalState(stage).workdir;
  if (model.stateBefore(before).workdir !== workdir) return withheld('WORKDIR changes after USER');
  const built = tool === 'go' ? goBuild(argv.slice(2)) : cargoBuild(argv.slice(2), workdir, context);
  if ('reason' in built) return withheld(built.reason);
  const assigned = command.assignments.map(({ name, value }) => `${name}=${value?.text ?? ''} `).join('');
  const started = [built.program, ...built.args];
  return {
    kind: 'edits',
    edits: [
      insertAt(after.span.end, `${model.file.eol}RUN ${assigned}${built.compile.join(' ')}`),
      replace(instruction.body.span, `[${started.map((word) => JSON.stringify(word)).join(', ')}]`),
    ],
    before,
    command: started.join(' '),
  };
}

interface Compiled {
  readonly compile: readonly string[];
  readonly program: string;
  readonly args: readonly string[];
}

/** The step stands where all files are there and root still works: before the last USER, or what only describes the image. */
function placeOf(
  model: DockerfileModel,
  { instructions }: Stage,
  needsRoot: boolean,
): { readonly after: Instruction; readonly before: Instruction } | undefined {
  const last = instructions.findLastIndex(({ keyword }) =>
    ['RUN', 'COPY', 'ADD', 'WORKDIR', 'ENV', 'ARG'].includes(keyword),
  );
  const after = instructions[last];
  const before = instructions[last + 1];
  if (after === undefined || before === undefined) return undefined;
  return !needsRoot || model.stateBefore(before).user.isRoot === true ? { after, before } : undefined;
}

const GO_VALUED = /^-(?:tags|ldflags|gcflags|asmflags|mod|modfile|p|buildmode|C|pgo|overlay|installsuffix)$/;

function goBuild(words: readonly string[]): Compiled | { readonly reason: string } {
  const flags: string[] = [];
  let at = 0;
  for (; at < words.length && words[at]?.startsWith('-') === true; at++) {
    const word = words[at] ?? '';
    if (/^--?exec\b/.test(word)) return { reason: '"go run -exec" starts another program' };
    flags.push(quoted(word));
    if (GO_VALUED.test(word)) flags.push(quoted(words[++at] ?? ''));
  }
  const files = words.slice(at).findIndex((word) => !word.endsWith('.go'));
  const count = words[at]?.endsWith('.go') === true ? (files === -1 ? words.length - at : files) : 1;
  const packages = words.slice(at, at + count);
  const [first] = packages;
  if (first === undefined) return { reason: '"go run" names no package' };
  const program = `/usr/local/bin/${programName(first)}`;
  return {
    compile: ['go', 'build', ...flags, '-o', program, ...packages.map(quoted)],
    program,
    args: words.slice(at + count),
  };
}

/** `./cmd/api` and `api/main.go` are `api`; what has no better name is `app`. */
function programName(path: string): string {
  const isFile = path.endsWith('.go');
  const own = isFile ? baseName(path).replace(/\.go$/, '') : baseName(path.replace(/@.*$/, ''));
  const around = isFile ? baseName(directoryOf(path)) : own;
  const name = own === 'main' ? around : own;
  return /^[\w-]+$/.test(name) && !/^(?:main|src|go|code|work|workspace|build|bin|test)$/.test(name) ? name : 'app';
}

function cargoBuild(
  words: readonly string[],
  workdir: string | undefined,
  context: BuildContext | undefined,
): Compiled | { readonly reason: string } {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  const valued =
    /^(?:--bin|--example|-p|--package|--features|-F|--target|--target-dir|--profile|--manifest-path|-j|--jobs|--color|--config)$/;
  const option = (...names: readonly string[]): string | undefined => {
    const at = own.findIndex((word) => names.includes(word));
    if (at !== -1) return own[at + 1];
    return names.flatMap((name) => own.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? [])[0];
  };
  const operands = own.filter((word, i) => !word.startsWith('-') && !valued.test(own[i - 1] ?? ''));
  if (option('--example', '--target', '--target-dir', '--manifest-path') !== undefined || workdir === undefined)
    return { reason: 'nothing tells where Cargo puts what it compiles' };
  const name = option('--bin') ?? onlyBinary(context) ?? option('-p', '--package');
  if (name === undefined)
    return { reason: 'nothing tells the name of the program: "--bin" or Cargo.toml in the build context would' };
  const profile = option('--profile');
  const isRelease = own.some((word) => word === '--release' || word === '-r');
  const directory = profile === undefined || profile === 'dev' ? (isRelease ? 'release' : 'debug') : profile;
  return {
    compile: ['cargo', 'build', ...own.filter((word) => !operands.includes(word)).map(quoted)],
    program: `${workdir === '/' ? '' : workdir}/target/${directory}/${name}`,
    args: [...operands, ...(end === -1 ? [] : words.slice(end + 1))],
  };
}

/** The program of a package with one, as Cargo.toml names it. */
function onlyBinary(context: BuildContext | undefined): string | undefined {
  const manifest = context?.read('Cargo.toml');
  if (manifest === undefined) return undefined;
  const chosen = /^default-run\s*=\s*"([^"]+)"/m.exec(manifest)?.[1];
  if (chosen !== undefined) return chosen;
  const named = [...manifest.matchAll(/^\[\[bin\]\][^[]*?^name\s*=\s*"([^"]+)"/gms)].map(([, name]) => name);
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  return /^\[package\][^[]*?^name\s*=\s*"([^"]+)"/ms.exec(manifest)?.[1];
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
