import { defineRule } from '../lint/rule';
import { insertAt } from '../text/edit';
import { span } from '../text/span';

export default defineRule({
  id: 'missing-final-newline',
  aliases: ['tally/eol-last', 'dockerfile-doctor/DD073'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  summary: 'The last line has no line ending.',
  docs: `
A text file ends with a line ending: \`cat\` runs the prompt into the last line otherwise, a line appended with \`>>\` becomes
part of it, and the next change of the file shows a line as changed that was not.

**When to ignore:** never needed.

**The fix** adds it.
`,
  fixes: 'always',
  examples: [{ bad: 'FROM debian:bookworm-slim', good: 'FROM debian:bookworm-slim\n' }],
  *check({ file }) {
    const { text, eol, start } = file;
    if (text.length === start || text.endsWith('\n')) return;
    yield {
      span: span(text.length - 1, text.length),
      message: 'The file does not end with a line ending.',
      fixes: [{ title: 'Add the line ending', applicability: 'safe', edits: [insertAt(text.length, eol)] }],
    };
  },
});
