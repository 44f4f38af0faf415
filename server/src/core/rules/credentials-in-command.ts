import { findToken } from '../knowledge/secrets';
import { defineRule, type Report } from '../lint/rule';
import { isLocalAddress } from '../model/downloads';
import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Span } from '../text/span';

export default defineRule({
  id: 'credentials-in-command',
  aliases: ['dockerfile-doctor/DD057', 'tally/secrets-in-code'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN', 'ONBUILD', 'ADD', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'],
  summary: 'A password or token stands in a command.',
  docs: `
Every command is part of the image's history, which \`docker history\` shows to all who can pull it: so are the password in
\`https://user:password@example.com\` and a token in an option. git keeps the address as well, with what a variable or a
secret mount put into it, in \`.git/config\` of the clone.

Give the build a secret: \`RUN --mount=type=secret,id=netrc,target=/root/.netrc git clone https://...\`, or
\`--mount=type=ssh\` for \`git@\` addresses.

Reported are addresses with a literal password, tokens of well-known shape, and clones whose address gets its password from a
variable. Local addresses, such as those of a database that only the build starts, are left alone.

**When to ignore:** where the password is public.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN curl -fsSLO https://build:s3cret@example.com/a.tgz\n',
      good: 'FROM debian:bookworm-slim\nRUN --mount=type=secret,id=netrc,target=/root/.netrc curl -n -fsSLO https://example.com/a.tgz\n',
    },
    {
      bad: 'FROM debian:bookworm-slim\nARG TOKEN\nRUN git clone https://oauth2:${TOKEN}@example.com/a.git\n',
      good: 'FROM debian:bookworm-slim\nRUN --mount=type=ssh git clone git@example.com:a.git\n',
    },
  ],
  *checkInstruction({ model }, outer) {
    const instruction = outer.trigger ?? outer;
    if (instruction.keyword === 'ADD')
      for (const { text, value, span } of instruction.words) yield* literal(text, value, span);
    for (const command of model.scriptOf(outer).commands) {
      for (const word of command.args) {
        const found = [...literal(word.text, word.value ?? word.text, word.span)];
        yield* found;
        if (found.length === 0) yield* keptByGit(command, word);
      }
      for (const { value } of command.assignments)
        if (value !== undefined) yield* literal(value.text, value.value ?? value.text, value.span);
    }
  },
});

function* literal(written: string, value: string, { start, end }: Span): Iterable<Report> {
  // No token and no address with a password is as short as most words are.
  if (value.length < SHORTEST) return;
  const [, address = '', password = ''] = PASSWORD.exec(value) ?? [];
  // `user:password@` and `<token>` are what documentation writes.
  const isReal = password !== '' && !/[$<>{}*]|^(?:password|passwd|pass|xxx+|token|secret)$/i.test(password);
  const token = isReal && !isLocalAddress(address) ? undefined : findToken(value);
  const what =
    token === undefined
      ? isReal && !isLocalAddress(address)
        ? address
        : undefined
      : value.slice(token.index, token.index + token.length);
  if (what === undefined || token?.what === 'password in a URL' || token?.what === 'private key') return;
  const at = end - start === written.length ? written.indexOf(what) : -1;
  yield {
    span: at === -1 ? { start, end } : { start: start + at, end: start + at + what.length },
    message:
      token === undefined
        ? "The password in this address stays in the image's history."
        : `This ${token.what} stays in the image's history.`,
  };
}

const SHORTEST = 10;
const PASSWORD = /\b((?:https?|ftp|git|svn):\/\/[^\s/:@'"]+:([^\s/@'"]+)@[^\s/'"]+)/i;

/** `git clone https://oauth2:${TOKEN}@example.com/a.git` writes the token into `.git/config`. */
function* keptByGit({ name, args }: ShellCommand, word: ShellWord): Iterable<Report> {
  if (name !== 'git' || !args.some(({ value }) => /^(?:clone|remote|submodule)$/.test(value ?? ''))) return;
  const match = /https?:\/\/(?:[^\s/:@'"]*:)?\$\{?(\w+)\}?@[^\s/'"]+/i.exec(word.text);
  const variable = match?.[1];
  if (match === null || variable === undefined || /^(?:GIT_?)?USER(?:NAME)?$/i.test(variable)) return;
  const isPlain = word.span.end - word.span.start === word.text.length;
  const start = word.span.start + (isPlain ? match.index : 0);
  yield {
    span: { start, end: isPlain ? start + match[0].length : word.span.end },
    message: `git keeps this address with the value of ${variable} in .git/config.`,
  };
}
