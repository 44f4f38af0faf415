import type { Instruction } from '../syntax/dockerfile';
import type { ShellCommand, ShellWord } from '../shell/shell';
import { instructionsBefore } from './history';
import type { DockerfileModel } from './model';
import { baseName, isWithin, joinPath } from './paths';
import { remembered } from './remembered';

/** Something that an instruction puts into its layer. */
export interface LayerContent {
  readonly instruction: Instruction;
  /** Absolute, without a trailing slash. */
  readonly path: string;
  /** `copied`: exactly this file or directory; `context`: everything below, as far as the build context has it; `downloaded` by a RUN. */
  readonly kind: 'copied' | 'context' | 'downloaded';
}

/** Returns what the instructions below `instruction` put into layers of their own, as far as the text tells. */
export function contentsBefore(model: DockerfileModel, instruction: Instruction): readonly LayerContent[] {
  return instructionsBefore(model, instruction).flatMap((earlier) => contentsOf(model, earlier));
}

const contentsOf = remembered((model, instruction: Instruction): readonly LayerContent[] => [
  ...copied(model, instruction),
  ...downloads(model, instruction),
]);

function copied(model: DockerfileModel, instruction: Instruction): readonly LayerContent[] {
  const copy = model.copyOf(instruction);
  if (copy?.destinationPath === undefined) return [];
  const target = trim(copy.destinationPath);
  return copy.sources.flatMap((source): LayerContent[] => {
    if (source.kind === 'git' || (source.kind === 'path' && source.path === undefined)) return [];
    if (source.isEverything) return [{ instruction, path: target, kind: 'context' }];
    const name =
      source.kind === 'path' ? baseName(source.path ?? '') : baseName(source.word.value.split(/[?#]/)[0] ?? '');
    if (/[*?[]/.test(name)) return [];
    return [
      { instruction, path: copy.isDirectory ? `${target === '/' ? '' : target}/${name}` : target, kind: 'copied' },
    ];
  });
}

function downloads(model: DockerfileModel, instruction: Instruction): readonly LayerContent[] {
  if (instruction.keyword !== 'RUN') return [];
  const paths = pathsOf(model, instruction);
  const { commands } = model.scriptOf(instruction);
  return commands.flatMap((command): LayerContent[] => {
    const word = downloadTarget(command);
    const path = word === undefined ? undefined : paths(word, command);
    return path === undefined || isTakenAgain(path, command) ? [] : [{ instruction, path, kind: 'downloaded' }];
  });

  /** The same RUN deletes or moves the file: it is not in the layer, or not under this name. */
  function isTakenAgain(path: string, download: ShellCommand): boolean {
    return commands.some(
      (command) =>
        (command.name === 'rm' || command.name === 'mv') &&
        command.span.start > download.span.start &&
        command.args.some((word) => {
          const taken = paths(word, command);
          // After a `cd` only the name can be compared.
          return taken === undefined ? baseName(word.value ?? '') === baseName(path) : removalOf(taken)(path);
        }),
    );
  }
}

/** The word that names the file of `curl -o`, `wget -O`, or the directory of `git clone`. */
function downloadTarget({ name, args }: ShellCommand): ShellWord | undefined {
  if (name === 'curl') return wordAfter(args, /^(?:-[a-zA-Z]*o|--output)$/);
  if (name === 'wget') return wordAfter(args, /^(?:-[a-zA-Z]*O|--output-document)$/);
  return undefined;
}

function wordAfter(args: readonly ShellWord[], option: RegExp): ShellWord | undefined {
  const at = args.findIndex(({ value }) => option.test(value ?? ''));
  const word = at === -1 ? undefined : args[at + 1];
  return word?.value === '-' ? undefined : word;
}

/** Returns a reader of words as absolute paths; `undefined` for words that expand, and for relative ones after a `cd`. */
export function pathsOf(
  model: DockerfileModel,
  instruction: Instruction,
): (word: ShellWord, command: ShellCommand) => string | undefined {
  const { workdir } = model.stateBefore(instruction);
  const moves = model.scriptOf(instruction).commands.filter(({ name }) => /^(?:cd|pushd|popd)$/.test(name ?? ''));
  return (word, command) => {
    if (word.value === undefined || word.value === '') return undefined;
    const hasMoved = moves.some(({ span }) => span.start < command.span.start);
    const path = joinPath(hasMoved ? undefined : workdir, word.value);
    return path === undefined || path.startsWith('/~') || word.value.startsWith('~') ? undefined : path;
  };
}

/** Returns a test of whether the path or glob `removed` takes a path away as a whole. */
export function removalOf(removed: string): (path: string) => boolean {
  if (!/[*?[]/.test(removed)) return (path) => isWithin(path, removed);
  const pattern = removed
    .replace(/[.+^${}()|\\[\]]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  const whole = new RegExp(`^${pattern}(?:/|$)`);
  return (path) => whole.test(path);
}

function trim(path: string): string {
  return path.replace(/(?<=.)\/+$/, '');
}
