import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { runScriptOf } from '../model/run-scripts';
import { nodesOf, type SyntaxNode } from '../shell/tree';

export default defineRule({
  id: 'unset-variable-in-script',
  aliases: ['shellcheck/SC2154'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN'],
  mentions: /\$/,
  summary: 'A RUN reads a variable that nothing sets.',
  docs: `
A shell replaces an unset variable by nothing, without an error: \`apt-get purge $buildDeps\` of another RUN purges nothing, and
\`rm -rf $prefix/lib\` removes \`/lib\`. Two mistakes lie behind it most often: a variable of the shell ends with its RUN, and an
ARG before the first FROM is seen by FROM lines only, so that a stage that needs it repeats \`ARG NAME\`.

Reported are such arguments, and names with lower-case letters, which are a script's own, on base images whose variables are
known. Scripts that read other files (\`source\`, \`eval\`) may get their variables there, and variables that are tested or have
a fallback (\`\${name:-x}\`) may be unset: these are left alone.

**When to ignore:** where the variable is meant to be empty.

**The fix** repeats the ARG in the stage.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN deps=make && apt-get update && apt-get install -y $deps\nRUN apt-get purge -y $deps\n',
      good: 'FROM debian:bookworm-slim\nENV deps=make\nRUN apt-get update && apt-get install -y $deps\nRUN apt-get purge -y $deps\n',
    },
    {
      bad: 'ARG VERSION=1.0\nFROM debian:bookworm-slim\nRUN curl -fsSLO https://example.com/app-$VERSION.tar.gz\n',
      good: 'ARG VERSION=1.0\nFROM debian:bookworm-slim\nARG VERSION\nRUN curl -fsSLO https://example.com/app-$VERSION.tar.gz\n',
    },
  ],
  *checkInstruction({ file, model }, given) {
    const found = runScriptOf(model, given);
    if (found === undefined) return;
    const { instruction, tree } = found;

    // What ONBUILD runs gets the variables of another file.
    if (instruction.trigger !== undefined) return;
    const { text } = tree.source;
    if (!text.includes('$') || (model.globalArgs.size === 0 && !OWN_NAME.test(text)) || TAKEN_OVER.test(text)) return;
    const { env, args } = model.stateBefore(instruction);
    const isBaseKnown = model.stageOf(instruction)?.facts?.config.workdir !== undefined;
    const reported = new Set<string>();
    for (const { node } of nodesOf(tree)) {
      const name = variableIn(node);
      if (name === undefined || reported.has(name) || env.has(name) || args.has(name)) continue;
      const isOfFrom = model.globalArgs.has(name);
      if (!isOfFrom && !(isBaseKnown && /[a-z]/.test(name))) continue;
      if (isNamedElsewhere(text, name)) continue;
      reported.add(name);
      yield {
        span: tree.source.spanOf(node.pos, node.end),
        message: isOfFrom
          ? `${name} is declared before the first FROM, for FROM lines only; in this stage it is unset.`
          : `Nothing sets ${name} here; it is replaced by nothing.`,
        fixes: isOfFrom
          ? [
              {
                title: `Add ARG ${name} to the stage`,
                applicability: 'review',
                because: 'The value of the argument takes the place of nothing.',
                edits: [insertLinesBefore(file, instruction, [`ARG ${name}`])],
              },
            ]
          : [],
      };
    }
  },
});

/** A read of a variable with lower-case letters. */
const OWN_NAME = /\$\{?\w*[a-z]/;

/** Variables come from another file, from a program's output, or under names that are made up at run time. */
const TAKEN_OVER =
  /(?:^|[\s;&|(`{"'])(?:\.|source|eval|env)\s|\b(?:export|declare|typeset|local|readonly)\s+(?:-\w+\s+)*["']?[$`]|\ballexport\b|\bset\s+-\w*a/;

function variableIn(node: SyntaxNode): string | undefined {
  if (node.type === 'SimpleExpansion') return /^\$[A-Za-z_]\w*$/.test(node.text) ? node.text.slice(1) : undefined;
  if (node.type !== 'ParameterExpansion' || node.index !== undefined || node.operation?.type === 'Default')
    return undefined;
  return /^[A-Za-z_]\w*$/.test(node.parameter) ? node.parameter : undefined;
}

/**
 * The script names it without a dollar sign, hence sets it (`name=`, `read name`, `for name`), has a fallback for it
 * (`${name:-x}`), or tests whether it is empty.
 */
function isNamedElsewhere(text: string, name: string): boolean {
  return new RegExp(`(?<![$\\w{])${name}\\b|\\$\\{[!#]?${name}(?::?[-=?+]|[@*])|-[nz]\\s+["']?\\$\\{?${name}\\b`).test(
    text,
  );
}
