import { providesTool } from '../../knowledge/image-tools';
import { packageUse, runtimePackagesFor } from '../../knowledge/os-packages';
import { lockedGems, rubyGem } from '../../knowledge/ruby-gems';
import type { PackageOperation } from '../../model/packages';
import { baseName, directoryOf, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand, ShellWord } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import { movedOut } from '../moved-out';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe, Separation } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { directoryAt, type Source, type SourceRun } from '../source';
import { expandInScript } from '../shell-values';
import { PACKAGE_OF_TOOL } from '../tools';
import { unknownLibraries } from '../unknown-libraries';

/** Ruby: the directory that gems are installed into moves as a whole; so does the application where the build writes into it. */
const recipe: Recipe = {
  id: 'ruby-bundler',
  summary: 'Ruby with Bundler or gem: the runtime gets the installed gems at the same path, without compilers.',
  detect: (source) =>
    gemCalls(source)[0]?.command.span ?? (source.facts.family === 'ruby' ? source.stage.baseWord?.span : undefined),
  takesUnknownBase: true,
  takesServices: true,
  draft,
};

export default recipe;

/** Where the official image installs gems (docker-library/ruby). */
const GEM_HOME = '/usr/local/bundle';

/** Where Bundler is told to install where nothing tells the place that it would take. */
const OWN_PLACE = '/opt/bundle';

interface GemCall {
  readonly run: SourceRun;
  readonly command: ShellCommand;
  readonly tool: 'bundle' | 'gem';
  /** `install` where Bundler is called without one. */
  readonly verb: string;
  readonly words: readonly string[];
  readonly directory: string | undefined;
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { stage, facts } = source;
  const calls = gemCalls(source);
  const installs = calls.filter(isInstall);
  const first = installs[0];
  const early = installingStart(source);
  if (early !== undefined) return early;
  if (first === undefined)
    return refuse(
      'R1',
      'Nothing to separate: no "bundle install" or "gem install" builds anything in this file.',
      stage.from.keywordSpan,
    );
  const foreign = foreignBuild(source);
  if (foreign !== undefined) return foreign;
  if (
    source.isOpaque &&
    !isRootAt(source, first.run.instruction) &&
    ownerAt(source, first.run.instruction) === undefined
  )
    return refuse(
      'R17',
      `Nothing tells as which user "${source.baseText}" installs gems, and so whose they have to be.`,
      first.command.span,
    );
  const places = placesOf(source, calls);
  if ('id' in places) return places;
  const mounted = mountedPlace(source, places);
  if (mounted !== undefined) return mounted;
  const application = applicationOf(source, first);
  if (application !== undefined && 'id' in application) return application;
  const last = source.runs.findLast(({ script }) =>
    script.commands.some((command) => calls.some((call) => call.command === command)),
  );
  const taken =
    application === undefined || last === undefined ? [] : movedOut(source, application.root, last.instruction);
  if (taken[0] !== undefined)
    return refuse(
      'R5',
      `Line ${lineOf(source, taken[0].command)} takes a file from ${application?.root ?? ''} to ${taken[0].target} while the application is built: nothing tells whether the container needs it there.`,
      taken[0].command.span,
    );

  const choice = options.runtime ?? 'auto';
  const bases = sameLanguageBases(source, choice);
  const smaller = bases.filter(({ text }) => text !== source.baseText);
  // A full base holds the compilers itself, so that nothing would be gained by a second stage on it.
  const runtimes = smaller.length > 0 ? smaller : bases;
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `The runtime "${choice}" cannot run what "${source.baseText}" builds: gems need the same C library and Ruby in both stages.`,
      stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const owner = ownerAt(source, first.run.instruction);
  const isFull = smaller.length > 0 && facts.distribution.family === 'debian';
  const isScanned = isFull || unknownLibraries(source).length > 0;
  return {
    runtimes,
    buildReason: (command, operation) =>
      places.repeated.has(command) ? undefined : buildReason(source, command, operation, places, application),
    isRepeated: (command) => places.repeated.has(command),
    prologue: places.isOwn
      ? [
          {
            lines: [`ENV BUNDLE_PATH=${OWN_PLACE}`],
            why: 'Where Bundler would install depends on the base image; this directory is known, and moves as a whole.',
          },
        ]
      : [],
    epilogue: places.mayBeMissing.map((path) => ({
      lines: [`RUN mkdir -p ${path}`],
      why: 'Which of its directories Bundler writes depends on its version; an empty one harms nobody.',
    })),
    separation: separationOf(source, calls, places),
    artefacts: artefactsOf(places, application, builder, owner),
    copyReason: (copy) => copyReason(source, copy, places, application),
    packages: isFull ? neededPackages(source) : [],
    scan: isScanned ? [...places.gems].filter((path) => path !== '/usr/local/bin') : [],
    scansSameBase: true,
    isBuildOnlyPackage: (name) => isBuildOnly(source, name, isScanned),
    assumptions: assumptionsOf(source, application, isFull, places),
    droppedTools: isFull ? ['gcc', 'g++', 'make'] : [],
    droppedFiles: ['/root/.bundle/cache', '/root/.gem', ...sourceLists(source)],
    ...(places.isOwn ? { allowances: { addedEnvironment: ['BUNDLE_PATH'] } } : {}),
  };
}

/** Gems, and what is built with them: assets, caches. */
function separationOf(source: Source, calls: readonly GemCall[], places: Places): Separation | string {
  const last = calls.findLast(
    ({ tool, verb }) => tool === 'gem' || !/^(?:exec|e|check|list|show|info|version|env|platform)$/.test(verb),
  );
  const builds = calls.filter(
    ({ run, verb }) => /^(?:exec|e)$/.test(verb) && run.instruction !== last?.run.instruction,
  );
  if (last === undefined || builds.length === 0) return 'nothing is built besides the gems';
  const [early] = builds.filter(({ run }) => run.instruction.index < last.run.instruction.index);
  if (early !== undefined) return `line ${lineOf(source, early.command)} builds before the last gems are installed`;
  return { lastInstall: last.run.instruction, directories: [...places.gems] };
}

