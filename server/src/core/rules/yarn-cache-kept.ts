import { insertAfterStatement } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { mountsOf } from '../model/mounts';

export default defineRule({
  id: 'yarn-cache-kept',
  aliases: ['hadolint/DL3060', 'kics/run_yarn_clean_after_yarn_install'],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['yarn', 'yarnpkg'],
  summary: 'yarn keeps what it downloads in its cache, which stays in the layer.',
  docs: `
yarn keeps each package that it downloads in a cache folder, beside \`node_modules\`. In an image nothing reads it again.

Nothing is said where a cache mount holds it, where the same RUN empties it, in stages that do not ship, and where the
stage sets up yarn 2 or later, whose cache may be part of the project.

**When to ignore:** in images that install packages at run time.

**The fix** empties the cache in the same RUN.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-bookworm-slim\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile\n',
      good: 'FROM node:22-bookworm-slim\nCOPY package.json yarn.lock ./\nRUN yarn install --frozen-lockfile && yarn cache clean\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    const stage = model.stageOf(instruction);
    // A part of a Dockerfile, without its FROM, is judged as if it shipped.
    if (stage?.isShipped === false) return;
    const script = model.scriptOf(instruction);
    const operations = model.packageOperationsOf(instruction).filter(({ manager }) => manager.name.startsWith('yarn'));
    const install = operations.findLast(({ action }) => action === 'install');
    const { nameWord } = install?.command ?? {};
    if (install === undefined || nameWord === undefined || isModern(stage?.instructions ?? [], install.options)) return;
    if (operations.some(({ action, command }) => action === 'clean' && command.span.start > install.command.span.start))
      return;
    if (install.options.some(({ name }) => name === '--cache-folder')) return;
    if (mountsOf(instruction).some(({ type, target }) => type !== 'bind' && /yarn|\.cache|^\/root$/.test(target ?? '')))
      return;
    if (script.commands.some(({ name, args }) => name === 'rm' && args.some(({ text }) => /\.cache|yarn/.test(text))))
      return;
    const statement = script.statements[install.command.statement];
    const edit =
      statement === undefined || install.command.isConditional
        ? undefined
        : insertAfterStatement(file, instruction, script, statement, 'yarn cache clean');
    yield {
      span: { start: nameWord.span.start, end: (install.verb ?? nameWord).span.end },
      message: 'yarn keeps the downloaded packages in its cache, which stays in this layer.',
      ...(edit === undefined
        ? {}
        : { fixes: [{ title: 'Empty the cache in the same RUN', applicability: 'safe' as const, edits: [edit] }] }),
    };
  },
});

/** Signs of yarn 2 or later. */
function isModern(
  instructions: readonly { readonly words: readonly { readonly text: string }[] }[],
  options: readonly { readonly name: string }[],
): boolean {
  return (
    options.some(({ name }) => name === '--immutable' || name === '--immutable-cache') ||
    instructions.some(({ words }) => words.some(({ text }) => /\.yarnrc\.yml|\.yarn\b/.test(text)))
  );
}
