import { compareSpans, type Span } from './span';

/** Replaces the text of `span` (offsets into the original text) with `newText`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** Returns an edit that inserts `newText` at `offset`. */
export function insertAt(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

/** Returns an edit that replaces `span` with `newText`. */
export function replace(span: Span, newText: string): TextEdit {
  return { span, newText };
}

/** Returns an edit that removes `span`. */
export function remove(span: Span): TextEdit {
  return { span, newText: '' };
}

/** Returns the edits in document order (stable: edits at one place keep their order). */
export function sortEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => compareSpans(a.span, b.span));
}

/** Tells whether no two edits touch the same character; two insertions at one place are not disjoint. */
export function areDisjoint(edits: readonly TextEdit[]): boolean {
  const sorted = sortEdits(edits);
  return sorted.every((edit, i) => {
    const next = sorted[i + 1];
    return next === undefined || !overlaps(edit, next);
  });
}

/** Tells whether two edits, in either order, touch the same characters or insert at the same place. */
export function overlaps(a: TextEdit, b: TextEdit): boolean {
  if (a.span.start === b.span.start) return true;
  const [first, second] = a.span.start < b.span.start ? [a, b] : [b, a];
  return second.span.start < first.span.end;
}

/** Returns `text` after `edits`, whose spans refer to the original text and must be disjoint. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let position = 0;
  for (const edit of sortEdits(edits)) {
    result += text.slice(position, edit.span.start) + edit.newText;
    position = Math.max(position, edit.span.end);
  }
  return result + text.slice(position);
}
