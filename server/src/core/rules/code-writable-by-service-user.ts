import { defineRule } from '../lint/rule';
import { isCode } from '../model/code-files';
import { removeFlag } from '../model/flags';
import { stageChain } from '../model/configuration';

export default defineRule({
  id: 'code-writable-by-service-user',
  aliases: ['kics/chown_flag_exists', 'sonar/S6504'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  summary: "The user that the container runs as owns the application's code.",
  docs: `
A process that owns its code can rewrite it: a flaw that lets an attacker write a file becomes one that lets them run code,
and it lasts until the container is replaced. Code that root owns can be read and run by everybody, and written by nobody
in the container. Only what the process writes (uploads, caches, a database file) has to belong to it.

**When to ignore:** where the process writes beside its code.

**The fix** removes \`--chown\`, so that root owns the files.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY --chown=node:node . .\nUSER node\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nUSER node\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    const user = stage === undefined ? undefined : model.finalState(stage).user;
    if (stage === undefined || user?.text === undefined || user.isRoot !== false) return;
    const [name] = user.text.split(':');
    for (const instruction of stageChain(stage).flatMap(({ instructions }) => instructions)) {
      const copy = model.copyOf(instruction);
      const flag = instruction.flags.find((one) => one.name === 'chown');
      if (copy === undefined || flag?.value === undefined || copy.chown?.split(':')[0] !== name) continue;
      if (
        !copy.sources.some(
          ({ isEverything, path, kind }) => isEverything || (kind === 'path' && path !== undefined && isCode(path)),
        )
      )
        continue;
      yield {
        span: flag.span,
        message: `${name ?? ''} runs the container and owns this code, so the process can rewrite it.`,
        fixes: [
          {
            title: 'Remove --chown',
            applicability: 'review',
            because: 'The process can no longer write to these files.',
            edits: [removeFlag(file, flag)],
          },
        ],
      };
    }
  },
});
