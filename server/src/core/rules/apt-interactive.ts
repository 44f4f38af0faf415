import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'apt-interactive',
  aliases: [
    'hadolint/DL3014',
    'tally/hadolint/DL3014',
    'trivy/DS-0021',
    'kics/apt_get_missing_flags_to_avoid_manual_input',
    'semgrep/missing-assume-yes-switch',
  ],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  summary: 'apt-get asks a question that nobody answers during a build.',
  docs: `
Without \`-y\` apt-get asks before it installs more than was named. Nobody answers during a build, and the step fails.

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
  *check({ file, model }) {
    for (const instruction of file.instructions) {
      const script = model.scriptOf(instruction);
      for (const operation of model.packageOperationsOf(instruction)) {
        const { manager, action, verb } = operation;
        if (!/^apt(-get)?$/.test(manager.name) || verb === undefined) continue;
        if (action !== 'install' && action !== 'upgrade') continue;
        if (operation.operands.length === 0 && action === 'install') continue;
        if (operation.hasOption(manager.assumeYes)) continue;
        yield {
          span: { start: operation.command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
          message: `${manager.name} ${operation.subcommand} asks for confirmation, which fails a build.`,
          fixes: [{ title: 'Add -y', applicability: 'safe', edits: [appendArgument(script, verb, '-y')] }],
        };
      }
    }
  },
});
