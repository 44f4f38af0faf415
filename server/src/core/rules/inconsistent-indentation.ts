import { indentOf } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { isKeyword } from '../model/keywords';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';
import { span } from '../text/span';

export default defineRule({
  id: 'inconsistent-indentation',
  aliases: ['tally/consistent-indentation'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  summary: 'Instructions begin in different columns.',
  docs: `
Instructions begin in the first column, or, in a file of several stages, all those of a stage in one column to the right of
its FROM. An instruction that stands elsewhere looks like a part of the one above it.

Continued lines and heredocs are not looked at.

**When to ignore:** never needed.

**The fix** moves the instruction's first line.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN make\n  COPY . /app\n',
      good: 'FROM debian:bookworm-slim\nRUN make\nCOPY . /app\n',
    },
  ],
  *check({ file, model }) {
    for (const instruction of file.instructions) {
      const stage = model.stageOf(instruction);
      const [first] = stage?.instructions ?? [];
      const isShifted =
        stage !== undefined && model.stages.length > 1 && stage.from !== instruction && first !== undefined;
      const wanted = isShifted ? indentOf(file, first) : '';
      const found = indentOf(file, instruction);
      if (found === wanted || !/^[ \t]*$/.test(found) || !isKeyword(instruction.keyword)) continue;
      const at = indentSpan(instruction, found);
      yield {
        span: found === '' ? instruction.keywordSpan : at,
        message:
          wanted === ''
            ? `${instruction.keyword} is indented.`
            : `${instruction.keyword} begins in another column than ${first?.keyword ?? 'FROM'}.`,
        fixes: [{ title: 'Align it with the others', applicability: 'safe', edits: [replace(at, wanted)] }],
      };
    }
  },
});

function indentSpan({ span: { start } }: Instruction, indent: string) {
  return span(start - indent.length, start);
}
