import { defineRule } from '../lint/rule';
import { mountsOf } from '../model/mounts';
import type { ShellCommand } from '../shell/shell';
import type { Span } from '../text/span';

export default defineRule({
  id: 'password-in-build',
  aliases: ['checkov/CKV2_DOCKER_17', 'dockerfile-doctor/DD058', 'dockle/DKL-LI-0001'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  needs: ['chpasswd', 'passwd', 'useradd', 'usermod'],
  summary: "A user's password is set while the image is built.",
  docs: `
What RUN sets is in \`/etc/shadow\` of every container, the same for all, and the command with the password stands in
\`docker history\`. An account without a password (\`passwd -d\`) is open to everybody who can reach \`su\`, a console or sshd.

Containers need no passwords: USER chooses the user, \`docker exec -u 0\` gives a root shell to those who may. For SSH, take keys
that are mounted at the start; where a password must be, let the entrypoint set it from a secret.

Steps with a secret mount are left alone, random passwords that nobody gets to know, and so are accounts that get locked (\`passwd -l\`, \`usermod -p '!'\`) or a hash that no
password has.

**When to ignore:** for a throw-away image of tests.
`,
  fixes: 'never',
  examples: [
    {
      bad: "FROM debian:bookworm-slim\nRUN echo 'root:secret' | chpasswd\n",
      good: 'FROM debian:bookworm-slim\nRUN passwd -l root\n',
    },
    {
      bad: "FROM debian:bookworm-slim\nRUN useradd --password '$6$Yz1x$kq0' app\n",
      good: 'FROM debian:bookworm-slim\nRUN useradd app\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) return;
    if (mountsOf(instruction).some(({ type }) => type === 'secret')) return;
    const { commands } = model.scriptOf(instruction);
    for (const command of commands) {
      const found = passwordOf(command, commands);
      // What nobody knows opens no door.
      if (found !== undefined && !RANDOM.test(file.text.slice(found.span.start, found.span.end))) yield found;
    }
  },
});

const RANDOM = /\/dev\/u?random\b|\bopenssl rand\b|\bpwgen\b|\bapg\b|\buuidgen\b/;

function passwordOf(
  command: ShellCommand,
  commands: readonly ShellCommand[],
): { readonly span: Span; readonly message: string } | undefined {
  const { name, nameWord, args, pipe } = command;
  if (nameWord === undefined) return undefined;
  const words = args.map(({ value, text }) => value ?? text);
  switch (name) {
    case 'chpasswd': {
      const writer =
        pipe && commands.find((other) => other.pipe?.id === pipe.id && other.pipe.index === pipe.index - 1);
      const start = writer?.span.start ?? nameWord.span.start;
      return {
        span: { start, end: nameWord.span.end },
        message: 'chpasswd sets a password that every container of this image has.',
      };
    }
    case 'passwd': {
      const deletes = args.find(({ value }) => /^(?:-[a-zA-Z]*d|--delete)$/.test(value ?? ''));
      if (deletes !== undefined)
        return {
          span: { start: nameWord.span.start, end: deletes.span.end },
          message: 'The account has no password then.',
        };
      const reads = args.find(({ value }) => value === '--stdin');
      const isFed = reads !== undefined || (pipe !== undefined && pipe.index > 0);
      if (!isFed || words.some((word) => /^(?:-[a-zA-Z]*[luS]|--lock|--unlock|--status)$/.test(word))) return undefined;
      return { span: nameWord.span, message: 'passwd sets a password that every container of this image has.' };
    }
    case 'useradd':
    case 'usermod': {
      const at = words.findIndex((word) => /^(?:-[a-zA-Z]*p|--password(?:=.*)?)$/.test(word));
      const option = args[at];
      if (option === undefined) return undefined;
      const [, attached] = /^--password=(.*)$/s.exec(words[at] ?? '') ?? [];
      const value = attached ?? words[at + 1] ?? '';
      // It takes a hash. What is none (`!`, `*`, a word) is a password that nobody can type.
      if (value !== '' && !/^\$[0-9a-z]+\$|^[./A-Za-z0-9]{13}$|\$/.test(value.replace(/^["']/, ''))) return undefined;
      return {
        span: { start: option.span.start, end: (attached === undefined ? (args[at + 1] ?? option) : option).span.end },
        message: `${name} sets a password that every container of this image has.`,
      };
    }
    default:
      return undefined;
  }
}
