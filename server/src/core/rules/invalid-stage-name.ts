import { defineRule } from '../lint/rule';
import { stageReferences } from '../model/stage-references';
import { replace } from '../text/edit';

export default defineRule({
  id: 'invalid-stage-name',
  aliases: ['dockerfile-utils/INVALID_BUILD_STAGE_NAME'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  summary: 'A stage name is not one that BuildKit accepts.',
  docs: `
A stage name starts with a letter and goes on with letters, digits, \`-\`, \`_\` and \`.\`; variables are not replaced in it.
The build fails with any other name.

**When to ignore:** never; the build fails.

**The fix** turns other characters into \`-\` and puts \`stage-\` before a leading digit, also where the file refers to the
name. Where the name holds a variable there is none.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM golang:1.26 AS 1st\nRUN go build -o /app\nFROM scratch\nCOPY --from=1st /app /app\n',
      good: 'FROM golang:1.26 AS stage-1st\nRUN go build -o /app\nFROM scratch\nCOPY --from=stage-1st /app /app\n',
    },
  ],
  *checkStage({ model }, stage) {
    const { nameWord } = stage;
    if (nameWord === undefined || /^[a-z][\w.-]*$/i.test(nameWord.text)) return;
    const fact = `${nameWord.text} is no stage name: a letter comes first, then letters, digits, "-", "_" and ".".`;
    const cleaned = nameWord.value
      .toLowerCase()
      .replace(/[^a-z0-9_.-]+/g, '-')
      .replace(/-+$/, '');
    const name = /^[a-z]/.test(cleaned) ? cleaned : `stage-${cleaned.replace(/^[^a-z0-9]+/, '')}`;
    const isTaken = model.stages.some((other) => other.name === name);
    if (/[$"'\\]/.test(nameWord.text) || isTaken || name === 'stage-') {
      yield { span: nameWord.span, message: fact };
      return;
    }
    const references = stageReferences(model).filter(
      ({ text, kind }) => text.toLowerCase() === stage.name && kind !== 'from',
    );
    yield {
      span: nameWord.span,
      message: fact,
      fixes: [
        {
          title: `Rename the stage to ${name}`,
          applicability: 'review',
          because: 'Commands that build this stage with --target have to name it anew.',
          edits: [replace(nameWord.span, name), ...references.map(({ span }) => replace(span, name))],
        },
      ],
    };
  },
});
