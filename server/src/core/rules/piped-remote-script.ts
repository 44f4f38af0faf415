import { defineRule } from '../lint/rule';
import type { ShellCommand } from '../shell/shell';

export default defineRule({
  id: 'piped-remote-script',
  aliases: ['dockerfile-doctor/DD054', 'dockerfile-roast/DF021'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['curl', 'wget'],
  summary: 'A script from the network runs unseen.',
  docs: `
\`curl ... | sh\`, \`bash <(curl ...)\` and \`sh -c "$(curl ...)"\` run whatever the server sends at the time of the build: the build is not reproducible, and who controls the
server controls the image. Download a fixed version, compare its checksum (\`ADD --checksum=...\`, \`sha256sum -c\`), then run
it; or take a package.

**When to ignore:** where the publisher offers nothing else and you trust the address.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:22-bookworm-slim\nRUN curl -fsSL https://example.com/install.sh | sh\n',
      good: 'FROM node:22-bookworm-slim\nADD --checksum=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef https://example.com/install-1.2.sh /tmp/install.sh\nRUN sh /tmp/install.sh\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const { commands } = model.scriptOf(instruction);
    for (const left of commands) {
      if ((left.name !== 'curl' && left.name !== 'wget') || left.nameWord === undefined) continue;
      const message = (runner: ShellCommand): string =>
        `What ${left.name ?? ''} downloads runs in ${runner.name ?? 'a shell'} without a check.`;
      const runner = commands.find(
        ({ name, pipe }) =>
          pipe !== undefined &&
          pipe.id === left.pipe?.id &&
          pipe.index > left.pipe.index &&
          /^(?:(?:ba|da|a|z|k)?sh|python[\d.]*|perl|ruby|node|php)$/.test(name ?? ''),
      );
      if (runner?.nameWord !== undefined) {
        yield { span: { start: left.nameWord.span.start, end: runner.nameWord.span.end }, message: message(runner) };
        continue;
      }
      const outer = commands.find((command) => runsSubstitution(command, left));
      if (outer?.nameWord !== undefined)
        yield { span: { start: outer.nameWord.span.start, end: left.span.end }, message: message(outer) };
    }
  },
});

/** `bash <(curl ...)`, `. <(curl ...)`, `sh -c "$(curl ...)"`, `eval "$(curl ...)"`: what it prints is a script. */
function runsSubstitution({ name, args }: ShellCommand, inner: ShellCommand): boolean {
  if (!inner.isSubstitution || (inner.pipe !== undefined && inner.pipe.index < inner.pipe.count - 1)) return false;
  const at = args.findIndex(({ span }) => span.start <= inner.span.start && inner.span.end <= span.end);
  const word = args[at];
  if (word === undefined) return false;
  if (name === 'eval') return /^["']?(?:\$\(|`)/.test(word.text);
  if (!/^(?:source|\.|(?:ba|da|a|z|k)?sh)$/.test(name ?? '')) return false;
  if (word.text.startsWith('<(')) return args.slice(0, at).every(({ value }) => value?.startsWith('-') === true);
  return /^["']?(?:\$\(|`)/.test(word.text) && /^-[a-z]*c$/.test(args[at - 1]?.value ?? '');
}
