import { providesTool } from '../../knowledge/image-tools';
import { commandsOf } from '../../knowledge/os-packages';
import { installedBeside, installPrefix, UNKNOWN_PREFIX } from '../../model/install-prefix';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { PackageOperation } from '../../model/packages';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand, ShellWord } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import { compilerRuntimes, mentionsOpenMp } from '../compiler-runtimes';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { directoryAt, type Source, type SourceRun } from '../source';

/** What make, CMake, Meson or a compiler by hand build: what they install, and the directories that the program starts from. */
const recipe: Recipe = {
  id: 'native-build',
  summary:
    'C, C++ and whatever else make, CMake, Meson or a compiler by hand build: the runtime gets what is installed, and the directories that the program starts from.',
  detect: ({ runs }) =>
    runs.flatMap(({ script }) => script.commands).find((command) => isNative(command) && !command.isSubstitution)?.span,
  takesUnknownBase: true,
  takesServices: true,
  draft,
};

export default recipe;

const COMPILERS = /^(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|gfortran|ld)(?:-\d+)?$/;
const BUILDERS: ReadonlySet<string> = new Set(
  'make gmake ninja samu cmake meson qmake scons colcon catkin catkin_make hugo'.split(' '),
);
const SCRIPTS =
  /(?:^|\/)(?:[Cc]onfigure|config|auto\/configure|autogen\.sh|bootstrap(?:\.sh)?|buildconf|bootstrap-vcpkg\.sh|b2)$/;
const GENERATORS: ReadonlySet<string> = new Set([
  'autoreconf',
  'autoconf',
  'automake',
  'aclocal',
  'autoheader',
  'libtoolize',
]);

function isNative({ name = '', nameWord }: ShellCommand): boolean {
  return (
    BUILDERS.has(name) ||
    COMPILERS.test(name) ||
    GENERATORS.has(name) ||
    (/[/]/.test(nameWord?.value ?? '') && SCRIPTS.test(nameWord?.value ?? ''))
  );
}

/** Commands that fetch, look at or change sources, and nothing outside the directory that they are told. */
const SOURCE_COMMANDS: ReadonlySet<string> = new Set(
  (
    'cd pushd popd set unset export umask : true false mkdir rm rmdir git hg svn tar bsdtar unzip gunzip bunzip2 unxz xz gzip ' +
    'bzip2 curl wget sed patch echo printf cat test [ find grep egrep awk head tail cut tr sort uniq xargs touch ls pwd nproc getconf ' +
    'strip gpg gpgconf sha1sum sha256sum sha512sum md5sum which file basename dirname uname dpkg-architecture date sleep ' +
    'exit expr seq wc diff id env pkg-config perl m4 sync source .'
  ).split(' '),
);
const PLACERS: ReadonlySet<string> = new Set(['cp', 'mv', 'install', 'ln', 'rsync', 'tee']);
/** Commands that set up the image that runs, wherever they stand. */
const RUNTIME_COMMANDS: ReadonlySet<string> = new Set(
  'useradd adduser groupadd addgroup usermod chown chmod chgrp setcap ldconfig locale-gen update-ca-certificates'.split(
    ' ',
  ),
);
/** Directories that hold other things besides a build. */
const SHARED =
  /^\/(?:|usr|usr\/src|usr\/local|usr\/local\/src|usr\/local\/(?:s?bin|lib|include|share|etc)|usr\/s?bin|usr\/lib|s?bin|lib|etc|opt|tmp|var|var\/(?:lib|tmp|log|cache)|srv|root|home)$/;
const SCRATCH = /^\/(?:tmp|var\/tmp|var\/cache|dev|proc|root\/\.cache)(?:\/|$)/;

interface BuildStep {
  readonly run: SourceRun;
  readonly command: ShellCommand;
  readonly directory: string | undefined;
}

