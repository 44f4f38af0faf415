import type { ImageFacts } from '../knowledge/image-facts';
import { readAccountCommand, writeAccountCommand } from '../knowledge/user-creation';
import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { commandsOfChain } from '../model/stage-artifacts';
import type { Stage } from '../model/stage';
import { accountsOf, type AccountCreation } from '../model/user-accounts';
import { replace } from '../text/edit';

export default defineRule({
  id: 'user-creation-syntax',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  mentions: /user|group/,
  summary: 'A user is created with the commands of another distribution.',
  docs: `
There are two families of commands. Debian, Ubuntu and Red Hat have \`useradd\` and \`groupadd\`; Alpine and BusyBox have
\`adduser\` and \`addgroup\` with short options (\`-D\`, \`-S\`, \`-G\`). Debian has an \`adduser\` too, but another program with
long options, and Debian 13 images leave it out. On Red Hat \`adduser\` is \`useradd\`, and there is no \`addgroup\`.

With the wrong one the build fails: "Option d is ambiguous", "useradd: not found".

**When to ignore:** where another package brings the command.

**The fix** says the same in the commands of the base image's distribution.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN adduser -D -u 10001 app\n',
      good: 'FROM debian:bookworm-slim\nRUN useradd --uid 10001 --create-home app\n',
    },
    {
      bad: 'FROM alpine:3.22\nRUN useradd --system --uid 10001 app\n',
      good: 'FROM alpine:3.22\nRUN adduser -S -D -H -u 10001 app\n',
    },
  ],
  *checkStage({ model }, stage) {
    const { facts } = stage;
    if (facts === undefined) return;
    for (const created of accountsOf(model, stage)) {
      const { command } = created;
      if (command.isConditional || command.mayFail) continue;
      const fault = faultOf(model, stage, facts, created);
      if (fault === undefined) continue;
      yield {
        span: fault.option?.word.span ?? command.nameWord?.span ?? command.span,
        message: fault.message,
        fixes: fixesOf(facts, created, fault.isBusyBox),
      };
    }
  },
});

interface Fault {
  readonly message: string;
  readonly option: AccountCreation['options'][number] | undefined;
  /** The call is written in BusyBox's words. */
  readonly isBusyBox: boolean;
}

const BUSYBOX_LETTERS: ReadonlySet<string> = new Set(['-D', '-S', '-H', '-G', '-g', '-s', '-h']);
// Long options of BusyBox' adduser and addgroup (loginutils/adduser.c, addgroup.c); others are Debian's own.
const BUSYBOX_LONG: ReadonlySet<string> = new Set(
  [
    'home',
    'gecos',
    'shell',
    'ingroup',
    'system',
    'disabled-password',
    'empty-password',
    'no-create-home',
    'uid',
    'skel',
  ].map((name) => `--${name}`),
);

function faultOf(
  model: DockerfileModel,
  stage: Stage,
  facts: ImageFacts,
  { tool, options }: AccountCreation,
): Fault | undefined {
  const { family, release } = facts.distribution;
  const isAdd = tool === 'adduser' || tool === 'addgroup';
  switch (family) {
    case 'debian':
    case 'ubuntu': {
      if (!isAdd) return undefined;
      const option = options.find(({ name }) => BUSYBOX_LETTERS.has(name));
      if (option !== undefined) {
        const message = `${tool} ${option.name} is BusyBox's syntax; the ${tool} of ${nameOf(facts)} rejects it.`;
        return { message, option, isBusyBox: true };
      }
      if (release !== 'trixie' || (facts.variant === 'full' && facts.family !== 'debian') || installsMore(model, stage))
        return undefined;
      return { message: `Images of Debian 13 (trixie) have no ${tool}.`, option: undefined, isBusyBox: false };
    }
    case 'alpine': {
      if (!isAdd) {
        if (installs(model, stage, 'shadow')) return undefined;
        return {
          message: `${tool} is not part of ${nameOf(facts)}; it comes with the package shadow.`,
          option: undefined,
          isBusyBox: false,
        };
      }
      const option = options.find(
        ({ name }) => name.startsWith('--') && !BUSYBOX_LONG.has(name) && !(tool === 'addgroup' && name === '--gid'),
      );
      if (option === undefined || installs(model, stage, 'shadow')) return undefined;
      return {
        message: `${tool} ${option.name} is Debian's syntax; the ${tool} of ${nameOf(facts)} has no such option.`,
        option,
        isBusyBox: false,
      };
    }
    case 'rhel': {
      if (tool === 'addgroup')
        return {
          message: `${nameOf(facts)} has no addgroup.`,
          option: undefined,
          isBusyBox: options.some(({ name }) => BUSYBOX_LETTERS.has(name)),
        };
      if (tool !== 'adduser') return undefined;
      const option = options.find(({ name }) =>
        /^(?:-D|-S|-H|--disabled-password|--disabled-login|--gecos|--ingroup|--group)$/.test(name),
      );
      if (option === undefined) return undefined;
      return {
        message: `On ${nameOf(facts)} adduser is useradd, which has no ${option.name}.`,
        option,
        isBusyBox: /^-[DSH]$/.test(option.name),
      };
    }
    default:
      return undefined;
  }
}

