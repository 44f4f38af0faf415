import { providesTool } from '../../knowledge/image-tools';
import { commandsOf } from '../../knowledge/os-packages';
import type { PackageOperation } from '../../model/packages';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import type { Span } from '../../text/span';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe, RuntimeBase } from '../recipe';
import {
  binaryLine,
  certificates,
  movedTo,
  pathLine,
  startedProgram,
  workdirLine,
  type StartedProgram,
} from '../binaries';
import {
  ASSET_TOOLS,
  goBuilds,
  goPath,
  isCgoOff,
  madeElsewhere,
  outputOf,
  placedPrograms,
  scriptOf,
  startedOutput,
  type GoBuild,
} from '../go-builds';
import { GO_ARCHIVE, toolchainCommands } from '../fetched-toolchain';
import { refuse } from '../refusal';
import { expandInScript } from '../shell-values';
import { builderName } from '../render';
import { commandText, directoryAt, type Source } from '../source';

/** Go: the binary moves; what the file copies besides Go's own files moves with it. */
const recipe: Recipe = {
  id: 'go',
  summary: 'Go: the runtime gets the binary, and the files that are not Go source.',
  detect: (source) => {
    const build =
      goBuilds(source).find(({ kind }) => kind === 'go') ??
      [...toolchainCommands(source, GO_ARCHIVE)].map((command) => ({ command }))[0];
    return build?.command.span ?? (source.facts.family === 'golang' ? source.stage.baseWord?.span : undefined);
  },
  takesUnknownBase: true,
  draft,
};

export default recipe;

/** Programs that only build or check, whatever installs them; they go along where the container starts one of them. */
const DEVELOPMENT_TOOLS =
  /^(?:swag|mockgen|mockery|wire|protoc-gen-[\w-]+|golangci-lint|golint|gofumpt|goimports|staticcheck|templ|sqlc|air|fresh|reflex|CompileDaemon|gin|realize|dlv|delve|stringer|packr2?|statik|go-bindata|go-bindata-assetfs|gox|dep|glide|godep|govendor|gom|gotestsum|ginkgo|richgo|goreleaser|gopls|rice|esc|fileb0x|easyjson|ffjson|gobindata|oapi-codegen|buf|cover|go-junit-report|gocov(?:-xml)?|errcheck|gometalinter|trash|gvt|gpm)$/;

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { stage, file, model, started } = source;
  const at = (offset: number): number => file.lines.lineAt(offset) + 1;
  const runsGo = started.find(
    ({ name, args }) => (name === 'go' && args[0]?.value !== 'version') || name === 'go-wrapper' || name === 'godep',
  );
  if (runsGo !== undefined) {
    return refuse(
      'R6',
      `Line ${at(runsGo.span.start)} needs the go tool when the container starts (${runsGo.name ?? 'go'}); build the binary first ("go build -o") and start that.`,
      runsGo.span,
    );
  }
  const testing = started.find(
    ({ name }) =>
      name !== undefined && /^(?:ginkgo|gotestsum|richgo|air|fresh|reflex|CompileDaemon|realize|gin)$/.test(name),
  );
  if (testing !== undefined) {
    return refuse(
      'R6',
      `Line ${at(testing.span.start)} compiles and runs the sources when the container starts (${testing.name ?? 'go'}): decide first what production should start.`,
      testing.span,
    );
  }
  const builds = goBuilds(source);
  const first = builds.find(({ kind }) => kind !== 'assets');
  const unsupported = unsupportedStep(source, builds);
  if (unsupported !== undefined) return unsupported;
  if (first === undefined) {
    return refuse('R1', 'Nothing to separate: no step of this file makes a binary with Go.', stage.baseWord?.span);
  }
  const opaque = builds.filter(({ kind }) => kind !== 'go');
  const known = binariesOf(source, builds, first);
  if ('id' in known) return known;
  const { makers } = known;
  const binaries = [
    ...new Set([...known.binaries, ...(opaque.length > 0 ? placedPrograms(source, sourceRoots(source)) : [])]),
  ];

  const outputNames = new Set([...binaries, ...builds.flatMap((build) => outputOf(source, build) ?? [])].map(baseName));
  const isStatic = makers.length > 0 && makers.every((build) => isCgoOff(source, build));
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const rest = opaque.length > 0 ? builtTrees(source, opaque) : runtimeFiles(source, binaries);
  if ('id' in rest) return rest;
  const runtimes = runtimesOf(source, options, isStatic);
  if (runtimes.length === 0) return noRuntime(source, options, isStatic, first);
  const trees = opaque.length > 0 ? rest : [];
  const roots = sourceRoots(source);
  const usesNode = opaque.some(({ kind }) => kind === 'assets');
  const isBuildCommand = new Set(builds.map(({ command }) => command));
  const toolchain = toolchainCommands(source, GO_ARCHIVE);
  return {
    runtimes,
    buildReason: (command, operation) =>
      toolchain.has(command)
        ? 'fetches the compiler'
        : isBuildCommand.has(command) && command.name !== 'go'
          ? ASSET_TOOLS.test(command.name ?? '')
            ? 'installs or builds assets, which move with the sources'
            : 'builds the program'
          : buildReason(source, command, operation, binaries, (word) => outputNames.has(baseName(word)), usesNode),
    prologue: [],
    epilogue: known.isFoundByPath === true ? lookedUp(source) : [],
    artefacts: [
      ...certificates(source, builder, runtimes[0]),
      ...workdirLine(model.finalState(stage).workdir, stage.instructions),
      ...pathLine(source, binaries),
      ...binaries
        .filter((path) => !rest.some((directory) => isWithin(path, directory)))
        .map((path) => binaryLine(builder, path)),
      ...rest.map((path): Addition => ({
        lines: [`COPY --from=${builder} ${path} ${path}`],
        why:
          opaque.length > 0
            ? 'What the build leaves among the sources: the program, and files that it may read.'
            : 'Files that the program may read while it runs.',
      })),
    ],
    ...(toolchain.size === 0 ? {} : { artefactsAt: builds.at(-1)?.instruction ?? ('last-build' as const) }),
    copyReason: (copy) => copyReason(source, copy, trees),
    packages: [],
    scan: [],
    isBuildOnlyPackage: (name) => BUILD_PACKAGES.has(name) || (usesNode && NODE_PACKAGES.has(name)),
    assumptions: assumptionsOf(source, rest, isStatic, opaque),
    droppedTools: ['go'],
    droppedFiles: [
      '/usr/local/go',
      '/go/pkg/mod',
      '/root/.cache/go-build',
      ...roots,
      ...workspaces(source, builds),
    ].filter((path) => !rest.some((kept) => isWithin(path, kept))),
    allowances: { isStatic, changesBase: true, droppedCommands: [...toolchain].map(commandText) },
  };
}

