import { officialTag } from '../../knowledge/official-image-tags';
import { packageName, packageUse } from '../../knowledge/os-packages';
import { runtimeTwin } from '../../knowledge/image-twins';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { PackageOperation } from '../../model/packages';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import type { Span } from '../../text/span';
import { workdirLine } from '../binaries';
import { readJavaStart, type JavaStart } from '../java-start';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe, RuntimeBase } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import type { Source } from '../source';
import { startedNames } from '../started-names';
import { placedCommands, wordText, writtenPaths, type PlacedCommand } from '../verify/written-paths';

/** Java, Kotlin, Scala and Clojure: the archive moves to an image with a runtime and without compiler and build tool. */
const recipe: Recipe = {
  id: 'java',
  summary:
    'Java, Kotlin, Scala, Clojure: the runtime is a JRE of the same version with the archive that Maven, Gradle, sbt, Leiningen or javac build.',
  detect: (source) => {
    if (source.facts.language?.name === 'Java') return source.stage.baseWord?.span;
    return source.facts.language === undefined ? buildsOf(source)[0]?.command.span : undefined;
  },
  takesUnknownBase: true,
  draft,
};

export default recipe;

const TOOLS: ReadonlySet<string> = new Set(
  'mvn mvnw mvnd gradle gradlew sbt sbtn lein ant javac kotlinc scalac grails grailsw boot mill'.split(' '),
);
const WRAPPERS = /(?:^|\/)(?:mvnw|gradlew|grailsw|sbt|lein)$/;
const JAVA_HOME = '/opt/java/openjdk';

/** `./gradlew build`, `sh mvnw package`. */
function isBuildTool({ name = '', args }: ShellCommand): boolean {
  if (TOOLS.has(name)) return true;
  // The Clojure CLI builds with a tool or a function; without either it runs a program.
  if (name === 'clojure' || name === 'clj') return args.some(({ text }) => /^-(?:T|X|P)/.test(text));
  return /^(?:ba|da|a)?sh$/.test(name) && WRAPPERS.test(args.find(({ text }) => !text.startsWith('-'))?.value ?? '');
}

function buildsOf({ model, stage }: Source): readonly PlacedCommand[] {
  return placedCommands(model, stage)
    .filter(
      ({ command }) =>
        isBuildTool(command) &&
        !command.args.every(({ value }) => /^(?:-v|-version|--version|--help)$/.test(value ?? '')),
    )
    .map((placed) => ({ ...placed, directory: projectOf(model, placed) }));
}

/** `mvn -f app/pom.xml` and `gradle -p app` work in the directory of the project. */
function projectOf(model: Source['model'], { command, instruction, directory }: PlacedCommand): string | undefined {
  const at = command.args.findIndex(({ value }) => /^(?:-f|--file|-p|--project-dir|-buildfile)$/.test(value ?? ''));
  const word = at === -1 || command.name === 'sbt' ? undefined : command.args[at + 1];
  const text = word === undefined ? undefined : wordText(model, instruction, word);
  const path = text === undefined ? undefined : joinPath(directory, text);
  if (path === undefined) return directory;
  return /\.(?:xml|gradle|kts)$/.test(path) ? directoryOf(path) : path;
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { stage } = source;
  const builds = buildsOf(source);
  const last = builds.at(-1);
  const start = readJavaStart(source, (path) => isMade(source, path));
  const compiling = source.started.find(isBuildTool);
  if (compiling !== undefined)
    return refuse(
      'R6',
      `Line ${lineOf(source, compiling.span)} starts ${compiling.name ?? 'a build tool'}: the container builds when it starts, so that build and runtime cannot be told apart.`,
      compiling.span,
    );
  if (last === undefined) return nothingBuilt(source);
  const mixed = foreignBuild(source, last.instruction);
  if (typeof mixed === 'object') return mixed;
  const owner = ownerAt(source, last.instruction);
  const script = opaqueScript(source, builds);
  if (script !== undefined) return script;
  const unknown = unknownDeployment(source, builds);
  if (unknown !== undefined) return unknown;
  const parts = artefactsOf(source, builds, start);
  if ('id' in parts) return parts;
  const runtimes = runtimesOf(source, options, start, mixed === 'apart');
  if ('id' in runtimes) return runtimes;
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const roots = parts.roots.map(({ path }) => path);
  const [first] = runtimes;
  const isOther = first !== undefined && first.text !== source.baseText;
  const removed = removedTrees(source, last.instruction);
  const account = isOther ? accountOfGradle(source, last.instruction, first.text) : [];
  return {
    runtimes,
    ...(account.length === 0 ? {} : { opening: account }),
    buildReason: (command, operation) =>
      buildReason(source, builds, command, operation) ?? placementReason(source, builds, command, roots, last),
    prologue: [],
    epilogue: [],
    artefacts: [
      ...(isOther ? workdirLine(baseWorkdir(source), stage.instructions) : []),
      ...parts.roots.map(({ path, why }) => copyLine(path, builder, owner, why)),
    ],
    artefactsAt: 'last-build',
    copyReason: (copy) => copyReason(source, copy, roots, removed, start),
    packages: start.opaque.length > 0 ? messagesPackage(source) : [],
    scan: [],
    ...(mixed === 'apart' ? { keepsPackages: true as const } : {}),
    isBuildOnlyPackage: (name) =>
      BUILD_PACKAGES.test(name) && !(mixed === 'apart' && /^(?:git|npm|nodejs-npm)$/.test(name)),
    leavesDownloads: builds.some(({ command }) => isDownloading(command)),
    assumptions: [
      ...parts.assumptions,
      ...assumptionsOf(source, start, isOther, mixed === 'apart'),
      ...(account.length === 0 ? [] : [{ message: ACCOUNT }]),
    ],
    droppedTools: isOther ? ['javac', 'jar', 'jshell'] : [],
    droppedFiles: [...leftBehind(source, builds, roots), ...removed],
    allowances: {
      changesBase: isOther,
      droppedCommands: toolCommands(source, builds),
      provenPackages: toolFiles(source, builds),
    },
  };
}

const BUILD_PACKAGES =
  /^(?:maven|gradle|ant|sbt|leiningen|git|npm|nodejs-npm|default-jdk(?:-headless)?|openjdk-\d+-jdk(?:-headless)?|openjdk\d+(?:-jdk)?)$/;

function lineOf({ file }: Source, { start }: Span): number {
  return file.lines.lineAt(start) + 1;
}

/** Files that come from outside: the base is all that is left to gain. */
function nothingBuilt(source: Source): Refusal {
  const { stage, facts, image, baseText } = source;
  const span = stage.baseWord?.span;
  const twin = facts.variant === 'jre' ? undefined : runtimeTwin(image)?.reference;
  const cure =
    twin === undefined || isSameImage(twin, stage.image?.text)
      ? ''
      : ` The simpler cure: FROM ${twin} runs the same archive without the compiler of "${baseText}".`;
  return refuse('R1', `Nothing to separate: no step of this file compiles or packs Java.${cure}`, span);
}

