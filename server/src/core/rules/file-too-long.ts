import { defineRule } from '../lint/rule';
import { textLines } from '../model/text-lines';

export default defineRule({
  id: 'file-too-long',
  aliases: ['tally/max-lines'],
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  summary: 'The Dockerfile is very long.',
  docs: `
In a file of many screens nobody sees what a change invalidates. Scripts can be files of their own that COPY brings in, and
images that have little to do with each other can have a Dockerfile each.

The option \`max\` is the number of lines that are fine, 0 for any number; \`skipBlankLines\` and \`skipComments\` say that
those do not count.

**When to ignore:** where the length is the nature of the thing.
`,
  fixes: 'never',
  options: { max: 200, skipBlankLines: true, skipComments: true },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN make\nRUN make install\n',
      good: 'FROM debian:bookworm-slim\nRUN make && make install\n',
      options: { max: 2 },
    },
  ],
  *check({ file, model, options }) {
    const comments = new Set(options.skipComments ? file.comments.map(({ line }) => line.start) : []);
    const counted = textLines(model, file).filter(
      ({ start, isBlank }) => !(isBlank && options.skipBlankLines) && !comments.has(start),
    );
    const first = counted[options.max];
    if (options.max <= 0 || first === undefined) return;
    yield {
      span: { start: first.start, end: Math.max(first.end, first.start) },
      message: `The file has ${counted.length} lines; from here on it is longer than ${options.max}.`,
    };
  },
});
