import { defineRule } from '../lint/rule';
import { hasVariableKey, labelsOf, removeLabel, type Label } from '../model/labels';

export default defineRule({
  id: 'label-duplicate-key',
  aliases: ['tally/labels/no-duplicate-keys'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['LABEL'],
  summary: 'A label is set twice in one stage.',
  docs: `
Of two labels with one key in a stage the last one counts, and the value of the other one is nowhere in the image. One of
the two is a leftover, or was to have another key.

A stage may set anew what the stage or image below it has set; that is not reported.

**When to ignore:** never needed.

**The fix** removes the one that does not count.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL title="shop" version="1"\nLABEL title="Shop"\n',
      good: 'FROM debian:bookworm-slim\nLABEL version="1"\nLABEL title="Shop"\n',
    },
  ],
  *checkStage({ file }, { instructions }) {
    const labels = labelsOf(instructions.filter(({ trigger }) => trigger === undefined));
    const last = new Map<string, Label>(labels.map((label) => [label.key, label]));
    for (const label of labels) {
      const winner = last.get(label.key);
      if (winner === undefined || winner === label || hasVariableKey(label)) continue;
      const edit = removeLabel(file, label);
      yield {
        span: label.pair.keySpan,
        message: `The label "${label.key}" is set again below: this value is not in the image.`,
        related: [{ span: winner.pair.keySpan, message: 'This one counts.' }],
        fixes: edit === undefined ? [] : [{ title: 'Remove this label', applicability: 'safe', edits: [edit] }],
      };
    }
  },
});