const BUILD_PACKAGES: ReadonlySet<string> = new Set(
  'git git-core mercurial bzr subversion openssh-client upx upx-ucl protobuf-compiler musl-dev gcc g++ make build-base libc-dev alpine-sdk go golang golang-go gccgo'.split(
    ' ',
  ),
);
const NODE_PACKAGES: ReadonlySet<string> = new Set(['nodejs', 'npm', 'nodejs-npm', 'yarn', 'nodejs-legacy']);

/** Sources and packages of the go tool's workspaces. */
function workspaces(source: Source, builds: readonly GoBuild[]): readonly string[] {
  const paths = new Set(builds.map((build) => goPath(source, build)));
  const texts = source.runs.map(({ instruction }) => instruction.logical.text);
  const isUsed = (path: string): boolean =>
    texts.some((text) => text.includes('GOPATH') || text.includes(`${path}/`)) ||
    sourceRoots(source).some((root) => isWithin(root, `${path}/src`));
  return [...paths].flatMap((path) => (path === '/' || !isUsed(path) ? [] : [`${path}/src`, `${path}/pkg`]));
}

/** Steps whose results lie where no rule of Go's tells. */
function unsupportedStep(source: Source, builds: readonly GoBuild[]): Refusal | undefined {
  const { runs, file, model } = source;
  const at = (span: Span): number => file.lines.lineAt(span.start) + 1;
  const roots = sourceRoots(source);
  const foreign = runs
    .flatMap(({ script }) => script.commands)
    .find(({ name }) => ['cargo', 'pip', 'pip3', 'bundle', 'gem', 'composer', 'mvn', 'gradle'].includes(name ?? ''));
  if (foreign !== undefined)
    return refuse(
      'R15',
      `Line ${at(foreign.span)} builds with ${foreign.name ?? 'another tool'} besides Go; no recipe knows what that leaves behind.`,
      foreign.span,
    );
  const outside = builds.find(({ kind, command, instruction }) => {
    const directory = kind === 'go' ? undefined : directoryAt(model, instruction, command);
    const isGlobal = command.args.some(({ value }) => value === '-g' || value === '--global');
    return kind !== 'go' && !isGlobal && !roots.some((root) => directory !== undefined && isWithin(directory, root));
  });
  if (outside !== undefined)
    return refuse(
      'R15',
      `Line ${at(outside.command.span)} builds with ${outside.command.name ?? 'another tool'} outside the sources of this project; nothing tells what that leaves behind.`,
      outside.command.span,
    );
  const building = new Set(builds.map(({ command }) => command));
  for (const { instruction, script } of runs) {
    const last = lastBuildIndex(builds);
    const found = script.commands.find((command) => {
      const path = building.has(command) || isAssetSetup(command) ? undefined : scriptOf(command);
      const place = path === undefined ? undefined : joinPath(directoryAt(model, instruction, command), path);
      return place !== undefined && roots.some((root) => isWithin(place, root));
    });
    if (found !== undefined && (instruction.index <= last || last === -1))
      return refuse(
        'R5',
        `Line ${at(found.span)} runs ${scriptOf(found) ?? 'a script'}; nothing tells whether it builds, or sets up what runs.`,
        found.span,
      );
  }
  return undefined;
}

