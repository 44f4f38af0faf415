import type { Span } from './span';

/** Where a piece of text stands that is kept as it is while what is above it changes. */
export interface Anchor {
  /** The document offset of its first character, in UTF-16 code units. */
  offset: number;
}

/** A span that moves with its piece of text. */
class AnchoredSpan implements Span {
  readonly #anchor: Anchor;
  readonly #start: number;
  readonly #end: number;

  constructor(anchor: Anchor, start: number, end: number) {
    this.#anchor = anchor;
    this.#start = start - anchor.offset;
    this.#end = end - anchor.offset;
  }

  get start(): number {
    return this.#anchor.offset + this.#start;
  }

  get end(): number {
    return this.#anchor.offset + this.#end;
  }
}

/** A part of another span. */
class PartialSpan implements Span {
  readonly #whole: Span;
  readonly #start: number;
  readonly #end: number;

  constructor(whole: Span, start: number, end: number) {
    this.#whole = whole;
    this.#start = start;
    this.#end = end;
  }

  get start(): number {
    return this.#whole.start + this.#start;
  }

  get end(): number {
    return this.#whole.start + this.#end;
  }
}

/** Returns the span `[start, end)` of the document as it is now; it moves with `anchor`. */
export function anchoredSpan(anchor: Anchor, start: number, end: number): Span {
  return new AnchoredSpan(anchor, start, end);
}

/** Returns the span that begins `start` after the beginning of `whole` and ends `end` after it; it moves with `whole`. */
export function partOf(whole: Span, start: number, end: number): Span {
  return new PartialSpan(whole, start, end);
}

/** A span whose ends move apart: between them something may change. */
class SpanBetween implements Span {
  readonly #first: Span;
  readonly #last: Span;

  constructor(first: Span, last: Span) {
    this.#first = first;
    this.#last = last;
  }

  get start(): number {
    return this.#first.start;
  }

  get end(): number {
    return this.#last.end;
  }
}

/** Returns the span from the start of `first` to the end of `last`; it moves with both. */
export function spanBetween(first: Span, last: Span): Span {
  return new SpanBetween(first, last);
}

/** Tells whether `place` moves with the text. */
export function isAnchored(place: Span): boolean {
  return place instanceof AnchoredSpan || place instanceof PartialSpan || place instanceof SpanBetween;
}
