import { runtimePackagesFor } from '../../knowledge/os-packages';
import { nodePackage } from '../../knowledge/node-packages';
import type { PackageOperation } from '../../model/packages';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand, ShellWord } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import type { Span } from '../../text/span';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { expandInScript } from '../shell-values';
import { nodeSeparation } from '../node-separation';
import {
  MANAGERS,
  callKind,
  isBuilder,
  isRecursive,
  nodeCalls,
  omitsDevelopment,
  readManifest,
  scriptName,
  workdirOf,
  type Manifest,
  type NodeCall,
} from '../node-project';
import { startedWords } from '../node-start';
import { directoryAt, type Source, type SourceRun } from '../source';

/** Node with npm, Yarn, pnpm or Bun, on its own image or a distribution's: dependencies and builds stay in the builder, the application's directory moves. */
const recipe: Recipe = {
  id: 'node-npm',
  summary:
    'Node with npm, Yarn, pnpm or Bun: servers, TypeScript builds, Next.js, Nuxt and static front ends, served by Node or by a web server.',
  detect: (source) =>
    NODE_FAMILIES.has(source.facts.family) ||
    ((source.isOpaque || hasNoLanguage(source)) && nodeCalls(source).length > 0)
      ? source.stage.baseWord?.span
      : undefined,
  takesUnknownBase: true,
  draft,
};

export default recipe;

const NODE_FAMILIES: ReadonlySet<string> = new Set(['node', 'bun']);

/** A distribution, or a web server's image: Node comes from a package. */
function hasNoLanguage({ facts }: Source): boolean {
  return facts.language === undefined && !['php', 'composer', 'scratch', 'distroless'].includes(facts.family);
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { stage, file, model, facts } = source;
  const at = (offset: number): number => file.lines.lineAt(offset) + 1;
  const calls = nodeCalls(source);
  const builds = calls.filter(({ kind, command }) => kind === 'script' && command.name !== 'corepack');
  // Modules may come with the sources: then the build alone is left behind.
  const install = calls.find(({ kind }) => kind === 'install') ?? builds[0];
  if (install === undefined) return withoutInstall(source);
  const manifest = readManifest(source);
  const unsupported = unsupportedStep(source, calls);
  if (unsupported !== undefined) return unsupported;
  const development = options.keepDevelopmentServer === true ? undefined : developmentCommand(source, manifest);
  if (development !== undefined) return development;
  const conditional = calls.find(({ kind, command }) => kind === 'install' && command.isConditional);
  if (conditional !== undefined)
    return refuse(
      'R17',
      `The install on line ${at(conditional.command.span.start)} runs only under a condition; which case holds decides what to copy.`,
      conditional.command.span,
    );

  const installState = model.stateBefore(install.run.instruction);
  const own = workdirOf(source, install);
  // A front end in a directory of its own is installed apart from the server around it.
  const workdir = own === undefined ? undefined : commonRoot(source, calls, install, own);
  if (workdir === undefined)
    return refuse(
      'R17',
      `Nothing tells in which directory line ${at(install.command.span.start)} installs.`,
      install.command.span,
    );

  const allAtOnce = stage.instructions.find((instruction) => {
    const copy = model.copyOf(instruction);
    return (
      copy?.from.kind === 'context' &&
      copy.destinationPath !== undefined &&
      isWithin(copy.destinationPath, workdir) &&
      !isManifestCopy(copy) &&
      instruction.index < lastCall(calls, install).instruction.index
    );
  });
  // With sources before the last step the builder holds the whole application; else it holds the dependencies alone.
  const isRootDirectory = workdir === '/';
  const served = servedTrees(source, calls, workdir);
  if (served !== undefined && 'id' in served) return served;
  const outputs = isRootDirectory && builds.length > 0 ? startedOutput(source, manifest) : undefined;
  const movesDirectory = !isRootDirectory && (allAtOnce !== undefined || builds.length > 0);
  const staticDirectory = builds.length > 0 ? servedDirectory(source, workdir) : undefined;
  if (
    isRootDirectory &&
    builds.length > 0 &&
    outputs === undefined &&
    served === undefined &&
    staticDirectory === undefined
  ) {
    return refuse(
      'R17',
      `The application lies in / (line ${at(install.command.span.start)}): without a WORKDIR of its own nothing tells its files from the system's.`,
      install.command.span,
    );
  }

  const compiled = compiledDependencies(source, manifest);
  const pure = compiled.names?.length === 0;
  const isFull = facts.variant === 'full';
  const prune =
    options.keepDevelopmentServer === true
      ? undefined
      : pruneStep(source, calls, manifest, builds.length > 0, movesDirectory, options.omitDevelopment === true);
  if (isFull && pure && builds.length === 0 && prune === undefined) {
    return refuse(
      'R1',
      `Nothing to separate: no dependency in package.json is compiled and nothing is built. The simpler cure is a smaller base on line ${at(stage.from.span.start)}, the -slim variant of ${source.baseText}.`,
      stage.baseWord?.span,
    );
  }
  const choice = options.runtime ?? 'auto';
  const runtimes = sameLanguageBases(source, choice);
  if (runtimes.length === 0) {
    return refuse(
      'R17',
      `The runtime "${choice}" cannot run what "${source.baseText}" installs: compiled modules need the same C library and Node in both stages.`,
      stage.baseWord?.span,
    );
  }
  const isRoot = installState.user.isRoot === true || provesRoot(source, install);
  const owner = isRoot ? '' : `--chown=${installState.user.text ?? ''} `;
  if (!isRoot && installState.user.text === undefined) {
    return refuse(
      'R17',
      `Nothing tells which user line ${at(install.command.span.start)} installs as.`,
      install.command.span,
    );
  }

  const managers = startedManagers(source);
  // The settings of npm may hold a token, and only installs read them.
  const settings = copiedSettings(source, workdir);
  const leftSettings =
    settings === undefined || !movesDirectory || managers.has('pnpm')
      ? []
      : ['# Only installs read it, and it may hold a token', `RUN rm -f ${settings}`];
  const directories = [
    ...new Set(calls.flatMap((call) => (call.kind === 'install' ? (workdirOf(source, call) ?? []) : []))),
  ];
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const yarn = yarnOf(source, calls, manifest, movesDirectory);
  if (yarn !== undefined && 'id' in yarn) return yarn;
  const whole = builds.length > 0 ? selfContained(source, manifest, workdir) : undefined;
  const only = staticDirectory === undefined ? whole : { paths: [staticDirectory], why: SERVED };
  const trees = served ?? only;
  const placed = placedModules(source, directories);
  const home = managers.size > 0 && trees === undefined ? corepackHome(source, calls) : undefined;
  if (typeof home === 'object') return home;
  const artefacts = [
    ...(trees === undefined
      ? artefactsOf(builder, owner, workdir, movesDirectory, directories, placed, outputs)
      : trees.paths.map((path): Addition => ({
          lines: [`COPY --from=${builder} ${owner}${path} ${path}`],
          why: trees.why,
        }))),
    ...(home === undefined
      ? []
      : [
          {
            lines: [`COPY --from=${builder} ${owner}${home} ${home}`],
            why: 'The package manager that Corepack has fetched: the container starts with it.',
          },
        ]),
  ];
  return {
    runtimes,
    buildReason: (command, operation) =>
      placedBy(source, command, placed) ?? buildReason(source, command, operation, trees?.paths ?? [], managers),
    prologue: [],
    epilogue:
      leftSettings.length > 0 && prune === undefined && trees === undefined && runtimes.length > 1
        ? [{ lines: leftSettings, why: 'Only installs read it, and it may hold a token.' }]
        : [],
    ...(trees === undefined && prune !== undefined
      ? { prune: { ...prune, lines: [...prune.lines, ...leftSettings] } }
      : {}),
    separation:
      placed.size > 0
        ? 'the dependencies are moved after the install'
        : leftSettings.length > 0
          ? 'the settings of npm stay behind with the application'
          : nodeSeparation(source, calls, manifest, trees === undefined ? directories.map(modulesOf) : []),
    artefacts,
    ...questionOf(source, options, manifest, prune, builds.length > 0, () =>
      pruneStep(source, calls, manifest, builds.length > 0, movesDirectory, true),
    ),
    artefactsAt: outputs === undefined && served === undefined ? install.run.instruction : ('last-build' as const),
    copyReason: (copy) =>
      staticDirectory !== undefined && served === undefined && copy.destinationPath === '/' && isRootDirectory
        ? 'only the build reads it; what is served comes from the builder'
        : copyReason(copy, workdir, movesDirectory || (served !== undefined && !isRootDirectory), served?.paths ?? []),
    packages: isFull
      ? (compiled.packages ?? []).map((name) => ({ name, why: 'A compiled dependency is linked to it.' }))
      : [],
    scan:
      whole !== undefined && trees === whole && isFull && runtimes.length > 1 && isRoot
        ? whole.paths.slice(0, 1)
        : isFull && compiled.packages === undefined && runtimes.length > 1 && isRoot && trees === undefined
          ? [placed.get(modulesOf(workdir)) ?? modulesOf(workdir)]
          : [],
    isBuildOnlyPackage: (name) =>
      BUILD_PACKAGES.has(name) ||
      (NODE_PACKAGES.has(name) && served !== undefined && !startsNode(source)) ||
      (MANAGER_PACKAGES.has(name) &&
        !NODE_FAMILIES.has(facts.family) &&
        managers.size === 0 &&
        installsNode(source) &&
        !runsManager(source, trees?.paths ?? [])),
    assumptions: assumptionsOf(
      source,
      trees === undefined && !omitsDevelopment(source, install) ? manifest : 'irrelevant',
      prune !== undefined,
      whole !== undefined && staticDirectory === undefined && served === undefined ? whole.paths[0] : undefined,
      isFull && runtimes[0]?.text !== source.baseText,
      install.manager === 'yarn' && yarnVersion(source, manifest) === 'unclear',
    ),
    droppedTools:
      isFull && runtimes[0]?.text !== source.baseText ? ['gcc', 'g++', 'make', 'python3', 'git', 'curl', 'wget'] : [],
    droppedFiles:
      trees === undefined
        ? ['/root/.npm', ...placed.keys(), ...(leftSettings.length === 0 || settings === undefined ? [] : [settings])]
        : ['/root/.npm', ...(isRootDirectory ? [] : [workdir]), ...directories.map(modulesOf)],
  };
}

