import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'yjit-not-enabled';

describe(RULE, () => {
  it('marks the program that starts the server', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.3-slim
ENTRYPOINT ["bundle", "exec", "rails", "server"]
            ^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes every way to turn it on', () => {
    for (const start of [
      'ENV RUBY_YJIT_ENABLE=1\nCMD ["puma"]',
      'ENV RUBYOPT="-W0 --yjit"\nCMD ["puma"]',
      'CMD ["puma", "--yjit"]',
      'CMD ["ruby", "--yjit", "bin/rails", "server"]',
      'CMD RUBY_YJIT_ENABLE=1 bin/rails server',
    ])
      checkNoFindings(RULE, `FROM ruby:3.4\n${start}\n`);
  });

  it('is silent for older Ruby, for other programs, and where Rails does it', () => {
    checkNoFindings(RULE, 'FROM ruby:3.2\nCMD ["puma"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nCMD ["bundle", "exec", "sidekiq"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4 AS build\nCMD ["puma"]\nFROM ruby:3.2\nCMD ["puma"]\n');
    const lock = (version: string): { context: Record<string, string> } => ({
      context: { 'Gemfile.lock': `GEM\n  specs:\n    rails (${version})\n` },
    });
    checkNoFindings(RULE, 'FROM ruby:3.4\nCMD ["puma"]\n', lock('7.2.1'));
    checkFindings(RULE, `FROM ruby:3.4\nCMD ["puma"]\n     ^^^^^^ ~ ${RULE}\n`, lock('7.1.4'));
  });

  it('sets the variable where nothing else does', () => {
    checkFix(RULE, 'FROM ruby:3.4\nCMD ["puma"]\n', 'FROM ruby:3.4\nENV RUBY_YJIT_ENABLE=1\nCMD ["puma"]\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nENV RUBY_YJIT_ENABLE=0\nCMD ["puma"]\n');
  });
});
