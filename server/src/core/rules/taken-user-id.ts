import { applicationId } from '../knowledge/user-creation';
import { defineRule } from '../lint/rule';
import { commandsOfChain } from '../model/stage-artifacts';
import { accountsOfChain, type AccountCreation } from '../model/user-accounts';
import type { Stage } from '../model/stage';
import { replace } from '../text/edit';

export default defineRule({
  id: 'taken-user-id',
  aliases: ['dockle/DKL-LI-0002'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['useradd', 'adduser', 'groupadd', 'addgroup'],
  summary: 'A new user or group gets an id that is taken.',
  docs: `
\`useradd --uid 1000\` fails where somebody has that id: "UID 1000 is not unique". Many images have a user 1000 already:
\`node\`, \`gradle\`, \`jenkins\`, and \`ubuntu\` from 23.04 on. The same line works on \`python\` or \`debian\`, so that it breaks
with the next change of the base image.

**When to ignore:** where a step that this rule does not read removes the user first.

**The fix** takes an id from 10001 on. Often the user that the image brings will do.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ubuntu:24.04\nRUN useradd --uid 1000 app\n',
      good: 'FROM ubuntu:24.04\nRUN useradd --uid 10001 app\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    const accounts = accountsOfChain(model, stage);
    const removes = commandsOfChain(model, stage).some(({ command }) =>
      /^(?:userdel|deluser|groupdel|delgroup|usermod|groupmod)$/.test(command.name ?? ''),
    );
    if (removes) return;
    for (const account of accounts) {
      const { id, idWord, kind, name, command, options } = account;
      if (id === undefined || idWord === undefined || command.mayFail || command.isConditional) continue;
      if (model.stageOf(account.instruction) !== stage) continue;
      if (options.some((option) => /^(?:-o|--non-unique|-f|--force)$/.test(option.name))) continue;
      const owner = ownerOf(stage, account) ?? earlierOwner(accounts, account);
      if (owner === undefined) continue;
      const isUsedOnce = (): boolean => file.text.match(new RegExp(`(?<![\\w.])${id}(?![\\w.])`, 'g'))?.length === 1;
      const isPlain = idWord.value === String(id) && account.instruction.exec === undefined;
      let free: number = applicationId;
      while (accounts.some((other) => other.id === free) || stage.facts?.takenIds.includes(free) === true) free++;
      yield {
        span: idWord.span,
        message: `The ${kind} id ${id} belongs to ${owner} already; creating ${name ?? 'another'} with it fails.`,
        fixes: () =>
          isPlain && isUsedOnce()
            ? [
                {
                  title: `Use the id ${free}`,
                  applicability: 'review',
                  because: 'Files that other containers share may expect the former id.',
                  edits: [replace(idWord.span, String(free))],
                },
              ]
            : [],
      };
    }
  },
});

function ownerOf({ facts }: Stage, { kind, id, name }: AccountCreation): string | undefined {
  const owner = facts?.users.find((account) => (kind === 'user' ? account.uid : account.gid) === id);
  return owner === undefined || owner.name === name ? undefined : `the ${kind} ${owner.name} of the base image`;
}

function earlierOwner(
  accounts: readonly AccountCreation[],
  { kind, id, name, command }: AccountCreation,
): string | undefined {
  const earlier = accounts.slice(
    0,
    accounts.findIndex((account) => account.command === command),
  );
  const owner = earlier.find((account) => account.kind === kind && account.id === id && account.name !== name);
  return owner?.name === undefined ? undefined : `the ${kind} ${owner.name}`;
}