/** Where a COPY that names it puts an .npmrc inside the application's directory. */
function copiedSettings({ stage, model }: Source, workdir: string): string | undefined {
  for (const instruction of stage.instructions) {
    const copy = model.copyOf(instruction);
    if (copy?.destinationPath === undefined || copy.sources.every(({ path }) => !/(?:^|\/)\.npmrc$/.test(path ?? '')))
      continue;
    const path = copy.isDirectory ? joinPath(copy.destinationPath, '.npmrc') : copy.destinationPath;
    if (path !== undefined && isWithin(path, workdir)) return path;
  }
  return undefined;
}

function lastCall(calls: readonly NodeCall[], fallback: NodeCall): SourceRun {
  return (calls.findLast(({ kind }) => kind === 'install' || kind === 'script') ?? fallback).run;
}

function buildReason(
  source: Source,
  command: ShellCommand,
  operation: PackageOperation | undefined,
  trees: readonly string[],
  managers: ReadonlySet<string>,
): string | undefined {
  if (operation?.manager.kind === 'os') return undefined;
  const name = operation?.manager.name ?? command.name ?? '';
  if (trees.length > 0 && placesInto(source, command, trees)) return 'puts what the build made where it is served from';
  if (trees.length > 0 && !startsNode(source) && isNodeSetup(command)) return 'sets up Node, which only the build uses';
  if (!MANAGERS.has(name) && !isBuilder(command)) return undefined;
  switch (callKind(command, operation)) {
    case 'install':
      return 'installs dependencies, which the runtime gets from the builder';
    case 'global':
      return isOnlyForBuild(source, operation, command, managers)
        ? 'installs tools that only the build uses'
        : undefined;
    case 'script':
      if (command.name !== 'corepack') return 'builds the application';
      return managers.size > 0 ? undefined : 'prepares the package manager or tidies up after it';
    case 'other':
      return /^(?:config|cache|set|prune|dedupe|rebuild|audit|version|pkg|list|ls|-v|--version)/.test(
        command.args[0]?.value ?? '',
      )
        ? 'prepares the package manager or tidies up after it'
        : 'is part of the build';
  }
}

