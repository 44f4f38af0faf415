import { defineRule } from '../lint/rule';
import { isDevelopmentStage } from '../model/effective-start';
import { isRubyStage, rubyProgram } from '../model/ruby';
import { insertAt, replace } from '../text/edit';

export default defineRule({
  id: 'bootsnap-parallel-precompile',
  aliases: ['tally/ruby/bootsnap-precompile-without-j1'],
  category: 'correctness',
  severity: 'info',
  preset: 'strict',
  needs: ['bundle', 'bundler', 'bootsnap'],
  summary: 'bootsnap precompile forks workers, which hang or crash under emulation.',
  docs: `
\`bootsnap precompile\` starts one process for each core. Under QEMU, which runs the other architecture of a multi-platform
build, these processes crash or never end (rails/bootsnap issue 495). Rails' own Dockerfile template says \`-j 1\` for
this reason.

Silent where the stage is built on the builder's own platform, or the step asks for BUILDPLATFORM or TARGETPLATFORM.

**When to ignore:** where the image is built natively on each architecture.

**The fix** adds \`-j 1\`: the cache is the same, made by one process.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCOPY . .\nRUN bundle exec bootsnap precompile app/ lib/\n',
      good: 'FROM ruby:3.4-slim\nCOPY . .\nRUN bundle exec bootsnap precompile -j 1 app/ lib/\n',
    },
  ],
  *checkStage({ model }, stage) {
    if (isDevelopmentStage(stage) || !isRubyStage(model, stage)) return;
    if (stage.from.flags.some(({ name, value = '' }) => name === 'platform' && value.includes('BUILDPLATFORM'))) return;
    for (const instruction of stage.instructions) {
      if (/\b(?:BUILD|TARGET)(?:PLATFORM|ARCH)\b/.test(instruction.logical.text)) continue;
      const script = model.scriptOf(instruction);
      for (const command of script.commands) {
        const program = rubyProgram(command);
        const [verb] = program?.args ?? [];
        if (program?.name !== 'bootsnap' || verb?.value !== 'precompile') continue;
        const jobs = program.args.findIndex(({ text }) => /^(?:-j|--jobs)/.test(text));
        const word = program.args[jobs];
        const attached = /^(?:-j=?|--jobs=)(.+)$/.exec(word?.text ?? '')?.[1];
        const value = attached ?? (word === undefined ? undefined : program.args[jobs + 1]?.text);
        if (value !== undefined && !/^["']?(?:[02-9]|\d\d+)["']?$/.test(value)) continue;
        const isExec = script.source === 'exec' && verb.text.startsWith('"');
        const place = attached === undefined ? program.args[jobs + 1] : word;
        yield {
          span: { start: program.word.span.start, end: verb.span.end },
          message: 'bootsnap precompile forks workers, which hang or crash under emulation.',
          fixes: isExec
            ? []
            : [
                {
                  title: 'Use one process',
                  applicability: 'safe',
                  edits: [
                    word === undefined || place === undefined
                      ? insertAt(verb.span.end, ' -j 1')
                      : replace({ start: word.span.start, end: place.span.end }, '-j 1'),
                  ],
                },
              ],
        };
      }
    }
  },
});