function isSameImage(one: string, other: string | undefined): boolean {
  return one.replace(/:latest$/, '') === other?.replace(/:latest$/, '');
}

const FOREIGN: ReadonlySet<string> = new Set(
  'pip pip3 bundle gem cargo go composer poetry pipenv conda stack cabal mix make cmake'.split(' '),
);
const ASSETS: ReadonlySet<string> = new Set('npm npx yarn pnpm bower gulp grunt webpack ng'.split(' '));

/** Other ecosystems: files for the browser that the archive takes up are part of the build, everything else is beyond this recipe. */
function foreignBuild(source: Source, last: Instruction): Refusal | 'apart' | undefined {
  let isApart = false;
  for (const { instruction, script } of source.runs) {
    for (const command of script.commands) {
      const name = command.name ?? '';
      const isAsset = ASSETS.has(name);
      if (!FOREIGN.has(name) && !(isAsset && instruction.index > last.index)) continue;
      // `pip install awscli`: a tool beside the program, which the runtime installs as the original does.
      if (/^pip3?$/.test(name) && installsByName(command) && !script.commands.some(isBuildTool)) {
        isApart = true;
        continue;
      }
      return refuse(
        'R15',
        `Line ${lineOf(source, command.span)} builds with ${name}, besides Java: nothing tells what of both the container needs.`,
        command.span,
      );
    }
  }
  const starts = [...startedNames(source)].find((name) => /^(?:node|npm|yarn)$/.test(name));
  const usesNode = source.runs.some(({ script }) => script.commands.some(({ name }) => ASSETS.has(name ?? '')));
  return starts === undefined || !usesNode
    ? isApart
      ? 'apart'
      : undefined
    : refuse(
        'R15',
        `The container starts ${starts}, besides Java: no recipe divides the two together.`,
        source.command?.span,
      );
}

/** Packages from the index, none from files that the build may make. */
function installsByName({ args }: ShellCommand): boolean {
  return args.every(
    ({ value }) =>
      value !== undefined &&
      /^(?:install|--?(?:upgrade|no-cache-dir|quiet|[Uq])|[\w.=<>~!\[\]-]+)$/.test(value) &&
      !/^-[re]$|^\.$/.test(value),
  );
}

/** Whom the built files belong to. */
function ownerAt({ model }: Source, last: Instruction): string | undefined {
  const builder = model.stateBefore(last).user;
  return builder.isRoot === false && builder.text !== undefined ? builder.text : undefined;
}

/** The account of Gradle's image, where the runtime's steps name it: images with a JRE have none. */
function accountOfGradle({ facts, stage, model }: Source, last: Instruction, runtime: string): readonly Addition[] {
  if (facts.family !== 'gradle') return [];
  const isNamed =
    [model.finalState(stage).user.text, model.stateBefore(last).user.text].some(
      (text) => text?.replace(/:.*$/, '') === 'gradle',
    ) ||
    stage.instructions.some(
      ({ index, keyword, words }) => keyword === 'USER' && index > 0 && words[0]?.value.startsWith('gradle') === true,
    );
  if (!isNamed) return [];
  const isAlpine = runtime.includes('alpine');
  return [
    {
      lines: [
        isAlpine
          ? 'RUN addgroup -S gradle && adduser -S -G gradle gradle'
          : 'RUN groupadd --system gradle && useradd --system --gid gradle --create-home gradle',
      ],
      why: "The account is one of the builder's image, which the image with the JRE has not.",
    },
  ];
}

const ACCOUNT =
  'The account "gradle" is made anew in the runtime, so that its number is another than 1000, which a volume may have files of.';

/** Archives and directories that the runtime gets from the builder. */
interface Parts {
  readonly roots: readonly { readonly path: string; readonly why: string }[];
  readonly assumptions: Draft['assumptions'];
}

/** Directories that hold more than one program's files. */
const SHARED =
  /^\/(?:|usr|usr\/local|usr\/(?:local\/)?(?:bin|lib|share|sbin)|usr\/src|opt|var|var\/lib|srv|home|root|etc|tmp|bin|lib)$/;

function artefactsOf(source: Source, builds: readonly PlacedCommand[], start: JavaStart): Parts | Refusal {
  const deployments = deploymentsOf(source, builds);
  const made = (path: string): boolean => isMade(source, path) || deployments.some((one) => one.path === path);
  const roots = new Map<string, string>();
  const assumptions: { message: string; span?: Span }[] = [];
  const add = (path: string, why: string): void => {
    if (!roots.has(path)) roots.set(path, why);
  };
  for (const { path, kind, span } of start.references) {
    const probe = path.replace(/\*/g, 'app');
    if (!made(kind === 'entry' && !/\.(?:jar|zip)$/.test(path) ? path.replace(/\/\*$/, '') : probe)) {
      const isBuild = builds.some(({ directory }) => directory !== undefined && isWithin(path, directory));
      if (kind === 'archive' && isBuild && !comesFromContext(source, path))
        return refuse(
          'R17',
          `The container starts "${path}", but no step of this file is known to write there; which file it is cannot be told.`,
          span,
        );
      continue;
    }
    if (kind === 'argument') {
      add(path, 'The program is told to read it, and the build writes it.');
      continue;
    }
    const root = rootOf(source, builds, deployments, path, kind);
    if (root === undefined)
      return refuse(
        'R17',
        `The container starts "${path}", which lies among other files of the system; what belongs to it cannot be told.`,
        span,
      );
    add(root.path, root.why);
    if (root.assumption !== undefined) assumptions.push({ message: root.assumption, span });
  }
  const isFollowed = start.opaque.length === 0 && start.references.length > 0;
  for (const { path, isShared, source: from } of deployments) {
    const isOutside = !builds.some(({ directory }) => directory !== undefined && isWithin(path, directory));
    const isCovered = [...roots.keys()].some((root) => isWithin(path, root));
    if (
      isCovered ||
      (isFollowed && !isOutside) ||
      (isFollowed && start.references.some((one) => one.kind === 'archive'))
    )
      continue;
    if (path === '/usr/local' && hasEmptyPrefix(source)) {
      add(path, PREFIX);
      continue;
    }
    if (isShared)
      return refuse(
        'R17',
        `What line ${lineOf(source, from.span)} puts into ${path} cannot be told apart from what is there.`,
        from.span,
      );
    add(path, 'The build puts it there.');
  }
  for (const { path, span } of start.opaque) {
    const projects = [...new Set(builds.flatMap(({ directory }) => directory ?? []))];
    const project = projects.find((directory) => SHARED.test(directory));
    if (projects.length === 0 || project !== undefined)
      return refuse(
        'R17',
        `What "${path}" starts is not in the text, and the build stands in ${project ?? 'an unknown directory'}: which files belong to it cannot be told.`,
        span,
      );
    if (deployments.length === 0 || source.stage.instructions.some((one) => isCopiedInto(source, one, projects)))
      for (const directory of projects)
        if (!removedTrees(source, builds.at(-1)?.instruction).some((tree) => isWithin(directory, tree)))
          add(directory, `Nothing tells what "${path}" starts, so all that was built comes along.`);
    assumptions.push({
      message: `"${path}" starts nothing but Java and what lies in the copied directories; neither the compiler nor the build tool.`,
      span,
    });
    break;
  }
  for (const target of lostOwners(source))
    add(target, 'Its owner is an account of the old base; the files come along from the builder.');
  const kept = [...roots].filter(
    ([path]) => ![...roots.keys()].some((other) => other !== path && isWithin(path, other)),
  );
  if (kept.length === 0)
    return refuse(
      'R17',
      'Nothing tells which of the built files the container starts.',
      source.command?.span ?? source.entrypoint?.span,
    );
  for (const [path] of kept) {
    const mount = mountOver(source, path);
    if (mount !== undefined)
      return refuse(
        'R12',
        `${path} lies under the mount of line ${lineOf(source, mount.span)}, so no layer holds it: copy the archive to another place in the same RUN.`,
        mount.span,
      );
  }
  const shared = kept.find(
    ([path, why]) => why !== PREFIX && SHARED.test(path.replace(/\/\*[^/]*$/, '')) && !/[^/]+\.\w+$/.test(path),
  );
  if (shared !== undefined)
    return refuse(
      'R17',
      `The program lies in ${shared[0]} itself, among the files of the system; a WORKDIR of its own makes the file convertible.`,
      source.command?.span ?? source.entrypoint?.span,
    );
  return { roots: kept.map(([path, why]) => ({ path, why })), assumptions };
}

