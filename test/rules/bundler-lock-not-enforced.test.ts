import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix, messageOf } from '../support/check';

const RULE = 'bundler-lock-not-enforced';

describe(RULE, () => {
  it('marks the installation, also where the setting says no or comes too late', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4
ENV BUNDLE_DEPLOYMENT=false
RUN bundle install
    ^^^^^^^^^^^^^^ ~ ${RULE}
ENV BUNDLE_DEPLOYMENT=1
`,
    );
  });

  it('takes deployment mode and a frozen lock file', () => {
    for (const setting of [
      'ENV BUNDLE_DEPLOYMENT=1\nRUN bundle install',
      'ENV BUNDLE_FROZEN=true\nRUN bundle install',
      'RUN bundle config set --local deployment true\nRUN bundle install',
      'RUN bundle config --global frozen 1 && bundle install',
      'RUN bundle install --deployment',
      'RUN BUNDLE_FROZEN=1 bundle install',
    ])
      checkNoFindings(RULE, `FROM ruby:3.4\n${setting}\n`);
    checkNoFindings(RULE, 'FROM ruby:3.4 AS dev\nRUN bundle install\n');
  });

  it('sets the variable', () => {
    const fix = checkFix(
      RULE,
      'FROM ruby:3.4\nRUN bundle install\n',
      'FROM ruby:3.4\nENV BUNDLE_DEPLOYMENT="1"\nRUN bundle install\n',
    );
    expect(fix.applicability).toBe('review');
  });

  it('says so where there is no lock file, and offers nothing that could not work', () => {
    const options = { context: { Gemfile: 'gem "puma"\n' } };
    const text = 'FROM ruby:3.4\nCOPY Gemfile ./\nRUN bundle install\n';
    checkNoFix(RULE, text, options);
    expect(messageOf(RULE, text, options)).toContain('no Gemfile.lock');
  });
});
