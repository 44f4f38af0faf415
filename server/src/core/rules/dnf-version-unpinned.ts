import { defineRule } from '../lint/rule';
import type { PackageOperation } from '../model/packages';
import { listOfNames, unpinnedPackages } from '../model/unpinned-packages';

export default defineRule({
  id: 'dnf-version-unpinned',
  aliases: [
    'hadolint/DL3033',
    'hadolint/DL3041',
    'kics/yum_install_without_version',
    'kics/missing_version_specification_in_dnf_install',
    'dockerfile-doctor/DD032',
    'dockerfile-roast/DF005',
  ],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['dnf', 'yum', 'microdnf', 'tdnf'],
  summary: 'dnf or yum installs a package without a version.',
  docs: `
\`dnf install httpd\` takes the version that the repositories have on the day of the build. \`httpd-2.4.62\` names one; a
stream of a module (\`nodejs:22\`) names the major version.

Packages in files or at an address, groups (\`@development-tools\`) and words with variables that the text does not decide are
left alone.

**When to ignore:** where the newest build is wanted. Fedora's repositories keep few old builds, so that pins there break
soon; those of RHEL and its rebuilds keep them.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM fedora:42\nRUN dnf install -y httpd && dnf clean all\n',
      good: 'FROM fedora:42\nRUN dnf install -y httpd-2.4.63 && dnf clean all\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { operation, span, names } of unpinnedPackages(model, instruction, installsByName, isUnpinned)) {
      yield {
        span,
        message: `${operation.manager.name} installs whatever version of ${listOfNames(names)} the repositories have on the day of the build.`,
      };
    }
  },
});

function installsByName({ manager, subcommand }: PackageOperation): boolean {
  return (
    /^(?:dnf|yum|microdnf|tdnf)$/.test(manager.name) && /^(?:install|in|reinstall|module install)$/.test(subcommand)
  );
}

// Names with a number of their own: java-17-openjdk, devtoolset-11, gcc-toolset-13-gcc.
const NUMBERED = /^(?:java-[\d.]+-|(?:gcc-|llvm-|go-|rust-)?toolset-\d+|devtoolset-\d+)/;

/** Neither a group, a file nor an address, and without `-1.2`, `= 1.2` or a stream. */
function isUnpinned(name: string): boolean {
  if (!/^[a-z0-9][^=<>/]*$/i.test(name) || name.endsWith('.rpm')) return false;
  return !/-\d|:/.test(name.replace(NUMBERED, ''));
}