/** What the build leaves behind: directories and files, each with its reason. */
interface Outcome {
  readonly prefixes: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, Instruction>;
  readonly trees: readonly string[];
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const generating = source.started.find(({ name }) => name === 'hugo');
  if (generating !== undefined)
    return refuse(
      'R6',
      `${at(source, generating)} starts hugo, which generates the site when the container starts; generate it in the build ("hugo") and let a web server serve the directory "public".`,
      generating.span,
    );
  const native = source.runs.filter(({ script }) => script.commands.some(isNative));
  const compiling = native.flatMap((run) => stepsOf(source, run).filter(({ command }) => isNative(command)));
  const conditional = compiling.find(({ command }) => command.isConditional && !command.isSubstitution);
  if (conditional !== undefined)
    return refuse(
      'R17',
      `${at(source, conditional.command)} builds only under a condition; which case holds decides what to copy.`,
      conditional.command.span,
    );
  const other = foreignInstall(source);
  if (other !== undefined) return other;
  const roots = treesOf(source, compiling);
  const builds = source.runs.filter((run) => native.includes(run) || isPreparing(source, run, roots));
  const outcome = outcomeOf(source, builds, roots);
  if ('id' in outcome) return outcome;
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const copied = artefactsOf(source, outcome, builder);
  if ('id' in copied) return copied;
  const lost = lostProgram(source, outcome, copied.trees);
  if (lost !== undefined) return lost;
  // Where the base is a compiler's image, the same base leaves nothing behind.
  const runtimes = sameLanguageBases(source, options.runtime ?? 'auto').filter(
    ({ text }) => !COMPILER_IMAGES.has(source.facts.family) || text !== source.baseText,
  );
  if (runtimes.length === 0)
    return refuse(
      'R17',
      (options.runtime ?? 'auto') === 'auto'
        ? `The tag of "${source.baseText}" does not tell which release of its distribution it stands on, so that no base for what it compiles can be named; write it out, as in "gcc:13-bookworm".`
        : `The runtime "${options.runtime ?? 'auto'}" cannot run what "${source.baseText}" builds: compiled programs need the same C library and release in both stages.`,
      source.stage.baseWord?.span,
    );
  const handed = new Set(copied.trees);
  const isBuildCommand = new Set(builds.flatMap(({ script }) => script.commands));
  return {
    runtimes,
    buildReason: (command, operation) =>
      isBuildCommand.has(command) ? reasonOf(command, operation, isNative(command)) : undefined,
    prologue: [],
    epilogue: [],
    artefacts: [...copied.additions, ...compilerLibraries(source, builder, runtimes[0]?.text)],
    copyReason: (copy) => copyReason(copy, roots, handed),
    packages: mayUseOpenMp(source) ? compilerRuntimes(source) : [],
    // Debian's full and slim images have the same libraries.
    scan: /^(?:debian|ubuntu|alpine)$/.test(source.facts.family)
      ? []
      : [...handed, ...outcome.prefixes, ...outcome.files.keys()],
    scansPrograms: 'in-directories',
    isBuildOnlyPackage: (name) => BUILD_PACKAGES.test(name),
    assumptions: assumptionsOf(source, copied.trees, roots),
    droppedTools: [],
    droppedFiles: roots.filter((root) => !copied.trees.some((tree) => isWithin(tree, root) || isWithin(root, tree))),
  };
}

/** Sources that are fetched, or not at hand, may be compiled with OpenMP. */
function mayUseOpenMp({ context, runs }: Source): boolean {
  const isFetched = runs.some(({ script }) =>
    script.commands.some(({ name }) => /^(?:git|curl|wget|svn|hg|tar|unzip)$/.test(name ?? '')),
  );
  return context === undefined || isFetched || mentionsOpenMp(context);
}

function at({ file }: Source, { span }: Pick<ShellCommand, 'span'>): string {
  return `Line ${file.lines.lineAt(span.start) + 1}`;
}

/** Headers of a server for its extensions, and the build tools of ROS. */
const BUILD_PACKAGES = /^(?:postgresql-server-dev-(?:\d+|all)|python3-(?:colcon|catkin)-[\w-]+|ros-dev-tools|hugo)$/;

