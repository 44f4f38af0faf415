import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'dnf-interactive',
  aliases: [
    'hadolint/DL3030',
    'hadolint/DL3038',
    'tally/hadolint/DL3030',
    'tally/hadolint/DL3038',
    'kics/yum_install_allows_manual_input',
    'kics/missing_flag_from_dnf_install',
    'sonar/S6584',
    'semgrep/missing-yum-assume-yes-switch',
    'semgrep/missing-dnf-assume-yes-switch',
  ],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['dnf', 'yum', 'microdnf', 'tdnf'],
  summary: 'dnf or yum asks a question that nobody answers during a build.',
  docs: `
Without \`-y\` dnf, yum, microdnf and tdnf ask before they install or remove anything. Nobody answers during a build: the
transaction is aborted and the step fails.

**When to ignore:** where the configuration in the base image holds \`assumeyes\`.

**The fix** adds \`-y\` after the sub-command.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM fedora:42\nRUN dnf install git && dnf clean all\n',
      good: 'FROM fedora:42\nRUN dnf install -y git && dnf clean all\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return;
    const script = model.scriptOf(instruction);
    // `assumeyes=1` written to the configuration in the same RUN or with an option.
    if (script.commands.some(({ args }) => args.some(({ text }) => /assumeyes(?!$)/i.test(text)))) return;
    for (const operation of model.packageOperationsOf(instruction)) {
      const { manager, action, verb, command, subcommand } = operation;
      if (!/^(?:dnf|yum|microdnf|tdnf)$/.test(manager.name) || verb === undefined) continue;
      if (action !== 'install' && action !== 'upgrade' && action !== 'remove') continue;
      // The microdnf of RHEL 8 never asks.
      if (manager.name === 'microdnf') continue;
      if (operation.hasOption([...manager.assumeYes, '--assumeno', '--downloadonly', '-h', '--help'])) continue;
      if ((command.pipe?.index ?? 0) > 0 || command.redirects.some(({ operator }) => operator.startsWith('<')))
        continue;
      if (
        command.args.some(
          ({ value, isQuoted, text }) => value === undefined && !isQuoted && /OPT|ARG|FLAG|YES/i.test(text),
        )
      )
        continue;
      yield {
        span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
        message: `${manager.name} ${subcommand} asks for confirmation, which fails a build.`,
        fixes: [{ title: 'Add -y', applicability: 'safe', edits: [appendArgument(script, verb, '-y')] }],
      };
    }
  },
});
