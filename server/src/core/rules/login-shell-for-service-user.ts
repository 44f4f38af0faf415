import { defineRule } from '../lint/rule';
import { accountsOfChain } from '../model/user-accounts';
import { replace } from '../text/edit';

export default defineRule({
  id: 'login-shell-for-service-user',
  aliases: [],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['useradd', 'adduser', 'groupadd', 'addgroup'],
  summary: 'The user that runs the service can log in.',
  docs: `
The account of a service needs neither a shell nor a password: nobody logs in. \`nologin\` as its shell makes \`su\` and
\`ssh\` refuse it. The program itself starts as before, and \`docker exec\` still opens a shell by name.

**When to ignore:** where \`su\` starts the program, or people work in the container.

**The fix** writes \`nologin\` in place of the shell.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN useradd --uid 10001 --shell /bin/bash app\nUSER 10001\nCMD ["/srv/app"]\n',
      good: 'FROM debian:bookworm-slim\nRUN useradd --uid 10001 --shell /usr/sbin/nologin app\nUSER 10001\nCMD ["/srv/app"]\n',
    },
  ],
  *check({ model }) {
    const stage = model.finalStage;
    if (stage === undefined) return;
    const isAlpine = stage.facts?.distribution.family === 'alpine';
    const nologin = isAlpine || stage.facts?.distribution.family === 'rhel' ? '/sbin/nologin' : '/usr/sbin/nologin';
    for (const { kind, shell, shellWord, nameWord, name, tool, options, instruction } of accountsOfChain(
      model,
      stage,
    )) {
      if (kind !== 'user' || nameWord === undefined || name === undefined) continue;
      if (shell !== undefined && shellWord !== undefined && /\/(?:ba|da|a|z|fi)?sh$/.test(shell)) {
        const isPlain = shellWord.value === shell && instruction.exec === undefined;
        yield {
          span: shellWord.span,
          message: `The user ${name} gets the login shell ${shell}.`,
          fixes: isPlain
            ? [
                {
                  title: `Use ${nologin}`,
                  applicability: 'review',
                  because: 'Scripts that call su for this user need its shell.',
                  edits: [replace(shellWord.span, nologin)],
                },
              ]
            : [],
        };
        continue;
      }
      // BusyBox gives a regular user /bin/ash; a system user (-S) gets /bin/false.
      const isSystem = options.some((option) => option.name === '-S' || option.name === '--system');
      if (isAlpine && tool === 'adduser' && !isSystem && shell === undefined) {
        yield { span: nameWord.span, message: `The user ${name} gets the login shell /bin/ash and a home directory.` };
      }
    }
  },
});
