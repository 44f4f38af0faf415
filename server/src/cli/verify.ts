import { dirname, resolve } from 'node:path';
import {
  alternativesOf,
  analyze,
  planMultiStage,
  type MultiStageOptions,
  type MultiStagePlan,
  type MultiStageResult,
} from '../core/index';
import { createDocker, DockerError, findDocker } from '../host/verify/docker';
import { failureJson, verificationJson, verificationText } from '../host/verify/report';
import { verifyByBuilding, type VerifyOptions, type VerifyResult } from '../host/verify/verify';
import { readTextFile } from '../host/text-file';
import { chosenOptions } from './convert';
import { checkContext, isStdin, judge, readInput, readStdin, type Input, type InputOptions } from './input';
import { refusalText } from './reporters/conversion';
import { refusedJson } from './reporters/verification';
import { reasonOf, UsageError, type ExitCode, type Terminal } from './terminal';

export interface VerifyCommandOptions extends InputOptions, MultiStageOptions {
  readonly format: 'text' | 'json';
  /** A file to compare the original with, instead of its conversion. */
  readonly converted?: string;
  readonly request?: readonly string[];
  readonly buildArg?: readonly string[];
  readonly env?: readonly string[];
  readonly network: VerifyOptions['network'];
  /** Seconds. */
  readonly timeout: string;
  readonly keep: boolean;
}

/** Converts the Dockerfile at `path`, builds both files with the Docker engine, and compares the images and what they answer. */
export async function verify(terminal: Terminal, path: string, options: VerifyCommandOptions): Promise<ExitCode> {
  checkContext(terminal, options.context);
  const choices = checkedChoices(options);
  let input: Input;
  let chosen: MultiStageOptions;
  let given: string | undefined;
  try {
    input = isStdin([path], options) ? await readStdin(terminal, options) : readInput(terminal, path);
    given =
      options.converted === undefined ? undefined : readTextFile(resolve(terminal.folder, options.converted)).text;
    chosen = chosenOptions(terminal, input, options);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return fail(terminal, options, path, 'file', reasonOf(error));
  }
  const { analysis, found } = judge(input, input.text, { terminal, context: options.context });
  const planned: MultiStageResult = planMultiStage(analysis, chosen);
  // A given file may be the very conversion, which an editor has shown before.
  const plan = given === undefined || (planned.kind === 'plan' && planned.text === given) ? planned : undefined;
  if (plan?.kind === 'refusal') {
    terminal.warn(refusalText(input.path, plan, analysis.text, alternativesOf(analysis, chosen, plan)));
    if (options.format === 'json') terminal.print(refusedJson(input.path, plan, analysis.text));
    return 3;
  }
  const executable = findDocker(terminal.environment?.['PATH']);
  if (executable === undefined)
    return fail(terminal, options, path, 'docker', 'There is no docker command on the PATH, and nothing was built.');
  const text = given ?? (plan === undefined ? '' : plan.text);
  const progress = (message: string): void => {
    terminal.warn(`plimsoll: ${message}\n`);
  };
  const signal = terminal.interruption?.() ?? new AbortController().signal;
  try {
    const result = await verifyByBuilding({
      ...choices,
      docker: createDocker(executable, terminal.environment),
      original: { text: analysis.text, baseName: baseOf(analysis) },
      converted: { text, baseName: baseOf(analyze(text)) },
      context: contextOf(terminal, input, options, found.folder),
      file: input.file,
      declared: {
        addsUser: chosen.nonRoot === true,
        addsHealthCheck: chosen.healthCheck !== undefined,
        changesStart:
          chosen.productionServer === true || chosen.npmStartToNode === true || chosen.compileFirst === true,
      },
      declaredPackages: plan?.dropped.packages ?? [],
      network: options.network,
      keep: options.keep,
      signal,
      progress,
    });
    return report(terminal, options, { path: input.path, plan, result });
  } catch (error) {
    if (signal.aborted)
      return fail(terminal, options, path, 'cancelled', 'Cancelled. What had been built and started was removed.');
    if (error instanceof DockerError) return fail(terminal, options, path, 'engine', error.message);
    throw error;
  }
}

function checkedChoices({ request, buildArg = [], env = [], timeout }: VerifyCommandOptions) {
  const requests = request ?? ['/'];
  for (const path of requests)
    if (!/^\/\S*$/.test(path)) throw new UsageError(`The request "${path}" is no path: it begins with "/".`);
  for (const [flag, pairs] of [
    ['--build-arg', buildArg],
    ['--env', env],
  ] as const)
    for (const pair of pairs)
      if (!/^[A-Za-z_]\w*(?:=|$)/.test(pair)) throw new UsageError(`${flag} takes NAME=VALUE, and not "${pair}".`);
  const seconds = Number(timeout);
  if (!(seconds > 0 && seconds <= 3600)) throw new UsageError('--timeout takes seconds, from 1 to 3600.');
  return { requests, buildArguments: buildArg, environment: env, timeout: seconds * 1000 };
}

function baseOf({ model }: ReturnType<typeof analyze>): string | undefined {
  return model.finalStage?.image?.text;
}

/** The folder that is built: as named, as found, or else that of the Dockerfile. */
function contextOf(terminal: Terminal, input: Input, { context }: InputOptions, found: string | undefined): string {
  if (typeof context === 'string') return resolve(terminal.folder, context);
  return found ?? (input.file === undefined ? terminal.folder : dirname(input.file));
}

function report(
  terminal: Terminal,
  { format, converted }: VerifyCommandOptions,
  done: { readonly path: string; readonly plan: MultiStagePlan | undefined; readonly result: VerifyResult },
): ExitCode {
  const verified = { ...done, converted: done.plan === undefined ? converted : undefined };
  terminal.print(format === 'json' ? verificationJson(verified) : verificationText(verified));
  const { result } = done;
  if (result.kind === 'compared') return result.isVerified ? 0 : 1;
  return result.which === 'original' ? 2 : 1;
}

function fail(
  terminal: Terminal,
  { format }: VerifyCommandOptions,
  path: string,
  cause: string,
  message: string,
): ExitCode {
  terminal.warn(`plimsoll: ${path}: ${message}\n`);
  if (format === 'json') terminal.print(failureJson(path, cause, message));
  return 2;
}
