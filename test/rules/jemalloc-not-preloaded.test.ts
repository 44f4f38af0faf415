import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'jemalloc-not-preloaded';

describe(RULE, () => {
  it('marks the package in the final Ruby stage', () => {
    checkFindings(
      RULE,
      `FROM ruby:3.4 AS build
RUN apt-get update && apt-get install -y libjemalloc2
FROM ruby:3.4-alpine
RUN apk add --no-cache jemalloc tzdata
                       ^^^^^^^^ ~ ${RULE}
ARG LD_PRELOAD=libjemalloc.so.2
`,
    );
  });

  it('takes every way to load it', () => {
    for (const rest of [
      'ENV LD_PRELOAD=libjemalloc.so.2',
      'ENV MALLOC_CONF=narenas:2',
      'RUN echo /usr/lib/libjemalloc.so.2 > /etc/ld.so.preload',
      'CMD LD_PRELOAD=libjemalloc.so.2 bundle exec puma',
      'ENTRYPOINT ["/rails/bin/docker-entrypoint"]',
    ])
      checkNoFindings(RULE, `FROM ruby:3.4\nRUN apt-get update && apt-get install -y libjemalloc2\n${rest}\n`);
  });

  it('reads the entrypoint where the build context has it', () => {
    const text =
      'FROM ruby:3.4\nRUN apt-get install -y libjemalloc2\nCOPY start.sh /start.sh\nENTRYPOINT ["/start.sh"]\n';
    checkNoFindings(RULE, text, { context: { 'start.sh': 'export LD_PRELOAD=libjemalloc.so.2\nexec "$@"\n' } });
    checkNoFix(RULE, text.replace('RUN', 'ONBUILD RUN'), { context: { 'start.sh': 'exec "$@"\n' } });
  });

  it('says nothing where no Ruby runs', () => {
    checkNoFindings(RULE, 'FROM python:3.13\nRUN apt-get install -y libjemalloc2\n');
    checkNoFindings(RULE, 'FROM ruby:3.4 AS test\nRUN apt-get install -y libjemalloc2\n');
  });

  it('sets LD_PRELOAD after the installation', () => {
    checkFix(
      RULE,
      'FROM debian\nRUN apt-get install -y \\\n    libjemalloc1\nCMD ["puma"]\n',
      'FROM debian\nRUN apt-get install -y \\\n    libjemalloc1\nENV LD_PRELOAD=libjemalloc.so.1\nCMD ["puma"]\n',
    );
  });
});
