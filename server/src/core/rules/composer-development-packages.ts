import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { composerCalls, hasHiddenOptions, isPhpDevelopmentStage } from '../model/composer';

export default defineRule({
  id: 'composer-development-packages',
  aliases: ['tally/php/composer-no-dev-in-production', 'dockerfile-optimizer/PHP001'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['composer', 'composer.phar', 'php'],
  summary: 'composer install brings the packages for development.',
  docs: `
Without \`--no-dev\` Composer installs \`require-dev\` as well: test frameworks, debug bars and code generators, of which some
answer requests from the web (PHPUnit's eval-stdin.php was exploited widely, CVE-2017-9841).

The last \`composer install\` of each stage counts. Silent with \`COMPOSER_NO_DEV=1\`, and in stages to develop or test in: by their
name, by \`APP_ENV\`, or because they install Xdebug or PHPUnit.

**When to ignore:** in images for development.

**The fix** adds \`--no-dev\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM php:8.4-cli\nCOPY composer.json composer.lock ./\nRUN composer install\n',
      good: 'FROM php:8.4-cli\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev\n',
    },
  ],
  *check({ model, context }) {
    const manifest = context?.read('composer.json');
    if (manifest !== undefined && !manifest.includes('"require-dev"')) return;
    for (const stage of model.stages.filter(({ isReachable }) => isReachable)) {
      const calls = composerCalls(model, stage).filter(({ verb }) => verb === 'install');
      const call = calls.at(-1);
      if (call === undefined || isPhpDevelopmentStage(model, stage) || hasHiddenOptions(call)) continue;
      const { instruction, command, args, programWord, verbWord } = call;
      if (command.isConditional || args.some(({ value }) => value === '--no-dev' || value === '--help')) continue;
      const { env, args: buildArguments } = model.stateBefore(instruction);
      const scope = env.has('COMPOSER_NO_DEV') ? env : buildArguments;
      if (scope.has('COMPOSER_NO_DEV') && !/^(?:|0|false)$/i.test(scope.get('COMPOSER_NO_DEV') ?? '1')) continue;
      if (command.assignments.some(({ name, value }) => name === 'COMPOSER_NO_DEV' && value?.value !== '0')) continue;
      yield {
        span: { start: programWord.span.start, end: verbWord.span.end },
        message: 'The packages of require-dev are installed too.',
        fixes: [
          {
            title: 'Add --no-dev',
            applicability: 'review',
            because: 'Whatever needs a package of require-dev no longer runs, in the build and in the container.',
            edits: [appendArgument(model.scriptOf(instruction), verbWord, '--no-dev')],
          },
        ],
      };
    }
  },
});
