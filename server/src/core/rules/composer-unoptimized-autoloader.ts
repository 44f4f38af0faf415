import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { composerCalls, hasHiddenOptions, isPhpDevelopmentStage } from '../model/composer';
import { instructionsAfter } from '../model/history';
import type { ShellWord } from '../shell/shell';

export default defineRule({
  id: 'composer-unoptimized-autoloader',
  aliases: ['dockerfile-optimizer/PHP002'],
  category: 'correctness',
  severity: 'hint',
  preset: 'strict',
  needs: ['composer', 'composer.phar', 'php'],
  summary: 'Composer makes an autoloader that looks for each class on the disk.',
  docs: `
Composer's default autoloader tries file names until one exists, for each class and in each request. \`--optimize-autoloader\`
(\`-o\`) writes a map of all classes once, in the build. In an image the code no longer changes, so that the map stays right.

Silent where a later \`composer dump-autoload -o\` makes the map, where composer.json in the build context asks for it, and in
stages to develop or test in.

**When to ignore:** where classes are generated at run time.

**The fix** adds \`--optimize-autoloader\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM php:8.4-cli\nCOPY . .\nRUN composer install --no-dev\n',
      good: 'FROM php:8.4-cli\nCOPY . .\nRUN composer install --no-dev --optimize-autoloader\n',
    },
  ],
  *check({ model, context }) {
    if (/"(?:optimize-autoloader|classmap-authoritative)"\s*:\s*true/.test(context?.read('composer.json') ?? ''))
      return;
    for (const stage of model.stages.filter(({ isReachable }) => isReachable)) {
      const calls = composerCalls(model, stage);
      const call = calls.findLast(({ verb }) => verb === 'install');
      if (call === undefined || isPhpDevelopmentStage(model, stage) || hasHiddenOptions(call)) continue;
      const { instruction, command, args, programWord, verbWord } = call;
      if (command.isConditional || args.some(isOptimizing) || args.some(({ value }) => value === '--no-autoloader'))
        continue;
      const above = new Set(instructionsAfter(model, instruction).map((later) => model.stageOf(later)));
      const later = [stage, ...model.stages.filter((other) => above.has(other) && other !== stage)].flatMap((one) =>
        composerCalls(model, one),
      );
      if (later.some(({ verb, args: words }) => /^dump-?autoload$/.test(verb) && words.some(isOptimizing))) continue;
      yield {
        span: { start: programWord.span.start, end: verbWord.span.end },
        message: 'The autoloader looks for each class on the disk, in each request.',
        fixes: [
          {
            title: 'Add --optimize-autoloader',
            applicability: 'review',
            because: 'Classes that appear after this step are found only by their path.',
            edits: [appendArgument(model.scriptOf(instruction), verbWord, '--optimize-autoloader')],
          },
        ],
      };
    }
  },
});

function isOptimizing({ value = '' }: ShellWord): boolean {
  return /^--(?:optimize|optimize-autoloader|classmap-authoritative|apcu|apcu-autoloader)$|^-[a-z]*[oa][a-z]*$/.test(
    value,
  );
}
