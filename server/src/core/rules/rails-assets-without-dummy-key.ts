import { compareVersions } from '../knowledge/image-reference-parts';
import { defineRule } from '../lint/rule';
import { mountsOf } from '../model/mounts';
import type { DockerfileModel } from '../model/model';
import { isForProduction, isRubyStage, rubyProgram } from '../model/ruby';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'rails-assets-without-dummy-key',
  aliases: ['tally/ruby/asset-precompile-without-dummy-key'],
  category: 'security',
  severity: 'info',
  preset: 'strict',
  needs: ['rails', 'rake', 'bundle', 'bundler', 'ruby'],
  summary: 'Rails compiles assets without a placeholder for its secret key.',
  docs: `
\`assets:precompile\` starts Rails, and in production Rails does not start without a secret key. Who has none at hand passes the
real one to the build, where it stays in the image's history. \`SECRET_KEY_BASE_DUMMY=1\` (Rails 7.1 and newer) makes a key
for this one run; older ones take any \`SECRET_KEY_BASE\`.

Silent where a key, a placeholder or a secret mount is there, and in stages for development or tests.

**When to ignore:** where the assets are compiled in the development environment.

**The fix** sets \`SECRET_KEY_BASE_DUMMY=1\` (or a placeholder, for Rails that is known to be older) for the one command.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCOPY . .\nRUN bin/rails assets:precompile\n',
      good: 'FROM ruby:3.4-slim\nCOPY . .\nRUN SECRET_KEY_BASE_DUMMY=1 bin/rails assets:precompile\n',
    },
  ],
  *check({ model, context }) {
    const [, version] = /^ {4}rails \((\d+\.\d+)/m.exec(context?.read('Gemfile.lock') ?? '') ?? [];
    for (const stage of model.stages) {
      if (!isRubyStage(model, stage)) continue;
      // Rails 7.1 needs Ruby 2.7.
      const ruby = stage.facts?.language?.version;
      const isOld =
        version === undefined
          ? ruby !== undefined && compareVersions(ruby, '2.7') < 0
          : compareVersions(version, '7.1') < 0;
      const setting = isOld ? 'SECRET_KEY_BASE=placeholder' : 'SECRET_KEY_BASE_DUMMY=1';
      for (const instruction of stage.instructions) {
        if (!/^(?:RUN|ONBUILD)$/.test(instruction.keyword) || !isForProduction(model, instruction)) continue;
        if (mountsOf(instruction).some(({ type }) => type === 'secret') || hasKey(model, instruction)) continue;
        for (const command of model.scriptOf(instruction).commands) {
          const program = rubyProgram(command);
          if (program === undefined || !/^(?:rails|rake)$/.test(program.name)) continue;
          const task = program.args.find(({ value }) => value === 'assets:precompile');
          if (task === undefined || isGiven(model, instruction, command)) continue;
          const isPlain = instruction.exec === undefined && command.wrappers.length === 0;
          yield {
            span: { start: program.word.span.start, end: task.span.end },
            message: `Rails asks for its secret key here: ${setting} stands in for it.`,
            fixes: isPlain
              ? [
                  {
                    title: `Set ${setting}`,
                    applicability: 'review',
                    because: 'Code that reads the real credentials while assets are compiled fails.',
                    edits: [insertAt(command.span.start, `${setting} `)],
                  },
                ]
              : [],
          };
        }
      }
    }
  },
});

const KEY = /^(?:SECRET_KEY_BASE(?:_DUMMY)?|SECRET_TOKEN|RAILS_MASTER_KEY)$/;

function hasKey(model: DockerfileModel, instruction: Instruction): boolean {
  const { env, args } = model.stateBefore(instruction);
  return [...env.keys(), ...args.keys()].some((name) => KEY.test(name));
}

/** On the command itself, by `export`, or as an argument (`rake assets:precompile SECRET_KEY_BASE=x`, RAILS_ENV=test). */
function isGiven(model: DockerfileModel, instruction: Instruction, command: ShellCommand): boolean {
  const isTest = (name: string, value: string | undefined): boolean =>
    /^(?:RAILS|RACK)_ENV$/.test(name) && /^(?:dev|test)/.test(value ?? '');
  if (command.assignments.some(({ name, value }) => KEY.test(name) || isTest(name, value?.value))) return true;
  const isArgument = ({ text }: { readonly text: string }): boolean => {
    const [name = '', value] = text.split('=');
    return value !== undefined && (KEY.test(name) || isTest(name, value));
  };
  return (
    command.args.some(isArgument) ||
    model.scriptOf(instruction).commands.some(({ name, args }) => name === 'export' && args.some(isArgument))
  );
}
