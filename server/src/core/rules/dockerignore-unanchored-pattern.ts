import { defineRule } from '../lint/rule';
import { sentPaths, wholeContextCopy } from '../model/context-use';
import { insertAt, type TextEdit } from '../text/edit';

export default defineRule({
  id: 'dockerignore-unanchored-pattern',
  aliases: [],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['COPY', 'ADD'],
  summary: 'A pattern of .dockerignore matches at the root of the build context only.',
  docs: `
Unlike in \`.gitignore\`, a pattern without a slash does not match in every directory: \`__pycache__\` and \`*.pyc\` keep out
what lies at the root of the build context, and \`pkg/__pycache__\` is sent all the same. \`**/\` in front makes a pattern
match at any depth.

It is reported where a deeper directory of the build context holds files that the pattern was meant for.

**When to ignore:** where only the root was meant.

**The fix** writes \`**/\` in front of the pattern.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY app.py .\n',
      context: { '.dockerignore': '__pycache__/\n', 'app.py': '', 'pkg/__pycache__/a.pyc': '' },
    },
  ],
  *check({ model, context }) {
    const path = context?.ignoreFile;
    const source = wholeContextCopy(model)?.sources.find(({ isEverything }) => isEverything);
    const text = path === undefined ? undefined : context?.read(path);
    if (context === undefined || path === undefined || text === undefined || source === undefined) return;
    const sent = sentPaths(context);
    const edits: TextEdit[] = [];
    const examples: string[] = [];
    const patterns: string[] = [];
    for (const match of text.matchAll(/^[ \t]*([^\s#!/][^\s/]*)(\/?)[ \t]*(?=\r?$)/gm)) {
      const [line, pattern = ''] = match;
      if (pattern.startsWith('**') || pattern === '*' || pattern === '.') continue;
      const matches = matcher(pattern);
      const example = sent.find((candidate) => {
        const trimmed = candidate.replace(/\/$/, '');
        return trimmed.includes('/') && matches.test(trimmed.slice(trimmed.lastIndexOf('/') + 1));
      });
      if (example === undefined) continue;
      examples.push(example);
      patterns.push(pattern);
      edits.push(insertAt(match.index + line.indexOf(pattern), '**/'));
    }
    const [pattern] = patterns;
    const [example] = examples;
    if (pattern === undefined || example === undefined) return;
    const others = patterns.length === 1 ? '' : ` (and ${patterns.slice(1).join(', ')})`;
    yield {
      span: source.word.span,
      message: `"${pattern}" in ${path} matches at the root only${others}: ${example} is copied too.`,
      fixes: [
        {
          title: `Write **/ before ${patterns.join(', ')}`,
          applicability: 'review',
          because: 'Files that match in deeper directories are no longer sent.',
          edits: [],
          otherFiles: [{ path, edits }],
        },
      ],
    };
  },
});

/** One segment of a pattern as Go's filepath.Match reads it. */
function matcher(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /(?!)/;
  }
}
