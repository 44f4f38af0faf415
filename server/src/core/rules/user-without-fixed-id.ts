import { applicationId } from '../knowledge/user-creation';
import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { accountsOfChain } from '../model/user-accounts';

export default defineRule({
  id: 'user-without-fixed-id',
  aliases: [],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['useradd', 'adduser', 'groupadd', 'addgroup'],
  summary: 'A user is created without a fixed id.',
  docs: `
Without an id the user gets the next free one, which depends on the packages installed before. Files in volumes then
belong to somebody else after an update, and Kubernetes' \`runAsNonRoot\` cannot verify a USER that is only a name.

**When to ignore:** where no volume is shared and nobody checks the id.

**The fix** adds an id from 10001 on, which no distribution's packages take.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN adduser -S app\nUSER app\n',
      good: 'FROM alpine:3.22\nRUN adduser -S -u 10001 app\nUSER app\n',
    },
  ],
  *check({ model }) {
    const stage = model.finalStage;
    if (stage === undefined) return;
    const accounts = accountsOfChain(model, stage);
    for (const { kind, idWord, nameWord, name, tool, command, instruction } of accounts) {
      const { nameWord: toolWord } = command;
      if (
        kind !== 'user' ||
        idWord !== undefined ||
        nameWord === undefined ||
        name === undefined ||
        toolWord === undefined
      )
        continue;
      let free: number = applicationId;
      while (accounts.some((other) => other.id === free) || stage.facts?.takenIds.includes(free) === true) free++;
      const isBusyBox = tool === 'adduser' && stage.facts?.distribution.family === 'alpine';
      const words = isBusyBox ? [`-u ${free}`] : [`--uid ${free}`];
      const script = model.scriptOf(instruction);
      // Two users without an id would get the same one here.
      const isOnly = accounts.filter((other) => other.kind === 'user' && other.idWord === undefined).length === 1;
      yield {
        span: nameWord.span,
        message: `The user ${name} gets whatever id is free.`,
        fixes:
          script.source === 'exec' || !isOnly
            ? []
            : [
                {
                  title: `Give it the id ${free}`,
                  applicability: 'review',
                  because: 'Files in existing volumes belong to the former id.',
                  edits: words.map((word) => appendArgument(script, toolWord, word)),
                },
              ],
      };
    }
  },
});