function isOnlyForBuild(
  source: Source,
  operation: PackageOperation | undefined,
  command: ShellCommand,
  managers: ReadonlySet<string>,
): boolean {
  const names = (operation?.operands ?? command.args.slice(1)).map(({ value, text }) =>
    (value ?? text).replace(/(?<=.)@.*$/, ''),
  );
  // `npm start` may call what is installed globally: only package.json tells.
  const words = startedWords(source);
  return names.every((name) => {
    if (NEVER_STARTED.has(name)) return true;
    if (words === undefined) return false;
    const known = nodePackage(name);
    const commands =
      known === undefined || known.commands.length === 0
        ? [name.replace(/^@[^/]*\//, ''), ...(COMMANDS.get(name) ?? [])]
        : known.commands;
    if (commands.some((word) => words.has(word))) return false;
    // Nothing that runs calls another package manager.
    if (managers.size === 0 && ['pnpm', 'yarn', 'bun', 'corepack', '@yarnpkg/cli-dist'].includes(name)) return true;
    return known?.isDevelopmentOnly === true || BUILDERS.has(name);
  });
}

/** Packages whose programs no container starts: npm itself is in the image anyway. */
const NEVER_STARTED: ReadonlySet<string> = new Set(
  'npm node-gyp node-pre-gyp eslint prettier tslint mocha jest rimraf create-react-app npm-check-updates'.split(' '),
);
/** Packages whose programs build. */
const BUILDERS: ReadonlySet<string> = new Set(
  'typescript @angular/cli @nestjs/cli gulp gulp-cli grunt-cli grunt bower webpack webpack-cli lerna turbo nx @vue/cli expo-cli parcel-bundler parcel rollup vite ts-node tsx'.split(
    ' ',
  ),
);
/** Programs that are not called as their package is. */
const COMMANDS: ReadonlyMap<string, readonly string[]> = new Map([
  ['typescript', ['tsc', 'tsserver']],
  ['@angular/cli', ['ng']],
  ['@nestjs/cli', ['nest']],
  ['gulp-cli', ['gulp']],
  ['grunt-cli', ['grunt']],
  ['webpack-cli', ['webpack', 'webpack-cli']],
  ['@vue/cli', ['vue', 'vue-cli-service']],
  ['expo-cli', ['expo']],
  ['parcel-bundler', ['parcel']],
  ['ts-node', ['ts-node', 'ts-node-esm', 'ts-node-script']],
]);

/** Steps whose files lie outside the application's directory, or that need another recipe. */
function unsupportedStep({ runs, file, context, stage }: Source, calls: readonly NodeCall[]): Refusal | undefined {
  const at = (span: Span): number => file.lines.lineAt(span.start) + 1;
  const foreign = runs
    .flatMap(({ script }) => script.commands)
    .find(({ name }) =>
      ['pip', 'pip3', 'bundle', 'gem', 'composer', 'cargo', 'go', 'mvn', 'gradle', 'deno'].includes(name ?? ''),
    );
  if (foreign !== undefined)
    return refuse(
      'R15',
      `Line ${at(foreign.span)} uses ${foreign.name ?? 'another package manager'}; no recipe converts it together with Node yet.`,
      foreign.span,
    );
  const browser = calls.find(
    ({ command }) =>
      /\b(?:playwright|puppeteer|cypress)\b/.test(command.args.map(({ text }) => text).join(' ')) &&
      command.args.some(({ value }) => value === 'install' || value === 'browsers'),
  );
  const dependencies = context?.read('package.json');
  if (
    browser !== undefined ||
    /"(?:puppeteer|playwright|cypress)"\s*:/.test(dependencies?.split('"devDependencies"')[0] ?? '')
  ) {
    const span = browser?.command.span ?? calls[0]?.command.span;
    return refuse(
      'R5',
      'A browser is downloaded into the home directory when dependencies are installed; nothing tells which files it needs at run time.',
      span,
    );
  }
  const mounted = calls.find(({ run }) =>
    run.instruction.flags.some(({ name, value = '' }) => name === 'mount' && /target=[^,]*node_modules/.test(value)),
  );
  if (mounted !== undefined)
    return refuse(
      'R12',
      `node_modules on line ${at(mounted.command.span)} is a cache mount: it is in no layer, so it cannot be copied.`,
      mounted.command.span,
    );
  const volume = stage.instructions.find(
    (instruction) =>
      instruction.keyword === 'VOLUME' && instruction.words.some(({ value }) => value.includes('node_modules')),
  );
  if (volume !== undefined)
    return refuse('R12', `Line ${at(volume.span)} declares node_modules a volume.`, volume.span);
  return undefined;
}

/** The container starts a development server or builds at start. */
function developmentCommand(
  { started, file, command, entrypoint }: Source,
  manifest: Manifest | undefined,
): Refusal | undefined {
  for (const found of started) {
    const words = found.args.map(({ value }) => value ?? '');
    const script = scriptName(found);
    const line = file.lines.lineAt((command ?? entrypoint ?? { span: found.span }).span.start) + 1;
    const text = script === undefined ? [found.name, ...words].join(' ') : manifest?.scripts[script];
    const isDevelopment =
      (script !== undefined &&
        /^(?:dev|develop|serve:dev|start:dev|watch|develop:.*|dev:.*|start:debug|hot)$/.test(script)) ||
      (text !== undefined &&
        /\b(?:nodemon|ts-node(?:-dev)?|tsx watch|webpack-dev-server|webpack serve|next dev|nuxt dev|react-scripts start|vue-cli-service serve|ng serve|vite(?!\s+(?:preview|build))|nest start --watch|gatsby develop|astro dev|ionic serve|ember s(?:erve)?|polymer serve|expo start|quasar dev|gridsome develop|start-storybook|storybook dev|docusaurus start|nuxi dev|remix dev)\b/.test(
          text,
        ) &&
        !/^\s*(?:node|vite preview)/.test(text));
    if (isDevelopment) {
      const what = script === undefined ? (found.name ?? 'the command') : `npm script "${script}"`;
      return refuse(
        'R6',
        `Line ${line} starts a development server (${what}), which needs the build tools: decide first what production should start.`,
        found.span,
      );
    }
    if (
      text !== undefined &&
      /\b(?:tsc|webpack|next build|vite build|npm run build|yarn build|npm (?:ci|install))\b/.test(text)
    ) {
      return refuse(
        'R6',
        `Line ${line} builds or installs when the container starts; that belongs into a RUN.`,
        found.span,
      );
    }
  }
  return undefined;
}

/** What the lock file tells of compiled dependencies. */
interface Compiled {
  /** Packages that run something when they are installed; `undefined` where no lock file lists them. */
  readonly names: readonly string[] | undefined;
  /** All of them are known, so that the Debian packages they need are too. */
  readonly packages: readonly string[] | undefined;
}

/** The lock file marks every package that runs an install script: none marked means that nothing is compiled. */
function compiledDependencies({ context, facts }: Source, manifest: Manifest | undefined): Compiled {
  const lock = context?.read('package-lock.json');
  const none = { names: undefined, packages: undefined };
  if (manifest === undefined || lock === undefined || !/"lockfileVersion":\s*[23]/.test(lock)) return none;
  const marked = [...lock.matchAll(/"(?:[^"]*\/)?node_modules\/((?:@[^"/]+\/)?[^"/]+)":\s*\{([^{}]*)/g)].flatMap(
    ([, name = '', body = '']) => (/"hasInstallScript":\s*true|"gypfile":\s*true/.test(body) ? [name] : []),
  );
  const names = [
    ...new Set([...marked, ...manifest.dependencies.filter((name) => nodePackage(name)?.isNative === true)]),
  ];
  const isAlpine = facts.distribution.family === 'alpine';
  const needs = names.map((name) => {
    const known = nodePackage(name);
    if (known === undefined) return undefined;
    const listed = isAlpine ? known.alpineRuntime : known.debianRuntime;
    return listed.flatMap((library) =>
      library.endsWith('-dev') ? (runtimePackagesFor(library, facts.distribution)?.packages ?? []) : [library],
    );
  });
  return { names, packages: needs.every((list) => list !== undefined) ? [...new Set(needs.flat())] : undefined };
}

function isManifestCopy(copy: CopyOperation): boolean {
  return copy.sources.every(({ word }) =>
    /(?:^|\/)(?:package(?:-lock)?(?:\*)?\.json|package\*\.json|package\*|bun\.lockb?|bunfig\.toml|\.yarnrc\.yml|\.bowerrc|bower\.json|\.pnpmfile\.cjs|npm-shrinkwrap\.json|yarn\.lock\*?|pnpm-lock\.yaml|\.npmrc|\.yarnrc|\.nvmrc|tsconfig[\w.*-]*\.json|nest-cli\.json|patches|prisma|\.yarn|pnpm-workspace\.yaml|lerna\.json)\/?$/.test(
      word.value,
    ),
  );
}

function copyReason(
  copy: CopyOperation,
  workdir: string,
  movesDirectory: boolean,
  served: readonly string[],
): string | undefined {
  const destination = copy.destinationPath;
  if (destination === undefined) return undefined;
  const tree = served.find((path) => isWithin(destination, path));
  if (tree !== undefined) return `the runtime gets ${tree} as a whole from the builder`;
  if (!movesDirectory || !isWithin(destination, workdir)) return undefined;
  return served.length > 0
    ? 'only the build reads it; what is served comes from the builder'
    : `the runtime gets ${workdir} as a whole from the builder`;
}

function artefactsOf(
  builder: string,
  owner: string,
  workdir: string,
  movesDirectory: boolean,
  directories: readonly string[],
  placed: ReadonlyMap<string, string>,
  outputs: readonly string[] = [],
): readonly Addition[] {
  const copyModules = (directory: string): Addition => {
    const modules = placed.get(modulesOf(directory)) ?? modulesOf(directory);
    return {
      lines: [`COPY --from=${builder} ${owner}${modules} ${modules}`],
      why: 'The dependencies as they were installed and compiled.',
    };
  };
  if (!movesDirectory)
    return [
      ...directories.map(copyModules),
      ...outputs.map((path) => ({
        lines: [`COPY --from=${builder} ${owner}${path} ${path}`],
        why: 'What the build writes, where the container starts it.',
      })),
    ];
  return [
    {
      lines: [`COPY --from=${builder} ${owner}${workdir} ${workdir}`],
      why: 'The application as it was built, with its dependencies.',
    },
    ...directories
      .filter((directory) => !isWithin(placed.get(modulesOf(directory)) ?? directory, workdir))
      .map(copyModules),
  ];
}

function modulesOf(directory: string): string {
  return `${directory === '/' ? '' : directory}/node_modules`;
}

/** The directory that a static file server started by CMD serves, `undefined` where another program is started. */
function servedDirectory({ started }: Source, workdir: string): string | undefined {
  const command = started.length === 1 ? started[0] : undefined;
  if (command === undefined) return undefined;
  const words = [command.name ?? '', ...command.args.map(({ value }) => value ?? '')];
  const at = words[0] === 'npx' ? words.findIndex((word, i) => i > 0 && !word.startsWith('-')) : 0;
  const server = words[at]?.replace(/@.*$/, '') ?? '';
  if (!['serve', 'http-server', 'live-server', 'sirv', 'sirv-cli', 'superstatic'].includes(server)) return undefined;
  const valued = new Set(['-l', '--listen', '-p', '--port', '-c', '--config', '-a', '--host', '-d']);
  const operand = words
    .slice(at + 1)
    .find((word, i, all) => !word.startsWith('-') && !valued.has(all[i - 1] ?? '') && !/^\d+$/.test(word));
  if (operand === undefined || words.includes('-c') || words.includes('--config')) return undefined;
  const path = joinPath(workdir, operand);
  return path === undefined || path === workdir || path === '/' || !isWithin(path, workdir) ? undefined : path;
}

/** Where package.json is not at hand, nothing tells whether the start script does without development dependencies. */
function questionOf(
  { started, command, entrypoint, file }: Source,
  options: MultiStageOptions,
  manifest: Manifest | undefined,
  prune: Addition | undefined,
  hasBuild: boolean,
  possible: () => Addition | undefined,
): Pick<Draft, 'question'> {
  const script = started.map(scriptName).find((name) => name !== undefined);
  const start = command ?? entrypoint;
  if (manifest !== undefined || prune !== undefined || script === undefined || start === undefined) return {};
  // A plain server has a simpler cure: an install without them.
  if (!hasBuild || options.keepDevelopmentServer === true || possible() === undefined) return {};
  return {
    question: refuse(
      'R17',
      `Only development dependencies could stay behind, and whether the script "${script}" on line ${file.lines.lineAt(start.span.start) + 1} needs them is told by package.json, which is not at hand.`,
      start.span,
    ),
  };
}

function pruneStep(
  source: Source,
  calls: readonly NodeCall[],
  manifest: Manifest | undefined,
  hasBuild: boolean,
  movesDirectory: boolean,
  isAsked: boolean,
): Addition | undefined {
  const { facts, started, model } = source;
  const installs = calls.filter(({ kind }) => kind === 'install');
  const install = installs[0];
  if (install === undefined || installs.length !== 1) return undefined;
  // The step runs where the builder ends: elsewhere it would prune nothing, or fail.
  const directory = model.stateBefore(lastCall(calls, install).instruction).workdir;
  if (directory !== workdirOf(source, install)) return undefined;
  const omits = omitsDevelopment({ model }, install);
  if (omits || (manifest !== undefined && manifest.devDependencies.length === 0)) return undefined;
  if (!isAsked && !startsWithout(started, manifest, hasBuild)) return undefined;
  const why = 'Development dependencies have done their work once the application is built.';
  const isWorkspace = manifest?.hasWorkspaces === true || calls.some(({ command }) => isRecursive(command));
  if (install.manager === 'yarn') {
    const version = yarnVersion(source, manifest);
    if (version === 'classic')
      return { lines: ['RUN yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline'], why };
    // Before Yarn 4 the command is a plugin.
    return movesDirectory && typeof version === 'number' && version >= 4
      ? { lines: ['RUN yarn workspaces focus --all --production'], why }
      : undefined;
  }
  if (install.manager === 'pnpm')
    return isWorkspace || manifest === undefined
      ? undefined
      : { lines: ['RUN CI=true pnpm prune --prod --ignore-scripts'], why };
  if (install.manager !== 'npm') return undefined;
  const major = Number(facts.language?.version ?? '16');
  if (!NODE_FAMILIES.has(facts.family)) return undefined;
  return { lines: [major >= 16 ? 'RUN npm prune --omit=dev' : 'RUN npm prune --production'], why };
}

/** The started program is known not to be a development dependency. */
function startsWithout(started: readonly ShellCommand[], manifest: Manifest | undefined, hasBuild: boolean): boolean {
  return started.every((command) => {
    const words = command.args.map(({ value }) => value ?? '');
    if (command.name === 'node')
      return (
        !words.some((word) => word === '-r' || word === '--require' || word === '--loader' || word === '--import') &&
        (hasBuild || manifest !== undefined)
      );
    if (command.name === 'npx') return false;
    const script = scriptName(command);
    const text = script === undefined ? undefined : manifest?.scripts[script];
    if (text === undefined || manifest === undefined) return false;
    if (/^\s*node\s+[\w./-]+\s*$/.test(text)) return true;
    const [program = ''] = text.trim().split(/\s+/);
    const isDependency = manifest.dependencies.some(
      (name) => name === program || (nodePackage(name)?.commands ?? []).includes(program),
    );
    return isDependency && !/[;&|]/.test(text);
  });
}

function assumptionsOf(
  { stage }: Source,
  manifest: Manifest | 'irrelevant' | undefined,
  prunes: boolean,
  whole: string | undefined,
  changesBase: boolean,
  isYarnUnclear: boolean,
): Draft['assumptions'] {
  const span = stage.baseWord?.span;
  const assumptions: { message: string; span?: Span }[] = [];
  if (changesBase) {
    assumptions.push({
      message:
        'The slim base has no git, curl, wget, Python or compilers. What the file itself runs has been kept; a program that only the application starts has to be added.',
      ...(span === undefined ? {} : { span }),
    });
  }
  if (isYarnUnclear)
    assumptions.push({
      message:
        'Yarn is taken to be Yarn 1, which keeps packages in node_modules; with the build context .yarnrc.yml would tell.',
    });
  if (whole !== undefined)
    assumptions.push({
      message: `${whole} holds all that the server needs, as its framework builds it; files that the application itself opens beside it would have to be added.`,
    });
  else if (manifest === undefined)
    assumptions.push({
      message: prunes
        ? 'package.json was not read: the program is taken to need no development dependency at run time.'
        : 'package.json was not read, so that development dependencies stay: the start script may need them.',
    });
  return assumptions;
}

const SERVED = 'The server serves this directory and reads nothing else.';

const BUILD_PACKAGES: ReadonlySet<string> = new Set(
  'python python2 python2.7 python3 python3-minimal python-is-python3 py3-pip node-gyp'.split(' '),
);
const NODE_PACKAGES: ReadonlySet<string> = new Set(
  'nodejs nodejs-legacy nodejs-current node npm nodejs-npm yarn yarnpkg pnpm git'.split(' '),
);
/** Distributions pack npm by itself, with compilers and hundreds of packages behind it. */
const MANAGER_PACKAGES: ReadonlySet<string> = new Set(['npm', 'nodejs-npm', 'yarn', 'yarnpkg', 'pnpm']);

/** Nothing is installed: a smaller base is all there is to gain. */
function withoutInstall(source: Source): Refusal {
  const slim = sameLanguageBases(source, 'slim').find(({ text }) => text !== source.baseText);
  const cure =
    slim === undefined || source.facts.variant !== 'full'
      ? ''
      : ` The simpler cure is a smaller base, "${slim.text}", if nothing needs the compilers and tools of "${source.baseText}".`;
  return refuse(
    'R1',
    `Nothing to separate: no install step brings anything that only the build needs.${cure}`,
    source.stage.from.keywordSpan,
  );
}

/** The directory of the install, or the one above that holds the sources of all calls. */
function commonRoot(source: Source, calls: readonly NodeCall[], install: NodeCall, own: string): string {
  const { stage, model } = source;
  const last = lastCall(calls, install);
  const roots = stage.instructions.flatMap((instruction) => {
    const copy = model.copyOf(instruction);
    const isBefore = instruction.index < last.instruction.index;
    return isBefore && copy?.sources.some(({ isEverything }) => isEverything) === true
      ? (copy.destinationPath ?? [])
      : [];
  });
  return roots.find((root) => root !== '/' && root !== own && isWithin(own, root)) ?? own;
}

/** The user of an unknown base must be root: a step before the install writes where only root may. */
function provesRoot({ stage, facts, runs, model }: Source, install: NodeCall): boolean {
  if (facts.startsAsRoot !== undefined || stage.instructions.some(({ keyword }) => keyword === 'USER')) return false;
  const installsPackages = runs.some(
    ({ operations, instruction }) =>
      instruction.index <= install.run.instruction.index &&
      [...operations.values()].some(
        ({ manager, action, command }) =>
          manager.kind === 'os' &&
          action === 'install' &&
          command.wrappers[0]?.value !== 'sudo' &&
          !command.isConditional,
      ),
  );
  // WORKDIR and COPY write as root, so that nobody else could install there.
  const made = stage.instructions.some(
    (instruction) =>
      instruction.index < install.run.instruction.index &&
      (instruction.keyword === 'WORKDIR' || model.copyOf(instruction) !== undefined) &&
      !instruction.flags.some(({ name }) => name === 'chown'),
  );
  const workdir = model.stateBefore(install.run.instruction).workdir;
  return installsPackages || (made && workdir !== undefined && !isWithin(workdir, '/home'));
}

/** Names of web servers as programs, and the directories that their images and packages serve. */
const WEB_SERVERS =
  /^(?:nginx|openresty|httpd|httpd-foreground|apache2|apache2ctl|apache2-foreground|apachectl|caddy|lighttpd)$/;
const WEB_ROOTS = [
  '/usr/share/nginx/html',
  '/usr/share/nginx',
  '/usr/local/openresty/nginx/html',
  '/usr/local/apache2/htdocs',
  '/usr/share/caddy',
  '/srv',
  '/var/www',
];

function startsWebServer({ started, facts, command, entrypoint }: Source): boolean {
  const own = started.some(({ name }) => name !== undefined && WEB_SERVERS.test(name));
  const inherited =
    command === undefined && entrypoint === undefined && ['nginx', 'httpd', 'caddy'].includes(facts.family);
  return own || inherited;
}

/** Where steps copy or move installed modules: `npm install && mv node_modules /`. */
function placedModules(source: Source, directories: readonly string[]): ReadonlyMap<string, string> {
  const placed = new Map<string, string>();
  for (const { script, instruction } of source.runs)
    for (const command of script.commands) {
      const move = movedModules(source, command, instruction);
      const from = directories.map(modulesOf).find((modules) => move?.from === modules);
      if (from !== undefined && move !== undefined) placed.set(from, move.to);
    }
  return placed;
}

function movedModules(
  { model }: Source,
  command: ShellCommand,
  instruction: Instruction,
): { readonly from: string; readonly to: string } | undefined {
  if (command.name !== 'mv' && command.name !== 'cp') return undefined;
  const directory = directoryAt(model, instruction, command);
  const words = command.args.flatMap(({ value, text }) =>
    text.startsWith('-') ? [] : [value ?? expandInScript(model, instruction, text)],
  );
  const [from, to] = words.map((word) => (word === undefined ? undefined : joinPath(directory, word)));
  if (words.length !== 2 || from === undefined || to === undefined || baseName(from) !== 'node_modules')
    return undefined;
  return { from, to: baseName(to) === 'node_modules' ? to : (joinPath(to, 'node_modules') ?? to) };
}

function placedBy(source: Source, command: ShellCommand, placed: ReadonlyMap<string, string>): string | undefined {
  const instruction = source.runs.find(({ script }) => script.commands.includes(command))?.instruction;
  const move = instruction === undefined ? undefined : movedModules(source, command, instruction);
  return move !== undefined && placed.get(move.from) === move.to ? 'puts the dependencies in their place' : undefined;
}

/** Where a web server, and no Node, serves what the build made: the directories that steps write there. */
function servedTrees(
  source: Source,
  calls: readonly NodeCall[],
  workdir: string,
): { readonly paths: readonly string[]; readonly why: string } | Refusal | undefined {
  if (!startsWebServer(source) || startsNode(source) || source.facts.family === 'node') return undefined;
  const paths = new Set<string>();
  const inside = WEB_ROOTS.find((root) => isWithin(workdir, root));
  if (inside !== undefined) paths.add(workdir);
  for (const { script, instruction } of source.runs) {
    for (const command of script.commands) {
      const target = placedPath(source, command, instruction);
      const root = target === undefined ? undefined : WEB_ROOTS.find((path) => isWithin(target, path));
      if (target !== undefined && root !== undefined)
        paths.add(/\.\w+$/.test(baseName(target)) ? directoryOf(target) : target);
    }
  }
  const outer = [...paths].filter((path) => ![...paths].some((other) => other !== path && isWithin(path, other)));
  if (outer.length > 0) return { paths: outer, why: 'What the web server serves, as the build made it.' };
  const at = calls.at(-1);
  return refuse(
    'R17',
    'Nothing tells which directory the web server serves: no step puts what the build makes below a web root.',
    at?.command.span,
  );
}

/** The directory that a step copies, moves or builds into. */
function placedPath({ model }: Source, command: ShellCommand, instruction: Instruction): string | undefined {
  const text = ({ value, text }: ShellWord): string | undefined => value ?? expandInScript(model, instruction, text);
  const directory = directoryAt(model, instruction, command);
  if (['cp', 'mv', 'rsync', 'ln'].includes(command.name ?? '')) {
    const last = command.args.findLast((word) => !word.text.startsWith('-'));
    const path = last === undefined ? undefined : text(last);
    return path === undefined ? undefined : joinPath(directory, path.replace(/\/?\.?$/, '') || '/');
  }
  const at = command.args.findIndex((word) =>
    /^(?:--outDir|--out-dir|--output-path|--dest|--dist-dir|-o|-d)$/.test(word.text),
  );
  const joined = command.args.find((word) => /^--(?:outDir|out-dir|output-path|dest|dist-dir)=/.test(word.text));
  const word = at === -1 ? joined : command.args[at + 1];
  const path = word === undefined ? undefined : text(word)?.replace(/^--[\w-]+=/, '');
  return path === undefined ? undefined : joinPath(directory, path);
}

/** A step fills one of the directories that the runtime gets as a whole. */
function placesInto(source: Source, command: ShellCommand, trees: readonly string[]): boolean {
  if (!['cp', 'mv', 'rsync', 'ln', 'rm', 'mkdir'].includes(command.name ?? '')) return false;
  const instruction = source.runs.find(({ script }) => script.commands.includes(command))?.instruction;
  const directory = instruction === undefined ? undefined : directoryAt(source.model, instruction, command);
  if (instruction === undefined || directory === undefined) return false;
  const words = command.args.filter(({ text }) => !text.startsWith('-'));
  const paths = words.flatMap(({ value, text }) => {
    const known = value ?? expandInScript(source.model, instruction, text);
    return known === undefined ? [] : (joinPath(directory, known.replace(/[*]+$/, '') || '.') ?? []);
  });
  const wanted = command.name === 'rm' || command.name === 'mkdir' ? paths : paths.slice(-1);
  return (
    wanted.length > 0 &&
    wanted.length === (command.name === 'rm' || command.name === 'mkdir' ? words.length : 1) &&
    wanted.every((path) => trees.some((tree) => isWithin(path, tree)))
  );
}

/** NodeSource's script, Yarn's repository: sources of packages that the runtime does not need. */
function isNodeSetup({ args }: ShellCommand): boolean {
  return args.some(({ text }) => /nodesource|setup_(?:\d+|lts|current)\.x|dl\.yarnpkg\.com/.test(text));
}

/** The container starts Node, or something that may. */
function startsNode({ started, facts }: Source): boolean {
  if (facts.family === 'node' || facts.family === 'bun') return true;
  return started.some(
    ({ name, nameWord }) =>
      (name !== undefined && /^(?:node|nodejs|npm|npx|yarn|pnpm|forever|pm2|pm2-runtime|bun)$/.test(name)) ||
      /\.(?:sh|js|mjs|cjs)$/.test(nameWord?.value ?? ''),
  );
}

/** Package managers that the container starts, or may start in a script. */
function startedManagers({ started }: Source): ReadonlySet<string> {
  const names = started.flatMap(({ name, nameWord }) => {
    if (name === undefined) return ['?'];
    if (MANAGERS.has(name) || /^(?:forever|pm2|pm2-runtime)$/.test(name)) return [name];
    return /\.(?:sh|bash)$|entrypoint/.test(nameWord?.value ?? '') ? ['?'] : [];
  });
  return new Set(names);
}

/** Node is installed by its own name, and not only because npm needs it. */
function installsNode({ runs }: Source): boolean {
  return runs.some(({ operations }) =>
    [...operations.values()].some(
      ({ manager, operands }) =>
        manager.kind === 'os' && operands.some(({ value }) => /^(?:nodejs|node)(?:[-=@].*)?$/.test(value ?? '')),
    ),
  );
}

/** A step that the runtime repeats calls npm: `npm install -g pm2`. */
function runsManager(source: Source, trees: readonly string[]): boolean {
  return source.runs.some(({ script, operations }) =>
    script.commands.some((command) => {
      const operation = operations.get(command);
      const isManager = operation?.manager.kind !== 'os' && MANAGERS.has(operation?.manager.name ?? command.name ?? '');
      return isManager && buildReason(source, command, operation, trees, new Set()) === undefined;
    }),
  );
}

/** Where Corepack keeps the package managers that it fetches, where the file uses it and fetches none by name. */
function corepackHome(source: Source, calls: readonly NodeCall[]): string | Refusal | undefined {
  const { model, runs, facts, file } = source;
  const corepack = calls.find(({ command }) => command.name === 'corepack');
  const use = calls.find(({ kind, manager }) => kind === 'install' && manager !== 'npm');
  if (corepack === undefined || use === undefined) return undefined;
  const isFetched = runs
    .flatMap(({ script }) => script.commands)
    .some(
      ({ name, args }) =>
        name === 'corepack' && ['prepare', 'install', 'use', 'hydrate', 'pack'].includes(args[0]?.value ?? ''),
    );
  if (isFetched) return undefined;
  const state = model.stateBefore(use.run.instruction);
  const home = state.env.get('COREPACK_HOME');
  if (home !== undefined) return home;
  const isKnown = facts.family === 'node' && Number(facts.language?.version ?? '99') >= 20;
  if (isKnown && state.user.isRoot === true) return `${state.env.get('HOME') ?? '/root'}/.cache/node/corepack`;
  if (isKnown && state.user.text === 'node') return '/home/node/.cache/node/corepack';
  return refuse(
    'R17',
    `Nothing tells where Corepack on line ${file.lines.lineAt(corepack.command.span.start) + 1} keeps the package manager that the container starts with; "corepack prepare" with a version, or COREPACK_HOME, tells.`,
    corepack.command.span,
  );
}

/** `classic`, or the major version of a modern Yarn, `undefined` for a modern one of any version; `unclear` where only files of the context tell. */
function yarnVersion(
  { context, stage, model, runs }: Source,
  manifest: Manifest | undefined,
): 'classic' | 'unclear' | number | undefined {
  const asked = /^yarn@(\d+)/.exec(manifest?.packageManager ?? '')?.[1];
  const settings = context?.read('.yarnrc.yml');
  const release = /yarnPath:.*yarn-(\d+)/.exec(settings ?? '')?.[1];
  const major = asked ?? release;
  if (major !== undefined) return Number(major) === 1 ? 'classic' : Number(major);
  const lock = context?.read('yarn.lock') ?? '';
  const isModern =
    settings !== undefined ||
    lock.includes('__metadata:') ||
    context?.exists('.pnp.cjs') === true ||
    stage.instructions.some((instruction) =>
      model
        .copyOf(instruction)
        ?.sources.some(({ word }) => /(?:^|\/)\.(?:yarnrc\.yml|pnp\.c?js|yarn\/?)$/.test(word.value)),
    );
  if (isModern) return undefined;
  const commands = runs.flatMap(({ script }) => script.commands);
  const isModernCall = commands.some(
    ({ name, args }) =>
      (name === 'yarn' &&
        (/^(?:set|plugin|workspaces|dlx|up|unplug)$/.test(args[0]?.value ?? '') ||
          args.some(({ value }) =>
            /^--(?:immutable(?:-cache)?|inline-builds|check-cache|mode=.*)$/.test(value ?? ''),
          ))) ||
      (name === 'corepack' && context === undefined) ||
      args.some(({ text }) => text.startsWith('@yarnpkg/cli-dist')),
  );
  if (isModernCall) return undefined;
  if (context !== undefined) return 'classic';
  const isClassicCall = commands.some(
    ({ name, args }) =>
      name === 'yarn' &&
      args.some(({ value }) =>
        /^(?:global|--(?:frozen-lockfile|pure-lockfile|production(?:=.*)?|prod|no-progress|silent|non-interactive|ignore-engines|network-timeout|prefer-offline))$/.test(
          value ?? '',
        ),
      ),
  );
  // A modern Yarn is called by way of .yarnrc.yml, which a COPY of single files would have to name.
  const install = stage.instructions.findIndex((instruction) =>
    runs.some((run) => run.instruction === instruction && run.script.commands.some(({ name }) => name === 'yarn')),
  );
  const isCopiedFirst = stage.instructions
    .slice(0, install)
    .some((instruction) => model.copyOf(instruction)?.sources.some(({ isEverything }) => isEverything) === true);
  return isClassicCall || !isCopiedFirst ? 'classic' : 'unclear';
}

/** A modern Yarn may keep packages in a cache, and no node_modules: only what moves with the application's directory runs. */
function yarnOf(
  source: Source,
  calls: readonly NodeCall[],
  manifest: Manifest | undefined,
  movesDirectory: boolean,
): Refusal | undefined {
  const yarn = calls.find(({ manager, kind }) => manager.startsWith('yarn') && kind === 'install');
  const version = yarn === undefined ? 'classic' : yarnVersion(source, manifest);
  if (yarn === undefined || version === 'classic' || version === 'unclear') return undefined;
  const { context, file, started } = source;
  const line = file.lines.lineAt(yarn.command.span.start) + 1;
  const settings = context?.read('.yarnrc.yml') ?? '';
  if (/^nodeLinker:\s*["']?(?:node-modules|pnpm)/m.test(settings)) return undefined;
  const isLocal =
    /^enableGlobalCache:\s*false/m.test(settings) ||
    (version !== undefined && version < 4 && !/^enableGlobalCache:\s*true/m.test(settings));
  if (context !== undefined && movesDirectory && isLocal) return undefined;
  // Node by itself finds packages in node_modules alone, so that these are there.
  const isPlainNode = started.length === 1 && started[0]?.name === 'node';
  if (context === undefined && movesDirectory && isPlainNode) return undefined;
  return refuse(
    'R15',
    `Line ${line} uses a modern Yarn, whose packages may lie in a cache outside the application; "nodeLinker: node-modules" or "enableGlobalCache: false" in .yarnrc.yml keeps them inside.`,
    yarn.command.span,
  );
}

/** What a framework builds to be run by itself: Nitro's `.output` (Nuxt), Next.js's `.next/standalone`. */
function selfContained(
  source: Source,
  manifest: Manifest | undefined,
  workdir: string,
): { readonly paths: readonly string[]; readonly why: string } | undefined {
  const { started } = source;
  const command = started.length === 1 ? started[0] : undefined;
  if (command === undefined) return undefined;
  const script = scriptName(command);
  const text = script === undefined ? undefined : manifest?.scripts[script];
  const words = text?.trim().split(/\s+/) ?? [command.name ?? '', ...command.args.map(({ value }) => value ?? '')];
  const [program, path] = words;
  if (program !== 'node' || path === undefined || words.length > 2) return undefined;
  const output = /^(.*?\.output)\/server\/index\.mjs$|^(.*?\.next\/standalone)\/(?:.*\/)?server\.js$/.exec(path);
  const directory = joinPath(workdir, output?.[1] ?? output?.[2] ?? '');
  if (output === null || directory === undefined || !isWithin(directory, workdir)) return undefined;
  return {
    paths: [directory, ...(script === undefined ? [] : [`${workdir}/package.json`])],
    why: 'The framework builds this directory to be run by itself, with the modules that it needs.',
  };
}

/** Where the application lies in /, the directory that the build writes and the container starts. */
function startedOutput(
  { started, model, stage }: Source,
  manifest: Manifest | undefined,
): readonly string[] | undefined {
  const command = started.length === 1 ? started[0] : undefined;
  if (command === undefined) return undefined;
  const script = scriptName(command);
  const text = script === undefined ? undefined : manifest?.scripts[script];
  const words = text?.trim().split(/\s+/) ?? [command.name ?? '', ...command.args.map(({ value }) => value ?? '')];
  const path = words[0] === 'node' ? words.slice(1).find((word) => !word.startsWith('-')) : undefined;
  const [first] = /^(?:\.?\/)?(dist|build|lib|out|bundle)\//.exec(path ?? '')?.slice(1) ?? [];
  const workdir = model.finalState(stage).workdir;
  return first === undefined || workdir !== '/' ? undefined : [`/${first}`];
}