/** Where files of the build context lie before the last build, outermost directories only. */
function sourceRoots({ stage, model }: Source): readonly string[] {
  const roots = stage.instructions.flatMap((instruction) => {
    const copy = model.copyOf(instruction);
    const path = copy?.from.kind === 'context' ? copy.destinationPath : undefined;
    if (copy === undefined || path === undefined) return [];
    // A file lies in the working directory of the step that uses it.
    const isOneFile = !copy.isDirectory && copy.sources.every(({ word }) => /\.\w+$/.test(word.value));
    return [isOneFile ? directoryOf(path) : path];
  });
  return [...new Set(roots)].filter((root) => !roots.some((other) => other !== root && isWithin(root, other)));
}

/** The directories that make, a script or an asset tool works in: nothing tells which of the files in them are new. */
function builtTrees(source: Source, opaque: readonly GoBuild[]): readonly string[] | Refusal {
  const roots = sourceRoots(source);
  const trees = new Set<string>();
  for (const { command, instruction } of opaque) {
    const directory = directoryAt(source.model, instruction, command);
    const root = directory === undefined ? undefined : roots.find((path) => isWithin(directory, path));
    if (root === undefined) continue;
    if (root === '/' || SYSTEM_DIRECTORY.test(root))
      return refuse(
        'R17',
        `Line ${source.file.lines.lineAt(command.span.start) + 1} builds in ${root}; which of its files are the program's cannot be told.`,
        command.span,
      );
    trees.add(root);
  }
  return [...trees];
}

const SYSTEM_DIRECTORY = /^\/(?:usr|etc|bin|sbin|lib|var|home|root|opt|tmp)(?:\/(?:local|bin|lib))?$/;

