import {
  catalogue,
  createLines,
  type Finding,
  type Fix,
  type Lines,
  type Rule,
  type Severity,
  type Span,
} from '../../core/index';
import type { CheckedFile, CheckReport } from '../report';

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** Returns the report as SARIF 2.1.0, which code scanning services read. */
export function reportSarif({ version, files }: CheckReport): string {
  const found = new Set(files.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
  const rules = catalogue.rules.filter(({ id }) => found.has(id));
  const indices = new Map(rules.map(({ id }, index) => [id, index]));
  const failures = files.filter(({ error }) => error !== undefined);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Plimsoll', version, semanticVersion: version, rules: rules.map(descriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: failures.length === 0,
            toolExecutionNotifications: failures.map(({ path, error = '' }) => ({
              level: 'error',
              message: { text: error },
              locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }],
            })),
          },
        ],
        results: files.flatMap((file) => resultsOf(file, indices)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function descriptor(rule: Rule): object {
  return {
    id: rule.id,
    shortDescription: { text: rule.summary },
    help: { text: rule.docs.trim(), markdown: rule.docs.trim() },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { category: rule.category, preset: rule.preset, tags: [rule.category, ...rule.aliases] },
  };
}

function resultsOf(file: CheckedFile, indices: ReadonlyMap<string, number>): readonly object[] {
  const place: Place = { file, lines: createLines(file.text) };
  return file.findings.map((finding) => resultOf(place, finding, indices));
}

interface Place {
  readonly file: CheckedFile;
  readonly lines: Lines;
}

function resultOf(place: Place, finding: Finding, indices: ReadonlyMap<string, number>): object {
  const { rule, severity, message, span, related = [], fixes = [] } = finding;
  return {
    ruleId: rule,
    ruleIndex: indices.get(rule),
    level: LEVELS[severity],
    message: { text: message },
    locations: [location(place, span)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((other) => ({
            ...location(place, other.span),
            message: { text: other.message },
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => fixOf(place, fix)) }),
  };
}

function location({ file, lines }: Place, span: Span): object {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file.path) }, region: region(lines, span) } };
}

function fixOf({ file, lines }: Place, fix: Fix): object {
  const others = (fix.otherFiles ?? []).flatMap(({ path, edits }) => {
    const other = file.otherFiles.get(path);
    return other === undefined ? [] : [changeOf(other.path, createLines(other.text), edits)];
  });
  const text = fix.because === undefined ? fix.title : `${fix.title}. ${fix.because}`;
  const own = fix.edits.length === 0 ? [] : [changeOf(file.path, lines, fix.edits)];
  return {
    description: { text },
    artifactChanges: [...own, ...others],
    properties: { applicability: fix.applicability },
  };
}

function changeOf(path: string, lines: Lines, edits: Fix['edits']): object {
  return {
    artifactLocation: { uri: uriOf(path) },
    replacements: edits.map(({ span, newText }) => ({
      deletedRegion: region(lines, span),
      insertedContent: { text: newText },
    })),
  };
}

/** SARIF counts lines and columns from 1; the end column is the one after the last character. */
function region(lines: Lines, span: Span): object {
  const { start, end } = lines.rangeOf(span);
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function uriOf(path: string): string {
  const slashed = path.replace(/\\/g, '/');
  const encoded = slashed.split('/').map(encodeURIComponent).join('/');
  if (/^[A-Za-z]:\//.test(slashed)) return `file:///${encoded.replace('%3A', ':')}`;
  return slashed.startsWith('/') ? `file://${encoded}` : encoded;
}
