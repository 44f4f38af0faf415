import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'gem-documentation',
  aliases: [
    'dockerfile-doctor/DD061',
    'docker-parfum/gemUpdateNoDocument',
    'docker-parfum/gemUpdateSystemRmRootGem',
    'projectatomic/no_gem_clean_all',
  ],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['gem'],
  summary: 'gem installs documentation too.',
  docs: `
\`gem install\` and \`gem update\` make documentation of each gem for \`ri\`, which takes time in the build and room in the image,
and nobody reads it there.

Silent on the official ruby images, whose \`/usr/local/etc/gemrc\` says \`--no-document\` already, where a step writes a gemrc, and in
stages that do not ship.

**When to ignore:** in images to work in.

**The fix** adds \`--no-document\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN gem install fpm\n',
      good: 'FROM debian:bookworm-slim\nRUN gem install --no-document fpm\n',
    },
  ],
  *checkStage({ model }, stage) {
    // The official image's own configuration has --no-document.
    if (!stage.isShipped || stage.facts?.family === 'ruby') return;
    for (const instruction of stage.instructions) {
      if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword)) continue;
      const script = model.scriptOf(instruction);
      for (const operation of model.packageOperationsOf(instruction)) {
        const { manager, action, verb, command } = operation;
        if (manager.name !== 'gem' || verb === undefined || (action !== 'install' && action !== 'upgrade')) continue;
        if (operation.options.some(({ name }) => KNOWN.test(name)) || operation.hasOption(['-N'])) continue;
        if (command.args.some(({ value, text }) => value === undefined && text.startsWith('$'))) continue;
        if (isConfigured(model, instruction)) continue;
        yield {
          span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
          message: `gem ${verb.value ?? verb.text} makes documentation of each gem, too.`,
          fixes: [
            {
              title: 'Add --no-document',
              applicability: 'review',
              because: '`ri` knows nothing of these gems then.',
              edits: [appendArgument(script, verb, '--no-document')],
            },
          ],
        };
      }
    }
  },
});

// Any word of the author's about documentation; --system updates RubyGems itself.
const KNOWN = /^--(?:no-)?(?:document|rdoc|ri|doc)\b|^--system$/;

function isConfigured(model: DockerfileModel, instruction: Instruction): boolean {
  return [...instructionsBefore(model, instruction), instruction].some(({ logical }) => logical.text.includes('gemrc'));
}
