import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { argumentsOf, programOf } from '../shell/splitting';
import { nodesOfType } from '../shell/tree';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'find-without-path',
  aliases: ['shellcheck/SC2185'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['find'],
  summary: 'find is not told where to look.',
  docs: `
GNU and BusyBox find search the current directory where no place is named; others want one. The reader sees with \`.\` that
it is meant.

**When to ignore:** in scripts for GNU and BusyBox find only.

**The fix** adds \`.\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: "FROM debian:bookworm-slim\nRUN find -name '*.a' -delete\n",
      good: "FROM debian:bookworm-slim\nRUN find . -name '*.a' -delete\n",
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'Command')) {
      if (programOf(node) !== 'find' || node.name === undefined) continue;
      const words = argumentsOf(node);
      const isFlag = ({ value }: { readonly value: string }): boolean => /^-(?:[HLP]|D.*|O\d)$/.test(value);
      const first = words.find((word) => !isFlag(word));
      if (words.some(({ value }) => /^-+(?:files0-from|help|version)$/.test(value))) continue;
      if (first !== undefined && !/^[-(!]|^\\[(!]/.test(first.text)) continue;
      const last = words.filter((_, i) => words.slice(0, i + 1).every(isFlag)).at(-1) ?? node.name;
      const { end } = tree.source.spanOf(last.pos, last.end);
      yield {
        span: tree.source.spanOf(node.name.pos, node.name.end),
        message: 'find searches the current directory, which no word says.',
        fixes: [{ title: 'Name the directory', applicability: 'safe', edits: [insertAt(end, ' .')] }],
      };
    }
  },
});
