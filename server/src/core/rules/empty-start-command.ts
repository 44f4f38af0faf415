import { defineRule } from '../lint/rule';

// dockerfile-utils lets a bare CMD pass.
const ELSEWHERE = ['dockerfile-utils/ARGUMENT_MISSING', 'dockerfilelint/missing_args'];

export default defineRule({
  id: 'empty-start-command',
  aliases: ELSEWHERE,
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['CMD', 'ENTRYPOINT'],
  summary: 'CMD or ENTRYPOINT names no command.',
  docs: `
BuildKit accepts \`CMD\` and \`ENTRYPOINT\` without words, and writes \`["/bin/sh", "-c", ""]\` into the image: a container
starts the shell, runs nothing, and ends with status 0. To drop what the base image sets, there is \`CMD []\` and
\`ENTRYPOINT []\`.

**When to ignore:** never.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nENTRYPOINT\n',
      good: 'FROM debian:bookworm-slim\nENTRYPOINT []\n',
    },
  ],
  *check({ file }) {
    for (const outer of file.instructions) {
      const { keyword, keywordSpan, body, exec } = outer.trigger ?? outer;
      if ((keyword !== 'CMD' && keyword !== 'ENTRYPOINT') || exec !== undefined || body.text.trim() !== '') continue;
      yield {
        span: keywordSpan,
        aliases: keyword === 'CMD' ? ELSEWHERE.slice(1) : ELSEWHERE,
        message: `This ${keyword} names no command: a container starts the shell, which runs nothing and ends.`,
      };
    }
  },
});
