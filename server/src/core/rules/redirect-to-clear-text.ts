import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { downloadsOf, isCheckedLater, isLocalAddress } from '../model/downloads';

export default defineRule({
  id: 'redirect-to-clear-text',
  aliases: ['sonar/S6506'],
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  needs: ['curl'],
  summary: 'curl may be sent from https to http.',
  docs: `
\`curl -L\` goes wherever the answer sends it, from \`https://\` to \`http://\` too, and what comes then can be changed on the way.
\`--proto '=https'\` allows no other protocol, on the first request and after each redirect: rustup's installer asks for it.

Downloads that a later step of the stage checks by a checksum or a signature are left alone.

**When to ignore:** where the server is trusted not to do so.

**The fix** adds \`--proto '=https'\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN curl -fsSL https://example.com/install.sh | sh\n',
      good: "FROM debian:bookworm-slim\nRUN curl --proto '=https' -fsSL https://example.com/install.sh | sh\n",
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    for (const download of downloadsOf(model, instruction)) {
      const { tool, addresses, options, nameWord, script } = download;
      const location = options.find(({ name }) => /^(?:-L|--location(?:-trusted)?)$/.test(name));
      if (tool !== 'curl' || location === undefined || download.has('--proto', '--proto-redir')) continue;
      if (!addresses.some(({ text }) => /^https:/i.test(text) && !isLocalAddress(text))) continue;
      if (isCheckedLater(model, instruction)) continue;
      yield {
        span: location.word.span,
        message: 'A redirect may lead curl from https to http.',
        fixes:
          script.source === 'exec'
            ? []
            : [
                {
                  title: "Add --proto '=https'",
                  applicability: 'review',
                  because: 'The step fails where the server does send it to http.',
                  edits: [appendArgument(script, nameWord, "--proto '=https'")],
                },
              ],
      };
    }
  },
});
