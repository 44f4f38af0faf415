import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { wordCountOf } from '../model/word-splitting';
import { isSplit, programOf } from '../shell/splitting';
import { nodesOf, type ShellNode, type SyntaxNode } from '../shell/tree';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'unquoted-variable',
  aliases: ['shellcheck/SC2086', 'sonar/S6570'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['RUN', 'ONBUILD'],
  summary: 'A variable without quotes is cut at white space and expanded as a pattern.',
  docs: `
The shell cuts the value of \`$NAME\` at white space, and replaces \`*\`, \`?\` and \`[\` in it by the names of files, unless it
stands in double quotes. A build argument with a space in it becomes two arguments, and an empty one becomes none.

Reported is only what can happen: not in assignments, \`[[\`, \`case\` and heredocs, where nothing is cut; not where ARG, ENV or
the script give a value that is one word; not in lists to loop over; and not where a list of packages or options is meant
(\`apk add $BUILD_DEPS\`).

**When to ignore:** where several words are meant.

**The fix** adds the quotes.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nARG NAME\nRUN mkdir -p /srv/$NAME\n',
      good: 'FROM debian:bookworm-slim\nARG NAME\nRUN mkdir -p "/srv/$NAME"\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const run = runScriptOf(model, instruction);
    if (run === undefined) return;

    for (const found of nodesOf(run.tree)) {
      const name = variableIn(found.node);
      if (name === undefined || !isSplit(found)) continue;
      const count = wordCountOf(model, run, name);
      if (count === 'one' || isListMeant(found) || (count === 'list' && isWholeWord(found))) continue;
      const place = run.tree.source.spanOf(found.node.pos, found.node.end);
      yield {
        span: place,
        message:
          count === 'list'
            ? `${name} holds white space or a pattern, so that this becomes several words.`
            : `Where ${name} holds white space, this becomes several words; where it is empty, none.`,
        fixes: [
          {
            title: 'Add double quotes',
            applicability: 'review',
            because: 'With quotes it is one word: a list in it would no longer be taken apart.',
            edits: [insertAt(place.start, '"'), insertAt(place.end, '"')],
          },
        ],
      };
    }
  },
});

/** The variable that an expansion reads; lengths and arrays are not cut, or in another way. */
function variableIn(node: SyntaxNode): string | undefined {
  if (node.type === 'SimpleExpansion') return /^\$[A-Za-z_]\w*$/.test(node.text) ? node.text.slice(1) : undefined;
  if (node.type !== 'ParameterExpansion' || node.prefix !== undefined || node.index !== undefined) return undefined;
  if (!/^[A-Za-z_]\w*$/.test(node.parameter)) return undefined;
  // `${NAME:+--option "$NAME"}` and `${NAME:-default words}` say themselves what they mean.
  return node.operation?.type === 'Default' && node.operation.operator.endsWith('+') ? undefined : node.parameter;
}

// They take lists of packages, files or options, which are kept in variables on purpose.
const LIST_TAKERS =
  /^(?:apt|apt-get|apt-mark|apk|yum|dnf|microdnf|tdnf|zypper|pacman|opkg|dpkg|rpm|pip|pip3|npm|yarn|gem|cargo|conda|mamba|docker-php-ext-install|configure|make|cmake|ninja|meson|pecl|set|xargs|gpg)$/;

function isListMeant(found: ShellNode): boolean {
  const command = commandOf(found);
  if (command === undefined || !isWholeWord(found)) return false;
  return LIST_TAKERS.test(programOf(command) ?? '') || isNamedAsList(variableIn(found.node) ?? '');
}

function isNamedAsList(name: string): boolean {
  return /(?:^|_)(?:\w*DEPS|PACKAGES|PKGS|ARGS|FLAGS|\w*OPTS|OPTIONS|PARAMS|MODULES|EXTENSIONS|LIST)$/i.test(name);
}

/** `$NAME` alone, or in quotes of its own, not a part of a longer word. */
function isWholeWord({ node, parent }: ShellNode): boolean {
  return parent?.node.type === 'Word' && parent.node.pos === node.pos && parent.node.end === node.end;
}

function commandOf({ parent }: ShellNode) {
  const above = parent?.parent?.node;
  return above?.type === 'Command' ? above : undefined;
}
