import { describe, it } from 'vitest';
import { checkFindings, checkNoFindings } from '../support/check';

const rule = 'gem-version-unpinned';

describe(rule, () => {
  it('marks names without a version', () => {
    checkFindings(
      rule,
      `FROM ruby:3.4-slim
RUN gem i bundler:2 nokogiri --no-document && gem install rake
                    ^^^^^^^^ ~ gem-version-unpinned
                                                          ^^^^ ~ gem-version-unpinned
`,
    );
  });

  it.each([
    [
      'a version, in any form',
      "FROM ruby:3.4-slim\nRUN gem install a:1 && gem install a -v 1 && gem install a --version '2' && gem install a --version=3\n",
    ],
    ['options for the compilation', 'FROM ruby:3.4-slim\nRUN gem install a:1 -- --use-system-libraries true\n'],
    ['files', 'FROM ruby:3.4-slim\nRUN gem install ./a.gem pkg/b.gem c-1.0.gem && gem install -g Gemfile\n'],
    ['a version in a variable', 'FROM ruby:3.4-slim\nRUN gem install a:${V} b:$W $LIST\n'],
    ['other calls', 'FROM ruby:3.4-slim\nRUN gem update --system && gem list a && bundle install\n'],
  ])('is silent: %s', (_name, text) => {
    checkNoFindings(rule, text);
  });
});