const PREFIX = 'What is put into /usr/local, where the base has next to nothing.';

/** Images that leave /usr/local to others: what a build puts there can be copied as a whole. */
function hasEmptyPrefix({ facts }: Source): boolean {
  return /^(?:maven|gradle|openjdk|java|eclipse-temurin|adoptopenjdk|amazoncorretto|debian|ubuntu|alpine)$/.test(
    facts.family,
  );
}

/** The RUN whose cache mount holds `path`. */
function mountOver({ runs, model }: Source, path: string): Instruction | undefined {
  return runs
    .map(({ instruction }) => instruction)
    .find((instruction) =>
      instruction.flags.some(({ name, value = '' }) => {
        const target = name === 'mount' ? /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(value)?.[1] : undefined;
        const place = target === undefined ? undefined : joinPath(model.stateBefore(instruction).workdir, target);
        return place !== undefined && isWithin(path, place);
      }),
    );
}

/** Where COPY puts files of the sources that belong to an account which only the original's image has. */
function lostOwners({ stage, model, facts }: Source): readonly string[] {
  if (facts.family !== 'gradle') return [];
  return stage.instructions.flatMap((instruction) => {
    const copy = model.copyOf(instruction);
    const owner = copy?.chown?.replace(/:.*$/, '');
    const target = copy?.destinationPath?.replace(/(?<=.)\/$/, '');
    const isLost = facts.users.some(({ name }) => name === owner);
    const isJava = copy?.sources.every(({ word }) => JAVA_FILES.test(word.value)) === true;
    return !isLost || isJava || target === undefined || SHARED.test(target) ? [] : [target];
  });
}

/** A RUN instruction writes what lies at `path`. */
function isMade({ model, stage, context }: Source, path: string): boolean {
  return writtenPaths(model, stage, context).some(
    ({ path: at, isTree, holds, instruction, content }) =>
      instruction?.keyword === 'RUN' &&
      content !== 'directory' &&
      content !== 'system' &&
      !(SHARED.test(at) && holds === undefined) &&
      (isWithin(at, path) ||
        (isTree && isWithin(path, at) && (path === at || holds === undefined || holds(relativeTo(path, at))))),
  );
}

function relativeTo(path: string, directory: string): string {
  return path.slice(directory === '/' ? 1 : directory.length + 1);
}

function isCopiedInto({ model }: Source, instruction: Instruction, directories: readonly string[]): boolean {
  const target = model.copyOf(instruction)?.destinationPath;
  return target !== undefined && directories.some((directory) => isWithin(target.replace(/(?<=.)\/$/, ''), directory));
}

function comesFromContext({ model, stage }: Source, path: string): boolean {
  return stage.instructions.some((instruction) => {
    const copy = model.copyOf(instruction);
    return (
      copy?.destinationPath === path ||
      copy?.sources.some(
        (one) => one.path !== undefined && /\.(?:jar|war)$/.test(one.path) && baseName(one.path) === baseName(path),
      )
    );
  });
}

interface Deployment {
  readonly path: string;
  readonly isShared: boolean;
  readonly source: ShellCommand;
}