/** The programs that the runtime gets, the started one among them, with the steps that make them. */
function binariesOf(
  source: Source,
  builds: readonly GoBuild[],
  first: GoBuild,
):
  | {
      readonly binaries: readonly string[];
      readonly makers: readonly GoBuild[];
      /** Nothing but PATH tells where the build puts the started program. */
      readonly isFoundByPath?: boolean;
    }
  | Refusal {
  const { started } = source;
  const program = startedProgram(source);
  const at = (build: GoBuild): number => source.file.lines.lineAt(build.command.span.start) + 1;
  if (program === undefined) {
    const outputs = builds.map((build) => outputOf(source, build));
    const nameless = builds.find((build, i) => build.kind === 'go' && outputs[i] === undefined);
    if (nameless !== undefined) return namelessBinary(at(nameless), nameless);
    return refuse('R17', 'Nothing tells which program the container starts.', first.command.span);
  }
  // `cp /go/bin/tool /out` hands the program out.
  const named = new Set(started.flatMap(({ args }) => args.map(({ value }) => value)));
  const isStarted = (path: string): boolean =>
    named.has(path) ||
    (program.isOnPath ? baseName(path) === program.path : path === program.path || isWithin(program.path, path));
  const made = builds.flatMap((build) => {
    const written = outputOf(source, build);
    const path = written === undefined ? undefined : movedTo(source, written);
    return path === undefined ? [] : [{ build, path }];
  });
  const wanted = made.filter(({ path, build }) => isStarted(path) || isShipped(path, build));
  const binaries = [...new Set(wanted.map(({ path }) => path))];
  const makers = wanted.map(({ build }) => build);
  if (made.some(({ path }) => isStarted(path))) return { binaries, makers };
  // `cp /go/bin/tool /out`: the tool is named, and not what copies it.
  for (const path of named) {
    if (path?.startsWith('/') !== true) continue;
    const writers = builds.filter((one) => startedOutput(source, one, { path, isOnPath: false }) !== undefined);
    if (writers.length > 0) return { binaries: [...new Set([...binaries, path])], makers: [...makers, ...writers] };
  }
  if (isOfBase(source, program)) return made.length === 0 ? namelessBinary(at(first), first) : { binaries, makers };
  for (const build of builds) {
    const path = startedOutput(source, build, program);
    if (path !== undefined) return { binaries: [...binaries, path], makers: [...makers, build] };
  }
  const elsewhere = madeElsewhere(source, builds, program);
  if (elsewhere !== undefined) {
    const isOpaque = builds.some(({ kind }) => kind === 'make' || kind === 'script');
    return {
      binaries: [...binaries, elsewhere],
      makers: isOpaque ? builds : builds.filter(({ kind }) => kind === 'go'),
    };
  }
  if (isFromContext(source, program)) {
    // The script may start any of them.
    const nameless = builds.find(
      (build) =>
        build.kind === 'go' &&
        build.verb !== 'get' &&
        outputOf(source, build) === undefined &&
        !movesAnyway(source, builds, build),
    );
    return nameless === undefined ? { binaries, makers } : namelessBinary(at(nameless), nameless);
  }
  const nameless = builds.find((build) => build.kind === 'go' && outputOf(source, build) === undefined);
  if (nameless !== undefined && made.length === 0) return namelessBinary(at(nameless), nameless);
  // Where make installs to a place on PATH, PATH tells the place.
  if (program.isOnPath && builds.some(({ kind }) => kind === 'make' || kind === 'script'))
    return { binaries: [...binaries, foundByPath(program)], makers: builds, isFoundByPath: true };
  const opaque = builds.find(({ kind }) => kind === 'make' || kind === 'script');
  const name = started.find(
    ({ nameWord }) => nameWord !== undefined && joinPath('/', nameWord.value ?? '') !== undefined,
  )?.nameWord?.value;
  const writes =
    made.length === 0 ? 'to a place that the text does not tell' : made.map(({ path }) => path).join(' and ');
  return refuse(
    'R17',
    opaque === undefined
      ? `The container starts "${name ?? program.path}", but the build on line ${at(first)} writes ${writes}.`
      : `The container starts "${program.path}", and nothing tells where the build on line ${at(opaque)} puts it.`,
    started[0]?.span ?? first.command.span,
  );
}

/** Where a program is put that only PATH finds. */
function foundByPath({ path }: StartedProgram): string {
  return `/usr/local/bin/${path}`;
}

function lookedUp(source: Source): readonly Addition[] {
  const program = startedProgram(source);
  if (program === undefined) return [];
  const place = foundByPath(program);
  return [
    {
      lines: [
        `# Nothing in this file tells where the build installs ${program.path}: PATH finds it, as it does for the container`,
        `RUN test -e ${place} || cp "$(command -v ${program.path})" ${place}`,
      ],
      why: `Where the build installs ${program.path} is not in the text; PATH finds it, as it does for the container.`,
    },
  ];
}

