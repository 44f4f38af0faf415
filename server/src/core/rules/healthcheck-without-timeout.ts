import { defineRule } from '../lint/rule';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'healthcheck-without-timeout',
  aliases: [],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  needs: ['HEALTHCHECK'],
  summary: 'The health check may take as long as the time between two checks.',
  docs: `
Without \`--timeout\` a check may take 30 seconds, which is also the time between two checks. A server that accepts
connections and never answers is noticed after three times a minute. A healthy one answers within a second or two.

**When to ignore:** where the check is slow by nature.

**The fix** adds \`--timeout=5s\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM nginx:1.28\nHEALTHCHECK CMD curl -f http://localhost/\n',
      good: 'FROM nginx:1.28\nHEALTHCHECK --timeout=5s CMD curl -f http://localhost/\n',
    },
  ],
  *checkStage(_, { isShipped, instructions }) {
    if (!isShipped) return;
    // Only the last one counts.
    for (const { keywordSpan, healthType, flags } of instructions
      .filter((one) => one.keyword === 'HEALTHCHECK')
      .slice(-1)) {
      if (healthType?.value !== 'CMD') continue;
      if (flags.some(({ name }) => name === 'timeout')) continue;
      const because = 'A check that takes longer than five seconds fails then.';
      yield {
        span: keywordSpan,
        message: 'The health check has no --timeout, so it may hang for 30 seconds.',
        fixes: [
          {
            title: 'Add --timeout=5s',
            applicability: 'review',
            because,
            edits: [insertAt(keywordSpan.end, ' --timeout=5s')],
          },
        ],
      };
    }
  },
});
