import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'bundler-installed-again';

describe(RULE, () => {
  it('marks the word on ruby images and the stages on them', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4 AS base
RUN gem install bundler -v 2.5.6
                ^^^^^^^ ~ ${RULE}
FROM base
RUN gem install rake bundler
                     ^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('says nothing elsewhere, of other gems, and of a certain version on an older Ruby', () => {
    checkNoFindings(RULE, 'FROM debian\nRUN apt-get install -y ruby && gem install bundler\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nRUN gem install bundler-audit\n');
    checkNoFindings(RULE, 'FROM ruby:2.7\nRUN gem install bundler -v 2.1.4\n');
    checkNoFindings(RULE, 'FROM ruby:2.7\nRUN gem install bundler:2.1.4\n');
  });

  it('removes the call, or the word where other gems come with it', () => {
    checkFix(RULE, 'FROM ruby:3.4\nRUN gem install bundler\nCMD a\n', 'FROM ruby:3.4\nCMD a\n');
    checkFix(RULE, 'FROM ruby:3.4\nRUN gem install bundler && bundle install\n', 'FROM ruby:3.4\nRUN bundle install\n');
    checkFix(RULE, 'FROM ruby:3.4\nRUN gem install bundler rake\n', 'FROM ruby:3.4\nRUN gem install rake\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nRUN gem install bundler -v 2.5.6 rake\n');
  });
});
