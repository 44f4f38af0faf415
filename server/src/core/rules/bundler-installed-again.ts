import { compareVersions } from '../knowledge/image-reference-parts';
import { removeStatementOrInstruction, removeWord } from '../lint/rewrite';
import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'bundler-installed-again',
  aliases: ['tally/ruby/redundant-bundler-install'],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['gem'],
  summary: 'Bundler is installed on an image that has it.',
  docs: `
The ruby images have Bundler: it is part of Ruby since 2.6. Since Bundler 2.3 (Ruby 3.1) it also fetches by itself the very
version that Gemfile.lock names under \`BUNDLED WITH\`. A second one costs a layer, and without a version each build may
get another.

A certain version (\`-v\`) is not reported on images with an older Ruby, where nothing fetches it.

**When to ignore:** where the build needs a newer Bundler than the image's.

**The fix** removes the call, or the word where other gems are installed with it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN gem install bundler\nRUN bundle install\n',
      good: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    const { facts } = stage;
    if (facts?.family !== 'ruby') return;
    for (const instruction of stage.instructions) {
      for (const operation of model.packageOperationsOf(instruction)) {
        const { manager, action, operands, command } = operation;
        if (manager.name !== 'gem' || action !== 'install') continue;
        const word = operands.find(({ value }) => /^bundler(?::.*)?$/.test(value ?? ''));
        if (word === undefined) continue;
        const isPinned = word.value !== 'bundler' || operation.hasOption(['-v', '--version']);
        const version = facts.language?.version;
        if (isPinned && (version === undefined || compareVersions(version, '3.1') < 0)) continue;
        const script = model.scriptOf(instruction);
        const statement = script.statements[command.statement];
        const isWhole = statement?.isSimple === true && statement.commands.length === 1;
        const edit =
          operands.length > 1
            ? isPinned
              ? undefined
              : removeWord(instruction, command, word)
            : statement === undefined || !isWhole
              ? undefined
              : removeStatementOrInstruction(file, instruction, script, statement);
        yield {
          span: word.span,
          message: 'The ruby image has Bundler already.',
          fixes:
            edit === undefined
              ? []
              : [
                  {
                    title: "Use the image's Bundler",
                    applicability: 'review',
                    because: "Bundler gets the image's version instead of another one.",
                    edits: [edit],
                  },
                ],
        };
      }
    }
  },
});
