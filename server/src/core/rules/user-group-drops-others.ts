import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import type { DockerfileModel } from '../model/model';
import { accountsOfChain } from '../model/user-accounts';
import type { Stage } from '../model/stage';
import type { ShellCommand } from '../shell/shell';
import { remove } from '../text/edit';

export default defineRule({
  id: 'user-group-drops-others',
  aliases: ['tally/user-explicit-group-drops-supplementary-groups'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['USER'],
  summary: 'USER names a group, so the other groups of the user do not hold.',
  docs: `
\`USER app\` gives the process all groups that \`/etc/group\` lists for \`app\`. \`USER app:app\` gives it that one group and no other
(OCI image specification): what \`useradd -G docker app\` or \`usermod -aG video app\` set up has no effect.

**When to ignore:** where the groups are for other users of the name, such as \`su app\`.

**The fix** removes the group from USER.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN useradd --uid 10001 --groups video app\nUSER app:app\n',
      good: 'FROM debian:bookworm-slim\nRUN useradd --uid 10001 --groups video app\nUSER app\n',
    },
  ],
  *checkStage({ model }, stage) {
    for (const instruction of stage.instructions) {
      const [word] = instruction.keyword === 'USER' ? instruction.words : [];
      const [, name, group] = /^([^\s:$]+):([^\s:$]+)$/.exec(word?.value ?? '') ?? [];
      if (word === undefined || name === undefined || group === undefined || /^(?:\d+|root)$/.test(name)) continue;
      const lost = [...new Set(groupsOf(model, stage, name))].filter((other) => other !== group);
      if (lost.length === 0) continue;
      const at = word.text.lastIndexOf(`:${group}`);
      yield {
        span: word.span,
        message: `With the group ${group} named, ${name} is not in ${lost.join(', ')}.`,
        fixes:
          at === -1 || word.text !== word.value
            ? []
            : [
                {
                  title: `Use USER ${name}`,
                  applicability: 'review',
                  because: 'The process gets all groups of the user, and the primary one of /etc/passwd.',
                  edits: [remove({ start: word.span.start + at, end: word.span.end })],
                },
              ],
      };
    }
  },
});

/** The groups besides the primary one that the Dockerfile gives to `name`. */
function groupsOf(model: DockerfileModel, stage: Stage, name: string): readonly string[] {
  const created = accountsOfChain(model, stage)
    .filter((account) => account.name === name && account.tool === 'useradd')
    .flatMap(({ options }) => options.filter((option) => option.name === '-G' || option.name === '--groups'))
    .flatMap(({ value }) => value?.split(',') ?? []);
  const added = stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .flatMap((instruction) => model.scriptOf(instruction).commands)
    .flatMap((command) => groupsGiven(command, name));
  return [...created, ...added].filter((group) => group !== '' && !group.includes('$'));
}

function groupsGiven({ name: tool, args }: ShellCommand, user: string): readonly string[] {
  const words = args.map(({ value }) => value ?? '');
  if (!words.includes(user)) return [];
  if (tool === 'usermod') {
    const at = words.findIndex((word) => /^(?:-[a-zA-Z]*G|--groups)$/.test(word));
    const [, attached] = /^--groups=(.+)$/.exec(words.find((word) => word.startsWith('--groups=')) ?? '') ?? [];
    return (at === -1 ? attached : words[at + 1])?.split(',') ?? [];
  }
  // gpasswd -a USER GROUP; adduser USER GROUP and addgroup USER GROUP of Debian and BusyBox.
  const operands = words.filter((word) => word !== '' && !word.startsWith('-'));
  const isMembership =
    tool === 'gpasswd' ? /^(?:-a|--add)$/.test(words[0] ?? '') : tool === 'adduser' || tool === 'addgroup';
  const isPlain = tool === 'gpasswd' || words.every((word) => !word.startsWith('-') || word === '--quiet');
  return isMembership && isPlain && operands.length === 2 && operands[0] === user ? operands.slice(1) : [];
}
