import { defineRule } from '../lint/rule';
import { labelsOf, literalValue, readLabelSchema } from '../model/labels';

export default defineRule({
  id: 'label-empty',
  aliases: ['hadolint/DL3051'],
  category: 'style',
  severity: 'info',
  preset: 'strict',
  needs: ['LABEL'],
  summary: 'A label has no value.',
  docs: `
An empty label says no more than none, and readers show it as a blank line. Often the value was to come from a build
argument that is missing. With the option \`schema\` (\`key=kind\` or the key alone, as in label-missing) only the labels it
names are looked at.

**When to ignore:** where the empty value is there to blank a label of the base image, or where the key alone is the
message.
`,
  fixes: 'never',
  options: { schema: [] },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.vendor=""\n',
      good: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.vendor="Example"\n',
    },
  ],
  *check({ file, options }) {
    const schema = readLabelSchema(options.schema);
    for (const label of labelsOf(file.instructions)) {
      const { key, pair } = label;
      if (schema.size > 0 && !schema.has(key)) continue;
      if (literalValue(label)?.trim() !== '') continue;
      yield { span: pair.span, message: `The label "${key}" is empty.` };
    }
  },
});