/** What `cp`, `mv`, `tar` or `unzip` take out of the build directories, and where they put it. */
function deploymentsOf(source: Source, builds: readonly PlacedCommand[]): readonly Deployment[] {
  const { model, stage } = source;
  return placedCommands(model, stage).flatMap((placed): readonly Deployment[] => {
    const { command } = placed;
    if (!movesOutput(source, builds, placed)) return [];
    if (UNPACKS.test(command.name ?? '')) return unpackedBy(source, placed);
    if (!isMove(command)) return [];
    const words = pathWords(source, placed);
    const last = words.at(-1);
    const text = command.args.filter(({ text: word }) => !word.startsWith('-')).at(-1)?.text ?? '';
    if (last === undefined) return [];
    const sources = words.slice(0, -1);
    const isArchive = (path: string): boolean => /\.(?:jar|war|ear)$/.test(path);
    const isInto = /\/["']?$|^\.$/.test(text) || (!isArchive(last) && sources.some(isArchive));
    const isNamed = sources.length > 0 && sources.every((path) => !/[*?[]/.test(baseName(path)));
    if ((isInto && sources.every(isArchive)) || (SHARED.test(last) && isNamed))
      return sources.map((path) => ({
        path: joinPath(last, baseName(path)) ?? last,
        isShared: false,
        source: command,
      }));
    return [{ path: last, isShared: SHARED.test(last), source: command }];
  });
}

const UNPACKS = /^(?:tar|bsdtar|unzip)$/;

function unpackedBy(source: Source, placed: PlacedCommand): readonly Deployment[] {
  const { command, directory } = placed;
  const into = destinationWord(command);
  const text = into === undefined ? directory : wordText(source.model, placed.instruction, into);
  const target = text === undefined ? undefined : joinPath(directory, text);
  if (target === undefined) return [];
  // An archive of Gradle's distribution plug-in holds one directory of its own name.
  const name = pathWords(source, placed)
    .map((path) => /\/build\/distributions\/([^/*]+)\.(?:tar|zip|tgz)$/.exec(path)?.[1])
    .find((found) => found !== undefined);
  const path = name === undefined ? target : (joinPath(target, name) ?? target);
  return [{ path, isShared: SHARED.test(path), source: command }];
}

/** The word after `-C` or `-d`. */
function destinationWord({ name, args }: ShellCommand): ShellCommand['args'][number] | undefined {
  const at = args.findIndex(({ text }) =>
    name === 'unzip' ? text === '-d' : /^(?:-[a-zA-Z]*C|--directory)$/.test(text),
  );
  return at === -1 ? undefined : args[at + 1];
}

/** What is built goes to a place that the text does not tell: `unzip app.war -d $CATALINA_HOME/webapps`. */
function unknownDeployment(source: Source, builds: readonly PlacedCommand[]): Refusal | undefined {
  const found = placedCommands(source.model, source.stage).find((placed) => {
    const { command } = placed;
    if (!movesOutput(source, builds, placed)) return false;
    const isUnpacking = UNPACKS.test(command.name ?? '');
    if (!isUnpacking && !isMove(command)) return false;
    const word = isUnpacking ? destinationWord(command) : command.args.at(-1);
    return word !== undefined && wordText(source.model, placed.instruction, word) === undefined;
  });
  return found === undefined
    ? undefined
    : refuse(
        'R17',
        `Line ${lineOf(source, found.command.span)} puts what is built into a place that the text does not tell; with a path in place of the variable the file can be converted.`,
        found.command.span,
      );
}

function isMove({ name = '' }: ShellCommand): boolean {
  return /^(?:cp|mv|install|rsync)$/.test(name);
}

function pathWords({ model }: Source, { command, instruction, directory }: PlacedCommand): readonly string[] {
  return command.args.flatMap((word) => {
    if (word.text.startsWith('-')) return [];
    const text = wordText(model, instruction, word);
    const path = text === undefined ? undefined : joinPath(directory, text);
    return path === undefined ? [] : [path];
  });
}

/** The command reads what a build before it wrote: by its path, or through a substitution that looks for an archive. */
function movesOutput(source: Source, builds: readonly PlacedCommand[], placed: PlacedCommand): boolean {
  const { command } = placed;
  const isAfter = builds.some((build) => build.command.span.start < command.span.start);
  if (!isAfter) return false;
  const outputs = writtenPaths(source.model, source.stage, source.context).filter(
    (one) => one.content === 'output' && one.command !== undefined && one.command.span.start < command.span.start,
  );
  const paths = pathWords(source, placed);
  const isOutput = (path: string): boolean =>
    outputs.some(
      ({ path: at, holds }) =>
        isWithin(path, at) && (path === at || holds === undefined || holds(relativeTo(path, at))),
    );
  const read = isMove(command) ? paths.slice(0, -1) : paths;
  if (read.some(isOutput)) return true;
  // What is taken out of a directory before it goes.
  const removed = removedTrees(source, builds.at(-1)?.instruction);
  if (isMove(command) && read.some((path) => removed.some((tree) => isWithin(path, tree)))) return true;
  return (
    isMove(command) &&
    command.args.some(({ hasSubstitution, variables }) => hasSubstitution || variables.length > 0) &&
    /\.(?:jar|war)["']?$/.test(command.args.at(-1)?.text ?? '')
  );
}

/** The file or directory that has to move for `path` to start. */
function rootOf(
  source: Source,
  builds: readonly PlacedCommand[],
  deployments: readonly Deployment[],
  path: string,
  kind: JavaStart['references'][number]['kind'],
): { readonly path: string; readonly why: string; readonly assumption?: string } | undefined {
  const isDeployed = deployments.some((one) => one.path === path || (isWithin(path, one.path) && !one.isShared));
  if (kind === 'program') {
    const directory = directoryOf(path);
    const root = baseName(directory) === 'bin' ? directoryOf(directory) : path;
    const prefix = deployments.find((one) => one.isShared && isWithin(path, one.path) && one.path === '/usr/local');
    if (prefix !== undefined && hasEmptyPrefix(source)) return { path: prefix.path, why: PREFIX };
    if (SHARED.test(root) && deployments.some((one) => one.path === path))
      return { path, why: 'The program, at the path that the container starts.' };
    if (SHARED.test(root)) return undefined;
    return { path: root, why: 'The start script with the libraries that lie beside it.' };
  }
  if (kind === 'entry') {
    const entry = path.replace(/\/\*$/, '');
    if (SHARED.test(entry)) return { path: `${entry === '/' ? '' : entry}/*.class`, why: 'The compiled classes.' };
    return { path: entry, why: 'An entry of the class path.' };
  }
  const exact = { path, why: 'The archive, at the path that the container starts.' };
  if (isDeployed) return exact;
  const quarkus = /^(.*\/quarkus-app)\/quarkus-run\.jar$/.exec(path)?.[1];
  if (quarkus !== undefined) return { path: quarkus, why: 'The archive with the libraries that it names.' };
  const tree = /^(.*\/(?:target|build\/libs))(?=\/)/.exec(path)?.[1];
  if (tree === undefined) {
    // Compiled by hand and packed, or unpacked by hand: its neighbours lie beside it.
    return exact;
  }
  if (isSelfContained(source, builds, path)) return exact;
  return {
    path: tree,
    why: 'The archive, at the path that the container starts, with what the build leaves beside it.',
    assumption: `Nothing tells whether ${baseName(path)} holds all its libraries, so ${tree} comes along as a whole; where it does, the archive alone is enough.`,
  };
}

/** Plug-ins that put all libraries into one archive. */
const PACKERS =
  /spring-boot-maven-plugin|org\.springframework\.boot|maven-shade-plugin|jar-with-dependencies|maven-assembly-plugin|shadow|io\.ktor\.plugin|sbt-assembly|uberjar|uber-jar|fatJar|onejar|one-jar/i;

function isSelfContained(source: Source, builds: readonly PlacedCommand[], path: string): boolean {
  const { context, file } = source;
  const name = baseName(path);
  if (
    /(?:with-dependencies|[-_](?:all|fat|uber|shaded|standalone|assembly)|assembly-[\w.-]+)(?:[-.\w]*)\.jar$|\.war$/.test(
      name,
    )
  )
    return true;
  const tools = builds.flatMap(({ command }) => command.args.map(({ value }) => value ?? ''));
  if (
    tools.some((word) => /shadowJar|bootJar|bootWar|uberjar|(?:^|:)assembly$|fatJar|spring-boot:repackage/i.test(word))
  )
    return true;
  if (/\bSPRING_|-Dspring\.|--spring\.|org\.springframework\.boot/.test(file.text)) return true;
  if (context === undefined) return false;
  const texts = manifestsOf(source, path);
  return (
    texts.length > 0 &&
    texts.some(
      (text) => PACKERS.test(text) || !/<dependency>|\b(?:implementation|compile|api|runtimeOnly)\b/.test(text),
    )
  );
}

/** The build files of the project and of the module that an archive belongs to. */
function manifestsOf({ context, model, stage }: Source, path: string): readonly string[] {
  const module = path.replace(/\/(?:target|build\/libs)\/.*$/, '');
  const names = ['pom.xml', 'build.gradle', 'build.gradle.kts', 'build.sbt', 'project.clj'];
  const directories = new Set(
    stage.instructions.flatMap((instruction) => {
      const copy = model.copyOf(instruction);
      const target = copy?.destinationPath?.replace(/(?<=.)\/$/, '');
      if (copy === undefined || target === undefined || copy.from.kind !== 'context' || !isWithin(module, target))
        return [];
      const inner = relativeTo(module, target);
      return copy.sources.flatMap(({ path: from }) => {
        if (from === undefined) return [];
        const root = context?.list(from) === undefined ? directoryOf(`/${from}`).slice(1) : from;
        return [[root, inner].filter((part) => part !== '').join('/')];
      });
    }),
  );
  return [...directories].flatMap((directory) =>
    names.flatMap((name) => context?.read(directory === '' ? name : `${directory}/${name}`) ?? []),
  );
}

function copyLine(path: string, builder: string, owner: string | undefined, why: string): Addition {
  const flag = owner === undefined ? '' : `--chown=${owner} `;
  const target = path.includes('*') ? path.replace(/[^/]*$/, '') : path;
  return { lines: [`COPY --from=${builder} ${flag}${path} ${target}`], why };
}

/** Same names in Debian, Ubuntu and Alpine. */
const PORTABLE: ReadonlySet<string> = new Set(
  'bash curl wget ca-certificates tzdata fontconfig procps unzip zip jq gettext-base netcat-openbsd openssl tini dumb-init gosu locales fonts-dejavu ttf-dejavu su-exec git openssh-client libc6 xz-utils ffmpeg graphviz imagemagick postgresql-client'.split(
    ' ',
  ),
);

function runtimesOf(
  source: Source,
  options: MultiStageOptions,
  start: JavaStart,
  isMixed: boolean,
): readonly RuntimeBase[] | Refusal {
  const { facts, stage, image, baseText } = source;
  const choice = options.runtime ?? 'auto';
  const itself: RuntimeBase = {
    text: baseText,
    isDistroless: false,
    why: `The runtime stays on "${baseText}".`,
  };
  const isJavaImage = facts.language?.name === 'Java';
  // Java comes with the distribution's packages: their runtime half is installed in its place.
  if (!isJavaImage || isMixed) return choice === 'auto' ? [itself] : impossible(source, choice);
  const version = facts.language?.version;
  const obstacle = obstacleOf(source, start);
  const twin = image.digest === undefined ? runtimeTwin(image) : undefined;
  if (choice === 'alpine' && version !== undefined && facts.distribution.family !== 'alpine') {
    const reference = `eclipse-temurin:${version}-jre-alpine`;
    const isListed = officialTag('eclipse-temurin', `${version}-jre-alpine`) !== undefined;
    if (!isListed || obstacle !== undefined || keptPackages(source).length > 0) return impossible(source, choice);
    return [
      {
        text: reference,
        isDistroless: false,
        why: `${reference} has another C library (musl): archives that hold native libraries for glibc do not run there.`,
      },
    ];
  }
  if (!['auto', 'slim', 'alpine'].includes(choice)) return impossible(source, choice);
  const compilesOnly = buildsOf(source).every(({ command }) => !isDownloading(command));
  if (version === undefined && twin === undefined && obstacle === undefined && (compilesOnly || choice !== 'auto'))
    return refuse(
      'R17',
      `The tag of "${baseText}" does not say which version of Java it holds, so no JRE of the same version can be named; write it out, as in "maven:3.9-eclipse-temurin-21".`,
      stage.baseWord?.span,
    );
  if (twin === undefined || isSameImage(twin.reference, stage.image?.text) || obstacle !== undefined)
    return choice === 'auto' ? [itself] : impossible(source, choice);
  if (twin.changesDistribution && !isPortable(source, twin.reference)) return [itself];
  // Which ENTRYPOINT these images have is not known.
  if (facts.family === 'clojure' && source.entrypoint === undefined)
    return choice === 'auto' ? [itself] : impossible(source, choice);
  const text = withVersion(source, twin.reference, version);
  return [
    {
      text,
      isDistroless: false,
      why: twin.changesDistribution
        ? `${text} has the same version of Java on ${facts.distribution.family === 'ubuntu' ? 'perhaps another release' : 'another distribution'}: byte code runs on both.`
        : `${text} has the same version of Java on the same distribution, without compiler and build tool.`,
    },
  ];
}

function whyMixed({ baseText }: Source): string {
  return `The runtime stays on "${baseText}" with all packages, as pip installs tools there as before; what leaves the image are the sources, and what the build downloads.`;
}

/** Why the runtime keeps the base of the original, and what would change that. */
function whySameBase(source: Source, start: JavaStart): string {
  const { facts, baseText, image } = source;
  const gain = 'what leaves the image are the build tools that the file installs, and what the build downloads';
  const obstacle = obstacleOf(source, start);
  if (source.isOpaque)
    return `No table knows "${baseText}", so both stages stand on it; what leaves the image are the build tools that the file installs, what the build downloads, and the sources. It is taken to build and to run as root.`;
  if (obstacle !== undefined) return `The runtime stays on "${baseText}", as ${obstacle}; ${gain}.`;
  if (facts.language?.name !== 'Java')
    return `The runtime stays on "${baseText}" with the packages of Java that run programs.`;
  if (/^(?:tomcat|jetty)$/.test(facts.family))
    return `The runtime stays on "${baseText}", which holds the server; ${gain}.`;
  if (facts.language.version === undefined)
    return `The tag of "${baseText}" does not say which version of Java it holds, so the runtime stays on it, and ${gain}. A tag that names the version would let it stand on a JRE.`;
  if (facts.family === 'clojure')
    return `The runtime stays on "${baseText}", as nothing tells which ENTRYPOINT it has, with which CMD starts; ${gain}.`;
  if (runtimeTwin(image)?.changesDistribution === true)
    return `The runtime stays on "${baseText}", as packages that it installs may be called otherwise on another distribution; ${gain}.`;
  return `The runtime stays on "${baseText}", as no JRE of the same version is known; ${gain}.`;
}

/** Maven, Gradle, sbt and Leiningen keep what they download in the home directory. */
function isDownloading({ name = '' }: ShellCommand): boolean {
  return !/^(?:javac|kotlinc|scalac|ant)$/.test(name);
}

function impossible({ stage, baseText }: Source, choice: string): Refusal {
  return refuse(
    'R17',
    `The runtime "${choice}" is not possible for what "${baseText}" builds and starts.`,
    stage.baseWord?.span,
  );
}

/** Why the program cannot leave its base image, in words that end a sentence. */
function obstacleOf(source: Source, start: JavaStart): string | undefined {
  const { model, stage } = source;
  if (
    start.javaPath !== undefined &&
    !start.javaPath.text.startsWith(JAVA_HOME) &&
    start.javaPath.text !== '/usr/bin/java'
  )
    return `${start.javaPath.text} is where only this image has Java`;
  if (start.javaPath?.text === '/usr/bin/java') return 'other images have no /usr/bin/java';
  const native = buildsOf(source).find(({ command }) =>
    command.args.some(({ value }) => /native(?:Compile|-image|:compile)|^-Pnative$/.test(value ?? '')),
  );
  if (native !== undefined) return 'the build makes machine code for this distribution';
  const home = stage.instructions
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ pairs }) => pairs)
    .findLast(({ key }) => key === 'JAVA_HOME');
  const value = home === undefined ? undefined : model.finalState(stage).env.get('JAVA_HOME');
  if (home !== undefined && value !== JAVA_HOME)
    return `JAVA_HOME is set to ${value ?? home.value ?? 'a directory'}, which only this image has`;
  const tool = [...startedNames(source)].find((name) =>
    /^(?:javac|jcmd|jstack|jmap|jps|jstat|jinfo|jar|jdb|jlink|jshell|mvn|gradle|ant|sbt|lein)$/.test(name),
  );
  return tool === undefined ? undefined : `the container starts ${tool}`;
}

function keptPackages({ runs, facts }: Source): readonly string[] {
  return runs.flatMap(({ operations }) =>
    [...operations.values()]
      .filter(({ manager, action }) => manager.kind === 'os' && action === 'install')
      .flatMap(({ operands }) =>
        operands.flatMap(({ value, text }) => {
          const name = packageName(value ?? text);
          const use = packageUse(name, facts.packageManager ?? 'apt');
          return BUILD_PACKAGES.test(name) || use === 'build-only' ? [] : [name];
        }),
      ),
  );
}

/** Nothing that the runtime installs is bound to the distribution of the original. */
function isPortable(source: Source, reference: string): boolean {
  const kept = keptPackages(source);
  const manager = source.facts.packageManager ?? 'apt';
  const wanted = reference.includes('alpine') ? 'apk' : 'apt';
  const changesSources = source.runs.some(({ instruction }) =>
    /sources\.list|apt-key|add-apt-repository|\/etc\/apk\/|yum\.repos/.test(instruction.body.text),
  );
  return !changesSources && kept.every((name) => PORTABLE.has(name)) && (kept.length === 0 || manager === wanted);
}

/** `maven:3.9-eclipse-temurin-${JAVA}`: the version stays the variable that it is. */
function withVersion({ baseText, model }: Source, reference: string, version: string | undefined): string {
  if (version === undefined) return reference;
  for (const [, braced, plain] of baseText.matchAll(/\$(?:\{(\w+)[^}]*\}|(\w+))/g)) {
    const name = braced ?? plain ?? '';
    if (model.globalArgs.get(name) === version && new RegExp(`:${version}-`).test(reference))
      return reference.replace(`:${version}-`, `:\${${name}}-`);
  }
  return reference;
}

function baseWorkdir({ facts }: Source): string | undefined {
  return facts.config.workdir === '/' ? undefined : facts.config.workdir;
}

/** Programs that fetch, check and unpack. */
const FETCHERS: ReadonlySet<string> = new Set(
  'wget curl tar unzip mv ln rm mkdir echo printf cp chmod chown cat sha1sum sha256sum sha512sum md5sum gpg dpkg update-alternatives touch sed cd'.split(
    ' ',
  ),
);
const TOOL_FILES =
  /(?:apache-)?maven|\.m2\b|gradle-|\/gradle\b|\.gradle\b|GRADLE_(?:HOME|VERSION)|\bsbt\b|\blein(?:ingen)?\b|kotlin-compiler|\bgrails\b|apache-ant/i;

function buildReason(
  source: Source,
  builds: readonly PlacedCommand[],
  command: ShellCommand,
  operation: PackageOperation | undefined,
): string | undefined {
  const { name = '', args } = command;
  if (isBuildTool(command)) return isFetch(command) ? 'fetches what the build needs' : 'compiles and packs the program';
  if (operation?.manager.kind === 'os' && name !== 'dpkg') return undefined;
  if (ASSETS.has(name)) return 'makes files that the archive takes up';
  const placed = placedCommands(source.model, source.stage).find((one) => one.command === command);
  if (placed === undefined) return undefined;
  if (
    /^(?:ls|pwd|du|tree|which)$/.test(name) ||
    (name === 'java' && args.every(({ text }) => /^--?version$/.test(text)))
  )
    return 'prints, for the log of the build';
  if (/^(?:mvn|mvnw|gradlew?)$/.test(name)) return 'is part of the build';
  const words = args.map(({ value, text }) => value ?? text);
  const isWrapper = words.some((word) => WRAPPERS.test(word));
  if (isWrapper && /^(?:chmod|dos2unix|sed|tr)$/.test(name)) return WRAPPER_SETUP;
  if (name === 'java' && words.some((word) => word.startsWith('-Djarmode='))) return 'unpacks the archive';
  if (name === 'jar') return 'packs or unpacks the archive';
  if (name === 'git' && !words.includes('clone')) {
    const isOfSources = writtenPaths(source.model, source.stage, source.context).some(
      (one) => one.command?.name === 'git' && placed.directory !== undefined && isWithin(placed.directory, one.path),
    );
    if (isOfSources) return 'fetches the sources';
  }
  if (name === 'git' && words.includes('clone')) {
    const cloned = writtenPaths(source.model, source.stage, source.context).find((one) => one.command === command);
    if (
      cloned !== undefined &&
      builds.some(({ directory }) => directory !== undefined && isWithin(directory, cloned.path))
    )
      return 'fetches the sources';
  }
  if (/^(?:cp|mv|install|rsync|tar|unzip)$/.test(name) && movesOutput(source, builds, placed))
    return 'puts what was built in its place';
  if (/^(?:rm|rmdir|find)$/.test(name) && isTidying(source, builds, placed)) return 'tidies up after the build';
  const text = source.file.text.slice(command.span.start, command.span.end).replaceAll('/home/gradle', '');
  if (name === 'update-alternatives' && /javac|jdk|mvn/.test(text)) return COMPILER_SETUP;
  return FETCHERS.has(name) && TOOL_FILES.test(text) && !startsWithin(source, command) ? TOOL_SETUP : undefined;
}

function isFetch({ args }: ShellCommand): boolean {
  return args.some(({ value }) =>
    /^(?:dependency:(?:resolve|go-offline|resolve-plugins|copy-dependencies)|dependencies|deps|update|downloadDependencies|verify)$/.test(
      value ?? '',
    ),
  );
}

function startsWithin({ started }: Source, { args }: ShellCommand): boolean {
  const named = new Set(started.flatMap(({ nameWord }) => nameWord?.value ?? []));
  return args.some(({ value }) => value !== undefined && named.has(value));
}

/** Sets up what the copied files bring along, or a variable that only such commands use. */
function placementReason(
  source: Source,
  builds: readonly PlacedCommand[],
  command: ShellCommand,
  roots: readonly string[],
  last: PlacedCommand,
): string | undefined {
  const { name, nameWord } = command;
  const placed = placedCommands(source.model, source.stage).find((one) => one.command === command);
  if (placed === undefined) return undefined;
  if (name === undefined && nameWord === undefined && command.assignments.length > 0) {
    const { commands } = source.model.scriptOf(placed.instruction);
    const names = new Set(command.assignments.map((assignment) => assignment.name));
    const users = commands.filter(
      (one) =>
        one.span.start > command.span.start &&
        one.nameWord !== undefined &&
        !one.isSubstitution &&
        [one.nameWord, ...one.args].some(({ variables }) => variables.some((variable) => names.has(variable.name))),
    );
    const isBuild = commands.some(isBuildTool);
    return isBuild && users.every((one) => buildReason(source, builds, one, undefined) !== undefined)
      ? 'sets a variable for the build'
      : undefined;
  }
  const paths = pathWords(source, placed);
  const isBrought = (path: string): boolean => roots.some((root) => isWithin(path, root) || isWithin(root, path));
  // Before the last build step the runtime makes directories first, and copies into them then.
  const isLate = placed.instruction.index >= last.instruction.index;
  if (isLate && name === 'mkdir' && paths.length > 0)
    return paths.every(isBrought) ? 'makes a directory that the copied files bring along' : undefined;
  // What works on copied files has done its work when they are copied.
  const isInside = (path: string): boolean => roots.some((root) => isWithin(path, root));
  if (
    placed.instruction.index <= last.instruction.index &&
    /^(?:mv|cp|rm|ln|sed|chmod|touch|tar|unzip|install)$/.test(name ?? '') &&
    filePaths(paths, name).length > 0 &&
    filePaths(paths, name).every(isInside)
  )
    return 'works on files that the runtime gets from the builder';
  const target = paths.at(-1);
  return isMove(command) && target !== undefined && roots.includes(target) ? 'puts the file in its place' : undefined;
}

/** Without what `chmod` and `sed` are told to do. */
function filePaths(paths: readonly string[], name: string | undefined): readonly string[] {
  return name === 'chmod' || name === 'sed' ? paths.slice(1) : paths;
}

const TOOL_SETUP = 'sets up the build tool';
const COMPILER_SETUP = 'sets up the compiler';
const WRAPPER_SETUP = 'prepares the build';

/** Commands of the build tool's installation. */
function toolCommands(source: Source, builds: readonly PlacedCommand[]): readonly string[] {
  return source.runs.flatMap(({ script }) =>
    script.statements.flatMap(({ commands }) => {
      const isTool = commands.some((command) =>
        [TOOL_SETUP, COMPILER_SETUP, WRAPPER_SETUP].includes(buildReason(source, builds, command, undefined) ?? ''),
      );
      return isTool
        ? commands.map(({ nameWord, args }) => [nameWord, ...args].flatMap((word) => word?.text ?? []).join(' '))
        : [];
    }),
  );
}

/** `dpkg -i sbt.deb`: packages of build tools that come as files. */
function toolFiles(source: Source, builds: readonly PlacedCommand[]): readonly string[] {
  return source.runs.flatMap(({ script }) =>
    script.commands.flatMap((command) =>
      command.name === 'dpkg' && buildReason(source, builds, command, undefined) === TOOL_SETUP
        ? command.args.flatMap(({ value }) => (value?.endsWith('.deb') === true ? [value, baseName(value)] : []))
        : [],
    ),
  );
}

/** A script of the sources does what no text tells; wrappers of build tools are no such scripts. */
function opaqueScript(source: Source, builds: readonly PlacedCommand[]): Refusal | undefined {
  for (const { command, instruction } of placedCommands(source.model, source.stage)) {
    if (isBuildTool(command) || command.isSubstitution) continue;
    const first = command.args.find(({ text }) => !text.startsWith('-'));
    const isShell =
      /^(?:ba|da|a)?sh$/.test(command.name ?? '') && !command.args.some(({ text }) => /^-\w*c/.test(text));
    const text = (isShell ? first?.value : command.nameWord?.value) ?? '';
    const isScript =
      /\.(?:sh|bash)$/.test(text) ||
      (text.includes('/') && !/^\/(?:usr\/)?(?:local\/)?s?bin\/|^\/opt\/|\/java$/.test(text));
    // What sets up the system before any source is there runs in both stages.
    const isBefore = builds.every((build) => build.instruction.index > instruction.index);
    if (!isScript || isBefore) continue;
    return refuse(
      'R5',
      `Line ${lineOf(source, command.span)} runs ${text}: nothing tells which files it leaves behind that the container needs.`,
      command.span,
    );
  }
  return undefined;
}

/** `envsubst`, which start scripts call, comes with gettext; its small half is enough. */
function messagesPackage({ runs, facts }: Source): Draft['packages'] {
  const isInstalled = runs.some(({ operations }) =>
    [...operations.values()].some(({ operands }) => operands.some(({ value }) => value === 'gettext')),
  );
  return isInstalled && facts.packageManager === 'apt'
    ? [{ name: 'gettext-base', why: 'Start scripts may call envsubst.' }]
    : [];
}

/** Removes what only the build has: its output, its sources or its caches. */
function isTidying(source: Source, builds: readonly PlacedCommand[], placed: PlacedCommand): boolean {
  const isAfter = builds.some(({ command }) => command.span.start < placed.command.span.start);
  const paths = pathWords(source, placed).filter((path) => path !== '/');
  if (!isAfter || paths.length === 0) return false;
  const outputs = writtenPaths(source.model, source.stage, source.context).filter(
    ({ content }) => content === 'output',
  );
  return paths.every(
    (path) =>
      CACHES.some((cache) => isWithin(path, cache)) ||
      /\/(?:\.m2|\.gradle|\.npm|\.ivy2|\.sbt)(?:\/|$)/.test(path) ||
      builds.some(({ directory }) => directory !== undefined && isWithin(directory, path)) ||
      outputs.some(
        ({ path: at, holds }) =>
          isWithin(path, at) && (path === at || holds === undefined || holds(relativeTo(path, at))),
      ),
  );
}

/** Where build tools keep what they download (Maven, Gradle, sbt, Leiningen). */
const CACHES: readonly string[] = [
  '/root/.m2',
  '/root/.gradle',
  '/home/gradle/.gradle',
  '/root/.ivy2',
  '/root/.sbt',
  '/root/.npm',
  '/tmp',
];

/** Directories that the file removes again after the build. */
function removedTrees(source: Source, last: Instruction | undefined): readonly string[] {
  return placedCommands(source.model, source.stage)
    .filter(
      ({ command, instruction }) => command.name === 'rm' && last !== undefined && instruction.index >= last.index,
    )
    .flatMap((placed) => pathWords(source, placed))
    .filter((path) => !SHARED.test(path));
}

function isGradle({ name = '', args }: ShellCommand): boolean {
  return /^gradlew?$/.test(name) || args.some(({ value }) => value?.endsWith('gradlew') === true);
}

/** What tools and builds leave in the builder. */
function leftBehind(source: Source, builds: readonly PlacedCommand[], roots: readonly string[]): readonly string[] {
  const { model, stage, context } = source;
  const written = writtenPaths(model, stage, context);
  const isTool = (command: ShellCommand): boolean =>
    buildReason(source, builds, command, undefined) !== undefined && !isBuildTool(command);
  const made = written.flatMap(({ path, command, content }) =>
    command !== undefined &&
    isTool(command) &&
    content !== 'system' &&
    !SHARED.test(path) &&
    (!ASSETS.has(command.name ?? '') || path.endsWith('/node_modules'))
      ? [path]
      : [],
  );
  const trees = builds.flatMap(({ directory, command }) => {
    if (directory === undefined || SHARED.test(directory)) return [];
    if (!isDownloading(command)) return [];
    return isGradle(command) ? [`${directory}/build`, `${directory}/.gradle`] : [`${directory}/target`];
  });
  const caches = builds.flatMap(({ command }) => {
    if (!isDownloading(command)) return [];
    if (isGradle(command)) return [source.facts.family === 'gradle' ? '/home/gradle/.gradle' : '/root/.gradle'];
    return /^sbtn?$/.test(command.name ?? '') ? ['/root/.ivy2', '/root/.sbt', '/root/.cache'] : ['/root/.m2'];
  });
  return [...new Set([...made, ...trees, ...caches])].filter((path) => !roots.some((root) => isWithin(path, root)));
}

const JAVA_FILES =
  /(?:^|\/)(?:[^/]*\.(?:java|kt|kts|scala|sbt|clj|groovy|gradle)|pom(?:-?\*)?\.xml|\*?pom\*?\.xml|build\.gradle\*?|\*\.gradle(?:\.kts)?|settings\.gradle\*?|gradle\.properties[\w.]*|libs\.versions\.toml|gradle|gradlew\*?|gradlew\.bat|mvnw\*?|mvnw\.cmd|\.mvn|buildSrc|project|project\.clj|src|src\/(?:main|test)(?:\/.*)?|target|build|settings\.xml|lombok\.config|checkstyle\.xml|Makefile|Dockerfile[^/]*|docker-compose[^/]*|compose\.ya?ml|\.dockerignore|\.git(?:ignore|attributes|hub|lab-ci\.yml)?|\.travis\.yml|Jenkinsfile|README[^/]*|LICENSE[^/]*|NOTICE|CHANGELOG[^/]*|CONTRIBUTING[^/]*|HELP\.md|\.editorconfig|\.vscode|\.idea|[^/]*\.iml|\.circleci|\.settings|\.classpath|\.project)\/?$/i;

/** Files that only compiler and build tool read stay behind; what else is copied comes from the build context again. */
function copyReason(
  source: Source,
  copy: CopyOperation,
  roots: readonly string[],
  removed: readonly string[],
  start: JavaStart,
): string | undefined {
  const { context } = source;
  const target = copy.destinationPath?.replace(/(?<=.)\/$/, '');
  if (copy.from.kind !== 'context' || target === undefined) return undefined;
  const { workdir } = source.model.finalState(source.stage);
  const isNeededThere =
    start.references.some(({ path }) => isWithin(path, target)) || (workdir !== undefined && isWithin(workdir, target));
  if (isWithin(target, '/tmp') && !isNeededThere && start.opaque.length === 0) return 'only the build reads it';
  if (removed.some((path) => isWithin(target, path))) return 'the file itself removes it again after the build';
  if (roots.some((root) => isWithin(target, root)))
    return isTouched(source, copy, target) ? undefined : 'it comes along with what the builder has there';
  const places = copy.sources.flatMap(({ path }) =>
    path === undefined ? [] : [target, joinPath(target, baseName(path)) ?? target],
  );
  const isNamed = start.references.some(
    ({ path, kind }) =>
      !roots.some((root) => isWithin(path, root)) &&
      kind !== 'entry' &&
      places.some((place) => isWithin(path, place) && path !== place),
  );
  if (copy.sources.every(({ word }) => JAVA_FILES.test(word.value)))
    return isNamed &&
      copy.sources.some(
        ({ path }) =>
          start.references.some((one) => isWithin(one.path, joinPath(target, baseName(path ?? '')) ?? target)) ||
          (path !== undefined && isDirectoryCopy(copy, path) && isNamed),
      )
      ? undefined
      : 'only compiler and build tool read it';
  if (copy.sources.some(({ path }) => path !== undefined && isModule(source, path)) && !isNamed)
    return 'only compiler and build tool read it';
  const isAllJava =
    context !== undefined &&
    copy.sources.every(({ path }) => {
      const entries = path === undefined ? undefined : context.list(path);
      return entries?.every((entry) => {
        const name = entry.replace(/\/$/, '');
        const inner = path === '' || path === undefined ? name : `${path}/${name}`;
        return JAVA_FILES.test(name) || context.ignores(inner) || isModule(source, inner);
      });
    });
  return isAllJava && !isNamed ? 'only compiler and build tool read what is in it' : undefined;
}

/** A step that the runtime repeats works on the copied files. */
function isTouched(source: Source, { instruction }: CopyOperation, target: string): boolean {
  const builds = buildsOf(source);
  const last = builds.at(-1)?.instruction.index ?? 0;
  return placedCommands(source.model, source.stage).some(
    (placed) =>
      placed.instruction.index > instruction.index &&
      placed.instruction.index < last &&
      buildReason(source, builds, placed.command, undefined) === undefined &&
      !/^(?:mkdir|cd)$/.test(placed.command.name ?? '') &&
      pathWords(source, placed).some((path) => isWithin(path, target)),
  );
}

function isDirectoryCopy({ sources }: CopyOperation, path: string): boolean {
  return sources.length === 1 && !/\.\w+$/.test(path);
}

/** A directory with a build file of its own: by the context, or because the file copies that build file by itself. */
function isModule({ context, model, stage }: Source, path: string): boolean {
  if (path === '') return false;
  if (context !== undefined)
    return ['pom.xml', 'build.gradle', 'build.gradle.kts'].some((name) => context.exists(`${path}/${name}`));
  return stage.instructions.some((instruction) =>
    model
      .copyOf(instruction)
      ?.sources.some(
        (one) =>
          one.path !== undefined &&
          new RegExp(`^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/(?:pom\\.xml|build\\.gradle(?:\\.kts)?)$`).test(
            one.path,
          ),
      ),
  );
}

function assumptionsOf(source: Source, start: JavaStart, isOther: boolean, isMixed: boolean): Draft['assumptions'] {
  const { facts, runs, entrypoint } = source;
  const assets = runs.flatMap(({ script }) => script.commands).find(({ name }) => ASSETS.has(name ?? ''));
  const isEntrypointChanged = isOther && entrypoint === undefined && facts.family !== 'eclipse-temurin';
  return [
    ...(isOther
      ? [
          {
            message:
              'The program runs on a JRE: it calls neither the compiler nor other tools of the JDK (jcmd, jstack).',
          },
        ]
      : []),
    ...(isOther ? [] : [{ message: isMixed ? whyMixed(source) : whySameBase(source, start) }]),
    ...(isEntrypointChanged
      ? [
          {
            message:
              'ENTRYPOINT is the one of the new base, /__cacert_entrypoint.sh: it adds certificates if USE_SYSTEM_CA_CERTS is set, and starts CMD as it is.',
          },
        ]
      : []),
    ...(assets === undefined
      ? []
      : [
          {
            message: `What ${assets.name ?? 'npm'} makes is packed into the archive, which the build makes afterwards.`,
            span: assets.span,
          },
        ]),
  ];
}
