import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'unexplained-suppression',
  aliases: ['hadolint/DL1001', 'tally/inline-directives/require-reason'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  runsLast: true,
  summary: 'A comment silences a rule and does not say why.',
  docs: `
Who reads the file later cannot tell an exception that somebody thought about from one that was in the way. A reason is any
words after \`;\`, or after the names, or in a comment on the line above:

    # plimsoll ignore=apt-recommends; the plugins that it recommends are wanted
    # The plugins that it recommends are wanted.
    # hadolint ignore=DL3015

A parser directive (\`# check=skip=\` at the top) has room for no reason and none can stand above it, so it is left alone.
With the option \`evenExplained\` every such comment is reported, as hadolint's DL1001 does.

**When to ignore:** where exceptions are explained elsewhere, in a commit or a page for the team.
`,
  fixes: 'never',
  options: { evenExplained: false },
  examples: [
    {
      bad: 'FROM debian:13\n# plimsoll ignore=apt-interactive\nRUN apt-get update && apt-get install curl\n',
      good: 'FROM debian:13\n# plimsoll ignore=apt-interactive; curl is there already\nRUN apt-get update && apt-get install curl\n',
    },
  ],
  *check({ suppressions, options }) {
    for (const { span, names, hasReason, isDirective } of suppressions) {
      if (isDirective || names.length === 0 || (hasReason && !options.evenExplained)) continue;
      const listed = names.map(({ text }) => text).join(', ');
      yield {
        span,
        message: hasReason ? `${listed} is silenced by a comment.` : `No reason is given why ${listed} is silenced.`,
      };
    }
  },
});
