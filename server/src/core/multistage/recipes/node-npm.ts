import { runtimePackagesFor } from '../../knowledge/os-packages';
import { nodePackage } from '../../knowledge/node-packages';
import type { PackageOperation } from '../../model/packages';
import { isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import type { Span } from '../../text/span';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { directoryAt, type Source, type SourceRun } from '../source';

/** Node with npm, Yarn classic or pnpm: dependencies and builds stay in the builder, the application's directory moves. */
const recipe: Recipe = {
  id: 'node-npm',
  summary: 'Node with npm: servers, TypeScript builds and static front ends served by a Node program.',
  detect: (source) =>
    source.facts.family === 'node' || (source.isOpaque && nodeCalls(source).length > 0)
      ? source.stage.baseWord?.span
      : undefined,
  takesUnknownBase: true,
  draft,
};

export default recipe;

const MANAGERS: ReadonlySet<string> = new Set(['npm', 'yarn', 'yarnpkg', 'pnpm', 'npx', 'pnpx']);

interface NodeCall {
  readonly command: ShellCommand;
  readonly run: SourceRun;
  readonly kind: 'install' | 'global' | 'script' | 'other';
  readonly manager: string;
}

function nodeCalls({ runs }: Source): readonly NodeCall[] {
  return runs.flatMap((run) =>
    run.script.commands.flatMap((command): readonly NodeCall[] => {
      const operation = run.operations.get(command);
      const manager = operation?.manager.name ?? command.name ?? '';
      if (!MANAGERS.has(manager) && !isBuilder(command)) return [];
      return [{ command, run, kind: callKind(command, operation), manager }];
    }),
  );
}

/** Programs of front-end and TypeScript builds, called through npx or node_modules/.bin. */
function isBuilder(command: ShellCommand): boolean {
  return /^(?:tsc|ng|vite|webpack|rollup|parcel|gulp|grunt|nest|next|nuxt|esbuild|swc|babel|react-scripts|vue-cli-service|prisma|node-gyp|node-pre-gyp|lerna|turbo|nx|bower|corepack)$/.test(
    command.name ?? '',
  );
}

function callKind(command: ShellCommand, operation: PackageOperation | undefined): NodeCall['kind'] {
  const words = command.args.map(({ value }) => value ?? '');
  const isGlobal =
    words.some((word) => word === '-g' || word === '--global') || (command.name === 'yarn' && words[0] === 'global');
  if (
    operation?.action === 'install' ||
    (command.name === 'yarn' && (words[0] === undefined || words[0].startsWith('-')))
  )
    return isGlobal ? 'global' : 'install';
  if (
    isBuilder(command) ||
    words[0] === 'run' ||
    words[0] === 'run-script' ||
    command.name === 'npx' ||
    words[0] === 'exec' ||
    /^(?:build|compile|test|lint)/.test(words[0] ?? '')
  )
    return 'script';
  return 'other';
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { stage, file, model, facts, started } = source;
  const at = (offset: number): number => file.lines.lineAt(offset) + 1;
  const calls = nodeCalls(source);
  const install = calls.find(({ kind }) => kind === 'install');
  if (install === undefined) {
    return refuse(
      'R1',
      'Nothing to separate: no npm install or npm ci brings anything that only the build needs.',
      stage.from.keywordSpan,
    );
  }
  const manifest = readManifest(source);
  const unsupported = unsupportedStep(source, calls);
  if (unsupported !== undefined) return unsupported;
  const development = developmentCommand(source, manifest);
  if (development !== undefined) return development;
  const conditional = calls.find(({ kind, command }) => kind === 'install' && command.isConditional);
  if (conditional !== undefined)
    return refuse(
      'R17',
      `The install on line ${at(conditional.command.span.start)} runs only under a condition; which case holds decides what to copy.`,
      conditional.command.span,
    );

  const installState = model.stateBefore(install.run.instruction);
  const workdir = workdirOf(source, install);
  if (workdir === undefined)
    return refuse(
      'R17',
      `Nothing tells in which directory line ${at(install.command.span.start)} installs.`,
      install.command.span,
    );

  const builds = calls.filter(({ kind }) => kind === 'script');
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
  const movesDirectory = allAtOnce !== undefined || builds.length > 0;
  if (movesDirectory && workdir === '/') {
    return refuse(
      'R17',
      `The application lies in / (line ${at(install.command.span.start)}): without a WORKDIR of its own nothing tells its files from the system's.`,
      install.command.span,
    );
  }

  const compiled = compiledDependencies(source, manifest);
  const pure = compiled.names?.length === 0;
  const isFull = facts.variant === 'full';
  if (isFull && pure && builds.length === 0) {
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
  const isRoot = installState.user.isRoot === true;
  const owner = isRoot ? '' : `--chown=${installState.user.text ?? ''} `;
  if (!isRoot && installState.user.text === undefined) {
    return refuse(
      'R17',
      `Nothing tells which user line ${at(install.command.span.start)} installs as.`,
      install.command.span,
    );
  }

  const directories = [
    ...new Set(calls.flatMap((call) => (call.kind === 'install' ? (workdirOf(source, call) ?? []) : []))),
  ];
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const prune = pruneStep(source, calls, manifest, builds.length > 0);
  const staticDirectory = builds.length > 0 ? servedDirectory(source, workdir) : undefined;
  const artefacts = artefactsOf(builder, owner, workdir, movesDirectory, staticDirectory, directories);
  return {
    runtimes,
    buildReason: (command, operation) => buildReason(command, operation, started),
    prologue: [],
    epilogue: [],
    ...(staticDirectory === undefined && prune !== undefined ? { prune } : {}),
    artefacts,
    copyReason: (copy) => copyReason(copy, workdir, movesDirectory),
    packages: isFull
      ? (compiled.packages ?? []).map((name) => ({ name, why: 'A compiled dependency is linked to it.' }))
      : [],
    scan:
      isFull && compiled.packages === undefined && runtimes.length > 1 && isRoot && staticDirectory === undefined
        ? [`${workdir === '/' ? '' : workdir}/node_modules`]
        : [],
    isBuildOnlyPackage: (name) =>
      ['python', 'python2', 'python3', 'python3-minimal', 'python-is-python3', 'py3-pip', 'node-gyp'].includes(name),
    assumptions: assumptionsOf(
      source,
      staticDirectory === undefined && !omitsDevelopment(source, install) ? manifest : 'irrelevant',
      prune !== undefined,
    ),
    droppedTools: isFull ? ['gcc', 'g++', 'make', 'python3', 'git', 'curl', 'wget'] : [],
    droppedFiles:
      staticDirectory === undefined ? ['/root/.npm'] : ['/root/.npm', workdir, ...directories.map(modulesOf)],
  };
}

function lastCall(calls: readonly NodeCall[], fallback: NodeCall): SourceRun {
  return (calls.findLast(({ kind }) => kind === 'install' || kind === 'script') ?? fallback).run;
}

function buildReason(
  command: ShellCommand,
  operation: PackageOperation | undefined,
  started: readonly ShellCommand[],
): string | undefined {
  const name = operation?.manager.name ?? command.name ?? '';
  if (!MANAGERS.has(name) && !isBuilder(command)) return undefined;
  switch (callKind(command, operation)) {
    case 'install':
      return 'installs dependencies, which the runtime gets from the builder';
    case 'global':
      return isOnlyForBuild(operation, command, started) ? 'installs tools that only the build uses' : undefined;
    case 'script':
      return isBuilder(command) && command.name === 'corepack' ? undefined : 'builds the application';
    case 'other':
      return /^(?:config|cache|set|prune|dedupe|rebuild|audit|version|pkg|list|ls|-v|--version)/.test(
        command.args[0]?.value ?? '',
      )
        ? 'prepares the package manager or tidies up after it'
        : 'is part of the build';
  }
}

function isOnlyForBuild(
  operation: PackageOperation | undefined,
  command: ShellCommand,
  started: readonly ShellCommand[],
): boolean {
  const names = (operation?.operands ?? command.args.slice(1)).map(({ value, text }) =>
    (value ?? text).replace(/(?<=.)@.*$/, ''),
  );
  const startedNames = new Set(
    started.flatMap(({ name, args }) => [name ?? '', ...args.map(({ value }) => value ?? '')]),
  );
  return names.every((name) => {
    const known = nodePackage(name);
    const commands =
      known === undefined || known.commands.length === 0 ? [name.replace(/^@[^/]*\//, '')] : known.commands;
    if (commands.some((word) => startedNames.has(word))) return false;
    return (
      known?.isDevelopmentOnly === true ||
      [
        'npm',
        'typescript',
        'node-gyp',
        '@angular/cli',
        '@nestjs/cli',
        'gulp',
        'gulp-cli',
        'grunt-cli',
        'grunt',
        'bower',
        'webpack',
        'webpack-cli',
        'lerna',
        'turbo',
        'nx',
        'rimraf',
        'node-pre-gyp',
        '@vue/cli',
        'create-react-app',
        'expo-cli',
        'parcel-bundler',
        'rollup',
        'eslint',
        'prettier',
        'ts-node',
        'tslint',
        'mocha',
        'jest',
      ].includes(name)
    );
  });
}

/** Steps whose files lie outside the application's directory, or that need another recipe. */
function unsupportedStep({ runs, file, context, stage }: Source, calls: readonly NodeCall[]): Refusal | undefined {
  const at = (span: Span): number => file.lines.lineAt(span.start) + 1;
  const foreign = runs
    .flatMap(({ script }) => script.commands)
    .find(({ name }) =>
      ['pip', 'pip3', 'bundle', 'gem', 'composer', 'cargo', 'go', 'mvn', 'gradle', 'bun', 'deno'].includes(name ?? ''),
    );
  if (foreign !== undefined)
    return refuse(
      'R15',
      `Line ${at(foreign.span)} uses ${foreign.name ?? 'another package manager'}; no recipe converts it together with Node yet.`,
      foreign.span,
    );
  const isBerry =
    (context?.read('yarn.lock') ?? '').includes('__metadata:') ||
    context?.exists('.yarnrc.yml') === true ||
    context?.exists('.pnp.cjs') === true;
  const yarn = calls.find(({ manager }) => manager.startsWith('yarn'));
  const corepack = calls.find(({ command }) => command.name === 'corepack');
  const setsVersion = calls.find(
    ({ command, manager }) => manager === 'yarn' && /^(?:set|workspaces|plugin)$/.test(command.args[0]?.value ?? ''),
  );
  if (
    yarn !== undefined &&
    (isBerry || setsVersion !== undefined || (corepack !== undefined && context === undefined))
  ) {
    const { span } = (setsVersion ?? yarn).command;
    return refuse(
      'R15',
      `Line ${at(span)} uses a modern Yarn, whose packages may lie in a cache outside the application; no recipe converts it yet.`,
      span,
    );
  }
  const browser = calls.find(
    ({ command }) =>
      /\b(?:playwright|puppeteer|cypress)\b/.test(command.args.map(({ text }) => text).join(' ')) &&
      command.args.some(({ value }) => value === 'install' || value === 'browsers'),
  );
  const dependencies = manifestText(context);
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
    const script = scriptName(found.name, words);
    const line = file.lines.lineAt((command ?? entrypoint ?? { span: found.span }).span.start) + 1;
    const text = script === undefined ? [found.name, ...words].join(' ') : manifest?.scripts[script];
    const isDevelopment =
      (script !== undefined &&
        /^(?:dev|develop|serve:dev|start:dev|watch|develop:.*|dev:.*|start:debug|hot)$/.test(script)) ||
      (text !== undefined &&
        /\b(?:nodemon|ts-node(?:-dev)?|tsx watch|webpack-dev-server|webpack serve|next dev|nuxt dev|react-scripts start|vue-cli-service serve|ng serve|vite(?!\s+(?:preview|build))|nest start --watch|gatsby develop|astro dev)\b/.test(
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

function scriptName(name: string | undefined, words: readonly string[]): string | undefined {
  if (name === undefined || !['npm', 'yarn', 'pnpm'].includes(name)) return undefined;
  const [verb, next] = words.filter((word) => !word.startsWith('-'));
  if (verb === 'run' || verb === 'run-script') return next;
  return name === 'npm' && verb !== 'start' && verb !== 'test' ? undefined : verb;
}

function manifestText(context: Source['context']): string | undefined {
  return context?.read('package.json');
}

function readManifest({ context }: Source): Manifest | undefined {
  const text = manifestText(context);
  if (text === undefined) return undefined;
  try {
    const json = JSON.parse(text) as Record<string, unknown>;
    const record = (key: string): Record<string, string> => {
      const value = json[key];
      return typeof value === 'object' && value !== null ? (value as Record<string, string>) : {};
    };
    return {
      scripts: record('scripts'),
      dependencies: Object.keys({ ...record('dependencies'), ...record('optionalDependencies') }),
      devDependencies: Object.keys(record('devDependencies')),
    };
  } catch {
    return undefined;
  }
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

function workdirOf({ model }: Source, { command, run }: NodeCall): string | undefined {
  const workdir = directoryAt(model, run.instruction, command);
  const prefix = command.args.findIndex(({ value }) => value === '--prefix' || value === '--cwd' || value === '-C');
  const value = command.args[prefix + 1]?.value;
  return prefix === -1 ? workdir : value === undefined ? undefined : joinPath(workdir, value);
}

function isManifestCopy(copy: CopyOperation): boolean {
  return copy.sources.every(({ word }) =>
    /(?:^|\/)(?:package(?:-lock)?(?:\*)?\.json|package\*\.json|npm-shrinkwrap\.json|yarn\.lock\*?|pnpm-lock\.yaml|\.npmrc|\.yarnrc|\.nvmrc|tsconfig[\w.*-]*\.json|nest-cli\.json|patches|prisma|\.yarn|pnpm-workspace\.yaml|lerna\.json)\/?$/.test(
      word.value,
    ),
  );
}

function copyReason(copy: CopyOperation, workdir: string, movesDirectory: boolean): string | undefined {
  const destination = copy.destinationPath;
  if (!movesDirectory || destination === undefined || !isWithin(destination, workdir)) return undefined;
  return `the runtime gets ${workdir} as a whole from the builder`;
}

function artefactsOf(
  builder: string,
  owner: string,
  workdir: string,
  movesDirectory: boolean,
  staticDirectory: string | undefined,
  directories: readonly string[],
): readonly Addition[] {
  if (staticDirectory !== undefined) {
    return [
      {
        lines: [`COPY --from=${builder} ${owner}${staticDirectory} ${staticDirectory}`],
        why: 'The server serves this directory and reads nothing else.',
      },
    ];
  }
  if (movesDirectory) {
    return [
      {
        lines: [`COPY --from=${builder} ${owner}${workdir} ${workdir}`],
        why: 'The application as it was built, with its dependencies.',
      },
      ...directories.filter((directory) => !isWithin(directory, workdir)).map(copyModules),
    ];
  }
  return directories.map(copyModules);

  function copyModules(directory: string): Addition {
    const modules = modulesOf(directory);
    return {
      lines: [`COPY --from=${builder} ${owner}${modules} ${modules}`],
      why: 'The dependencies as they were installed and compiled.',
    };
  }
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

function pruneStep(
  source: Source,
  calls: readonly NodeCall[],
  manifest: Manifest | undefined,
  hasBuild: boolean,
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
  if (!startsWithout(started, manifest, hasBuild)) return undefined;
  const why = 'Development dependencies have done their work once the application is built.';
  if (install.manager === 'yarn') {
    return { lines: ['RUN yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline'], why };
  }
  if (install.manager !== 'npm') return undefined;
  const major = Number(facts.language?.version ?? '16');
  return { lines: [major >= 16 ? 'RUN npm prune --omit=dev' : 'RUN npm prune --production'], why };
}

/** Development dependencies are not installed in the first place. */
function omitsDevelopment({ model }: Pick<Source, 'model'>, { command, run }: NodeCall): boolean {
  const words = command.args.map(({ value }) => value ?? '');
  const isAsked = words.some((word) => /^--(?:production|omit=dev|only=prod(?:uction)?|prod)$/.test(word));
  return isAsked || model.stateBefore(run.instruction).env.get('NODE_ENV') === 'production';
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
    const script = scriptName(command.name, words);
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
  { facts, stage }: Source,
  manifest: Manifest | 'irrelevant' | undefined,
  prunes: boolean,
): Draft['assumptions'] {
  const span = stage.baseWord?.span;
  const assumptions: { message: string; span?: Span }[] = [];
  if (facts.variant === 'full') {
    assumptions.push({
      message:
        'The slim base has no git, curl, wget, Python or compilers. What the file itself runs has been kept; a program that only the application starts has to be added.',
      ...(span === undefined ? {} : { span }),
    });
  }
  if (manifest === undefined)
    assumptions.push({
      message: prunes
        ? 'package.json was not read: the program is taken to need no development dependency at run time.'
        : 'package.json was not read, so that development dependencies stay: the start script may need them.',
    });
  return assumptions;
}