function lineOf({ file }: Source, { span }: ShellCommand): number {
  return file.lines.lineAt(span.start) + 1;
}

function gemCalls(source: Source): readonly GemCall[] {
  return source.runs.flatMap((run) =>
    run.script.commands.flatMap((command) => {
      const tool = toolOf(command);
      if (tool === undefined) return [];
      const words = command.args.map((word) => textOf(source, run.instruction, word));
      const verb = words.find((word) => !word.startsWith('-')) ?? (tool === 'bundle' ? 'install' : '');
      const directory = directoryAt(source.model, run.instruction, command);
      // `bundle --jobs 4` has no verb, but a value.
      const isVerbless = tool === 'bundle' && !BUNDLE_VERBS.test(verb);
      return [{ run, command, tool, verb: isVerbless ? 'install' : verb, words, directory } satisfies GemCall];
    }),
  );
}

const BUNDLE_VERBS =
  /^(?:install|i|update|add|lock|config|exec|e|binstubs|cache|package|pack|check|clean|list|show|info|init|version|platform|env|remove|doctor|pristine|plugin|gem|console|open|outdated|viz|help|licenses|inject)$/;

function toolOf({ name }: ShellCommand): 'bundle' | 'gem' | undefined {
  if (name === 'bundle' || name === 'bundler') return 'bundle';
  return name !== undefined && /^gem[\d.]*$/.test(name) ? 'gem' : undefined;
}

function isInstall({ tool, verb }: GemCall): boolean {
  return tool === 'bundle'
    ? /^(?:install|i|update|add)$/.test(verb)
    : /^(?:install|i|update|specific_install)$/.test(verb);
}

