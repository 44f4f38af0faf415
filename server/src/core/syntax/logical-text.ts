import { anchoredSpan, partOf, type Anchor } from '../text/anchor';
import type { Span } from '../text/span';
import type { LogicalText } from './dockerfile';

/** Collects the pieces of a continued instruction and maps the joined text back to the document. */
export class LogicalTextBuilder {
  #text = '';
  readonly #indices: number[] = [];
  readonly #offsets: number[] = [];

  /** What is built moves with `anchor`. */
  constructor(readonly anchor: Anchor) {}

  /** Appends `piece`, which stands at `offset` in the document. */
  append(piece: string, offset: number): void {
    if (piece === '') return;
    this.#indices.push(this.#text.length);
    this.#offsets.push(offset - this.anchor.offset);
    this.#text += piece;
  }

  /** Returns the joined text from `index` on; `fallback` is the offset that an empty text maps to. */
  build(index: number, fallback: number): LogicalText {
    return mappedText(this.#text.slice(index), index, this.#indices, this.#offsets, this.anchor, fallback);
  }

  get text(): string {
    return this.#text;
  }
}

/** Returns a part of `logical` as a text of its own. */
export function sliceLogical(logical: LogicalText, start: number, end: number): LogicalText {
  return {
    text: logical.text.slice(start, end),
    offsetAt: (index) => logical.offsetAt(index + start),
    spanOf: (from, to) => logical.spanOf(from + start, to + start),
  };
}

/** Returns a logical text that is a plain piece of the document: it begins where `place` does, and moves with it. */
export function plainText(text: string, place: Span): LogicalText {
  const offsetAt = (index: number): number => place.start + index;
  return { text, offsetAt, spanOf: (start, end) => partOf(place, start, end) };
}

/** Returns a logical text that is no part of the document: its places count from its own beginning. */
export function detachedText(text: string): LogicalText {
  return plainText(text, { start: 0, end: text.length });
}

function mappedText(
  text: string,
  shift: number,
  indices: readonly number[],
  offsets: readonly number[],
  anchor: Anchor,
  fallback: number,
): LogicalText {
  const empty = fallback - anchor.offset;

  function offsetAt(index: number): number {
    const wanted = index + shift;
    let low = 0;
    let high = indices.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((indices[middle] ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    const from = indices[low];
    const offset = offsets[low];
    return anchor.offset + (from === undefined || offset === undefined ? empty : offset + (wanted - from));
  }

  // The end of a span is the place after its last character, not the place of the next one, which may be a line below.
  function spanOf(start: number, end: number): Span {
    const from = offsetAt(start);
    return anchoredSpan(anchor, from, end <= start ? from : offsetAt(end - 1) + 1);
  }

  return { text, offsetAt, spanOf };
}
