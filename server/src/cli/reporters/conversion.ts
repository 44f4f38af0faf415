import {
  createLines,
  estimateText,
  type Alternative,
  type EstimatePart,
  type Lines,
  type MultiStageOptions,
  type MultiStagePlan,
  type MultiStageResult,
  type Refusal,
} from '../../core/index';
import { counted } from '../report';

/** Returns why the conversion of the file at `path` is refused, with the place that decides. */
export function refusalText(
  path: string,
  { id, message, span }: Refusal,
  text: string,
  alternatives: readonly Alternative[] = [],
): string {
  const choices = alternatives.map(
    ({ title, options }) => `plimsoll: ${path}: it can be converted otherwise: ${title} (${flagsOf(options)}).\n`,
  );
  const { line, character } = createLines(text).positionAt(span?.start ?? 0);
  const place = span === undefined ? '' : `:${line + 1}:${character + 1}`;
  return `plimsoll: ${path}${place}: ${message} (${id})\n${choices.join('')}`;
}

/** Returns the flags of the command line that ask for `options`. */
function flagsOf({ layout, runtime, nonRoot, cacheMounts, healthCheck, ...start }: MultiStageOptions): string {
  const flags = [
    ...(layout === undefined || layout === 'builder-runtime' ? [] : [`--layout ${layout}`]),
    ...(runtime === undefined || runtime === 'auto' ? [] : [`--runtime ${runtime}`]),
    ...(nonRoot === true ? ['--non-root'] : []),
    ...(cacheMounts === true ? ['--cache-mounts'] : []),
    ...(healthCheck === undefined ? [] : [`--health-check ${healthCheck}`]),
    ...(start.productionServer === true ? ['--production-server'] : []),
    ...(start.npmStartToNode === true ? ['--npm-start-to-node'] : []),
    ...(start.compileFirst === true ? ['--compile-first'] : []),
    ...(start.keepDevelopmentServer === true ? ['--keep-development-server'] : []),
    ...(start.omitDevelopment === true ? ['--omit-development'] : []),
  ];
  return flags.length === 0 ? 'no flags' : flags.join(' ');
}

/** Returns what was done to the file at `path`, for a person who can read the result there. */
export function conversionText(path: string, plan: MultiStagePlan, text: string): string {
  const lines = createLines(text);
  const stages = plan.stages.map(({ name, base, purpose }) => `  ${name} (${base}): ${purpose}`);
  const assumptions = plan.assumptions.map(({ message, span }) =>
    span === undefined ? `  ${message}` : `  line ${lines.lineAt(span.start) + 1}: ${message}`,
  );
  const output = [
    `${path}: converted to ${counted(plan.stages.length, 'stage')}.`,
    ...stages,
    'Leaves the image:',
    ...plan.estimate.parts.map((part) => `  ${partText(part)}`),
    estimateText(plan.estimate),
    ...(assumptions.length === 0 ? [] : ['Assumed:', ...assumptions]),
  ];
  return `${output.join('\n')}\n`;
}

function partText({ what, megabytes }: EstimatePart): string {
  if (megabytes === undefined) return what;
  const [least, most] = megabytes;
  return `${what} (${least === most ? `${most}` : `${least} to ${most}`} MB)`;
}

/** Returns the result as `schemas/convert.schema.json` describes it; `text` is the original. */
export function conversionJson(
  result: MultiStageResult,
  text: string,
  alternatives: readonly Alternative[] = [],
): string {
  return `${JSON.stringify(resultOf(result, createLines(text), alternatives), undefined, 2)}\n`;
}

function resultOf(result: MultiStageResult, lines: Lines, alternatives: readonly Alternative[]): object {
  if (result.kind === 'refusal') {
    const { id, message, span } = result;
    return {
      status: 'refused',
      reason: { id, message, ...(span === undefined ? {} : { range: lines.rangeOf(span) }) },
      ...(alternatives.length === 0
        ? {}
        : { alternatives: alternatives.map(({ title, options }) => ({ title, flags: flagsOf(options) })) }),
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
    estimate: result.estimate,
  };
}
