import { estimateText, type Disposition, type Instruction, type MultiStagePlan } from '../core/index';

/** Returns a plan as a page of Markdown: the stages, every move and why, what is assumed, what is left behind. */
export function conversionReport(plan: MultiStagePlan, lineOf: (instruction: Instruction) => number): string {
  const { stages, dispositions, assumptions, dropped, estimate } = plan;
  const left = [
    ...dropped.packages.map((name) => `the package ${code(name)}`),
    ...dropped.tools.map((name) => `the tool ${code(name)}`),
    ...dropped.files.map((name) => `the file ${code(name)}`),
  ];
  return [
    `# ${String(stages.length)} stages instead of one`,
    ...stages.map(({ name, base, purpose }) => `- **${name}**, from ${code(base)}: ${purpose}`),
    ...section(
      'What moves where',
      dispositions.flatMap((disposition) => moveLines(disposition, lineOf)),
    ),
    ...section(
      'Please check',
      assumptions.map(({ message }) => `- ${message}`),
    ),
    ...section('How much smaller', [
      estimateText(estimate),
      '',
      ...estimate.parts.map(({ what, megabytes }) => {
        const size = megabytes === undefined ? 'size not known' : `${[...new Set(megabytes)].join(' to ')} MB`;
        return `- ${what.replaceAll('"', '`')}: ${size}`;
      }),
    ]),
    ...section(
      'Left behind',
      left.map((item) => `- ${item}`),
    ),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function moveLines(
  { instruction, placement, commands = [], why }: Disposition,
  lineOf: (instruction: Instruction) => number,
): readonly string[] {
  const words = `${instruction.keyword} ${instruction.logical.text}`.replace(/\s+/g, ' ').trim();
  return [
    `- Line ${String(lineOf(instruction))}, ${code(shortened(words))}: **${placement}**. ${why}`,
    ...commands.map(
      (command) =>
        `  - ${code(shortened(command.text.replace(/\s+/g, ' ').trim()))}: **${command.placement}**. ${command.why}`,
    ),
  ];
}

function shortened(text: string): string {
  return text.length <= 72 ? text : `${text.slice(0, 69)}...`;
}

/** Puts `text` between more backticks than it holds. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const gap = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${gap}${text}${gap}${fence}`;
}