function textOf({ model }: Source, instruction: Instruction, word: ShellWord): string {
  return word.value ?? model.expandAt(word.text.replace(/["']/g, ''), instruction) ?? word.text;
}

/** A container that installs gems when it starts needs the compilers that a conversion leaves behind. */
function installingStart(source: Source): Refusal | undefined {
  const found = source.started.find((command) => {
    const verb = command.args.find(({ text }) => !text.startsWith('-'))?.value;
    const tool = toolOf(command);
    return (
      (tool === 'bundle' && (verb === undefined || /^(?:install|update)$/.test(verb))) ||
      (tool === 'gem' && verb === 'install')
    );
  });
  if (found === undefined) return undefined;
  return refuse(
    'R6',
    `Line ${lineOf(source, found)} installs gems when the container starts, which may compile: build and runtime cannot be told apart.`,
    found.span,
  );
}

const FOREIGN =
  /^(?:pip[\d.]*|pipenv|poetry|composer|pecl|cargo|go|mvn|gradle|conda|mix|stack|cabal|cpanm|dotnet|R|Rscript)$/;

function foreignBuild(source: Source): Refusal | undefined {
  const found = source.runs.flatMap(({ script }) => script.commands).find(({ name }) => FOREIGN.test(name ?? ''));
  if (found === undefined) return undefined;
  return refuse(
    'R15',
    `Line ${lineOf(source, found)} builds with ${found.name ?? 'another tool'}, besides Ruby's own tools: no recipe divides the two together.`,
    found.span,
  );
}

/** Directories that hold what was installed. */
interface Places {
  /** Gems, with their programs. */
  readonly gems: readonly string[];
  /** Settings of Bundler that it reads at run time. */
  readonly settings: readonly string[];
  /** The lock file, where the text does not show that the build context has one. */
  readonly lock: string | undefined;
  /** Ruby's own library, where RubyGems updates itself. */
  readonly system: readonly string[];
  /** Of these, those that some versions of Bundler do not write. */
  readonly mayBeMissing: readonly string[];
  /** Bundler is told where to install, since nothing tells where the base would have it. */
  readonly isOwn: boolean;
  /** Gems of plain Ruby that go to a place which nothing tells: the runtime installs them again. */
  readonly repeated: ReadonlySet<ShellCommand>;
}

function placesOf(source: Source, calls: readonly GemCall[]): Places | Refusal {
  const { facts, model } = source;
  const isOfficial = facts.family === 'ruby';
  const gems = new Set<string>();
  const settings = new Set<string>();
  const mayBeMissing = new Set<string>();
  const repeated = new Set<ShellCommand>();
  let isOwn = false;
  let lock: string | undefined;
  const config = configured(calls);
  for (const call of calls) {
    const { run, command, tool, words } = call;
    const state = model.stateBefore(run.instruction);
    const home = state.env.get('GEM_HOME') ?? (isOfficial && !setsVariable(source, 'GEM_HOME') ? GEM_HOME : undefined);
    const line = lineOf(source, command);
    const user = homeOf(source, run.instruction);
    if (tool === 'gem' && words.includes('--system') && !isOfficial) {
      if (!standsAlone(call)) return systemUnknown(source, call);
      repeated.add(command);
      continue;
    }
    if (tool === 'gem' && isInstall(call)) {
      if (words.some((word) => /^(?:--user-install|--install-dir|-i|--bindir|-n)(?:=|$)/.test(word)))
        return refuse(
          'R17',
          `The gem command on line ${line} chooses a directory of its own; nothing tells whether the container uses it.`,
          command.span,
        );
      const own = systemPlaces(source, home, call);
      if ('id' in own) {
        if (!isPlainRuby(call) || !standsAlone(call)) return own;
        repeated.add(command);
        continue;
      }
      for (const path of own.paths) gems.add(path);
      continue;
    }
    if (tool !== 'bundle') continue;
    const root = rootOf(source, call);
    const appConfig =
      state.env.get('BUNDLE_APP_CONFIG') ??
      (isOfficial ? GEM_HOME : root === undefined ? undefined : joinPath(root, '.bundle'));
    if (call.verb === 'config' && isRuntimeSetting(call)) {
      const isLocal = words.includes('--local');
      if (!isLocal) {
        if (user === undefined)
          return refuse(
            'R17',
            `Line ${line} writes settings of Bundler into the home directory of a user that the text does not place.`,
            command.span,
          );
        settings.add(`${user}/.bundle`);
        if (!words.includes('--global') || command.isConditional) mayBeMissing.add(`${user}/.bundle`);
      } else if (appConfig !== undefined) {
        settings.add(appConfig);
        if (command.isConditional) mayBeMissing.add(appConfig);
      }
    }
    if (!isInstall(call)) continue;
    if (root === undefined)
      return refuse('R17', `Nothing tells in which directory line ${line} installs.`, command.span);
    const option = valueOf(words, '--path') ?? config.get('path') ?? state.env.get('BUNDLE_PATH');
    const remembers = words.some((word) => /^--(?:path|deployment|without|with)(?:=|$)/.test(word));
    if (remembers && appConfig !== undefined) {
      settings.add(appConfig);
      if (command.isConditional) mayBeMissing.add(appConfig);
    }
    const isDeployment = words.includes('--deployment');
    const isDeploymentSetting = isTrue(config.get('deployment')) || isTrue(state.env.get('BUNDLE_DEPLOYMENT'));
    if (words.includes('--system') || (option === undefined && !isDeployment && !isDeploymentSetting)) {
      const own = systemPlaces(source, home, call);
      if ('id' in own) {
        if (words.includes('--system') || !goesThroughBundler(source)) return own;
        isOwn = true;
        gems.add(OWN_PLACE);
      } else for (const path of own.paths) gems.add(path);
    } else {
      const path = joinPath(root, option ?? 'vendor/bundle');
      if (path === undefined || option?.includes('$') === true)
        return refuse('R17', `Nothing tells into which directory line ${line} installs the gems.`, command.span);
      gems.add(path);
      // `if [ -e Gemfile ]; then bundle install --path vendor/bundle; fi`
      if (command.isConditional) mayBeMissing.add(path);
      // Images of 2019 and before set BUNDLE_PATH, which outranks what `deployment` implies (docker-library/ruby).
      if (option === undefined && !isDeployment && isOfficial && !isRecent(facts.language?.version))
        mayBeMissing.add(path);
      if (isOfficial && home !== undefined) gems.add(home);
    }
    if (!isLocked(source, call, isDeployment || isDeploymentSetting, config)) {
      if (command.isConditional)
        return refuse(
          'R17',
          `Line ${line} installs gems only under a condition; nothing tells whether there is a lock file to hand over.`,
          command.span,
        );
      lock ??= lockPath(source, call, root);
    }
  }
  const updates = calls.some(
    ({ tool, verb, words, command }) =>
      tool === 'gem' && verb === 'update' && words.includes('--system') && !repeated.has(command),
  );
  const all = [...gems];
  return {
    gems: all.filter((path) => !all.some((other) => other !== path && isWithin(path, other))),
    settings: [...settings].filter((path) => !all.some((other) => isWithin(path, other))),
    lock,
    system: updates ? ['/usr/local/lib/ruby', '/usr/local/bin'] : [],
    mayBeMissing: [...mayBeMissing],
    isOwn,
    repeated,
  };
}

/** `gem install bundler`, `gem update --system`: Ruby alone, nothing that is compiled. */
function isPlainRuby({ words, verb }: GemCall): boolean {
  const names = words.filter(
    (word, i) => !word.startsWith('-') && !/^(?:-v|--version|-s|--source)$/.test(words[i - 1] ?? ''),
  );
  const gems = names.slice(names.indexOf(verb) + 1).filter((word) => !/^[\d.]+$/.test(word));
  return (
    gems.every((name) => /^(?:bundler|rake)(?::.*)?$/.test(name)) && (gems.length > 0 || words.includes('--system'))
  );
}

/** Everything that needs gems asks Bundler, which finds them by its own variable: no program is looked up on PATH. */
function goesThroughBundler(source: Source): boolean {
  const { started, runs } = source;
  const isBundled = (command: ShellCommand): boolean =>
    toolOf(command) === 'bundle' || !(PRODUCERS.test(command.name ?? '') && command.name !== 'ruby');
  return (
    started.length > 0 &&
    started.every(
      (command) =>
        (toolOf(command) === 'bundle' && /^(?:exec|e)$/.test(command.args[0]?.value ?? 'exec')) ||
        /^(?:cd|exec|rm|mkdir|echo|set|export|sh|bash|tini|dumb-init)$/.test(command.name ?? ''),
    ) &&
    started.some((command) => toolOf(command) === 'bundle') &&
    runs.every(({ script }) => script.commands.every(isBundled))
  );
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:true|1|yes)$/i.test(value);
}

function isRecent(version: string | undefined): boolean {
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  return version === undefined || major > 2 || (major === 2 && minor >= 7);
}

function setsVariable({ stage }: Source, name: string): boolean {
  return stage.instructions.some(({ keyword, pairs }) => keyword === 'ENV' && pairs.some(({ key }) => key === name));
}

/** The official image's own directory; those of Debian's Ruby, which root alone fills. */
function systemPlaces(
  source: Source,
  home: string | undefined,
  call: GemCall,
): { readonly paths: readonly string[] } | Refusal {
  if (home !== undefined) return { paths: [home] };
  const { facts } = source;
  const isRoot = isRootAt(source, call.run.instruction);
  if (facts.packageManager === 'apt' && isRoot && !setsVariable(source, 'GEM_HOME') && installsRuby(source))
    return { paths: ['/var/lib/gems', '/usr/local/bin'] };
  // Red Hat's Ruby installs what root adds below /usr/local: share/gems, lib64/gems and bin.
  if (RED_HAT.has(facts.family) && isRoot && installsRuby(source) && !entersCollection(source))
    return { paths: ['/usr/local'] };
  const programs = gemPrograms(source);
  if (facts.packageManager === 'apk' && isRoot && installsRuby(source) && programs !== undefined)
    return { paths: ['/usr/lib/ruby/gems', ...programs.map((name) => `/usr/bin/${name}`)] };
  return systemUnknown(source, call);
}

function systemUnknown(source: Source, { command }: GemCall): Refusal {
  return refuse(
    'R17',
    `Nothing tells into which directory line ${lineOf(source, command)} installs gems: it depends on how "${source.baseText}" sets Ruby up.`,
    command.span,
  );
}

/** The statement holds nothing else: the runtime can repeat it without the rest. */
function standsAlone({ run, command }: GemCall): boolean {
  const statement = run.script.statements[command.statement];
  return statement?.isSimple === true && statement.commands.every((one) => one === command || one.isSubstitution);
}

/** Red Hat's own images, with nothing of their own below /usr/local. */
const RED_HAT: ReadonlySet<string> = new Set([
  'centos',
  'fedora',
  'rockylinux',
  'almalinux',
  'oraclelinux',
  'amazonlinux',
]);

/** Software collections keep a Ruby of their own below /opt/rh. */
function entersCollection({ runs, file }: Source): boolean {
  return runs.some(({ script }) =>
    script.commands.some(
      ({ name = '', span }) =>
        name === 'scl' || (/^(?:source|\.)$/.test(name) && /scl|\/opt\/rh/.test(file.text.slice(span.start, span.end))),
    ),
  );
}

/** The programs of gems that the container starts: Alpine's Ruby puts them among the system's. Undefined where a script may start others. */
function gemPrograms({ started, services, facts, runs, isOpaque }: Source): readonly string[] | undefined {
  const programs = started.map((command) => programOf(command));
  if (services !== undefined && !programs.some(({ name }) => name === 'crond')) return undefined;
  if (programs.some(({ path }) => path === '' || path.endsWith('.sh') || /^(?:\/|\.)/.test(path))) return undefined;
  const installed = runs.flatMap(({ operations }) =>
    [...operations.values()].flatMap(({ manager, operands }) =>
      manager.kind === 'os' ? operands.flatMap(({ value }) => value ?? []) : [],
    ),
  );
  const others = [
    ...new Set([...started.flatMap(({ name }) => name ?? []), ...programs.map(({ name }) => name)]),
  ].filter(
    (name) =>
      !/^(?:ruby|gem|irb|rake|rm|mkdir|echo|sh|exec)$/.test(name) &&
      !installed.includes(name) &&
      providesTool(facts, name) !== true,
  );
  const own = others.filter((name) => !/^bundler?$/.test(name) || !installed.some((one) => one.endsWith('bundler')));
  // What is no gem's may come with the base.
  return isOpaque && own.some((name) => !/^bundler?$/.test(name)) ? undefined : own;
}

function installsRuby(source: Source): boolean {
  const { runs, model, facts } = source;
  const pattern = RED_HAT.has(facts.family)
    ? /^ruby(?:-devel|gems)?$/
    : /^ruby(?:-full|-bundler|-dev)?$|^ruby\d\.\d(?:\.\d)?(?:-dev)?$|^(?:ruby-)?bundler$/;
  return runs.some(({ operations, instruction }) =>
    [...operations.values()].some(
      ({ manager, operands }) =>
        manager.kind === 'os' &&
        operands.some(({ value, text }) =>
          (value ?? expandInScript(model, instruction, text.replace(/"/g, '')) ?? '')
            .split(/\s+/)
            .some((name) => pattern.test(name)),
        ),
    ),
  );
}

function homeOf(source: Source, instruction: Instruction): string | undefined {
  const state = source.model.stateBefore(instruction);
  return state.env.get('HOME') ?? (isRootAt(source, instruction) ? '/root' : undefined);
}

/** The user of a base that no table knows is root where the file's own steps install packages without asking for rights. */
function isRootAt({ model, runs, isOpaque }: Source, instruction: Instruction): boolean {
  const { user } = model.stateBefore(instruction);
  if (user.isRoot !== undefined || !isOpaque) return user.isRoot === true;
  return runs.some(
    (run) =>
      model.stateBefore(run.instruction).user.text === user.text &&
      [...run.operations].some(
        ([command, { manager, action }]) =>
          manager.kind === 'os' && action === 'install' && command.wrappers.every(({ value }) => value !== 'sudo'),
      ),
  );
}

/** Where the Gemfile lies: Bundler takes its paths from there. */
function rootOf({ model }: Source, { run, words, directory }: GemCall): string | undefined {
  const file = valueOf(words, '--gemfile') ?? model.stateBefore(run.instruction).env.get('BUNDLE_GEMFILE');
  if (file === undefined) return directory;
  const path = joinPath(directory, file);
  return path === undefined ? undefined : directoryOf(path);
}

function lockPath({ model }: Source, { run, words }: GemCall, root: string): string | undefined {
  const file = valueOf(words, '--gemfile') ?? model.stateBefore(run.instruction).env.get('BUNDLE_GEMFILE') ?? 'Gemfile';
  return joinPath(root, `${baseName(file)}.lock`);
}

/** `--path x`, `--path=x`. */
function valueOf(words: readonly string[], option: string): string | undefined {
  const at = words.findIndex((word) => word === option || word.startsWith(`${option}=`));
  const word = words[at];
  if (word === undefined) return undefined;
  return word === option ? words[at + 1] : word.slice(option.length + 1);
}

/** The settings that `bundle config` makes, in the forms of all its versions: `bundle config [set] [--local] name value`. */
function configured(calls: readonly GemCall[]): ReadonlyMap<string, string> {
  return new Map(
    calls.flatMap((call) => {
      const setting = call.verb === 'config' ? settingOf(call) : undefined;
      return setting === undefined ? [] : [setting];
    }),
  );
}

function settingOf({ words }: GemCall): readonly [string, string] | undefined {
  const plain = words.filter((word) => !word.startsWith('--')).slice(1);
  const [key, ...value] = plain[0] === 'set' ? plain.slice(1) : plain;
  return key === undefined || ['get', 'list', 'unset'].includes(key) ? undefined : [key, value.join(' ')];
}

/** Settings that only installing reads. */
const BUILD_SETTING =
  /^(?:jobs|retry|timeout|frozen|clean|no_prune|cache_.*|build\..*|mirror\..*|silence_root_warning|git\..*|github\..*|ssl_.*|redirect|no_install|.*\.(?:com|org|net|io)(?:\/.*)?|https?:.*)$/;

function isRuntimeSetting(call: GemCall): boolean {
  const setting = settingOf(call);
  return setting !== undefined && !BUILD_SETTING.test(setting[0]);
}

/** The text or the context shows that the lock file comes with the sources. */
function isLocked(
  { stage, model, context }: Source,
  { run, words }: GemCall,
  isDeployment: boolean,
  config: ReadonlyMap<string, string>,
): boolean {
  const { env } = model.stateBefore(run.instruction);
  if (isDeployment || words.includes('--frozen') || isTrue(env.get('BUNDLE_FROZEN')) || isTrue(config.get('frozen')))
    return true;
  if (context !== undefined) return context.exists('Gemfile.lock') && !context.ignores('Gemfile.lock');
  return stage.instructions.some((instruction) =>
    model.copyOf(instruction)?.sources.some(({ word }) => /(?:^|\/)Gemfile\.lock$/.test(word.value)),
  );
}

function mountedPlace(source: Source, { gems }: Places): Refusal | undefined {
  for (const { instruction } of source.runs) {
    for (const { name, value = '', span } of instruction.flags) {
      const target = name === 'mount' ? /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(value)?.[1] : undefined;
      const path = target === undefined ? undefined : joinPath(source.model.stateBefore(instruction).workdir, target);
      const hit = path === undefined ? undefined : gems.find((place) => isWithin(place, path));
      if (hit !== undefined)
        return refuse(
          'R12',
          `Line ${source.file.lines.lineAt(instruction.span.start) + 1} installs the gems into a mount (${path ?? ''}), which is in no layer.`,
          span,
        );
    }
  }
  return undefined;
}

/** The application's directory, where steps of the build write into it. */
interface Application {
  readonly root: string;
  /** `--chown` of the copy, where it is not root's. */
  readonly owner: string | undefined;
  /** Its first step. */
  readonly from: Instruction;
}

/** Programs that write into the application's directory: assets, sites, schemas, caches. */
const PRODUCERS =
  /^(?:rake|rails|thor|jekyll|middleman|nanoc|bridgetown|hanami|bootsnap|vite|webpack|ruby|awestruct|shakapacker|spring|sass|compass|grunt|gulp|bower)$/;
const NODE_MANAGERS = /^(?:npm|yarn|yarnpkg|pnpm|npx)$/;

/** Tests and linters read; what they write nobody needs. */
const READERS =
  /^(?:rspec|rubocop|brakeman|minitest|cucumber|reek|haml-lint|standardrb|srb|bundle-audit|bundler-audit|danger)$/;

function applicationOf(source: Source, first: GemCall): Application | Refusal | undefined {
  const { runs, model, stage } = source;
  const producing = runs.flatMap((run) =>
    run.script.commands.flatMap((command) => (isProducing(source, run, command) ? [{ run, command }] : [])),
  );
  const start = producing[0];
  if (start === undefined) return undefined;
  const root = rootDirectory(source, start.run, start.command);
  const line = lineOf(source, start.command);
  if (root === undefined || SHARED.test(root))
    return refuse(
      'R17',
      `Line ${line} writes into ${root ?? 'a directory that the text does not tell'}: nothing tells the application's files from the others there.`,
      start.command.span,
    );
  const outside = producing.find(({ run, command }) => {
    const directory = directoryAt(model, run.instruction, command);
    return directory === undefined || !isWithin(directory, root);
  });
  if (outside !== undefined)
    return refuse(
      'R17',
      `Line ${lineOf(source, outside.command)} builds outside ${root}; nothing tells which files it leaves behind that the container needs.`,
      outside.command.span,
    );
  const owners = new Set(
    stage.instructions.flatMap((instruction) => {
      const copy = model.copyOf(instruction);
      const isOwn =
        copy?.destinationPath !== undefined &&
        isWithin(copy.destinationPath, root) &&
        instruction.index < start.run.instruction.index;
      return isOwn ? [copy.chown] : [];
    }),
  );
  const user = ownerAt(source, start.run.instruction);
  const only = owners.size === 1 ? [...owners][0] : undefined;
  return { root, owner: only ?? user, from: first.run.instruction };
}

const SHARED =
  /^\/(?:|bin|boot|dev|etc|home|lib|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|usr\/(?:bin|lib|local|share|src|local\/(?:bin|lib|share))|var|var\/(?:lib|log|www))$/;

/** The directory of the application that a command in one of its directories works on. */
function rootDirectory({ model, stage }: Source, run: SourceRun, command: ShellCommand): string | undefined {
  const directory = directoryAt(model, run.instruction, command);
  if (directory === undefined) return undefined;
  const { workdir } = model.finalState(stage);
  return workdir !== undefined && workdir !== '/' && isWithin(directory, workdir) ? workdir : directory;
}

/** What `bundle exec x` runs, else the program itself. */
function programOf(command: ShellCommand): {
  readonly name: string;
  readonly path: string;
  readonly args: readonly ShellWord[];
} {
  const isExec = toolOf(command) === 'bundle' && /^(?:exec|e)$/.test(command.args[0]?.value ?? '');
  const [word, args] = isExec ? [command.args[1], command.args.slice(2)] : [command.nameWord, command.args];
  const path = word?.value ?? '';
  // `exec env RAILS_ENV=production rake ...`
  if (path === 'env') {
    const at = args.findIndex(({ text }) => !/^\w+=/.test(text) && !text.startsWith('-'));
    const inner = args[at]?.value ?? '';
    return { name: baseName(inner), path: inner, args: args.slice(at + 1) };
  }
  return { name: baseName(path), path, args };
}

function isProducing(source: Source, run: SourceRun, command: ShellCommand): boolean {
  if (command.isSubstitution) return false;
  const { name, path, args } = programOf(command);
  const words = args.map((word) => textOf(source, run.instruction, word));
  if (READERS.test(name) || words.some((word) => /^(?:--version|-v|--help|-T)$/.test(word))) return false;
  if (
    /^(?:rake|rails)$/.test(name) &&
    words.length > 0 &&
    words.every((word) => /^(?:test|spec|lint)(?::|$)|^\w+=/.test(word))
  )
    return false;
  if (NODE_MANAGERS.test(name))
    return !words.some((word) => /^(?:-g|--global|global|config|cache|set)$/.test(word)) && words[0] !== '--version';
  if (name === 'ruby') return words.some((word) => word.endsWith('.rb'));
  const calls = toolOf(command);
  if (calls === 'bundle')
    return /^(?:exec|e)$/.test(command.args[0]?.value ?? '')
      ? name !== ''
      : (command.args.some(({ text }) => /^--binstubs(?:=|$)/.test(text)) || command.args[0]?.value === 'binstubs') &&
          // Nobody starts programs from a directory for temporary files.
          !isWithin(directoryAt(source.model, run.instruction, command) ?? '/', '/tmp');
  return PRODUCERS.test(name) || /^(?:\.\/)?(?:bin|script|scripts|exe)\/[\w.-]+$/.test(path);
}

/** The user whose files a step makes, in the words of `--chown`; undefined for root. */
function ownerAt(source: Source, instruction: Instruction): string | undefined {
  return isRootAt(source, instruction) ? undefined : source.model.stateBefore(instruction).user.text;
}

function artefactsOf(
  places: Places,
  application: Application | undefined,
  builder: string,
  owner: string | undefined,
): readonly Addition[] {
  const isInside = (path: string): boolean => application !== undefined && isWithin(path, application.root);
  const copy = (path: string, chown: string | undefined): string =>
    `COPY --from=${builder} ${chown === undefined ? '' : `--chown=${chown} `}${path} ${path}`;
  const gems = places.gems.filter((path) => !isInside(path));
  const settings = places.settings.filter((path) => !isInside(path));
  return [
    ...(places.isOwn ? [{ lines: [`ENV BUNDLE_PATH=${OWN_PLACE}`], why: 'Bundler finds the gems by it.' }] : []),
    ...(gems.length === 0
      ? []
      : [
          {
            lines: gems.map((path) => copy(path, owner)),
            why: 'All gems, with their programs, at the path where Ruby looks for them.',
          },
        ]),
    ...(places.system.length === 0
      ? []
      : [{ lines: places.system.map((path) => copy(path, undefined)), why: 'RubyGems has updated itself there.' }]),
    ...(settings.length === 0
      ? []
      : [
          {
            lines: settings.map((path) => copy(path, owner)),
            why: "Bundler's settings tell it which gems to load, and from where.",
          },
        ]),
    ...(places.lock === undefined || isInside(places.lock)
      ? []
      : [
          {
            lines: [copy(places.lock, owner)],
            why: 'The lock file that installing wrote names the installed versions.',
          },
        ]),
    ...(application === undefined
      ? []
      : [
          {
            lines: [copy(application.root, application.owner)],
            why: 'The application, with what the build has written into it.',
          },
        ]),
  ];
}

const ACCOUNTS = /^(?:useradd|adduser|groupadd|addgroup|usermod|groupmod|chown|chgrp|setcap|su|sudo|gosu)$/;
const FILE_COMMANDS =
  /^(?:mkdir|cp|mv|ln|touch|rm|rmdir|sed|echo|printf|cat|tee|tar|unzip|gunzip|curl|wget|git|chmod|find|xargs|install|rsync|node|test|\[|sh|bash|perl|cd|set|export|true|grep|sort|awk|cut|head|tail|date)$/;

function buildReason(
  source: Source,
  command: ShellCommand,
  operation: PackageOperation | undefined,
  places: Places,
  application: Application | undefined,
): string | undefined {
  const tool = toolOf(command);
  const run = source.runs.find(({ script }) => script.commands.includes(command));
  if (run === undefined) return undefined;
  if (tool === 'gem') return 'installs gems, which the runtime gets as a whole';
  if (tool === 'bundle' && !/^(?:exec|e)$/.test(command.args[0]?.value ?? ''))
    return command.args[0]?.value === 'config' ? 'sets Bundler up' : 'installs gems, which the runtime gets as a whole';
  if (isProducing(source, run, command))
    return application === undefined
      ? undefined
      : 'builds in the application’s directory, which the runtime gets as a whole';
  const { name } = programOf(command);
  if (READERS.test(name) || (/^(?:rake|rails)$/.test(name) && tool === undefined) || tool === 'bundle')
    return 'checks the application';
  if (NODE_MANAGERS.test(name) && command.args[0]?.value === 'cache')
    return 'tidies up after the installation of packages';
  if (NODE_MANAGERS.test(name) && operation?.action === 'install' && isOnlyForBuild(source, operation))
    return 'installs tools that only the build uses';
  if (namesForBuild(source, run, command)) return 'names the source of packages that only the build installs';
  if (name === 'rm' || name === 'find') {
    const paths = pathsOf(source, run, command);
    const isTidying =
      paths.length > 0 &&
      paths.every(
        (path) => TIDIED.test(path) || [...places.gems, ...places.settings].some((place) => isWithin(path, place)),
      ) &&
      paths.some((path) => !/^\/(?:tmp|var)(?:\/|$)/.test(path));
    if (isTidying) return 'tidies up after the installation of gems';
  }
  if (
    application !== undefined &&
    run.instruction.index >= application.from.index &&
    isInside(source, run, command, application.root)
  )
    return 'works in the application’s directory, which the runtime gets as a whole';
  return undefined;
}

/** Where the builder asks the linker, a development package that no table knows may stay behind. */
function isBuildOnly(source: Source, name: string, isScanned: boolean): boolean {
  const { facts } = source;
  if (/^ruby[\d.]*-dev(?:el)?$|^(?:yarn|npm|nodejs-npm)$/.test(name)) return !isStarted(source, name);
  return (
    isScanned &&
    packageUse(name, facts.packageManager ?? 'apt') === 'dev' &&
    runtimePackagesFor(name, facts.distribution) === undefined
  );
}

const TIDIED =
  /^(?:\/root|\/home\/[^/]+)\/\.(?:bundle|gem|npm|cache|node-gyp|yarn|yarn-cache)(?:\/|$)|^\/usr\/(?:local\/)?lib\/ruby\/gems\/[^/]+\/cache|^\/(?:tmp|var\/tmp|var\/cache|var\/lib\/apt\/lists)(?:\/|$)/;

/** `curl ... | apt-key add -` and its like, where the step installs nothing that the runtime keeps. */
function namesForBuild(source: Source, run: SourceRun, command: ShellCommand): boolean {
  const statement = run.script.statements[command.statement];
  const installs = [...run.operations.values()].filter(
    ({ manager, action }) => manager.kind === 'os' && action === 'install',
  );
  if (statement === undefined || run.operations.has(command) || installs.length === 0) return false;
  const isSource = statement.commands.every(
    ({ name = '', redirects, args }) =>
      /^(?:curl|wget|gpg|apt-key|tee|echo|printf|true)$/.test(name) &&
      [...redirects.map(({ target }) => target), ...args].every(
        (word) =>
          word?.value?.startsWith('/') !== true || /^\/(?:etc\/apt|usr\/share\/keyrings|dev\/null)/.test(word.value),
      ),
  );
  const touchesSources = /apt-key|\/etc\/apt|\/usr\/share\/keyrings/.test(
    run.text.slice(statement.span.start, statement.span.end),
  );
  return (
    isSource &&
    touchesSources &&
    installs.every(({ operands }) =>
      operands.every(({ value }) => value !== undefined && isBuildOnly(source, value, false)),
    )
  );
}

/** The files of apt that name the sources of packages which the runtime does without. */
function sourceLists(source: Source): readonly string[] {
  return source.runs.flatMap((run) =>
    run.script.commands
      .filter((command) => namesForBuild(source, run, command))
      .flatMap((command) => pathsOf(source, run, command).filter((path) => path.startsWith('/etc/apt/'))),
  );
}

function isOnlyForBuild(source: Source, { operands }: PackageOperation): boolean {
  return operands.every(({ value }) => value !== undefined && !isStarted(source, value.replace(/(?<=.)@.*$/, '')));
}

function isStarted({ started }: Source, name: string): boolean {
  return started.some((command) => command.name === name || command.args.some(({ value }) => value === name));
}

/** Every command of the statement works on files of the application alone. */
function isInside(source: Source, run: SourceRun, command: ShellCommand, root: string): boolean {
  const statement = run.script.statements[command.statement];
  if (statement === undefined || run.operations.has(command)) return false;
  return statement.commands.every((one) => {
    if (one.isSubstitution) return true;
    const name = one.name ?? '';
    if (ACCOUNTS.test(name) || run.operations.has(one)) return false;
    const directory = directoryAt(source.model, run.instruction, one);
    if (directory === undefined || !(FILE_COMMANDS.test(name) || isProducing(source, run, one))) return false;
    if (name === 'cd' || name === 'set' || name === 'export' || name === 'true')
      return isWithin(directory, root) || statement.commands.length > 1;
    const paths = pathsOf(source, run, one);
    const isOwn = (path: string): boolean => isWithin(path, root) || /^\/(?:tmp|dev)\//.test(path);
    // `ln -s /dev/stdout log/production.log`: the link lies in the directory, whatever it points at.
    const written = name === 'ln' || name === 'cp' ? paths.slice(-1) : paths;
    return written.every(isOwn) && (isWithin(directory, root) || written.some((path) => isWithin(path, root)));
  });
}

/** The paths among a command's words and redirections; relative ones where the command takes files. */
function pathsOf(source: Source, run: SourceRun, command: ShellCommand): readonly string[] {
  const directory = directoryAt(source.model, run.instruction, command);
  const home = homeOf(source, run.instruction) ?? '~';
  const isText = /^(?:echo|printf|sed|grep|awk|git|curl|wget|date)$/.test(command.name ?? '');
  const words = command.args.flatMap((word) => {
    const text = textOf(source, run.instruction, word).replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, home);
    if (text.startsWith('-') || text.includes('://') || /^[0-7]{3,4}$|^[ugoa]*[+=-][rwxX]+$/.test(text)) return [];
    return isText && !text.startsWith('/') ? [] : [text];
  });
  const redirected = command.redirects.flatMap(({ operator, target }) =>
    target === undefined || !/^\d*>>?\|?$/.test(operator) ? [] : [textOf(source, run.instruction, target)],
  );
  return [...words, ...redirected].flatMap((text) => joinPath(directory, text) ?? text);
}

const MANIFESTS =
  /(?:^|\/)(?:Gemfile(?:\.lock|\*|\.\*)?|gems\.(?:rb|locked)|[\w*.-]+\.gemspec|\.ruby-version|\.tool-versions|\.bundle)\/?$/;

function copyReason(
  { stage, model }: Source,
  copy: CopyOperation,
  places: Places,
  application: Application | undefined,
): string | undefined {
  const target = copy.destinationPath;
  if (target === undefined || copy.from.kind !== 'context') return undefined;
  if (application !== undefined && isWithin(target, application.root))
    return `the runtime gets ${application.root} as a whole from the builder`;
  if (places.gems.some((place) => isWithin(target, place)))
    return 'the runtime gets the directory from the builder, with what is installed into it';
  if (!copy.sources.every(({ word }) => MANIFESTS.test(word.value))) return undefined;
  if (isWithin(target, '/tmp')) return 'only the installation of the gems reads it';
  const comesLater = stage.instructions.some((instruction) => {
    const later = model.copyOf(instruction);
    return (
      later?.from.kind === 'context' &&
      instruction.index > copy.instruction.index &&
      later.sources.some(({ path }) => path === '') &&
      copy.sources.every(({ path }) => {
        if (path === undefined || path.includes('/')) return false;
        return (
          later.destinationPath === (copy.isDirectory ? target : directoryOf(target)) &&
          (copy.isDirectory || baseName(target) === path)
        );
      })
    );
  });
  return comesLater ? 'the runtime gets it with the rest of the application' : undefined;
}

/** Libraries that gems load by name and programs that they start, which the full base has and the slim one lacks. */
function neededPackages(source: Source): Draft['packages'] {
  const { context, facts } = source;
  const lock = context?.read('Gemfile.lock');
  const known = lock === undefined ? [] : lockedGems(lock);
  const needed = known.flatMap((name) => {
    const gem = rubyGem(name);
    if (gem === undefined) return [];
    const libraries = gem.debianRuntime.flatMap((library) =>
      library.endsWith('-dev') ? (runtimePackagesFor(library, facts.distribution)?.packages ?? []) : [library],
    );
    const tools = gem.shellsOut.flatMap((tool) => PACKAGE_OF_TOOL.get(tool) ?? []);
    return [...libraries, ...tools].map((library) => ({ name: library, why: `${name} needs ${library} at run time.` }));
  });
  return callsGit(source)
    ? [
        ...needed,
        {
          name: 'git',
          why: 'Bundler reads the gemspec of the application whenever it starts, and that asks git for its files.',
        },
      ]
    : needed;
}

/** A gemspec of the application, which `gemspec` in the Gemfile or a path refers to, is evaluated at each start. */
function callsGit({ context, stage, model }: Source): boolean {
  if (context !== undefined) {
    const names = (context.list('') ?? []).filter((name) => name.endsWith('.gemspec'));
    return names.some((name) => /`git |git ls-files/.test(context.read(name) ?? ''));
  }
  return stage.instructions.some((instruction) =>
    model.copyOf(instruction)?.sources.some(({ word }) => word.value.endsWith('.gemspec')),
  );
}

function assumptionsOf(
  source: Source,
  application: Application | undefined,
  isFull: boolean,
  { isOwn, repeated }: Places,
): Draft['assumptions'] {
  const span = source.stage.baseWord?.span;
  const at = span === undefined ? {} : { span };
  const hasLock = source.context?.read('Gemfile.lock') !== undefined;
  return [
    ...(isFull
      ? [
          {
            message: hasLock
              ? 'The slim base has no git, curl, wget, ImageMagick or compilers. What the file itself and the gems of Gemfile.lock are known to start has been kept.'
              : 'The slim base has no git, curl, wget, ImageMagick or compilers. What the file itself runs has been kept; a program that only the application or a gem starts (mini_magick: ImageMagick) has to be added.',
            ...at,
          },
        ]
      : []),
    ...(isOwn
      ? [
          {
            message: `Bundler installs into ${OWN_PLACE} in both stages (BUNDLE_PATH), since nothing tells where "${source.baseText}" would have it; "bundle exec" finds the gems there.`,
            ...at,
          },
        ]
      : []),
    ...(repeated.size > 0
      ? [
          {
            message:
              'The runtime installs Bundler again, as the builder does: it is Ruby alone, and nothing tells where the base puts it.',
            ...at,
          },
        ]
      : []),
    ...(isFull || unknownLibraries(source).length > 0
      ? [{ message: 'The builder itself finds out which shared libraries the gems need.', ...at }]
      : []),
    ...(application === undefined
      ? []
      : [{ message: `${application.root} is copied as a whole, since the build writes into it.` }]),
  ];
}
