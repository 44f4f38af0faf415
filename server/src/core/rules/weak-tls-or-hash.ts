import { defineRule } from '../lint/rule';
import { downloadsOf } from '../model/downloads';
import type { ShellCommand, ShellWord } from '../shell/shell';

export default defineRule({
  id: 'weak-tls-or-hash',
  aliases: ['sonar/S4423', 'sonar/S4790'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['curl', 'wget', 'openssl', 'md5sum', 'sha1sum', 'shasum'],
  summary: 'An outdated version of TLS, or a hash that can be forged, guards a download.',
  docs: `
SSL 2 and 3, TLS 1.0 and 1.1 are withdrawn (RFC 6176, RFC 7568, RFC 8996). For MD5 and SHA-1, two files of one hash can be
made to order: a checksum of these shows a broken transfer, not a forged file. Use TLS 1.2 or later and SHA-256.

A weak checksum beside a strong one is left alone.

**When to ignore:** where the publisher gives no other checksum and the download comes over https.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN curl --tlsv1.0 -fsSLO https://example.com/a.tgz\n',
      good: 'FROM debian:bookworm-slim\nRUN curl --tlsv1.2 -fsSLO https://example.com/a.tgz\n',
    },
    {
      bad: "FROM debian:bookworm-slim\nRUN echo '0cc175b9c0f1b6a831c399e269772661  a.tgz' | md5sum -c\n",
      good: "FROM debian:bookworm-slim\nRUN echo 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  a.tgz' | sha256sum -c\n",
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    for (const download of downloadsOf(model, instruction)) {
      const pattern = download.tool === 'curl' ? CURL : /^--secure-protocol=(?:SSLv[23]|TLSv1(?:_1)?)$/i;
      const maximum = download.options.find(({ name, value }) => name === '--tls-max' && /^1\.[01]$/.test(value ?? ''));
      const weak =
        maximum ??
        download.options.find(({ name, value }) =>
          pattern.test(download.tool === 'curl' ? name : `${name}=${value ?? ''}`),
        );
      if (weak !== undefined)
        yield {
          span: weak.word.span,
          message: `${download.tool} may talk an outdated version of TLS with this option.`,
        };
    }
    const { commands } = model.scriptOf(instruction);
    if (commands.some(isStrong)) return;
    for (const command of commands) {
      const name = weakHash(command);
      if (name !== undefined && command.nameWord !== undefined)
        yield {
          span: command.nameWord.span,
          message: `${name} checks that the file is whole, not that it is genuine.`,
        };
    }
  },
});

const CURL = /^(?:-[123]|--sslv[23]|--tlsv1(?:\.[01])?)$/;

function isStrong({ name = '' }: ShellCommand): boolean {
  return /^(?:sha(?:224|256|384|512)sum|b2sum|gpgv?|cosign|minisign)$/.test(name);
}

function weakHash({ name, args }: ShellCommand): string | undefined {
  const has = (pattern: RegExp): boolean => args.some(({ value, text }: ShellWord) => pattern.test(value ?? text));
  switch (name) {
    case 'md5sum':
      return has(/^(?:-[a-z]*c|--check)/) ? 'MD5' : undefined;
    case 'sha1sum':
      return has(/^(?:-[a-z]*c|--check)/) ? 'SHA-1' : undefined;
    case 'shasum':
      return has(/^(?:-[a-z]*c|--check)/) && !has(/^(?:-a|--algorithm|(?:-a|--algorithm=)?(?:224|256|384|512)\d*)/)
        ? 'SHA-1'
        : undefined;
    case 'openssl':
      return has(/^-?(?:md5|sha1)$/) && (has(/^dgst$/) || /^(?:md5|sha1)$/.test(args[0]?.value ?? ''))
        ? 'This hash'
        : undefined;
    default:
      return undefined;
  }
}
