import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const RULE = 'composer-development-packages';

describe(RULE, () => {
  it('marks the last installation of each stage that the image needs', () => {
    checkFindings(
      RULE,
      `FROM composer:2 AS vendor
RUN composer install --prefer-dist
    ^^^^^^^^^^^^^^^^ ~ ${RULE}
FROM php:8.4-cli AS unused
RUN composer install
FROM php:8.4-cli
COPY --from=vendor /app/vendor vendor
RUN composer install --no-scripts
RUN php -d memory_limit=-1 composer.phar -n i
                           ^^^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes --no-dev and COMPOSER_NO_DEV', () => {
    for (const run of [
      'RUN composer install --no-dev',
      'RUN composer install && vendor/bin/build && composer install --no-dev',
      'ENV COMPOSER_NO_DEV=true\nRUN composer install',
      'ARG COMPOSER_NO_DEV=1\nRUN composer install',
      'RUN COMPOSER_NO_DEV=1 composer install',
      'ARG FLAGS\nRUN composer install $FLAGS',
    ])
      checkNoFindings(RULE, `FROM php:8.4-cli\n${run}\n`);
    checkFindings(
      RULE,
      `FROM php:8.4-cli
ENV COMPOSER_NO_DEV=0
RUN composer install
    ^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('is silent in stages to develop or test in, under a condition, and for other commands', () => {
    checkNoFindings(RULE, 'FROM php:8.4-cli AS dev\nRUN composer install\n');
    checkNoFindings(RULE, 'FROM php:8.4-cli\nENV APP_ENV=local\nRUN composer install\n');
    checkNoFindings(RULE, 'FROM php:8.4-cli\nRUN pecl install xdebug\nRUN composer install\n');
    checkNoFindings(RULE, 'FROM php:8.4-cli\nRUN if [ -n "$DEV" ]; then composer install; fi\n');
    checkNoFindings(RULE, 'FROM php:8.4-cli\nRUN composer global require x/y && composer dump-autoload\n');
  });

  it('is silent where composer.json has no such packages', () => {
    const text = 'FROM php:8.4-cli\nCOPY composer.json ./\nRUN composer install\n';
    checkNoFindings(RULE, text, { context: { 'composer.json': '{"require": {}}' } });
  });

  it('adds --no-dev, another string in exec form', () => {
    checkFix(
      RULE,
      'FROM php:8.4-cli\nRUN composer install -n \\\n  --ansi\n',
      'FROM php:8.4-cli\nRUN composer install --no-dev -n \\\n  --ansi\n',
    );
    checkFix(
      RULE,
      'FROM php:8.4-cli\nRUN ["composer", "install"]\n',
      'FROM php:8.4-cli\nRUN ["composer", "install", "--no-dev"]\n',
    );
  });
});
