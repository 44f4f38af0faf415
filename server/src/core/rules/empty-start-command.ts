import { defineRule } from '../lint/rule';

const ANY = ['buildkit/JSONArgsRecommended', 'tally/buildkit/JSONArgsRecommended', 'dockerfilelint/missing_args'];
// dockerfile-utils lets a bare CMD pass.
const OF_ENTRYPOINT = 'dockerfile-utils/ARGUMENT_MISSING';

export default defineRule({
  id: 'empty-start-command',
  aliases: [...ANY, OF_ENTRYPOINT],
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
  *checkInstruction(_, outer) {
    const { keyword, keywordSpan, body, exec } = outer.trigger ?? outer;
    if ((keyword !== 'CMD' && keyword !== 'ENTRYPOINT') || exec !== undefined || body.text.trim() !== '') return;
    yield {
      span: keywordSpan,
      aliases: keyword === 'CMD' ? ANY : [...ANY, OF_ENTRYPOINT],
      message: `This ${keyword} names no command: a container starts the shell, which runs nothing and ends.`,
    };
  },
});
