import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { downloadsOf, isLocalAddress, type Download } from '../model/downloads';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import type { Dockerfile } from '../syntax/dockerfile';

export default defineRule({
  id: 'download-without-retry',
  aliases: ['tally/prefer-curl-config', 'tally/prefer-wget-config'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  needs: ['curl', 'wget'],
  summary: 'A download is tried once, and a hiccup of the network fails the build.',
  docs: `
curl gives up at the first timeout or "503 Service Unavailable"; GNU wget tries 20 times, but not after a refused
connection. \`curl --retry 3\` waits one, two and four seconds, and \`wget --retry-connrefused\` goes on. Whoever sets it for all
steps writes a \`.curlrc\` (\`CURL_HOME\`) or a \`wgetrc\` (\`WGETRC\`) in a stage that does not ship.

The first download of a stage is reported, where neither such a file is there nor any download of the stage has the option.

**When to ignore:** where a failed build is simply run again.

**The fix** adds the option to this download.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm\nRUN curl -fsSLO https://example.com/a.tgz\n',
      good: 'FROM debian:bookworm\nRUN curl --retry 3 -fsSLO https://example.com/a.tgz\n',
    },
    {
      bad: 'FROM debian:bookworm\nRUN wget -nv https://example.com/a.tgz\n',
      good: 'FROM debian:bookworm\nRUN wget --retry-connrefused -nv https://example.com/a.tgz\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    for (const tool of ['curl', 'wget'] as const) {
      // A parent stage's downloads are reported there, and a file that they get holds here.
      const { parent } = stage;
      if (isConfigured(file, model, stage, tool)) continue;
      if (parent !== undefined && stageChain(parent).some((below) => remoteDownloads(model, below, tool).length > 0))
        continue;
      const downloads = remoteDownloads(model, stage, tool);
      // Who says it once knows of it.
      const first = downloads.some(triesAgain) ? undefined : downloads[0];
      if (first === undefined) continue;
      const option = tool === 'curl' ? '--retry 3' : '--retry-connrefused';
      // BusyBox's wget has no such option.
      const isBusyBox =
        tool === 'wget' && !/^(?:debian|ubuntu|rhel|suse|arch)$/.test(stage.facts?.distribution.family ?? '');
      yield {
        span: first.nameWord.span,
        aliases: [tool === 'curl' ? 'tally/prefer-curl-config' : 'tally/prefer-wget-config'],
        message: `${tool} is not told to try again when the network fails.`,
        fixes:
          isBusyBox || first.script.source === 'exec'
            ? []
            : [
                {
                  title: `Add ${option}`,
                  applicability: 'safe',
                  edits: [appendArgument(first.script, first.nameWord, option)],
                },
              ],
      };
    }
  },
});

function remoteDownloads(model: DockerfileModel, stage: Stage, tool: Download['tool']): readonly Download[] {
  return stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) => downloadsOf(model, instruction))
    .filter((download) => download.tool === tool && download.addresses.some(({ text }) => !isLocalAddress(text)));
}

function triesAgain(download: Download): boolean {
  return download.has('--retry', '--retry-connrefused', '-t', '--tries', '-K', '--config', '-e', '--execute');
}

function isConfigured(file: Dockerfile, model: DockerfileModel, stage: Stage, tool: Download['tool']): boolean {
  const [variable, name] = tool === 'curl' ? (['CURL_HOME', /curlrc\b/] as const) : (['WGETRC', /wgetrc\b/] as const);
  if (model.finalState(stage).env.has(variable)) return true;
  return stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .some(({ span }) => name.test(file.text.slice(span.start, span.end)));
}
