import { defineRule, type Fix } from '../lint/rule';
import { isWindows } from '../model/windows';
import type { DockerfileModel } from '../model/model';
import type { ShellCommand, ShellStatement } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'failure-ignored-by-semicolon',
  aliases: ['whalelint/RUN003', 'projectatomic/no_ampersand_usage'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN'],
  summary: 'A command that fails in the middle of a step does not fail the build.',
  docs: `
The result of \`a; b\` is that of b: where a fails the step goes on, and the image holds half of what was to be in it. With
\`a && b\` the step ends at a, and the build with it. \`set -e\` at the start of the step does the same.

Commands that cannot fail (\`echo\`, \`export\`, an assignment), conditions (\`[ -f x ] && y; z\`) and what is caught by \`||\`
are not reported, nor is a step whose shell runs with \`-e\`.

**When to ignore:** where the failure does not matter; \`a || true\` says so.

**The fix** writes \`&&\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN ./configure; make; make install\n',
      good: 'FROM debian:bookworm-slim\nRUN ./configure && make && make install\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    if ((instruction.trigger ?? instruction).keyword !== 'RUN' || stopsAtErrors(model, instruction)) return;
    const { statements, source, errors } = model.scriptOf(instruction);
    const isLine =
      source === 'line' && errors.length === 0 && (instruction.trigger ?? instruction).heredocs.length === 0;
    if (!isLine || statements.some(({ commands }) => commands.some(isErrexit) || commands.some(isCmdlet))) return;
    const lists = listsOf(statements);
    const ignored = lists.slice(0, -1).filter((list, index) => isIgnored(list, lists[index + 1] ?? []));
    const [first] = ignored;
    const culprit = first?.findLast((statement) => !isHarmless(statement));
    const at = lists[lists.indexOf(first ?? []) + 1]?.[0]?.before;
    if (first === undefined || culprit === undefined || at === undefined) return;
    yield {
      span: at.span,
      message: `Where ${culprit.commands.find(({ isSubstitution }) => !isSubstitution)?.name ?? 'the command'} fails the step goes on: only what comes last decides.`,
      fixes: () => fixOf(file, lists, lists.indexOf(first)),
    };
  },
});

/** The shell is no POSIX one, or runs with `-e`. */
function stopsAtErrors(model: DockerfileModel, instruction: Instruction): boolean {
  const { shell } = model.stateBefore(instruction);
  const isPosix = /(?:^|\/)(?:ba|da|a|z|k)?sh$/.test(shell[0] ?? '');
  const hasErrexit = shell.slice(1).some((word) => /^-[a-z]*e/.test(word) || word === 'errexit');
  return !isPosix || hasErrexit || isWindows(model.stageOf(instruction));
}

function isErrexit({ name, args }: ShellCommand): boolean {
  return name === 'set' && args.some(({ text }) => /^-[a-z]*e/.test(text) || text === 'errexit');
}

/** A base image that no table knows may have PowerShell: `Remove-Item x; Get-Item y`. */
function isCmdlet({ name }: ShellCommand): boolean {
  return name !== undefined && /^[A-Z][a-z]+-[A-Z][A-Za-z]+$/.test(name);
}

/** The lists of `&&` and `||` between which a `;` stands. */
function listsOf(statements: readonly ShellStatement[]): readonly (readonly ShellStatement[])[] {
  const lists: ShellStatement[][] = [];
  for (const statement of statements) {
    const operator = statement.before?.operator;
    if (operator === '&&' || operator === '||') lists.at(-1)?.push(statement);
    else lists.push([statement]);
  }
  return lists;
}

function isIgnored(list: readonly ShellStatement[], next: readonly ShellStatement[]): boolean {
  const [first] = list;
  const [following] = next;
  if (first === undefined || following?.before?.operator !== ';') return false;
  if (list.some(({ before, isSimple }) => before?.operator === '||' || !isSimple)) return false;
  if (first.commands.some(({ name }) => isTest(name))) return false;
  // `a; true` and `a; exit 0` say that the failure does not matter.
  const [command] = following.commands;
  if (command?.name === 'true' || command?.name === ':' || (command?.name === 'exit' && command.args[0]?.value === '0'))
    return false;
  // `a; if [ $? -ne 0 ]` looks at the result.
  if (following.commands.some(({ args }) => args.some(({ text }) => text.includes('$?')))) return false;
  return list.some((statement) => !isHarmless(statement));
}

function isTest(name: string | undefined): boolean {
  return name !== undefined && /^(?:test|\[{1,2}|grep|egrep|command|which|type|hash|diff|cmp)$/.test(name);
}

// A shell ends where `.` fails.
const HARMLESS: ReadonlySet<string> = new Set(
  'echo printf true : . export set unset shopt alias sleep umask exit date env pwd id whoami uname ulimit wait kill killall pkill trap'.split(
    ' ',
  ),
);

function isHarmless({ commands }: ShellStatement): boolean {
  return commands.every(({ name, args, assignments, isSubstitution, wrappers }) => {
    // The result of a substitution is lost in an assignment as in an argument, with `&&` too.
    if (isSubstitution) return true;
    if (name === undefined) return assignments.length > 0 && args.length === 0 && wrappers.length === 0;
    if (name === 'rm') return args.some(({ text }) => /^-\w*f/.test(text) || text === '--force');
    if (name === 'mkdir') return args.some(({ text }) => /^-\w*p/.test(text) || text === '--parents');
    if (name === 'cd') return args[0]?.value === '/';
    return HARMLESS.has(name);
  });
}

function fixOf(file: Dockerfile, lists: readonly (readonly ShellStatement[])[], from: number): readonly Fix[] {
  const rest = lists.slice(from);
  // After `&&` a later `||` would catch the failure, and a condition or `&` would mean something else.
  const isPlain = rest.every((list, index) =>
    list.every(
      ({ before, commands }) =>
        before?.operator !== '||' && (index === 0 || !commands.some(({ name }) => isTest(name))),
    ),
  );
  const joints = rest.slice(1).map(([first]) => first?.before);
  if (!isPlain || joints.some((joint) => joint?.operator !== ';')) return [];
  const edits = joints.flatMap((joint) => {
    if (joint === undefined) return [];
    const isApart = /\s/.test(file.text[joint.span.start - 1] ?? '');
    const isOpen = /\s/.test(file.text[joint.span.end] ?? '');
    return [replace(joint.span, `${isApart ? '' : ' '}&&${isOpen ? '' : ' '}`)];
  });
  const because = 'A command that fails in the middle fails the build then.';
  return [{ title: 'Join the commands with &&', applicability: 'review', because, edits }];
}
