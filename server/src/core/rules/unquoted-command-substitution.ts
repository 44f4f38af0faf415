import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { isOneWord } from '../model/word-splitting';
import { isSplit, programOf } from '../shell/splitting';
import { nodesOfType, type ShellNode } from '../shell/tree';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'unquoted-command-substitution',
  aliases: ['shellcheck/SC2046'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['RUN', 'ONBUILD'],
  summary: 'What a command prints is cut at white space and expanded as a pattern.',
  docs: `
\`$(...)\` without double quotes is cut at white space, and \`*\`, \`?\` and \`[\` in it are replaced by the names of files. A
path with a space becomes two arguments; a command that fails and prints nothing leaves no argument at all.

Nothing is reported where the program is known to print one word (\`nproc\`, \`uname -m\`, \`dpkg --print-architecture\`,
\`mktemp\`), where nothing is cut (assignments, \`[[\`, \`case\`), and where a list is meant: a loop, \`seq\`, and the arguments
of package managers and \`kill\`.

**When to ignore:** where several words are meant.

**The fix** adds the quotes.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN mkdir -p /srv/$(cat /etc/name)\n',
      good: 'FROM debian:bookworm-slim\nRUN mkdir -p "/srv/$(cat /etc/name)"\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const found of nodesOfType(tree, 'CommandExpansion')) {
      const { node } = found;
      if (!isSplit(found) || (node.script?.commands.length ?? 0) === 0 || isOneWord(node.script) || isListMeant(found))
        continue;
      const place = tree.source.spanOf(node.pos, node.end);
      yield {
        span: place,
        message: 'What this prints is cut at white space, and becomes nothing where it prints nothing.',
        fixes: [
          {
            title: 'Add double quotes',
            applicability: 'review',
            because: 'With quotes it is one word: a list would no longer be taken apart.',
            edits: [insertAt(place.start, '"'), insertAt(place.end, '"')],
          },
        ],
      };
    }
  },
});

const LIST_TAKERS =
  /^(?:apt|apt-get|apt-mark|apk|yum|dnf|microdnf|tdnf|zypper|pacman|dpkg|rpm|kill|set|env|docker-php-ext-install)$/;

/** The whole argument of a program that takes lists, or of a program that prints a list of numbers. */
function isListMeant({ node, parent }: ShellNode): boolean {
  const above = parent?.parent?.node;
  const [inner] = node.type === 'CommandExpansion' ? (node.script?.commands ?? []) : [];
  if (inner?.command.type === 'Command' && /^(?:seq|pgrep)$/.test(programOf(inner.command) ?? '')) return true;
  const isWhole = parent?.node.pos === node.pos && parent.node.end === node.end;
  return isWhole && above?.type === 'Command' && LIST_TAKERS.test(programOf(above) ?? '');
}
