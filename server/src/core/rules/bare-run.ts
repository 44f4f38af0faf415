import { removeInstruction } from '../lint/rewrite';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'bare-run',
  aliases: ['dockerfile-doctor/DD047'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'A RUN runs nothing.',
  docs: `
BuildKit accepts a RUN without a command: the shell starts, does nothing, and an empty layer is added. Mostly the command
was lost, for instance to a missing line continuation.

**When to ignore:** never.

**The fix** removes the line.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN\nCMD ["bash"]\n',
      good: 'FROM debian:bookworm-slim\nCMD ["bash"]\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    const isBare = instruction.body.text.trim() === '' && instruction.heredocs.length === 0;
    if (instruction.keyword !== 'RUN' || !isBare || instruction.exec !== undefined) return;
    // Before the first FROM the whole file is wrong, and its first word at fault must stay.
    const edit = model.stageOf(instruction) === undefined ? undefined : removeInstruction(file, instruction);
    yield {
      span: instruction.keywordSpan,
      message: 'This RUN runs nothing.',
      ...(edit === undefined
        ? {}
        : { fixes: [{ title: 'Remove the RUN', applicability: 'safe' as const, edits: [edit] }] }),
    };
  },
});
