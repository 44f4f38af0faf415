import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { argumentsOf, programOf } from '../shell/splitting';
import { around, nodesOfType, type Command, type ShellNode } from '../shell/tree';

export default defineRule({
  id: 'variable-in-single-quotes',
  aliases: ['shellcheck/SC2016'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  needs: ['RUN', 'ONBUILD'],
  summary: 'A variable or command stands in single quotes, where the shell does not replace it.',
  docs: `
Between single quotes the shell takes \`$NAME\` and \`$(command)\` as they are. That is right for text that another program
reads later (a script, a template, \`awk\`), and a mistake where the value of the build was meant: build arguments are gone
when the container runs.

Programs that have a use for the dollar sign themselves (awk, sed, perl, jq, sh -c, envsubst, trap, ...) are not reported.

**When to ignore:** where the text is meant to be written as it stands.
`,
  fixes: 'never',
  examples: [
    {
      bad: "FROM debian:bookworm-slim\nARG REVISION\nRUN echo 'built from $REVISION' > /revision\n",
      good: 'FROM debian:bookworm-slim\nARG REVISION\nRUN echo "built from $REVISION" > /revision\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const found of nodesOfType(tree, 'SingleQuoted')) {
      const { node } = found;
      const match = /\$[({\dA-Za-z_]|`[^`\\]+`/.exec(node.value);
      if (match === null || isRightAsItIs(found, node.value)) continue;
      const [words = ''] = /^(?:\$\{?\w+\}?|\$\(|`[^`]+`)/.exec(node.value.slice(match.index)) ?? [];
      // Not a part of the text that is longer than its own place.
      const start = node.pos + 1 + match.index;
      yield {
        span: tree.source.spanOf(start, start + Math.max(1, words.length)),
        message: 'Between single quotes this is not replaced by its value.',
      };
    }
  },
});

const KNOW_DOLLARS =
  /^(?:trap|(?:ba|da|a|k|z)?sh|ssh|eval|xprop|alias|sudo|doas|docker|podman|dpkg-query|jq|yq|rename|rg|unset|\w*awk|perl\w*|envsubst|su|gosu|crontab|php|ruby|node|python\d?|expect)$/;

function isRightAsItIs(found: ShellNode, value: string): boolean {
  for (const node of around(found)) {
    if (node.type === 'Assignment') return node.name === 'PS1' || node.name.startsWith('PROMPT');
    if (node.type === 'Command') return knowsDollars(node, value);
    if (node.type === 'TestCommand' || node.type === 'Case' || node.type === 'For') return false;
  }
  return false;
}

function knowsDollars(command: Command, value: string): boolean {
  const name = programOf(command) ?? '';
  if (KNOW_DOLLARS.test(name)) return true;
  const words = argumentsOf(command).map((word) => word.value);
  if (name === 'git' && words.includes('filter-branch')) return true;
  // An address, the end of a line, or a command of sed.
  if (name === 'sed')
    return !/\$[{(A-Za-z_]{2}/.test(value) && !/\$[a-zA-Z_{(]\w/.test(value.replace(/\$[dpqrwasic]\b/g, ''));
  return words.some((word) => /^(?:(?:ba|da|a|z)?sh|-exec|-execdir)$/.test(word));
}
