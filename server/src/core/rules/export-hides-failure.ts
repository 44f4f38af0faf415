import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { programOf } from '../shell/splitting';
import { nodesOfType } from '../shell/tree';

export default defineRule({
  id: 'export-hides-failure',
  aliases: ['shellcheck/SC2155'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['export', 'local', 'declare', 'typeset', 'readonly'],
  summary: 'A command that fails inside export goes unnoticed.',
  docs: `
\`export NAME="$(command)"\` succeeds whatever the command does: the exit status is that of \`export\`, so neither \`&&\` nor
\`set -e\` stops the build. An assignment alone (\`NAME="$(command)"\`) takes the command's status.

**When to ignore:** where the command cannot fail.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN export REVISION="$(cat /revision)" && make\n',
      good: 'FROM debian:bookworm-slim\nRUN REVISION="$(cat /revision)" && export REVISION && make\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'Command')) {
      const name = programOf(node);
      if (name === undefined || !/^(?:export|local|declare|typeset|readonly)$/.test(name)) continue;
      for (const argument of node.args) {
        if (argument.type !== 'Assignment' || argument.value.type !== 'Word') continue;
        const { parts = [] } = argument.value;
        const runs = parts.some(
          (part) =>
            part.type === 'CommandExpansion' ||
            (part.type === 'DoubleQuoted' && part.parts.some(({ type }) => type === 'CommandExpansion')),
        );
        if (!runs) continue;
        yield {
          span: tree.source.spanOf(argument.pos, argument.pos + argument.name.length),
          message: `If the command fails, ${name} succeeds all the same, and the RUN goes on.`,
        };
      }
    }
  },
});
