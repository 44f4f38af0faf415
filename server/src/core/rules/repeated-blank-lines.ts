import { defineRule } from '../lint/rule';
import { textLines, type TextLine } from '../model/text-lines';
import { remove } from '../text/edit';
import { span } from '../text/span';

export default defineRule({
  id: 'repeated-blank-lines',
  aliases: ['tally/no-multiple-empty-lines'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  summary: 'Blank lines follow each other.',
  docs: `
One blank line sets two things apart; a second one adds nothing but length. At the start and at the end of the file there is
nothing to set apart. The options say how many may follow each other: \`max\` in the middle, \`maxBof\` at the start and
\`maxEof\` at the end of the file.

Blank lines inside an instruction belong to empty-continuation-line, those in a heredoc to the text there.

**When to ignore:** where two blank lines mark a new stage for you.

**The fix** removes those that are too many.
`,
  fixes: 'sometimes',
  options: { max: 1, maxBof: 0, maxEof: 0 },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\n\n\nRUN make\n',
      good: 'FROM debian:bookworm-slim\n\nRUN make\n',
    },
  ],
  *check({ file, model, options }) {
    const lines = textLines(model, file);
    let run: TextLine[] = [];
    for (const [index, line] of lines.entries()) {
      if (line.isBlank && line.place === 'outside') run.push(line);
      const next = lines[index + 1];
      if (next?.isBlank === true && next.place === 'outside') continue;
      const isFirst = run[0]?.start === file.start;
      const allowed = isFirst ? options.maxBof : next === undefined ? options.maxEof : options.max;
      const surplus = run[allowed];
      const last = run.at(-1);
      if (surplus !== undefined && last !== undefined) {
        // Without the line above it, a comment such as `# escape=x` would be a parser directive.
        const isDirective =
          isFirst && next !== undefined && /^\s*#\s*\w+\s*=/.test(file.text.slice(next.start, next.end));
        const removed = span(surplus.start, last.next);
        yield {
          span: removed,
          message: `${run.length === 1 ? 'A blank line stands' : `${run.length} blank lines stand`} ${placeOf(isFirst, next)}.`,
          fixes: isDirective
            ? []
            : [{ title: 'Remove the surplus blank lines', applicability: 'safe', edits: [remove(removed)] }],
        };
      }
      run = [];
    }
  },
});

function placeOf(isFirst: boolean, next: TextLine | undefined): string {
  if (isFirst) return 'at the start of the file';
  return next === undefined ? 'at the end of the file' : 'in a row';
}
