import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'base-argument-without-default',
  aliases: ['buildkit/InvalidDefaultArgInFrom', 'tally/buildkit/InvalidDefaultArgInFrom'],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  summary: 'The base image rests on an argument that has no default.',
  docs: `
\`ARG BASE\` without a default makes \`docker build .\` fail, and leaves editors and scanners without a base image to judge.
A default keeps the plain build working; \`--build-arg\` still overrides it.

**When to ignore:** where the build has to fail without the argument.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'ARG TAG\nFROM debian:${TAG}\n',
      good: 'ARG TAG=bookworm-slim\nFROM debian:${TAG}\n',
    },
  ],
  *check({ model }) {
    for (const { baseWord, parent } of model.stages) {
      if (baseWord === undefined || parent !== undefined) continue;
      for (const match of baseWord.text.matchAll(/\$(?:(\w+)|\{(\w+)\})/g)) {
        const name = match[1] ?? match[2] ?? '';
        if (!model.globalArgs.has(name)) continue;
        const value = model.globalArgs.get(name);
        if (value !== undefined && value !== '') continue;
        // Without the part the name may be whole all the same: `${REGISTRY}debian`.
        const rest = baseWord.text.replace(match[0], '');
        if (/^[a-z0-9][\w./-]*(?::\w[\w.-]*)?$/.test(rest)) continue;
        const span =
          baseWord.span.end - baseWord.span.start === baseWord.text.length
            ? { start: baseWord.span.start + match.index, end: baseWord.span.start + match.index + match[0].length }
            : baseWord.span;
        yield { span, message: `The argument ${name} has no default, so the build fails where the caller gives none.` };
      }
    }
  },
});
