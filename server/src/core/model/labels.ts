import { removeInstruction } from '../lint/rewrite';
import type { Dockerfile, Instruction, KeyValue } from '../syntax/dockerfile';
import { remove, type TextEdit } from '../text/edit';
import { touches } from '../text/span';

/** What the value of a label has to be. */
export type LabelKind = 'text' | 'url' | 'rfc3339' | 'spdx' | 'hash' | 'semver' | 'email';

/** One pair of a LABEL. */
export interface Label {
  readonly key: string;
  readonly pair: KeyValue;
  /** The LABEL itself, inside ONBUILD the trigger. */
  readonly instruction: Instruction;
}

/** Returns the labels that `instructions` set, in order; those of ONBUILD triggers too. */
export function labelsOf(instructions: readonly Instruction[]): readonly Label[] {
  return instructions.flatMap((outer) => {
    const instruction = outer.trigger ?? outer;
    if (instruction.keyword !== 'LABEL') return [];
    return instruction.pairs.map((pair) => ({ key: pair.key, pair, instruction }));
  });
}

/** Returns the value of a label, `undefined` where a variable is in it: only the caller of the build knows those. */
export function literalValue({ pair }: Label): string | undefined {
  const { value = '', rawValue = '' } = pair;
  return /^[^']*\$/.test(rawValue) ? undefined : value;
}

/** Tells whether a variable is in the label's key. */
export function hasVariableKey({ key }: Label): boolean {
  return key.includes('$');
}

/** Returns the keys of `schema`, written `key=kind` (or `key: kind`, or the key alone for any text), with their kinds. */
export function readLabelSchema(schema: readonly string[]): ReadonlyMap<string, LabelKind> {
  return new Map(
    schema.flatMap((entry) => {
      const [, key, kind = 'text'] = /^\s*([^\s=:]+)\s*(?:[=:]\s*(\w+))?\s*$/.exec(entry) ?? [];
      return key === undefined ? [] : [[key, KINDS.get(kind.toLowerCase()) ?? 'text'] as const];
    }),
  );
}

const KINDS: ReadonlyMap<string, LabelKind> = new Map([
  ['text', 'text'],
  ['rawtext', 'text'],
  ['url', 'url'],
  ['rfc3339', 'rfc3339'],
  ['spdx', 'spdx'],
  ['hash', 'hash'],
  ['githash', 'hash'],
  ['semver', 'semver'],
  ['email', 'email'],
]);

/** Returns an edit that takes one pair out of its LABEL, the whole instruction with its last one; `undefined` where a comment would go too. */
export function removeLabel(file: Dockerfile, { pair, instruction }: Label): TextEdit | undefined {
  const { pairs } = instruction;
  if (pairs.length === 1) return removeInstruction(file, instruction);
  const at = pairs.indexOf(pair);
  const previous = pairs[at - 1];
  const next = pairs[at + 1];
  const removed = {
    start: previous?.span.end ?? pair.span.start,
    end: previous === undefined ? (next?.span.start ?? pair.span.end) : pair.span.end,
  };
  return instruction.innerComments.some(({ span }) => touches(span, removed)) ? undefined : remove(removed);
}
