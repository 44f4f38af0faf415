import type { BuildContext } from '../context/build-context';
import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { stageChain } from './configuration';
import { isDevelopmentStage, startCommands, type StartCommand } from './effective-start';
import { instructionsBefore } from './history';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { remembered } from './remembered';
import type { Stage } from './stage';

/** Tells whether `stage` runs Ruby: its base image has it, it sets variables of Rails or Bundler, or it starts a Ruby server. */
export const isRubyStage: (model: DockerfileModel, stage: Stage) => boolean = remembered(runsRuby);

function runsRuby(model: DockerfileModel, stage: Stage): boolean {
  if (stage.facts?.distribution.family === 'windows') return false;
  if (stage.facts?.language?.name === 'Ruby') return true;
  if (/(?:^|[/_-])(?:j?ruby|rails)(?:$|[/_-])/.test(stage.image?.repository ?? '')) return true;
  const sets = stageChain(stage).some(({ instructions }) =>
    instructions.some(
      ({ keyword, pairs }) =>
        keyword === 'ENV' && pairs.some(({ key }) => /^(?:RAILS_|RACK_ENV$|BUNDLE_|GEM_HOME$|RUBY_)/.test(key)),
    ),
  );
  return sets || startCommands(model, stage).some((start) => isRubyServer(start));
}

/** Tells whether the stage of `instruction` is for production, as far as its name and the environment tell. */
export function isForProduction(model: DockerfileModel, instruction: Instruction): boolean {
  const stage = model.stageOf(instruction);
  if (stage === undefined || isDevelopmentStage(stage)) return false;
  const { env, args } = model.stateBefore(instruction);
  return ['RAILS_ENV', 'RACK_ENV'].every((name) => !/^(?:dev|test)/.test(env.get(name) ?? args.get(name) ?? ''));
}

/** A program that a command runs, looked at through `bundle exec` and `ruby`. */
export interface RubyProgram {
  readonly name: string;
  readonly word: ShellWord;
  readonly args: readonly ShellWord[];
}

/** Returns what `command` runs: the program after `bundle exec` or `ruby`, or its own. */
export function rubyProgram({ name, nameWord, args }: ShellCommand): RubyProgram | undefined {
  if (name === undefined || nameWord === undefined) return undefined;
  return throughLaunchers([nameWord, ...args]);
}

function throughLaunchers(words: readonly ShellWord[]): RubyProgram | undefined {
  const [word, ...args] = words;
  if (word?.value === undefined) return undefined;
  const name = word.value.slice(word.value.lastIndexOf('/') + 1);
  const isLauncher = (/^bundler?$/.test(name) && args[0]?.value === 'exec') || name === 'ruby';
  if (!isLauncher) return { name, word, args };
  const next = args.findIndex(({ value }, index) => (index > 0 || name === 'ruby') && !(value ?? '-').startsWith('-'));
  return next === -1 ? { name, word, args } : throughLaunchers(args.slice(next));
}

/** Tells whether `start` is a web server of Ruby: Rails' own, Puma, Unicorn and the like. */
export function isRubyServer({ words }: StartCommand): boolean {
  const program = throughLaunchers(words);
  if (program === undefined) return false;
  if (/^(?:puma|pumactl|unicorn|unicorn_rails|thin|falcon|passenger|rackup|iodine)$/.test(program.name)) return true;
  return isRailsServer(program) || (program.name === 'thrust' && isRailsServer(throughLaunchers(program.args)));
}

function isRailsServer(program: RubyProgram | undefined): boolean {
  return program?.name === 'rails' && /^(?:s|server)$/.test(program.args[0]?.value ?? '');
}

/** Returns the calls of `bundle install` in `instruction`, in order; a bare `bundle` installs too. */
export function bundleInstalls(model: DockerfileModel, instruction: Instruction): readonly PackageOperation[] {
  return model
    .packageOperationsOf(instruction)
    .filter(
      ({ manager, subcommand, options }) =>
        /^bundler?$/.test(manager.name) &&
        (/^(?:install|i)$/.test(subcommand) ||
          (subcommand === '' && !options.some(({ name }) => /^--?(?:v|version|h|help)$/.test(name)))),
    );
}

/**
 * Returns the values that Bundler's setting `name` gets for `install`, from the call itself, the environment, `bundle
 * config` before it, or a configuration file; `undefined` stands for one that is not known.
 */
export function bundlerSettings(
  model: DockerfileModel,
  instruction: Instruction,
  install: PackageOperation,
  name: string,
  context: BuildContext | undefined,
): readonly (string | undefined)[] {
  const variable = `BUNDLE_${name.toUpperCase()}`;
  const { env, args } = model.stateBefore(instruction);
  const scope = env.has(variable) ? env : args;
  const before = instructionsBefore(model, instruction);
  const earlier = model
    .scriptOf(instruction)
    .commands.filter(
      ({ span }) => span.start < install.command.span.start || install.command.span.start === span.start,
    );
  const values = [
    ...flagValues(install.command, `--${name}`),
    ...(scope.has(variable) ? [scope.get(variable)] : []),
    ...[...before.flatMap((one) => model.scriptOf(one).commands), ...earlier].flatMap((command) => [
      ...configValues(command, name),
      ...(command === install.command || command.name === undefined ? command.assignments : []).flatMap((one) =>
        one.name === variable ? [one.value?.value] : [],
      ),
      ...(command.name === 'export' ? command.args : []).flatMap(({ text, value }) =>
        text.startsWith(`${variable}=`) ? [value?.slice(variable.length + 1)] : [],
      ),
    ]),
  ];
  if (values.length > 0) return values;
  const copiesFile = before.some((one) =>
    model.copyOf(one)?.sources.some(({ path }) => /(?:^|\/)\.bundle(?:\/config)?$/.test(path ?? '')),
  );
  return copiesFile || context?.read('.bundle/config')?.includes(variable) === true ? [undefined] : [];
}

/** `--without a b`, `--without=a:b`, `--deployment`. */
function flagValues({ args }: ShellCommand, flag: string): readonly (string | undefined)[] {
  const at = args.findIndex(({ value }) => value === flag || value?.startsWith(`${flag}=`));
  const word = args[at];
  if (word?.value === undefined) return [];
  if (word.value !== flag) return [word.value.slice(flag.length + 1)];
  const rest = args.slice(at + 1);
  const end = rest.findIndex(({ text }) => text.startsWith('-'));
  const given = rest.slice(0, end === -1 ? rest.length : end);
  if (given.some(({ value }) => value === undefined)) return [undefined];
  return [given.length === 0 ? 'true' : given.map(({ value }) => value).join(' ')];
}

/** `bundle config set --local without 'development test'`, and the older form without `set`. */
function configValues({ name, args }: ShellCommand, setting: string): readonly (string | undefined)[] {
  if (!/^bundler?$/.test(name ?? '') || args[0]?.value !== 'config') return [];
  const words = args.slice(1).filter(({ text }) => !text.startsWith('-'));
  const rest = words[0]?.value === 'set' ? words.slice(1) : words;
  if (rest[0]?.value !== setting || rest.length < 2) return [];
  const values = rest.slice(1).map(({ value }) => value);
  return [values.includes(undefined) ? undefined : values.join(' ')];
}
