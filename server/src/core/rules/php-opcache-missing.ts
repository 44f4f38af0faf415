import { compareVersions } from '../knowledge/image-reference-parts';
import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { isDevelopmentStage } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';

export default defineRule({
  id: 'php-opcache-missing',
  aliases: ['tally/php/enable-opcache-in-production'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['FROM'],
  summary: 'PHP compiles every file again for each request.',
  docs: `
OPcache keeps compiled scripts in memory; without it PHP reads and compiles every file in each request, which takes two to three
times as long. The official images of PHP 8.1 and newer have it on since 2025, those of older versions bring it but do not
load it; PHP 8.5 has it built in. Debian's and Ubuntu's packages of PHP load it as well.

Reported for the final stage on an fpm or apache image older than 8.1 that neither enables it, nor copies a configuration
or extensions.

**When to ignore:** where a configuration that is mounted turns it on.

**The fix** enables the extension.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM php:7.4-fpm\nCOPY . .\n',
      good: 'FROM php:7.4-fpm\nRUN docker-php-ext-install opcache\nCOPY . .\n',
    },
  ],
  *check({ file, model }) {
    const stage = model.finalStage;
    const { facts, image } = stage ?? {};
    if (stage === undefined || facts?.family !== 'php' || facts.distribution.family === 'windows') return;
    const version = facts.language?.version;
    // `php:8` is the newest of them.
    if (version === undefined || version === '8' || compareVersions(version, '8.1') >= 0 || isDevelopmentStage(stage))
      return;
    if (!/^(?:php-fpm|apache2-foreground)$/.test(facts.config.cmd?.[0] ?? '') || mayHaveOpcache(model, stage)) return;
    const lowest = stageChain(stage)[0] ?? stage;
    const [first] = lowest.instructions;
    if (lowest.baseWord === undefined) return;
    const isRoot = first !== undefined && model.stateBefore(first).user.isRoot === true && first.trigger === undefined;
    yield {
      span: lowest.baseWord.span,
      message: `OPcache is not loaded in ${image?.text ?? 'this image'}: PHP compiles every file for each request.`,
      fixes: isRoot
        ? [
            {
              title: 'Install OPcache',
              applicability: 'review',
              because: 'Changed files are noticed after two seconds only, and the cache takes 128 MB of memory.',
              edits: [insertLinesBefore(file, first, ['RUN docker-php-ext-install opcache'])],
            },
          ]
        : [],
    };
  },
});

/** Something names OPcache, or brings PHP configuration or extensions whose contents nobody sees. */
function mayHaveOpcache(model: DockerfileModel, stage: Stage): boolean {
  return stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .some((instruction) => {
      const text = model.file.text.slice(instruction.span.start, instruction.span.end);
      if (/^[ \t]*(?![;#\s]).*opcache/im.test(text)) return true;
      const copy = model.copyOf(instruction);
      if (copy?.destination === undefined || instruction.heredocs.length > 0) return false;
      const destination = copy.destinationPath;
      return (
        destination === undefined || /^\/(?:usr(?:\/local(?:\/(?:etc|lib).*)?)?)?\/?$|^\/etc\/php/.test(destination)
      );
    });
}