/** The base image or a package brings the started program: a shell's tool, a server in front of the binary. */
function isOfBase({ facts, runs }: Source, { path, isOnPath }: StartedProgram): boolean {
  const name = baseName(path);
  if (!isOnPath && !/^\/(?:usr\/)?s?bin$/.test(directoryOf(path))) return false;
  const packages = runs.flatMap(({ operations }) =>
    [...operations.values()].flatMap(({ manager, operands }) => (manager.kind === 'os' ? operands : [])),
  );
  return (
    providesTool(facts, name) === true ||
    packages.some(({ value }) => value !== undefined && (commandsOf(value) ?? [value]).includes(name))
  );
}

function namelessBinary(line: number, { command }: GoBuild): Refusal {
  return refuse('R17', `Line ${line} does not tell where the binary goes; give it a name with "-o".`, command.span);
}

/** Other programs go along, as the started one may call them; tools for the build do not. */
function isShipped(path: string, { verb }: GoBuild): boolean {
  if (verb === 'get') return false;
  return !DEVELOPMENT_TOOLS.test(baseName(path));
}

/** The started program is a file of the build context: named by itself, or a script among the sources. */
function isFromContext({ stage, model }: Source, { path, isOnPath }: StartedProgram): boolean {
  return stage.instructions.some((instruction) => {
    const copy = model.copyOf(instruction);
    const target = copy?.destinationPath;
    if (copy === undefined || target === undefined) return false;
    if (/\.(?:sh|bash)$/.test(path) && isWithin(path, target)) return true;
    if (copy.sources.some(({ isEverything }) => isEverything)) return false;
    return (
      target === path ||
      (isOnPath && copy.sources.some((one) => one.path !== undefined && baseName(one.path) === path)) ||
      baseName(target) === baseName(path) ||
      copy.sources.some((one) => one.path !== undefined && joinPath(target, baseName(one.path)) === path)
    );
  });
}

/** Where the sources move as a whole, a binary among them needs no name. */
function movesAnyway(source: Source, builds: readonly GoBuild[], { verb, command, instruction }: GoBuild): boolean {
  const { model, stage, context } = source;
  const directory = verb === 'build' ? directoryAt(model, instruction, command) : undefined;
  if (directory === undefined || (context !== undefined && builds.every(({ kind }) => kind === 'go'))) return false;
  return stage.instructions.some((one) => {
    const copy = model.copyOf(one);
    const root = copy?.sources.some(({ isEverything }) => isEverything) === true ? copy.destinationPath : undefined;
    return (
      root !== undefined && isWithin(directory, root) && !removedPaths(source).some((path) => isWithin(root, path))
    );
  });
}

function noRuntime(source: Source, options: MultiStageOptions, isStatic: boolean, first: GoBuild): Refusal {
  if ((options.runtime ?? 'auto') === 'auto')
    return refuse(
      'R7',
      `Which release of its distribution "${source.baseText}" stands on is not known, so that no smaller base can be named: a binary built without CGO_ENABLED=0 may be linked to its C library.`,
      source.stage.baseWord?.span,
    );
  const why = isStatic ? 'it has no such variant' : 'without CGO_ENABLED=0 the binary may need a C library';
  return refuse(
    'R17',
    `The runtime "${options.runtime ?? 'auto'}" is not possible for what "${source.baseText}" builds: ${why}.`,
    first.command.span,
  );
}

/** Tools besides the go tool whose work ends with the build. */
const BUILD_COMMANDS =
  /^(?:strip|upx|golangci-lint|golint|gofmt|goimports|swag|protoc|wire|mockgen|templ|sqlc|govulncheck|dep|glide|govendor|gom|godep|gpm|gvt|trash|go-wrapper|go-bindata|packr2?|statik|rice|gox|gometalinter|corepack)$/;

