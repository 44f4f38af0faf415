import { defineRule } from '../lint/rule';
import { span } from '../text/span';

export default defineRule({
  id: 'todo-comment',
  aliases: ['sonar/S1135', 'dockerfile-doctor/DD072'],
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  summary: 'A comment says that something is left to do.',
  docs: `
TODO, FIXME, XXX and HACK in capitals are notes to oneself. They are read by nobody who plans the work: what matters belongs
where the work is tracked, and what does not can go.

**When to ignore:** where your tracker reads such comments.
`,
  fixes: 'never',
  examples: [
    {
      bad: '# TODO: pin the version\nFROM debian:bookworm-slim\n',
      good: '# The version follows Debian.\nFROM debian:bookworm-slim\n',
    },
  ],
  *check({ file }) {
    for (const comment of file.comments) {
      const match = /(?<![A-Za-z])(?:TODO|FIXME|XXX|HACK)/.exec(file.text.slice(comment.span.start, comment.span.end));
      if (match === null) continue;
      const start = comment.span.start + match.index;
      yield { span: span(start, start + match[0].length), message: `The comment is marked ${match[0]}.` };
    }
  },
});
