import { defineRule } from '../lint/rule';
import type { PackageOperation } from '../model/packages';
import { listOfNames, unpinnedPackages } from '../model/unpinned-packages';

export default defineRule({
  id: 'gem-version-unpinned',
  aliases: ['hadolint/DL3028', 'kics/gem_install_without_version', 'dockerfile-doctor/DD030', 'dockerfile-roast/DF053'],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['gem'],
  summary: 'gem installs a package without a version.',
  docs: `
\`gem install bundler\` takes the newest release of the day: a new one may want another version of Ruby, and the build breaks
though nobody touched it. \`bundler:2.7.2\` or \`bundler -v 2.7.2\` names one.

Files and words with variables that the text does not decide are left alone.

**When to ignore:** where the newest release is wanted, and tests run on the image that was built.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nRUN gem install foreman\n',
      good: 'FROM ruby:3.4-slim\nRUN gem install foreman:0.90.0\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const { span, names } of unpinnedPackages(model, instruction, installsByName, isUnpinned)) {
      yield {
        span,
        message: `gem takes whatever version of ${listOfNames(names)} is the newest on the day of the build.`,
      };
    }
  },
});

function installsByName(operation: PackageOperation): boolean {
  const { manager, subcommand } = operation;
  return (
    manager.name === 'gem' &&
    /^(?:install|i)$/.test(subcommand) &&
    !operation.hasOption(['-v', '--version', '-g', '--file', '-l', '--local'])
  );
}

/** After `--` come options for the compilation, which are no names. */
function isUnpinned(name: string, { command, operands }: PackageOperation): boolean {
  const end = command.args.find(({ text }) => text === '--')?.span.start ?? command.span.end;
  const isName = operands.some((word) => word.span.start < end && (word.value === name || word.value === undefined));
  return isName && /^[A-Za-z0-9][\w.-]*$/.test(name) && !name.endsWith('.gem');
}
