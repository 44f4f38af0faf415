import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { instructionsWhere } from '../model/decided';
import type { DockerfileModel } from '../model/model';
import { isBuiltBelow } from '../model/history';
import { isApt } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'apt-interactive',
  aliases: [
    'hadolint/DL3014',
    'tally/hadolint/DL3014',
    'trivy/DS-0021',
    'kics/apt_get_missing_flags_to_avoid_manual_input',
    'sonar/S6584',
    'semgrep/missing-assume-yes-switch',
    'dockerfile-doctor/DD023',
  ],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['apt-get', 'apt', 'aptitude'],
  summary: 'apt-get asks a question that nobody answers during a build.',
  docs: `
Without \`-y\` apt-get asks before it installs more than was named, and before it removes anything. Nobody answers during
a build: apt-get reads the end of its input, aborts, and the step fails.

**When to ignore:** where the configuration of apt in the base image already says yes.

**The fix** adds \`-y\` after the sub-command.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install curl\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const script = model.scriptOf(instruction);
    if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return;
    for (const operation of model.packageOperationsOf(instruction).filter(isApt)) {
      const { manager, verb, command } = operation;
      if (verb === undefined || !asks(operation) || isAnswered(operation)) continue;
      if (isConfigured(model, instruction, command.span.start)) continue;
      yield {
        span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
        message: operation.subcommand.startsWith('auto')
          ? `${manager.name} ${operation.subcommand} asks for confirmation where it has something to remove, which fails a build.`
          : `${manager.name} ${operation.subcommand} asks for confirmation, which fails a build.`,
        fixes: [{ title: 'Add -y', applicability: 'safe', edits: [appendArgument(script, verb, '-y')] }],
      };
    }
  },
});

function asks(operation: PackageOperation): boolean {
  switch (operation.action) {
    case 'install':
    case 'remove':
      return operation.operands.length > 0 || operation.subcommand.startsWith('auto');
    case 'upgrade':
      return true;
    default:
      return false;
  }
}

// `--force-yes` is the old way to say yes to everything; with `-s` nothing happens that needs an answer.
const NO_QUESTION = ['--force-yes', '-s', '--simulate', '--just-print', '--dry-run', '--no-act', '--print-uris'];

function isAnswered(operation: PackageOperation): boolean {
  const { manager, command, verb, options } = operation;
  if (operation.hasOption([...manager.assumeYes, ...NO_QUESTION])) return true;
  if (options.some(({ value }) => /Assume-Yes|Force-Yes/i.test(value ?? ''))) return true;
  // Something else answers: `yes | apt-get install`, or the words of a variable that holds options.
  if ((command.pipe?.index ?? 0) > 0 || command.redirects.some(({ operator }) => operator.startsWith('<'))) return true;
  return command.args.some(
    (word) =>
      word.value === undefined &&
      !word.isQuoted &&
      (word.span.start < (verb?.span.start ?? 0) || /OPT|ARG|FLAG|YES/i.test(word.text)),
  );
}

/** Tells whether something before says yes for all calls, such as a line in apt.conf.d. */
function isConfigured(model: DockerfileModel, instruction: Instruction, offset: number): boolean {
  return answers(model).some((answered) =>
    answered === instruction
      ? model.scriptOf(instruction).commands.some((command) => saysYes(command) && command.span.start < offset)
      : isBuiltBelow(model, answered, instruction),
  );
}

const answers = instructionsWhere((model, instruction) => model.scriptOf(instruction).commands.some(saysYes));

function saysYes({ args }: ShellCommand): boolean {
  return args.some(({ text }) => /Assume-Yes|APT::Get::force-yes/i.test(text));
}
