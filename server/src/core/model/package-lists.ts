import type { ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';

/** Packages of one call that stand side by side: between two of them there is neither a comment nor a word of another kind. */
export interface PackageList {
  readonly operation: PackageOperation;
  readonly words: readonly ShellWord[];
}

/** Returns the lists of packages that the calls of `instruction` install by name, each with two packages at least. */
export function packageLists(model: DockerfileModel, instruction: Instruction): readonly PackageList[] {
  if (model.scriptOf(instruction).source === 'exec') return [];
  return model.packageOperationsOf(instruction).flatMap((operation) => {
    if (!takesList(operation)) return [];
    const lists: ShellWord[][] = [[]];
    for (const word of operation.operands) {
      const previous = lists.at(-1)?.at(-1);
      const isApart =
        previous !== undefined &&
        instruction.innerComments.some(({ span: { start } }) => start > previous.span.end && start < word.span.start);
      if (isApart) lists.push([]);
      // What a variable holds is no name to compare; the words around it are.
      if (isPackage(word)) lists.at(-1)?.push(word);
    }
    return lists.flatMap((words) => (words.length > 1 ? [{ operation, words }] : []));
  });
}

/** Returns the words of a call that name packages to install, without versions in variables, files and addresses. */
export function packagesOf(operation: PackageOperation): readonly ShellWord[] {
  return takesList(operation) ? operation.operands.filter(isPackage) : [];
}

/** Calls whose operands are packages, in any order. */
function takesList({ manager, subcommand, action, options }: PackageOperation): boolean {
  if (action !== 'install') return false;
  switch (manager.name) {
    case 'apk':
      return subcommand === 'add';
    case 'npm':
    case 'pnpm':
    case 'bun':
      return /^(?:install|i|add|a)$/.test(subcommand);
    case 'yarn':
    case 'yarnpkg':
      return subcommand.endsWith('add');
    case 'gem':
      return subcommand === 'install' && !options.some(({ name }) => /^(?:-v|--version)$/.test(name));
    case 'uv':
      return /^(?:pip install|add)$/.test(subcommand);
    case 'pacman':
      return true;
    default:
      return (
        /^(?:apt-get|apt|aptitude|dnf|microdnf|yum|tdnf|zypper|pip[23]?)$/.test(manager.name) &&
        /^(?:install|in)$/.test(subcommand)
      );
  }
}

function isPackage({ value, hasGlob }: ShellWord): boolean {
  return (
    value !== undefined &&
    !hasGlob &&
    /^[@A-Za-z0-9]/.test(value) &&
    !/^[^@]*\/|:\/\/|\.(?:deb|rpm|apk|whl|tgz|zip|gem)$|\.tar\./.test(value)
  );
}

/** Returns the name of a package without its version, release or extras, in lower case. */
export function nameOfPackage(text: string): string {
  return text.replace(/(?<=.)(?:[=<>~!@;[]|:\d).*$/, '').toLowerCase();
}
