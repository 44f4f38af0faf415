import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'reserved-stage-name',
  aliases: ['hadolint/DL3063', 'buildkit/ReservedStageName', 'tally/buildkit/ReservedStageName'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'A stage has a name that means something else.',
  docs: `
\`scratch\` is the empty image and \`context\` the build context. A stage of that name is accepted, but \`FROM scratch\` and
\`COPY --from=context\` then mean the stage or the other thing, depending on the builder.

**When to ignore:** never; any other name works.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22 AS context\nRUN touch /a\nFROM scratch\nCOPY --from=context /a /a\n',
      good: 'FROM alpine:3.22 AS files\nRUN touch /a\nFROM scratch\nCOPY --from=files /a /a\n',
    },
  ],
  *checkStage(_, { name, nameWord }) {
    if (nameWord === undefined || (name !== 'scratch' && name !== 'context')) return;
    const meaning = name === 'scratch' ? 'the empty image' : 'the build context';
    yield { span: nameWord.span, message: `${nameWord.text} is reserved: it means ${meaning}.` };
  },
});
