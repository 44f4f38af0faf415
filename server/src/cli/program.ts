import { Argument, Command, CommanderError, Option } from 'commander';
import type { LintSettings, MultiStageOptions, Preset } from '../core/index';
import { plimsollVersion } from '../host/version';
import { check, type CheckOptions } from './check';
import type { ConfigChoice } from './configuration';
import { convert, type ConvertOptions } from './convert';
import { fix } from './fix';
import type { ContextChoice } from './input';
import { checkedNames } from './rule-names';
import { explain, listRules } from './rules';
import { UsageError, type ExitCode, type Terminal } from './terminal';
import { verify, type VerifyCommandOptions } from './verify';

/** Runs the command line `args` (without node and script) and returns the exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(warningOnce(terminal), (code) => (exitCode = code));
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed what is wrong, or the help or version asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    terminal.warn(`plimsoll: ${error.message}\n`);
    return 2;
  }
}

/** The same warning a thousand times tells no more than once. */
function warningOnce(terminal: Terminal): Terminal {
  const warned = new Set<string>();
  return {
    ...terminal,
    warn: (text) => {
      if (!warned.has(text)) terminal.warn(text);
      warned.add(text);
    },
  };
}

interface LintFlags {
  readonly preset?: Preset;
  readonly rule?: readonly string[];
  readonly disable?: readonly string[];
}

interface InputFlags {
  readonly context?: ContextChoice;
  readonly config?: ConfigChoice;
  readonly stdinFilename?: string;
}

