import { dotnetTwin } from '../../knowledge/image-twins';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand, ShellWord } from '../../shell/shell';
import type { Span } from '../../text/span';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe, RuntimeBase } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import type { Source } from '../source';
import { placedCommands, wordText, writtenPaths, type PlacedCommand } from '../verify/written-paths';

/** .NET: what `dotnet publish` writes moves to the runtime image of the same version. */
const recipe: Recipe = {
  id: 'dotnet',
  summary: '.NET: the runtime is the ASP.NET or .NET image of the same version with what "dotnet publish" writes.',
  detect: ({ facts, stage }) => (facts.family === 'dotnet-sdk' ? stage.baseWord?.span : undefined),
  draft,
};

export default recipe;

type Kind = 'aspnet' | 'runtime' | 'runtime-deps';

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { stage, baseText } = source;
  const compiling = source.started.find(isCompiling);
  if (compiling !== undefined)
    return refuse(
      'R6',
      `Line ${lineOf(source, compiling.span)} compiles with "dotnet ${verbOf(compiling)}" when the container starts; run "dotnet publish -c Release -o out" in the build and start "dotnet out/<project>.dll" first.`,
      compiling.span,
    );
  const calls = placedCommands(source.model, stage).filter(({ command }) => command.name === 'dotnet');
  const published = calls.filter(({ command }) => verbOf(command) === 'publish');
  // Since .NET Core 3.0 a build has all libraries beside the assembly, too (the SDK's CopyLocalLockFileAssemblies).
  const isComplete = Number.parseInt(source.facts.language?.version ?? '', 10) >= 3;
  const publishes =
    published.length === 0 && isComplete ? calls.filter(({ command }) => verbOf(command) === 'build') : published;
  const last = publishes.at(-1);
  if (last === undefined) return notPublished(source, calls);
  const foreign = foreignBuild(source, last);
  if (foreign !== undefined) return foreign;
  const start = startOf(source);
  if (start === undefined) return unknownStart(source, last);
  const recompiling = start.isScript ? compilingScript(source, start) : undefined;
  if (recompiling !== undefined) return recompiling;
  const tree = start.isScript ? soleOutput(source, publishes) : treeOf(source, start.path, publishes);
  if (tree === undefined)
    return refuse(
      'R17',
      `The container starts "${start.text}", but no "dotnet publish" of this file is known to write it there; which files it needs cannot be told.`,
      start.span,
    );
  if (source.model.stateBefore(last.instruction).user.isRoot === false)
    return refuse(
      'R17',
      `Line ${lineOf(source, last.command.span)} publishes as another user than root; whose the files are in the runtime would have to be decided.`,
      last.command.span,
    );
  const kind = kindOf(source, publishes, start.path);
  const runtimes = runtimesOf(source, options, kind);
  if ('id' in runtimes) return runtimes;
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const isOther = runtimes[0]?.text !== baseText;
  const content = contentOf(source, tree);
  return {
    runtimes,
    buildReason: (command) => buildReason(source, last, command),
    prologue: [],
    epilogue: [],
    artefacts: [
      ...(isOther ? [...portLine(source, kind), ...cultureLine(source)] : []),
      ...content.additions,
      {
        lines: [`COPY --from=${builder} ${tree} ${tree}`],
        why: `What "dotnet ${published.length > 0 ? 'publish' : 'build'}" writes, at the path that the container starts.`,
      },
    ],
    artefactsAt: 'last-build',
    copyReason: (copy) => copyReason(source, copy, tree, content.isComplete),
    packages: isOther ? culturePackages(source) : [],
    scan: [],
    leavesDownloads: true,
    isBuildOnlyPackage: (name) => /^(?:git|nodejs|npm|yarn|dotnet-sdk-.*)$/.test(name),
    assumptions: [
      ...(start.isScript
        ? [
            {
              message: `"${start.text}" starts what is published into ${tree}, and nothing of the SDK.`,
              span: start.span,
            },
          ]
        : []),
      ...(published.length > 0
        ? []
        : [
            {
              message:
                'What "dotnet build" writes is started as it is; files that packages bring for the browser are only in what "dotnet publish -c Release" writes.',
              span: last.command.span,
            },
          ]),
      ...assumptionsOf(source, kind, isOther, runtimes),
    ],
    droppedTools: isOther ? ['dotnet build', 'dotnet publish', 'msbuild', 'nuget'] : [],
    droppedFiles: leftBehind(source, calls, tree),
    allowances: { changesBase: isOther },
  };
}

