import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { nodesOfType } from '../shell/tree';
import { replace } from '../text/edit';

export default defineRule({
  id: 'backticks',
  aliases: ['shellcheck/SC2006'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['RUN', 'ONBUILD'],
  summary: 'A command stands between backticks, which hardly nest and change what a backslash means.',
  docs: `
\`$(command)\` does what backticks do, nests without escapes, and leaves quotes and backslashes inside as they are.

**When to ignore:** where a habit is worth more than a style.

**The fix** is offered where nothing inside is escaped, so that both say the same.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN make -j`nproc`\n',
      good: 'FROM debian:bookworm-slim\nRUN make -j$(nproc)\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'CommandExpansion')) {
      // With nothing but a comment inside they are a way to write comments between the words of a command.
      if (!node.text.startsWith('`') || !node.text.endsWith('`') || (node.script?.commands.length ?? 0) === 0) continue;
      const inner = node.text.slice(1, -1);
      const { source } = tree;
      const open = source.spanOf(node.pos, node.pos + 1);
      const close = source.spanOf(node.end - 1, node.end);
      const isPlain = !/[\\#`]|\bcase\b/.test(inner);
      yield {
        span: source.spanOf(node.pos, node.end),
        message: 'Backticks hardly nest; $(...) says the same.',
        ...(isPlain
          ? {
              fixes: [
                {
                  title: 'Use $(...)',
                  applicability: 'safe' as const,
                  edits: [replace(open, inner.startsWith('(') ? '$( ' : '$('), replace(close, ')')],
                },
              ],
            }
          : {}),
      };
    }
  },
});
