import { defineRule } from '../lint/rule';
import { isKeyword } from '../model/keywords';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'consecutive-copy',
  aliases: ['kics/multiple_run_add_copy_instructions_listed'],
  category: 'size',
  severity: 'hint',
  preset: 'strict',
  needs: ['COPY', 'ADD'],
  summary: 'Several COPY instructions in a row have the same destination.',
  docs: `
Each COPY makes a layer. \`COPY a b c /dir/\` brings three files in one, and the file reads faster. Reported from three on,
with the same flags.

**When to ignore:** where the files change at different times and a step between them will come.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:22-slim\nCOPY a.js /app/\nCOPY b.js /app/\nCOPY c.js /app/\n',
      good: 'FROM node:22-slim\nCOPY a.js b.js c.js /app/\n',
    },
  ],
  *check({ file, model }) {
    let group: Instruction[] = [];
    // A line that is being typed stands between nothing.
    const typed = file.instructions.filter(
      ({ keyword, words }) => isKeyword(keyword) && ((keyword !== 'COPY' && keyword !== 'ADD') || words.length !== 1),
    );
    for (const instruction of [...typed, undefined]) {
      const [first] = group;
      if (first !== undefined && instruction !== undefined && isSame(model, first, instruction)) {
        group.push(instruction);
        continue;
      }
      if (first !== undefined && group.length > 2) {
        yield {
          span: first.keywordSpan,
          message: `${group.length} ${first.keyword} instructions in a row have the same destination; one can bring all of it.`,
          related: group.slice(1).map(({ keywordSpan }) => ({ span: keywordSpan, message: 'This is another one.' })),
        };
      }
      group = instruction !== undefined && isPlain(model, instruction) ? [instruction] : [];
    }
  },
});

function isPlain(model: DockerfileModel, instruction: Instruction): boolean {
  const copy = model.copyOf(instruction);
  return (
    copy?.destination !== undefined &&
    instruction.heredocs.length === 0 &&
    copy.sources.every(({ kind, isEverything }) => kind === 'path' && !isEverything)
  );
}

function isSame(model: DockerfileModel, first: Instruction, other: Instruction): boolean {
  const destinationOf = ({ words }: Instruction): string | undefined => words.at(-1)?.value;
  const flagsOf = ({ flags }: Instruction): string => flags.map(({ name, value = '' }) => `${name}=${value}`).join(' ');
  return (
    first.keyword === other.keyword &&
    isPlain(model, other) &&
    destinationOf(first) === destinationOf(other) &&
    flagsOf(first) === flagsOf(other)
  );
}
