import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

export default defineRule({
  id: 'from-as-casing',
  aliases: ['buildkit/FromAsCasing', 'tally/buildkit/FromAsCasing', 'sonar/S6476'],
  category: 'style',
  severity: 'info',
  preset: 'recommended',
  summary: 'FROM and AS differ in case.',
  docs: `
Keywords work in any case. \`FROM image as name\` only reads worse than \`FROM image AS name\`, and BuildKit warns about it
at every build.

**When to ignore:** as you like.

**The fix** writes \`AS\` as FROM is written.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM golang:1.26 as build\nRUN go build -o /app\n',
      good: 'FROM golang:1.26 AS build\nRUN go build -o /app\n',
    },
  ],
  *checkStage({ file }, { from }) {
    const as = from.words[1];
    if (as === undefined || as.value.toUpperCase() !== 'AS') return;
    const keyword = file.text.slice(from.keywordSpan.start, from.keywordSpan.end);
    // BuildKit compares whether each is all upper or all lower case; FROM in mixed case asks for nothing.
    const wanted = keyword === 'FROM' ? 'AS' : keyword === 'from' ? 'as' : undefined;
    if (wanted === undefined || as.text === wanted) return;
    yield {
      span: as.span,
      message: `${as.text} and ${keyword} differ in case.`,
      fixes: [{ title: `Write ${wanted}`, applicability: 'safe', edits: [replace(as.span, wanted)] }],
    };
  },
});
