import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { accountsOf } from '../model/user-accounts';

export default defineRule({
  id: 'useradd-log-init',
  aliases: [
    'hadolint/DL3046',
    'tally/hadolint/DL3046',
    'kics/use_recommended_flags_with_useradd',
    'dockerfile-roast/DF064',
  ],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['useradd'],
  summary: 'useradd with a high user id makes a huge log file.',
  docs: `
useradd writes an entry into \`/var/log/lastlog\` and \`/var/log/faillog\`, at the place that the user id says: with the id
1000000000 the file is some 290 GB long. It is sparse on disk, but Docker stores and sends it as if it were full; the build
hangs or fills the disk. \`-l\` (\`--no-log-init\`) leaves the entry out.

Reported from the id 100000 on.

**When to ignore:** where the base image's useradd writes neither of them.

**The fix** adds \`-l\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN useradd -u 123456 app\n',
      good: 'FROM debian:bookworm-slim\nRUN useradd -l -u 123456 app\n',
    },
  ],
  *checkStage({ model }, stage) {
    for (const { tool, id, idWord, options, command, instruction } of accountsOf(model, stage)) {
      if (tool !== 'useradd' || id === undefined || id < 100_000 || idWord === undefined) continue;
      if (options.some(({ name }) => name === '-l' || name === '--no-log-init')) continue;
      const [program = ''] = model.stateBefore(instruction).shell;
      const { nameWord } = command;
      if (nameWord === undefined || /powershell|pwsh|cmd/i.test(program)) continue;
      yield {
        span: { start: nameWord.span.start, end: idWord.span.end },
        message: `useradd writes a log entry at place ${id}, which makes the log file huge.`,
        fixes: [
          {
            title: 'Add -l',
            applicability: 'review',
            because: 'The user has no entry in lastlog and faillog then.',
            edits: [appendArgument(model.scriptOf(instruction), nameWord, '-l')],
          },
        ],
      };
    }
  },
});
