import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import { stageReferences, referencesIn } from '../model/stage-references';
import { insertAt, replace } from '../text/edit';

export default defineRule({
  id: 'stage-referenced-by-number',
  aliases: ['kics/using_unnamed_build_stages', 'dockerfile-roast/DF023'],
  category: 'maintainability',
  severity: 'info',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'A stage is named by its number.',
  docs: `
\`--from=0\` counts stages from the top. A stage that is added or moved above makes it mean another one, and the build either
fails or copies the wrong files. A name stays right.

**When to ignore:** never needed.

**The fix** names the stage with \`AS\` where it has no name, and uses the name wherever the number stands.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM golang:1.26\nRUN go build -o /app\nFROM scratch\nCOPY --from=0 /app /app\n',
      good: 'FROM golang:1.26 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n',
    },
  ],
  *checkStage({ model }, stage) {
    for (const { kind, text, span, target } of referencesIn(model, stage)) {
      if (kind === 'from' || target === undefined || !isNumber(text) || target.name === text) continue;
      const fix = nameIt(model, target);
      yield {
        span,
        message: `The stage is named by its number ${text}, which changes with the stages above.`,
        related: [{ span: target.baseWord?.span ?? target.from.keywordSpan, message: 'This is the stage.' }],
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function nameIt(model: DockerfileModel, stage: Stage): Fix | undefined {
  const { baseWord, from } = stage;
  const name = stage.nameWord?.text ?? newName(model, stage);
  if (baseWord === undefined || name === undefined || !/^[a-z][\w.-]*$/i.test(name)) return undefined;
  if (stage.nameWord === undefined && from.words.length !== 1) return undefined;
  const references = stageReferences(model).filter(
    ({ kind, text, target }) => kind !== 'from' && target === stage && isNumber(text) && text !== stage.name,
  );
  return {
    title: stage.nameWord === undefined ? `Name the stage ${name}` : `Write ${name}`,
    applicability: 'safe',
    edits: [
      ...(stage.nameWord === undefined ? [insertAt(baseWord.span.end, ` AS ${name}`)] : []),
      ...references.map(({ span }) => replace(span, name)),
    ],
  };
}

/** A name that no stage, image or build context of the file has. */
function newName({ stages, file }: DockerfileModel, stage: Stage): string | undefined {
  return ['build', `stage-${stage.index}`].find(
    (name) =>
      !stages.some((other) => other.name === name || other.baseWord?.value === name) &&
      !file.instructions.some(({ flags }) => flags.some(({ value }) => value === name)),
  );
}
