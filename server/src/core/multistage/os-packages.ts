import { commandsOf, packageName, packageUse, runtimePackagesFor } from '../knowledge/os-packages';
import type { PackageOperation } from '../model/packages';
import type { ShellWord } from '../shell/shell';
import type { Span } from '../text/span';
import type { Draft } from './recipe';
import { expandInScript } from './shell-values';
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
  readonly why: string;
}

/** Returns which packages of `install` the runtime needs; `undone` are those that the file removes again. */
export function splitInstall(
  install: PackageOperation,
  source: Source,
  draft: Draft,
  runtimeCommands: ReadonlySet<string>,
  undone: ReadonlySet<string>,
): InstallSplit {
  const { facts } = source;
  const distribution = { family: facts.distribution.family, release: facts.distribution.release };
  const manager = install.manager.name;
  const kept: string[] = [];
  const added: string[] = [];
  const dropped: string[] = [];
  const keptDual: { name: string; span: Span }[] = [];
  const provided = commandsOfRuntime(source);
  const place = (name: string, text: string, span: Span): void => {
    const own = packageUse(name, facts.packageManager ?? 'apt');
    const isForBuilds = own === 'build-only' || own === 'dev';
    const isNeeded = (commandsOf(name) ?? []).some(
      (command) => runtimeCommands.has(command) && !(isForBuilds && provided.has(command)),
    );
    const kind =
      draft.isBuildOnlyPackage(name) && !isNeeded
        ? 'build-only'
        : own === 'build-only' && isForDocuments(name, source)
          ? 'dual-use'
          : own;
    // A step that the runtime repeats needs its tools there too, even if the file removes them afterwards.
    const isUndone = undone.has(text) && !isNeeded;
    if (draft.keepsPackages === true && !draft.isBuildOnlyPackage(name)) {
      kept.push(text);
      return;
    }
    if (isUndone) {
      dropped.push(name);
      if (manager === 'apk' || kind !== 'dev') return;
    }
    switch (kind) {
      case 'dev': {
        const runtime = runtimePackagesFor(name, distribution)?.packages;
        if (runtime === undefined && !isUndone) kept.push(text);
        else {
          if (!isUndone) dropped.push(name);
          added.push(...(runtime ?? []));
        }
        break;
      }
      case 'build-only':
        if (isNeeded) kept.push(text);
        else dropped.push(name);
        if (!isUndone) added.push(...impliedBy(name, source).filter((one) => !draft.isBuildOnlyPackage(one)));
        break;
      case 'dual-use':
        kept.push(text);
        if (!isNeeded) keptDual.push({ name, span });
        break;
      default:
        kept.push(text);
    }
  };
  for (const word of install.operands) {
    const { text, value, span } = word;
    if (value !== undefined) {
      place(packageName(value), text, span);
      continue;
    }
    // The PHP image lists its compilers in this variable.
    if (/^"?\$\{?PHPIZE_DEPS\}?"?$/.test(text)) {
      dropped.push(text);
      continue;
    }
    const names = variableNames(source, install, word);
    if (names === undefined) {
      if (undone.has(text)) dropped.push(text);
      else kept.push(text);
      continue;
    }
    const before = kept.length;
    const left = dropped.length + added.length;
    for (const name of names) {
      if (undone.has(text)) {
        dropped.push(packageName(name));
        const isDev = packageUse(packageName(name), facts.packageManager ?? 'apt') === 'dev';
        if (isDev && manager !== 'apk') added.push(...(runtimePackagesFor(name, distribution)?.packages ?? []));
      } else place(packageName(name), name, span);
    }
    // All of the list is kept: so is the variable.
    if (dropped.length + added.length === left) kept.splice(before, names.length, text);
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
    why: splitWhy([...kept, ...fresh], dropped),
  };
}

/** The programs of packages that the runtime keeps whatever else it needs: `git` comes with git, not with a set of compilers. */
function commandsOfRuntime({ runs, facts }: Source): ReadonlySet<string> {
  const names = runs.flatMap(({ operations }) =>
    [...operations.values()].flatMap(({ manager, action, operands }) =>
      manager.kind === 'os' && action === 'install' ? operands.flatMap(({ value }) => value ?? []) : [],
    ),
  );
  const kept = names
    .map(packageName)
    .filter((name) => !['dev', 'build-only'].includes(packageUse(name, facts.packageManager ?? 'apt')));
  return new Set(kept.flatMap((name) => commandsOf(name) ?? []));
}

