import { appendArgument } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { downloadsOf, isLocalAddress, type Download } from '../model/downloads';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'curl-without-fail',
  aliases: ['dockerfile-roast/DF035', 'docker-parfum/curlUseFlagF'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['curl'],
  summary: "curl takes the server's error page for the file.",
  docs: `
For curl, "404 Not Found" is an answer like any other: it stores the page, and ends with status 0. The build goes on with a
page of HTML for a file, or runs it as a script. With \`-f\` it ends with status 22.

Reported is what is stored or goes into another program.

**When to ignore:** where the answer is looked at afterwards.

**The fix** adds \`-f\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm\nRUN curl -sSL https://example.com/install.sh -o install.sh\n',
      good: 'FROM debian:bookworm\nRUN curl -fsSL https://example.com/install.sh -o install.sh\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    for (const download of downloadsOf(model, instruction)) {
      const { tool, nameWord, files, reader, addresses } = download;
      if (tool !== 'curl' || download.has(...DECIDED) || (files.length === 0 && reader === undefined)) continue;
      if (!addresses.some(({ text }) => !/^(?:file|ftp):/i.test(text) && !isLocalAddress(text))) continue;
      yield {
        span: nameWord.span,
        message: "Without -f, curl takes the server's error page for what it was to fetch.",
        fixes: [addFail(download)],
      };
    }
  },
});

const DECIDED = [
  '-f',
  '--fail',
  '--fail-with-body',
  '-w',
  '--write-out',
  '-I',
  '--head',
  '-X',
  '--request',
  '-d',
  '--data',
];

function addFail({ options, nameWord, script }: Download): Fix {
  // Letters without a value, so that one more changes none of them.
  const cluster = options.find(({ word, valueWord }) => /^-[sSLgkv#46]+$/.test(word.text) && valueWord === undefined);
  return {
    title: 'Add -f',
    applicability: 'review',
    because: 'The step fails where the server answers with an error.',
    edits: [
      cluster === undefined ? appendArgument(script, nameWord, '-f') : insertAt(cluster.word.span.start + 1, 'f'),
    ],
  };
}
