import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'bundler-deprecated-flags';

describe(RULE, () => {
  it('marks each flag with its words', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4
RUN bundle install --deployment --without development test --jobs 4
                   ^^^^^^^^^^^^ ~ ${RULE}
                                ^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
RUN bundle --path=vendor/bundle
           ^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
ONBUILD RUN bundle install --path vendor
                           ^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('reports them in every stage: Bundler 4 stops in a stage for development as well', () => {
    checkFindings(
      RULE,
      `FROM ruby:4.0 AS dev
RUN bundle install --without test
                   ^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('says nothing of flags that stay, of other commands, and where Bundler 1 is known', () => {
    checkNoFindings(RULE, 'FROM ruby:3.4\nRUN bundle install --jobs 4 --retry=3 --gemfile=Gemfile --quiet\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nRUN bundle exec rake build --path x && bundle --version\n');
    checkNoFindings(RULE, 'FROM ruby:2.5\nRUN bundle install --deployment\n');
    checkNoFindings(RULE, 'FROM ubuntu:18.04\nRUN bundle install --deployment\n');
  });

  it('moves the flag to bundle config', () => {
    checkFix(
      RULE,
      'FROM ruby:3.4\nRUN apt-get update && bundle install -j4 --without development test && rm x\n',
      "FROM ruby:3.4\nRUN apt-get update && bundle config set --local without 'development test' && bundle install -j4 && rm x\n",
    );
    checkFix(
      RULE,
      'FROM ruby:3.4\nRUN bundle install --path=vendor/bundle --jobs 2\n',
      'FROM ruby:3.4\nRUN bundle config set --local path vendor/bundle && bundle install --jobs 2\n',
    );
    checkFix(
      RULE,
      'FROM ruby:3.4\nRUN <<EOF\nbundle install --deployment\nEOF\n',
      'FROM ruby:3.4\nRUN <<EOF\nbundle config set --local deployment true && bundle install\nEOF\n',
    );
  });

  it('offers none where && would bind differently, in exec form, and for words that are not known', () => {
    checkNoFix(RULE, 'FROM ruby:3.4\nRUN bundle check || bundle install --deployment\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nRUN yes | bundle install --deployment\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nRUN ["bundle", "install", "--deployment"]\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nARG G\nRUN bundle install --without $G\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nRUN if true; then bundle install --deployment; fi\n');
  });
});
