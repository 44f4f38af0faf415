import type { Span } from './span';

/** A zero-based line and a zero-based character in UTF-16 code units, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The line table of one text: converts between offsets and positions. */
export interface Lines {
  readonly count: number;
  /** Returns the zero-based line that holds `offset`. */
  lineAt(offset: number): number;
  /** Returns the offset of the first character of `line` (clamped to the text). */
  startOf(line: number): number;
  positionAt(offset: number): Position;
  rangeOf(span: Span): Range;
  /** Returns the offset of `position`, clamped to its line. */
  offsetAt(position: Position): number;
}

/** Returns the line table of `text` as LSP counts lines: `\n`, `\r\n` and a lone `\r` end one. */
export function createLines(text: string): Lines {
  const starts = [0];
  const lineEnd = /\r\n?|\n/g;
  while (lineEnd.exec(text) !== null) starts.push(lineEnd.lastIndex);

  function lineAt(offset: number): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  function startOf(line: number): number {
    return starts[Math.max(0, line)] ?? text.length;
  }

  function positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, text.length));
    const line = lineAt(clamped);
    return { line, character: clamped - startOf(line) };
  }

  return {
    count: starts.length,
    lineAt,
    startOf,
    positionAt,
    rangeOf: (span) => ({ start: positionAt(span.start), end: positionAt(span.end) }),
    offsetAt: ({ line, character }) => Math.min(startOf(line) + character, startOf(line + 1)),
  };
}