/**
 * The images of GCC have libraries of their own, newer than Debian's (docker-library/gcc): what they compile needs them,
 * in the directory that the linker asks first.
 */
function compilerLibraries(
  { facts, runs, baseText }: Source,
  builder: string,
  runtime: string | undefined,
): readonly Addition[] {
  if (facts.family !== 'gcc' || runtime === baseText) return [];
  const texts = runs.map(({ instruction }) => instruction.body.text).join('\n');
  const libraries = [
    'libgcc_s.so.1',
    'libstdc++.so.6',
    ...(/\bgfortran\b/.test(texts) ? ['libgfortran.so.5', 'libquadmath.so.0'] : []),
    ...(/-fopenmp\b/.test(texts) ? ['libgomp.so.1'] : []),
  ];
  return [
    {
      lines: [
        `COPY --from=${builder} ${libraries.map((name) => `/usr/local/lib64/${name}`).join(' ')} /usr/local/lib64/`,
        'RUN echo /usr/local/lib64 > /etc/ld.so.conf.d/000-local-lib.conf && ldconfig',
      ],
      why: 'This GCC is newer than that of the distribution, and so are the libraries that its programs are linked to.',
    },
  ];
}

/** Images whose very content is a tool chain. */
const COMPILER_IMAGES: ReadonlySet<string> = new Set(['golang', 'rust', 'gcc', 'swift', 'haskell', 'maven', 'gradle']);

/** Packages of a language may need the compilers, and belong to that language's recipe. */
function foreignInstall(source: Source): Refusal | undefined {
  for (const { script, operations } of source.runs) {
    for (const command of script.commands) {
      const operation = operations.get(command);
      const isForeign =
        (operation !== undefined && operation.manager.kind !== 'os') ||
        command.args.some(({ value }) => value === 'build-dep' || (value === 'source' && isAptName(command.name))) ||
        /^(?:easy_install(?:-[\d.]+)?|cpan|cpanm|pecl|luarocks|go|cargo|mvn|gradle)$/.test(command.name ?? '') ||
        command.args.some(({ value }) => value === 'setup.py');
      if (!isForeign || command.isSubstitution) continue;
      return refuse(
        'R15',
        `${at(source, command)} installs or builds with ${command.name ?? 'another tool'} besides what make or a compiler builds: no recipe divides the two together.`,
        command.span,
      );
    }
  }
  return undefined;
}

function isAptName(name: string | undefined): boolean {
  return name === 'apt-get' || name === 'apt';
}

/** The program that the container starts must be among what is copied, or come with the base or a package. */
function lostProgram(source: Source, { prefixes, files }: Outcome, trees: readonly string[]): Refusal | undefined {
  const { started, entrypoint, model, stage, facts, runs } = source;
  const state = model.finalState(stage);
  const packages = runs.flatMap(({ operations }) =>
    [...operations.values()].flatMap(({ manager, operands }) => (manager.kind === 'os' ? operands : [])),
  );
  const fromPackages = new Set(
    packages.flatMap(({ value }) => (value === undefined ? [] : (commandsOf(value) ?? [value]))),
  );
  const copied = [...prefixes, ...files.keys(), ...trees];
  const path = (state.env.get('PATH') ?? '').split(':');
  // After an ENTRYPOINT in exec form CMD holds its arguments.
  const programs = entrypoint?.exec === undefined ? started : model.scriptOf(entrypoint).commands;
  for (const { name, nameWord } of programs) {
    const word = nameWord?.value;
    if (name === undefined || word === undefined || SHELL_WORDS.has(name)) continue;
    const isKnown = word.includes('/')
      ? copied.some((one) => isWithin(joinPath(state.workdir, word) ?? word, one)) ||
        isFromContext(source, joinPath(state.workdir, word)) ||
        /^\/(?:usr\/)?s?bin\//.test(word)
      : fromPackages.has(name) ||
        providesTool(facts, name) === true ||
        // The base of both stages, of which no table knows more.
        source.isOpaque ||
        [...files.keys()].some((file) => baseName(file) === name) ||
        prefixes.has('/usr/local') ||
        copied.some((one) => path.some((directory) => directory !== '' && isWithin(directory, one)));
    if (!isKnown)
      return refuse(
        'R5',
        `Nothing tells where the build leaves "${word}", which the container starts.`,
        nameWord?.span,
      );
  }
  return undefined;
}

