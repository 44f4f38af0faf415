import { defineRule } from '../lint/rule';
import { joinPath } from '../model/paths';

export default defineRule({
  id: 'whole-context-copied',
  aliases: ['sonar/S6470'],
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  needs: ['COPY', 'ADD'],
  summary: 'The whole build context is copied, and no .dockerignore says what stays behind.',
  docs: `
\`COPY . .\` takes whatever lies beside the Dockerfile on the day of the build: today the sources, tomorrow a dump of the
database, a key or the settings of somebody's editor. A \`.dockerignore\` says what stays behind; naming what is needed
(\`COPY package.json src/ ./\`) does so as well.

Reported is a copy of everything into a stage that ships, where the build context holds no \`.dockerignore\` or is not known.
What lies there already and belongs into no image is reported by
[dockerignore-incomplete](dockerignore-incomplete.md), in the recommended preset.

**When to ignore:** where the build context is made for the build, as a clean checkout is.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY server.js ./\n',
    },
  ],
  *check({ model, context }) {
    if (context?.ignoreFile !== undefined) return;
    for (const { instructions } of model.stages.filter(({ isShipped }) => isShipped)) {
      for (const outer of instructions) {
        const copy = model.copyOf(outer.trigger ?? outer);
        if (copy?.from.kind !== 'context' || copy.destination === undefined) continue;
        // `--from` without a value names no stage.
        if ((outer.trigger ?? outer).flags.some(({ name }) => name === 'from')) continue;
        for (const { word, kind, path } of copy.sources) {
          // What a variable stands for may be anything.
          if (kind !== 'path' || path === undefined || word.value.includes('$') || !isEverything(path)) continue;
          yield {
            span: word.span,
            message: `Everything beside the Dockerfile is copied${context === undefined ? ' that no .dockerignore names' : ': there is no .dockerignore'}.`,
          };
        }
      }
    }
  },
});

/** `.`, `test/..` and the root of a drive. */
function isEverything(path: string): boolean {
  const plain = path.replace(/^[A-Za-z]:(?=\/|$)/, '');
  return plain === '*' || joinPath('/', plain) === '/';
}
