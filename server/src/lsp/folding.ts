import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver';
import type { Analysis } from '../core/index';
import type { Feature } from './feature';

/** Folds stages, instructions of several lines, and comments of several lines. */
export const registerFolding: Feature = ({ connection, client, documents, guard }) => {
  connection.onFoldingRanges(({ textDocument: { uri } }) =>
    guard<FoldingRange[]>('folding', [], async () => {
      const document = await documents.get(uri);
      return document === undefined ? [] : foldingRanges(document.analysis).slice(0, client.foldingLimit);
    }),
  );
  return { foldingRangeProvider: true };
};

function foldingRanges({ file, model }: Analysis): FoldingRange[] {
  const { lines } = file;
  const ranges: FoldingRange[] = [];
  const add = (startLine: number, endLine: number, kind?: FoldingRangeKind): void => {
    if (startLine < endLine) ranges.push({ startLine, endLine, ...(kind === undefined ? {} : { kind }) });
  };
  for (const { from, instructions } of model.stages) {
    add(lines.lineAt(from.span.start), lines.lineAt((instructions.at(-1) ?? from).span.end));
  }
  for (const { keyword, span } of file.instructions) {
    // Two folds that start on one line are one fold to an editor: the stage's.
    if (keyword !== 'FROM') add(lines.lineAt(span.start), lines.lineAt(span.end));
  }
  let start: number | undefined;
  let previous = -2;
  for (const { span } of file.comments) {
    const line = lines.lineAt(span.start);
    if (line !== previous + 1) {
      if (start !== undefined) add(start, previous, FoldingRangeKind.Comment);
      start = line;
    }
    previous = line;
  }
  if (start !== undefined) add(start, previous, FoldingRangeKind.Comment);
  return ranges;
}
