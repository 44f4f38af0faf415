import { describe, it } from 'vitest';
import { checkFindings, checkFix, checkNoFindings } from '../support/check';

const RULE = 'composer-unoptimized-autoloader';

describe(RULE, () => {
  it('marks the installation, whatever it says about packages', () => {
    checkFindings(
      RULE,
      `FROM php:8.4-cli
RUN composer install --no-dev --no-interaction
    ^^^^^^^^^^^^^^^^ ~ ${RULE}
`,
    );
  });

  it('takes every way to make the map', () => {
    for (const run of [
      'RUN composer install -o',
      'RUN composer install -no',
      'RUN composer install --optimize-autoloader',
      'RUN composer install -a',
      'RUN composer install --classmap-authoritative',
      'RUN composer install --no-autoloader',
      'RUN composer install\nCOPY . .\nRUN composer dump-autoload --optimize',
    ])
      checkNoFindings(RULE, `FROM php:8.4-cli\n${run}\n`);
    checkNoFindings(
      RULE,
      'FROM php:8.4-cli AS base\nRUN composer install\nFROM base\nCOPY . .\nRUN composer dumpautoload -o\n',
    );
  });

  it('asks composer.json where it can be read', () => {
    const text = `FROM php:8.4-cli\nCOPY . .\nRUN composer install\n    ^^^^^^^^^^^^^^^^ ~ ${RULE}\n`;
    checkFindings(RULE, text, { context: { 'composer.json': '{"config": {"sort-packages": true}}' } });
    checkNoFindings(RULE, 'FROM php:8.4-cli\nCOPY . .\nRUN composer install\n', {
      context: { 'composer.json': '{"config": {"optimize-autoloader": true}}' },
    });
  });

  it('adds the option', () => {
    checkFix(
      RULE,
      'FROM php:8.4-cli\nRUN composer install --no-dev\n',
      'FROM php:8.4-cli\nRUN composer install --optimize-autoloader --no-dev\n',
    );
  });
});