/** The packages that a variable of the script or the file lists (`$BUILD_DEPS`); undefined where the text does not tell. */
function variableNames(
  { model, runs }: Source,
  install: PackageOperation,
  word: ShellWord,
): readonly string[] | undefined {
  if (word.hasSubstitution || !word.text.includes('$')) return undefined;
  const run = runs.find(({ operations }) => operations.get(install.command) === install);
  const text = run && expandInScript(model, run.instruction, word.text.replace(/"/g, ''));
  const names = text?.split(/[\s\\]+/).filter((name) => name !== '');
  return names === undefined || names.length === 0 || names.some((name) => !/^[a-z0-9][\w.+:=~<>@-]*$/i.test(name))
    ? undefined
    : names;
}

/** LaTeX and pandoc make documents: the build's only where the build calls them. */
function isForDocuments(name: string, { runs }: Source): boolean {
  return (
    /^(?:texlive|latexmk$|pandoc$)/.test(name) &&
    !runs.some(({ script }) =>
      script.commands.some((command) =>
        /^(?:(?:pdf|xe|lua)?latex(?:mk)?|pandoc|make|sphinx-build|mkdocs|cmake|R|Rscript)$/.test(command.name ?? ''),
      ),
    )
  );
}

/** What a build package brings along that compiled programs, or the runtime itself, still need. */
function impliedBy(name: string, { facts }: Source): readonly string[] {
  const { family, release } = facts.distribution;
  const java = runtimeOfJdk(name);
  if (java !== undefined) return facts.language?.name === 'Java' ? [] : [java];
  const ruby = /^(ruby(?:\d[\d.]*)?)-dev(?:el)?$/.exec(name)?.[1];
  // Alpine's development package brings the library alone.
  if (ruby !== undefined) return facts.language?.name === 'Ruby' || family === 'alpine' ? [] : [ruby];
  const python = pythonOf(name);
  if (python.length > 0) return facts.family === 'python' || facts.family === 'uv' ? [] : python;
  if (family === 'alpine') {
    // Debian's slim images have these libraries; Alpine's have not.
    if (/^(?:g\+\+|build-base|alpine-sdk)$/.test(name)) return ['libgcc', 'libstdc++'];
    if (name === 'gcc') return ['libgcc'];
    // Alpine's C library has no gettext of its own.
    if (name === 'gettext-dev') return ['libintl'];
    return name === 'gfortran' ? ['libgfortran'] : [];
  }
  if (name !== 'gfortran') return [];
  return family === 'debian' && release === 'stretch' ? ['libgfortran3', 'libgomp1'] : ['libgfortran5', 'libgomp1'];
}

/** The interpreter that a build package of Python stands on, with what Debian's pip brings along and installed modules import (`pkg_resources`). */
function pythonOf(name: string): readonly string[] {
  if (/^py3-(?:pip|virtualenv)$/.test(name)) return ['python3'];
  const [, python, kind] =
    /^(python[23]?(?:\.\d+)?)-(pip|venv|dev|all-dev|setuptools|wheel|virtualenv|distutils)$/.exec(name) ?? [];
  if (python === undefined) return [];
  if (kind === 'distutils') return [name];
  return kind === 'pip' || kind === 'setuptools' ? [python, `${python}-setuptools`] : [python];
}

/** The package with the Java runtime of a development kit, in the names of Debian, Alpine and Red Hat. */
function runtimeOfJdk(name: string): string | undefined {
  if (/^default-jdk(?:-headless)?$|^openjdk-\d+-jdk(?:-headless)?$/.test(name)) return name.replace('-jdk', '-jre');
  const alpine = /^(openjdk\d+)(?:-jdk)?$/.exec(name)?.[1];
  if (alpine !== undefined) return `${alpine}-jre`;
  return /^java-[\d.]+-openjdk-devel$/.test(name) ? name.replace(/-devel$/, '') : undefined;
}

function splitWhy(inRuntime: readonly string[], dropped: readonly string[]): string {
  if (inRuntime.length === 0) return `installs ${list(dropped)}, which only the build needs`;
  if (dropped.length === 0) return 'installs packages that the running container needs, too';
  return `the runtime installs ${list(inRuntime)}; ${list(dropped)} ${dropped.length === 1 ? 'is' : 'are'} for the build alone`;
}

function list(names: readonly string[]): string {
  if (names.length <= 1) return names[0] ?? 'packages';
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Tells whether `manager` is one of apt's programs. */
export function isApt({ name }: PackageOperation['manager']): boolean {
  return name === 'apt-get' || name === 'apt';
}

/** Returns the install command of the runtime with `extra` packages too, `undefined` where it has none to install. */
export function withPackages({ operation, kept, added }: InstallSplit, extra: readonly string[]): string | undefined {
  const packages = [...new Set([...kept, ...added, ...extra])];
  return kept.length + added.length === 0 ? undefined : installLine(operation, kept, packages);
}

/** The command as written with the runtime's packages instead of its own. */
function installLine(install: PackageOperation, kept: readonly string[], packages: readonly string[]): string {
  const operands = new Set(install.operands);
  const { command, manager } = install;
  const group = install.options.find(({ name }) => name === '-t' || name === '--virtual');
  const isGroup = manager.name === 'apk' && group !== undefined;
  const words = [...command.wrappers, command.nameWord, ...command.args].flatMap((word) => {
    if (word === undefined || operands.has(word)) return [];
    const isGroupWord = isGroup && (word === group.word || (word.value ?? word.text) === group.value);
    return isGroupWord ? [] : [word.text];
  });
  if (manager.name === 'apk') {
    // The runtime has no package index of its own: --no-cache fetches one for this step.
    const options = words.filter((word) => !['--update', '-U', '--update-cache', '--no-cache'].includes(word));
    return [...options, '--no-cache', ...packages].join(' ');
  }
  // Without an answer to its question apt fails: the line is ours here, so that it has one.
  const yes = isApt(manager) && !install.hasOption(manager.assumeYes) ? ['-y'] : [];
  const isFresh = isApt(manager) && kept.length === 0 && !words.includes('--no-install-recommends');
  const prefix = command.assignments.map(({ name, value }) => `${name}=${value?.text ?? ''} `).join('');
  return `${prefix}${[...words, ...yes, ...(isFresh ? ['--no-install-recommends'] : []), ...packages].join(' ')}`;
}
