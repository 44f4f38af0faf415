import { createLines, type Finding, type Lines, type Severity } from '../../core/index';
import { counted, summarize, type CheckedFile, type CheckReport, type Summary } from '../report';
import { excerpt } from './excerpt';

const COLOURS = { bold: 1, dim: 2, red: 31, yellow: 33, blue: 34, cyan: 36, underline: 4 } as const;
type Paint = (colour: keyof typeof COLOURS, text: string) => string;

const SEVERITY_COLOURS: Readonly<Record<Severity, keyof typeof COLOURS>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
  hint: 'cyan',
};

/** Returns the report for a person: by file, each finding with its line and the words at fault underlined. */
export function reportText(report: CheckReport, isColoured: boolean): string {
  const paint: Paint = (colour, text) => (isColoured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text);
  const shown = report.files.filter((file) => file.error !== undefined || file.findings.length > 0);
  const groups = shown.map((file) => fileText(file, paint));
  return [...groups, summaryText(report, paint)].join('\n');
}

function fileText(file: CheckedFile, paint: Paint): string {
  const heading = `${paint('underline', printable(file.path))}\n`;
  if (file.error !== undefined) return `${heading}  ${paint('red', 'error')}  ${printable(file.error)}\n`;
  const lines = createLines(file.text);
  return heading + file.findings.map((finding) => findingText(file.text, lines, finding, paint)).join('');
}

function findingText(text: string, lines: Lines, finding: Finding, paint: Paint): string {
  const { severity, rule, message, span, related = [], fixes = [] } = finding;
  const place = (offset: number): string => {
    const { line, character } = lines.positionAt(offset);
    return `${line + 1}:${character + 1}`;
  };
  const colour = SEVERITY_COLOURS[severity];
  const { number, line, marker } = excerpt(text, lines, span);
  const gutter = ' '.repeat(number.length);
  const output = [
    `  ${place(span.start)}  ${paint(colour, severity)}  ${printable(message)}  ${paint('dim', rule)}`,
    `    ${paint('dim', `${number} |`)} ${line}`,
    `    ${paint('dim', `${gutter} |`)} ${marker.replace(/\^+/, (carets) => paint(colour, carets))}`.trimEnd(),
    ...related.map(
      (other) => `    ${gutter} ${paint('dim', `see ${place(other.span.start)}:`)} ${printable(other.message)}`,
    ),
    ...fixes.map(({ title, applicability, because }) => {
      const reason = because === undefined ? '' : ` ${printable(because)}`;
      return `    ${gutter} ${paint('dim', `fix (${applicability}):`)} ${printable(title)}.${reason}`;
    }),
  ];
  return `${output.join('\n')}\n`;
}

function summaryText(report: CheckReport, paint: Paint): string {
  const summary = summarize(report);
  const failed = report.files.filter(({ error }) => error !== undefined).length;
  const alone = report.files.filter(({ isTextAlone }) => isTextAlone);
  const read = summary.files - failed;
  const sentences = [
    summary.findings === 0
      ? `No findings in ${counted(read, 'file')}.`
      : `${counted(summary.findings, 'finding')} (${severitiesText(summary)}) in ${counted(read, 'file')}.`,
    ...(failed === 0 ? [] : [`${counted(failed, 'path')} could not be read.`]),
  ];
  const hints = [...fixHints(report), ...textAloneHint(alone)];
  return `${[paint('bold', sentences.join(' ')), ...hints].join('\n')}\n`;
}

function severitiesText({ bySeverity }: Summary): string {
  const parts = [
    ...(bySeverity.error > 0 ? [counted(bySeverity.error, 'error')] : []),
    ...(bySeverity.warning > 0 ? [counted(bySeverity.warning, 'warning')] : []),
    ...(bySeverity.info > 0 ? [`${bySeverity.info} info`] : []),
    ...(bySeverity.hint > 0 ? [counted(bySeverity.hint, 'hint')] : []),
  ];
  return parts.join(', ');
}

function fixHints({ files }: CheckReport): readonly string[] {
  const findings = files.flatMap((file) => file.findings);
  const isSafe = ({ fixes = [] }: Finding): boolean => fixes.some(({ applicability }) => applicability === 'safe');
  const safe = findings.filter(isSafe).length;
  const review = findings.filter((finding) => !isSafe(finding) && (finding.fixes ?? []).length > 0).length;
  return [
    ...(safe === 0 ? [] : [`${counted(safe, 'finding')}: "plimsoll fix" applies a safe fix.`]),
    ...(review === 0
      ? []
      : [`${counted(review, 'finding')}: "plimsoll fix --review" applies a fix that wants a look.`]),
  ];
}

function textAloneHint(alone: readonly CheckedFile[]): readonly string[] {
  const [first] = alone;
  if (first === undefined) return [];
  const which = alone.length === 1 ? printable(first.path) : counted(alone.length, 'file');
  return [
    `${which}: judged by the text alone, as no source that COPY or ADD names exists beside it; --context DIR names the build context.`,
  ];
}

/** A file's text must not steer the terminal. */
function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{Cc}|\p{Bidi_Control}/gu, '\uFFFD');
}
