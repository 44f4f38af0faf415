import { planNonRoot } from '../fixes/non-root';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { containerStart } from '../model/start';
import { accountsOfChain } from '../model/user-accounts';

export default defineRule({
  id: 'user-created-never-used',
  aliases: ['tally/user-created-but-never-used'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['useradd', 'adduser', 'groupadd', 'addgroup'],
  summary: 'A user is created, but nothing runs as it.',
  docs: `
Creating a user changes nothing by itself: without USER the container still runs as root.

The rule is silent where the user owns files (\`--chown\`, chown), where a command switches to it (gosu, su, setpriv), where
only a shell is started, where the base image's main process has to start as root, and where the stage declares a volume
(what owns it may give root up by itself).

**When to ignore:** where a script outside this file switches to the user.

**The fix** adds USER (with the numbers, where the text gives them) after the last step that changes files, or writes
the user into a later \`USER root\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN useradd --system --uid 10001 app\nCOPY server /srv/\nCMD ["/srv/server"]\n',
      good: 'FROM debian:bookworm-slim\nRUN useradd --system --uid 10001 app\nCOPY server /srv/\nUSER 10001\nCMD ["/srv/server"]\n',
    },
  ],
  *check({ file, model, context }) {
    const stage = model.finalStage;
    if (stage === undefined) return;
    const { user } = model.finalState(stage);
    if (user.isRoot === false || (user.isRoot === undefined && user.instruction !== undefined)) return;
    const users = accountsOfChain(model, stage).filter(({ kind }) => kind === 'user');
    const instructions = stageChain(stage).flatMap((one) => one.instructions);
    const start = containerStart(model, stage, context);
    if (start.isInteractive) return;
    for (const created of users) {
      const { name, nameWord, instruction } = created;
      if (name === undefined || nameWord === undefined || name === 'root') continue;
      // The account that editors use in a development container.
      if (name === 'vscode') continue;
      // USER, --chown, chown, gosu, sudoers, an entrypoint in a heredoc: any other mention is a use.
      const mention = new RegExp(
        `(?<![\\w.-])(?:${escapeRegExp(name)}${created.id === undefined ? '' : `|${created.id}`})(?![\\w.-])`,
      );
      const isUsed = instructions.some((other) => {
        if (other === instruction) return mentionsAgain(other.index);
        return mention.test(file.text.slice(other.span.start, other.span.end));
      });
      if (isUsed || start.unreadScripts.length > 0) continue;
      if (start.commands.some(({ args, wrappers }) => [...args, ...wrappers].some(({ text }) => mention.test(text))))
        continue;
      const plan = planNonRoot(model, stage, context);
      if (plan.kind === 'withheld' && (plan.needsRoot || plan.ownsVolume === true)) continue;
      const fact = `The user ${name} is created, but nothing runs as it.`;
      yield {
        span: nameWord.span,
        message: plan.kind === 'plan' ? fact : `${fact} There is no automatic fix: ${plan.reason}.`,
        ...(user.instruction === undefined
          ? {}
          : { related: [{ span: user.instruction.span, message: 'The container runs as this user.' }] }),
        fixes:
          plan.kind === 'plan'
            ? [{ title: plan.title, applicability: 'review', because: plan.because, edits: plan.edits }]
            : [],
      };

      // The RUN that creates the user may use it too: `useradd app && chown -R app /data`.
      function mentionsAgain(index: number): boolean {
        const own = instructions.find((other) => other.index === index);
        if (own === undefined) return false;
        return model.scriptOf(own).commands.some((command) => {
          if (
            /^(?:user|group|add)(?:add|mod|user|group)$|^(?:adduser|addgroup|passwd|chpasswd|usermod|id|mkdir)$/.test(
              command.name ?? '',
            )
          )
            return false;
          return [...command.args, ...command.wrappers].some(({ text }) => mention.test(text));
        });
      }
    }
  },
});

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
