import type { Finding, Severity } from '../core/index';

/** One file of a report: its findings, or why it could not be read. */
export interface CheckedFile {
  readonly path: string;
  readonly error?: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** The severity of findings from which on the command fails. */
  readonly failOn: Severity | 'never';
  /** A build context was looked for and none was found. */
  readonly isTextAlone: boolean;
  /** The other files that fixes edit, by their path in the build context. */
  readonly otherFiles: ReadonlyMap<string, { readonly path: string; readonly text: string }>;
}

/** What `plimsoll check` found. */
export interface CheckReport {
  /** Plimsoll's own. */
  readonly version: string;
  readonly files: readonly CheckedFile[];
}

/** Returns the output for a report; colours are for terminals only, and not every format has them. */
export type Reporter = (report: CheckReport, isColoured: boolean) => string;

export interface Summary {
  readonly files: number;
  readonly findings: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** The findings that have a fix. */
  readonly fixable: number;
}

/** Returns the figures of `report`. */
export function summarize({ files }: CheckReport): Summary {
  const findings = files.flatMap((file) => file.findings);
  const bySeverity = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of findings) bySeverity[severity]++;
  const fixable = findings.filter(({ fixes = [] }) => fixes.length > 0).length;
  return { files: files.length, findings: findings.length, bySeverity, fixable };
}

/** Returns `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
