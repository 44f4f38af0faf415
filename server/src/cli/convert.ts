import { planMultiStage, type Lines, type MultiStageOptions, type MultiStagePlan, type Refusal } from '../core/index';
import { encodeText, writeTextFile } from '../host/text-file';
import { unifiedDiff } from './diff';
import { checkContext, isStdin, judge, readInput, readStdin, type InputOptions } from './input';
import { counted } from './report';
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
  const { analysis } = judge(input, input.text, { terminal, context: options.context });
  const result = planMultiStage(analysis, options);
  const { lines } = analysis.file;
  if (options.format === 'json') terminal.print(`${JSON.stringify(resultJson(result, lines), undefined, 2)}\n`);
  if (result.kind === 'refusal') {
    terminal.warn(`plimsoll: ${placeOf(input.path, result, lines)}: ${result.message} (${result.id})\n`);
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
  if (options.format === 'text') terminal.print(reportText(input.path, result, lines));
  return 0;
}

function placeOf(path: string, { span }: Refusal, lines: Lines): string {
  if (span === undefined) return path;
  const { line, character } = lines.positionAt(span.start);
  return `${path}:${line + 1}:${character + 1}`;
}

/** What `--write` says, as the text itself is in the file then. */
function reportText(path: string, plan: MultiStagePlan, lines: Lines): string {
  const stages = plan.stages.map(({ name, base, purpose }) => `  ${name} (${base}): ${purpose}`);
  const assumptions = plan.assumptions.map(({ message, span }) =>
    span === undefined ? `  ${message}` : `  line ${lines.lineAt(span.start) + 1}: ${message}`,
  );
  const output = [
    `${path}: converted to ${counted(plan.stages.length, 'stage')}.`,
    ...stages,
    ...(assumptions.length === 0 ? [] : ['Assumed:', ...assumptions]),
  ];
  return `${output.join('\n')}\n`;
}

/** Returns the result as `schemas/convert.schema.json` describes it. */
function resultJson(result: MultiStagePlan | Refusal, lines: Lines): object {
  if (result.kind === 'refusal') {
    const { id, message, span } = result;
    return {
      status: 'refused',
      reason: { id, message, ...(span === undefined ? {} : { range: lines.rangeOf(span) }) },
      stages: [],
      dispositions: [],
      assumptions: [],
      dropped: { packages: [], tools: [], files: [] },
    };
  }
  return {
    status: 'converted',
    text: result.text,
    stages: result.stages.map(({ name, base, purpose }) => ({ name, base, purpose })),
    dispositions: result.dispositions.map(({ instruction, placement, commands, why }) => ({
      line: lines.lineAt(instruction.span.start) + 1,
      instruction: instruction.keyword,
      placement,
      ...(commands === undefined
        ? {}
        : {
            commands: commands.map((command) => ({
              text: command.text,
              placement: command.placement,
              why: command.why,
            })),
          }),
      why,
    })),
    assumptions: result.assumptions.map(({ message, span }) => ({
      message,
      ...(span === undefined ? {} : { range: lines.rangeOf(span) }),
    })),
    dropped: result.dropped,
  };
}
