import { defineRule } from '../lint/rule';
import { modeChangesOf } from '../model/file-modes';

export default defineRule({
  id: 'set-id-bit',
  aliases: ['sonar/S2612', 'dockle/CIS-DI-0008'],
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  needs: ['chmod', 'mkdir', 'install', 'COPY', 'ADD'],
  summary: 'A file gets the set-user-id or set-group-id bit.',
  docs: `
A program with the set-user-id bit runs as its owner, mostly root, whoever starts it: it undoes what USER did. Its every flaw
is a way to root in the container. On a directory, the set-group-id bit only hands the group down to new files.

\`docker run --security-opt no-new-privileges\` and Kubernetes' \`allowPrivilegeEscalation: false\` switch the bits off, and what
relies on them fails there.

**When to ignore:** for directories, and for the sandbox of a browser or \`sudo\` in an image of tools.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN chmod u+s /usr/bin/ping\n',
      good: 'FROM debian:bookworm-slim\nRUN setcap cap_net_raw+ep /usr/bin/ping\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (model.stageOf(instruction)?.isShipped === false) return;
    for (const { setsId, mode, modeSpan, paths } of modeChangesOf(model, instruction)) {
      if (setsId === undefined) continue;
      const what = paths[0]?.value ?? 'a program with this mode';
      const whom = setsId === 'group' ? 'its group' : 'its owner';
      yield { span: modeSpan, message: `The mode ${mode} lets ${what} run with the rights of ${whom}.` };
    }
  },
});
