import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { downloadsOf } from '../model/downloads';

export default defineRule({
  id: 'wget-progress-bar',
  aliases: ['hadolint/DL3047', 'tally/hadolint/DL3047', 'dockerfile-roast/DF056'],
  category: 'style',
  severity: 'info',
  preset: 'strict',
  needs: ['wget'],
  summary: 'wget fills the log of the build with its progress.',
  docs: `
Where the output is no terminal, wget prints a line for every 50 kB: a file of 100 MB makes 2,000 lines of log, among which
the message that matters is hard to find.

\`--progress=dot:giga\` prints a line for 32 MB, \`-nv\` one for each file, \`-q\` none. BusyBox's wget knows only \`-q\`.

**When to ignore:** where the log is never read.

**The fix** adds \`--progress=dot:giga\`, or \`-q\` where the wget is BusyBox's or not known.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm\nRUN wget https://example.com/a.tgz\n',
      good: 'FROM debian:bookworm\nRUN wget --progress=dot:giga https://example.com/a.tgz\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    for (const download of downloadsOf(model, instruction)) {
      const { tool, nameWord, script } = download;
      if (tool !== 'wget' || download.has(...QUIET)) continue;
      const family = model.stageOf(instruction)?.facts?.distribution.family;
      const isGnu = family !== undefined && family !== 'alpine' && family !== 'busybox' && family !== 'unknown';
      const option = isGnu ? '--progress=dot:giga' : '-q';
      yield {
        span: nameWord.span,
        message: 'wget prints its progress into the log of the build.',
        fixes: [{ title: `Add ${option}`, applicability: 'safe', edits: [appendArgument(script, nameWord, option)] }],
      };
    }
  },
});

const QUIET = ['-q', '--quiet', '-nv', '--no-verbose', '--progress', '-o', '--output-file', '-a', '--append-output'];
