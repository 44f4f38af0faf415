import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { bundleInstalls, bundlerSettings, isForProduction } from '../model/ruby';

export default defineRule({
  id: 'bundler-development-groups',
  aliases: ['tally/ruby/missing-bundle-without-development'],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['bundle', 'bundler'],
  summary: 'bundle install brings the gems for development and tests.',
  docs: `
\`bundle install\` installs every group of the Gemfile unless it is told otherwise: debuggers, test runners and web consoles
come along. They make the image larger, and some of them (web-console) are made to run code for whoever asks.

Silent where \`BUNDLE_WITHOUT\`, \`BUNDLE_ONLY\` or \`bundle config\` decide, in stages whose name or \`RAILS_ENV\` says
development or test, and where the Gemfile in the build context has no such group.

**When to ignore:** in images for development.

**The fix** sets \`BUNDLE_WITHOUT\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n',
      good: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nENV BUNDLE_WITHOUT="development:test"\nRUN bundle install\n',
    },
  ],
  *check({ file, model, context }) {
    const gemfile = context?.read('Gemfile');
    if (gemfile !== undefined && !/:development\b|["']development["']/.test(gemfile)) return;
    for (const stage of model.stages) {
      const found = stage.instructions
        .flatMap((instruction) => bundleInstalls(model, instruction).map((install) => ({ instruction, install })))
        .find(({ instruction, install }) => {
          if (!isForProduction(model, instruction)) return false;
          const without = bundlerSettings(model, instruction, install, 'without', context);
          const only = bundlerSettings(model, instruction, install, 'only', context);
          return (
            without.every((value) => value !== undefined && !value.includes('development')) &&
            only.every((value) => value !== undefined && value.includes('development'))
          );
        });
      if (found === undefined) continue;
      const { instruction, install } = found;
      const { nameWord, span } = install.command;
      const isPlain = instruction.keyword === 'RUN' && !model.stateBefore(instruction).env.has('BUNDLE_WITHOUT');
      yield {
        span: { start: nameWord?.span.start ?? span.start, end: (install.verb ?? nameWord)?.span.end ?? span.end },
        message: 'The gems of the group development are installed too.',
        fixes: isPlain
          ? [
              {
                title: 'Set BUNDLE_WITHOUT',
                applicability: 'review',
                because: 'Whatever needs a gem of these groups no longer runs, in the build and in the container.',
                edits: [insertLinesBefore(file, instruction, ['ENV BUNDLE_WITHOUT="development:test"'])],
              },
            ]
          : [],
      };
    }
  },
});
