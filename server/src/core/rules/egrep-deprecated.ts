import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { nodesOfType } from '../shell/tree';
import { replace } from '../text/edit';

export default defineRule({
  id: 'egrep-deprecated',
  aliases: ['shellcheck/SC2196', 'shellcheck/SC2197'],
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  needs: ['egrep', 'fgrep'],
  summary: 'egrep and fgrep are obsolete names of grep -E and grep -F.',
  docs: `
GNU grep 3.8 (2022) and later print a warning for \`egrep\` and \`fgrep\`; POSIX has dropped both names. \`grep -E\` and
\`grep -F\` do the same.

**When to ignore:** where grep is older than 2.5, or none of GNU or BusyBox.

**The fix** writes the new form.
`,
  fixes: 'always',
  examples: [
    {
      bad: "FROM debian:bookworm-slim\nRUN egrep -o '^[0-9]+' /etc/debian_version\n",
      good: "FROM debian:bookworm-slim\nRUN grep -E -o '^[0-9]+' /etc/debian_version\n",
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOfType(tree, 'Command')) {
      const [, letter] = /^([ef])grep$/.exec(node.name?.text ?? '') ?? [];
      if (node.name === undefined || letter === undefined) continue;
      const span = tree.source.spanOf(node.name.pos, node.name.end);
      const cure = `grep -${letter.toUpperCase()}`;
      yield {
        span,
        aliases: [letter === 'e' ? 'shellcheck/SC2196' : 'shellcheck/SC2197'],
        message: `${node.name.text} is an obsolete name of ${cure}.`,
        fixes: [{ title: `Use ${cure}`, applicability: 'safe', edits: [replace(span, cure)] }],
      };
    }
  },
});
