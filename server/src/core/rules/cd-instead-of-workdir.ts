import { defineRule } from '../lint/rule';
import type { ShellCommand, ShellScript } from '../shell/shell';
import { replace } from '../text/edit';

// semgrep lets one at the end pass.
const OF_LAST = ['hadolint/DL3003', 'trivy/DS-0013'];

export default defineRule({
  id: 'cd-instead-of-workdir',
  aliases: [
    'hadolint/DL3003',
    'tally/hadolint/DL3003',
    'trivy/DS-0013',
    'kics/run_command_cd_instead_of_workdir',
    'sonar/S6597',
    'semgrep/use-workdir',
    'dockerfile-doctor/DD045',
  ],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['cd'],
  summary: 'A RUN starts or ends with cd, where WORKDIR would hold for what follows.',
  docs: `
\`cd\` holds for its own RUN only; the next one starts in WORKDIR again. A RUN that does nothing but \`cd\` has no effect at
all. Where the following steps work in one directory, \`WORKDIR\` says so once, and creates the directory.

Only a \`cd\` to a fixed place at the start of a RUN is reported, and one at its end, after which nothing comes: inside a
longer list it is often the better way.

**When to ignore:** where a single step works elsewhere.

**The fix** is offered for a RUN that only changes the directory.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN cd /opt/app\n',
      good: 'FROM debian:bookworm-slim\nWORKDIR /opt/app\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (instruction.keyword !== 'RUN') return;
    const script = model.scriptOf(instruction);
    const target = firstTarget(script);
    if (target === undefined) {
      const last = uselessCd(script);
      if (last !== undefined) {
        yield { span: last.span, message: 'cd ends with its RUN, and nothing comes after it.', aliases: OF_LAST };
      }
      return;
    }
    const isAlone = script.commands.length === 1;
    yield {
      span: { start: target.nameWord.span.start, end: target.word.span.end },
      message: isAlone
        ? 'cd ends with its RUN: nothing that follows is run in the directory.'
        : 'cd holds for this RUN only; WORKDIR would hold for all that follows.',
      ...(isAlone && script.source === 'line'
        ? {
            fixes: [
              {
                title: 'Use WORKDIR',
                applicability: 'review' as const,
                because: 'The following instructions run in the directory then.',
                edits: [replace(instruction.headSpan, `WORKDIR ${target.word.text}`)],
              },
            ],
          }
        : {}),
    };
  },
});

/** A cd as the last command of all, with nothing that it could hold for. */
function uselessCd({ commands, statements, source }: ShellScript): ShellCommand | undefined {
  const last = commands.at(-1);
  if (source === 'exec' || commands.length < 2 || last?.name !== 'cd' || last.isNested || last.pipe !== undefined)
    return undefined;
  // `a || cd b` only takes the failure back.
  const { before } = statements[last.statement] ?? {};
  return before?.operator === '||' || last.isConditional ? undefined : last;
}

function firstTarget({ commands, source }: ShellScript) {
  const [first, second] = commands;
  const command = first?.name === 'set' ? second : first;
  const word = command?.args[0];
  if (source === 'exec' || command?.name !== 'cd' || command.nameWord === undefined || command.isNested)
    return undefined;
  if (command.args.length !== 1 || !word?.value?.startsWith('/')) return undefined;
  return { nameWord: command.nameWord, word };
}
