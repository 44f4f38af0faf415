import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'bundler-development-groups';

describe(RULE, () => {
  it('marks the first installation of each stage', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4 AS build
RUN bundle install --jobs 4
    ^^^^^^^^^^^^^^ ~ ${RULE}
RUN bundle install --redownload
FROM ruby:3.4
RUN bundle install
    ^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes every way to leave the groups out', () => {
    for (const setting of [
      'ENV BUNDLE_WITHOUT="development:test"\nRUN bundle install',
      'ENV BUNDLE_ONLY=default\nRUN bundle install',
      'ARG BUNDLE_WITHOUT=development\nRUN bundle install',
      'ARG GROUPS\nENV BUNDLE_WITHOUT=$GROUPS\nRUN bundle install',
      "RUN bundle config set --local without 'development test' && bundle install",
      'RUN bundle config set --global without development\nRUN bundle install',
      'RUN bundle config without development:test && bundle install',
      'RUN bundle install --without test development',
      'RUN BUNDLE_WITHOUT=development bundle install',
      'RUN export BUNDLE_WITHOUT=development && bundle install',
      'COPY .bundle/config .bundle/config\nRUN bundle install',
    ]) {
      checkNoFindings(RULE, `FROM ruby:3.4\n${setting}\n`);
    }
  });

  it('reports where the setting says something else or comes too late', () => {
    checkNoFix(RULE, 'FROM ruby:3.4\nENV BUNDLE_WITHOUT=assets\nRUN bundle install\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nENV BUNDLE_ONLY=development BUNDLE_WITHOUT=x\nRUN bundle install\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nONBUILD RUN bundle install --without assets\n');
    checkFix(
      RULE,
      'FROM ruby:3.4\nRUN bundle install\nENV BUNDLE_WITHOUT=development\n',
      'FROM ruby:3.4\nENV BUNDLE_WITHOUT="development:test"\nRUN bundle install\nENV BUNDLE_WITHOUT=development\n',
    );
  });

  it('is silent in stages for development and tests', () => {
    checkNoFindings(RULE, 'FROM ruby:3.4 AS test\nRUN bundle install\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nENV RAILS_ENV=development\nRUN bundle install\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nARG RACK_ENV=test\nRUN bundle install\n');
  });

  it('is silent where the Gemfile has no such group', () => {
    const text = 'FROM ruby:3.4\nCOPY Gemfile ./\nRUN bundle install\n';
    checkNoFindings(RULE, text, { context: { Gemfile: 'gem "puma"\n' } });
    checkFindings(RULE, text.replace('install\n', `install\n    ^^^^^^^^^^^^^^ ~ ${RULE}\n`), {
      context: { Gemfile: 'group :development do\n  gem "pry"\nend\n' },
    });
  });
});
