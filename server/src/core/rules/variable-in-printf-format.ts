import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { argumentsOf, hasExpansion, programOf } from '../shell/splitting';
import { nodesOfType } from '../shell/tree';

export default defineRule({
  id: 'variable-in-printf-format',
  aliases: ['shellcheck/SC2059'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['printf'],
  summary: 'printf takes % and \\ in a value as part of its format.',
  docs: `
The first argument of \`printf\` is a format: a \`%\` in a value (an address, a password) is taken as a place for an argument, a
backslash as an escape. \`printf '%s\\n' "$value"\` writes it as it is.

**When to ignore:** where the value is a format on purpose.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nARG REVISION\nRUN printf "revision $REVISION\\n" > /revision\n',
      good: `FROM alpine:3.22\nARG REVISION\nRUN printf 'revision %s\\n' "$REVISION" > /revision\n`,
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'Command')) {
      if (programOf(node) !== 'printf') continue;
      const words = argumentsOf(node);
      const [format] = words[0]?.value === '--' ? words.slice(1) : words[0]?.value === '-v' ? words.slice(2) : words;
      // A format with places of its own is made on purpose.
      if (format === undefined || !hasExpansion(format) || format.text.includes('%')) continue;
      yield {
        span: tree.source.spanOf(format.pos, format.end),
        message: 'A % or a backslash in the value is taken as part of the format.',
      };
    }
  },
});
