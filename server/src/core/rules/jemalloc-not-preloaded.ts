import { insertLinesAfter } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { isDevelopmentStage } from '../model/effective-start';
import { isRubyStage } from '../model/ruby';
import { containerStart } from '../model/start';

export default defineRule({
  id: 'jemalloc-not-preloaded',
  aliases: ['tally/ruby/jemalloc-installed-but-not-preloaded'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['apt-get', 'apt', 'apk', 'dnf', 'microdnf', 'yum', 'zypper'],
  summary: 'jemalloc is installed for Ruby, but nothing loads it.',
  docs: `
Installing jemalloc changes nothing: Ruby goes on with the C library's allocator until \`LD_PRELOAD\` names the other one.

Only in the final stage, where it runs Ruby. Silent where \`LD_PRELOAD\` or \`MALLOC_CONF\` is set, where Ruby is compiled here,
and where an entrypoint script that cannot be read may set it.

**When to ignore:** where the container's environment sets \`LD_PRELOAD\`.

**The fix** sets \`LD_PRELOAD\` after the installation.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nRUN apt-get update && apt-get install -y libjemalloc2\nCMD ["puma"]\n',
      good: 'FROM ruby:3.4-slim\nRUN apt-get update && apt-get install -y libjemalloc2\nENV LD_PRELOAD=libjemalloc.so.2\nCMD ["puma"]\n',
    },
  ],
  *check({ file, model, context }) {
    const stage = model.finalStage;
    if (stage === undefined || isDevelopmentStage(stage) || !isRubyStage(model, stage)) return;
    const { env } = model.finalState(stage);
    if (env.has('LD_PRELOAD') || env.has('MALLOC_CONF')) return;
    const chain = stageChain(stage).flatMap(({ instructions }) => instructions);
    const mentions = /LD_PRELOAD|ld\.so\.preload|with-jemalloc|MALLOC_CONF/;
    if (chain.some(({ keyword, logical }) => keyword !== 'ARG' && mentions.test(logical.text))) return;
    const start = containerStart(model, stage, context);
    if (start.unreadScripts.length > 0) return;
    if (start.commands.some(({ args, assignments }) => mentions.test([...args, ...assignments].map(nameOf).join(' '))))
      return;
    for (const instruction of chain) {
      const operations = model.packageOperationsOf(instruction);
      const word = operations
        .filter(({ manager, action }) => manager.kind === 'os' && action === 'install')
        .flatMap(({ operands }) => operands)
        .find(({ value }) => /^(?:lib)?jemalloc(?:\d|-dev|-devel)?(?:$|[=:~<>-])/.test(value ?? ''));
      if (word === undefined) continue;
      const library = word.value?.startsWith('libjemalloc1') === true ? 'libjemalloc.so.1' : 'libjemalloc.so.2';
      const isOwn = instruction.keyword === 'RUN' && model.stageOf(instruction) === stage;
      yield {
        span: word.span,
        message: 'jemalloc is installed, but LD_PRELOAD does not load it.',
        fixes: isOwn
          ? [
              {
                title: 'Set LD_PRELOAD',
                applicability: 'review',
                because: 'Every program of the image gets the other allocator, those of later steps too.',
                edits: [insertLinesAfter(file, instruction, [`ENV LD_PRELOAD=${library}`])],
              },
            ]
          : [],
      };
      return;
    }
  },
});

function nameOf(part: { readonly text: string } | { readonly name: string }): string {
  return 'text' in part ? part.text : part.name;
}
