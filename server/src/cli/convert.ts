import { planMultiStage, type MultiStageOptions } from '../core/index';
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
  if (options.format === 'json') terminal.print(conversionJson(result, analysis.text));
  if (result.kind === 'refusal') {
    terminal.warn(refusalText(input.path, result, analysis.text));
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

/** Returns how to convert: as flags say, else the configuration file, else as usual. */
export function chosenOptions(
  terminal: Terminal,
  input: Input,
  options: InputOptions & MultiStageOptions,
): MultiStageOptions {
  const { layout, runtime } = createConfigurations(terminal, options.config).of(input)?.multiStage ?? {};
  return {
    layout: options.layout ?? layout ?? 'builder-runtime',
    runtime: options.runtime ?? runtime ?? 'auto',
    ...(options.nonRoot === undefined ? {} : { nonRoot: options.nonRoot }),
  };
}
