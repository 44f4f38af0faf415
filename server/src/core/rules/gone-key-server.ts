import { defineRule } from '../lint/rule';
import { replace } from '../text/edit';

export default defineRule({
  id: 'gone-key-server',
  aliases: ['docker-parfum/gpgUseHaPools'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['gpg', 'gpg2', 'apt-key'],
  summary: 'Keys are asked of a server that is no longer there.',
  docs: `
The pool of SKS key servers (\`pool.sks-keyservers.net\` with \`ha.\`, \`p80.\`, \`ipv4.\` and other names below it, and
\`keys.gnupg.net\`, which led to it) was shut down in June 2021: its names are no longer found, and the step fails.
\`keyserver.ubuntu.com\` and \`keys.openpgp.org\` are there; better still, put the key into the build context and check with it.

A step that asks another server as well is left alone.

**When to ignore:** never.

**The fix** asks \`keyserver.ubuntu.com\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm\nRUN gpg --batch --keyserver ha.pool.sks-keyservers.net --recv-keys 0123456789ABCDEF\n',
      good: 'FROM debian:bookworm\nRUN gpg --batch --keyserver keyserver.ubuntu.com --recv-keys 0123456789ABCDEF\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const commands = model.scriptOf(instruction).commands.filter(({ name }) => /^(?:gpg2?|apt-key)$/.test(name ?? ''));
    const words = commands.flatMap(({ args }) => args);
    const servers = words.flatMap((word, index) => {
      const isServer = words[index - 1]?.value === '--keyserver' || word.text.includes('--keyserver=');
      return isServer ? [word] : [];
    });
    // A list of servers to try: the others answer.
    if (servers.some(({ text }) => !GONE.test(text))) return;
    for (const word of servers) {
      const match = GONE.exec(word.text);
      if (match === null) continue;
      const isLiteral = word.span.end - word.span.start === word.text.length;
      const start = word.span.start + match.index;
      const span = isLiteral ? { start, end: start + match[0].length } : word.span;
      yield {
        span,
        message: `The key server ${match[0]} was shut down in 2021.`,
        fixes: isLiteral
          ? [
              {
                title: 'Ask keyserver.ubuntu.com',
                applicability: 'review',
                because: 'Another server has to know the key.',
                edits: [replace(span, 'keyserver.ubuntu.com')],
              },
            ]
          : [],
      };
    }
  },
});

const GONE = /(?:[\w-]+\.)*pool\.sks-keyservers\.net|\bkeys\.gnupg\.net/i;
