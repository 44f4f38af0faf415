import { insertAfterStatement } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { isMountedAway } from '../model/mounts';
import type { PackageOperation } from '../model/packages';
import { isWithin } from '../model/paths';
import type { ShellCommand } from '../shell/shell';

export default defineRule({
  id: 'dnf-cache-kept',
  aliases: [
    'hadolint/DL3032',
    'hadolint/DL3036',
    'hadolint/DL3040',
    'trivy/DS-0015',
    'trivy/DS-0019',
    'trivy/DS-0020',
    'trivy/DS-0027',
    'kics/yum_clean_all_missing',
    'kics/missing_dnf_clean_all',
    'kics/missing_zypper_clean',
    'sonar/S6587',
    'semgrep/missing-yum-clean-all',
    'semgrep/missing-dnf-clean-all',
    'semgrep/missing-zypper-clean',
    'dockerfile-doctor/DD031',
    'dockerfile-doctor/DD033',
    'dockerfile-doctor/DD034',
  ],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['dnf', 'yum', 'microdnf', 'tdnf', 'zypper'],
  summary: 'The metadata cache of dnf, yum or zypper stays in a layer of the image.',
  docs: `
dnf, yum, microdnf, tdnf and zypper keep the metadata of their repositories below \`/var/cache\`: tens to hundreds of
megabytes that nothing reads once the packages are installed. Only the RUN that installs can keep them out of the image.

Nothing is said where a cache mount holds them, and in stages that do not ship.

**When to ignore:** where packages are to be installed in a running container.

**The fix** cleans the cache in the same RUN, after the last step that uses it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM fedora:42\nRUN dnf install -y git\n',
      good: 'FROM fedora:42\nRUN dnf install -y git && dnf clean all\n',
    },
    {
      bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y git\n',
      good: 'FROM opensuse/leap:15.6\nRUN zypper install -y git && zypper clean --all\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) continue;
      const script = model.scriptOf(instruction);
      const operation = model.packageOperationsOf(instruction).findLast(fillsCache);
      if (operation?.verb === undefined) continue;
      const { manager, command, verb, subcommand } = operation;
      if (manager.cacheDirectories.some((directory) => isMountedAway(instruction, directory))) continue;
      if (script.commands.some((other) => isCleaning(other, manager.cacheDirectories, command.span.start))) continue;
      const statement = script.statements[command.statement];
      const clean = `${command.wrappers[0]?.value === 'sudo' ? 'sudo ' : ''}${command.name ?? manager.name} clean ${manager.name === 'zypper' ? '--all' : 'all'}`;
      const edit =
        statement === undefined || command.isConditional
          ? undefined
          : insertAfterStatement(file, instruction, script, statement, clean);
      yield {
        span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
        message: `The cache that ${manager.name} ${subcommand} fills stays in this layer.`,
        ...(edit === undefined
          ? {}
          : { fixes: [{ title: 'Clean the cache in the same RUN', applicability: 'safe' as const, edits: [edit] }] }),
      };
    }
  },
});

function fillsCache(operation: PackageOperation): boolean {
  const { manager, action, command } = operation;
  if (!/^(?:dnf|yum|microdnf|tdnf|zypper)$/.test(manager.name) || command.isSubstitution) return false;
  if (operation.options.some(({ name, value }) => name === '--installroot' || /cachedir|^keepcache=/.test(value ?? '')))
    return false;
  return action === 'install' || action === 'upgrade' || action === 'update';
}

function isCleaning(
  { name, args, span, isConditional }: ShellCommand,
  directories: readonly string[],
  offset: number,
): boolean {
  if (span.start < offset && !isConditional) return false;
  if (/^(?:dnf|yum|microdnf|tdnf|zypper|dnf5)$/.test(name ?? '')) {
    return args.some(({ value }) => /^(?:clean|cc)$/.test(value ?? ''));
  }
  if (name !== 'rm' && name !== 'find') return /clean/i.test(name ?? '');
  return args.some(({ value, text }) => {
    const path = value?.replace(/\/\*?$/, '') ?? '';
    return directories.some(
      (directory) =>
        (path !== '' && isWithin(directory, path)) ||
        path.startsWith(directory) ||
        /\/var\/cache\/.*(?:dnf|yum|zypp)/.test(text),
    );
  });
}
