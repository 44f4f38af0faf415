import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'rails-without-health-check';

describe(RULE, () => {
  it('marks the program, also where a stage below starts it', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4 AS base
CMD ["bin/rails", "server"]
     ^^^^^^^^^^^ ~ ${RULE}
FROM base
`,
    );
    checkFindings(RULE, `FROM ruby:3.4\nENV RAILS_ENV=production\nCMD ["puma"]\n     ^^^^^^ ~ ${RULE}\n`);
  });

  it('is silent with a health check, even with none, and for what is no web server of Rails', () => {
    checkNoFindings(RULE, 'FROM ruby:3.4\nHEALTHCHECK NONE\nCMD ["bin/rails", "server"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nHEALTHCHECK CMD curl localhost:3000/up\nCMD ["bin/rails", "server"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nCMD ["bundle", "exec", "sidekiq"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nCMD ["bin/rails", "runner", "x"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nCMD ["puma"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4 AS dev\nCMD ["bin/rails", "server"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nENV RAILS_ENV=development\nCMD ["bin/rails", "server"]\n');
  });

  it('asks at the port that is exposed', () => {
    checkFix(
      RULE,
      'FROM ruby:3.4\nEXPOSE 80\nCMD ["bin/rails", "server"]\n',
      `FROM ruby:3.4\nEXPOSE 80\nHEALTHCHECK --timeout=5s CMD ["ruby", "-rnet/http", "-e", "exit Net::HTTP.get_response(URI('http://127.0.0.1:80/up')).is_a?(Net::HTTPSuccess)"]\nCMD ["bin/rails", "server"]\n`,
    );
    checkFix(
      RULE,
      'FROM ruby:3.4\nCMD rails s -b 0.0.0.0 -p 8080\n',
      `FROM ruby:3.4\nHEALTHCHECK --timeout=5s CMD ["ruby", "-rnet/http", "-e", "exit Net::HTTP.get_response(URI('http://127.0.0.1:8080/up')).is_a?(Net::HTTPSuccess)"]\nCMD rails s -b 0.0.0.0 -p 8080\n`,
    );
    checkNoFix(RULE, 'FROM ruby:3.4\nEXPOSE 80 443\nCMD ["bin/rails", "server"]\n');
    checkNoFix(RULE, 'FROM debian\nCMD ["bin/rails", "server"]\n');
  });

  it('is silent where Rails is known to be older than 7.1', () => {
    checkNoFindings(RULE, 'FROM ruby:2.6\nCMD ["bin/rails", "server"]\n');
    checkNoFindings(RULE, 'FROM ruby:3.1\nCMD ["bin/rails", "server"]\n', {
      context: { 'Gemfile.lock': 'GEM\n  specs:\n    rails (7.0.8)\n' },
    });
  });
});
