import type { SelectionRange } from 'vscode-languageserver';
import type { Analysis, Span } from '../core/index';
import type { Feature } from './feature';
import { toRange } from './to-lsp';

/** Grows a selection from a word to its command, its instruction, its stage and the file. */
export const registerSelectionRanges: Feature = ({ connection, documents, guard }) => {
  connection.onSelectionRanges(({ textDocument: { uri }, positions }) =>
    guard<SelectionRange[] | null>('selection ranges', null, async () => {
      const document = await documents.get(uri);
      if (document === undefined) return null;
      const { analysis } = document;
      const { lines } = analysis.file;
      return positions.map((position) => {
        const spans = spansAround(analysis, lines.offsetAt(position));
        const whole: SelectionRange = { range: toRange(lines, { start: 0, end: analysis.text.length }) };
        return spans.reduce((parent, span) => ({ range: toRange(lines, span), parent }), whole);
      });
    }),
  );
  return { selectionRangeProvider: true };
};

/** The spans that hold `offset`, the largest first, each inside the one before. */
function spansAround({ file, model }: Analysis, offset: number): readonly Span[] {
  const spans: Span[] = [];
  const add = (span: Span | undefined): void => {
    if (span !== undefined && span.start <= offset && offset <= span.end && span.start < span.end) spans.push(span);
  };
  for (const { from, instructions } of model.stages) {
    add({ start: from.linesSpan.start, end: (instructions.at(-1) ?? from).linesSpan.end });
  }
  for (const instruction of file.instructions) {
    if (offset < instruction.span.start || instruction.span.end < offset) continue;
    const { statements, commands } = model.scriptOf(instruction);
    add(instruction.span);
    add(instruction.keywordSpan);
    add(instruction.body.span);
    for (const { span } of [...statements, ...commands, ...instruction.flags, ...instruction.words]) add(span);
    for (const { nameWord, args } of commands)
      [nameWord, ...args].forEach((word) => {
        add(word?.span);
      });
    for (const pair of instruction.pairs) [pair.span, pair.keySpan, pair.valueSpan].forEach(add);
  }
  for (const { span } of file.comments) add(span);
  spans.sort((a, b) => b.end - b.start - (a.end - a.start));
  const nested: Span[] = [];
  for (const span of spans) {
    const outer = nested.at(-1);
    const isInside = outer === undefined || (outer.start <= span.start && span.end <= outer.end);
    const isSame = outer?.start === span.start && outer.end === span.end;
    if (isInside && !isSame) nested.push(span);
  }
  return nested;
}
