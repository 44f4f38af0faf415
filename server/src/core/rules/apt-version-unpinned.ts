import { defineRule } from '../lint/rule';
import { isApt } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import { listOfNames, unpinnedPackages } from '../model/unpinned-packages';

export default defineRule({
  id: 'apt-version-unpinned',
  aliases: [
    'hadolint/DL3008',
    'kics/apt_get_install_pin_version_not_defined',
    'dockerfile-doctor/DD022',
    'dockerfile-roast/DF005',
    'whalelint/RUN002',
  ],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['apt-get', 'apt', 'aptitude'],
  summary: 'apt installs a package without a version.',
  docs: `
\`apt-get install curl\` takes the version that the archive has on the day of the build, so the same Dockerfile builds other
images over time. \`curl=7.88.1-10+deb12u12\` names one.

Packages in files (\`./tool.deb\`), those taken from a named release (\`curl/bookworm-backports\`), tasks (\`lamp-server^\`) and
words with variables that the text does not decide are left alone.

**When to ignore:** mostly. Debian and Ubuntu keep only the newest build of a package in their archives: a pinned version is
gone with the next security update, and the build breaks until somebody pins the fixed one. A base image pinned by digest
together with snapshot.debian.org as the archive gives the same packages each time.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl=7.88.1-10+deb12u12\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { operation, span, names } of unpinnedPackages(model, instruction, installsByName, isUnpinned)) {
      yield {
        span,
        message: `${operation.manager.name} installs whatever version of ${listOfNames(names)} the archive has on the day of the build.`,
      };
    }
  },
});

function installsByName(operation: PackageOperation): boolean {
  return isApt(operation) && /^(?:install|reinstall)$/.test(operation.subcommand);
}

/** No `=version` or `/release`; a name that ends in `-` is removed, and `task^` has no version. */
function isUnpinned(name: string): boolean {
  return /^[a-z0-9][^=/]*$/i.test(name) && !/(?:\.deb|[-^])$/.test(name);
}
