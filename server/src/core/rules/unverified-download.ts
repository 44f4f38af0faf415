import { defineRule } from '../lint/rule';
import { downloadsOf, isCheckedLater, isLocalAddress, type Download } from '../model/downloads';

export default defineRule({
  id: 'unverified-download',
  aliases: [
    'sonar/S6474',
    'dockerfile-doctor/DD059',
    'dockerfile-optimizer/GEN004',
    'projectatomic/add_remote_file',
    'dockle/CIS-DI-0011',
  ],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['ADD', 'curl', 'wget'],
  summary: 'A download is not compared with a checksum.',
  docs: `
https says from which server a file comes, not that it is the file which was there last week: releases get replaced, accounts
get taken over. A checksum in the Dockerfile makes both fail the build:
\`ADD --checksum=sha256:... https://example.com/a.tgz /tmp/\` (Dockerfile syntax 1.6), or
\`echo "...  a.tgz" | sha256sum -c\` after a download.

Reported are ADD of a URL without \`--checksum\`, and what curl or wget store or unpack where no later step of the stage
compares a checksum or verifies a signature. Scripts that go straight into a shell have a rule of their own
(piped-remote-script).

**When to ignore:** where the file is meant to be the newest.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nADD https://example.com/a-1.2.tgz /opt/\n',
      good: 'FROM debian:bookworm-slim\nADD --checksum=sha256:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb https://example.com/a-1.2.tgz /opt/\n',
    },
    {
      bad: 'FROM debian:bookworm-slim\nRUN curl -fsSL https://example.com/a-1.2.tgz | tar xz -C /opt\n',
      good: 'FROM debian:bookworm-slim\nRUN curl -fsSLO https://example.com/a-1.2.tgz && echo "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a-1.2.tgz" | sha256sum -c && tar xzf a-1.2.tgz -C /opt\n',
    },
  ],
  *checkInstruction({ model }, outer) {
    const instruction = outer.trigger ?? outer;
    if (instruction.keyword === 'ADD' && !instruction.flags.some(({ name }) => name === 'checksum')) {
      for (const { word, kind } of model.copyOf(instruction)?.sources ?? []) {
        if (kind !== 'url' || isProof(word.value) || isCheckedLater(model, outer)) continue;
        yield { span: word.span, message: 'Nothing checks that this download is the file it should be.' };
      }
    }
    if (instruction.keyword !== 'RUN') return;
    for (const download of downloadsOf(model, outer)) {
      const address = download.addresses.find(({ text }) => !isLocalAddress(text) && !isProof(text));
      if (address === undefined || !isKept(download) || isCheckedLater(model, outer)) continue;
      yield { span: address.span, message: 'Nothing checks that this download is the file it should be.' };
    }
  },
});

/** A key, a signature or a checksum: what others are checked with. */
function isProof(address: string): boolean {
  return /\.(?:asc|sig|gpg|key|pub|pem|crt|sha\d+(?:sums?)?|md5|minisig|sigstore|list|repo)(?:[?#].*)?$|SHA\d*SUMS|(?:gpg|key|KEYS)$/.test(
    address,
  );
}

function isKept({ files, reader }: Download): boolean {
  if (files.length > 0) return true;
  return /^(?:tar|bsdtar|unzip|gunzip|zcat|xz|unxz|bunzip2|bzip2|gzip|zstd|cpio|dd|tee|busybox)$/.test(
    reader?.name ?? '',
  );
}
