import { defineRule, type Fix } from '../lint/rule';
import { labelsOf, type Label } from '../model/labels';
import type { Dockerfile } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'labels-unsorted',
  aliases: ['tally/labels/prefer-stable-order'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['LABEL'],
  summary: 'The labels of one LABEL are in no order.',
  docs: `
The order of labels means nothing to Docker. People find a label, and see that one is missing, where they always come in
one order: what the image is (the OCI keys \`title\`, \`description\`, \`url\`, \`documentation\`, \`source\`, \`version\`,
\`revision\`, \`created\`, \`licenses\`, \`authors\`, \`vendor\` and the rest), then those of label-schema, then other keys
with a domain name before them, then plain ones. Keys of one's own stay in the order they are in.

**When to ignore:** where they are grouped by another idea.

**The fix** sorts the pairs. There is none where a comment stands between them.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.version="1" \\\n      org.opencontainers.image.title="shop"\n',
      good: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.title="shop" \\\n      org.opencontainers.image.version="1"\n',
    },
  ],
  *checkStage({ file }, { instructions }) {
    const all = labelsOf(instructions.filter(({ trigger }) => trigger === undefined));
    const counts = new Map<string, number>();
    for (const { key } of all) counts.set(key, (counts.get(key) ?? 0) + 1);
    for (const instruction of instructions) {
      const labels = all.filter((label) => label.instruction === instruction);
      // What a key with a variable is called, and which of two values counts, nothing here may change.
      if (labels.length < 2 || labels.some(({ key }) => key.includes('$') || counts.get(key) !== 1)) continue;
      const sorted = [...labels].sort(compareLabels);
      const at = labels.findIndex((label, index) => label !== sorted[index]);
      const [found, wanted] = [labels[at], sorted[at]];
      if (found === undefined || wanted === undefined) continue;
      yield {
        span: found.pair.keySpan,
        message: `The labels are in no order: "${wanted.key}" comes before "${found.key}".`,
        fixes: sortFix(file, labels, sorted),
      };
    }
  },
});

function sortFix(file: Dockerfile, labels: readonly Label[], sorted: readonly Label[]): readonly Fix[] {
  if (labels[0]?.instruction.innerComments.length !== 0) return [];
  const edits = labels.flatMap(({ pair }, index) => {
    const other = sorted[index]?.pair;
    return other === undefined || other === pair
      ? []
      : [replace(pair.span, file.text.slice(other.span.start, other.span.end))];
  });
  return [{ title: 'Sort the labels', applicability: 'safe', edits }];
}

// The keys of the OCI image specification (annotations.md): what it is, where it comes from, whose it is.
const OCI =
  'title description url documentation source version revision created licenses authors vendor ref.name base.name base.digest';
const ORDER = new Map(OCI.split(' ').map((name, index) => [`org.opencontainers.image.${name}`, index]));

function compareLabels({ key: a }: Label, { key: b }: Label): number {
  const byRank = rankOf(a) - rankOf(b);
  // Keys of one's own stay as they are: their order may mean something to somebody.
  const isListed = byRank === 0 && a.startsWith('org.label-schema.') && b.startsWith('org.label-schema.');
  return isListed ? (a < b ? -1 : 1) : byRank;
}

function rankOf(key: string): number {
  return (
    ORDER.get(key) ??
    (key.startsWith('org.opencontainers.image.')
      ? 50
      : key.startsWith('org.label-schema.')
        ? 55
        : key.includes('.')
          ? 60
          : 70)
  );
}
