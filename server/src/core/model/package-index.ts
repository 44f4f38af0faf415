import type { ShellCommand, ShellScript } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { instructionsAfter } from './history';
import type { DockerfileModel } from './model';
import { isMountedAway } from './mounts';
import type { PackageOperation } from './packages';
import { isWithin } from './paths';

/** Where apt keeps the package index that `apt-get update` downloads. */
export const aptLists = '/var/lib/apt/lists';

/** Tells whether `operation` is of apt-get, apt or aptitude. */
export function isApt(operation: PackageOperation): boolean {
  return /^apt(?:-get|itude)?$/.test(operation.manager.name);
}

/** Tells whether what apt downloads in `instruction` goes to a cache or tmpfs mount. */
export function hasAptMount(instruction: Instruction): boolean {
  return isMountedAway(instruction, aptLists) || isMountedAway(instruction, '/var/cache/apt');
}

/** Tells whether `script` removes apt's package index after `offset`; a function or condition that may do so counts. */
export function removesAptLists(script: ShellScript, offset: number): boolean {
  return script.commands.some(
    (command) => (command.span.start > offset || command.isConditional) && isAptListsRemoval(command),
  );
}

/** Tells whether `command` removes apt's package index, or is a clean-up script that may. */
export function isAptListsRemoval(command: ShellCommand): boolean {
  const { name, args } = command;
  if (name === 'rm' || name === 'find' || name === 'cd') {
    return args.some(({ value, text, hasGlob }) => {
      if (value === undefined) return /apt|lists/i.test(text);
      const path = value.replace(/\/\*?$/, '');
      if (!path.startsWith('/') || path === '') return false;
      return path.startsWith('/var/lib/apt') || isWithin(aptLists, path) || (hasGlob && /^\/var\/.*\bapt\b/.test(text));
    });
  }
  if (name === 'apt-get' || name === 'apt') return args.some(({ value }) => /^dist-?clean$/.test(value ?? ''));
  return /clean/i.test(name ?? '');
}

/** What later steps do with a package index that `instruction` leaves: `reads` it, `may` read it in a script, or nothing. */
export function laterIndexUse(model: DockerfileModel, instruction: Instruction): 'reads' | 'may' | undefined {
  let use: 'may' | undefined;
  for (const later of instructionsAfter(model, instruction)) {
    if (hasAptMount(later)) continue;
    let isFresh = false;
    const operations = new Map(model.packageOperationsOf(later).map((operation) => [operation.command, operation]));
    for (const command of model.scriptOf(later).commands) {
      const operation = operations.get(command);
      const isOfApt = operation !== undefined && isApt(operation);
      if (isOfApt && operation.action === 'update') isFresh = true;
      if (isFresh) continue;
      if ((isOfApt && (operation.action === 'install' || operation.action === 'upgrade')) || isIndexReader(command))
        return 'reads';
      if (later.keyword === 'RUN' && isUnknownScript(command) && model.stateBefore(later).user.isRoot !== false)
        use = 'may';
    }
  }
  return use;
}

// Programs that install Debian packages without refreshing the index themselves.
const INDEX_READERS: ReadonlySet<string> = new Set(
  'rosdep mk-build-deps gdebi tasksel apt-cache apt-file dselect'.split(' '),
);

function isIndexReader({ name, nameWord, args }: ShellCommand): boolean {
  if (name === 'apt-get' || name === 'apt') return args.some(({ value }) => value === 'source' || value === 'download');
  return nameWord !== undefined && name !== undefined && INDEX_READERS.has(name);
}

/** Tells whether `command` runs a script whose text is not here. */
export function isUnknownScript({ name, nameWord, args }: ShellCommand): boolean {
  if (name === undefined || nameWord?.value === undefined) return true;
  // Build tools in the source tree install no packages of the distribution.
  if (
    /^(?:configure|Configure|config|gradlew|mvnw|autogen\.sh|buildconf|bootstrap|manage\.py|setup\.py|sbt|b2)$/.test(
      name,
    )
  )
    return false;
  if (/^(?:ba|da|a|z)?sh$|^source$|^\.$/.test(name)) return !args.some(({ value }) => /^-[a-z]*c$/.test(value ?? ''));
  return (
    /\.(?:sh|bash|py|pl|rb)$/.test(name) ||
    /^(?:\.{1,2}|\/(?:tmp|opt|app|build|scripts?|src|root|home))\//.test(nameWord.value)
  );
}