function nameOf({ distribution }: ImageFacts): string {
  const names: Readonly<Record<string, string>> = { debian: 'Debian', ubuntu: 'Ubuntu', alpine: 'Alpine' };
  return names[distribution.name] ?? distribution.name;
}

function installs(model: DockerfileModel, stage: Stage, name: string): boolean {
  return commandsOfChain(model, stage).some(({ command }) => command.args.some(({ value }) => value === name));
}

/** Any package may bring adduser as a dependency; of these it is known that they do not. */
const HARMLESS =
  /^(?:curl|ca-certificates|wget|git|gcc|g\+\+|make|build-essential|libc6-dev|libpq-dev|libpq5|gnupg|unzip|zip|jq|tzdata|python3|python3-venv|tini|dumb-init|libffi-dev|libssl-dev|pkg-config|procps|netcat-openbsd|default-libmysqlclient-dev|xz-utils)$/;

function installsMore(model: DockerfileModel, stage: Stage): boolean {
  return commandsOfChain(model, stage).some(({ instruction }) =>
    model
      .packageOperationsOf(instruction)
      .some(
        ({ manager, action, operands }) =>
          manager.name.startsWith('apt') &&
          action === 'install' &&
          operands.some(({ value }) => !HARMLESS.test(value ?? '')),
      ),
  );
}

function fixesOf(
  facts: ImageFacts,
  { command, options, instruction, tool }: AccountCreation,
  isBusyBox: boolean,
): readonly Fix[] {
  const { nameWord, args } = command;
  const last = args.at(-1);
  if (nameWord === undefined || last === undefined || instruction.exec !== undefined || command.isNested) return [];
  // Debian's --group makes a group as well, which the other tools leave to a command of its own.
  if (options.some(({ name }) => name === '--group')) return [];
  const argv = [nameWord, ...args].map(({ value }) => value);
  if (argv.some((word) => word === undefined)) return [];
  if (instruction.innerComments.some(({ span }) => nameWord.span.start < span.start && span.end < last.span.end))
    return [];
  const request = readAccountCommand(
    argv.flatMap((word) => word ?? []),
    isBusyBox ? 'busybox' : 'debian',
  );
  if (request === undefined) return [];
  const commands = facts.distribution.family === 'alpine' ? 'busybox' : 'shadow';
  const written = writeAccountCommand(request, commands);
  if (written === undefined) return [];
  const text = written.join(' && ');
  return [
    {
      title: `Replace ${tool} with ${(written[0] ?? '').split(' ')[0] ?? ''}`,
      applicability: 'review',
      because: 'The two programs differ in what they do unasked, such as the group they choose.',

      edits: [replace({ start: nameWord.span.start, end: last.span.end }, text)],
    },
  ];
}