function lineOf({ file }: Source, { start }: Span): number {
  return file.lines.lineAt(start) + 1;
}

function verbOf({ args }: ShellCommand): string {
  return args.find(({ text }) => !text.startsWith('-'))?.value ?? '';
}

function isCompiling(command: ShellCommand): boolean {
  return command.name === 'dotnet' && /^(?:run|watch|build|test|msbuild|restore|publish)$/.test(verbOf(command));
}

function notPublished(source: Source, calls: readonly PlacedCommand[]): Refusal {
  const build = calls.find(({ command }) => /^(?:build|msbuild)$/.test(verbOf(command)));
  if (build !== undefined)
    return refuse(
      'R17',
      `Line ${lineOf(source, build.command.span)} builds, but does not publish: what "dotnet build" writes looks for its libraries in the package cache. "dotnet publish -c Release -o out" makes a directory that stands alone.`,
      build.command.span,
    );
  return refuse(
    'R1',
    'Nothing to separate: no "dotnet publish" makes a program in this file.',
    source.stage.baseWord?.span,
  );
}

const FOREIGN: ReadonlySet<string> = new Set('pip pip3 bundle gem cargo go composer mvn gradle make cmake'.split(' '));
const ASSETS: ReadonlySet<string> = new Set('npm npx yarn pnpm bower gulp grunt webpack ng'.split(' '));

function foreignBuild(source: Source, last: PlacedCommand): Refusal | undefined {
  for (const { command, instruction } of placedCommands(source.model, source.stage)) {
    const name = command.name ?? '';
    const isLate = instruction.index > last.instruction.index;
    const isScript = /\.(?:sh|bash)$/.test(command.nameWord?.value ?? '') || command.nameWord?.value?.startsWith('./');
    if (!FOREIGN.has(name) && !(ASSETS.has(name) && isLate) && isScript !== true) continue;
    return isScript === true
      ? refuse(
          'R5',
          `Line ${lineOf(source, command.span)} runs ${command.nameWord?.value ?? name}: nothing tells which files it leaves behind that the container needs.`,
          command.span,
        )
      : refuse(
          'R15',
          `Line ${lineOf(source, command.span)} builds with ${name}, besides .NET: nothing tells what of both the container needs.`,
          command.span,
        );
  }
  return undefined;
}

interface Start {
  readonly path: string;
  readonly text: string;
  readonly span: Span;
  /** A script, which starts the program in its turn. */
  readonly isScript: boolean;
}

