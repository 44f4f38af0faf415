import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const RULE = 'php-opcache-missing';

describe(RULE, () => {
  it('marks the image of the final stage, that of the lowest stage where there are several', () => {
    checkFindings(
      RULE,
      `FROM php:7.4-apache AS base
     ^^^^^^^^^^^^^^ ~ ${RULE}
RUN docker-php-ext-install gd
FROM base
COPY . .
`,
    );
  });

  it('takes every way to load it', () => {
    for (const step of [
      'RUN docker-php-ext-install gd opcache',
      'RUN install-php-extensions opcache',
      'RUN echo zend_extension=opcache >> /usr/local/etc/php/php.ini',
      'COPY opcache.ini /usr/local/etc/php/conf.d/',
      'COPY php.ini /usr/local/etc/php/',
      'COPY --from=build /usr/local/ /usr/local/',
      'COPY <<EOF /usr/local/etc/php/conf.d/x.ini\nopcache.enable=1\nEOF',
    ])
      checkNoFindings(RULE, `FROM php:7.4-fpm\n${step}\n`);
    checkFindings(
      RULE,
      `FROM php:7.4-fpm
     ^^^^^^^^^^^ ~ ${RULE}
COPY <<EOF /usr/local/etc/php/conf.d/x.ini
; opcache.enable=1
EOF
COPY --from=build /app /app
`,
    );
  });

  it('is silent where the image loads it, where no requests are answered, and in stages for development', () => {
    for (const image of ['php:8.4-fpm', 'php:8-apache', 'php:fpm', 'php:8.1-apache', 'php:7.4-cli', 'debian:12'])
      checkNoFindings(RULE, `FROM ${image}\nCOPY . .\nCMD ["php-fpm"]\n`);
    checkNoFindings(RULE, 'FROM php:7.4-fpm AS dev\nCOPY . .\n');
    checkNoFindings(RULE, 'FROM php:7.4-fpm AS build\nCOPY . .\nFROM php:7.4-cli\n');
  });

  it('installs it first', () => {
    checkFix(RULE, 'FROM php:7.4-fpm\nCOPY . .\n', 'FROM php:7.4-fpm\nRUN docker-php-ext-install opcache\nCOPY . .\n');
  });

  it('speaks while a COPY is typed', () => {
    checkFindings(
      'php-opcache-missing',
      `FROM php:7.3-apache
     ^^^^^^^^^^^^^^ ~ php-opcache-missing
COPY index.php
`,
    );
  });
});
