import { defineRule } from '../lint/rule';
import { instructionsBefore } from '../model/history';

export default defineRule({
  id: 'wget-and-curl',
  aliases: [
    'hadolint/DL4001',
    'tally/hadolint/DL4001',
    'trivy/DS-0014',
    'kics/run_using_wget_and_curl',
    'semgrep/use-either-wget-or-curl',
  ],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  summary: 'A stage downloads with both wget and curl.',
  docs: `
One of the two is enough, and saves the package of the other. Each stage is looked at with its parents.

**When to ignore:** where the base image has both, or a step needs what only one of them can do.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm\nRUN curl -O https://example.com/a\nRUN wget https://example.com/b\n',
      good: 'FROM debian:bookworm\nRUN curl -O https://example.com/a\nRUN curl -O https://example.com/b\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    const [start] = stage.instructions;
    const inherited = start === undefined ? [] : instructionsBefore(model, start);
    const calls = [...inherited, ...stage.instructions]
      .filter(({ keyword }) => keyword === 'RUN')
      .flatMap((instruction) =>
        model
          .scriptOf(instruction)
          .commands.flatMap(({ name, nameWord }) =>
            (name === 'curl' || name === 'wget') && nameWord !== undefined ? [{ name, nameWord, instruction }] : [],
          ),
      );
    const [first] = calls;
    const other = calls.find(({ name }) => name !== first?.name);
    if (first === undefined || other === undefined || model.stageOf(other.instruction) !== stage) return;
    yield {
      span: other.nameWord.span,
      message: `${other.name} downloads here, and ${first.name} on line ${file.lineNumberAt(first.nameWord.span.start)}; one of them is enough.`,
      related: [{ span: first.nameWord.span, message: `${first.name} is used here.` }],
    };
  },
});
