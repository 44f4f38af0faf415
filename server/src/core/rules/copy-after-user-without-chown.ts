import { defineRule } from '../lint/rule';
import { instructionsAfter } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { isWithin, joinPath } from '../model/paths';
import type { CopyOperation } from '../model/stage';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'copy-after-user-without-chown',
  aliases: ['tally/copy-after-user-without-chown'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  needs: ['USER'],
  summary: 'COPY after USER still makes files of root.',
  docs: `
USER decides who runs commands, not whom copied files belong to: without \`--chown\`, COPY and ADD make files of \`0:0\`. A step or
a process that runs as the user can read them, and fails where it has to write.

For code that is as it should be: what the process cannot change, an attacker in it cannot change either (see
code-writable-by-service-user). The rule is for those who want each COPY to say it.

**When to ignore:** where the files are only read.

**The fix** adds \`--chown\` with the user.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nUSER node\nWORKDIR /home/node/app\nCOPY data ./data\n',
      good: 'FROM node:22-slim\nUSER node\nWORKDIR /home/node/app\nCOPY --chown=node data ./data\n',
    },
  ],
  *checkStage({ model }, stage) {
    const isWindows = stage.facts?.distribution.family === 'windows';
    for (const instruction of stage.instructions) {
      const copy = model.copyOf(instruction);
      const { user } = model.stateBefore(instruction);
      const word = user.instruction?.words[0];
      if (copy?.destination === undefined || copy.chown !== undefined || word === undefined) continue;
      if (user.isRoot !== false || word.text === '' || isOwnedLater(model, copy)) continue;
      yield {
        span: instruction.keywordSpan,
        message: `${instruction.keyword} makes files of root here, though USER is ${user.text ?? word.text}.`,
        related: [{ span: word.span, message: 'USER is set here.' }],
        fixes: isWindows
          ? []
          : [
              {
                title: `Add --chown=${word.text}`,
                applicability: 'review',
                because: 'The process that runs as this user can change the files then.',
                edits: [insertAt(instruction.keywordSpan.end, ` --chown=${word.text}`)],
              },
            ],
      };
    }
  },
});

/** A later `chown` names the destination, or a directory above it. */
function isOwnedLater(model: DockerfileModel, { instruction, destinationPath }: CopyOperation): boolean {
  if (destinationPath === undefined) return false;
  return instructionsAfter(model, instruction).some((later) => {
    const { workdir } = model.stateBefore(later);
    return model.scriptOf(later).commands.some(
      ({ name, args }) =>
        name === 'chown' &&
        args.slice(1).some(({ value }) => {
          const path = value === undefined || value.startsWith('-') ? undefined : joinPath(workdir, value);
          return path !== undefined && isWithin(destinationPath, path);
        }),
    );
  });
}
