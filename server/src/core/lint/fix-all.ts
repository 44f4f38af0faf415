import { applyEdits, type TextEdit } from '../text/edit';
import { touches } from '../text/span';
import type { Finding } from './finding';
import type { Fix } from './rule';

/** The rounds after which fix all stops, settled or not. */
const MAX_ROUNDS = 10;

export interface FixAllResult {
  readonly text: string;
  /** The fixes applied, by rule. */
  readonly applied: readonly { readonly rule: string; readonly title: string }[];
}

/**
 * Returns `text` after all fixes that `isWanted` admits: sorted by place, those that touch an applied one left for
 * the next round, until nothing changes. Fixes of other files are left out.
 */
export function fixAll(
  text: string,
  findingsOf: (text: string) => readonly Finding[],
  isWanted: (fix: Fix, finding: Finding) => boolean,
): FixAllResult {
  const applied: { rule: string; title: string }[] = [];
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits: TextEdit[] = [];
    for (const finding of findingsOf(current)) {
      const fix = finding.fixes?.find(
        (candidate) => candidate.otherFiles === undefined && isWanted(candidate, finding),
      );
      // Not even beside each other: one fix may append to a word that the other replaces.
      if (fix === undefined || fix.edits.some((edit) => edits.some((other) => touches(edit.span, other.span))))
        continue;
      edits.push(...fix.edits);
      applied.push({ rule: finding.rule, title: fix.title });
    }
    const next = applyEdits(current, edits);
    if (next === current) break;
    current = next;
  }
  return { text: current, applied };
}
