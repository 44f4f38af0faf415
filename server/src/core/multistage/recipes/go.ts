import type { PackageOperation } from '../../model/packages';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe, RuntimeBase } from '../recipe';
import { certificates, movedTo, pathLine, startedProgram, workdirLine } from '../binaries';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { commandText, directoryAt, type Source } from '../source';

/** Go: the binary moves; what the file copies besides Go's own files moves with it. */
const recipe: Recipe = {
  id: 'go',
  summary: 'Go: the runtime gets the binary, and the files that are not Go source.',
  detect: (source) => {
    const build = goBuilds(source)[0];
    return build?.command.span ?? (source.facts.family === 'golang' ? source.stage.baseWord?.span : undefined);
  },
  draft,
};

export default recipe;

interface GoBuild {
  readonly command: ShellCommand;
  readonly instruction: Instruction;
}

function goBuilds({ runs }: Source): readonly GoBuild[] {
  return runs.flatMap(({ script, instruction }) =>
    script.commands.flatMap((command) => {
      const [verb] = command.args.map(({ value }) => value);
      return command.name === 'go' && (verb === 'build' || verb === 'install') ? [{ command, instruction }] : [];
    }),
  );
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { stage, file, model, started } = source;
  const at = (offset: number): number => file.lines.lineAt(offset) + 1;
  const runsGo = started.find(({ name, args }) => name === 'go' && args[0]?.value !== 'version');
  if (runsGo !== undefined) {
    return refuse(
      'R6',
      `Line ${at(runsGo.span.start)} compiles with go when the container starts; build the binary first ("go build -o") and start that.`,
      runsGo.span,
    );
  }
  const builds = goBuilds(source).filter(({ command }) => !command.isSubstitution);
  const first = builds[0];
  const foreign = source.runs
    .flatMap(({ script }) => script.commands)
    .find(({ name }) => ['npm', 'yarn', 'pnpm', 'make', 'cargo', 'pip', 'pip3', 'bundle'].includes(name ?? ''));
  if (foreign !== undefined) {
    return refuse(
      'R15',
      `Line ${at(foreign.span.start)} builds with ${foreign.name ?? 'another tool'}; no recipe knows what that leaves behind.`,
      foreign.span,
    );
  }
  if (first === undefined) {
    return refuse(
      'R1',
      'Nothing to separate: no "go build" or "go install" makes a binary in this file.',
      stage.baseWord?.span,
    );
  }
  const target = startedBinary(source);
  const outputs = builds.map((build) => {
    const path = outputOf(source, build) ?? startedOutput(source, build);
    return path === undefined ? undefined : movedTo(source, path);
  });
  const unknown = outputs.findIndex((output) => output === undefined);
  const workdir = model.finalState(stage).workdir;
  const known = [...new Set(outputs.filter((output) => output !== undefined))];
  if (unknown !== -1 || known.length === 0) {
    const build = builds[unknown] ?? first;
    return refuse(
      'R17',
      `Line ${at(build.command.span.start)} does not tell where the binary goes; give it a name with "-o".`,
      build.command.span,
    );
  }
  if (
    target !== undefined &&
    !known.some((path) => path === target || target === undefined || isWithin(target, path))
  ) {
    const starts = started[0];
    const isFromContext = stage.instructions.some((instruction) => {
      const copy = model.copyOf(instruction);
      return (
        copy?.destinationPath !== undefined &&
        !copy.sources.some(({ isEverything }) => isEverything) &&
        (copy.destinationPath === target || baseName(copy.destinationPath) === baseName(target))
      );
    });
    if (!isFromContext) {
      return refuse(
        'R17',
        `The container starts "${starts?.nameWord?.value ?? target}", but the build on line ${at(first.command.span.start)} writes ${known.join(' and ')}.`,
        starts?.span ?? first.command.span,
      );
    }
  }

  const outputNames = new Set([...known, ...builds.flatMap((build) => outputOf(source, build) ?? [])].map(baseName));
  const isStatic = builds.every((build) => isCgoOff(source, build));
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const rest = runtimeFiles(source, known);
  if ('id' in rest) return rest;
  const runtimes = runtimesOf(source, options, isStatic);
  if (runtimes.length === 0) {
    const why = isStatic ? 'it has no such variant' : 'without CGO_ENABLED=0 the binary may need a C library';
    return refuse(
      'R17',
      `The runtime "${options.runtime ?? 'auto'}" is not possible for what "${source.baseText}" builds: ${why}.`,
      first.command.span,
    );
  }
  return {
    runtimes,
    buildReason: (command, operation) => buildReason(command, operation, (word) => outputNames.has(baseName(word))),
    prologue: [],
    epilogue: [],
    artefacts: [
      ...certificates(source, builder, runtimes[0]),
      ...workdirLine(workdir, stage.instructions),
      ...pathLine(source, known),
      ...known
        .filter((path) => !rest.some((directory) => isWithin(path, directory)))
        .map((path): Addition => ({
          lines: [`COPY --from=${builder} ${path} ${path}`],
          why: 'The binary, at the path that the container starts.',
        })),
      ...rest.map((path): Addition => ({
        lines: [`COPY --from=${builder} ${path} ${path}`],
        why: 'Files that the program may read while it runs.',
      })),
    ],
    copyReason: (copy) => copyReason(source, copy),
    packages: [],
    scan: [],
    isBuildOnlyPackage: (name) =>
      [
        'git',
        'mercurial',
        'bzr',
        'subversion',
        'openssh-client',
        'upx',
        'upx-ucl',
        'protobuf-compiler',
        'musl-dev',
        'gcc',
        'g++',
        'make',
        'build-base',
        'libc-dev',
        'alpine-sdk',
      ].includes(name),
    assumptions: assumptionsOf(source, rest, isStatic),
    droppedTools: ['go'],
    droppedFiles: ['/usr/local/go', '/go/pkg/mod', '/root/.cache/go-build'],
    allowances: { isStatic, changesBase: true },
  };
}

