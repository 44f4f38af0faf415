import { baseName, isWithin, joinPath } from '../model/paths';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { expandInScript } from './shell-values';
import { directoryAt, type Source } from './source';

/** A file that a step takes away from a directory which the runtime gets as a whole: it lies elsewhere by then. */
export interface MovedFile {
  readonly command: ShellCommand;
  /** Where it lies afterwards. */
  readonly target: string;
}

/**
 * Returns what steps up to `last` move out of `root` (`mv drush.phar /usr/local/bin/drush`): the runtime could not repeat
 * it, since what it gets of `root` has the file no more.
 */
export function movedOut({ runs, model }: Source, root: string, last: Instruction): readonly MovedFile[] {
  return runs
    .filter(({ instruction }) => instruction.index <= last.index)
    .flatMap(({ instruction, script }) =>
      script.commands.flatMap((command) => {
        if (command.name !== 'mv') return [];
        const directory = directoryAt(model, instruction, command);
        const words = command.args
          .map((word) => word.value ?? expandInScript(model, instruction, word.text.replace(/["']/g, '')))
          .filter((word) => word?.startsWith('-') !== true);
        const paths = words.map((word) => (word === undefined ? undefined : joinPath(directory, word)));
        const [from, to] = paths;
        if (paths.length !== 2 || from === undefined || to === undefined) return [];
        if (!isWithin(from, root) || from === root || isWithin(to, root)) return [];
        const isDirectory = (words[1] ?? '').endsWith('/') || /^\/(?:usr\/)?(?:local\/)?s?bin$/.test(to);
        return [{ command, target: isDirectory ? (joinPath(to, baseName(from)) ?? to) : to }];
      }),
    );
}
