import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'rails-assets-without-dummy-key';

describe(RULE, () => {
  it('marks the program and the task, in builders too', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4 AS build
RUN SECRET_KEY_BASE_DUMMY=1 echo && bundle exec rake assets:precompile
                                                ^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
FROM ruby:3.4
RUN bin/rails assets:precompile
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes a placeholder, a key or a secret mount', () => {
    for (const run of [
      'RUN SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile',
      'RUN SECRET_KEY_BASE=1 bundle exec rake assets:precompile',
      'ENV SECRET_KEY_BASE_DUMMY=1\nRUN rails assets:precompile',
      'ARG SECRET_KEY_BASE=x\nRUN rails assets:precompile',
      'RUN export SECRET_KEY_BASE=x && rails assets:precompile',
      'RUN rake assets:precompile SECRET_TOKEN=x',
      'RUN --mount=type=secret,id=rails_master_key,env=RAILS_MASTER_KEY rails assets:precompile',
    ])
      checkNoFindings(RULE, `FROM ruby:3.4\n${run}\n`);
  });

  it('is silent in other environments, for other tasks and where no Ruby runs', () => {
    checkNoFindings(RULE, 'FROM ruby:3.4\nENV RAILS_ENV=development\nRUN rails assets:precompile\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nRUN RAILS_ENV=test rails assets:precompile\n');
    checkNoFindings(RULE, 'FROM ruby:3.4 AS dev\nRUN rails assets:precompile\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nRUN rails db:migrate\n');
    checkNoFindings(RULE, 'FROM debian\nRUN rails assets:precompile\n');
  });

  it('sets the placeholder for the one command, the older one for older Rails', () => {
    checkFix(
      RULE,
      'FROM ruby:3.4\nRUN bundle install && bundle exec rake assets:precompile\n',
      'FROM ruby:3.4\nRUN bundle install && SECRET_KEY_BASE_DUMMY=1 bundle exec rake assets:precompile\n',
    );
    checkFix(
      RULE,
      'FROM ruby:3.1\nRUN rails assets:precompile\n',
      'FROM ruby:3.1\nRUN SECRET_KEY_BASE=placeholder rails assets:precompile\n',
      { context: { 'Gemfile.lock': 'GEM\n  specs:\n    rails (6.1.7)\n' } },
    );
    checkFix(
      RULE,
      'FROM ruby:2.4\nRUN rails assets:precompile\n',
      'FROM ruby:2.4\nRUN SECRET_KEY_BASE=placeholder rails assets:precompile\n',
    );
    checkNoFix(RULE, 'FROM ruby:3.4\nRUN ["rails", "assets:precompile"]\n');
  });
});
