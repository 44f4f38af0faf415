import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { bundleInstalls, bundlerSettings, isForProduction } from '../model/ruby';

export default defineRule({
  id: 'bundler-lock-not-enforced',
  aliases: ['tally/ruby/missing-bundle-deployment', 'dockerfile-optimizer/RUBY001'],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['bundle', 'bundler'],
  summary: 'bundle install may change the versions that Gemfile.lock fixes.',
  docs: `
Where the Gemfile and its lock file disagree, \`bundle install\` resolves again and goes on: the image has other gems than
the ones that were tested. With \`BUNDLE_DEPLOYMENT=1\` (which also puts the gems in \`vendor/bundle\`) or \`BUNDLE_FROZEN=1\` it stops.

Silent in stages whose name or \`RAILS_ENV\` says development or test.

**When to ignore:** where the build is meant to take newer gems.

**The fix** sets \`BUNDLE_DEPLOYMENT=1\`; offered unless the build context has no Gemfile.lock.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n',
      good: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nENV BUNDLE_DEPLOYMENT="1"\nRUN bundle install\n',
    },
  ],
  *checkStage({ file, model, context }, stage) {
    const found = stage.instructions
      .flatMap((instruction) => bundleInstalls(model, instruction).map((install) => ({ instruction, install })))
      .find(
        ({ instruction, install }) =>
          isForProduction(model, instruction) &&
          ['deployment', 'frozen'].every((name) =>
            bundlerSettings(model, instruction, install, name, context).every(
              (value) => value !== undefined && /^(?:|0|f|false|n|no|off)$/i.test(value),
            ),
          ),
      );
    if (found === undefined) return;
    const { instruction, install } = found;
    const { nameWord, span } = install.command;
    const hasLock = context?.exists('Gemfile.lock') ?? true;
    const isPlain = instruction.keyword === 'RUN' && !model.stateBefore(instruction).env.has('BUNDLE_DEPLOYMENT');
    yield {
      span: { start: nameWord?.span.start ?? span.start, end: (install.verb ?? nameWord)?.span.end ?? span.end },
      message: hasLock
        ? 'bundle install may change the versions that Gemfile.lock fixes.'
        : 'There is no Gemfile.lock: every build may install other versions.',
      fixes:
        isPlain && hasLock
          ? [
              {
                title: 'Set BUNDLE_DEPLOYMENT=1',
                applicability: 'review',
                because: 'The gems move to vendor/bundle, and the build stops where Gemfile.lock is not up to date.',
                edits: [insertLinesBefore(file, instruction, ['ENV BUNDLE_DEPLOYMENT="1"'])],
              },
            ]
          : [],
    };
  },
});
