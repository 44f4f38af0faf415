import { appendArgument } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { downloadsOf, isLocalAddress, type Download } from '../model/downloads';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'curl-without-location',
  aliases: ['tally/curl-should-follow-redirects', 'docker-parfum/curlUseFlagL'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['curl'],
  summary: 'curl does not follow the server to a new address.',
  docs: `
Without \`-L\`, curl takes the answer "moved to ..." for the file: the build stores an empty or a short page and goes on.
GitHub's releases, SourceForge and most mirrors answer like that, and a server that does not may do so tomorrow.

**When to ignore:** where a redirect would be an attack, or where the address is an interface that never redirects.

**The fix** adds \`-L\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm\nRUN curl -fsS https://example.com/a.tgz -o a.tgz\n',
      good: 'FROM debian:bookworm\nRUN curl -fsSL https://example.com/a.tgz -o a.tgz\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    for (const download of downloadsOf(model, instruction)) {
      const { tool, nameWord, addresses } = download;
      if (tool !== 'curl' || download.has('-L', '--location', '--location-trusted', '--follow', '--max-redirs'))
        continue;
      if (!addresses.some(({ text }) => isRemote(text))) continue;
      yield {
        span: nameWord.span,
        message: 'Without -L, curl does not go where the server sends it.',
        fixes: [addLocation(download)],
      };
    }
  },
});

/** A number never redirects to another place that matters. */
function isRemote(address: string): boolean {
  return (
    !/^(?:file|ftp|unix):/i.test(address) &&
    !isLocalAddress(address) &&
    !/^(?:https?:\/\/)?\d+(?:\.\d+){3}/.test(address)
  );
}

function addLocation({ options, nameWord, script }: Download): Fix {
  const cluster = options.find(({ word, valueWord }) => /^-[sSfgkv#46]+$/.test(word.text) && valueWord === undefined);
  return {
    title: 'Add -L',
    applicability: 'review',
    because: 'curl then fetches from wherever the server sends it.',
    edits: [cluster === undefined ? appendArgument(script, nameWord, '-L') : insertAt(cluster.word.span.end, 'L')],
  };
}
