import { defineRule, type Fix, type Report } from '../lint/rule';
import { downloadsOf, isCheckedLater, isLocalAddress } from '../model/downloads';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';
import type { Span } from '../text/span';

export default defineRule({
  id: 'clear-text-download',
  aliases: [
    'kics/avoid_http',
    'datadog/avoid_http',
    'sonar/S5332',
    'docker-parfum/curlUseHttpsUrl',
    'docker-parfum/wgetUseHttpsUrl',
  ],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['curl', 'wget', 'git', 'ADD'],
  summary: 'Something is downloaded in clear text, so that anyone on the way can change it.',
  docs: `
Over \`http://\`, \`ftp://\` and \`git://\` nothing says that what arrives is what the server sent. A build takes it once, and every
container has it then. Nearly all servers answer on \`https://\` as well.

Addresses of the machine itself and of private networks are left alone, those whose host is a variable too, downloads that
a later step of the stage checks by a checksum or a signature, and package mirrors of a distribution, whose indexes are
signed.

**When to ignore:** where the server has nothing else, and the content does not matter.

**The fix** writes \`https://\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN curl -fsSLo /tmp/a.tgz http://example.com/a.tgz\n',
      good: 'FROM debian:bookworm-slim\nRUN curl -fsSLo /tmp/a.tgz https://example.com/a.tgz\n',
    },
    {
      bad: 'FROM debian:bookworm-slim\nADD http://example.com/a.tgz /tmp/\n',
      good: 'FROM debian:bookworm-slim\nADD https://example.com/a.tgz /tmp/\n',
    },
  ],
  *checkInstruction({ model }, outer) {
    const instruction = outer.trigger ?? outer;
    if (instruction.keyword === 'ADD') {
      if (instruction.flags.some(({ name }) => name === 'checksum')) return;
      for (const { word, kind } of model.copyOf(instruction)?.sources ?? [])
        if (kind === 'url' || kind === 'git') yield* report(word.value, word.text, word.span);
    }
    if (instruction.keyword === 'RUN') yield* inRun(model, outer);
  },
});

function* inRun(model: DockerfileModel, instruction: Instruction): Iterable<Report> {
  const addresses = [
    ...downloadsOf(model, instruction).flatMap((download) => download.addresses),
    ...model.scriptOf(instruction).commands.flatMap(({ name, args }) => {
      const at = name === 'git' ? args.findIndex(({ value }) => /^(?:clone|fetch|pull)$/.test(value ?? '')) : -1;
      return at === -1
        ? []
        : args.slice(at + 1).map((word) => ({ word, text: word.value ?? word.text, span: word.span }));
    }),
  ];
  for (const { word, text, span } of addresses) {
    for (const found of report(text, word.text, span)) if (!isCheckedLater(model, instruction)) yield found;
  }
}

function* report(address: string, written: string, span: Span): Iterable<Report> {
  const [, scheme = '', host = ''] = /^["']?(http|ftp|git|telnet):\/\/([^/\s"']+)/i.exec(address) ?? [];
  if (host === '' || host.startsWith('$') || isLocalAddress(address)) return;
  yield {
    span,
    message: `${host} is asked in clear text (${scheme.toLowerCase()}), and whoever is on the way can change the answer.`,
    fixes: fixesFor(written, span, scheme, host),
  };
}

function fixesFor(written: string, { start, end }: Span, scheme: string, host: string): readonly Fix[] {
  const at = written.indexOf(`${scheme}://${host}`);
  // Another port speaks another protocol, and a word that goes over lines is left alone.
  if (at === -1 || end - start !== written.length || /:\d+$/.test(host) || /ftp|telnet/i.test(scheme)) return [];
  return [
    {
      title: 'Use https',
      applicability: 'review',
      because: 'The server has to answer on https, and the image needs its certificates (ca-certificates).',
      edits: [replace({ start: start + at, end: start + at + scheme.length }, 'https')],
    },
  ];
}