const SHELL_WORDS: ReadonlySet<string> = new Set(
  'sh bash ash dash exec cd set export env echo printf test [ : true false sleep trap wait source . ulimit umask'.split(
    ' ',
  ),
);

function isFromContext({ stage, model }: Source, path: string | undefined): boolean {
  return (
    path !== undefined &&
    stage.instructions.some((instruction) => {
      const copy = model.copyOf(instruction);
      return copy?.destinationPath !== undefined && isWithin(path, copy.destinationPath);
    })
  );
}

function stepsOf(source: Source, run: SourceRun): readonly BuildStep[] {
  return run.script.commands.map((command) => ({
    run,
    command,
    directory: directoryAt(source.model, run.instruction, command),
  }));
}

function reasonOf(
  command: ShellCommand,
  operation: PackageOperation | undefined,
  isCompiling: boolean,
): string | undefined {
  if (operation?.manager.kind === 'os' || RUNTIME_COMMANDS.has(command.name ?? '')) return undefined;
  if (command.name === undefined || ['cd', 'set', 'export', ':', 'true'].includes(command.name)) return undefined;
  return isCompiling
    ? 'builds; the runtime gets what it leaves behind'
    : 'prepares the build; the runtime gets what the build leaves behind';
}

/** The directories that belong to the build as a whole: where sources lie and where the compiler works. */
function treesOf(source: Source, compiling: readonly BuildStep[]): readonly string[] {
  const made = madeDirectories(source);
  const roots = new Set<string>();
  for (const step of compiling) {
    for (const directory of [workingDirectory(source, step), ...compiledDirectories(source, step)]) {
      if (directory === undefined || SHARED.test(directory)) continue;
      const root = made.filter((path) => isWithin(directory, path)).sort((a, b) => a.length - b.length)[0];
      roots.add(root ?? directory);
    }
  }
  return [...roots];
}

/** Where the files lie that a compiler by hand reads. */
function compiledDirectories({ model }: Source, { command, directory, run }: BuildStep): readonly string[] {
  if (!COMPILERS.test(command.name ?? '')) return [];
  return command.args.flatMap((word) => {
    const text = textOf(model, run.instruction, word);
    if (text === undefined || !/\.(?:c|cc|cpp|cxx|c\+\+|f|f90|m|s|S)$/.test(text)) return [];
    const path = joinPath(directory, text);
    return path === undefined ? [] : [directoryOf(path)];
  });
}

/** `make -C dir` and `cmake -S dir` work elsewhere. */
function workingDirectory({ model }: Source, { command, directory, run }: BuildStep): string | undefined {
  const index = command.args.findIndex(({ value }) => value === '-C' || value === '-S' || value === '--directory');
  const word = index === -1 || command.name === 'ninja' ? undefined : command.args[index + 1];
  const path = word === undefined ? undefined : textOf(model, run.instruction, word);
  return path === undefined ? directory : joinPath(directory, path);
}

