import { defineRule } from '../lint/rule';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'labels-ungrouped',
  aliases: ['tally/labels/prefer-grouped'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  needs: ['LABEL'],
  summary: 'Several LABEL instructions follow each other.',
  docs: `
One LABEL takes any number of pairs, one on each line. Nothing is gained by many instructions: each is a step in the log of
the build and an entry in the image's history. A comment or a blank line between two of them keeps them apart on purpose.

Reported are runs that set at least as many labels as the option \`minLabels\` says.

**When to ignore:** where one line for each label makes better diffs for you.

**The fix** makes one LABEL of the run. The labels of the image stay the same.
`,
  fixes: 'sometimes',
  options: { minLabels: 3 },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nLABEL title="shop"\nLABEL version="1"\nLABEL vendor="Example"\n',
      good: 'FROM debian:bookworm-slim\nLABEL title="shop" \\\n      version="1" \\\n      vendor="Example"\n',
    },
  ],
  *check({ file, options }) {
    for (const run of runsOf(file)) {
      const [first] = run;
      const count = run.reduce((sum, { pairs }) => sum + pairs.length, 0);
      if (first === undefined || run.length < 2 || count < options.minLabels) continue;
      // The old form `LABEL key value` takes one pair.
      const isOld = run.some(({ isLegacyPair, pairs }) => isLegacyPair || pairs.length === 0);
      yield {
        span: first.keywordSpan,
        message: `${run.length} LABEL instructions follow each other; one can hold all ${count} labels.`,
        related: run.slice(1).map(({ keywordSpan }) => ({ span: keywordSpan, message: 'Another one.' })),
        fixes: isOld ? [] : [{ title: 'Make one LABEL of them', applicability: 'safe', edits: joints(file, run) }],
      };
    }
  },
});

/** LABEL instructions on neighbouring lines. */
function runsOf(file: Dockerfile): readonly (readonly Instruction[])[] {
  const runs: Instruction[][] = [];
  let last: Instruction | undefined;
  for (const instruction of file.instructions) {
    if (instruction.keyword === 'LABEL') {
      const isNext =
        last?.index === instruction.index - 1 &&
        /^[ \t]*\r?\n[ \t]*$/.test(file.text.slice(last.span.end, instruction.span.start));
      if (isNext) runs.at(-1)?.push(instruction);
      else runs.push([instruction]);
      last = instruction;
    }
  }
  return runs;
}

function joints(file: Dockerfile, run: readonly Instruction[]) {
  return run.slice(1).flatMap((instruction, index) => {
    const before = run[index];
    const [pair] = instruction.pairs;
    if (before === undefined || pair === undefined) return [];
    return [replace({ start: before.span.end, end: pair.span.start }, ` ${file.escape}${file.eol}      `)];
  });
}
