import type { PackageOperation } from '../../model/packages';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand, ShellStatement, ShellWord } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import { movedOut, type MovedFile } from '../moved-out';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { directoryAt, type Source, type SourceRun } from '../source';
import { startedNames } from '../started-names';
import { unknownLibraries } from '../unknown-libraries';

/** PHP: compiled extensions and what Composer installs move; headers, Composer and its tools stay. */
const recipe: Recipe = {
  id: 'php',
  summary:
    'PHP: the runtime gets the compiled extensions and the application with its Composer packages, without headers and Composer.',
  detect: (source) =>
    buildCommands(source)[0]?.command.span ?? (isOfficial(source) ? source.stage.baseWord?.span : undefined),
  takesUnknownBase: true,
  takesServices: true,
  draft,
};

export default recipe;

/** Where the official image keeps compiled extensions and their settings (docker-library/php). */
const EXTENSIONS = '/usr/local/lib/php/extensions';
const SETTINGS = '/usr/local/etc/php/conf.d';

const EXTENSION_TOOLS =
  /^(?:docker-php-ext-(?:install|configure|enable)|docker-php-source|install-php-extensions|pecl[\d.]*|phpize[\d.]*|php-config[\d.]*)$/;

interface Placed {
  readonly run: SourceRun;
  readonly command: ShellCommand;
}

/** The image is the official one, or stands on it (drupal, wordpress, composer). */
function isOfficial({ facts }: Source): boolean {
  return (facts.language?.name === 'PHP' && facts.distribution.family !== 'rhel') || ON_PHP.has(facts.family);
}

/** Official images that stand on that of PHP (their Dockerfiles). */
const ON_PHP: ReadonlySet<string> = new Set(
  'wordpress drupal joomla phpmyadmin nextcloud matomo mediawiki backdrop monica friendica yourls composer'.split(' '),
);

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { stage } = source;
  const first = buildCommands(source)[0];
  if (first === undefined)
    return refuse(
      'R1',
      'Nothing to separate: no step of this file compiles an extension or installs packages with Composer.',
      stage.from.keywordSpan,
    );
  const early = installingStart(source);
  if (early !== undefined) return early;
  const foreign = foreignBuild(source);
  if (foreign !== undefined) return foreign;
  const application = applicationOf(source);
  if (application !== undefined && 'id' in application) return application;
  const elsewhere = composerElsewhere(source);
  if (elsewhere !== undefined) return elsewhere;
  const extensions = extensionPlaces(source);
  if ('id' in extensions) return extensions;
  const choice = options.runtime ?? 'auto';
  const runtimes = sameLanguageBases(source, choice);
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `The runtime "${choice}" cannot run what "${source.baseText}" builds: extensions need the same C library and PHP in both stages.`,
      stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const moved =
    application === undefined
      ? []
      : movedOut(source, application.root, lastBuild(source)).filter(
          ({ command }) =>
            !source.runs.some((run) => run.script.commands.includes(command) && isFetching(source, run, command)),
        );
  const work: Work = { extensions: extensions.paths, application, moved };
  const lost = ownerLost(source, work);
  if (lost !== undefined) return lost;
  return {
    runtimes,
    buildReason: (command) => buildReason(source, command, work),
    prologue: [],
    epilogue: [],
    artefacts: artefactsOf(work, builder),
    ...(isTouchedBetween(source, work) ? {} : { artefactsAt: 'last-build' as const }),
    copyReason: (copy) => copyReason(source, copy, work),
    packages: [],
    scan: unknownLibraries(source).length === 0 ? [] : extensions.paths.filter((path) => path !== SETTINGS),
    scansSameBase: true,
    isBuildOnlyPackage: (name) => isBuildOnly(source, name) || unknownLibraries(source).includes(name),
    assumptions: assumptionsOf(source, work),
    droppedTools: callsComposer(source) ? ['composer'] : [],
    droppedFiles: [
      ...(extensions.paths.length > 0 ? ['/tmp/pear'] : []),
      ...(extensions.paths.includes(SETTINGS) ? ['/usr/src/php'] : []),
      ...(callsComposer(source)
        ? ['/root/.composer/cache', '/usr/local/bin/composer', '/usr/bin/composer', ...composerFiles(source)]
        : []),
    ],
  };
}

