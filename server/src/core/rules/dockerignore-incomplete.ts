import { defineRule } from '../lint/rule';
import { wholeContextCopy } from '../model/context-use';
import { missingEntries } from '../model/unwanted-context';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'dockerignore-incomplete',
  aliases: ['sonar/S6470', 'dockerfile-roast/DF033'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['COPY', 'ADD'],
  summary: 'The whole build context is copied, with files that belong into no image.',
  docs: `
\`COPY . .\` takes everything that \`.dockerignore\` does not name: the history of the repository, a local \`node_modules\` or
virtual environment made for another system (which overwrites the installed one), \`.env\` files and keys, caches. All of it
is sent to the builder first, and every change of any of it throws away the cache of the steps below.

Only what the build context really holds is reported. Files that another COPY names are left out, and so is \`.git\` where
the build asks it for a version.

**When to ignore:** where the file belongs into the image.

**The fix** adds the entries to \`.dockerignore\`, and creates the file where there is none.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY server.js ./\n',
      context: { 'server.js': '', 'node_modules/express/index.js': '', '.git/HEAD': '', '.env': 'SECRET=1' },
    },
  ],
  *check({ model, context }) {
    const copy = wholeContextCopy(model);
    const source = copy?.sources.find(({ isEverything }) => isEverything);
    if (context === undefined || source === undefined) return;
    const entries = missingEntries(model, context);
    if (entries.length === 0) return;
    const path = context.ignoreFile ?? '.dockerignore';
    const text = context.read(path) ?? '';
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const start = text === '' || text.endsWith('\n') ? '' : eol;
    const names = entries.map(({ example }) => example);
    yield {
      span: source.word.span,
      message: `${list(names)} ${names.length === 1 ? 'goes' : 'go'} into the build, as ${context.ignoreFile === undefined ? 'there is no .dockerignore' : `${path} does not name ${names.length === 1 ? 'it' : 'them'}`}.`,
      fixes: [
        {
          title: `Add ${list(entries.map(({ pattern }) => pattern))} to ${path}`,
          applicability: 'review',
          because: 'What the build reads after all would be missing.',
          edits: [],
          otherFiles: [
            { path, edits: [insertAt(text.length, start + entries.map(({ pattern }) => `${pattern}${eol}`).join(''))] },
          ],
        },
      ],
    };
  },
});

function list(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
