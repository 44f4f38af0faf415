import type { BuildContext } from '../../context/build-context';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { PackageOperation } from '../../model/packages';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import { binaryLine, certificates, pathLine, placedAt, startedProgram } from '../binaries';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Draft, Recipe } from '../recipe';
import { RUST_INSTALLER, toolchainCommands } from '../fetched-toolchain';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { commandText, directoryAt, type Source } from '../source';

/** Rust: the binary moves; the libraries that it is linked to are found by asking it. */
const recipe: Recipe = {
  id: 'rust',
  summary: 'Rust: the runtime gets the binary that Cargo builds, and the libraries that it is linked to.',
  detect: (source) =>
    cargoCalls(source)[0]?.command.span ?? (source.facts.family === 'rust' ? source.stage.baseWord?.span : undefined),
  takesUnknownBase: true,
  draft,
};

export default recipe;

interface CargoCall {
  readonly command: ShellCommand;
  readonly instruction: Instruction;
  /** `build`, `install`, ... past `+toolchain` and global options. */
  readonly verb: string;
}

function cargoCalls({ runs }: Source): readonly CargoCall[] {
  return runs.flatMap(({ script, instruction }) =>
    script.commands.flatMap((command) => {
      const verb = command.args.find(({ text }) => /^[a-z]/.test(text))?.value;
      return command.name === 'cargo' && verb !== undefined ? [{ command, instruction, verb }] : [];
    }),
  );
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { started, stage, facts } = source;
  const startsCargo = started.find(({ name }) => name === 'cargo' || name === 'rustc');
  if (startsCargo !== undefined)
    return refuse(
      'R6',
      `Line ${lineOf(source, startsCargo)} compiles with ${startsCargo.name ?? 'cargo'} when the container starts; build the binary first and start that.`,
      startsCargo.span,
    );
  const builds = cargoCalls(source).filter(({ verb }) => verb === 'build' || verb === 'install' || verb === 'b');
  const first = builds[0];
  if (first === undefined)
    return refuse(
      'R1',
      'Nothing to separate: no "cargo build" or "cargo install" makes a binary in this file.',
      stage.baseWord?.span,
    );
  const foreign = source.runs
    .flatMap(({ script }) => script.commands)
    .find(({ name }) => ['npm', 'yarn', 'pnpm', 'pip', 'pip3', 'trunk', 'wasm-pack', 'bundle'].includes(name ?? ''));
  if (foreign !== undefined)
    return refuse(
      'R15',
      `Line ${lineOf(source, foreign)} builds with ${foreign.name ?? 'another tool'}, besides Cargo: no recipe divides the two together.`,
      foreign.span,
    );
  const binary = startedBinary(source, builds);
  if ('id' in binary) return binary;
  const own = sameLanguageBases(source, options.runtime ?? 'auto');
  const runtimes = facts.family === 'rust' ? own.filter(({ text }) => text !== source.baseText) : own;
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `The runtime "${options.runtime ?? 'auto'}" is not possible for what "${source.baseText}" builds: the binary is linked to its C library.`,
      stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const { path } = binary;
  const toolchain = toolchainCommands(source, RUST_INSTALLER);
  return {
    runtimes,
    buildReason: (command, operation) =>
      toolchain.has(command) ? 'fetches the compiler' : buildReason(source, command, operation, path),
    prologue: [],
    epilogue: [],
    artefacts: [...certificates(source, builder, runtimes[0]), ...pathLine(source, [path]), binaryLine(builder, path)],
    // A COPY of the sources may bring a target/ of the host: what was built lies over it.
    artefactsAt: builds.at(-1)?.instruction ?? 'last-build',
    copyReason: (copy) => copyReason(source, copy),
    packages: [],
    scan: facts.family === 'rust' && facts.distribution.family === 'debian' ? [path] : [],
    scansPrograms: 'themselves',
    isBuildOnlyPackage: (name) => BUILD_PACKAGES.has(name),
    assumptions: assumptionsOf(source, builds, path),
    droppedTools: ['cargo', 'rustc'],
    droppedFiles: [
      ...builds.flatMap((build) => targetDirectory(source, build) ?? []),
      '/usr/local/cargo/registry',
    ].filter((dropped) => !isWithin(path, dropped) || dropped !== path),
    allowances: { changesBase: facts.family === 'rust', droppedCommands: [...toolchain].map(commandText) },
  };
}