function buildReason(
  command: ShellCommand,
  operation: PackageOperation | undefined,
  isOutput: (word: string) => boolean,
): string | undefined {
  const operands = command.args.flatMap(({ text, value }) => (text.startsWith('-') ? [] : [value ?? text]));
  // The name may be that of what is moved, or the one that it gets.
  if ((command.name === 'mv' || command.name === 'cp') && operands.some(isOutput))
    return 'puts the binary in its place';
  if (command.name === 'go')
    return operation?.action === 'install' ? 'fetches modules, which the binary contains' : 'compiles the program';
  if (
    /^(?:strip|upx|golangci-lint|gofmt|swag|protoc|wire|mockgen|templ|sqlc|golint|govulncheck|dep|glide|govendor)$/.test(
      command.name ?? '',
    )
  )
    return 'is part of the build';
  const removed = command.args.filter(({ text }) => !text.startsWith('-'));
  const isOfGo =
    removed.length > 0 &&
    removed.every(({ value, text }) =>
      /^(?:\/go|\/usr\/local\/go|\/gopath|\$\{?GOPATH\}?)(?:\/|$)/.test(value ?? text),
    );
  return command.name === 'rm' && isOfGo ? "removes Go's own files, which the runtime never gets" : undefined;
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

function startedBinary(source: Source): string | undefined {
  const program = startedProgram(source);
  return program === undefined || program.isOnPath ? undefined : program.path;
}

/** A build without a name writes what the container starts, if that lies where the build writes: else the original would not start. */
function startedOutput(source: Source, build: GoBuild): string | undefined {
  const program = startedProgram(source);
  if (program === undefined) return undefined;
  const state = source.model.stateBefore(build.instruction);
  const bin = state.env.get('GOBIN') ?? `${state.env.get('GOPATH') ?? '/go'}/bin`;
  const isInstall = build.command.args[0]?.value === 'install';
  if (program.isOnPath) return isInstall ? `${bin}/${program.path}` : undefined;
  const directory = isInstall ? bin : directoryAt(source.model, build.instruction, build.command);
  return directory !== undefined && directoryOf(program.path) === directory ? program.path : undefined;
}

/** The absolute path of what `go build` or `go install` writes, `undefined` where the text does not tell. */
function outputOf({ model, context }: Source, { command, instruction }: GoBuild): string | undefined {
  const state = model.stateBefore(instruction);
  const words = command.args.map((word) => word.value ?? model.expandAt(word.text, instruction));
  const workdir = directoryAt(model, instruction, command);
  const [verb] = words;
  const packages = words
    .slice(1)
    .filter((word, i) => word !== undefined && !word.startsWith('-') && !VALUED.has(words[i] ?? ''));
  const last = packages.at(-1);
  if (verb === 'install') {
    const gopath = state.env.get('GOPATH') ?? '/go';
    const bin = state.env.get('GOBIN') ?? `${gopath}/bin`;
    const name =
      last === undefined || last.startsWith('.') ? moduleName(context) : last.replace(/@.*$/, '').split('/').at(-1);
    return name === undefined || name === '...' ? undefined : `${bin}/${name}`;
  }
  const index = words.findIndex((word) => word === '-o' || word?.startsWith('-o='));
  const output = words[index] === '-o' ? words[index + 1] : words[index]?.slice('-o='.length);
  if (index !== -1) {
    if (output === undefined) return undefined;
    const path = joinPath(workdir, output);
    // A directory as output takes the package's name.
    return path !== undefined && /\/$|^\.$/.test(output) ? undefined : path;
  }
  if (last !== undefined && last.endsWith('.go'))
    return joinPath(workdir, baseName(packages[0] ?? last).replace(/\.go$/, ''));
  if (last !== undefined && !last.startsWith('.') && !last.includes('...')) return joinPath(workdir, baseName(last));
  if (last !== undefined && /^\.\/[\w./-]+$/.test(last) && !last.includes('...'))
    return joinPath(workdir, baseName(last));
  const name = last === undefined || last === '.' ? moduleName(context) : undefined;
  return name === undefined ? undefined : joinPath(workdir, name);
}

const VALUED = new Set([
  '-o',
  '-ldflags',
  '-tags',
  '-gcflags',
  '-asmflags',
  '-mod',
  '-p',
  '-buildmode',
  '-installsuffix',
  '-modfile',
  '-overlay',
  '-pkgdir',
  '-toolexec',
  '-C',
]);

function moduleName(context: Source['context']): string | undefined {
  const [, path] = /^module\s+(\S+)/m.exec(context?.read('go.mod') ?? '') ?? [];
  return path
    ?.replace(/\/v\d+$/, '')
    .split('/')
    .at(-1);
}

function isCgoOff({ model, runs }: Source, { command, instruction }: GoBuild): boolean {
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
    if (copy.instruction.index > lastBuildIndex(stage.instructions, model)) continue;
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

function lastBuildIndex(instructions: readonly Instruction[], model: Source['model']): number {
  const last = instructions.findLast(
    (instruction) =>
      instruction.keyword === 'RUN' && model.scriptOf(instruction).commands.some(({ name }) => name === 'go'),
  );
  return last?.index ?? -1;
}

function copyReason({ context }: Source, copy: CopyOperation): string | undefined {
  if (copy.from.kind !== 'context') return undefined;
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

function assumptionsOf(source: Source, rest: readonly string[], isStatic: boolean): Draft['assumptions'] {
  const { context, facts, model, stage } = source;
  const assumptions: { message: string }[] = [];
  if (facts.family === 'golang') {
    assumptions.push({
      message: 'PATH is that of the new base: /usr/local/go/bin and /go/bin are gone with the Go toolchain.',
    });
  }
  if (context === undefined && rest.length > 0) {
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
