import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings, checkNoFix } from '../support/check';

const RULE = 'xdebug-shipped';

describe(RULE, () => {
  it('marks the word that brings it, once', () => {
    checkFindings(
      RULE,
      `FROM php:8.4-fpm
RUN pecl install xdebug-3.4.0 && docker-php-ext-enable xdebug
                 ^^^^^^^^^^^^ ~ ${RULE}
`,
    );
    checkFindings(
      RULE,
      `FROM ubuntu\nRUN apt-get install -y php8.3-xdebug curl\n                       ^^^^^^^^^^^^^ ~ ${RULE}\n`,
    );
    checkFindings(
      RULE,
      `FROM php:8.4-fpm\nRUN install-php-extensions gd xdebug\n                              ^^^^^^ ~ ${RULE}\n`,
    );
  });

  it('is silent in builders, in stages for development, under a condition, and where it is taken away', () => {
    checkNoFindings(RULE, 'FROM php:8.4 AS build\nRUN pecl install xdebug\nFROM php:8.4\n');
    checkNoFindings(RULE, 'FROM php:8.4 AS dev\nRUN pecl install xdebug\n');
    checkNoFindings(RULE, 'FROM php:8.4\nENV APP_ENV=dev\nRUN pecl install xdebug\n');
    checkNoFindings(RULE, 'FROM php:8.4\nARG XDEBUG\nRUN if [ "$XDEBUG" = 1 ]; then pecl install xdebug; fi\n');
    checkNoFindings(RULE, 'FROM php:8.4\nRUN pecl install xdebug\nRUN pecl uninstall xdebug\n');
    checkNoFindings(RULE, 'FROM php:8.4\nRUN pecl install redis && echo xdebug\n');
    checkNoFindings(RULE, 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN pecl install xdebug\n');
  });

  it('removes what brings it, where that is one place', () => {
    checkFix(
      RULE,
      'FROM php:8.4-fpm\nRUN pecl install xdebug && docker-php-ext-enable xdebug\nCMD php-fpm\n',
      'FROM php:8.4-fpm\nCMD php-fpm\n',
    );
    checkFix(
      RULE,
      'FROM php:8.4-fpm\nRUN docker-php-ext-install gd xdebug intl\n',
      'FROM php:8.4-fpm\nRUN docker-php-ext-install gd intl\n',
    );
    checkFix(
      RULE,
      'FROM php:8.4-fpm\nRUN pecl install redis && pecl install xdebug\n',
      'FROM php:8.4-fpm\nRUN pecl install redis\n',
    );
  });

  it('offers none where something else rests on it', () => {
    checkNoFix(RULE, 'FROM php:8.4\nRUN pecl install xdebug redis && docker-php-ext-enable xdebug redis\n');
    checkNoFix(RULE, 'FROM php:8.4\nRUN pecl install xdebug\nRUN docker-php-ext-enable xdebug\n');
    checkNoFix(RULE, 'FROM php:8.4\nRUN pecl install xdebug\nRUN echo xdebug.mode=off > /xdebug.ini\n');
  });
});
