import { defineRule } from '../lint/rule';
import { textLines } from '../model/text-lines';
import { remove } from '../text/edit';
import { span } from '../text/span';

export default defineRule({
  id: 'trailing-spaces',
  aliases: ['tally/no-trailing-spaces', 'dockerfile-doctor/DD075'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  summary: 'A line ends with spaces or tabs.',
  docs: `
Nobody sees them, and every editor that strips them makes a change that has nothing to do with what was edited. BuildKit
drops them at the end of an instruction and after a continuation character.

The body of a heredoc is the text of a file or a script, and is left alone. The options \`skipBlankLines\` and
\`ignoreComments\` leave out such lines.

**When to ignore:** never needed.

**The fix** removes them.
`,
  fixes: 'always',
  options: { skipBlankLines: false, ignoreComments: false },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim  \nRUN make \\ \n    install\n',
      good: 'FROM debian:bookworm-slim\nRUN make \\\n    install\n',
    },
  ],
  *check({ file, model, options }) {
    for (const { start, end, isBlank, place } of textLines(model, file)) {
      if (place === 'heredoc' || (isBlank && options.skipBlankLines)) continue;
      let from = end;
      while (from > start && /[ \t]/.test(file.text[from - 1] ?? '')) from--;
      if (from === end) continue;
      if (options.ignoreComments && /^\s*#/.test(file.text.slice(start, from))) continue;
      yield {
        span: span(from, end),
        message: isBlank ? 'The blank line holds white space.' : 'The line ends with white space.',
        fixes: [{ title: 'Remove the white space', applicability: 'safe', edits: [remove(span(from, end))] }],
      };
    }
  },
});
