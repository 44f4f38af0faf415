import { insertAfterStatement } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { instructionsAfter } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { mountsOf } from '../model/mounts';
import { bundleInstalls, bundlerSettings } from '../model/ruby';
import type { PackageOperation } from '../model/packages';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'bundler-cache-kept',
  aliases: ['tally/ruby/leftover-bundler-cache'],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['bundle', 'bundler'],
  summary: 'Bundler keeps the gem files that it downloads, which stay in the layer.',
  docs: `
Each gem is downloaded as a \`.gem\` archive, unpacked, and kept: the archives lie in \`cache\` beside the installed gems and
are read by nobody.

Nothing is said where a cache mount holds them, where they are removed afterwards (also by \`bundle clean --force\`), and in
stages that do not ship.

**When to ignore:** in images that install gems at run time.

**The fix** removes the archives in the same RUN, where the text tells their place.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install\n',
      good: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install && rm -rf "$GEM_HOME/cache"\n',
    },
  ],
  *checkStage({ file, model, context }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      const install = bundleInstalls(model, instruction).at(-1);
      if (install === undefined || isCleaned(model, instruction, install)) continue;
      const script = model.scriptOf(instruction);
      const statement = script.statements[install.command.statement];
      const { env } = model.stateBefore(instruction);
      const isMoved = ['path', 'deployment'].some(
        (name) => bundlerSettings(model, instruction, install, name, context).length > 0,
      );
      const directory = isMoved
        ? env.get('BUNDLE_PATH')?.startsWith('/') === true
          ? '"$BUNDLE_PATH"/ruby/*/cache'
          : undefined
        : env.has('GEM_HOME')
          ? '"$GEM_HOME/cache"'
          : undefined;
      const edit =
        statement === undefined || directory === undefined || install.command.isConditional
          ? undefined
          : insertAfterStatement(file, instruction, script, statement, `rm -rf ${directory}`);
      const { nameWord, span } = install.command;
      yield {
        span: { start: nameWord?.span.start ?? span.start, end: (install.verb ?? nameWord)?.span.end ?? span.end },
        message: 'Bundler keeps the downloaded gem files, which stay in this layer.',
        fixes:
          edit === undefined
            ? []
            : [{ title: 'Remove the gem files in the same RUN', applicability: 'safe', edits: [edit] }],
      };
    }
  },
});

function isCleaned(model: DockerfileModel, instruction: Instruction, install: PackageOperation): boolean {
  if (mountsOf(instruction).some(({ type, target }) => type !== 'bind' && /bundle|gem|cache/.test(target ?? '')))
    return true;
  const own = model.scriptOf(instruction).commands.filter(({ span }) => span.start > install.command.span.start);
  // In a later layer it is too late, which another rule says of the removal.
  return [...own, ...instructionsAfter(model, instruction).flatMap((one) => model.scriptOf(one).commands)].some(
    isCleanUp,
  );
}

function isCleanUp({ name, args }: ShellCommand): boolean {
  if (/^bundler?$/.test(name ?? '')) return args[0]?.value === 'clean';
  return (name === 'rm' || name === 'find') && args.some(({ text }) => /bundle|gems?\b|GEM_|\.gem/i.test(text));
}
