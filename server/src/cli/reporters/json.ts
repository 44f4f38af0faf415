import { createLines, type Finding, type Fix, type Lines, type Range } from '../../core/index';
import { summarize, type CheckedFile, type CheckReport } from '../report';

/** Returns the report as `schemas/check.schema.json` describes it. */
export function reportJson(report: CheckReport): string {
  const output = {
    version: report.version,
    files: report.files.map(fileJson),
    summary: summarize(report),
  };
  return `${JSON.stringify(output, undefined, 2)}\n`;
}

function fileJson(file: CheckedFile): object {
  const lines = createLines(file.text);
  return {
    path: file.path,
    ...(file.error === undefined ? {} : { error: file.error }),
    findings: file.findings.map((finding) => findingJson(file, lines, finding)),
  };
}

function findingJson(file: CheckedFile, lines: Lines, finding: Finding): object {
  const { rule, aliases, category, severity, message, span, related, fixes = [] } = finding;
  return {
    rule,
    aliases,
    category,
    severity,
    message,
    range: lines.rangeOf(span),
    ...(related === undefined || related.length === 0
      ? {}
      : { related: related.map((place) => ({ range: lines.rangeOf(place.span), message: place.message })) }),
    fixes: fixes.map((fix) => ({
      title: fix.title,
      applicability: fix.applicability,
      ...(fix.because === undefined ? {} : { because: fix.because }),
      edits: [...editsJson(lines, fix.edits), ...otherEditsJson(file, fix)],
    })),
  };
}

interface EditJson {
  readonly path?: string;
  readonly range: Range;
  readonly newText: string;
}

function editsJson(lines: Lines, edits: Fix['edits']): readonly EditJson[] {
  return edits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
}

function otherEditsJson(file: CheckedFile, { otherFiles = [] }: Fix): readonly EditJson[] {
  return otherFiles.flatMap(({ path, edits }) => {
    const other = file.otherFiles.get(path);
    return other === undefined
      ? []
      : editsJson(createLines(other.text), edits).map((edit) => ({ path: other.path, ...edit }));
  });
}
