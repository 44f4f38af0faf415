import { commandsOf, packageName, packageUse, runtimePackagesFor } from '../knowledge/os-packages';
import type { PackageOperation } from '../model/packages';
import type { Span } from '../text/span';
import type { Draft } from './recipe';
import type { Source } from './source';

/** What the runtime keeps of one install command. */
export interface InstallSplit {
  readonly operation: PackageOperation;
  /** Words as written. */
  readonly kept: readonly string[];
  /** Runtime libraries in place of development packages. */
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  /** Tools that may serve build or runtime, kept because nothing tells. */
  readonly keptDual: readonly { readonly name: string; readonly span: Span }[];
  /** The runtime needs the very same packages. */
  readonly isUnchanged: boolean;
  /** The commands that install the runtime's share; empty where there is none. */
  readonly lines: readonly string[];
  readonly why: string;
}

/** Returns which packages of `install` the runtime needs; `isUndone`: the file removes them again. */
export function splitInstall(
  install: PackageOperation,
  source: Source,
  draft: Draft,
  runtimeCommands: ReadonlySet<string>,
  isUndone: boolean,
): InstallSplit {
  const { facts } = source;
  const distribution = { family: facts.distribution.family, release: facts.distribution.release };
  const manager = install.manager.name;
  const kept: string[] = [];
  const added: string[] = [];
  const dropped: string[] = [];
  const keptDual: { name: string; span: Span }[] = [];
  for (const word of install.operands) {
    const name = word.value === undefined ? undefined : packageName(word.value);
    if (name === undefined) {
      kept.push(word.text);
      continue;
    }
    const isNeeded = (commandsOf(name) ?? []).some((command) => runtimeCommands.has(command));
    const kind =
      draft.isBuildOnlyPackage(name) && !isNeeded ? 'build-only' : packageUse(name, facts.packageManager ?? 'apt');
    if (isUndone) {
      dropped.push(name);
      if (manager === 'apk' || kind !== 'dev') continue;
    }
    switch (kind) {
      case 'dev': {
        const runtime = runtimePackagesFor(name, distribution)?.packages;
        if (runtime === undefined && !isUndone) kept.push(word.text);
        else {
          if (!isUndone) dropped.push(name);
          added.push(...(runtime ?? []));
        }
        break;
      }
      case 'build-only':
        if (isNeeded) kept.push(word.text);
        else dropped.push(name);
        added.push(...impliedBy(name));
        break;
      case 'dual-use':
        kept.push(word.text);
        if (!isNeeded) keptDual.push({ name, span: word.span });
        break;
      default:
        kept.push(word.text);
    }
  }
  const fresh = [...new Set(added)].filter((name) => !kept.includes(name));
  const isUnchanged = dropped.length === 0 && fresh.length === 0;
  return {
    operation: install,
    kept,
    added: fresh,
    dropped,
    keptDual,
    isUnchanged,
    lines: kept.length + fresh.length === 0 ? [] : installLines(install, kept, fresh),
    why: `installs ${list(dropped)}, which only the build needs`,
  };
}

/** pip and venv packages bring the interpreter itself, which the runtime must not lose with them. */
function impliedBy(name: string): readonly string[] {
  return /^python3-(?:pip|venv|dev|setuptools|wheel)$/.test(name) ? ['python3'] : name === 'py3-pip' ? ['python3'] : [];
}

function list(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? 'packages';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The command as written with the runtime's packages instead of its own. */
function installLines(install: PackageOperation, kept: readonly string[], added: readonly string[]): readonly string[] {
  const operands = new Set(install.operands);
  const { command, manager } = install;
  const group = install.options.find(({ name }) => name === '-t' || name === '--virtual');
  const isGroup = manager.name === 'apk' && group !== undefined;
  const words = [...command.wrappers, command.nameWord, ...command.args].flatMap((word) => {
    if (word === undefined || operands.has(word)) return [];
    const isGroupWord = isGroup && (word === group.word || (word.value ?? word.text) === group.value);
    return isGroupWord ? [] : [word.text];
  });
  const isApt = manager.name === 'apt-get' || manager.name === 'apt';
  const withoutRecommends =
    isApt && kept.length === 0 && !words.includes('--no-install-recommends') ? ['--no-install-recommends'] : [];
  const prefix = command.assignments.map(({ name, value }) => `${name}=${value?.text ?? ''} `).join('');
  const packages = [...kept, ...added];
  const line = `${prefix}${[...words, ...withoutRecommends].join(' ')} ${packages.join(' ')}`;
  if (isApt) return [`${words[0] === 'sudo' ? 'sudo ' : ''}apt-get update`, line, 'rm -rf /var/lib/apt/lists/*'];
  return [line];
}
