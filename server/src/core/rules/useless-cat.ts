import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { programOf } from '../shell/splitting';
import { nodesOfType } from '../shell/tree';

export default defineRule({
  id: 'useless-cat',
  aliases: ['shellcheck/SC2002'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  needs: ['cat'],
  summary: 'cat only hands one file to the next program, which can read it itself.',
  docs: `
\`program < file\` does what \`cat file | program\` does, and fails where the file is missing: of a pipe only the last program
decides.

**When to ignore:** where the order of reading matters more: the file first, then what is done with it.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN cat /etc/passwd | sort > /users\n',
      good: 'FROM debian:bookworm-slim\nRUN sort < /etc/passwd > /users\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'Pipeline')) {
      const [first, second] = node.commands;
      if (first?.type !== 'Command' || second === undefined || first.name === undefined) continue;
      const [file, ...rest] = first.args;
      if (programOf(first) !== 'cat' || file?.type !== 'Word' || rest.length > 0) continue;
      if (file.text.startsWith('-') || first.redirects.some(({ operator }) => operator.includes('<'))) continue;
      const parts = file.parts ?? [];
      // These may be several files, which cat joins.
      if (parts.some(({ type }) => /^(?:.*Glob|BraceExpansion|SimpleExpansion|ParameterExpansion)$/.test(type)))
        continue;
      yield {
        span: tree.source.spanOf(first.name.pos, file.end),
        message: 'The next program can read the file itself, with <.',
      };
    }
  },
});