const BUILD_PACKAGES: ReadonlySet<string> = new Set(
  'git cmake clang llvm lld mold musl-tools musl-dev pkg-config pkgconf protobuf-compiler gcc g++ make build-essential build-base libc6-dev cargo rustc rust'.split(
    ' ',
  ),
);

function lineOf({ file }: Source, { span }: ShellCommand): number {
  return file.lines.lineAt(span.start) + 1;
}

function buildReason(
  source: Source,
  command: ShellCommand,
  operation: PackageOperation | undefined,
  binary: string,
): string | undefined {
  const { name, args } = command;
  if (name === 'cargo')
    return operation?.action === 'install' ? 'fetches and compiles a program' : 'compiles the program';
  if (name === 'rustup') return 'sets up the compiler';
  if (name === 'strip' || name === 'upx') return 'is part of the build';
  const instruction = source.runs.find(({ script }) => script.commands.includes(command))?.instruction;
  if (instruction === undefined) return undefined;
  const words = args.flatMap(({ value, text }) => (text.startsWith('-') ? [] : [value ?? text]));
  const directory = directoryAt(source.model, instruction, command);
  const paths = words.map((word) => joinPath(directory, word) ?? word);
  if ((name === 'mv' || name === 'cp' || name === 'ln') && paths.at(-1) !== undefined) {
    const last = paths.at(-1) ?? '';
    const isBinary = last === binary || joinPath(last, baseName(paths[0] ?? '')) === binary;
    if (isBinary) return 'puts the binary in its place';
  }
  const target = cargoCalls(source).flatMap((call) => targetDirectory(source, call) ?? []);
  if (name === 'mkdir' && paths.length > 0 && paths.every((path) => path === directoryOf(binary)))
    return 'makes the directory of the binary, which comes with it';
  if (name === 'rm' && paths.length > 0 && paths.every((path) => target.some((one) => isWithin(path, one))))
    return 'removes what the compiler has written, which the runtime never gets';
  const isLater = cargoCalls(source).some((call) => call.instruction.index >= instruction.index);
  // The trick that caches dependencies: a made-up main.rs is compiled first, and removed again.
  const isScaffold =
    isLater &&
    ['mkdir', 'echo', 'touch', 'rm', 'printf'].includes(name ?? '') &&
    [...paths, ...command.redirects.flatMap(({ target }) => joinPath(directory, target?.value ?? '') ?? [])].some(
      (path) => /(?:^|\/)(?:src|target|benches)(?:\/|$)|\.rs$/.test(path),
    );
  return isScaffold ? 'prepares the build' : undefined;
}

/** The directory that Cargo writes a build into. */
function targetDirectory(source: Source, { command, instruction }: CargoCall): string | undefined {
  const state = source.model.stateBefore(instruction);
  const option = optionOf(source, command, instruction, '--target-dir');
  const manifest = optionOf(source, command, instruction, '--manifest-path');
  const directory = directoryAt(source.model, instruction, command);
  const own = option ?? state.env.get('CARGO_TARGET_DIR');
  if (own !== undefined) return joinPath(directory, own);
  const root = manifest === undefined ? directory : joinPath(directory, manifest.replace(/[^/]*$/, '') || '.');
  return root === undefined ? undefined : joinPath(root, 'target');
}

function optionOf(
  { model }: Source,
  { args }: ShellCommand,
  instruction: Instruction,
  name: string,
): string | undefined {
  for (const [index, word] of args.entries()) {
    const text = word.value ?? model.expandAt(word.text, instruction) ?? word.text;
    if (text.startsWith(`${name}=`)) return text.slice(name.length + 1);
    if (text !== name) continue;
    const next = args[index + 1];
    return next === undefined ? undefined : (next.value ?? model.expandAt(next.text, instruction));
  }
  return undefined;
}

/** Where a build puts its programs: `target/release`, `target/<triple>/debug`, Cargo's own bin directory. */
function outputDirectory(source: Source, call: CargoCall): string | undefined {
  const { command, instruction, verb } = call;
  const state = source.model.stateBefore(instruction);
  if (verb === 'install') {
    const root = optionOf(source, command, instruction, '--root') ?? state.env.get('CARGO_INSTALL_ROOT');
    const home =
      root ?? state.env.get('CARGO_HOME') ?? (source.facts.family === 'rust' ? '/usr/local/cargo' : '/root/.cargo');
    return joinPath(directoryAt(source.model, instruction, command), `${home}/bin`);
  }
  const target = targetDirectory(source, call);
  const triple = optionOf(source, command, instruction, '--target');
  const named = optionOf(source, command, instruction, '--profile');
  const isRelease = command.args.some(({ value }) => value === '--release' || value === '-r');
  const profile = named === undefined || named === 'dev' ? (isRelease ? 'release' : 'debug') : named;
  return target === undefined ? undefined : joinPath(target, `${triple === undefined ? '' : `${triple}/`}${profile}`);
}

