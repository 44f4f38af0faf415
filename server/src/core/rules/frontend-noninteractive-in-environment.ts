import { defineRule, type Fix } from '../lint/rule';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'frontend-noninteractive-in-environment',
  aliases: ['dockerfile-doctor/DD035'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['ENV'],
  summary: 'DEBIAN_FRONTEND stays set in every container of the image.',
  docs: `
\`ENV DEBIAN_FRONTEND=noninteractive\` is meant for the build but becomes part of the image: who opens a shell in a container
gets no questions from apt either, and images built on this one inherit it. \`ARG\` lasts for the build of the stage only.

**When to ignore:** in images in which packages are only ever installed by scripts.

**The fix** writes ARG.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nENV DEBIAN_FRONTEND=noninteractive\n',
      good: 'FROM debian:bookworm-slim\nARG DEBIAN_FRONTEND=noninteractive\n',
    },
  ],
  *checkStage(_, stage) {
    if (!stage.isShipped) return;

    const sets = stage.instructions.flatMap((instruction) =>
      instruction.keyword === 'ENV'
        ? instruction.pairs.flatMap((pair) => (pair.key === 'DEBIAN_FRONTEND' ? [{ instruction, pair }] : []))
        : [],
    );
    for (const { instruction, pair } of sets) {
      if (!/^["']?(?:noninteractive|teletype)["']?$/i.test(pair.value ?? '')) continue;
      const fix = sets.length === 1 ? asArgument(instruction) : undefined;
      yield {
        span: pair.keySpan,
        message: 'DEBIAN_FRONTEND stays set in every container of the image.',
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

function asArgument(instruction: Instruction): Fix | undefined {
  if (instruction.pairs.length !== 1 || instruction.isLegacyPair) return undefined;
  return {
    title: 'Use ARG',
    applicability: 'review',
    because: 'Stages built on this one, and containers, do not see the variable then.',
    edits: [replace(instruction.keywordSpan, 'ARG')],
  };
}
