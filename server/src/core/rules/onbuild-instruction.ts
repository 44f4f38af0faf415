import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'onbuild-instruction',
  aliases: ['dockerfile-doctor/DD042'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['ONBUILD'],
  summary: 'ONBUILD acts in images that are built on this one.',
  docs: `
ONBUILD runs an instruction in the build of every image that names this one in FROM. Whoever writes that Dockerfile does
not see it, cannot leave it out, and has to lay out the build context as it expects. The official images stopped offering
\`onbuild\` variants for that reason. A stage or an image with documented steps says the same in the open.

**When to ignore:** in base images whose users all follow one layout.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nONBUILD COPY . .\n',
      good: 'FROM node:22-slim\nWORKDIR /app\n',
    },
  ],
  *checkInstruction(_, { keyword, keywordSpan, trigger }) {
    if (keyword !== 'ONBUILD' || trigger === undefined) return;
    yield {
      span: keywordSpan,
      message: `This ${trigger.keyword} runs in every build on this image, where nobody sees it.`,
    };
  },
});
