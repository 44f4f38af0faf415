import { describe, expect, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'bootsnap-parallel-precompile';

describe(RULE, () => {
  it('marks the program and its sub-command in every Ruby stage', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4 AS build
RUN bundle install && bundle exec bootsnap precompile --gemfile
                                  ^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
FROM debian
ENV RAILS_ENV=production
RUN bootsnap precompile -j 4 app/ && other -j 1
    ^^^^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes one process in every spelling', () => {
    for (const jobs of ['-j 1', '-j1', '-j=1', '--jobs 1', '--jobs=1', '-j $JOBS'])
      checkNoFindings(RULE, `FROM ruby:3.4\nRUN bundle exec bootsnap precompile ${jobs} app/\n`);
  });

  it('is silent on the own platform, in other stages, and for other sub-commands', () => {
    checkNoFindings(RULE, 'FROM --platform=$BUILDPLATFORM ruby:3.4\nRUN bootsnap precompile app/\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nARG TARGETARCH\nRUN [ $TARGETARCH = arm64 ] || bootsnap precompile app/\n');
    checkNoFindings(RULE, 'FROM ruby:3.4 AS dev\nRUN bootsnap precompile app/\n');
    checkNoFindings(RULE, 'FROM node:22\nRUN bootsnap precompile app/\n');
    checkNoFindings(RULE, 'FROM ruby:3.4\nRUN bootsnap doctor && bootsnap precompiled-x\n');
  });

  it('adds or replaces the number of processes', () => {
    const fix = checkFix(
      RULE,
      'FROM ruby:3.4\nRUN bundle exec bootsnap precompile app/ lib/\n',
      'FROM ruby:3.4\nRUN bundle exec bootsnap precompile -j 1 app/ lib/\n',
    );
    expect(fix.applicability).toBe('safe');
    checkFix(
      RULE,
      'FROM ruby:3.4\nRUN bootsnap precompile --jobs 8 app/\n',
      'FROM ruby:3.4\nRUN bootsnap precompile -j 1 app/\n',
    );
    checkFix(
      RULE,
      'FROM ruby:3.4\nRUN bootsnap precompile -j8 app/\n',
      'FROM ruby:3.4\nRUN bootsnap precompile -j 1 app/\n',
    );
    checkNoFix(RULE, 'FROM ruby:3.4\nRUN ["bootsnap", "precompile", "app/"]\n');
  });
});