function buildReason(
  source: Source,
  command: ShellCommand,
  operation: PackageOperation | undefined,
  binaries: readonly string[],
  isOutput: (word: string) => boolean,
  usesNode: boolean,
): string | undefined {
  // `$GOPATH/bin/dep` has no literal name.
  const name =
    command.name ?? /^\$\{?GO(?:PATH|BIN)\}?(?:\/bin)?\/([\w.-]+)$/.exec(command.nameWord?.text ?? '')?.[1] ?? '';
  const instruction = source.runs.find(({ script }) => script.commands.includes(command))?.instruction;
  if (instruction === undefined) return undefined;
  const texts = command.args.map(({ text, value }) => value ?? expandInScript(source.model, instruction, text) ?? text);
  const operands = texts.filter((text) => !text.startsWith('-'));
  // The name may be that of what is moved, or the one that it gets.
  if (['mv', 'cp', 'install', 'ln'].includes(name)) {
    const place = joinPath(directoryAt(source.model, instruction, command), operands.at(-1) ?? '');
    if (operands.slice(0, -1).some(isOutput) || (place !== undefined && binaries.includes(place)))
      return 'puts the binary in its place';
  }
  if (name === 'chmod' && operands.slice(1).length > 0 && operands.slice(1).every(isOutput))
    return 'sets the mode of the binary, which goes along with it';
  if (name === 'go')
    return operation?.action === 'install' ? 'fetches modules, which the binary contains' : 'compiles the program';
  if (BUILD_COMMANDS.test(name.replace(/^.*\//, ''))) return 'is part of the build';
  if (/^(?:curl|wget)$/.test(name) && texts.some((text) => /golang\/dep|glide\.sh|golangci|\/gvt|govendor/.test(text)))
    return 'fetches a tool of the build';
  if (usesNode && (isAssetSetup(command) || operation?.manager.kind === 'language'))
    return 'sets up the asset tools, which only the build uses';
  const workspace = goPath(source, { command, instruction });
  const directory = directoryAt(source.model, instruction, command);
  const isOfGo = (text: string): boolean => {
    const path = joinPath(directory, text);
    return (
      /^\$\{?(?:GOPATH|GOROOT)\}?(?:\/|$)/.test(text) ||
      (path !== undefined &&
        workspace !== '/' &&
        (isWithin(path, `${workspace}/src`) ||
          isWithin(path, `${workspace}/pkg`) ||
          (name === 'rm' && path === workspace))) ||
      (path !== undefined && isWithin(path, '/usr/local/go'))
    );
  };
  const roots = sourceRoots(source);
  const isSource = (text: string): boolean => roots.includes(joinPath(directory, text) ?? '');
  if (
    name === 'rm' &&
    operands.some((text) => isOfGo(text) || isSource(text)) &&
    operands.every((text) => isOfGo(text) || isSource(text) || CACHES.test(text))
  )
    return "removes Go's own files, which the runtime never gets";
  if (name === 'git' && isOfGo(directory ?? '')) return "fetches sources into Go's workspace";
  const target = operands.at(-1);
  const isInWorkspace = target !== undefined && isOfGo(target);
  return ['mkdir', 'ln', 'cp', 'mv'].includes(name) &&
    isInWorkspace &&
    !isKeptDirectory(source, target, instruction, command)
    ? "lays out Go's workspace"
    : undefined;
}

const CACHES = /^\/(?:var\/cache|var\/tmp|tmp|root\/\.cache)(?:\/|$)/;

/** NodeSource's script and Yarn's repository. */
function isAssetSetup({ args }: ShellCommand): boolean {
  return args.some(({ text }) => /nodesource|setup_(?:\d+|lts|current)\.x|dl\.yarnpkg\.com/.test(text));
}

/** The runtime stands in a directory that a step makes: WORKDIR makes it again. */
function isKeptDirectory(source: Source, target: string, instruction: Instruction, command: ShellCommand): boolean {
  const path = joinPath(
    directoryAt(source.model, instruction, command),
    source.model.expandAt(target, instruction) ?? target,
  );
  const program = startedProgram(source);
  return (
    path !== undefined &&
    program !== undefined &&
    !program.isOnPath &&
    isWithin(program.path, path) &&
    command.name !== 'mkdir'
  );
}

/** Absolute paths that a step removes with `rm -r`. */
function removedPaths({ runs, model }: Source): readonly string[] {
  return runs.flatMap(({ script, instruction }) =>
    script.commands.flatMap((command) => {
      const isRecursive = command.name === 'rm' && command.args.some(({ text }) => /^-\w*[rR]|^--recursive/.test(text));
      if (!isRecursive || command.isConditional) return [];
      return command.args.flatMap(({ value, text }) => {
        const path = text.startsWith('-') ? undefined : model.expandAt(value ?? text, instruction);
        return path === undefined ? [] : (joinPath(directoryAt(model, instruction, command), path) ?? []);
      });
    }),
  );
}

function runtimesOf(
  { facts, baseText, stage, started, healthcheck, command, entrypoint, model }: Source,
  options: MultiStageOptions,
  isStatic: boolean,
): readonly RuntimeBase[] {
  const { family, release } = facts.distribution;
  const debian = family === 'debian' && release !== undefined ? `debian:${release}-slim` : undefined;
  const isGoImage = facts.family === 'golang';
  const same: RuntimeBase | undefined = !isGoImage
    ? {
        text: baseText,
        isDistroless: false,
        why: 'Both stages stand on the same base, so that the C library is the same.',
      }
    : family === 'alpine' && release !== undefined
      ? {
          text: `alpine:${release}`,
          isDistroless: false,
          why: `The runtime stands on alpine:${release}, the builder's own release without Go.`,
        }
      : debian === undefined
        ? undefined
        : {
            text: debian,
            isDistroless: false,
            why: `The runtime stands on ${debian}, the builder's own release without Go and compilers.`,
          };
  const needsShell =
    [command, entrypoint, healthcheck].some(
      (instruction) =>
        instruction !== undefined && instruction.exec === undefined && instruction.healthType?.value !== 'NONE',
    ) ||
    started.length > 1 ||
    healthcheck !== undefined ||
    stage.instructions.some(
      ({ keyword }) =>
        keyword === 'USER' &&
        model.finalState(stage).user.isRoot !== true &&
        !/^\d/.test(model.finalState(stage).user.text ?? ''),
    );
  const number = release === 'trixie' ? '13' : release === 'bookworm' ? '12' : '13';
  const distroless: RuntimeBase = {
    text: `gcr.io/distroless/static-debian${number}`,
    isDistroless: true,
    why: `The binary is static, so that the runtime stands on distroless static-debian${number}: certificates, time zones, and no shell.`,
  };
  const scratch: RuntimeBase = {
    text: 'scratch',
    isDistroless: true,
    why: 'The binary is static, so that the runtime is empty: no time zones, no shell, no /tmp.',
  };
  const list = (...bases: readonly (RuntimeBase | undefined)[]): readonly RuntimeBase[] =>
    bases.filter((base) => base !== undefined);
  switch (options.runtime ?? 'auto') {
    case 'auto':
      return isStatic && !needsShell ? list(distroless, same) : list(same);
    case 'slim':
      return list(same);
    case 'alpine':
      if (family === 'alpine') return list(same);
      return isStatic
        ? [
            {
              text: 'alpine:3.22',
              isDistroless: false,
              why: "The binary is static, so that Alpine's other C library does not matter.",
            },
          ]
        : [];
    case 'distroless':
      return isStatic ? [distroless] : [];
    case 'scratch':
      return isStatic ? [scratch] : [];
  }
}

const GO_FILES =
  /(?:^|\/)(?:[^/]*\.go|go\.(?:mod|sum|work|work\.sum|\*)|Gopkg\.(?:toml|lock)|glide\.(?:yaml|lock)|vendor|Makefile|Dockerfile[^/]*|\.dockerignore|\.git(?:ignore|attributes|hub)?|\.golangci\.ya?ml|README[^/]*|LICENSE[^/]*|CONTRIBUTING[^/]*|CHANGELOG[^/]*|docker-compose[^/]*|\.travis\.yml|\.editorconfig|\.vscode|\.idea)\/?$/i;

/** What else of the application's directory the program may read: all that is not Go's own, where the context tells. */
function runtimeFiles(source: Source, binaries: readonly string[]): readonly string[] | Refusal {
  const { model, stage, context, file } = source;
  const copies = stage.instructions.flatMap((instruction) => model.copyOf(instruction) ?? []);
  const paths: string[] = [];
  for (const copy of copies) {
    if (
      copy.destination === undefined ||
      copy.from.kind !== 'context' ||
      copy.sources.every(({ word }) => GO_FILES.test(word.value))
    )
      continue;
    if (copy.instruction.index > lastBuildIndex(goBuilds(source))) continue;
    if (!copy.sources.some(({ isEverything }) => isEverything)) continue;
    const root = copy.destinationPath;
    // What the file itself removes again was never in the final image.
    if (root !== undefined && removedPaths(source).some((path) => isWithin(root, path))) continue;
    if (root === undefined)
      return refuse(
        'R17',
        `Line ${file.lines.lineAt(copy.instruction.span.start) + 1} copies the sources to a place that the text does not tell.`,
        copy.instruction.span,
      );
    const entries = context?.list('');
    if (entries === undefined) {
      if (root === '/')
        return refuse(
          'R17',
          `Line ${file.lines.lineAt(copy.instruction.span.start) + 1} copies everything into /; which files the program reads cannot be told.`,
          copy.instruction.span,
        );
      paths.push(root);
      continue;
    }
    for (const entry of entries) {
      const name = entry.replace(/\/$/, '');
      if (GO_FILES.test(name) || context?.ignores(name) === true) continue;
      if (entry.endsWith('/') && !holdsOtherFiles(context, name, 0)) continue;
      paths.push(joinPath(root, name) ?? name);
    }
  }
  return [...new Set(paths)].filter((path) => !binaries.includes(path));
}

function holdsOtherFiles(context: Source['context'], directory: string, depth: number): boolean {
  if (depth > 8) return true;
  return (context?.list(directory) ?? []).some((entry) => {
    const path = `${directory}/${entry.replace(/\/$/, '')}`;
    if (GO_FILES.test(path) || /(?:^|\/)testdata$/.test(path)) return false;
    return entry.endsWith('/') ? holdsOtherFiles(context, path, depth + 1) : true;
  });
}

function lastBuildIndex(builds: readonly GoBuild[]): number {
  return builds.at(-1)?.instruction.index ?? -1;
}

function copyReason({ context }: Source, copy: CopyOperation, trees: readonly string[]): string | undefined {
  if (copy.from.kind !== 'context') return undefined;
  const target = copy.destinationPath;
  const tree = target === undefined ? undefined : trees.find((path) => isWithin(target, path));
  if (tree !== undefined) return `the runtime gets ${tree} as a whole from the builder`;
  if (copy.sources.every(({ word }) => GO_FILES.test(word.value))) return 'only the compiler reads it';
  if (copy.sources.some(({ isEverything }) => isEverything)) {
    return context === undefined
      ? 'the runtime gets the directory from the builder, with the binary'
      : 'the binary contains the Go sources; other files are copied by name';
  }
  const isSourceDirectory =
    context !== undefined &&
    copy.sources.every(
      ({ path }) => path !== undefined && context.list(path) !== undefined && !holdsOtherFiles(context, path, 0),
    );
  return isSourceDirectory ? 'the binary contains what is in it' : undefined;
}

function assumptionsOf(
  source: Source,
  rest: readonly string[],
  isStatic: boolean,
  opaque: readonly GoBuild[],
): Draft['assumptions'] {
  const { context, facts, model, stage } = source;
  const assumptions: { message: string }[] = [];
  if (facts.family === 'golang') {
    assumptions.push({
      message: 'PATH is that of the new base: /usr/local/go/bin and /go/bin are gone with the Go toolchain.',
    });
  }
  const tool = opaque.find(({ kind }) => kind !== 'assets') ?? opaque[0];
  if (tool !== undefined) {
    assumptions.push({
      message: `What ${tool.command.name ?? 'a script'} writes is not in the text, so that ${rest.join(', ')} moves as a whole; what it installs elsewhere would stay in the builder.`,
    });
  } else if (context === undefined && rest.length > 0) {
    assumptions.push({
      message: `Without the build context nothing tells which files the program reads, so that all of ${rest.join(', ')} is copied; with the context the Go sources stay behind.`,
    });
  }
  const workdir = model.finalState(stage).workdir;
  if (workdirLine(workdir, stage.instructions).length > 0) {
    assumptions.push({ message: `WORKDIR ${workdir ?? ''} is written out: it was the Go image's own.` });
  }
  if (!isStatic)
    assumptions.push({
      message:
        "CGO_ENABLED is not 0, so that the binary may be linked to the C library: the runtime keeps the builder's release. With CGO_ENABLED=0 a distroless base would do.",
    });
  return assumptions;
}
