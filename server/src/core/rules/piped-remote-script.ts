import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'piped-remote-script',
  aliases: ['dockerfile-doctor/DD054'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['curl', 'wget'],
  summary: 'A script from the network runs unseen.',
  docs: `
\`curl ... | sh\` runs whatever the server sends at the time of the build: the build is not reproducible, and who controls the
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
  *check({ file, model }) {
    for (const instruction of file.instructions) {
      const { commands } = model.scriptOf(instruction);
      for (const left of commands) {
        if (left.name !== 'curl' && left.name !== 'wget') continue;
        const runner = commands.find(
          ({ name, pipe }) =>
            pipe !== undefined &&
            pipe.id === left.pipe?.id &&
            pipe.index > left.pipe.index &&
            /^(?:(?:ba|da|a|z|k)?sh|python[\d.]*|perl|ruby|node|php)$/.test(name ?? ''),
        );
        if (runner?.nameWord === undefined || left.nameWord === undefined) continue;
        yield {
          span: { start: left.nameWord.span.start, end: runner.nameWord.span.end },
          message: `What ${left.name} downloads runs in ${runner.name ?? 'a shell'} without a check.`,
        };
      }
    }
  },
});