interface Application {
  readonly root: string;
  readonly owner: string | undefined;
}

/** What the runtime gets from the builder. */
interface Work {
  readonly extensions: readonly string[];
  readonly application: Application | undefined;
  /** What the build takes from the application's directory to another place. */
  readonly moved: readonly MovedFile[];
}

function commandsOf({ runs }: Source): readonly Placed[] {
  return runs.flatMap((run) => run.script.commands.map((command) => ({ run, command })));
}

function buildCommands(source: Source): readonly Placed[] {
  return commandsOf(source).filter(
    ({ run, command }) => EXTENSION_TOOLS.test(command.name ?? '') || composerVerb(source, run, command) !== undefined,
  );
}

function textOf({ model }: Source, { instruction }: SourceRun, word: ShellWord): string {
  return word.value ?? model.expandAt(word.text.replace(/["']/g, ''), instruction) ?? word.text;
}

/** The sub-command of `composer`, `php composer.phar`, `/usr/local/bin/composer`. */
function composerVerb(source: Source, run: SourceRun, command: ShellCommand): string | undefined {
  const words = command.args.map((word) => textOf(source, run, word));
  if (command.name === 'composer' || command.name === 'composer.phar')
    return words.find((word) => /^[a-z]/.test(word)) ?? '';
  if (command.name !== 'php') return undefined;
  const at = words.findIndex((word) => /(?:^|\/)composer(?:\.phar)?$/.test(word));
  return at === -1 ? undefined : (words.slice(at + 1).find((word) => /^[a-z]/.test(word)) ?? '');
}

function callsComposer(source: Source): boolean {
  return commandsOf(source).some(({ run, command }) => composerVerb(source, run, command) !== undefined);
}

function lineOf({ file }: Source, { span }: ShellCommand): number {
  return file.lines.lineAt(span.start) + 1;
}

/** A container that calls Composer or compiles when it starts needs all that a conversion leaves behind. */
function installingStart(source: Source): Refusal | undefined {
  const names = startedNames(source);
  const tool = ['composer', 'composer.phar', 'pecl', 'docker-php-ext-install', 'phpize', 'npm', 'yarn'].find((name) =>
    names.has(name),
  );
  if (tool === undefined) return undefined;
  const place = source.command ?? source.entrypoint;
  const isNode = tool === 'npm' || tool === 'yarn';
  if (isNode) return undefined;
  return refuse(
    'R6',
    `The container calls ${tool} when it starts: build and runtime cannot be told apart.`,
    place?.keywordSpan ?? source.stage.from.keywordSpan,
  );
}

/** Composer puts programs or packages outside of the application, or leaves a part of its work to the start. */
function composerElsewhere(source: Source): Refusal | undefined {
  const calls = commandsOf(source).flatMap(({ run, command }) => {
    const verb = composerVerb(source, run, command);
    return verb === undefined
      ? []
      : [{ run, command, verb, words: command.args.map((word) => textOf(source, run, word)) }];
  });
  const { env } = source.model.finalState(source.stage);
  const named = calls.find(({ words }) => words.some((word) => /^(?:bin-dir|vendor-dir)$/.test(word)));
  const call = named ?? (env.has('COMPOSER_VENDOR_DIR') || env.has('COMPOSER_BIN_DIR') ? calls[0] : undefined);
  if (call !== undefined)
    return refuse(
      'R17',
      `Composer puts packages or programs into a directory of its own (line ${lineOf(source, call.command)}); nothing tells its files from the others there.`,
      call.command.span,
    );
  const bare = calls.findLast(({ words }) => words.includes('--no-autoloader'));
  const isMade = calls.some(
    ({ command, words, verb }) =>
      bare !== undefined &&
      command.span.start > bare.command.span.start &&
      /^(?:install|i|update|u|require|dump-?autoload)$/.test(verb) &&
      !words.includes('--no-autoloader'),
  );
  if (bare === undefined || isMade) return undefined;
  return refuse(
    'R6',
    `Line ${lineOf(source, bare.command)} leaves the autoloader to be made when the container starts, by Composer: it belongs to the runtime, too.`,
    bare.command.span,
  );
}

const FOREIGN = /^(?:pip[\d.]*|pipenv|poetry|bundle|gem|cargo|go|mvn|gradle|conda|mix|stack|cabal|cpanm|dotnet)$/;

function foreignBuild(source: Source): Refusal | undefined {
  const found = commandsOf(source).find(({ command }) => FOREIGN.test(command.name ?? ''))?.command;
  if (found === undefined) return undefined;
  return refuse(
    'R15',
    `Line ${lineOf(source, found)} builds with ${found.name ?? 'another tool'}, besides PHP's own tools: no recipe divides the two together.`,
    found.span,
  );
}

const SHARED =
  /^\/(?:|bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|usr\/(?:bin|lib|local|share|src|local\/(?:bin|lib|share|etc))|var|var\/(?:lib|log|tmp))$/;

/** The directory that Composer, a console of the framework or a Node build fills. */
function applicationOf(source: Source): Application | Refusal | undefined {
  const roots = new Map<string, ShellCommand>();
  for (const { run, command } of commandsOf(source)) {
    const verb = composerVerb(source, run, command);
    const isFilling =
      verb !== undefined &&
      /^(?:install|i|update|u|require|create-project|dump-autoload|dumpautoload|run-script|run)$/.test(verb);
    if (verb === 'global') {
      const refusal = globalPackages(source, run, command);
      if (refusal !== undefined) return refusal;
      continue;
    }
    if (!isFilling && !isConsole(source, run, command)) continue;
    const directory = composerDirectory(source, run, command, verb);
    if (directory === undefined || SHARED.test(directory))
      return refuse(
        'R17',
        `Line ${lineOf(source, command)} writes into ${directory ?? 'a directory that the text does not tell'}: nothing tells the application's files from the others there.`,
        command.span,
      );
    roots.set(directory, command);
  }
  const all = [...roots.keys()];
  const outer = all.filter((path) => !all.some((other) => other !== path && isWithin(path, other)));
  const root = outer[0];
  if (root === undefined) return undefined;
  const second = outer[1];
  if (second !== undefined)
    return refuse(
      'R17',
      `Composer works in ${root} and in ${second}; nothing tells which of the two the container runs.`,
      roots.get(second)?.span,
    );
  const { workdir } = source.model.finalState(source.stage);
  const whole = workdir !== undefined && !SHARED.test(workdir) && isWithin(root, workdir) ? workdir : root;
  return { root: whole, owner: ownerOf(source, whole) };
}

function composerDirectory(
  source: Source,
  run: SourceRun,
  command: ShellCommand,
  verb: string | undefined,
): string | undefined {
  const directory = directoryAt(source.model, run.instruction, command);
  const words = command.args.map((word) => textOf(source, run, word));
  const at = words.findIndex((word) => /^(?:-d|--working-dir)(?:=|$)/.test(word));
  const option =
    at === -1 ? undefined : words[at]?.includes('=') === true ? words[at]?.replace(/^[^=]*=/, '') : words[at + 1];
  const base = option === undefined ? directory : joinPath(directory, option);
  if (verb !== 'create-project') return base;
  const operands = words.filter((word) => !word.startsWith('-')).slice(!words.includes('create-project') ? 0 : 1);
  const target = operands[1] ?? baseName(operands[0] ?? '').replace(/:.*$/, '');
  return joinPath(base, target);
}

/** Plugins that only Composer itself loads. */
const COMPOSER_PLUGINS = /^(?:hirak\/prestissimo|fxp\/composer-asset-plugin|symfony\/flex|composer\/[\w-]+)(?::.*)?$/;

/** `composer global require` fills a home directory, whose place depends on Composer's version. */
function globalPackages(source: Source, run: SourceRun, command: ShellCommand): Refusal | undefined {
  const words = command.args.map((word) => textOf(source, run, word)).filter((word) => !word.startsWith('-'));
  const packages = words.slice(2).filter((word) => word.includes('/'));
  if (words[1] !== 'require' || packages.every((name) => COMPOSER_PLUGINS.test(name))) return undefined;
  return refuse(
    'R17',
    `Line ${lineOf(source, command)} installs ${packages.join(', ')} for all projects, into a home directory that depends on Composer's version.`,
    command.span,
  );
}

/** Consoles of frameworks, programs of installed packages, and Node's builds: they write into the application. */
function isConsole(source: Source, run: SourceRun, command: ShellCommand): boolean {
  const words = command.args.map((word) => textOf(source, run, word));
  const path = command.nameWord?.value ?? '';
  if (command.name === 'php')
    return (
      words.some((word) => /(?:^|\/)(?:artisan|console|spark|yii|bin\/[\w-]+|\w[\w-]*\.php)$/.test(word)) &&
      !isFetching(source, run, command)
    );
  if (/(?:^|\/)(?:vendor|node_modules)\/\.?bin\//.test(path)) return true;
  // Scripts of the project itself.
  if (/^(?:\.\/)?(?:artisan|(?:bin|app|script|scripts)\/[\w.-]+)$/.test(path)) return true;
  if (/^(?:npm|yarn|pnpm|npx)$/.test(command.name ?? ''))
    return !words.some((word) => /^(?:-g|--global|global|config|cache|set)$/.test(word));
  return /^(?:gulp|grunt|bower|webpack)$/.test(command.name ?? '');
}

/** The user that owns the whole application: by COPY, by `chown -R` or by whoever builds it. */
function ownerOf(source: Source, root: string): string | undefined {
  const changed = commandsOf(source).findLast(({ run, command }) => isWholeChown(source, run, command, root));
  if (changed !== undefined && changed.run.instruction.index <= lastBuild(source).index) {
    const owner = changed.command.args.find(({ text }) => !text.startsWith('-'));
    return owner === undefined ? undefined : textOf(source, changed.run, owner).replace('.', ':');
  }
  const { user } = source.model.stateBefore(lastBuild(source));
  if (user.isRoot !== true) return user.text;
  const owners = new Set(
    source.stage.instructions.flatMap((instruction) => {
      const copy = source.model.copyOf(instruction);
      const isOwn = copy?.destinationPath !== undefined && isWithin(copy.destinationPath, root);
      return isOwn && instruction.index < lastBuild(source).index ? [copy.chown] : [];
    }),
  );
  return owners.size === 1 ? [...owners][0] : undefined;
}

/** `chown -R www-data /var/www/html`, of the application's directory or of one around it. */
function isWholeChown(source: Source, run: SourceRun, command: ShellCommand, root: string): boolean {
  if (command.name !== 'chown' || !command.args.some(({ text }) => /^-[a-zA-Z]*R|^--recursive$/.test(text)))
    return false;
  const [, ...paths] = command.args.filter(({ text }) => !text.startsWith('-'));
  const directory = directoryAt(source.model, run.instruction, command);
  return (
    paths.length > 0 &&
    paths.every((word) => {
      const path = joinPath(directory, textOf(source, run, word));
      return path === root || path === `${root}/.`;
    })
  );
}

function lastBuild(source: Source): Instruction {
  return buildCommands(source).at(-1)?.run.instruction ?? source.stage.from;
}

/** Where extensions lie that the file compiles. */
function extensionPlaces(source: Source): { readonly paths: readonly string[] } | Refusal {
  const compiling = commandsOf(source).find(({ command }) => EXTENSION_TOOLS.test(command.name ?? ''))?.command;
  if (compiling === undefined) return { paths: [] };
  if (isOfficial(source)) {
    const pear = commandsOf(source).find(
      ({ command }) => command.name === 'pear' && command.args[0]?.value === 'install',
    );
    return { paths: pear === undefined ? [EXTENSIONS, SETTINGS] : ['/usr/local/lib/php', SETTINGS] };
  }
  const place = placeOfDistribution(source);
  if (place !== undefined) return { paths: [place] };
  return refuse(
    'R17',
    `Nothing tells into which directory line ${lineOf(source, compiling)} compiles extensions: it depends on how "${source.baseText}" sets PHP up.`,
    compiling.span,
  );
}

/** Where the PHP that the file installs from the distribution keeps its extensions (Debian, Ubuntu, Alpine, Red Hat). */
function placeOfDistribution({ facts, runs }: Source): string | undefined {
  const packages = runs.flatMap(({ operations }) =>
    [...operations.values()].flatMap(({ manager, operands }) =>
      manager.kind === 'os' ? operands.flatMap(({ value }) => value ?? []) : [],
    ),
  );
  const names = packages.flatMap((name) => /^(?:libapache2-mod-)?(php\d*)(?=[\d.]*(?:-|$))/.exec(name)?.[1] ?? []);
  switch (facts.packageManager) {
    case 'apt':
      if (names.length === 0) return undefined;
      return names.some((name) => name === 'php5') && !packages.some((name) => /^php5\.\d/.test(name))
        ? '/usr/lib/php5'
        : '/usr/lib/php';
    case 'apk': {
      const versions = new Set(names);
      return versions.size === 1 ? `/usr/lib/${names[0] ?? ''}` : undefined;
    }
    case 'dnf':
    case 'yum':
      return names.includes('php') ? '/usr/lib64/php' : undefined;
    default:
      return undefined;
  }
}

function artefactsOf({ extensions, application, moved }: Work, builder: string): readonly Addition[] {
  return [
    ...moved.map(({ target }) => ({
      lines: [`COPY --from=${builder} ${target} ${target}`],
      why: 'The build puts it there.',
    })),
    ...(extensions.length === 0
      ? []
      : [
          {
            lines: extensions.map((path) => `COPY --from=${builder} ${path} ${path}`),
            why: 'The compiled extensions, and the settings that load them.',
          },
        ]),
    ...(application === undefined
      ? []
      : [
          {
            lines: [
              `COPY --from=${builder} ${application.owner === undefined ? '' : `--chown=${application.owner} `}${application.root} ${application.root}`,
            ],
            why: 'The application, with the packages of Composer and what its scripts have written.',
          },
        ]),
  ];
}

const FETCHES =
  /getcomposer\.org|composer(?:-setup|_installer|-installer)?\.(?:phar|php)\b|\/bin\/composer\b|composer\.github\.io/;

/** Fetches Composer, checks it, puts it in its place. */
function isFetching(source: Source, run: SourceRun, command: ShellCommand): boolean {
  if (composerVerb(source, run, command) !== undefined) return false;
  if (/^(?:[\w-]*-)?(?:install-composer|composer-install(?:er)?)(?:\.sh)?$/.test(command.name ?? '')) return true;
  const statement = run.script.statements[command.statement];
  const text = statement === undefined ? '' : run.text.slice(statement.span.start, statement.span.end);
  return (
    FETCHES.test(text) &&
    statement?.commands.every(({ name = '' }) =>
      /^(?:curl|wget|php|mv|chmod|ln|rm|cp|echo|sha\d+sum|test|\[|true|install|cd|EXPECTED_\w+|)$/.test(name),
    ) === true
  );
}

/** Files of Composer's own installation. */
function composerFiles(source: Source): readonly string[] {
  return commandsOf(source)
    .filter(({ run, command }) => isFetching(source, run, command))
    .flatMap(({ run, command }) => pathsOf(source, run, command).filter((path) => baseName(path).includes('composer')));
}

const ACCOUNTS = /^(?:useradd|adduser|groupadd|addgroup|usermod|groupmod|chown|chgrp|setcap|su|sudo|gosu)$/;
const FILE_COMMANDS =
  /^(?:mkdir|cp|mv|ln|touch|rm|rmdir|sed|echo|printf|cat|tee|tar|unzip|curl|wget|git|chmod|find|xargs|install|test|\[|cd|set|true|grep)$/;

function buildReason(source: Source, command: ShellCommand, work: Work): string | undefined {
  const run = source.runs.find(({ script }) => script.commands.includes(command));
  if (run === undefined) return undefined;
  const { name = '' } = command;
  if (EXTENSION_TOOLS.test(name) || name === 'pear') return 'compiles extensions, which the runtime gets as files';
  if (composerVerb(source, run, command) !== undefined)
    return 'installs packages with Composer, which the runtime gets with the application';
  if (isFetching(source, run, command)) return 'fetches Composer, which only the build uses';
  if (addsNodeSource(source, run, command)) return 'names the source of Node, which only the build installs';
  if (compilesByHand(run) && !run.operations.has(command) && !writesSettings(source, run, command))
    return 'compiles extensions, which the runtime gets as files';
  const statement = run.script.statements[command.statement];
  const written = statement === undefined ? '' : run.text.slice(statement.span.start, statement.span.end);
  if (/\bapt-mark\b/.test(written)) return 'keeps account of packages that are removed again';
  const { application, extensions, moved } = work;
  if (
    moved.some((one) => one.command === command) ||
    (name === 'chmod' &&
      run.instruction.index <= lastBuild(source).index &&
      pathsOf(source, run, command).length > 0 &&
      pathsOf(source, run, command).every((path) => moved.some(({ target }) => target === path)))
  )
    return 'puts a file in its place, which the runtime gets from there';
  if (
    application !== undefined &&
    isWholeChown(source, run, command, application.root) &&
    run.instruction.index <= lastBuild(source).index
  )
    return 'sets the owner, which the copy keeps';
  const isLater = run.instruction.index >= (buildCommands(source)[0]?.run.instruction.index ?? 0);
  if (isConsole(source, run, command) && application !== undefined) return 'builds in the application’s directory';
  if (!isLater || statement === undefined) return undefined;
  const isLast = run.instruction.index <= lastBuild(source).index;
  if (application !== undefined && isLast && isInside(source, run, statement, [application.root]))
    return 'works in the application’s directory, which the runtime gets as a whole';
  const settings = extensions.filter((path) => path === SETTINGS);
  if (isLast && isInside(source, run, statement, settings))
    return 'writes settings of extensions, which the runtime gets as files';
  return undefined;
}

/** `phpize && ./configure && make && make install`. */
function compilesByHand(run: SourceRun): boolean {
  return run.script.commands.some(({ name }) => /^phpize[\d.]*$/.test(name ?? ''));
}

/** `echo extension=x.so > /etc/php/x.ini`: a file of the system, which the runtime writes itself. */
function writesSettings(source: Source, run: SourceRun, command: ShellCommand): boolean {
  const commands = run.script.statements[command.statement]?.commands ?? [];
  const isSystem = (path: string): boolean =>
    path.startsWith('/etc/') || (path.startsWith('/usr/') && !isWithin(path, SETTINGS) && !/\/src(?:\/|$)/.test(path));
  return (
    commands.every(({ name }) => /^(?:echo|printf|cat|tee|ln|cp|rm|phpenmod|php5enmod|a2enmod)$/.test(name ?? '')) &&
    commands.some((one) => (one.name ?? '').endsWith('enmod') || pathsOf(source, run, one).some(isSystem))
  );
}

/** Every command of the statement works on files below `roots` alone. */
function isInside(source: Source, run: SourceRun, statement: ShellStatement, roots: readonly string[]): boolean {
  return (
    roots.length > 0 &&
    statement.commands.every((command) => {
      if (command.isSubstitution) return true;
      const name = command.name ?? '';
      if (ACCOUNTS.test(name) || run.operations.has(command)) return false;
      const directory = directoryAt(source.model, run.instruction, command);
      if (!(FILE_COMMANDS.test(name) || isConsole(source, run, command))) return false;
      if (name === 'cd' || name === 'set' || name === 'true') return statement.commands.length > 1;
      const paths = pathsOf(source, run, command);
      const written = name === 'ln' || name === 'cp' ? paths.slice(-1) : paths;
      const isOwn = (path: string): boolean =>
        roots.some((root) => isWithin(path, root) && (path !== root || name !== 'chmod')) ||
        /^\/(?:tmp|dev)\//.test(path);
      // `{ echo a; echo b; } > file`: the redirection is the group's.
      const isText = (name === 'echo' || name === 'printf') && written.length === 0 && statement.commands.length > 1;
      const isHere = (path: string): boolean => roots.some((root) => isWithin(path, root));
      return (
        isText || (written.every(isOwn) && (written.some(isHere) || (directory !== undefined && isHere(directory))))
      );
    })
  );
}

/** The paths among a command's words and redirections; relative ones where the command takes files. */
function pathsOf(source: Source, run: SourceRun, command: ShellCommand): readonly string[] {
  const directory = directoryAt(source.model, run.instruction, command);
  const isText = /^(?:echo|printf|sed|grep|git|curl|wget|php)$/.test(command.name ?? '');
  const words = command.args.flatMap((word) => {
    const text = textOf(source, run, word);
    if (text.startsWith('-') || text.includes('://') || /^[0-7]{3,4}$|^[ugoa]*[+=-][rwxX]+$/.test(text)) return [];
    return isText && !text.startsWith('/') ? [] : [text];
  });
  const redirected = command.redirects.flatMap(({ operator, target }) =>
    target === undefined || !/^\d*>>?\|?$/.test(operator) ? [] : [textOf(source, run, target)],
  );
  return [...words, ...redirected].flatMap((text) => joinPath(directory, text) ?? text);
}

/** Ownership of single directories that is set before the first build step would be set before the files are there. */
function ownerLost(source: Source, { application }: Work): Refusal | undefined {
  const first = buildCommands(source)[0]?.run.instruction.index ?? 0;
  if (application === undefined) return undefined;
  const { root } = application;
  const found = commandsOf(source).find(
    ({ run, command }) =>
      /^ch(?:own|grp)$/.test(command.name ?? '') &&
      run.instruction.index < first &&
      !isWholeChown(source, run, command, root) &&
      pathsOf(source, run, command).some((path) => isWithin(path, root)) &&
      source.stage.instructions.some((instruction) => {
        const target = source.model.copyOf(instruction)?.destinationPath;
        return target !== undefined && isWithin(target, root) && instruction.index < run.instruction.index;
      }),
  )?.command;
  if (found === undefined) return undefined;
  return refuse(
    'R17',
    `Line ${lineOf(source, found)} gives files of ${root} to another user before the build goes on with them; nothing tells which of them the build writes anew.`,
    found.span,
  );
}

/** A step of the runtime between the first and the last build step works on what is copied. */
function isTouchedBetween(source: Source, work: Work): boolean {
  const builds = source.runs.filter(({ script }) =>
    script.commands.some((command) => buildReason(source, command, work) !== undefined),
  );
  const [first] = builds;
  const last = builds.at(-1);
  if (first === undefined || last === undefined) return false;
  const places = [...work.extensions, ...(work.application === undefined ? [] : [work.application.root])];
  return source.runs.some(
    (run) =>
      run.instruction.index >= first.instruction.index &&
      run.instruction.index <= last.instruction.index &&
      run.script.commands.some((command) => {
        if (command.name === 'cd' || run.operations.has(command) || buildReason(source, command, work) !== undefined)
          return false;
        const directory = directoryAt(source.model, run.instruction, command);
        const operands = command.args.filter(({ text }) => !text.startsWith('-'));
        const isElsewhere = operands.length > 0 && operands.every(({ value }) => value?.startsWith('/') === true);
        const isWorkingThere =
          !isElsewhere && directory !== undefined && places.some((place) => isWithin(directory, place));
        const name = command.name ?? '';
        return (
          name === 'php' ||
          (isWorkingThere && !/^(?:cd|set|export|apt-get|apk|echo|a2en\w+|a2dis\w+)$/.test(name)) ||
          pathsOf(source, run, command).some((path) =>
            places.some((place) => isWithin(path, place) || isWithin(place, path)),
          )
        );
      }),
  );
}

function copyReason(source: Source, copy: CopyOperation, { application, extensions }: Work): string | undefined {
  const target = copy.destinationPath;
  if (target === undefined) return undefined;
  const isComposer =
    copy.from.kind !== 'context' && copy.sources.every(({ word }) => /(?:^|\/)composer(?:\.phar)?$/.test(word.value));
  if (isComposer) return startedNames(source).has('composer') ? undefined : 'only the build calls Composer';
  if (copy.from.kind !== 'context') return undefined;
  if (application !== undefined && isWithin(target, application.root))
    return `the runtime gets ${application.root} as a whole from the builder`;
  const isSetting =
    extensions.includes(SETTINGS) && (isWithin(target, SETTINGS) || isWithin(directoryOf(target), SETTINGS));
  return isSetting ? `the runtime gets ${SETTINGS} from the builder` : undefined;
}

function isBuildOnly(source: Source, name: string): boolean {
  if (/^(?:php[\d.]*-(?:dev|devel|pear)|autoconf|re2c)$/.test(name)) return true;
  if (/^(?:npm|yarn|nodejs-npm)$/.test(name)) return !startedNames(source).has(name.replace('nodejs-', ''));
  if (name === 'nodejs') return isNodeForBuild(source);
  return name === 'composer' && !isOfficial(source) && installsPhp(source);
}

/** Node builds the front end, and nothing that the text does not show may start it. */
function isNodeForBuild(source: Source): boolean {
  const { started, services, context, facts } = source;
  const names = startedNames(source);
  const isScript = started.some(
    ({ name = '', nameWord, args }) =>
      (nameWord?.value?.includes('/') === true && !/^\/usr\/(?:local\/)?s?bin\/[\w-]+$/.test(nameWord.value)) ||
      /\.(?:sh|py|php|rb)$/.test(name) ||
      args.some(({ value }) => /\.(?:sh|js)$/.test(value ?? '')),
  );
  const isKnown =
    services === undefined &&
    (!isScript || context !== undefined) &&
    (started.length > 0 || facts.config.cmd !== undefined);
  return (
    isKnown &&
    !['node', 'nodejs', 'npm', 'npx', 'yarn', 'pm2', 'laravel-echo-server'].some((name) => names.has(name)) &&
    commandsOf(source).some(
      ({ run, command }) => NODE_TOOLS.test(command.name ?? '') && isConsole(source, run, command),
    )
  );
}

const NODE_TOOLS = /^(?:npm|yarn|pnpm|npx|gulp|grunt|bower|webpack)$/;

/** `curl https://deb.nodesource.com/setup_18.x | bash -`, where Node stays with the build. */
function addsNodeSource(source: Source, run: SourceRun, command: ShellCommand): boolean {
  const statement = run.script.statements[command.statement];
  const text = statement === undefined ? '' : run.text.slice(statement.span.start, statement.span.end);
  return /nodesource\.com|dl\.yarnpkg\.com/.test(text) && !run.operations.has(command) && isNodeForBuild(source);
}

function installsPhp({ runs }: Source): boolean {
  return runs.some(({ operations }) =>
    [...operations.values()].some(
      ({ manager, operands }: PackageOperation) =>
        manager.kind === 'os' &&
        operands.some(({ value }) => /^php(?:\d(?:\.\d)?)?(?:-(?:cli|fpm|common|cgi))?$/.test(value ?? '')),
    ),
  );
}

function assumptionsOf(source: Source, { application }: Work): Draft['assumptions'] {
  const { context } = source;
  return [
    ...(unknownLibraries(source).length === 0
      ? []
      : [
          {
            message: `The builder itself finds out which shared libraries the extensions need: no table knows those of ${unknownLibraries(source).join(', ')}.`,
          },
        ]),
    ...(application === undefined
      ? []
      : [
          {
            message: `${application.root} is copied as a whole, with what Composer and the build have written into it.`,
          },
        ]),
    ...(isNodeForBuild(source)
      ? [{ message: 'Node stays in the builder, where it builds the front end: the application starts no JavaScript.' }]
      : []),
    ...(callsComposer(source) && context === undefined
      ? [{ message: 'Composer stays in the builder: no script that the container starts may call it.' }]
      : []),
  ];
}
