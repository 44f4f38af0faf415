import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const RULE = 'gem-documentation';

describe(RULE, () => {
  it('marks installations and updates', () => {
    checkFindings(
      RULE,
      `FROM ubuntu
RUN gem install fpm && gem update rake
    ^^^^^^^^^^^ ~ ${RULE}
                       ^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes every word about documentation', () => {
    for (const option of ['--no-document', '-N', '--no-ri --no-rdoc', '--no-doc', '--document=rdoc', '$GEM_OPTIONS'])
      checkNoFindings(RULE, `FROM ubuntu\nRUN gem install ${option} fpm\n`);
    checkNoFindings(RULE, "FROM ubuntu\nRUN echo 'gem: --no-document' > /etc/gemrc && gem install fpm\n");
  });

  it('is silent on the official images, which say it in their gemrc, in builders, and for RubyGems itself', () => {
    checkNoFindings(RULE, 'FROM ruby:3.4\nRUN gem install fpm\n');
    checkNoFindings(RULE, 'FROM ubuntu AS build\nRUN gem install fpm\nFROM ubuntu\n');
    checkNoFindings(RULE, 'FROM ubuntu\nRUN gem update --system && gem list\n');
  });

  it('adds the option, another string in exec form', () => {
    checkFix(RULE, 'FROM ubuntu\nRUN gem install fpm\n', 'FROM ubuntu\nRUN gem install --no-document fpm\n');
    checkFix(
      RULE,
      'FROM ubuntu\nRUN ["gem", "install", "fpm"]\n',
      'FROM ubuntu\nRUN ["gem", "install", "--no-document", "fpm"]\n',
    );
  });
});