function createProgram(terminal: Terminal, done: (code: ExitCode) => void): Command {
  const program = new Command('plimsoll')
    .description('Checks Dockerfiles, fixes them, and converts them to multi-stage builds.')
    .version(plimsollVersion(), '--version', 'print the version')
    .helpOption('--help', 'print this help')
    .helpCommand(false)
    .configureOutput({ writeOut: (text) => terminal.print(text), writeErr: (text) => terminal.warn(text) })
    .exitOverride();
  const command = (name: string, description: string): Command =>
    program.command(name).description(description).helpOption('--help', 'print this help');
  const withInput = (target: Command): Command =>
    target
      .option('--context <dir>', 'the build context (default: the folder of the Dockerfile)')
      .option('--no-context', 'judge the text alone')
      .option('--config <file>', 'this configuration file (default: the nearest .plimsoll.yaml or .hadolint.yaml)')
      .option('--no-config', 'no configuration file')
      .option('--stdin-filename <name>', 'what standard input ("-") is called');
  const withRules = (target: Command): Command =>
    target
      .addOption(choice('--preset <preset>', 'which rules are on', ['recommended', 'strict'], { isOr: 'recommended' }))
      .option('--rule <id>', 'only this rule, whatever the preset; may be repeated', collect)
      .option('--disable <id>', 'without this rule; may be repeated', collect);

  const withConversion = (target: Command): Command =>
    target
      .addOption(
        choice(
          '--layout <layout>',
          'the stages to make',
          ['builder-runtime', 'base-builder-runtime', 'deps-build-runtime', 'dev-prod'],
          { isOr: 'builder-runtime' },
        ),
      )
      .addOption(
        choice('--runtime <base>', 'the base of the final stage', ['auto', 'slim', 'alpine', 'distroless', 'scratch'], {
          isOr: 'auto',
        }),
      )
      .option('--non-root', 'run as a user without privileges', false)
      .option('--cache-mounts', 'keep the downloads of package managers in cache mounts (needs BuildKit)', false)
      .option('--health-check <path>', 'add a HEALTHCHECK that asks for this path of the exposed port')
      .option('--production-server', 'start the server that the manifests list in place of a development server', false)
      .option('--npm-start-to-node', 'start node itself in place of npm start', false)
      .option('--compile-first', 'compile in the build what "go run" or "cargo run" compiles at the start', false)
      .option('--keep-development-server', 'keep a development server of Node, with all that it needs', false)
      .option('--omit-development', 'leave development dependencies of Node behind: the start needs none', false);

  withInput(withRules(command('check', 'Check Dockerfiles.').argument('[path...]', PATHS)))
    .addOption(choice('--format <format>', 'how to print', ['text', 'json', 'sarif', 'github'], 'text'))
    .addOption(
      choice('--fail-on <severity>', 'exit with 1 from this on', ['error', 'warning', 'info', 'hint', 'never'], {
        isOr: 'warning',
      }),
    )
    .option('--shellcheck <when>', 'ask ShellCheck too: auto (where it is installed), never, or its path', 'never')
    .addHelpText('after', '\nExit code: 0 nothing found, 1 findings, 2 usage or input/output error.')
    .action(async (paths: string[], flags: Omit<CheckOptions, 'settings'> & LintFlags) => {
      done(await check(terminal, paths, { ...flags, settings: settingsOf(flags) }));
    });

  withInput(withRules(command('fix', 'Apply the safe fixes to Dockerfiles, in place.').argument('[path...]', PATHS)))
    .option('--review', 'apply the fixes that want a look too', false)
    .option('--diff', 'print a unified diff and write nothing', false)
    .addHelpText('after', '\nExit code: 0 done, 2 usage or input/output error.')
    .action(async (paths: string[], flags: { review: boolean; diff: boolean } & InputFlags & LintFlags) => {
      done(await fix(terminal, paths, { ...flags, settings: settingsOf(flags) }));
    });

  withConversion(
    withInput(
      command('convert', 'Convert a Dockerfile to a multi-stage build and print it.').addArgument(
        new Argument('<file>', 'a Dockerfile, or - for standard input'),
      ),
    )
      .addOption(choice('--format <format>', 'what to print', ['text', 'json', 'diff'], 'text'))
      .option('--write', 'write the file instead of printing it', false),
  )
    .addHelpText(
      'after',
      '\nExit code: 0 converted, 2 usage or input/output error, 3 refused (the reason is on standard error).',
    )
    .action(async (path: string, flags: Pick<ConvertOptions, 'format' | 'write'> & InputFlags & MultiStageOptions) => {
      done(await convert(terminal, path, flags));
    });

  withConversion(
    withInput(
      command('verify', 'Build a Dockerfile and its conversion with Docker, and compare the images.').addArgument(
        new Argument('<file>', 'a Dockerfile, or - for standard input'),
      ),
    ).addOption(choice('--format <format>', 'how to print', ['text', 'json'], 'text')),
  )
    .option('--converted <file>', 'compare with this file instead of the conversion')
    .option('--request <path>', 'what to ask the exposed ports (default: "/"); may be repeated', collect)
    .option('--build-arg <name=value>', 'a build argument for both builds; may be repeated', collect)
    .option('--env <name=value>', 'a variable for both containers; may be repeated', collect)
    .addOption(
      choice('--network <network>', "the engine's own network, or the machine's", ['auto', 'default', 'host'], 'auto'),
    )
    .option('--timeout <seconds>', 'how long a container may take until it answers', '60')
    .option('--keep', 'keep the two images', false)
    .addHelpText(
      'after',
      '\nExit code: 0 verified, 1 a difference that matters, 2 usage, input/output or engine error (also: the original does not build), 3 refused.',
    )
    .action(async (path: string, flags: VerifyCommandOptions) => {
      done(await verify(terminal, path, flags));
    });

  command('rules', 'List all rules.')
    .addOption(choice('--format <format>', 'how to print', ['text', 'json'], 'text'))
    .action((flags: { format: 'text' | 'json' }) => done(listRules(terminal, flags.format)));

  command('explain', 'Print the page of a rule.')
    .argument('<rule>', 'an id or an alias, such as hadolint/DL3008')
    .action((name: string) => done(explain(terminal, name)));

  command('lsp', 'Serve the Language Server Protocol.')
    .requiredOption('--stdio', 'over standard input and output')
    .action(async () => {
      // Only this command needs the language server.
      const { startNodeServer } = await import('../lsp/node');
      startNodeServer();
    });

  return program;
}

const PATHS = 'files, folders to search, or - for standard input (default: the current folder)';

/** With `isOr` a configuration file decides where the flag is absent, and else `isOr` holds. */
function choice(
  flags: string,
  description: string,
  choices: readonly string[],
  standard: string | { readonly isOr: string },
): Option {
  if (typeof standard === 'string') return new Option(flags, description).choices(choices).default(standard);
  return new Option(flags, `${description} (default: the configuration file's, or "${standard.isOr}")`).choices(
    choices,
  );
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

function settingsOf({ preset, rule, disable }: LintFlags): LintSettings {
  return {
    ...(preset === undefined ? {} : { preset }),
    ...(rule === undefined ? {} : { only: checkedNames(rule) }),
    ...(disable === undefined ? {} : { disable: checkedNames(disable) }),
  };
}
