import { isWithin, joinPath } from '../model/paths';
import type { ShellCommand, ShellStatement, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { Draft } from './recipe';
import { expandInScript } from './shell-values';
import { directoryAt, type Source } from './source';

/*
 * Steps that work on files which the runtime gets from the builder as a whole: `RUN mv .env.docker .env` after `COPY . .`.
 * Their work comes along with the files. Repeated in the runtime they would fail, as the files are not there yet, or are
 * changed already.
 */

/** A directory that moves as a whole, in place of the COPY that filled it. */
export interface HandedTree {
  readonly path: string;
  /** COPY gives it an owner other than root. */
  readonly hasOwner: boolean;
}

/** What becomes of a step that works on handed files. */
export type HandedWork =
  /** Its work comes along with the files. */
  | 'comes-along'
  /** The runtime repeats it, after it has got the files. */
  | 'needs-files'
  /** It moves files out of the tree, or runs a script: nothing tells what the runtime lacks then. */
  | 'unclear';

/** Returns the directories that the draft moves as a whole. */
export function handedTrees(source: Source, draft: Draft, lastBuild: Instruction): readonly HandedTree[] {
  const dropped = source.stage.instructions.flatMap((instruction) => {
    const copy = instruction.index <= lastBuild.index ? source.model.copyOf(instruction) : undefined;
    return copy?.destinationPath === undefined || draft.copyReason(copy) === undefined ? [] : [copy.destinationPath];
  });
  return draft.artefacts
    .flatMap(({ lines }) => lines)
    .filter((line) => line.startsWith('COPY --from='))
    .flatMap((line) => {
      const path = line.split(' ').at(-1) ?? '/';
      const isFilled =
        path !== '/' && dropped.some((destination) => isWithin(destination.replace(/(?<=.)\/$/, ''), path));
      return isFilled ? [{ path, hasOwner: line.includes(' --chown=') }] : [];
    });
}

/** Tells what becomes of a statement that no recipe claims, `undefined` where it does not work on the trees' files. */
export function workOnHandedFiles(
  source: Source,
  trees: readonly HandedTree[],
  instruction: Instruction,
  statement: ShellStatement,
): HandedWork | undefined {
  const commands = statement.commands.filter(({ isSubstitution }) => !isSubstitution);
  const works = commands.map((command) => workOf(source, trees, instruction, command));
  if (works.includes('unclear')) return 'unclear';
  if (works.includes('needs-files')) return 'needs-files';
  return works.includes('comes-along') && works.every((work, i) => work === 'comes-along' || isHarmless(commands[i]))
    ? 'comes-along'
    : undefined;
}

/** Tells whether a statement makes nothing but directories that the trees bring along: without -p that fails where they are. */
export function makesHandedTree(
  { model }: Source,
  trees: readonly HandedTree[],
  instruction: Instruction,
  { commands }: ShellStatement,
): boolean {
  return (
    commands.length > 0 &&
    commands.every((command) => {
      const operands = command.args.filter(({ text }) => !text.startsWith('-'));
      return (
        command.name === 'mkdir' &&
        operands.length > 0 &&
        operands.every(({ value, text }) => {
          const word = value ?? expandInScript(model, instruction, text);
          const path = word === undefined ? undefined : joinPath(directoryAt(model, instruction, command), word);
          return path !== undefined && trees.some((tree) => isWithin(tree.path, path));
        })
      );
    })
  );
}

/** Commands whose operands are all files. */
const FILE_COMMANDS: ReadonlySet<string> = new Set(
  'mv cp rm mkdir rmdir touch chmod ln sed cat tee dos2unix unix2dos truncate install find tar unzip gzip gunzip'.split(
    ' ',
  ),
);

function workOf(
  source: Source,
  trees: readonly HandedTree[],
  instruction: Instruction,
  command: ShellCommand,
): HandedWork | undefined {
  const name = command.name ?? '';
  const directory = directoryAt(source.model, instruction, command);
  const resolve = (word: ShellWord): string | undefined => {
    const text = word.hasSubstitution
      ? undefined
      : (word.value ?? expandInScript(source.model, instruction, word.text));
    return text === undefined ? undefined : joinPath(directory, text.replace(/\/?[*?[].*$/, '') || '.');
  };
  const isInside = (path: string | undefined): boolean =>
    path !== undefined && trees.some((tree) => isWithin(path, tree.path) && path !== tree.path);
  const isTreeOrInside = (path: string | undefined): boolean =>
    path !== undefined && trees.some((tree) => isWithin(path, tree.path));

  const script = scriptWord(command);
  if (script !== undefined && isInside(resolve(script))) return /^node(?:js)?$/.test(name) ? 'comes-along' : 'unclear';

  const operands = command.args.filter(({ text }) => !text.startsWith('-'));
  if (name === 'chown' || name === 'chgrp') {
    const paths = operands.slice(1).map(resolve);
    if (!paths.some(isTreeOrInside)) return undefined;
    const isOwned = paths.every((path) =>
      trees.some((tree) => tree.hasOwner && path !== undefined && isWithin(path, tree.path)),
    );
    if (!isOwned) return 'needs-files';
    return paths.every((path) => isThere(source, instruction, path)) ? undefined : 'comes-along';
  }
  const written = command.redirects.flatMap(({ target, operator }) =>
    target !== undefined && operator.includes('>') && !operator.includes('&') ? [resolve(target)] : [],
  );
  if (!FILE_COMMANDS.has(name))
    return written.length > 0 && written.every(isInside) && /^(?:echo|printf|envsubst|node)$/.test(name)
      ? 'comes-along'
      : undefined;
  const files = name === 'chmod' || name === 'sed' ? operands.slice(1) : operands;
  const paths = [...files.map(resolve), ...written];
  if (!paths.some(isInside)) return undefined;
  if (paths.every(isTreeOrInside)) return 'comes-along';
  // Files of the tree are handed out: a copy can be made again, what was moved is gone.
  if (name === 'mv') return isInside(paths.at(-1)) ? undefined : 'unclear';
  return ['cp', 'ln', 'install', 'cat', 'chmod', 'tar'].includes(name) ? 'needs-files' : undefined;
}

/** The script that is run: by itself, or by the interpreter that it is handed to. */
function scriptWord({ name = '', nameWord, args }: ShellCommand): ShellWord | undefined {
  if (nameWord?.value?.includes('/') === true) return nameWord;
  return /^(?:(?:ba|da|a)?sh|node|nodejs|source|\.)$/.test(name)
    ? args.find(({ text }) => !text.startsWith('-'))
    : undefined;
}

/** An earlier WORKDIR or mkdir of the runtime makes the directory. */
function isThere({ stage, runs, model }: Source, instruction: Instruction, path: string | undefined): boolean {
  if (path === undefined) return false;
  const isSet = stage.instructions.some(
    (one) =>
      one.keyword === 'WORKDIR' &&
      one.index < instruction.index &&
      isWithin(model.stateBefore(stage.instructions[stage.instructions.indexOf(one) + 1] ?? one).workdir ?? '/', path),
  );
  return (
    isSet ||
    runs.some(
      (run) =>
        run.instruction.index <= instruction.index &&
        run.script.commands.some(
          (command) =>
            command.name === 'mkdir' &&
            command.args.some(({ value, text }) => {
              const word = value ?? expandInScript(model, run.instruction, text);
              const made =
                word === undefined ? undefined : joinPath(directoryAt(model, run.instruction, command), word);
              return made !== undefined && isWithin(made, path);
            }),
        ),
    )
  );
}

function isHarmless(command: ShellCommand | undefined): boolean {
  return (
    command === undefined || /^(?:cd|echo|printf|true|:|set|test|\[|ls|cat|find|xargs|grep)$/.test(command.name ?? '')
  );
}
