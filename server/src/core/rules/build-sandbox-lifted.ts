import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'build-sandbox-lifted',
  aliases: ['sonar/S6502', 'sonar/S6431', 'dockerfile-doctor/DD060'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['RUN', 'ONBUILD'],
  summary: 'A build step runs without the sandbox of the builder.',
  docs: `
\`RUN --security=insecure\` runs the step with all capabilities, as \`docker run --privileged\` does: it can mount the builder's
disks. \`RUN --network=host\` puts it into the builder's network, where it reaches services that listen on localhost only.
What such a step runs, a package's install script for example, has the builder in its hands. Both fail unless the builder
allows them (\`--allow security.insecure\`, \`--allow network.host\`).

**When to ignore:** where the step cannot do without, and the builder serves this build only.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM alpine:3.22\nRUN --security=insecure mount -t tmpfs none /mnt\n',
      good: 'FROM alpine:3.22\nRUN --mount=type=tmpfs,target=/mnt ls /mnt\n',
    },
    {
      bad: 'FROM alpine:3.22\nRUN --network=host wget -q http://localhost:3128/a\n',
      good: 'FROM alpine:3.22\nRUN --network=none ls\n',
    },
  ],
  *checkInstruction({ model }, outer) {
    const instruction = outer.trigger ?? outer;
    if (instruction.keyword !== 'RUN') return;
    for (const { name, value, span } of instruction.flags) {
      const given = value === undefined ? undefined : model.expandAt(value.replace(/["']/g, ''), outer);
      if (name === 'security' && given === 'insecure')
        yield {
          span,
          aliases: ['sonar/S6502', 'dockerfile-doctor/DD060'],
          message: 'This step runs with all capabilities of the builder.',
        };
      if (name === 'network' && given === 'host')
        yield { span, aliases: ['sonar/S6431'], message: "This step runs in the network of the builder's host." };
    }
  },
});
