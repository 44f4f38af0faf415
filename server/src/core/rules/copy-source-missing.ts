import type { BuildContext } from '../context/build-context';
import { defineRule, type Fix } from '../lint/rule';
import { nearest } from '../model/keywords';
import type { Word } from '../syntax/dockerfile';
import { replace } from '../text/edit';

export default defineRule({
  id: 'copy-source-missing',
  aliases: ['buildkit/CopyIgnoredFile', 'tally/buildkit/CopyIgnoredFile'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['COPY', 'ADD'],
  summary: 'COPY names a file that the build context does not have, or that .dockerignore keeps out.',
  docs: `
The build fails at the step with "not found". Paths are relative to the build context, the directory that \`docker build\`
gets, not to the Dockerfile. A file that \`.dockerignore\` matches counts as missing too.

A missing file is reported where the build context was named explicitly; a guessed one may be another. Patterns, variables
without a value and sources from other stages are left alone.

**When to ignore:** where another step of your pipeline makes the file before the build.

**The fix** writes the name in the same directory that is spelt most alike.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nCOPY requirement.txt /app/\n',
      good: 'FROM python:3.13-slim\nCOPY requirements.txt /app/\n',
      context: { 'requirements.txt': '' },
    },
  ],
  *check({ file, model, context }) {
    if (context === undefined) return;
    for (const instruction of file.instructions) {
      const copy = model.copyOf(instruction);
      if (copy?.from.kind !== 'context' || copy.destination === undefined) continue;
      if (instruction.flags.some(({ name }) => name === 'parents')) continue;
      for (const { kind, path, word, isEverything } of copy.sources) {
        if (
          kind !== 'path' ||
          path === undefined ||
          isEverything ||
          path === '' ||
          /[*?[\\]|(?:^|\/)\.\.(?:\/|$)/.test(path)
        )
          continue;
        if (context.exists(path)) {
          if (!isIgnored(context, path)) continue;
          const ignoreFile = context.ignoreFile ?? '.dockerignore';
          yield { span: word.span, message: `"${path}" is kept out of the build by ${ignoreFile}.` };
        } else if (context.isExplicit) {
          const fix = fixOf(context, path, word);
          yield {
            span: word.span,
            message: `The build context has no "${path}".`,
            ...(fix === undefined ? {} : { fixes: [fix] }),
          };
        }
      }
    }
  },
});

/** With exceptions (`!`) in the file, something below an ignored directory may be sent after all. */
function isIgnored(context: BuildContext, path: string): boolean {
  if (!context.ignores(path)) return false;
  const text = context.ignoreFile === undefined ? undefined : context.read(context.ignoreFile);
  return text !== undefined && !/^\s*!/m.test(text);
}

function fixOf(context: BuildContext, path: string, word: Word): Fix | undefined {
  const slash = path.lastIndexOf('/');
  const directory = slash === -1 ? '' : path.slice(0, slash);
  const name = path.slice(slash + 1);
  const names = (context.list(directory) ?? []).map((entry) => entry.replace(/\/$/, ''));
  const other = names.find((entry) => entry.toLowerCase() === name.toLowerCase()) ?? nearest(name, names);
  if (other === undefined || !word.text.includes(name)) return undefined;
  const at = word.text.lastIndexOf(name);
  const newText = word.text.slice(0, at) + other + word.text.slice(at + name.length);
  return {
    title: `Replace with ${other}`,
    applicability: 'review',
    because: 'The name is guessed from its spelling.',
    edits: [replace(word.span, newText)],
  };
}
