import { removeLabel, hasVariableKey, labelsOf, readLabelSchema } from '../model/labels';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'label-superfluous',
  aliases: ['hadolint/DL3050'],
  category: 'style',
  severity: 'info',
  preset: 'strict',
  needs: ['LABEL'],
  summary: 'The image has a label that is not on your list.',
  docs: `
Where the option \`schema\` names the labels that images may have (\`key=kind\` or the key alone, as in label-missing), another
one is a slip of the keyboard or something nobody reads. Without \`schema\` the rule says nothing. hadolint calls this
\`strict-labels\`.

**When to ignore:** where the list is only what has to be there.

**The fix** removes the label.
`,
  fixes: 'sometimes',
  options: { schema: [] },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL title="shop" tilte="shop"\n',
      good: 'FROM debian:bookworm-slim\nLABEL title="shop"\n',
      options: { schema: ['title'] },
    },
  ],
  *check({ file, options }) {
    const allowed = readLabelSchema(options.schema);
    if (allowed.size === 0) return;
    for (const label of labelsOf(file.instructions)) {
      const { key, pair, instruction } = label;
      if (allowed.has(key) || hasVariableKey(label)) continue;
      const edit = file.instructions.includes(instruction) ? removeLabel(file, label) : undefined;
      const because = 'Whoever reads the label no longer finds it.';
      yield {
        span: pair.keySpan,
        message: `The label "${key}" is not one of those that the schema lists.`,
        fixes:
          edit === undefined ? [] : [{ title: 'Remove the label', applicability: 'review', because, edits: [edit] }],
      };
    }
  },
});
