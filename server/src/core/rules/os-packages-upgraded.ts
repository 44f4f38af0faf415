import { defineRule } from '../lint/rule';

const UPGRADE = [
  'hadolint/DL3005',
  'hadolint/DL3017',
  'hadolint/DL3035',
  'trivy/DS-0024',
  'semgrep/avoid-apt-get-upgrade',
  'semgrep/avoid-apk-upgrade',
  'semgrep/avoid-yum-update',
  'semgrep/avoid-dnf-update',
  'semgrep/avoid-zypper-update',
  'dockle/DKL-DI-0003',
  'dockerfile-doctor/DD013',
  'dockerfile-doctor/DD026',
];
const UPDATE = ['trivy/DS-0017', 'kics/update_instruction_alone'];

/** What chooses the flaw to mend, where it names no package. */
const CHOSEN = /^--(?:cve|bugzilla|bz|issue|advisory)$/;

export default defineRule({
  id: 'os-packages-upgraded',
  aliases: [...UPGRADE, ...UPDATE],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  summary: 'All packages of the base image are upgraded during the build.',
  docs: `
An upgrade of everything writes new copies of the base image's files to a layer, and makes the result depend on the day of the
build. A newer base image has the same updates without the extra layer.

Opinions differ: where the base image is rebuilt rarely, an upgrade brings security fixes sooner. Hence this rule is part of
the strict preset only.

**When to ignore:** where a policy asks for the newest packages at each build.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\n',
      good: 'FROM debian:bookworm-20250811-slim\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const operations = model.packageOperationsOf(instruction);
    const isAlone = !operations.some(({ action }) => action === 'install');
    for (const { action, manager, operands, options, command, verb, subcommand } of operations) {
      if (action !== 'upgrade' || manager.kind !== 'os' || operands.length > 0 || verb === undefined) continue;
      // `zypper patch --cve=...` and `yum update-minimal --cve ...` mend one thing.
      if (options.some(({ name }) => CHOSEN.test(name))) continue;
      yield {
        span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
        // dnf and yum call it update, which others read as the update of an index.
        ...(subcommand === 'update' && isAlone ? {} : { aliases: UPGRADE }),
        message: `${manager.name} ${subcommand} upgrades all packages of the base image.`,
      };
    }
  },
});
