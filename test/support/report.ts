import type { Analysis, MultiStageResult } from '../../server/src/core/index';

/** Returns the result of a conversion as a person reads it: a line for each move with its reason, or the refusal. */
export function reportOf(analysis: Analysis, result: MultiStageResult): string {
  const { text, file } = analysis;
  const lineOf = (offset: number): number => file.lines.lineAt(offset) + 1;
  if (result.kind === 'refusal') {
    const words =
      result.span === undefined
        ? ''
        : `\nat line ${lineOf(result.span.start)}: ${firstLine(text.slice(result.span.start, result.span.end))}`;
    return `refused ${result.id}: ${result.message}${words}\n`;
  }
  const lines = [`converted by ${result.recipe}, layout ${result.layout}`, ''];
  for (const { name, base, purpose } of result.stages) lines.push(`stage ${name} on ${base}: ${purpose}`);
  lines.push('');
  for (const { instruction, placement, commands, why } of result.dispositions) {
    const words = firstLine(text.slice(instruction.span.start, instruction.span.end));
    lines.push(`line ${lineOf(instruction.span.start)}: ${words}`, `  -> ${placement}: ${why}`);
    for (const command of commands ?? [])
      lines.push(`     ${command.text}`, `       -> ${command.placement}: ${command.why}`);
  }
  if (result.assumptions.length > 0)
    lines.push('', 'assumed:', ...result.assumptions.map(({ message }) => `  - ${message}`));
  lines.push('', 'left behind:');
  for (const [kind, names] of Object.entries(result.dropped))
    if (names.length > 0) lines.push(`  ${kind}: ${names.join(', ')}`);
  return `${lines.join('\n')}\n`;
}

function firstLine(text: string): string {
  const [line = ''] = text.split(/\r?\n/);
  return line.length < text.length ? `${line} ...` : line;
}
