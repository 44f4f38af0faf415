import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { programOf } from '../shell/splitting';
import { around, nodesOfType, type ShellNode, type SyntaxNode } from '../shell/tree';

export default defineRule({
  id: 'and-or-chain',
  aliases: ['shellcheck/SC2015'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['RUN', 'ONBUILD'],
  summary: 'A && B || C runs C also where A succeeds and B fails.',
  docs: `
\`A && B || C\` is no if-then-else: where A succeeds and B fails, C runs too, and hides the failure of B. \`if A; then B; else
C; fi\` says what is meant.

Nothing is reported where C only ends the script, prints, or takes the failure back (\`exit\`, \`echo\`, \`true\`, \`:\`), or where
it is an assignment.

**When to ignore:** where C is meant to make good for both.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN [ -f /a ] && cp /a /b || touch /b\n',
      good: 'FROM alpine:3.22\nRUN if [ -f /a ]; then cp /a /b; else touch /b; fi\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = runScriptOf(model, instruction);
    if (found === undefined) return;
    const { tree } = found;

    for (const found of nodesOfType(tree, 'AndOr')) {
      const { commands, operators } = found.node;
      const last = commands.at(-1);
      const second = commands.at(-2);
      const isChain = operators.at(-1) === '||' && operators.at(-2) === '&&';
      if (!isChain || last === undefined || second === undefined || isHarmless(last) || isCondition(found)) continue;
      const from = commands.at(-3)?.end ?? second.pos;
      const gap = tree.source.text.slice(from, second.pos).indexOf('&&');
      const start = gap === -1 ? second.pos : from + gap;
      yield {
        span: tree.source.spanOf(start, start + 2),
        message: 'What follows || also runs where the command after && fails.',
      };
    }
  },
});

/** Ends the script, prints, or only takes back the failure. */
function isHarmless(node: SyntaxNode): boolean {
  if (node.type !== 'Command') return false;
  return node.name === undefined || /^(?:echo|exit|return|printf|true|:|break|continue)$/.test(programOf(node) ?? '');
}

/** The status of the list decides something else. */
function isCondition(found: ShellNode): boolean {
  let inner: SyntaxNode = found.node;
  for (const node of around(found)) {
    if (node.type === 'AndOr' && node.commands.at(-1) !== inner) return true;
    if ((node.type === 'If' || node.type === 'Elif' || node.type === 'While') && node.clause === inner) return true;
    inner = node;
  }
  return false;
}
