import { defineRule } from '../lint/rule';
import { instructionsBefore } from '../model/history';

export default defineRule({
  id: 'variable-unset-in-run',
  aliases: ['sonar/S6581'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['unset'],
  summary: 'A variable of ENV is unset in a RUN, which ends with the RUN.',
  docs: `
\`unset\` changes the shell of one RUN. The variable comes back in the next one, and it is in the image: in every container
and in \`docker inspect\`. A password is not taken back this way.

Set it in the RUN that needs it (\`RUN NAME=value command\`), with ARG, or mount a secret. \`ENV NAME=\` empties it for what
follows.

It is reported where nothing runs after \`unset\`, so that it has no effect at all.

**When to ignore:** never.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nENV BUILD_MODE=release\nRUN make && unset BUILD_MODE\n',
      good: 'FROM debian:bookworm-slim\nRUN BUILD_MODE=release make\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (instruction.keyword !== 'RUN') return;
    const { commands } = model.scriptOf(instruction);
    for (const [index, { name, args, isNested }] of commands.entries()) {
      if (name !== 'unset' || isNested || commands.slice(index + 1).some((later) => later.name !== 'unset')) continue;
      for (const { value, span } of args) {
        const setting = instructionsBefore(model, instruction)
          .filter(({ keyword }) => keyword === 'ENV')
          .flatMap(({ pairs }) => pairs)
          .findLast(({ key }) => key === value);
        if (setting === undefined) continue;
        yield {
          span,
          message: `${setting.key} is gone until this RUN ends; ENV keeps it in the image.`,
          related: [{ span: setting.keySpan, message: 'It is set here.' }],
        };
      }
    }
  },
});
