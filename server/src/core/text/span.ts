/** A half-open range `[start, end)` of UTF-16 code-unit offsets into a document's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Returns the span `[start, end)`. */
export function span(start: number, end: number): Span {
  return { start, end };
}

/** Returns the smallest span that holds both. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Tells whether `inner` lies within `outer` (touching ends count as inside). */
export function containsSpan(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Tells whether the two spans share at least one character, or touch. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** Orders spans by start, then by end. */
export function compareSpans(a: Span, b: Span): number {
  return a.start - b.start || a.end - b.end;
}