/** Directories that the file itself makes: by COPY, WORKDIR, a clone, an archive, `mkdir`. */
function madeDirectories(source: Source): readonly string[] {
  const { stage, model, runs } = source;
  const copies = stage.instructions.flatMap((instruction) => {
    const copy = model.copyOf(instruction);
    return copy?.destinationPath === undefined ? [] : [copy.destinationPath];
  });
  const workdirs = stage.instructions.flatMap((instruction) => {
    const word = instruction.keyword === 'WORKDIR' ? instruction.words[0] : undefined;
    const path = word === undefined ? undefined : model.expandAt(word.value, instruction);
    return path === undefined ? [] : (joinPath(model.stateBefore(instruction).workdir, path) ?? []);
  });
  const made = runs.flatMap((run) =>
    stepsOf(source, run).flatMap(({ command, directory }) => {
      if (command.name === 'git') return clonedDirectory(model, run.instruction, command, directory) ?? [];
      if (command.name !== 'mkdir') return [];
      return command.args.flatMap((word) => {
        const text = textOf(model, run.instruction, word);
        return text === undefined || text.startsWith('-') ? [] : (joinPath(directory, text) ?? []);
      });
    }),
  );
  return [...copies, ...workdirs, ...made].filter((path) => !SHARED.test(path));
}

/** Where `git clone` puts the sources. */
function clonedDirectory(
  model: Source['model'],
  instruction: Instruction,
  command: ShellCommand,
  directory: string | undefined,
): string | undefined {
  const texts = command.args.map((word) => textOf(model, instruction, word) ?? '');
  if (texts[0] !== 'clone') return undefined;
  const url = texts.findIndex((text) => /^(?:https?|git|ssh):|^git@/.test(text));
  if (url === -1) return undefined;
  const next = texts[url + 1];
  const name = next === undefined || next.startsWith('-') ? baseName(texts[url] ?? '').replace(/\.git$/, '') : next;
  return joinPath(directory, name);
}

/** A RUN without a compiler of which every command works in the build's own directories, or on temporary files. */
function isPreparing(source: Source, run: SourceRun, roots: readonly string[]): boolean {
  const steps = stepsOf(source, run).filter(({ command }) => !run.operations.has(command));
  const isOwn = (path: string): boolean => roots.some((root) => isWithin(path, root)) || SCRATCH.test(path);
  return (
    steps.length > 0 &&
    (makesOwnDirectories(source, steps, roots) ||
      steps.some(({ command }) => !['cd', 'set', 'export', 'mkdir', 'echo', 'rm'].includes(command.name ?? 'cd'))) &&
    steps.every(({ command, directory }) => {
      if (!SOURCE_COMMANDS.has(command.name ?? ':')) return false;
      const paths = pathsOf(source, run, command, directory);
      return paths.every(isOwn) && (paths.length > 0 || command.name === 'cd' || isOwn(directory ?? '/'));
    })
  );
}

/** `RUN mkdir /src/build`: below a directory of sources that the runtime may not have. */
function makesOwnDirectories({ model }: Source, steps: readonly BuildStep[], roots: readonly string[]): boolean {
  const made = steps.filter(({ command }) => command.name === 'mkdir');
  const paths = made.flatMap(({ command, directory, run }) =>
    command.args.flatMap((word) => {
      const text = textOf(model, run.instruction, word);
      return text?.startsWith('-') === true ? [] : [text === undefined ? undefined : joinPath(directory, text)];
    }),
  );
  return (
    paths.length > 0 &&
    made.length === steps.length &&
    paths.every((path) => path !== undefined && roots.some((root) => path !== root && isWithin(path, root)))
  );
}

/** The absolute paths among a command's words and redirections. */
function pathsOf(
  { model }: Source,
  run: SourceRun,
  command: ShellCommand,
  directory: string | undefined,
): readonly string[] {
  const words = [...command.args, ...command.redirects.flatMap(({ target }) => target ?? [])];
  const cloned = command.name === 'git' ? clonedDirectory(model, run.instruction, command, directory) : undefined;
  if (cloned !== undefined) return [cloned];
  return words.flatMap((word) => {
    const text = textOf(model, run.instruction, word);
    return text?.startsWith('/') === true ? [joinPath(directory, text) ?? text] : [];
  });
}

