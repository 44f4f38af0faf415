import { removeInstruction } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import type { Dockerfile, Instruction, Word } from '../syntax/dockerfile';
import { remove, type TextEdit } from '../text/edit';

export default defineRule({
  id: 'port-exposed-twice',
  aliases: ['dockerfile-doctor/DD048'],
  category: 'style',
  severity: 'info',
  preset: 'recommended',
  needs: ['EXPOSE'],
  summary: 'A port is exposed twice.',
  docs: `
EXPOSE notes a port once, however often it is written. \`8080\` and \`8080/tcp\` are the same; \`8080/udp\` is another.

**When to ignore:** never needed.

**The fix** removes the second one.
`,
  fixes: 'sometimes',
  examples: [{ bad: 'FROM nginx:1.28\nEXPOSE 80 443\nEXPOSE 80\n', good: 'FROM nginx:1.28\nEXPOSE 80 443\n' }],
  *checkStage({ file, model }, { instructions }) {
    const seen = new Map<string, Word>();
    for (const instruction of instructions) {
      if (instruction.keyword !== 'EXPOSE') continue;
      for (const word of instruction.words) {
        const port = model.expandAt(word.value, instruction);
        if (port === undefined || !/^\d+(?:-\d+)?(?:\/[a-z]+)?$/i.test(port)) continue;
        const key = port.toLowerCase().replace(/\/tcp$/, '');
        const first = seen.get(key);
        if (first === undefined) {
          seen.set(key, word);
          continue;
        }
        yield {
          span: word.span,
          message: `Port ${port} is exposed already.`,
          related: [{ span: first.span, message: 'It is exposed here.' }],
          fixes: () => {
            const edit = removal(file, instruction, word);
            return edit === undefined
              ? []
              : [{ title: `Remove ${word.text}`, applicability: 'safe' as const, edits: [edit] }];
          },
        };
      }
    }
  },
});

function removal(file: Dockerfile, instruction: Instruction, word: Word): TextEdit | undefined {
  const { words } = instruction;
  if (words.length === 1) return removeInstruction(file, instruction);
  const previous = words[words.indexOf(word) - 1];
  const next = words[words.indexOf(word) + 1];
  const isClose = (start: number, end: number): boolean => /^[ \t]+$/.test(file.text.slice(start, end));
  if (previous !== undefined && isClose(previous.span.end, word.span.start))
    return remove({ start: previous.span.end, end: word.span.end });
  if (next !== undefined && isClose(word.span.end, next.span.start))
    return remove({ start: word.span.start, end: next.span.start });
  return undefined;
}
