import { defineRule } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import type { ShellCommand, ShellStatement } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'heredoc-without-errexit',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN'],
  summary: 'A heredoc goes on when one of its commands fails.',
  docs: `
The lines of \`RUN <<EOF\` are a script, and a script goes on after a command that failed. Only the last one decides whether
the step fails: \`apt-get install\` may fail, and \`rm -rf /var/lib/apt/lists/*\` makes the build succeed. \`set -e\` as the
first line stops at the first failure.

Silent where nothing but the last command can fail, and where the shell has \`-e\` already (\`SHELL\`, \`#!/bin/sh -e\`).

**When to ignore:** where failures are meant to be passed over; \`|| true\` says so for one command.

**The fix** adds \`set -e\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN <<EOF\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n',
      good: 'FROM debian:bookworm-slim\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\nrm -rf /var/lib/apt/lists/*\nEOF\n',
    },
  ],
  *checkInstruction({ file, model }, outer) {
    const instruction = outer.trigger ?? outer;
    const [heredoc] = instruction.heredocs;
    if (instruction.keyword !== 'RUN' || heredoc === undefined) return;
    const { source, commands, statements, errors } = model.scriptOf(outer);
    if (source !== 'heredoc' || errors.length > 0 || statements.length < 2) return;
    const body = file.text.slice(heredoc.bodySpan.start, heredoc.bodySpan.end);
    const [shebang = ''] = /^\t*#![^\n]*\n?/.exec(body) ?? [];
    if (/\s-[a-z]*e/.test(shebang) || stopsAtFailures(model, outer) || commands.some(setsErrexit)) return;
    const hidden = statements.find((_, index) => isHidden(statements, index));
    const name = hidden?.commands.find(canFail)?.name;
    if (hidden === undefined || name === undefined) return;
    const indent = /^[\t ]*/.exec(body.slice(shebang.length))?.[0] ?? '';
    yield {
      span: heredoc.operatorSpan,
      message: `The step goes on where ${name} fails: only the last command of the heredoc decides.`,
      fixes: [
        {
          title: 'Add set -e',
          applicability: 'review',
          because: 'The build stops then where it went on before.',
          edits: [insertAt(heredoc.bodySpan.start + shebang.length, `${indent}set -e${file.eol}`)],
        },
      ],
    };
  },
});

/** The list of the statement ends before the script does, and nothing in it deals with a failure. */
function isHidden(statements: readonly ShellStatement[], index: number): boolean {
  const statement = statements[index];
  if (statement?.isSimple !== true || !statement.commands.some(canFail)) return false;
  for (const { before } of statements.slice(index + 1)) {
    if (before?.operator === '||' || before?.operator === '&') return false;
    if (before?.operator === '\n' || before?.operator === ';') return true;
  }
  return false;
}

function stopsAtFailures(model: DockerfileModel, instruction: Instruction): boolean {
  const { shell } = model.stateBefore(instruction);
  const [program = '', ...options] = shell;
  if (!/(?:^|\/)(?:ba|da|a|k|z)?sh$/.test(program)) return true;
  return options.some((word) => /^-[a-z]*e/.test(word)) || options.includes('errexit');
}

function setsErrexit({ name, args }: ShellCommand): boolean {
  if (name !== 'set') return false;
  return args.some(({ value = '' }) => /^-[a-zA-Z]*e/.test(value) || value === 'errexit');
}

const HARMLESS: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'set',
  'export',
  'true',
  ':',
  'umask',
  'shopt',
  'unset',
]);

function canFail({ name, isConditional, isSubstitution }: ShellCommand): boolean {
  return name !== undefined && !HARMLESS.has(name) && !isConditional && !isSubstitution;
}
