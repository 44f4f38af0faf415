import { defineRule } from '../lint/rule';
import { downloadsOf, type Download } from '../model/downloads';
import { extractionOf, isArchiveName } from '../model/extractions';
import { baseName } from '../model/paths';

export default defineRule({
  id: 'archive-downloaded-in-run',
  aliases: ['tally/prefer-add-unpack', 'sonar/S7026'],
  category: 'cache',
  severity: 'hint',
  preset: 'strict',
  needs: ['curl', 'wget'],
  summary: 'A RUN downloads an archive and unpacks it, which ADD can do.',
  docs: `
\`ADD --unpack=true https://... /dir/\` (Dockerfile syntax 1.17 and later) downloads and unpacks in one step: neither curl nor
tar has to be in the image, \`--checksum=sha256:...\` proves the contents, and the builder asks the server whether the file
changed, while a RUN is taken from the cache for ever.

Silent where the download needs a header or a password, where tar leaves parts of the archive out (\`--strip-components\`),
and where the same RUN deletes what it unpacked: ADD can do none of it.

**When to ignore:** where the address is not the same for every build.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN curl -fsSL https://example.com/app.tar.gz | tar -xz -C /opt\n',
      good: 'FROM debian:bookworm-slim\nADD --unpack=true https://example.com/app.tar.gz /opt/\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (instruction.keyword !== 'RUN') return;
    for (const download of downloadsOf(model, instruction)) {
      const { nameWord, addresses, options } = download;
      const [address] = addresses;
      if (address === undefined || addresses.length > 1 || address.text.includes('$')) continue;
      // ADD sends neither headers nor data.
      if (options.some(({ name }) => NEEDS_MORE.test(name)) || !isUnpacked(download) || isTakenApart(download))
        continue;
      yield {
        span: { start: nameWord.span.start, end: Math.max(nameWord.span.end, address.span.end) },
        message: `${download.tool} downloads an archive that is unpacked next; ADD --unpack does both.`,
      };
    }
  },
});

const NEEDS_MORE =
  /^(?:-H|--header|-d|--data.*|-u|--user|--password|--http-.*|--post-.*|-F|--form|-X|--request|-b|--cookie)$/;

function isUnpacked({ addresses, reader, files, script, command }: Download): boolean {
  const isTar = (text: string): boolean => isArchiveName(text.replace(/[?#].*$/, '')) && !/\.zip$/i.test(text);
  if (reader !== undefined) return isTar(addresses[0]?.text ?? '') && extractionOf(reader) !== undefined;
  const names = files.filter(isTar).map(baseName);
  return script.commands.some((later) => {
    const archive = later.span.start > command.span.start ? extractionOf(later)?.archive : undefined;
    return archive !== undefined && names.includes(baseName(archive.value ?? archive.text));
  });
}

/** tar leaves something out, or the RUN deletes what was unpacked: with ADD it would stay. */
function isTakenApart({ script, command }: Download): boolean {
  const later = script.commands.filter(({ span }) => span.start > command.span.start);
  return later.some(({ name, args }) => {
    if (name === 'tar') return args.some(({ text }) => /^--(?:strip|exclude|transform|wildcards)/.test(text));
    const isRecursive = name === 'rm' && args.some(({ text }) => /^-[a-z]*[rR]|^--recursive/.test(text));
    return isRecursive && args.some(({ text }) => !text.startsWith('-') && !/^\/(?:var\/|root\/\.)/.test(text));
  });
}
