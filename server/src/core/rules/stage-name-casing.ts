import { defineRule } from '../lint/rule';
import { stageReferences } from '../model/stage-references';
import { replace } from '../text/edit';

export default defineRule({
  id: 'stage-name-casing',
  aliases: ['buildkit/StageNameCasing', 'tally/buildkit/StageNameCasing'],
  category: 'style',
  severity: 'info',
  preset: 'recommended',
  summary: 'A stage name has upper-case letters.',
  docs: `
BuildKit keeps stage names in lower case. \`COPY --from=\` and \`--target\` find a name in any case, but FROM looks for the
name as written: \`FROM Base\` never finds the stage \`AS Base\` and asks the registry for an image.

**When to ignore:** where the name is shared with tools that compare it exactly.

**The fix** writes the name in lower case, where it is given and wherever the file refers to it.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM golang:1.26 AS Builder\nRUN go build -o /app\nFROM scratch\nCOPY --from=Builder /app /app\n',
      good: 'FROM golang:1.26 AS builder\nRUN go build -o /app\nFROM scratch\nCOPY --from=builder /app /app\n',
    },
  ],
  *checkStage({ model }, stage) {
    const { nameWord, name } = stage;
    if (nameWord === undefined || name === undefined || nameWord.value === name) return;
    if (!/^[a-z][\w.-]*$/i.test(nameWord.text)) return;
    const references = stageReferences(model).filter(
      ({ target, text }) => target === stage && text !== name && text.toLowerCase() === name,
    );
    yield {
      span: nameWord.span,
      message: `The stage name ${nameWord.text} has upper-case letters; BuildKit knows it as ${name}.`,
      fixes: [
        {
          title: `Rename the stage to ${name}`,
          applicability: 'safe',
          edits: [replace(nameWord.span, name), ...references.map(({ span }) => replace(span, name))],
        },
      ],
    };
  },
});