/** The binary that the container starts, which one of the builds must write. */
function startedBinary(source: Source, builds: readonly CargoCall[]): { readonly path: string } | Refusal {
  const program = startedProgram(source);
  const directories = builds.flatMap((build) => outputDirectory(source, build) ?? []);
  const first = builds[0];
  if (program === undefined || directories.length === 0)
    return refuse('R17', 'Nothing tells which program the container starts.', first?.command.span);
  const name = baseName(program.path);
  for (const directory of directories) {
    const made = `${directory}/${name}`;
    if (program.isOnPath ? isOnPath(source, directory) : program.path === made) return { path: made };
    const target = placedAt(source, program, directory);
    if (target !== undefined) return { path: target };
  }
  return refuse(
    'R17',
    `The container starts "${program.path}", but Cargo writes to ${directories.join(' and ')}; which binary it is cannot be told.`,
    source.started[0]?.span ?? first?.command.span,
  );
}

/** The rust image has Cargo's bin directory on PATH. */
function isOnPath({ facts, model, stage }: Source, directory: string): boolean {
  const path = (model.finalState(stage).env.get('PATH') ?? '').split(':');
  return (
    path.includes(directory) ||
    (facts.family === 'rust' && directory === '/usr/local/cargo/bin') ||
    /^\/usr\/local\/bin$/.test(directory)
  );
}

const RUST_FILES =
  /(?:^|\/)(?:[^/]*\.rs|Cargo\.(?:toml|lock|\*)|Cargo\*|src|benches|tests|examples|crates|\.cargo|rust-toolchain(?:\.toml)?|rustfmt\.toml|clippy\.toml|build\.rs|target|Makefile|justfile|Dockerfile[^/]*|\.dockerignore|\.git(?:ignore|attributes|hub)?|README[^/]*|LICENSE[^/]*|CHANGELOG[^/]*|CONTRIBUTING[^/]*|\.editorconfig|\.vscode)\/?$/i;

/** Files that only the compiler reads stay behind; what else is copied comes from the build context again. */
function copyReason({ context }: Source, copy: CopyOperation): string | undefined {
  if (copy.from.kind !== 'context') return undefined;
  if (copy.sources.every(({ word }) => RUST_FILES.test(word.value))) return 'only the compiler reads it';
  const isAllRust =
    context !== undefined &&
    copy.sources.every(({ path }) => path !== undefined && context.list(path) !== undefined && isCode(context, path));
  return isAllRust ? 'only the compiler reads what is in it' : undefined;
}

/** A file that only the compiler reads, or a directory of such: a member of a workspace. */
function isCode(context: BuildContext, path: string): boolean {
  if (path !== '' && (RUST_FILES.test(path) || context.ignores(path))) return true;
  const entries = context.list(path)?.map((entry) => entry.replace(/\/$/, ''));
  return entries?.every((name) => isCode(context, path === '' ? name : `${path}/${name}`)) ?? false;
}

function assumptionsOf(source: Source, builds: readonly CargoCall[], path: string): Draft['assumptions'] {
  const { facts, stage, model } = source;
  const kept = stage.instructions.filter((instruction) => {
    const copy = model.copyOf(instruction);
    return (
      copy?.from.kind === 'context' &&
      instruction.index < (builds.at(-1)?.instruction.index ?? 0) &&
      copyReason(source, copy) === undefined
    );
  });
  const others = builds.filter((build) => {
    const directory = outputDirectory(source, build);
    return build.verb === 'install' && directory !== directoryOf(path) && directory !== undefined;
  });
  return [
    ...(facts.family === 'rust'
      ? [{ message: 'PATH is that of the new base: /usr/local/cargo/bin is gone with the Rust toolchain.' }]
      : []),
    ...(kept.length === 0
      ? []
      : [
          {
            message:
              'The program may read files that lie beside its sources (templates, static files, settings), so the runtime copies them again.',
          },
        ]),
    ...(others.length === 0
      ? []
      : [{ message: 'Programs that "cargo install" adds besides the started one stay in the builder.' }]),
  ];
}
