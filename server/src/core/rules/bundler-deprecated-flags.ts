import { compareVersions } from '../knowledge/image-reference-parts';
import { defineRule, type Fix } from '../lint/rule';
import { bundleInstalls } from '../model/ruby';
import type { PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage';
import type { ShellScript, ShellWord } from '../shell/shell';
import { insertAt, remove } from '../text/edit';
import type { Span } from '../text/span';

export default defineRule({
  id: 'bundler-deprecated-flags',
  aliases: ['tally/ruby/deprecated-bundler-install-flags'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['bundle', 'bundler'],
  summary: 'bundle install gets a flag that Bundler 4 no longer has.',
  docs: `
\`--without\`, \`--deployment\`, \`--path\` and the like were written to a configuration file behind the reader's back, so that
every later call of Bundler obeyed them too. Bundler 2 warns of them since 2.1, Bundler 4 (which comes with Ruby 4.0) has
removed them: the build stops.

Set them where they are seen: \`ENV BUNDLE_WITHOUT="development:test"\`, \`ENV BUNDLE_DEPLOYMENT="1"\`,
\`ENV BUNDLE_PATH="vendor/bundle"\`, or \`bundle config set --local\` before the call.

Silent where the base image is known to have Bundler 1: with Ruby 2.6 and older.

**When to ignore:** where an older Bundler is installed on purpose.

**The fix** moves the flag to \`bundle config set --local\` in the same RUN, which writes the same file.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN bundle install --without development test\n',
      good: "FROM ruby:3.4-slim\nCOPY Gemfile Gemfile.lock ./\nRUN bundle config set --local without 'development test' && bundle install\n",
    },
  ],
  *checkInstruction({ model }, instruction) {
    if (hasFirstBundler(model.stageOf(instruction))) return;
    for (const operation of bundleInstalls(model, instruction)) {
      for (const flag of flagsOf(operation)) {
        const fix = fixOf(operation, flag, model.scriptOf(instruction));
        yield {
          span: flag.span,
          message: `Bundler 4 has no --${flag.name}: \`bundle config set --local ${SETTINGS.get(flag.name) ?? flag.name}\` says the same.`,
          ...(fix === undefined ? {} : { fixes: [fix] }),
        };
      }
    }
  },
});

/** Bundler 1, which knows no `bundle config set`, comes with Ruby 2.6 and older and with the distributions of that time. */
function hasFirstBundler(stage: Stage | undefined): boolean {
  const { language, distribution } = stage?.facts ?? {};
  if (language?.name === 'Ruby') return language.version !== undefined && compareVersions(language.version, '2.7') < 0;
  return OLD_RELEASES.test(`${distribution?.name ?? ''} ${distribution?.release ?? ''}`);
}

const OLD_RELEASES =
  /^(?:ubuntu (?:precise|trusty|xenial|bionic)|debian (?:wheezy|jessie|stretch|buster)|centos [567]|alpine (?:2|3\.\d$|3\.10))/;

interface Flag {
  readonly name: string;
  /** From the flag to the last word of its value. */
  readonly span: Span;
  /** As the shell gets it; `undefined` for a flag without a value. */
  readonly values: readonly ShellWord[];
  readonly attached: string | undefined;
}

/** To whether they take words: Bundler's `bundle install` as of 2.7, without those it keeps. */
const DEPRECATED: ReadonlyMap<string, 'none' | 'one' | 'many'> = new Map([
  ['without', 'many'],
  ['with', 'many'],
  ['deployment', 'none'],
  ['path', 'one'],
  ['frozen', 'none'],
  ['clean', 'none'],
  ['no-prune', 'none'],
  ['shebang', 'one'],
  ['system', 'none'],
]);

/** Where the setting has another name than the flag. */
const SETTINGS: ReadonlyMap<string, string> = new Map([
  ['system', 'path.system'],
  ['no-prune', 'no_prune'],
]);

function flagsOf({ command: { args } }: PackageOperation): readonly Flag[] {
  return args.flatMap((word, index): readonly Flag[] => {
    const [, name = '', attached] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word.value ?? word.text) ?? [];
    const kind = DEPRECATED.get(name);
    if (kind === undefined) return [];
    const rest = args.slice(index + 1);
    const end = rest.findIndex(({ text }) => text.startsWith('-'));
    const words = rest.slice(0, end === -1 ? rest.length : end);
    const values = kind === 'many' ? words : kind === 'one' && attached === undefined ? words.slice(0, 1) : [];
    const span = { start: word.span.start, end: (values.at(-1) ?? word).span.end };
    return [{ name, span, values, attached }];
  });
}

function fixOf({ command }: PackageOperation, flag: Flag, script: ShellScript): Fix | undefined {
  if (!/^(?:without|with|deployment|path|frozen|clean)$/.test(flag.name)) return undefined;
  const statement = script.statements[command.statement];
  // Only where the call is a statement of its own: `a || bundle install` would bind differently.
  const isAlone =
    statement?.isSimple === true &&
    statement.span.start === command.span.start &&
    statement.before?.operator !== '||' &&
    command.pipe === undefined &&
    script.source !== 'exec';
  if (!isAlone || command.wrappers.length > 0 || command.assignments.length > 0) return undefined;
  const words = [...(flag.attached === undefined ? [] : [flag.attached]), ...flag.values.map(({ value }) => value)];
  const value = words.length === 0 ? 'true' : words.join(' ');
  if (words.includes(undefined) || !/^[\w :./@-]+$/.test(value)) return undefined;
  const previous = [command.nameWord, ...command.args].findLast(
    (word) => word !== undefined && word.span.end <= flag.span.start,
  );
  if (previous === undefined) return undefined;
  return {
    title: `Set ${flag.name} with bundle config`,
    applicability: 'review',
    because: 'Bundler 1 does not know `bundle config set`.',
    edits: [
      insertAt(
        command.span.start,
        `${command.name ?? 'bundle'} config set --local ${flag.name} ${/^[\w./-]+$/.test(value) ? value : `'${value}'`} && `,
      ),
      remove({ start: previous.span.end, end: flag.span.end }),
    ],
  };
}
