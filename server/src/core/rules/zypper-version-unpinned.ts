import { defineRule } from '../lint/rule';
import type { PackageOperation } from '../model/packages';
import { listOfNames, unpinnedPackages } from '../model/unpinned-packages';

export default defineRule({
  id: 'zypper-version-unpinned',
  aliases: ['hadolint/DL3037', 'kics/zypper_install_without_version'],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['zypper'],
  summary: 'zypper installs a package without a version.',
  docs: `
\`zypper install httpd\` takes the version that the repositories have on the day of the build. \`httpd=2.4.62\` names one,
\`'httpd>=2.4'\` a lower bound.

Packages in files or at an address, patterns (\`-t pattern\`) and words with variables that the text does not decide are left
alone.

**When to ignore:** where the newest build is wanted.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd && zypper clean --all\n',
      good: 'FROM opensuse/leap:15.6\nRUN zypper install -y httpd=2.4.58 && zypper clean --all\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { span, names } of unpinnedPackages(model, instruction, installsByName, isUnpinned)) {
      yield {
        span,
        message: `zypper installs whatever version of ${listOfNames(names)} the repositories have on the day of the build.`,
      };
    }
  },
});

function installsByName({ manager, subcommand, options }: PackageOperation): boolean {
  const isOtherKind = options.some(
    ({ name, value }) => /^(?:-t|--type)$/.test(name) && value !== undefined && value !== 'package',
  );
  return manager.name === 'zypper' && /^(?:install|in)$/.test(subcommand) && !isOtherKind;
}

/** A plain name; `pattern:name` is another kind, and `-name` is removed. */
function isUnpinned(name: string): boolean {
  return /^[a-z0-9][^=<>~/:]*$/i.test(name) && !name.endsWith('.rpm');
}
