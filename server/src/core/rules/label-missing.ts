import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { labelsOf, readLabelSchema } from '../model/labels';
import { stageReferences } from '../model/stage-references';

export default defineRule({
  id: 'label-missing',
  aliases: [
    'hadolint/DL3049',
    'sonar/S7028',
    'dockerfile-doctor/DD046',
    'dockerfile-doctor/DD078',
    'projectatomic/required-labels',
  ],
  category: 'style',
  severity: 'info',
  preset: 'strict',
  needs: ['FROM'],
  summary: 'The image lacks a label that you ask for.',
  docs: `
Which labels an image needs is for you to say: registries show \`org.opencontainers.image.source\`, \`.description\` and
\`.licenses\`, others keep a list of their own. The option \`schema\` holds the keys, each with the kind of its value:
\`key=kind\`, where the kind is \`text\`, \`url\`, \`rfc3339\`, \`spdx\`, \`hash\`, \`semver\` or \`email\` (only
label-value-invalid looks at it), or the key alone. It is the same list in all rules about labels. Without it the rule says
nothing.

A label of a stage below counts. Asked are the final stage, and each other stage that nothing in the file builds on or
copies from: it can only be there to be built by itself.

**When to ignore:** where the labels come from the outside: \`docker build --label\`, or a step of the pipeline.
`,
  fixes: 'never',
  options: { schema: [] },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.title="shop"\n',
      good: 'FROM debian:bookworm-slim\nLABEL org.opencontainers.image.source="https://example.com/shop"\n',
      options: { schema: ['org.opencontainers.image.source=url'] },
    },
  ],
  *check({ model, options }) {
    const wanted = [...readLabelSchema(options.schema).keys()];
    if (wanted.length === 0) return;
    const used = new Set(stageReferences(model).map(({ target }) => target));
    for (const stage of model.stages) {
      if (used.has(stage)) continue;
      const labels = stageChain(stage).flatMap(({ instructions }) =>
        labelsOf(instructions.filter(({ trigger }) => trigger === undefined)),
      );
      const keys = new Set(labels.map(({ key, instruction }) => model.expandAt(key, instruction)));
      const missing = wanted.filter((key) => !keys.has(key));
      // A key that nothing tells may be any of them.
      if (missing.length === 0 || keys.has(undefined)) continue;
      yield {
        span: stage.baseWord?.span ?? stage.from.keywordSpan,
        message: `The image has no label ${missing.map((key) => `"${key}"`).join(', ')}.`,
      };
    }
  },
});
