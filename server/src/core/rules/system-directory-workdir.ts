import { defineRule } from '../lint/rule';
import { isWithin } from '../model/paths';

export default defineRule({
  id: 'system-directory-workdir',
  aliases: ['trivy/DS-0030', 'dockle/DKL-DI-0002'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['WORKDIR'],
  summary: 'WORKDIR is a directory of the kernel.',
  docs: `
\`/proc\`, \`/sys\` and \`/dev\` are mounted anew when a container starts: what the build puts there is not in the image, and the
working directory may not exist. \`WORKDIR /proc/self/fd/8\` was the way out of the container onto the host in runc up to
1.1.11 (CVE-2024-21626), and scanners refuse images that have it. \`/boot\` belongs to a machine, not to a container.

\`/dev/shm\` is a directory for files, and left alone.

**When to ignore:** never.
`,
  fixes: 'never',
  examples: [{ bad: 'FROM alpine:3.22\nWORKDIR /proc/self/fd/8\n', good: 'FROM alpine:3.22\nWORKDIR /srv/app\n' }],
  *checkInstruction({ model }, instruction) {
    const [word] = instruction.keyword === 'WORKDIR' ? instruction.words : [];
    const path = word === undefined ? undefined : model.expandAt(word.value, instruction);
    if (word === undefined || path === undefined) return;
    const directory = SYSTEM.find((one) => isWithin(path, one));
    if (directory === undefined || isWithin(path, '/dev/shm')) return;
    yield { span: word.span, message: `${directory} holds no files of the image.` };
  },
});

const SYSTEM = ['/proc', '/sys', '/dev', '/boot', '/initrd', '/lost+found'];
