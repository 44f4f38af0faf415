import type { Dockerfile } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';

/** One line of the file. */
export interface TextLine {
  readonly start: number;
  /** The end of what is written, without the line ending. */
  readonly end: number;
  /** The start of the next line. */
  readonly next: number;
  readonly isBlank: boolean;
  /** `instruction`: one of the lines of an instruction; `heredoc`: the body of one, or the line that closes it. */
  readonly place: 'outside' | 'instruction' | 'heredoc';
}

/** Returns the lines of the file as BuildKit counts them: `\n` ends one. */
export const textLines: (model: DockerfileModel, file: Dockerfile) => readonly TextLine[] = remembered((_, file) =>
  readLines(file),
);

function readLines(file: Dockerfile): readonly TextLine[] {
  const { text } = file;
  const ranges = file.instructions.flatMap(({ headSpan, linesSpan, heredocs }) => [
    {
      start: linesSpan.start,
      end: heredocs[0]?.bodySpan.start ?? Math.max(linesSpan.end, headSpan.end),
      place: 'instruction' as const,
    },
    ...heredocs.map(({ bodySpan, terminatorSpan }) => ({
      start: bodySpan.start,
      end: (terminatorSpan ?? bodySpan).end,
      place: 'heredoc' as const,
    })),
  ]);
  const lines: TextLine[] = [];
  let range = 0;
  for (let start = file.start; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const next = newline === -1 ? text.length : newline + 1;
    const end = newline === -1 ? next : text[newline - 1] === '\r' && newline > start ? newline - 1 : newline;
    while ((ranges[range]?.end ?? Infinity) <= start) range++;
    const current = ranges[range];
    const isInside = current !== undefined && current.start < Math.max(next, start + 1);
    lines.push({
      start,
      end,
      next,
      isBlank: text.slice(start, end).trim() === '',
      place: isInside ? current.place : 'outside',
    });
    start = next;
  }
  return lines;
}
