import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

export default defineRule({
  id: 'directive-casing',
  aliases: ['dockerfile-utils/CASING_DIRECTIVE'],
  category: 'style',
  severity: 'info',
  preset: 'strict',
  summary: 'A parser directive is not written in lower case.',
  docs: `
Parser directives work in any case. The convention is lower case, which tells them from instructions.

**When to ignore:** as you like.

**The fix** writes the name in lower case.
`,
  fixes: 'always',
  examples: [
    {
      bad: '# Syntax=docker/dockerfile:1\nFROM nginx:1.28\n',
      good: '# syntax=docker/dockerfile:1\nFROM nginx:1.28\n',
    },
  ],
  *check({ file }) {
    for (const { name, nameSpan } of file.directives) {
      const written = file.text.slice(nameSpan.start, nameSpan.end);
      if (written === name) continue;
      yield {
        span: nameSpan,
        message: `The directive "${written}" is not in lower case.`,
        fixes: [{ title: `Write ${name}`, applicability: 'safe', edits: [replace(nameSpan, name)] }],
      };
    }
  },
});
