import { defineRule } from '../lint/rule';
import { instructionsBefore } from '../model/history';

export default defineRule({
  id: 'run-in-scratch',
  aliases: ['tally/shell-run-in-scratch'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['RUN'],
  summary: 'A RUN in an empty image finds no program.',
  docs: `
\`scratch\` has no files: neither a shell nor any other program. A RUN before anything was copied fails the build. What needs
a shell belongs into a stage on another image, and its result is copied over.

Silent after COPY or ADD, which may bring a whole file system, and where a mount brings programs.

**When to ignore:** never; the build fails.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM scratch\nRUN mkdir /data\n',
      good: 'FROM busybox:1.37 AS build\nRUN mkdir /data\nFROM scratch\nCOPY --from=build /data /data\n',
    },
  ],
  *checkStage({ model }, stage) {
    if (stage.image?.text !== 'scratch') return;
    for (const instruction of stage.instructions) {
      const { keyword, keywordSpan, flags, exec, body } = instruction;
      if (keyword !== 'RUN' || body.text.trim() === '' || flags.some(({ name }) => name === 'mount')) continue;
      const mayHaveFiles = instructionsBefore(model, instruction).some(({ keyword: earlier }) =>
        /^(?:COPY|ADD)$/.test(earlier),
      );
      if (mayHaveFiles) break;
      const missing = exec === undefined ? 'no shell' : 'no program';
      yield { span: keywordSpan, message: `scratch is empty: there is ${missing} that could run this.` };
    }
  },
});
