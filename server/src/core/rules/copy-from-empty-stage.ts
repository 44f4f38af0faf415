import { stageChain } from '../model/configuration';
import { defineRule } from '../lint/rule';
import type { Stage } from '../model/stage';
import { referencesIn } from '../model/stage-references';

export default defineRule({
  id: 'copy-from-empty-stage',
  aliases: ['tally/copy-from-empty-scratch-stage'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['COPY'],
  summary: 'COPY takes files from a stage that has none.',
  docs: `
\`scratch\` is empty. A stage that begins with it and neither copies nor runs anything has no files, and a COPY from it fails
the build. The empty root itself (\`COPY --from=files / /\`) can be copied, and so can a pattern that nothing matches.

**When to ignore:** never; the build fails.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM scratch AS files\nFROM debian:bookworm-slim\nCOPY --from=files /app /app\n',
      good: 'FROM scratch AS files\nCOPY app /app\nFROM debian:bookworm-slim\nCOPY --from=files /app /app\n',
    },
  ],
  *checkStage({ model }, stage) {
    for (const { kind, text, span, target, instruction } of referencesIn(model, stage)) {
      if (kind !== 'copy' || target === undefined || !isEmpty(target)) continue;
      const sources = model.copyOf(instruction)?.sources ?? [];
      if (!sources.some(({ path }) => path !== undefined && path !== '' && !/[*?[]/.test(path))) continue;
      yield {
        span,
        message: `The stage ${text} has no files: it begins with scratch, and nothing is added.`,
        related: [{ span: target.from.headSpan, message: 'The stage is here.' }],
      };
    }
  },
});

function isEmpty(stage: Stage): boolean {
  return (
    stage.image?.text === 'scratch' &&
    stageChain(stage).every(({ instructions }) => instructions.every(({ keyword }) => !ADDS_FILES.has(keyword)))
  );
}

const ADDS_FILES: ReadonlySet<string> = new Set(['COPY', 'ADD', 'RUN', 'WORKDIR', 'ONBUILD']);
