import type { ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { cover, type Span } from '../text/span';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { expand } from './variables';

/** Packages that one call installs without saying which version. */
export interface UnpinnedPackages {
  readonly operation: PackageOperation;
  /** The first of them, with those that follow it directly. */
  readonly span: Span;
  readonly names: readonly string[];
}

/**
 * Returns what the calls of `instruction` that `isJudged` admits install without a version: the operands of which
 * `isUnpinned` says so. Variables are replaced; a word with one that the text does not decide is left alone.
 */
export function unpinnedPackages(
  model: DockerfileModel,
  instruction: Instruction,
  isJudged: (operation: PackageOperation) => boolean,
  isUnpinned: (name: string, operation: PackageOperation) => boolean,
): readonly UnpinnedPackages[] {
  return model.packageOperationsOf(instruction).flatMap((operation): UnpinnedPackages[] => {
    if (operation.operands.length === 0 || !isJudged(operation)) return [];
    const words = operation.operands.map((word) => ({
      word,
      names: namesIn(model, instruction, word).filter((name) => isUnpinned(name, operation)),
    }));
    const from = words.findIndex(({ names }) => names.length > 0);
    const first = words[from];
    if (first === undefined) return [];
    const after = words.slice(from);
    const count = after.findIndex(({ names }) => names.length === 0);
    const last = (count === -1 ? after : after.slice(0, count)).at(-1) ?? first;
    return [
      {
        operation,
        span: cover(first.word.span, last.word.span),
        names: words.flatMap(({ names }) => names),
      },
    ];
  });
}

/** The packages that a word names: several where it is an unquoted variable that holds a list. */
function namesIn(model: DockerfileModel, instruction: Instruction, word: ShellWord): readonly string[] {
  if (word.value !== undefined) return [word.value];
  if (word.hasSubstitution) return [];
  const { env, args } = model.stateBefore(instruction);
  const isDecided = word.variables.every(({ name }) => (env.has(name) ? env : args).get(name) !== undefined);
  if (!isDecided) return [];
  const text = expand(word.text.replace(/["']/g, ''), (name) => {
    const value = (env.has(name) ? env : args).get(name);
    return value === undefined ? { kind: 'set' } : { kind: 'value', value };
  });
  return text === undefined ? [] : text.split(/\s+/).filter((name) => name !== '' && !name.startsWith('-'));
}

/** Returns `names` as a list for people, cut where there are many. */
export function listOfNames(names: readonly string[]): string {
  if (names.length <= 4) return names.join(', ');
  return [...names.slice(0, 4), `${names.length - 4} more`].join(', ');
}
