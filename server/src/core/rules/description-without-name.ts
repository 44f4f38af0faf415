import { defineRule } from '../lint/rule';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from '../model/model';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'description-without-name',
  aliases: ['buildkit/InvalidDefinitionDescription', 'tally/buildkit/InvalidDefinitionDescription'],
  category: 'style',
  severity: 'info',
  preset: 'strict',
  needs: ['FROM', 'ARG'],
  summary: 'The comment above an ARG or a named stage does not begin with its name.',
  docs: `
\`docker build --call=outline\` and \`--call=targets\` show what the comment above a build argument or a stage says, where it
begins with the name: \`# base is what all images stand on\`. Another comment in that place is left out.

BuildKit has this check among its experiments, and so the rule looks at files only that ask for it with
\`# check=experimental=InvalidDefinitionDescription\` or \`# check=experimental=all\` at their top. With the option \`always\`
it looks at all.

**When to ignore:** where the comment is about something else.

**The fix** puts the name in front.
`,
  fixes: 'always',
  options: { always: false },
  examples: [
    {
      bad: '# check=experimental=InvalidDefinitionDescription\n# What all images stand on\nFROM debian:bookworm-slim AS base\n',
      good: '# check=experimental=InvalidDefinitionDescription\n# base is what all images stand on\nFROM debian:bookworm-slim AS base\n',
    },
  ],
  *check({ file, model, options }) {
    if (!options.always && !isAskedFor(file)) return;
    for (const [index, instruction] of file.instructions.entries()) {
      const names = namesOf(model, instruction);
      const [name] = names;
      // BuildKit takes the last comment since the instruction before, blank lines or not.
      const from = file.instructions[index - 1]?.span.end ?? 0;
      const comment = file.comments.findLast(({ span }) => span.start >= from && span.end <= instruction.span.start);
      const [word] = comment?.text.split(' ') ?? [];
      if (name === undefined || comment === undefined || word === undefined || word === '' || names.includes(word))
        continue;
      const edits = [
        insertAt(comment.span.start + 1, ` ${name}${/^#\s/.test(file.text.slice(comment.span.start)) ? '' : ' '}`),
      ];
      const because = 'The comment becomes the description that docker build shows.';
      yield {
        span: comment.span,
        message: `The comment does not begin with ${names.map((one) => `"${one}"`).join(' or ')}, the name that it describes.`,
        fixes: [{ title: `Begin with ${name}`, applicability: 'review', because, edits }],
      };
    }
  },
});

function isAskedFor({ directives }: Dockerfile): boolean {
  return directives.some(
    ({ name, value }) =>
      name === 'check' && /(?:^|;)\s*experimental\s*=[^;]*(?:\ball\b|\bInvalidDefinitionDescription\b)/i.test(value),
  );
}

function namesOf(model: DockerfileModel, instruction: Instruction): readonly string[] {
  if (instruction.keyword === 'ARG') return instruction.pairs.map(({ key }) => key);
  return instruction.keyword === 'FROM' ? [model.stageOf(instruction)?.name].flatMap((name) => name ?? []) : [];
}
