import { defineRule } from '../lint/rule';
import { wordGaps } from '../model/word-gaps';
import { remove } from '../text/edit';
import { span } from '../text/span';

export default defineRule({
  id: 'repeated-spaces',
  aliases: ['tally/no-multi-spaces'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  summary: 'Several spaces stand between two words.',
  docs: `
More than one space between words says nothing to Docker or to the shell, and makes \`grep 'RUN apt-get'\` miss the line.

Indentation, spaces in front of a continuation character, in quotes, in heredocs, in JSON arrays, and in the shell form of
CMD, ENTRYPOINT and HEALTHCHECK (which the image keeps as it is) are left alone, and so are words that stand in one column
with those of the line above or below.

**When to ignore:** where the space is there for the eye.

**The fix** leaves one.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM  debian:bookworm-slim\nRUN make   install\n',
      good: 'FROM debian:bookworm-slim\nRUN make install\n',
    },
  ],
  *check({ file, model }) {
    const gaps = file.instructions.flatMap((instruction) =>
      wordGaps(model, instruction).map((gap) => ({
        ...gap,
        line: file.lines.lineAt(gap.start),
        column: gap.end - file.lines.startOf(file.lines.lineAt(gap.start)),
        isFirst: gap.start === instruction.keywordSpan.end,
      })),
    );
    const byLine = new Map<number, typeof gaps>();
    for (const gap of gaps) byLine.set(gap.line, [...(byLine.get(gap.line) ?? []), gap]);
    // Columns are made on purpose. Behind short keywords words stand in one column by chance.
    const isLinedUp = ({ line, column, isFirst }: (typeof gaps)[number]): boolean =>
      [...(byLine.get(line - 1) ?? []), ...(byLine.get(line + 1) ?? [])].some(
        (other) => other.column === column && (!isFirst || other.end - other.start > 1),
      );
    for (const [line, all] of byLine) {
      // Where the words of a neighbour stand below those of this line, one step to the left would undo that.
      const neighbours = [...(byLine.get(line - 1) ?? []), ...(byLine.get(line + 1) ?? [])];
      if (all.some(({ column }) => neighbours.some((gap) => gap.column === column && gap.end - gap.start > 1)))
        continue;
      const wide = all.filter((gap) => gap.end - gap.start > 1 && !isLinedUp(gap));
      const [first] = wide;
      if (first === undefined) continue;
      const more = wide.length === 1 ? '' : `, and ${wide.length - 1} more on the line`;
      yield {
        span: span(first.start, first.end),
        message: `${first.end - first.start} spaces stand between two words${more}.`,
        fixes: [
          {
            title: 'Leave one space',
            applicability: 'safe',
            edits: wide.map(({ start, end }) => remove(span(start + 1, end))),
          },
        ],
      };
    }
  },
});
