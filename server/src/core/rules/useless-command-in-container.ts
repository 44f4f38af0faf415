import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'useless-command-in-container',
  aliases: [
    'hadolint/DL3001',
    'tally/hadolint/DL3001',
    'kics/run_utilities_and_posix_commands',
    'semgrep/nonsensical-command',
  ],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  summary: 'A command has no lasting effect, or no sense, in a build.',
  docs: `
A RUN leaves files behind and nothing else: processes that it starts (\`service nginx start\`, \`systemctl start\`) end with it,
mounts are undone, and the machine it would show (\`top\`, \`free\`, \`ps\`) or shut down is not that of the container.

**When to ignore:** where a step needs a service while it runs, such as a database that it fills.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM nginx:1.29-bookworm\nRUN service nginx start\n',
      good: 'FROM nginx:1.29-bookworm\nCMD ["nginx", "-g", "daemon off;"]\n',
    },
  ],
  *checkInstruction({ model }, outer) {
    const instruction = outer.trigger ?? outer;
    if (instruction.keyword !== 'RUN') return;
    const { commands } = model.scriptOf(instruction);
    for (const [i, { name = '', nameWord, args, isSubstitution }] of commands.entries()) {
      const why = COMMANDS.get(name);
      if (why === undefined || nameWord === undefined || isSubstitution) continue;
      if (name === 'systemctl' && !/^(?:start|restart|reload|stop|daemon-reload|status)$/.test(args[0]?.value ?? ''))
        continue;
      // The same RUN uses the service and stops, or goes on with something else.
      if (name === 'service' && i < commands.length - 1) continue;
      yield { span: nameWord.span, message: `${name} ${why}.` };
    }
  },
});

const ENDS = 'starts or stops a process that ends with this RUN';
const SHOWS = 'shows the machine that builds, not the container';

const COMMANDS: ReadonlyMap<string, string> = new Map([
  ['service', ENDS],
  ['systemctl', ENDS],
  ['shutdown', 'has no machine to shut down'],
  ['reboot', 'has no machine to start again'],
  ['mount', 'is undone when this RUN ends, and mostly not allowed'],
  ['top', SHOWS],
  ['ps', SHOWS],
  ['free', SHOWS],
  ['ifconfig', SHOWS],
  ['kill', 'has no process to end but those of this RUN'],
  ['ssh', 'needs keys that do not belong into a build; RUN --mount=type=ssh lends them'],
  ['vim', 'needs somebody at a terminal'],
  ['nano', 'needs somebody at a terminal'],
]);
