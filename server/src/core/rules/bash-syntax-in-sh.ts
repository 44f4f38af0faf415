import { defineRule, type Fix } from '../lint/rule';
import { type RunScript, runScriptOf } from '../model/run-scripts';
import { argumentsOf, isSplit, programOf } from '../shell/splitting';
import { around, nodesOf, type Command, type ShellNode, type SyntaxNode } from '../shell/tree';
import { insertAt, replace } from '../text/edit';

export default defineRule({
  id: 'bash-syntax-in-sh',
  aliases: [
    'shellcheck/SC3001',
    'shellcheck/SC3003',
    'shellcheck/SC3005',
    'shellcheck/SC3006',
    'shellcheck/SC3009',
    'shellcheck/SC3010',
    'shellcheck/SC3011',
    'shellcheck/SC3014',
    'shellcheck/SC3020',
    'shellcheck/SC3024',
    'shellcheck/SC3030',
    'shellcheck/SC3040',
    'shellcheck/SC3044',
    'shellcheck/SC3046',
    'shellcheck/SC3053',
    'shellcheck/SC3054',
    'shellcheck/SC3057',
    'shellcheck/SC3059',
    'shellcheck/SC3060',
    'shellcheck/SC2112',
  ],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN', 'ONBUILD'],
  summary: 'The shell of a RUN does not know the syntax.',
  docs: `
A RUN is read by \`/bin/sh\`, which is dash on Debian and Ubuntu, and BusyBox on Alpine. What only bash knows fails there, or
means something else without a word: dash finds no program called \`[[\` or \`source\` and takes the condition as false, makes
one directory called \`{a,b}\`, and runs \`command &> file\` in the background.

The shell is known by SHELL, or by the base image; where it is not, nothing is reported. BusyBox knows \`[[\`, \`source\`,
\`$'...'\`, \`&>\`, \`<(...)\`, \`\${name:0:3}\`, \`\${name//a/b}\` and \`pipefail\`; arrays, \`{a,b}\`, \`<<<\` and \`((\` it does not.

**When to ignore:** where another program has become \`/bin/sh\` in a way that the Dockerfile does not show.

**The fix** is offered where POSIX has a short word for the same; else \`SHELL ["/bin/bash", "-c"]\` before the RUN helps,
where the image has bash.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN python3 -m venv /venv && source /venv/bin/activate\n',
      good: 'FROM debian:bookworm-slim\nRUN python3 -m venv /venv && . /venv/bin/activate\n',
    },
    {
      bad: 'FROM alpine:3.22\nRUN mkdir -p /srv/{data,logs}\n',
      good: 'FROM alpine:3.22\nRUN mkdir -p /srv/data /srv/logs\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const run = runScriptOf(model, instruction);
    if (run === undefined) return;

    if (run.dialect !== 'dash' && run.dialect !== 'busybox') return;
    const isDash = run.dialect === 'dash';
    for (const found of nodesOf(run.tree)) {
      const problem = unknownTo(found, isDash);
      if (problem === undefined) continue;
      const [start, end] = problem.at;
      const fix = problem.fix?.(run);
      yield {
        span: run.tree.source.spanOf(start, end),
        aliases: [`shellcheck/${problem.code}`],
        message: `The shell of this RUN is ${isDash ? 'dash' : "BusyBox's"}, ${problem.message}.`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

interface Problem {
  /** ShellCheck's name of it. */
  readonly code: string;
  readonly at: readonly [start: number, end: number];
  /** Goes on after the name of the shell and a comma. */
  readonly message: string;
  readonly fix?: (run: RunScript) => Fix;
}

const whole = ({ pos, end }: SyntaxNode): Problem['at'] => [pos, end];

function unknownTo(found: ShellNode, isDash: boolean): Problem | undefined {
  const { node } = found;
  switch (node.type) {
    case 'TestCommand':
      if (!isDash) return undefined;
      return {
        code: 'SC3010',
        at: [node.pos, node.pos + 2],
        message: 'which takes [[ for a program and does not find it',
      };
    case 'Command':
      return inCommand(node, isDash);
    case 'BraceExpansion':
      if (!isList(found)) return undefined;
      return { code: 'SC3009', at: whole(node), message: 'which leaves the braces as they are' };
    case 'AnsiCQuoted':
      if (!isDash) return undefined;
      return {
        code: 'SC3003',
        at: whole(node),
        message: "which knows no $'...' and leaves the dollar sign and the escapes",
      };
    case 'ProcessSubstitution':
      if (!isDash) return undefined;
      return { code: 'SC3001', at: whole(node), message: 'which knows no <(...)' };
    case 'HereString':
      return { code: 'SC3011', at: whole(node), message: 'which knows no <<<' };
    case 'ArrayValue':
      return { code: 'SC3030', at: whole(node), message: 'which knows no arrays' };
    case 'Assignment':
      if (node.append !== true) return undefined;
      return { code: 'SC3024', at: [node.pos, node.pos + node.name.length + 2], message: 'which knows no +=' };
    case 'ArithmeticCommand':
    case 'ArithmeticFor':
      // `((` also opens two subshells at once.
      if (node.type === 'ArithmeticCommand' && /[A-Za-z]\s+[-\w/]/.test(node.body)) return undefined;
      return {
        code: node.type === 'ArithmeticFor' ? 'SC3005' : 'SC3006',
        at: [node.pos, node.pos + (node.type === 'ArithmeticFor' ? 3 : 2)],
        message: 'which knows no ((',
      };
    case 'Redirect':
      if (!isDash || !node.operator.startsWith('&>')) return undefined;
      return {
        code: 'SC3020',
        at: [node.pos, node.pos + node.operator.length],
        message: `which runs the command in the background and empties the file where ${node.operator} stands`,
        fix: (run) => withBoth(run, node),
      };
    case 'Function':
      return inFunction(node, isDash);
    case 'ParameterExpansion':
      return inExpansion(node, isDash);
    default:
      return undefined;
  }
}

function inCommand(command: Command, isDash: boolean): Problem | undefined {
  const name = programOf(command);
  if (command.name === undefined || name === undefined) return undefined;
  const words = argumentsOf(command);
  const at = whole(command.name);
  switch (command.name.text) {
    case 'source':
      if (!isDash) return undefined;
      return {
        code: 'SC3046',
        at,
        message: 'which has no source; "." is its name',
        fix: (run) => sourceAsDot(run, command),
      };
    case 'declare':
    case 'typeset':
    case 'shopt':
    case 'pushd':
    case 'popd':
    case 'mapfile':
    case 'readarray':
      return { code: 'SC3044', at, message: `which has no ${name}` };
    case 'set': {
      const option = words.find(({ value }, i) => value === 'pipefail' && /^-\w*o$/.test(words[i - 1]?.value ?? ''));
      if (!isDash || option === undefined) return undefined;
      return {
        code: 'SC3040',
        at: whole(option),
        message: 'which knows pipefail from version 0.5.13 on only, and stops here before it',
      };
    }
    case '[':
    case 'test': {
      const operator = words.find(({ text }, i) => text === '==' && i > 0);
      if (!isDash || operator === undefined) return undefined;
      return {
        code: 'SC3014',
        at: whole(operator),
        message: 'whose [ knows no ==',
        fix: (run) => oneEqualsSign(run, operator),
      };
    }
    default:
      return undefined;
  }
}

/** `{a,b}` and `{1..3}` where words are made of it. */
function isList(found: ShellNode): boolean {
  const { text } = found.node as { readonly text?: string };
  if (!/[,]|\.\./.test(text ?? '')) return false;
  for (const node of around(found)) {
    if (node.type === 'Command') return isSplit(found);
    if (node.type === 'For') return true;
    if (node.type !== 'Word') return false;
  }
  return false;
}

function inFunction(node: Extract<SyntaxNode, { type: 'Function' }>, isDash: boolean): Problem | undefined {
  if (!isDash || node.name.pos === node.pos) return undefined;
  return { code: 'SC2112', at: [node.pos, node.pos + 'function'.length], message: 'which knows no word "function"' };
}

function inExpansion(node: Extract<SyntaxNode, { type: 'ParameterExpansion' }>, isDash: boolean): Problem | undefined {
  if (node.index !== undefined) return { code: 'SC3054', at: whole(node), message: 'which knows no arrays' };
  if (node.prefix === '!') return { code: 'SC3053', at: whole(node), message: 'which knows no ${!name}' };
  switch (node.operation?.type) {
    case 'Slice':
      return isDash
        ? { code: 'SC3057', at: whole(node), message: 'which cannot cut a piece out of a value' }
        : undefined;
    case 'Replace':
      return isDash ? { code: 'SC3060', at: whole(node), message: 'which cannot replace inside a value' } : undefined;
    case 'CaseModification':
      return { code: 'SC3059', at: whole(node), message: 'which cannot change the case of a value' };
    case 'Transform':
      return { code: 'SC3059', at: whole(node), message: 'which knows no ${name@...}' };
    default:
      return undefined;
  }
}

const BECAUSE = 'The command does now what it did not do before.';

function sourceAsDot({ tree }: RunScript, { name, args }: Command): Fix {
  const [file] = args;
  const isPath = file === undefined || /[/$]/.test(file.text);
  const edits = name === undefined ? [] : [replace(tree.source.spanOf(name.pos, name.end), '.')];
  // "." looks for a name without a slash on the PATH.
  const prefix = isPath ? [] : [insertAt(tree.source.spanOf(file.pos, file.end).start, './')];
  return { title: 'Use "."', applicability: 'review', because: BECAUSE, edits: [...edits, ...prefix] };
}

function oneEqualsSign({ tree }: RunScript, operator: SyntaxNode): Fix {
  const edits = [replace(tree.source.spanOf(operator.pos, operator.end), '=')];
  return { title: 'Use =', applicability: 'review', because: BECAUSE, edits };
}

function withBoth({ tree }: RunScript, node: Extract<SyntaxNode, { type: 'Redirect' }>): Fix {
  const { source } = tree;
  const operator = source.spanOf(node.pos, node.pos + node.operator.length);
  const edits = [replace(operator, node.operator.slice(1)), insertAt(source.spanOf(node.pos, node.end).end, ' 2>&1')];
  return { title: 'Use > and 2>&1', applicability: 'review', because: BECAUSE, edits };
}
