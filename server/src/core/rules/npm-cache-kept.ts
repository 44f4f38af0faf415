import { insertAfterStatement } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { mountsOf } from '../model/mounts';

export default defineRule({
  id: 'npm-cache-kept',
  aliases: [],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['npm'],
  summary: 'npm keeps what it downloads in its cache, which stays in the layer.',
  docs: `
npm keeps each package that it downloads in \`~/.npm\`. In an image nothing reads it again.

Nothing is said where a cache mount holds it, where the same RUN empties it, and in stages that do not ship.

**When to ignore:** in images that install packages at run time.

**The fix** empties the cache in the same RUN.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-bookworm-slim\nCOPY package.json package-lock.json ./\nRUN npm ci\n',
      good: 'FROM node:22-bookworm-slim\nCOPY package.json package-lock.json ./\nRUN npm ci && npm cache clean --force\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) continue;
      const script = model.scriptOf(instruction);
      const operations = model.packageOperationsOf(instruction).filter(({ manager }) => manager.name === 'npm');
      const install = operations.findLast(
        ({ action, subcommand }) => action === 'install' && !subcommand.startsWith('audit'),
      );
      if (install?.verb === undefined) continue;
      if (
        operations.some(({ action, command }) => action === 'clean' && command.span.start > install.command.span.start)
      )
        continue;
      if (install.options.some(({ name }) => name === '--cache' || name === '--offline')) continue;
      if (
        mountsOf(instruction).some(({ type, target }) => type !== 'bind' && /npm|^\/root$|\.cache/.test(target ?? ''))
      )
        continue;
      if (
        script.commands.some(({ name, args }) => name === 'rm' && args.some(({ text }) => /\.npm|npm-cache/.test(text)))
      )
        continue;
      if (model.stateBefore(instruction).env.has('npm_config_cache')) continue;
      const statement = script.statements[install.command.statement];
      const edit =
        statement === undefined || install.command.isConditional
          ? undefined
          : insertAfterStatement(file, instruction, script, statement, 'npm cache clean --force');
      yield {
        span: { start: install.command.nameWord?.span.start ?? install.verb.span.start, end: install.verb.span.end },
        message: 'npm keeps the downloaded packages in its cache, which stays in this layer.',
        ...(edit === undefined
          ? {}
          : { fixes: [{ title: 'Empty the cache in the same RUN', applicability: 'safe' as const, edits: [edit] }] }),
      };
    }
  },
});
