import { defineRule } from '../lint/rule';
import { type RunScript, runScriptOf } from '../model/run-scripts';
import type { DockerfileModel } from '../model/model';
import { argumentsOf, programOf } from '../shell/splitting';
import { around, nodesOfType, type Command, type ShellNode, type SyntaxNode } from '../shell/tree';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'unguarded-cd',
  aliases: ['shellcheck/SC2164'],
  category: 'correctness',
  severity: 'warning',
  preset: 'strict',
  needs: ['cd', 'pushd', 'popd'],
  summary: 'Where cd fails, what follows runs in the wrong directory.',
  docs: `
After \`cd build; rm -rf *\` it is the wrong directory that is empty, where there is no \`build\`: \`;\` and a new line go on
whatever happened. With \`&&\`, \`|| exit\` or \`set -e\` the RUN stops.

A \`cd\` that is the last command is not reported, nor one to a directory above (\`cd ..\`).

**When to ignore:** where the directory is sure to be there.

**The fix** adds \`|| exit 1\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN cd /src/app; make\n',
      good: 'FROM debian:bookworm-slim\nRUN cd /src/app && make\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const run = runScriptOf(model, instruction);
    if (run === undefined) return;

    const cds = nodesOfType(run.tree, 'Command').filter(({ node }) => isChange(node));
    if (cds.length === 0 || stopsAtFailure(model, run)) return;
    for (const found of cds) {
      if (!isUnguarded(found)) continue;
      const { node } = found;
      const place = run.tree.source.spanOf(node.pos, node.end);
      yield {
        span: place,
        message: `Where ${programOf(node) ?? 'cd'} fails, what follows runs in the directory before.`,
        fixes: [
          {
            title: 'Stop where it fails',
            applicability: 'review',
            because: 'The RUN fails where it went on so far.',
            edits: [insertAt(place.end, ' || exit 1')],
          },
        ],
      };
    }
  },
});

function isChange(command: Command): boolean {
  const name = programOf(command) ?? '';
  const [first] = argumentsOf(command);
  // The directories above are there, as is the one that the script came from.
  return /^(?:cd|pushd|popd)$/.test(name) && !/^(?:\.\.?\/?)+$|^[-/]$/.test(first?.value ?? '');
}

function stopsAtFailure(model: DockerfileModel, { instruction, tree }: RunScript): boolean {
  const { shell } = model.stateBefore(instruction);
  if (shell.slice(1, -1).some((word) => /^-[a-z]*e/.test(word)) || shell.includes('errexit')) return true;
  if (/^\s*#!.*\s-[a-z]*e/.test(tree.source.text)) return true;
  return nodesOfType(tree, 'Command').some(({ node }) => {
    const values = programOf(node) === 'set' ? argumentsOf(node).map(({ value }) => value) : [];
    return values.some((value) => /^-[a-zA-Z]*e/.test(value)) || values.includes('errexit');
  });
}

/** Something follows whatever its exit status is. */
function isUnguarded(found: ShellNode): boolean {
  let inner: SyntaxNode = found.node;
  for (const node of around(found)) {
    switch (node.type) {
      case 'AndOr':
        if (node.commands.at(-1) !== inner) return false;
        break;
      case 'Pipeline':
        return false;
      case 'Statement':
      case 'BraceGroup':
      case 'Redirected':
        break;
      case 'Script':
      case 'CompoundList':
        if (node.commands.at(-1) !== inner) return true;
        break;
      case 'If':
        if (node.clause === inner) return false;
        break;
      case 'Elif':
        if (node.clause === inner) return false;
        break;
      case 'For':
        // The next round starts there.
        return true;
      case 'While':
        return node.clause !== inner;
      default:
        return false;
    }
    inner = node;
  }
  return false;
}
