import { alternativesOf, planMultiStage, type MultiStageOptions } from '../core/index';
import { repositoryOf, targetsInBuildDefinitions } from '../host/build-definitions';
import { encodeText, writeTextFile } from '../host/text-file';
import { createConfigurations } from './configuration';
import { unifiedDiff } from './diff';
import { checkContext, isStdin, judge, readInput, readStdin, type Input, type InputOptions } from './input';
import { conversionJson, conversionText, refusalText } from './reporters/conversion';
import { reasonOf, UsageError, type ExitCode, type Terminal } from './terminal';

export interface ConvertOptions extends InputOptions, MultiStageOptions {
  readonly format: 'text' | 'json' | 'diff';
  readonly write: boolean;
}

/** Converts the Dockerfile at `path` to a multi-stage build and prints the result; refuses with the reason where that cannot be shown to work. */
export async function convert(terminal: Terminal, path: string, options: ConvertOptions): Promise<ExitCode> {
  checkContext(terminal, options.context);
  const isFromStdin = isStdin([path], options);
  if (isFromStdin && options.write) throw new UsageError('Standard input cannot be written to; leave out --write.');
  let input;
  try {
    input = isFromStdin ? await readStdin(terminal, options) : readInput(terminal, path);
  } catch (error) {
    terminal.warn(`plimsoll: ${path}: ${reasonOf(error)}\n`);
    return 2;
  }
  let chosen: MultiStageOptions;
  try {
    chosen = chosenOptions(terminal, input, options);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    terminal.warn(`plimsoll: ${path}: ${reasonOf(error)}\n`);
    return 2;
  }
  const { analysis } = judge(input, input.text, { terminal, context: options.context });
  const result = planMultiStage(analysis, chosen);
  const alternatives = result.kind === 'refusal' ? alternativesOf(analysis, chosen, result) : [];
  if (options.format === 'json') terminal.print(conversionJson(result, analysis.text, alternatives));
  if (result.kind === 'refusal') {
    terminal.warn(refusalText(input.path, result, analysis.text, alternatives));
    return 3;
  }
  if (options.format === 'diff') terminal.print(encodeText(unifiedDiff(input.path, input.text, result.text)));
  if (!options.write) {
    if (options.format === 'text') terminal.print(encodeText(result.text));
    return 0;
  }
  try {
    if (input.file !== undefined) writeTextFile(input.file, result.text);
  } catch (error) {
    terminal.warn(`plimsoll: ${path}: ${reasonOf(error)}\n`);
    return 2;
  }
  if (options.format === 'text') terminal.print(conversionText(input.path, result, analysis.text));
  return 0;
}

/** Returns how to convert: as flags say, else the configuration file, else as usual; and the targets that other files name. */
export function chosenOptions(
  terminal: Terminal,
  input: Input,
  options: InputOptions & MultiStageOptions,
): MultiStageOptions {
  const { layout, runtime } = createConfigurations(terminal, options.config).of(input)?.multiStage ?? {};
  const { nonRoot, cacheMounts, healthCheck, productionServer, npmStartToNode } = options;
  const { compileFirst, keepDevelopmentServer, omitDevelopment } = options;
  return {
    layout: options.layout ?? layout ?? 'builder-runtime',
    runtime: options.runtime ?? runtime ?? 'auto',
    ...(nonRoot === undefined ? {} : { nonRoot }),
    ...(cacheMounts === undefined ? {} : { cacheMounts }),
    ...(healthCheck === undefined ? {} : { healthCheck }),
    ...(productionServer === undefined ? {} : { productionServer }),
    ...(npmStartToNode === undefined ? {} : { npmStartToNode }),
    ...(compileFirst === undefined ? {} : { compileFirst }),
    ...(keepDevelopmentServer === undefined ? {} : { keepDevelopmentServer }),
    ...(omitDevelopment === undefined ? {} : { omitDevelopment }),
    targets: input.file === undefined ? [] : targetsInBuildDefinitions(input.file, repositoryOf(input.file)),
  };
}
