import type { TextEdit as ProtocolEdit } from 'vscode-languageserver';
import { analyze, applyEdits, type Analysis, type Span, type TextEdit } from '../core/index';
import type { Feature } from './feature';
import { toEdits, toSpan } from './to-lsp';

/**
 * Takes indentation away from instructions and comments, and white space from empty lines and from the ends of comments.
 * Heredocs and instructions of several lines stay as they are: white space in them may mean something to a shell.
 */
export const registerFormatting: Feature = ({ connection, documents, guard }) => {
  const format = (uri: string, within: (analysis: Analysis) => Span): Promise<ProtocolEdit[]> =>
    guard<ProtocolEdit[]>('formatting', [], async () => {
      const document = await documents.get(uri);
      if (document === undefined) return [];
      const { analysis } = document;
      return toEdits(analysis.file.lines, formattingEdits(analysis, within(analysis)));
    });
  connection.onDocumentFormatting(({ textDocument: { uri } }) =>
    format(uri, ({ text }) => ({ start: 0, end: text.length })),
  );
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range }) =>
    format(uri, ({ file }) => toSpan(file.lines, range)),
  );
  return { documentFormattingProvider: true, documentRangeFormattingProvider: true };
};

function formattingEdits({ text, file }: Analysis, within: Span): readonly TextEdit[] {
  const { lines } = file;
  const kept = new Set<number>();
  for (const { linesSpan } of file.instructions) {
    const [first, last] = [lines.lineAt(linesSpan.start), lines.lineAt(Math.max(linesSpan.start, linesSpan.end - 1))];
    if (first !== last) for (let line = first; line <= last; line++) kept.add(line);
  }
  const edits: TextEdit[] = [];
  const remove = (start: number, end: number): void => {
    if (start < end) edits.push({ span: { start, end }, newText: '' });
  };
  const end = within.end > within.start ? within.end - 1 : within.end;
  for (let line = lines.lineAt(within.start); line <= lines.lineAt(end); line++) {
    if (kept.has(line)) continue;
    const start = Math.max(lines.startOf(line), file.start);
    const content = text.slice(start, lines.startOf(line + 1)).replace(/[\r\n]+$/, '');
    const indent = /^[ \t]*/.exec(content)?.[0].length ?? 0;
    remove(start, start + indent);
    if (content[indent] === '#') remove(start + content.trimEnd().length, start + content.length);
  }
  return meansTheSame(text, applyEdits(text, edits)) ? edits : [];
}

/** A formatter that changes what a file says is wrong, whatever the reason. */
function meansTheSame(before: string, after: string): boolean {
  const said = (text: string): string => {
    const { directives, instructions } = analyze(text).file;
    return JSON.stringify([
      directives.map(({ name, value }) => [name, value]),
      instructions.map(({ keyword, logical, heredocs, span }) => [
        keyword,
        logical.text,
        heredocs.length,
        span.end - span.start,
      ]),
    ]);
  };
  return said(before) === said(after);
}
