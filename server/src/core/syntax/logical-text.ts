import type { Span } from '../text/span';
import type { LogicalText } from './dockerfile';

/** Collects the pieces of a continued instruction and maps the joined text back to the document. */
export class LogicalTextBuilder {
  #text = '';
  readonly #indices: number[] = [];
  readonly #offsets: number[] = [];

  /** Appends `piece`, which stands at `offset` in the document. */
  append(piece: string, offset: number): void {
    if (piece === '') return;
    this.#indices.push(this.#text.length);
    this.#offsets.push(offset);
    this.#text += piece;
  }

  /** Returns the joined text from `index` on; `fallback` is the offset that an empty text maps to. */
  build(index: number, fallback: number): LogicalText {
    return mappedText(this.#text.slice(index), index, this.#indices, this.#offsets, fallback);
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

/** Returns a logical text that is a plain piece of the document, at `offset`. */
export function plainText(text: string, offset: number): LogicalText {
  return {
    text,
    offsetAt: (index) => offset + index,
    spanOf: (start, end) => ({ start: offset + start, end: offset + end }),
  };
}

function mappedText(
  text: string,
  shift: number,
  indices: readonly number[],
  offsets: readonly number[],
  fallback: number,
): LogicalText {
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
    return from === undefined || offset === undefined ? fallback : offset + (wanted - from);
  }

  // The end of a span is the place after its last character, not the place of the next one, which may be a line below.
  function spanOf(start: number, end: number): Span {
    const from = offsetAt(start);
    return { start: from, end: end <= start ? from : offsetAt(end - 1) + 1 };
  }

  return { text, offsetAt, spanOf };
}
