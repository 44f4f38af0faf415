import type { Category, Fix, Report, Severity } from './rule';

/** A report with the rule that made it and the severity that the settings give it. */
export interface Finding extends Omit<Report, 'fixes' | 'aliases'> {
  /** Computed when first looked at, if the rule has it so. */
  readonly fixes?: readonly Fix[];
  readonly rule: string;
  readonly aliases: readonly string[];
  readonly category: Category;
  readonly severity: Severity;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };

/** Tells whether `severity` is at least as grave as `threshold`. */
export function isAtLeast(severity: Severity, threshold: Severity): boolean {
  return RANK[severity] <= RANK[threshold];
}

/** Orders findings by place, then by severity, then by rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    a.span.start - b.span.start ||
    a.span.end - b.span.end ||
    RANK[a.severity] - RANK[b.severity] ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
