import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { programOf } from '../shell/splitting';
import { nodesOfType } from '../shell/tree';

export default defineRule({
  id: 'spaces-lost-by-echo',
  aliases: ['shellcheck/SC2291'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['echo'],
  summary: 'Several spaces between words become one.',
  docs: `
Without quotes the shell hands words to \`echo\`, which puts one space between them. The indent of a continued line is no
matter of looks and not reported.

**When to ignore:** where one space is enough.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN echo name    value > /table\n',
      good: 'FROM alpine:3.22\nRUN echo "name    value" > /table\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'Command')) {
      if (programOf(node) !== 'echo') continue;
      const { args } = node;
      const gap = args.flatMap((word, i) => {
        const previous = args[i - 1];
        return previous === undefined || word.pos - previous.end < 2 ? [] : [[previous.end, word.pos] as const];
      });
      for (const [from, to] of gap.slice(0, 1)) {
        const start = tree.source.spanOf(from - 1, from).end;
        const end = tree.source.spanOf(to, to + 1).start;
        if (!/^ {2,}$/.test(file.text.slice(start, end))) continue;
        yield { span: { start, end }, message: 'echo writes one space here.' };
      }
    }
  },
});
