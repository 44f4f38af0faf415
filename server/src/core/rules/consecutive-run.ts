import { joinRuns } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { isKeyword } from '../model/keywords';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'consecutive-run',
  aliases: [
    'hadolint/DL3059',
    'tally/hadolint/DL3059',
    'sonar/S7031',
    'kics/multiple_run_add_copy_instructions_listed',
    'dockerfile-doctor/DD005',
    'dockerfile-doctor/DD064',
    'dockerfile-roast/DF003',
  ],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['RUN'],
  summary: 'Single commands stand in RUN instructions of their own, one after the other.',
  docs: `
Each RUN makes a layer. Commands that belong together are one layer when \`&&\` joins them, and what one of them leaves behind
can be removed by the next. Layers alone cost little: what matters is that files written by one RUN stay in the image when
a later RUN deletes them.

Reported where a RUN with a single command follows directly on another one with the same flags.

**When to ignore:** in builder stages, and where separate steps make better use of the cache.

**The fix** joins the two with \`&&\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN mkdir /data\nRUN chmod 700 /data\n',
      good: 'FROM debian:bookworm-slim\nRUN mkdir /data \\\n    && chmod 700 /data\n',
    },
  ],
  *check({ file, model }) {
    // A line that is being typed stands between nothing.
    const instructions = file.instructions.filter(({ keyword }) => isKeyword(keyword));
    for (const [index, outer] of instructions.entries()) {
      const before = instructions[index - 1];
      if (before === undefined || before.keyword !== outer.keyword) continue;
      const first = before.trigger ?? before;
      const instruction = outer.trigger ?? outer;
      if (first.keyword !== 'RUN' || instruction.keyword !== 'RUN') continue;
      if (flagsOf(first) !== flagsOf(instruction)) continue;
      const scripts = [model.scriptOf(before), model.scriptOf(outer)] as const;
      // A pipeline or a loop is several commands, which are joined already.
      if (scripts.some(({ commands, statements }) => commands.length !== 1 || statements.length !== 1)) continue;
      const edits = joinRuns(
        file,
        { instruction: before, script: scripts[0] },
        { instruction: outer, script: scripts[1] },
      );
      yield {
        span: instruction.keywordSpan,
        message: 'This RUN and the one before run a single command each; one RUN makes one layer of them.',
        related: [{ span: first.keywordSpan, message: 'This is the one before.' }],
        ...(edits === undefined
          ? {}
          : {
              fixes: [
                {
                  title: 'Join the two',
                  applicability: 'review' as const,
                  because: 'Whatever the first command sets in its shell holds for the second one then.',
                  edits,
                },
              ],
            }),
      };
    }
  },
});

function flagsOf({ flags }: Instruction): string {
  return flags.map(({ name, value = '' }) => `${name}=${value}`).join(' ');
}
