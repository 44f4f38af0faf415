import { defineRule } from '../lint/rule';
import { remove } from '../text/edit';

export default defineRule({
  id: 'empty-continuation-line',
  aliases: [
    'buildkit/NoEmptyContinuation',
    'tally/buildkit/NoEmptyContinuation',
    'dockerfile-utils/EMPTY_CONTINUATION_LINE',
  ],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'A blank line stands inside a continued instruction.',
  docs: `
After a line that ends with a continuation character, BuildKit skips blank lines and reads on. It warns that a later
release will refuse them. And a backslash too many at the end of a RUN makes the next instruction part of the command,
with nothing but the blank line to tell.

**When to ignore:** never needed; a comment line is allowed there.

**The fix** removes the blank lines.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN echo one \\\n\n  && echo two\n',
      good: 'FROM debian:bookworm-slim\nRUN echo one \\\n  && echo two\n',
    },
  ],
  *checkInstruction(_, { emptyContinuations, keyword }) {
    const [first] = emptyContinuations;
    if (first === undefined) return;
    yield {
      span: first,
      message: `A blank line stands inside this ${keyword}; BuildKit will refuse it in a later release.`,
      fixes: [
        {
          title: 'Remove the blank lines',
          applicability: 'safe',
          edits: emptyContinuations.map((line) => remove(line)),
        },
      ],
    };
  },
});