function textOf(model: Source['model'], instruction: Instruction, word: ShellWord): string | undefined {
  return word.value ?? (word.hasSubstitution ? undefined : model.expandAt(word.text.replace(/["']/g, ''), instruction));
}

/** Follows every command of the build; one whose effect is unknown ends it. */
function outcomeOf(source: Source, builds: readonly SourceRun[], roots: readonly string[]): Outcome | Refusal {
  const prefixes = new Set<string>();
  const files = new Map<string, Instruction>();
  const isInside = (path: string): boolean => roots.some((root) => isWithin(path, root)) || SCRATCH.test(path);
  for (const run of builds) {
    for (const { command, directory } of stepsOf(source, run)) {
      const operation = run.operations.get(command);
      const name = command.name ?? '';
      if (operation?.manager.kind === 'os' || RUNTIME_COMMANDS.has(name)) continue;
      const prefix = installPrefix(source.model, run.instruction, command);
      const extension = prefix === UNKNOWN_PREFIX ? extensionDirectories(source) : [];
      if (extension.length > 0) {
        for (const path of extension) prefixes.add(path);
        continue;
      }
      if (prefix === UNKNOWN_PREFIX) return unknownPlace(source, command);
      if (prefix === '/usr/local' && COMPILER_IMAGES.has(source.facts.family))
        return refuse(
          'R5',
          `${at(source, command)} installs into /usr/local, where "${source.baseText}" has its compiler: nothing tells one from the other. A prefix of its own, as in /opt/app, makes the file convertible.`,
          command.span,
        );
      if (prefix !== undefined && /^\/(?:usr|)$/.test(prefix))
        return refuse(
          'R5',
          `${at(source, command)} installs into ${prefix}, among the files of the distribution: nothing tells its own from theirs.`,
          command.span,
        );
      if (prefix !== undefined) {
        const beside = installedBeside(source.model, run.instruction, command).find(
          (path) => !isWithin(path, prefix) && !isInside(path),
        );
        // A directory that nothing is installed into in the end could not be copied.
        if (beside !== undefined)
          return refuse(
            'R5',
            `${at(source, command)} installs a part into ${beside}, beside ${prefix}: nothing tells what it puts there.`,
            command.span,
          );
        if (!isInside(prefix)) prefixes.add(prefix);
        continue;
      }
      if (PLACERS.has(name)) {
        const placed = placedFiles(source, run, command, directory);
        if (placed === undefined) return unknownPlace(source, command);
        for (const path of placed) if (!isInside(path)) files.set(path, run.instruction);
        continue;
      }
      if (!isNative(command) && command.name !== undefined && !SOURCE_COMMANDS.has(name))
        return refuse(
          'R5',
          `${at(source, command)} runs ${name} in the build: nothing tells which files it leaves behind that the container needs.`,
          command.span,
        );
      for (const path of writtenFiles(source, run, command, directory)) {
        if (path === undefined) return unknownPlace(source, command);
        if (!isInside(path)) files.set(path, run.instruction);
      }
    }
  }
  return { prefixes, files, trees: roots };
}

/** Where PGXS, the makefiles of PostgreSQL's extensions, installs on the server's own images (docker-library/postgres). */
function extensionDirectories({ facts, image }: Source): readonly string[] {
  const major = /^\d+/.exec(image.tag ?? '')?.[0];
  if (facts.family !== 'postgres' || major === undefined) return [];
  return facts.distribution.family === 'alpine'
    ? ['/usr/local/lib/postgresql', '/usr/local/share/postgresql/extension']
    : [`/usr/lib/postgresql/${major}/lib`, `/usr/share/postgresql/${major}/extension`];
}

function unknownPlace(source: Source, command: ShellCommand): Refusal {
  return refuse(
    'R5',
    `${at(source, command)} writes to a place that the text does not tell (${command.name ?? 'a command'}), so that nothing tells what to copy.`,
    command.span,
  );
}

/** Where cp, mv, install and ln put files; `undefined` where the text does not tell. */
function placedFiles(
  { model }: Source,
  run: SourceRun,
  command: ShellCommand,
  directory: string | undefined,
): readonly string[] | undefined {
  const words = command.args.map((word) => textOf(model, run.instruction, word));
  const targetOption = words.findIndex((word) => word === '-t' || word?.startsWith('--target-directory') === true);
  if (targetOption !== -1) return undefined;
  const valued = command.name === 'install' ? /^-[a-zA-Z]*[mog]$|^--(?:mode|owner|group)$/ : /^-S$/;
  const operands = words.filter((word, i) => word?.startsWith('-') !== true && !valued.test(words[i - 1] ?? ''));
  if (command.name === 'tee' || (command.name === 'install' && words.some((word) => /^-[a-zA-Z]*d/.test(word ?? ''))))
    return joined(operands, directory);
  const sources = operands.slice(0, -1);
  const target = operands.at(-1);
  const path = target === undefined ? undefined : joinPath(directory, target);
  if (path === undefined || sources.length === 0) return undefined;
  const isDirectory = sources.length > 1 || /\/\.?$/.test(target ?? '') || SHARED.test(path) || target === '.';
  if (!isDirectory) return [path];
  const names = sources.map((word) => (word === undefined || /[*?[]/.test(word) ? undefined : baseName(word)));
  if (names.includes(undefined)) return SHARED.test(path) ? undefined : [path];
  return joined(names, path);
}

function joined(paths: readonly (string | undefined)[], directory: string | undefined): readonly string[] | undefined {
  const all = paths.map((path) => (path === undefined ? undefined : joinPath(directory, path)));
  return all.every((path) => path !== undefined) ? all : undefined;
}

/** What redirections, downloads and archives write, as far as it is outside the directory that they work in. */
function writtenFiles(
  source: Source,
  run: SourceRun,
  command: ShellCommand,
  directory: string | undefined,
): readonly (string | undefined)[] {
  const { model } = source;
  const text = (word: ShellWord | undefined): string | undefined =>
    word === undefined ? undefined : textOf(model, run.instruction, word);
  const redirected = command.redirects.flatMap(({ operator, target }) => {
    if (!/^\d*>>?\|?$/.test(operator)) return [];
    const path = text(target);
    return path?.startsWith('/dev/') === true ? [] : [path === undefined ? undefined : joinPath(directory, path)];
  });
  const optionValue = (...names: readonly RegExp[]): readonly (string | undefined)[] => {
    const index = command.args.findIndex(({ value, text: raw }) => names.some((name) => name.test(value ?? raw)));
    if (index === -1) return [];
    const path = text(command.args[index + 1]);
    return [path === undefined ? undefined : joinPath(directory, path)];
  };
  const generated = command.name === 'hugo' ? optionValue(/^-d$/, /^--destination$/) : [];
  const compilerOutput = COMPILERS.test(command.name ?? '') ? optionValue(/^-o$/) : [];
  const fetched = command.name === 'curl' ? optionValue(/^-[a-zA-Z]*o$/, /^--output$/) : [];
  const unpacked =
    command.name === 'tar'
      ? optionValue(/^-[a-zA-Z]*C$/, /^--directory$/)
      : command.name === 'unzip'
        ? optionValue(/^-d$/)
        : [];
  const downloaded =
    command.name === 'wget' ? optionValue(/^-[a-zA-Z]*[OP]$/, /^--(?:output-document|directory-prefix)$/) : [];
  const made =
    command.name === 'mkdir' || command.name === 'touch'
      ? command.args.flatMap((word) => (word.text.startsWith('-') ? [] : [joinPath(directory, text(word) ?? '')]))
      : [];
  const elsewhere = [...redirected, ...generated, ...compilerOutput, ...fetched, ...unpacked, ...downloaded].filter(
    (path) => path !== '-',
  );
  return [
    ...elsewhere,
    ...made.filter((path) => path !== undefined && !SHARED.test(path) && !path.startsWith('/usr/src/')),
  ];
}

/** What is copied over: what is installed and placed, and the build's own directories that the program starts from. */
function artefactsOf(
  source: Source,
  { prefixes, files, trees }: Outcome,
  builder: string,
): { readonly additions: readonly Addition[]; readonly trees: readonly string[] } | Refusal {
  const copy = (path: string): string => `COPY --from=${builder} ${path} ${path}`;
  const needed = trees.filter((tree) =>
    neededPaths(source).some((path) => isWithin(path, tree) || isWithin(tree, path)),
  );
  const all = [...needed, ...prefixes];
  const single = [...files.keys()].filter((path) => !all.some((tree) => isWithin(path, tree)));
  if (all.length + single.length === 0) {
    const place = source.command ?? source.entrypoint;
    return refuse(
      'R5',
      'Nothing tells where the build leaves what the container starts.',
      place?.keywordSpan ?? source.stage.from.keywordSpan,
    );
  }
  const additions: Addition[] = [
    ...[...prefixes].map((path) => ({
      lines: [copy(path)],
      why: `The build installs into ${path}, which the runtime gets as a whole.`,
    })),
    ...single.map((path) => ({ lines: [copy(path)], why: `The build puts ${path} there.` })),
    ...needed.map((path) => ({
      lines: [copy(path)],
      why: `The container starts in ${path} or reads it, and nothing tells which of its files the build alone needs.`,
    })),
  ];
  const { family } = source.facts.distribution;
  if ([...prefixes].some((path) => path === '/usr/local') && family !== 'alpine' && !runsLater(source, 'ldconfig')) {
    additions.push({ lines: ['RUN ldconfig'], why: 'Shared libraries under /usr/local are found through its cache.' });
  }
  return { additions, trees: needed };
}

function runsLater({ runs }: Source, name: string): boolean {
  return runs.some(({ script }) => script.commands.some((command) => command.name === name));
}

/** Paths that the container starts, reads as arguments, has in its environment, or stands in. */
function neededPaths({ started, model, stage, healthcheck, command, entrypoint, facts }: Source): readonly string[] {
  const { workdir, env } = model.finalState(stage);
  const commands = [...started, ...(healthcheck === undefined ? [] : model.scriptOf(healthcheck).commands)];
  const words = commands
    .flatMap(({ nameWord, args }) => [nameWord, ...args])
    .flatMap((word) => (word?.value?.includes('/') === true ? [word.value.replace(/^[\w-]+=/, '')] : []));
  const values = [...env.values()].flatMap((value) => (value?.startsWith('/') === true ? value.split(':') : []));
  return [
    // A web server of the base image reads its own directories, wherever it is started.
    ...(workdir === undefined ||
    SHARED.test(workdir) ||
    (command === undefined && entrypoint === undefined && /^(?:nginx|httpd)$/.test(facts.family))
      ? []
      : [workdir]),
    ...words.flatMap((word) => joinPath(workdir, word) ?? []),
    ...values.flatMap((path) => joinPath('/', path) ?? []),
  ].filter((path) => !SHARED.test(path));
}

function copyReason(copy: CopyOperation, roots: readonly string[], handed: ReadonlySet<string>): string | undefined {
  const target = copy.destinationPath;
  if (target === undefined || copy.from.kind !== 'context') return undefined;
  if ([...handed].some((tree) => isWithin(target, tree)))
    return 'the runtime gets the directory from the builder, with what is built in it';
  return roots.some((root) => isWithin(target, root)) ? 'only the build reads it' : undefined;
}

function assumptionsOf({ context }: Source, trees: readonly string[], roots: readonly string[]): Draft['assumptions'] {
  const left = roots.filter((root) => !trees.includes(root));
  return [
    ...(trees.length === 0
      ? []
      : [
          {
            message: `${trees.join(', ')} is copied as a whole, sources and all${context === undefined ? '' : ', since nothing tells what of it the program reads'}.`,
          },
        ]),
    ...(left.length === 0
      ? []
      : [{ message: `Nothing that runs reads ${left.join(', ')}, where the sources are built.` }]),
  ];
}
