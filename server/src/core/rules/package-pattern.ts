import { defineRule } from '../lint/rule';
import { isApt } from '../model/package-index';

export default defineRule({
  id: 'package-pattern',
  aliases: ['dockerfile-doctor/DD069'],
  category: 'reproducibility',
  severity: 'warning',
  preset: 'strict',
  needs: ['apt-get', 'apt', 'aptitude', 'dnf', 'yum', 'microdnf', 'zypper'],
  summary: 'A pattern chooses the packages that are installed.',
  docs: `
\`apt-get install php8.2-*\` installs every package whose name matches: debugging symbols, alternatives and modules that nobody
asked for, and others with each change of the archive. Where a file in the working directory matches, the shell replaces the
pattern before the package manager sees it.

Patterns of files (\`./*.deb\`) and of versions (\`nginx=1.28.*\`) are left alone.

**When to ignore:** where all that match are wanted.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y libboost-*-dev\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y libboost-system-dev\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    for (const operation of model.packageOperationsOf(instruction)) {
      const { manager, subcommand, operands } = operation;
      const isJudged = isApt(operation) || /^(?:dnf|yum|microdnf|zypper)$/.test(manager.name);
      if (!isJudged || !/^(?:install|in)$/.test(subcommand)) continue;
      for (const { value, span } of operands) {
        if (value === undefined || !/^[^=/]*\*[^/]*$/.test(value) || /=|\.(?:deb|rpm)$|-\d[^*]*\*$/.test(value))
          continue;
        yield { span, message: `${manager.name} installs every package whose name matches ${value}.` };
      }
    }
  },
});
