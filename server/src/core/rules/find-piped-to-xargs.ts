import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { argumentsOf, programOf } from '../shell/splitting';
import { nodesOfType } from '../shell/tree';

export default defineRule({
  id: 'find-piped-to-xargs',
  aliases: ['shellcheck/SC2038'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['xargs'],
  summary: 'xargs takes a file name with a space in it for two.',
  docs: `
xargs cuts its input at white space and quotes: a file called \`a b\` becomes two, and \`rm -rf\` removes something else.
\`find -print0 | xargs -0\` keeps names whole, as does \`find -exec program {} +\`, which needs no pipe.

**When to ignore:** where the names are known to have no white space.
`,
  fixes: 'never',
  examples: [
    {
      bad: "FROM debian:bookworm-slim\nRUN find /usr/share -name '*.md' | xargs rm -f\n",
      good: "FROM debian:bookworm-slim\nRUN find /usr/share -name '*.md' -exec rm -f {} +\n",
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'Pipeline')) {
      for (const [i, find] of node.commands.entries()) {
        const xargs = node.commands[i + 1];
        if (find.type !== 'Command' || xargs?.type !== 'Command' || find.name === undefined) continue;
        if (programOf(find) !== 'find' || programOf(xargs) !== 'xargs') continue;
        const isWhole =
          argumentsOf(find).some(({ value }) => /^-(?:f?print0|printf|exec|execdir|ls|quit)$/.test(value)) ||
          argumentsOf(xargs).some(({ value }) => /^(?:-\w*0\w*|--null)$/.test(value));
        if (isWhole) continue;
        yield {
          span: tree.source.spanOf(find.name.pos, xargs.name?.end ?? find.end),
          message: 'xargs takes a name with white space in it for several; -print0 and -0 keep it whole.',
        };
      }
    }
  },
});
