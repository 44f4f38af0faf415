import { downloadCacheOf, type DownloadCache } from '../knowledge/download-caches';
import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { isMountedAway, mountsOf } from './mounts';
import type { PackageOperation } from './packages';
import { isWithin } from './paths';

/** A call that downloads or compiles what a cache mount would keep. */
export interface CachedOperation {
  readonly operation: PackageOperation;
  readonly cache: DownloadCache;
  /** The directories to mount; `undefined` where one is not known. */
  readonly targets: readonly string[] | undefined;
  readonly isMounted: boolean;
}

/** Returns the calls of `instruction` that fill a cache, in order. */
export function cachedOperations(model: DockerfileModel, instruction: Instruction): readonly CachedOperation[] {
  const { flags } = instruction.trigger ?? instruction;
  if (flags.some(({ name, value }) => name === 'network' && value === 'none')) return [];
  const { facts } = model.stageOf(instruction) ?? {};
  if (facts?.distribution.family === 'windows') return [];
  return model.packageOperationsOf(instruction).flatMap((operation) => {
    const cache = downloadCacheOf(operation.manager.name, facts?.distribution);
    if (cache === undefined || !isFilling(operation, cache)) return [];
    const targets = cache.targets.map((choices) => directoryOf(model, instruction, choices));
    const known = targets.filter((target) => target !== undefined);
    return [
      {
        operation,
        cache,
        targets: known.length === targets.length && known.length > 0 ? known : undefined,
        isMounted: isCovered(instruction, operation, known),
      },
    ];
  });
}

function isFilling(operation: PackageOperation, cache: DownloadCache): boolean {
  const { action, subcommand, command } = operation;
  if (command.isSubstitution || operation.hasOption(OFFLINE)) return false;
  if (cache.subcommands !== undefined) return cache.subcommands.test(subcommand);
  if (operation.manager.kind === 'language') return action === 'install' && !/^(?:download|import)$/.test(subcommand);
  return action === 'install' || action === 'upgrade';
}

const OFFLINE = [
  '--offline',
  '--no-index',
  '--no-network',
  '--no-download',
  '--cache',
  '--cache-dir',
  '--cache-folder',
  '--store-dir',
  '--help',
  '--version',
];

/** Every directory is mounted; where one is not known, a cache mount that looks like it. */
function isCovered(instruction: Instruction, { manager }: PackageOperation, targets: readonly string[]): boolean {
  const mounts = mountsOf(instruction).filter(({ type }) => type === 'cache' || type === 'tmpfs');
  if (mounts.length === 0) return false;
  if (targets.length > 0 && targets.every((target) => isMountedAway(instruction, target))) return true;
  if (manager.kind === 'os' && targets.length > 0) return false;
  const name = ALIASES.get(manager.name) ?? manager.name;
  return mounts.some(
    ({ target = '' }) =>
      /[$]|^\/(?:root|home\/[^/]+)$/.test(target) || new RegExp(`${name}|\\.cache|cache$`, 'i').test(target),
  );
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['bundle', 'bundle|gem'],
  ['bundler', 'bundle|gem'],
  ['dotnet', 'nuget'],
  ['go', 'go|pkg/mod'],
  ['yarnpkg', 'yarn'],
  ['pip3', 'pip'],
  ['pip2', 'pip'],
  ['pnpm', 'pnpm|store'],
  ['yum', 'yum|dnf'],
  ['microdnf', 'yum|dnf'],
]);

/** The first of `choices` whose variable or home directory is known; one that is set to something unknown decides too. */
function directoryOf(model: DockerfileModel, instruction: Instruction, choices: readonly string[]): string | undefined {
  const { env, args, user } = model.stateBefore(instruction);
  for (const choice of choices) {
    const [, variable, below = ''] = /^\$(\w+)(.*)$/.exec(choice) ?? [];
    if (variable !== undefined) {
      const scope = env.has(variable) ? env : args;
      if (!scope.has(variable) || scope.get(variable) === '') continue;
      const value = scope.get(variable)?.replace(/\/+$/, '');
      return value?.startsWith('/') === true ? `${value}${below}` : undefined;
    }
    if (!choice.startsWith('~')) return choice;
    const home = env.get('HOME') ?? '/root';
    return user.isRoot === true && home === '/root' ? choice.replace('~', home) : undefined;
  }
  return undefined;
}

/** What a RUN does to keep its layer small, which would empty a mounted cache or fail on it. */
export interface CacheCleaning {
  readonly command: ShellCommand;
  /** The words to take away; `undefined` for the whole command. */
  readonly words: readonly ShellWord[] | undefined;
}

/**
 * Returns the commands of `instruction` that empty one of `directories` or the cache of one of `managers`; `undefined` where
 * one may do so in a way that the text does not tell, or removes more than them.
 */
export function cacheCleanings(
  model: DockerfileModel,
  instruction: Instruction,
  managers: ReadonlySet<string>,
  directories: readonly string[],
): readonly CacheCleaning[] | undefined {
  const cleanings: CacheCleaning[] = [];
  const operations = new Map(model.packageOperationsOf(instruction).map((operation) => [operation.command, operation]));
  for (const command of model.scriptOf(instruction).commands) {
    const operation = operations.get(command);
    const isEmptying = operation?.action === 'clean' && !/^bundler?$|^go$|^cargo$/.test(operation.manager.name);
    if (isEmptying && managers.has(operation.manager.name)) cleanings.push({ command, words: undefined });
    if (command.name === 'find' && command.args.some(({ text }) => /cache|lists/.test(text))) return undefined;
    if (command.name !== 'rm') continue;
    const paths = command.args.filter(({ text }) => !text.startsWith('-'));
    const cleaned: ShellWord[] = [];
    for (const word of paths) {
      const path = removedPath(word, (text) => model.expandAt(text, instruction));
      if (path === undefined) {
        if (/cache|apt|lists|\.npm|\.nuget/i.test(word.text)) return undefined;
        continue;
      }
      if (directories.some((directory) => isWithin(path, directory))) cleaned.push(word);
      // A directory with something mounted below it cannot be removed.
      else if (directories.some((directory) => isWithin(directory, path))) return undefined;
    }
    if (cleaned.length > 0) cleanings.push({ command, words: cleaned.length === paths.length ? undefined : cleaned });
  }
  return cleanings;
}

/** The absolute path that a word of `rm` names, without a `*` at its end. */
function removedPath({ text, value }: ShellWord, expand: (text: string) => string | undefined): string | undefined {
  const written = (value ?? text.replace(/^"(.*)"$/, '$1')).replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, '/root');
  const path = (/^\$\{?\w+\}?/.test(written) ? (expand(written) ?? written) : written).replace(/\/(?:\*|\.\*)?$/, '');
  return path.startsWith('/') && !/[$*?[{`]/.test(path) ? path : undefined;
}
