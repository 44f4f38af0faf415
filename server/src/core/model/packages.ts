import {
  hasAnyOption,
  readPackageCommand,
  type PackageAction,
  type PackageCommand,
  type PackageManager,
} from '../knowledge/package-managers';
import type { ShellCommand, ShellScript, ShellWord } from '../shell/shell';

/** One call of a package manager in a script: `apt-get install -y curl`. */
export interface PackageOperation {
  readonly manager: PackageManager;
  /** `undefined` for sub-commands that change no package, such as `apt-get source`. */
  readonly action: PackageAction | undefined;
  readonly command: ShellCommand;
  /** The sub-command, of one or more words (`install`, `cache clean`); `''` where the call has none. */
  readonly subcommand: string;
  /** The first word of the sub-command. */
  readonly verb: ShellWord | undefined;
  /** Words that name packages, files or directories; options and their values are left out. */
  readonly operands: readonly ShellWord[];
  readonly options: readonly PackageOptionWord[];
  /** Tells whether one of `names` (`-y`, `--yes`) is among its options, also inside a cluster such as `-qy`. */
  hasOption(names: readonly string[]): boolean;
}

export interface PackageOptionWord {
  readonly name: string;
  readonly value: string | undefined;
  readonly word: ShellWord;
}

/** Returns what package managers do in `script`, in the order of the text. */
export function packageOperations(script: ShellScript): readonly PackageOperation[] {
  return script.commands.flatMap((command) => {
    const operation = packageOperation(command);
    return operation === undefined ? [] : [operation];
  });
}

/** Returns what `command` does if it is a package manager (`python -m pip` is pip), else `undefined`. */
export function packageOperation(command: ShellCommand): PackageOperation | undefined {
  if (command.nameWord === undefined || command.name === undefined) return undefined;
  const words = [command.nameWord, ...command.args];
  const read = readPackageCommand(words.map(({ value, text }) => value ?? text));
  return read === undefined ? undefined : placed(read, command, words);
}

function placed(read: PackageCommand, command: ShellCommand, words: readonly ShellWord[]): PackageOperation {
  const at = (index: number): readonly ShellWord[] => {
    const word = words[index];
    return word === undefined ? [] : [word];
  };
  return {
    manager: read.manager,
    action: read.action,
    command,
    subcommand: read.subcommand,
    verb: read.subcommandIndex === undefined ? undefined : words[read.subcommandIndex],
    operands: read.operands.flatMap(at),
    options: read.options.flatMap(({ name, value, index }) => at(index).map((word) => ({ name, value, word }))),
    hasOption: (names) => hasAnyOption(read, names),
  };
}
