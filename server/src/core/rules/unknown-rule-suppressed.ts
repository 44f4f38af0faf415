import { defineRule } from '../lint/rule';
import type { Suppression } from '../lint/suppression';
import { replace } from '../text/edit';

export default defineRule({
  id: 'unknown-rule-suppressed',
  aliases: ['tally/inline-directives/validate-rules'],
  category: 'maintainability',
  severity: 'warning',
  preset: 'strict',
  runsLast: true,
  summary: 'A comment silences a rule that does not exist.',
  docs: `
A misspelt name silences nothing, and nobody notices: what it was meant to silence is reported still, or was mended long
ago.

In \`# hadolint ignore=\` and \`# tally ignore=\` every name in the form that those tools use (\`DL3008\`, \`SC2086\`,
\`tally/...\`) is taken for one of theirs, whether Plimsoll has that rule or not. In \`# check=skip=\` a name is known if
BuildKit has the check.

**When to ignore:** where the name belongs to a rule of a later version.

**The fix** writes the nearest name that there is.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:13\n# plimsoll ignore=apt-interactiv; nobody is asked\nRUN apt-get update && apt-get install curl\n',
      good: 'FROM debian:13\n# plimsoll ignore=apt-interactive; nobody is asked\nRUN apt-get update && apt-get install curl\n',
    },
  ],
  *check({ suppressions }) {
    for (const { tool, names } of suppressions) {
      for (const { text, span, rules, nearest } of names) {
        if (rules.length > 0 || FOREIGN[tool].test(text)) continue;
        yield {
          span,
          message: `${TOOLS[tool]} has no rule called ${text}${nearest === undefined ? '' : `; it has ${nearest}`}.`,
          ...(nearest === undefined
            ? {}
            : {
                fixes: [
                  {
                    title: `Write ${nearest}`,
                    applicability: 'review',
                    because: 'The name is the nearest that there is, which is a guess.',
                    edits: [replace(span, nearest)],
                  },
                ],
              }),
        };
      }
    }
  },
});

const TOOLS: Readonly<Record<Suppression['tool'], string>> = {
  plimsoll: 'Plimsoll',
  hadolint: 'hadolint',
  tally: 'tally',
  buildkit: 'BuildKit',
  shellcheck: 'ShellCheck',
};

/** Names that mean something to another tool, or to a later version of it, though no rule of ours is called so. */
const FOREIGN: Readonly<Record<Suppression['tool'], RegExp>> = {
  plimsoll: /^(?:shellcheck\/)?SC\d{4}$/i,
  hadolint: /^(?:DL|SC)\d{4}$/i,
  tally: /^(?:\w+\/\S+|(?:DL|SC)\d{4})$/i,
  // Checks that take a registry or are experimental.
  buildkit: /^(?:InvalidBaseImagePlatform|InvalidDefinitionDescription)$/,
  shellcheck: /^(?:SC\d{4}(?:-SC\d{4})?|all)$/i,
};
