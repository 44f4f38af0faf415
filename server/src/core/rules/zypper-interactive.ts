import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'zypper-interactive',
  aliases: [
    'hadolint/DL3034',
    'tally/hadolint/DL3034',
    'kics/missing_zypper_non_interactive_switch',
    'semgrep/missing-zypper-no-confirm-switch',
  ],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['zypper'],
  summary: 'zypper asks a question that nobody answers during a build.',
  docs: `
Without \`--non-interactive\` (or \`-y\` after the sub-command) zypper asks before it installs or removes anything. Nobody
answers during a build, and the step fails.

**When to ignore:** where the configuration of zypper in the base image already says yes.

**The fix** adds \`-y\` after the sub-command.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM opensuse/leap:15.6\nRUN zypper install git && zypper clean --all\n',
      good: 'FROM opensuse/leap:15.6\nRUN zypper install -y git && zypper clean --all\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return;
    const script = model.scriptOf(instruction);
    for (const operation of model.packageOperationsOf(instruction)) {
      const { manager, action, verb, command, subcommand } = operation;
      if (manager.name !== 'zypper' || verb === undefined) continue;
      if (action !== 'install' && action !== 'upgrade' && action !== 'remove') continue;
      if (operation.hasOption([...manager.assumeYes, '--dry-run', '-h', '--help'])) continue;
      if ((command.pipe?.index ?? 0) > 0) continue;
      if (
        command.args.some(
          ({ value, isQuoted, text }) => value === undefined && !isQuoted && /OPT|ARG|FLAG|YES/i.test(text),
        )
      )
        continue;
      yield {
        span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
        message: `zypper ${subcommand} asks for confirmation, which fails a build.`,
        fixes: [{ title: 'Add -y', applicability: 'safe', edits: [appendArgument(script, verb, '-y')] }],
      };
    }
  },
});
