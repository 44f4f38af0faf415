import { removeInstruction } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { isKeyword } from '../model/keywords';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'repeated-run',
  aliases: ['dockerfile-doctor/DD065'],
  category: 'size',
  severity: 'info',
  preset: 'recommended',
  needs: ['RUN'],
  summary: 'A RUN is written twice in a row.',
  docs: `
The same command a second time, with nothing in between that could change its result, costs time and adds a layer. Mostly
a line was copied and not edited.

**When to ignore:** where a command has to run twice, for instance to repair its own first run.

**The fix** removes the second one.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN make install\nRUN make install\n',
      good: 'FROM debian:bookworm-slim\nRUN make install\n',
    },
  ],
  *checkStage({ file }, { instructions }) {
    let previous: Instruction | undefined;
    for (const instruction of instructions) {
      // A line that is being typed stands between nothing.
      if (NO_FILES.has(instruction.keyword) || !isKeyword(instruction.keyword)) continue;
      const first = previous;
      previous = instruction.keyword === 'RUN' ? instruction : undefined;
      if (first === undefined || previous === undefined || !isSame(file.text, first, previous)) continue;
      const edit = removeInstruction(file, instruction);
      yield {
        span: instruction.headSpan,
        message: `The RUN on line ${file.lineNumberAt(first.span.start)} ran the same already.`,
        related: [{ span: first.headSpan, message: 'This is the first one.' }],
        ...(edit === undefined
          ? {}
          : {
              fixes: [
                {
                  title: 'Remove the second RUN',
                  applicability: 'review' as const,
                  because: 'A command may do something else the second time.',
                  edits: [edit],
                },
              ],
            }),
      };
    }
  },
});

// They change neither files nor what a RUN sees.
const NO_FILES: ReadonlySet<string> = new Set(['LABEL', 'EXPOSE', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'STOPSIGNAL']);

function isSame(text: string, a: Instruction, b: Instruction): boolean {
  const wordsOf = ({ logical, heredocs }: Instruction): string =>
    [
      logical.text.trim().replace(/\s+/g, ' '),
      ...heredocs.map(({ bodySpan }) => text.slice(bodySpan.start, bodySpan.end)),
    ].join('\n');
  return a.body.text.trim() !== '' && wordsOf(a) === wordsOf(b);
}
