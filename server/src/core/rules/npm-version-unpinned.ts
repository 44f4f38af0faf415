import { defineRule } from '../lint/rule';
import type { PackageOperation } from '../model/packages';
import { listOfNames, unpinnedPackages } from '../model/unpinned-packages';

export default defineRule({
  id: 'npm-version-unpinned',
  aliases: ['hadolint/DL3016', 'kics/npm_install_without_pinned_version', 'dockerfile-doctor/DD029'],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['npm', 'yarn', 'yarnpkg', 'pnpm', 'bun'],
  summary: 'npm, yarn, pnpm or bun installs a package without a version.',
  docs: `
\`npm install -g pm2\` takes the newest release of the day, so the same Dockerfile builds other images over time, and a new
major release breaks a build that nobody touched. \`pm2@6.0.14\` names one, \`pm2@6\` a major version. A tag that moves
(\`pm2@latest\`) names none.

An installation without names takes the versions of the lock file, and is left alone; so are directories, archives,
repositories with a commit or tag, and words with variables that the text does not decide.

**When to ignore:** where the newest release is wanted, and tests run on the image that was built.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:22-slim\nRUN npm install -g pm2\n',
      good: 'FROM node:22-slim\nRUN npm install -g pm2@6.0.14\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { operation, span, names } of unpinnedPackages(model, instruction, installsByName, isUnpinned)) {
      yield {
        span,
        message: `${operation.manager.name} takes whatever version of ${listOfNames(names)} is the newest on the day of the build.`,
      };
    }
  },
});

function installsByName({ manager, subcommand, action }: PackageOperation): boolean {
  switch (manager.name) {
    case 'npm':
      return action === 'install' && /^(?:i|in|ins.*|isnt.*|add)$/.test(subcommand) && !/test|clean/.test(subcommand);
    case 'yarn':
    case 'yarnpkg':
      return /^(?:global )?add$/.test(subcommand);
    case 'pnpm':
    case 'bun':
      return /^(?:install|i|add|a)$/.test(subcommand);
    default:
      return false;
  }
}

/** A name, perhaps with a scope, and after it nothing or a tag that moves. */
const NAME = /^(?:@[\w.-]+\/)?[A-Za-z0-9][\w.-]*(?:@(?:latest|next|canary|beta|alpha|nightly))?$/;

/** A repository without a commit, tag or range. */
const REPOSITORY = /^(?:git(?:\+[a-z]+)?:|(?:github|gitlab|bitbucket):|[A-Za-z0-9][\w.-]*\/[\w.-]+$)[^#]*$/;

function isUnpinned(name: string): boolean {
  return (NAME.test(name) || REPOSITORY.test(name)) && !/\.(?:tgz|tar|tar\.gz)$/.test(name);
}
