import { compareVersions } from '../knowledge/image-reference-parts';
import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { isDevelopmentStage, startCommands } from '../model/effective-start';
import { isRubyServer } from '../model/ruby';

export default defineRule({
  id: 'yjit-not-enabled',
  aliases: ['tally/ruby/yjit-not-enabled-on-supported-runtime', 'tally/ruby/yjit-not-enabled'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  needs: ['CMD', 'ENTRYPOINT'],
  summary: "Ruby's just-in-time compiler is off.",
  docs: `
YJIT is part of Ruby's own images and off until something turns it on: \`RUBY_YJIT_ENABLE=1\`, \`--yjit\`, or Rails 7.2 and newer,
which does so by itself on Ruby 3.3. Rails applications become 15 to 25 % faster (Shopify's and 37signals' own reports) and
need somewhat more memory.

Only where the final stage starts a web server on Ruby 3.3 or newer. Silent where Gemfile.lock in the build context has Rails
7.2 or newer.

**When to ignore:** where memory is short, or the application turns it on itself.

**The fix** sets the variable.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCMD ["bundle", "exec", "puma"]\n',
      good: 'FROM ruby:3.4-slim\nENV RUBY_YJIT_ENABLE=1\nCMD ["bundle", "exec", "puma"]\n',
    },
  ],
  *check({ file, model, context }) {
    const stage = model.finalStage;
    const language = stage?.facts?.language;
    if (stage === undefined || language?.name !== 'Ruby' || language.version === undefined) return;
    if (compareVersions(language.version, '3.3') < 0 || isDevelopmentStage(stage)) return;
    const { env } = model.finalState(stage);
    const isOn = (value: string | undefined): boolean => !/^(?:|0|false|no|n)$/i.test(value ?? '1');
    if (env.has('RUBY_YJIT_ENABLE') && isOn(env.get('RUBY_YJIT_ENABLE'))) return;
    if (env.has('RUBYOPT') && (env.get('RUBYOPT') ?? 'jit').includes('jit')) return;
    const [, major, minor] = /^ {4}rails \((\d+)\.(\d+)/m.exec(context?.read('Gemfile.lock') ?? '') ?? [];
    if (major !== undefined && compareVersions(`${major}.${minor ?? '0'}`, '7.2') >= 0) return;
    const start = startCommands(model, stage).find((one) => isRubyServer(one));
    const [program] = start?.words ?? [];
    if (start === undefined || program === undefined || start.argv.some((word) => /yjit|--jit/.test(word))) return;
    const inline = start.command.assignments.find(({ name }) => name === 'RUBY_YJIT_ENABLE');
    if (inline !== undefined && isOn(inline.value?.value)) return;
    const isFree = !env.has('RUBY_YJIT_ENABLE') && inline === undefined && model.stageOf(start.instruction) === stage;
    yield {
      span: program.span,
      message: `Ruby ${language.version} runs without YJIT: RUBY_YJIT_ENABLE is not set.`,
      fixes: isFree
        ? [
            {
              title: 'Set RUBY_YJIT_ENABLE=1',
              applicability: 'review',
              because: 'The program is compiled while it runs, which takes more memory.',
              edits: [insertLinesBefore(file, start.instruction, ['ENV RUBY_YJIT_ENABLE=1'])],
            },
          ]
        : [],
    };
  },
});
