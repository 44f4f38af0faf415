import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { programOf } from '../shell/splitting';
import { nodesOf, type Command, type SyntaxNode } from '../shell/tree';

export default defineRule({
  id: 'ls-output-parsed',
  aliases: ['shellcheck/SC2010', 'shellcheck/SC2011', 'shellcheck/SC2012', 'shellcheck/SC2045'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  needs: ['ls'],
  summary: 'The output of ls is read by a program, though it is made for people.',
  docs: `
\`ls\` prints names for people: a name with a space or a line end in it falls apart. A pattern (\`for file in *.whl\`) or
\`find\` gives the names whole.

**When to ignore:** where the names are known.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN for file in $(ls /patches); do echo "$file"; done\n',
      good: 'FROM alpine:3.22\nRUN for file in /patches/*; do echo "$file"; done\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const { node } of nodesOf(tree)) {
      for (const { command, code } of [...pipedFrom(node), ...loopedOver(node)]) {
        if (command.name === undefined) continue;
        yield {
          span: tree.source.spanOf(command.name.pos, command.name.end),
          aliases: [`shellcheck/${code}`],
          message: 'ls prints for people: names with white space fall apart here.',
        };
      }
    }
  },
});

interface Listing {
  readonly command: Command;
  /** ShellCheck's name of what is done with it. */
  readonly code: string;
}

function pipedFrom(node: SyntaxNode): readonly Listing[] {
  if (node.type !== 'Pipeline') return [];
  return node.commands.slice(0, -1).flatMap((command, i) => {
    const next = node.commands[i + 1];
    const reader = next?.type === 'Command' ? programOf(next) : undefined;
    return listing(command, reader === 'grep' ? 'SC2010' : reader === 'xargs' ? 'SC2011' : 'SC2012');
  });
}

function loopedOver(node: SyntaxNode): readonly Listing[] {
  if (node.type !== 'For') return [];
  return (node.wordlist ?? []).flatMap(({ parts = [] }) => {
    const [only, ...rest] = parts;
    if (only?.type !== 'CommandExpansion' || rest.length > 0 || only.script?.source !== undefined) return [];
    const [statement, ...others] = only.script?.commands ?? [];
    return statement === undefined || others.length > 0 ? [] : listing(statement.command, 'SC2045');
  });
}

function listing(node: SyntaxNode, code: string): readonly Listing[] {
  return node.type === 'Command' && programOf(node) === 'ls' ? [{ command: node, code }] : [];
}
