import { describe, it } from 'vitest';
import { checkFindings, checkFixAll, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'bundler-cache-kept';

describe(RULE, () => {
  it('marks the installation, also where the cache is removed before', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4
RUN rm -rf ~/.bundle && bundle install
                        ^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('is silent after a removal, with a cache mount and in builders', () => {
    for (const run of [
      'RUN bundle install && rm -rf ~/.bundle/ "${BUNDLE_PATH}"/ruby/*/cache',
      'RUN bundle install && bundle clean --force',
      'RUN bundle install && rm -rf /usr/local/bundle/cache/*.gem',
      'RUN bundle install\nRUN rm -rf ~/.bundle',
      'RUN --mount=type=cache,target=/usr/local/bundle/cache bundle install',
    ])
      checkNoFindings(RULE, `FROM ruby:3.4\n${run}\n`);
    checkNoFindings(RULE, 'FROM ruby:3.4 AS build\nRUN bundle install\nFROM ruby:3.4-slim\nCOPY --from=build /x /x\n');
  });

  it('removes the archives where their place is known', () => {
    checkFixAll(
      RULE,
      'FROM ruby:3.4\nRUN bundle install\n',
      'FROM ruby:3.4\nRUN bundle install && rm -rf "$GEM_HOME/cache"\n',
    );
    checkFixAll(
      RULE,
      'FROM ruby:3.4\nENV BUNDLE_PATH=/bundle\nRUN bundle install\n',
      'FROM ruby:3.4\nENV BUNDLE_PATH=/bundle\nRUN bundle install && rm -rf "$BUNDLE_PATH"/ruby/*/cache\n',
    );
    checkNoFix(RULE, 'FROM debian\nRUN bundle install\n');
    checkNoFix(RULE, 'FROM ruby:3.4\nRUN bundle install --path vendor/bundle\n');
  });
});
