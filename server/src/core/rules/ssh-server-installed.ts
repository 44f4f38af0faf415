import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'ssh-server-installed',
  aliases: ['projectatomic/installing_ssh'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['apt-get', 'apt', 'apk', 'yum', 'dnf', 'microdnf', 'zypper', 'pacman', 'tdnf'],
  summary: 'An SSH server is installed into the image.',
  docs: `
A shell in a container comes from the host: \`docker exec -it\`, \`kubectl exec -it\`. An SSH server needs a second process, keys,
accounts and updates, and its host keys, made while the image is built, are the same in every container.

**When to ignore:** for a Git server, a bastion, a cluster of MPI, or a development container.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends openssh-server && rm -rf /var/lib/apt/lists/*\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends openssh-client && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (model.stageOf(instruction)?.isShipped !== true) return;
    for (const { action, manager, operands } of model.packageOperationsOf(instruction)) {
      if (action !== 'install' || manager.kind !== 'os') continue;
      const word = operands.find(({ value }) => /^(?:openssh-server|dropbear|tinysshd)(?:[=-].*)?$/.test(value ?? ''));
      if (word !== undefined)
        yield { span: word.span, message: `${word.value ?? word.text} puts an SSH server into the image.` };
    }
  },
});
