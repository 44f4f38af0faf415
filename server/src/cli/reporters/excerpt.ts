import type { Lines, Span } from '../../core/index';

/** A line of a file as shown, and the line below it with carets under the words at fault. */
export interface Excerpt {
  /** 1-based. */
  readonly number: string;
  readonly line: string;
  readonly marker: string;
}

/** In columns of a terminal. */
const MAX_WIDTH = 160;
const TAB_STOP = 4;
const ELLIPSIS = '...';

/** Returns the first line of `span` with its words underlined: tabs and wide characters aligned, long lines cut. */
export function excerpt(text: string, lines: Lines, span: Span): Excerpt {
  const { line, character } = lines.positionAt(span.start);
  const start = lines.startOf(line);
  const [content = ''] = /^[^\r\n]*/.exec(text.slice(start, lines.startOf(line + 1))) ?? [];
  const cells = cellsOf(content.startsWith('\uFEFF') ? ` ${content.slice(1)}` : content);
  const from = Math.min(character, content.length);
  const to = Math.max(from, Math.min(span.end - start, content.length));
  const first = columnAt(cells, from);
  const last = Math.max(first + 1, columnAt(cells, to));
  return { number: String(line + 1), ...cut(cells, first, last) };
}

/** What is drawn for the characters that start at `index`: `width` columns from `column` on. */
interface Cell {
  readonly index: number;
  readonly column: number;
  readonly width: number;
  readonly text: string;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cellsOf(content: string): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  const add = (index: number, text: string, width: number): void => {
    cells.push({ index, column, width, text });
    column += width;
  };
  const isPlain = /^[\x20-\x7e\t]*$/.test(content);
  const segments = isPlain
    ? content.split('').map((segment, index) => ({ segment, index }))
    : graphemes.segment(content);
  for (const { segment, index } of segments) {
    if (segment === '\t') {
      const width = TAB_STOP - (column % TAB_STOP);
      add(index, ' '.repeat(width), width);
    } else if (/^[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(segment)) add(index, '\uFFFD', 1);
    else add(index, segment, isPlain ? 1 : widthOf(segment));
  }
  cells.push({ index: content.length, column, width: 0, text: '' });
  return cells;
}

// Wide and Fullwidth of Unicode's EastAsianWidth.txt, in ranges; emoji are two columns wide too.
const WIDE =
  /^(?:\p{Emoji_Presentation}|.\uFE0F|[\u1100-\u115F\u2E80-\u303E\u3041-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}])/u;

function widthOf(grapheme: string): number {
  if (WIDE.test(grapheme)) return 2;
  return /^[\p{Mn}\p{Me}\p{Cf}]+$/u.test(grapheme) ? 0 : 1;
}

function columnAt(cells: readonly Cell[], index: number): number {
  const cell = cells.findLast((candidate) => candidate.index <= index);
  if (cell === undefined) return 0;
  return cell.index === index ? cell.column : cell.column + cell.width;
}

/** Cuts a long line around the words at fault. */
function cut(cells: readonly Cell[], first: number, last: number): { readonly line: string; readonly marker: string } {
  const width = cells.at(-1)?.column ?? 0;
  const from = width <= MAX_WIDTH ? 0 : Math.max(0, Math.min(first - MAX_WIDTH / 4, width - MAX_WIDTH));
  const shown = cells.filter(
    ({ column, width: cellWidth }) => column >= from && column + cellWidth <= from + MAX_WIDTH,
  );
  const start = shown[0]?.column ?? 0;
  const end = (shown.at(-1)?.column ?? 0) + (shown.at(-1)?.width ?? 0);
  const lead = start > 0 ? ELLIPSIS : '';
  const carets = Math.max(1, Math.min(last, Math.max(end, first + 1)) - first);
  return {
    line: `${lead}${shown.map(({ text }) => text).join('')}${end < width ? ELLIPSIS : ''}`.trimEnd(),
    marker: `${' '.repeat(lead.length + Math.max(0, first - start))}${'^'.repeat(carets)}`,
  };
}