/** The assembly, program or script that the container starts, past shells. */
function startOf(source: Source): Start | undefined {
  const { model, stage, started } = source;
  const { env, workdir } = model.finalState(stage);
  const text = (word: ShellWord): string =>
    (word.value ?? word.text)
      .replace(/["']/g, '')
      .replace(
        /\$(?:\{(\w+)\}|(\w+))/g,
        (whole, braced?: string, plain?: string) => env.get(braced ?? plain ?? '') ?? whole,
      );
  for (const { name, nameWord, args } of started) {
    if (nameWord === undefined || /^(?:ba|da|a)?sh$|^exec$/.test(name ?? '')) continue;
    const isHost = name === 'dotnet';
    const word = isHost ? args.find((one) => text(one).endsWith('.dll')) : nameWord;
    const written = word === undefined ? undefined : text(word);
    if (word === undefined || written === undefined || (!isHost && !written.includes('/'))) continue;
    const path = joinPath(workdir, written);
    if (path === undefined) continue;
    return { path, text: written, span: word.span, isScript: /\.(?:sh|bash)$/.test(written) };
  }
  const script = started
    .flatMap(({ nameWord, args }) => [...(nameWord === undefined ? [] : [nameWord]), ...args])
    .find((word) => /\.(?:sh|bash)$/.test(text(word)));
  const path = script === undefined ? undefined : joinPath(workdir, text(script));
  return script === undefined || path === undefined
    ? undefined
    : { path, text: text(script), span: script.span, isScript: true };
}

/** The build context shows that the script compiles when the container starts. */
function compilingScript({ context }: Source, { text, span }: Start): Refusal | undefined {
  const script = context?.read(text.replace(/^\.?\//, ''));
  const call =
    script === undefined ? undefined : /\bdotnet\s+(?:run|watch|build|publish|ef|restore)\b/.exec(script)?.[0];
  return call === undefined
    ? undefined
    : refuse('R6', `The script "${text}" calls "${call}" when the container starts, which needs the SDK.`, span);
}

/** The one directory that all of the publishing writes into. */
function soleOutput({ model, stage, context }: Source, publishes: readonly PlacedCommand[]): string | undefined {
  const commands = new Set(publishes.map(({ command }) => command));
  const written = writtenPaths(model, stage, context).filter(
    ({ command, holds }) => command !== undefined && commands.has(command) && holds === undefined,
  );
  const [first, second] = [...new Set(written.map(({ path }) => path))];
  return first === undefined || second !== undefined || SHARED.test(first) ? undefined : first;
}

function unknownStart(source: Source, { command }: PlacedCommand): Refusal {
  return refuse(
    'R17',
    'Nothing tells which published program the container starts.',
    source.command?.span ?? source.entrypoint?.span ?? command.span,
  );
}

/** The directory of a publish that holds the started assembly. */
function treeOf(
  { model, stage, context }: Source,
  path: string,
  publishes: readonly PlacedCommand[],
): string | undefined {
  const commands = new Set(publishes.map(({ command }) => command));
  const directory = directoryOf(path);
  const isMade = writtenPaths(model, stage, context).some(({ command, path: at, holds }) => {
    if (command === undefined || !commands.has(command) || !isWithin(directory, at)) return false;
    const relative = directory === at ? '' : directory.slice(at === '/' ? 1 : at.length + 1);
    return (
      holds === undefined ||
      (/(?:^|\/)publish$|(?:^|\/)bin\/(?:Debug|Release)\/net[\w.-]+$/.test(relative) && holds(relative))
    );
  });
  return isMade && !SHARED.test(directory) ? directory : undefined;
}

const SHARED = /^\/(?:|usr|usr\/local|usr\/(?:local\/)?(?:bin|lib|share)|opt|var|srv|home|root|etc|tmp|bin)$/;

/** Which image the published program needs: its framework is in its project file, or in the way it is published. */
function kindOf({ context }: Source, publishes: readonly PlacedCommand[], path: string): Kind {
  const words = publishes.flatMap(({ command }) => command.args.map(({ value, text }) => value ?? text));
  const isAlone = words.some((word, i) =>
    /^--(?:self-contained|sc)$/.test(word)
      ? words[i + 1] !== 'false'
      : /^--(?:self-contained|sc)=true$|^[-/]p:(?:SelfContained|PublishAot|PublishTrimmed)=true$/i.test(word),
  );
  if (isAlone && !path.endsWith('.dll')) return 'runtime-deps';
  const projects = projectsOf(context);
  const isWeb = projects.some((text) =>
    /Sdk="Microsoft\.NET\.Sdk\.(?:Web|BlazorWebAssembly|Razor)"|Microsoft\.AspNetCore/.test(text),
  );
  return projects.length > 0 && !isWeb ? 'runtime' : 'aspnet';
}

/** All project files of the build context, three directories deep. */
function projectsOf(context: Source['context']): readonly string[] {
  if (context === undefined) return [];
  const found: string[] = [];
  const visit = (directory: string, depth: number): void => {
    for (const entry of context.list(directory) ?? []) {
      const path = directory === '' ? entry : `${directory}/${entry}`;
      if (entry.endsWith('/')) {
        if (depth < 3) visit(path.replace(/\/$/, ''), depth + 1);
      } else if (/\.\w+proj$|^Directory\.Build\.props$/.test(entry)) found.push(context.read(path) ?? '');
    }
  };
  visit('', 0);
  return found;
}

function runtimesOf(source: Source, options: MultiStageOptions, kind: Kind): readonly RuntimeBase[] | Refusal {
  const { image, baseText, stage, model } = source;
  const choice = options.runtime ?? 'auto';
  const twin = image.digest === undefined ? dotnetTwin(image, kind) : undefined;
  const isAlpine = source.facts.distribution.family === 'alpine';
  if (choice !== 'auto' && choice !== 'slim' && !(choice === 'alpine' && isAlpine))
    return refuse(
      'R17',
      `The runtime "${choice}" is another distribution than that of "${baseText}": choose it for the SDK, too.`,
      stage.baseWord?.span,
    );
  if (twin === undefined)
    return choice === 'auto'
      ? [{ text: baseText, isDistroless: false, why: 'No runtime image is known.' }]
      : refuse('R17', `No runtime image of the version of "${baseText}" is known.`, stage.baseWord?.span);
  // `sdk:${VERSION}`: the version stays the variable that it is.
  const variable = /^[^$]*:\$(?:\{(\w+)\}|(\w+))$/.exec(baseText);
  const name = variable?.[1] ?? variable?.[2];
  const value = name === undefined ? undefined : model.globalArgs.get(name);
  const text =
    value !== undefined && twin.endsWith(`:${value}`) ? `${twin.slice(0, -value.length)}\${${name ?? ''}}` : twin;
  return [
    {
      text,
      isDistroless: false,
      why: `${text} runs what the SDK of the same version publishes, on the same distribution and without compiler.`,
    },
  ];
}

/** The SDK images up to 7.0 leave empty what their runtime images set: without the line the server would listen elsewhere. */
function portLine({ facts, model, stage, started }: Source, kind: Kind): readonly Addition[] {
  const state = model.finalState(stage);
  const isOwn = stage.instructions.some(
    ({ keyword, pairs }) =>
      keyword === 'ENV' && pairs.some(({ key }) => /^(?:ASPNETCORE|DOTNET)_(?:URLS|HTTP_PORTS)$/.test(key)),
  );
  const isArgument = started.some(({ args }) => args.some(({ text }) => /^["']?--(?:server\.)?urls/.test(text)));
  if (
    kind === 'runtime' ||
    facts.config.env['ASPNETCORE_URLS'] !== '' ||
    isOwn ||
    isArgument ||
    state.env.get('ASPNETCORE_URLS') === undefined
  )
    return [];
  return [
    {
      lines: ['ENV ASPNETCORE_URLS='],
      why: 'The SDK image leaves it empty; the runtime image sets port 80, where the server did not listen before.',
    },
  ];
}

/** On Alpine only the SDK has the data of cultures and time zones. */
function culturePackages({ facts }: Source): Draft['packages'] {
  if (facts.distribution.family !== 'alpine') return [];
  const major = Number.parseInt(facts.language?.version ?? '', 10);
  const why = 'The SDK image has it, the runtime image of Alpine has not.';
  return (major >= 6 ? ['icu-data-full', 'icu-libs', 'tzdata'] : ['icu-libs']).map((name) => ({ name, why }));
}

function cultureLine({ facts, stage }: Source): readonly Addition[] {
  const name = 'DOTNET_SYSTEM_GLOBALIZATION_INVARIANT';
  const isOwn = stage.instructions.some(
    ({ keyword, pairs }) => keyword === 'ENV' && pairs.some(({ key }) => key === name),
  );
  if (facts.distribution.family !== 'alpine' || isOwn) return [];
  return [
    {
      lines: [`ENV ${name}=false`],
      why: 'The runtime images of Alpine know no cultures unless they are told to, as the SDK image is.',
    },
  ];
}

const PROJECT_FILES =
  /(?:^|\/)(?:[^/]*\.(?:cs|fs|vb|csproj|fsproj|vbproj|sln|slnx|props|targets|editorconfig|razor\.cs|user|ruleset)|\*\.\w+proj|\*\.sln|nuget\.config|global\.json|packages\.config|project\.json|Directory\.Build\.\w+|Directory\.Packages\.props|bin|obj|Properties|tests?|Dockerfile[^/]*|docker-compose[^/]*|compose\.ya?ml|\.dockerignore|\.git(?:ignore|attributes|hub)?|\.vs|\.vscode|\.config|README[^/]*|LICENSE[^/]*|CHANGELOG[^/]*|Makefile|Jenkinsfile|node_modules)\/?$/i;

/** What ASP.NET reads from its content root, the directory that it is started in. */
const CONTENT = /^(?:appsettings[\w.]*\.json|wwwroot|Views|Pages|Areas|Resources|ClientApp)\/?$/;

/** The files of the sources that the running program reads: those of its working directory, where the context shows them. */
function contentOf(
  { context, model, stage }: Source,
  tree: string,
): { readonly additions: readonly Addition[]; readonly isComplete: boolean } {
  const { workdir } = model.finalState(stage);
  const none = { additions: [], isComplete: false };
  if (context === undefined || workdir === undefined) return none;
  // The published directory has its own copies.
  if (isWithin(workdir, tree)) return none;
  const copies = stage.instructions.flatMap((instruction) => model.copyOf(instruction) ?? []);
  const whole = copies.filter(
    ({ from, sources }) => from.kind === 'context' && sources.some(({ path }) => path === ''),
  );
  const [copy] = whole;
  if (
    copy === undefined ||
    whole.length !== 1 ||
    copy.chown !== undefined ||
    copy.destinationPath?.replace(/(?<=.)\/$/, '') !== workdir
  )
    return none;
  const others = (context.list('') ?? []).filter((entry) => {
    const name = entry.replace(/\/$/, '');
    return !PROJECT_FILES.test(entry) && !context.ignores(name) && !isProject(context, name);
  });
  if (others.some((entry) => !CONTENT.test(entry)) || others.length > 6) return none;
  const lines = others.map((entry) => {
    const name = entry.replace(/\/$/, '');
    return `COPY ${name} ./${name}`;
  });
  return {
    additions:
      lines.length === 0 ? [] : [{ lines, why: 'The program reads them in the directory that it is started in.' }],
    isComplete: true,
  };
}

function isProject(context: NonNullable<Source['context']>, path: string): boolean {
  return (context.list(path) ?? []).some((entry) => /\.\w+proj$/.test(entry));
}

function buildReason(source: Source, last: PlacedCommand, command: ShellCommand): string | undefined {
  const { name = '', args } = command;
  if (name === 'dotnet') {
    const verb = verbOf(command);
    if (verb === 'restore' || verb === 'add') return 'fetches packages';
    if (verb === 'tool')
      return args.some(({ value }) => value === 'install') ? 'installs a tool of the SDK' : 'is part of the build';
    return verb === 'test' ? 'tests the program' : 'compiles the program';
  }
  if (ASSETS.has(name)) return 'makes files that the program takes up';
  if (name === 'msbuild' || name === 'nuget') return 'is part of the build';
  if (/^(?:ls|pwd|tree|du)$/.test(name)) return 'prints, for the log of the build';
  const placed = placedCommands(source.model, source.stage).find((one) => one.command === command);
  const isEarlier = placed !== undefined && placed.command.span.start < last.command.span.start;
  const words = args.map(({ value, text }) => value ?? text);
  if (name === 'git' && words.includes('clone') && isEarlier) return 'fetches the sources';
  return /^(?:sed|mv|cp|rm)$/.test(name) && isEarlier && words.some((word) => /\.\w+proj$|\.sln$|\.cs$/.test(word))
    ? 'prepares the build'
    : undefined;
}

/** Files that only the compiler reads stay behind; what else is copied comes from the build context again. */
function copyReason(source: Source, copy: CopyOperation, tree: string, isComplete: boolean): string | undefined {
  const { context, model, stage } = source;
  const target = copy.destinationPath?.replace(/(?<=.)\/$/, '');
  if (copy.from.kind !== 'context' || target === undefined) return undefined;
  if (copy.sources.every(({ word }) => PROJECT_FILES.test(word.value))) return 'only the compiler reads it';
  if (isComplete && copy.sources.some(({ path }) => path === '')) return 'only the compiler reads what else is in it';
  const { workdir } = model.finalState(stage);
  // The program looks for its files where it is started, and beside its assembly.
  const isBelow = workdir !== undefined && !SHARED.test(workdir) && isWithin(target, workdir);
  if (workdir !== undefined && !isWithin(workdir, target) && !isBelow && !isWithin(target, tree))
    return `only the compiler reads it: the program runs in ${workdir}`;
  const isAllSource =
    context !== undefined &&
    copy.sources.every(({ path }) => {
      const entries = path === undefined ? undefined : context.list(path);
      return entries?.every((entry) => {
        const name = entry.replace(/\/$/, '');
        const inner = path === '' || path === undefined ? name : `${path}/${name}`;
        return PROJECT_FILES.test(entry) || context.ignores(inner) || isProject(context, inner);
      });
    });
  return isAllSource ? 'only the compiler reads what is in it' : undefined;
}

function leftBehind(source: Source, calls: readonly PlacedCommand[], tree: string): readonly string[] {
  const { model } = source;
  const directories = calls.flatMap(({ directory, command, instruction }) => {
    const project = command.args
      .map((word) => wordText(model, instruction, word))
      .find((text) => text !== undefined && /\.\w+proj$|\.sln$/.test(text));
    const root = project === undefined ? directory : directoryOf(joinPath(directory, project) ?? '/');
    return root === undefined || SHARED.test(root) ? [] : [root];
  });
  return [
    ...new Set([
      ...directories.flatMap((path) => [`${path}/obj`, `${path}/bin`]),
      '/root/.nuget/packages',
      '/root/.dotnet',
    ]),
  ].filter((path) => !isWithin(tree, path));
}

function assumptionsOf(
  source: Source,
  kind: Kind,
  isOther: boolean,
  runtimes: readonly RuntimeBase[],
): Draft['assumptions'] {
  const { context, baseText, facts } = source;
  if (!isOther)
    return [
      {
        message: `The runtime stays on "${baseText}", as no runtime image is known for ${facts.language?.version === undefined ? 'a tag without a version' : 'its version'}; what leaves the image are the packages that the build downloads, and what it compiles on the way.`,
      },
    ];
  const urls = portLine(source, kind).length > 0;
  return [
    ...(context === undefined && kind === 'aspnet'
      ? [
          {
            message: `${runtimes[0]?.text ?? 'The ASP.NET image'} runs console programs, too; for those the smaller image "${baseName(dotnetTwin(source.image, 'runtime') ?? 'runtime')}" would do.`,
          },
        ]
      : []),
    ...(urls
      ? [
          {
            message:
              'ASPNETCORE_URLS stays empty, as in the SDK image, so that the server listens where it did; without that line it listens on port 80 of all addresses.',
          },
        ]
      : []),
    ...(culturePackages(source).length > 0
      ? [
          {
            message:
              'The runtime gets the cultures and time zones that the SDK image has; a program that formats nothing for a culture does without these packages.',
          },
        ]
      : []),
    { message: 'The program calls neither the SDK nor other tools of its image (git, wget).' },
  ];
}
