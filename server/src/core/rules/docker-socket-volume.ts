import { defineRule } from '../lint/rule';
import { mountFieldsOf } from '../model/mount-fields';

export default defineRule({
  id: 'docker-socket-volume',
  aliases: ['semgrep/dockerfile-dockerd-socket-mount', 'dockle/DKL-DI-0002'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['VOLUME', 'RUN'],
  summary: 'The socket of the container engine is declared as a volume or mounted.',
  docs: `
Who can write to \`/var/run/docker.sock\` is root on the host: it starts containers with any mount and any privilege. VOLUME does
not even do what is meant: it makes an empty directory of that name in each container, as the host's path can only be given
when the container starts (\`-v /var/run/docker.sock:/var/run/docker.sock\`).

**When to ignore:** never in VOLUME.
`,
  fixes: 'never',
  examples: [
    { bad: 'FROM docker:28-cli\nVOLUME /var/run/docker.sock\n', good: 'FROM docker:28-cli\nVOLUME /var/lib/app\n' },
  ],
  *checkInstruction(_, outer) {
    const instruction = outer.trigger ?? outer;
    const words = instruction.keyword === 'VOLUME' ? instruction.words : [];
    for (const { value, span } of words)
      if (SOCKET.test(value)) yield { span, message: 'VOLUME makes an empty directory in the place of this socket.' };
    for (const { fields } of instruction.keyword === 'RUN' ? mountFieldsOf(outer) : []) {
      const field = fields.find(({ key, value }) => (key === 'target' || key === 'source') && SOCKET.test(value));
      if (field !== undefined) yield { span: field.span, message: "Who has the engine's socket is root on its host." };
    }
  },
});

const SOCKET = /(?:^|[/:])(?:docker|containerd|podman|crio)\.sock(?::|$)/;
