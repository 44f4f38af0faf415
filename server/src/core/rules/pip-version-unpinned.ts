import { defineRule } from '../lint/rule';
import { isPip } from '../model/pip';
import type { PackageOperation } from '../model/packages';
import { listOfNames, unpinnedPackages } from '../model/unpinned-packages';

export default defineRule({
  id: 'pip-version-unpinned',
  aliases: [
    'hadolint/DL3013',
    'kics/unpinned_package_version_in_pip_install',
    'dockerfile-doctor/DD028',
    'dockerfile-roast/DF051',
  ],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  summary: 'pip installs a package without a version.',
  docs: `
\`pip install flask\` takes the newest release of the day, so the same Dockerfile builds other images over time: a
development stage tests with other tools than the pipeline did, and a new major release breaks a build that nobody touched.

Requirement files, \`-e\`, directories, wheels, archives and repositories with a commit or tag are left alone, and so is
everything where constraints (\`-c\`, PIP_CONSTRAINT), \`--require-hashes\` or \`--no-index\` decide the version.

**When to ignore:** where the newest release is wanted, and tests run on the image that was built.
`,
  needs: ['pip', 'pip2', 'pip3', 'pipx', 'uv'],
  fixes: 'never',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nRUN pip install --no-cache-dir pytest\n',
      good: 'FROM python:3.13-slim\nRUN pip install --no-cache-dir pytest==8.4.2\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const { env, args } = model.stateBefore(instruction);
    if (env.has('PIP_CONSTRAINT') || args.has('PIP_CONSTRAINT') || env.has('UV_CONSTRAINT')) return;
    for (const { operation, span, names } of unpinnedPackages(model, instruction, isUndecided, isUnpinned)) {
      yield {
        span,
        message: `${operation.manager.name} takes whatever version of ${listOfNames(names)} is the newest on the day of the build.`,
      };
    }
  },
});

function isUndecided(operation: PackageOperation): boolean {
  return (
    installsByName(operation) &&
    !operation.hasOption(DECIDED_ELSEWHERE) &&
    !operation.command.assignments.some(({ name }) => name === 'PIP_CONSTRAINT')
  );
}

function isUnpinned(name: string): boolean {
  return NAME.test(name) || BRANCH.test(name);
}

const DECIDED_ELSEWHERE = ['-c', '--constraint', '--constraints', '--require-hashes', '--no-index'];

/** A distribution, perhaps with extras, and nothing after it; a wheel or an archive is a file. */
const NAME = /^(?!.*\.(?:whl|zip|tar\.gz|tgz|tar\.bz2)$)[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?:\[[\w\s,.-]*\])?$/;

/** A repository without a commit, tag or branch after the path. */
const BRANCH = /^(?:[\w.-]+(?:\[[^\]]*\])?\s*@\s*)?git\+(?:https?|ssh|git):\/\/[^/]+\/[^@]*$/;

function installsByName(operation: PackageOperation): boolean {
  const { name } = operation.manager;
  const install = name === 'uv' ? 'pip install' : 'install';
  return operation.subcommand === install && (isPip(operation) || name === 'uv' || name === 'pipx');
}
