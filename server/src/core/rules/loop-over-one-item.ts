import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { isLiteral } from '../shell/splitting';
import { nodesOfType } from '../shell/tree';

export default defineRule({
  id: 'loop-over-one-item',
  aliases: ['shellcheck/SC2043'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['RUN', 'ONBUILD'],
  summary: 'A loop runs once.',
  docs: `
\`for name in word\` runs once. Mostly a list has shrunk, or \`$\` or \`*\` is missing, or quotes have made one word of a list.

**When to ignore:** where the list is kept for the next item.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN for name in data; do mkdir "/srv/$name"; done\n',
      good: 'FROM alpine:3.22\nRUN for name in data logs; do mkdir "/srv/$name"; done\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'For')) {
      const [only, ...rest] = node.wordlist ?? [];
      if (only === undefined || rest.length > 0 || !isLiteral(only)) continue;
      yield { span: tree.source.spanOf(only.pos, only.end), message: 'The loop runs once, with this word.' };
    }
  },
});
