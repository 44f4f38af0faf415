import {
  DiagnosticSeverity,
  DiagnosticTag,
  type AnnotatedTextEdit,
  type Diagnostic,
  type Range,
  type TextEdit as ProtocolEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import {
  createLines,
  estimateText,
  type Alternative,
  type BuildContext,
  type Finding,
  type Fix,
  type Lines,
  type MultiStagePlan,
  type Refusal,
  type Severity,
  type Span,
  type TextEdit,
} from '../core/index';
import type { ClientAbilities } from './client-abilities';
import { conversionReport } from './conversion-report';
import type { AnalysedDocument } from './documents';
import type { ConfigurationFile } from './environment';
import { diagnosticSource, shellCheckSource, type ConvertedPlan, type RefusedPlan } from './protocol';

/** Returns the web address of a rule's page. */
export function rulePageUrl(rule: string): string {
  if (isOfShellCheck(rule)) return `https://www.shellcheck.net/wiki/${rule.slice(rule.indexOf('/') + 1)}`;
  return `https://github.com/plimsoll-dev/plimsoll/blob/main/docs/rules/${rule}.md`;
}

function isOfShellCheck(rule: string): boolean {
  return rule.startsWith('shellcheck/');
}

/** Returns the range of `span`. */
export function toRange(lines: Lines, span: Span): Range {
  return lines.rangeOf(span);
}

/** Returns the span of `range`, clamped to the text. */
export function toSpan(lines: Lines, range: Range): Span {
  return { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) };
}

/** Returns `edits` in the protocol's terms. */
export function toEdits(lines: Lines, edits: readonly TextEdit[]): ProtocolEdit[] {
  return edits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
}

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Returns what makes no sense in a configuration file. */
export function toConfigurationDiagnostics({ text, problems }: ConfigurationFile): Diagnostic[] {
  const lines = createLines(text);
  return problems.map(({ message, span }) => ({
    range: lines.rangeOf(span),
    severity: DiagnosticSeverity.Error,
    source: diagnosticSource,
    message,
  }));
}

/** Returns the diagnostic of a finding; it carries no edits: those are made from the finding when they are asked for. */
export function toDiagnostic(document: AnalysedDocument, finding: Finding, client: ClientAbilities): Diagnostic {
  const { lines } = document.analysis.file;
  const tag = client.diagnosticTags ? tagOf(finding.rule) : undefined;
  const { related = [] } = finding;
  return {
    range: lines.rangeOf(finding.span),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    ...(client.codeDescription ? { codeDescription: { href: rulePageUrl(finding.rule) } } : {}),
    source: isOfShellCheck(finding.rule) ? shellCheckSource : diagnosticSource,
    message: finding.message,
    ...(tag === undefined ? {} : { tags: [tag] }),
    ...(client.relatedInformation && related.length > 0
      ? {
          relatedInformation: related.map(({ span, message }) => ({
            location: { uri: document.uri, range: lines.rangeOf(span) },
            message,
          })),
        }
      : {}),
  };
}

/** Rules whose words have no effect at all. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  'unused-stage',
  'repeated-instruction',
  'empty-continuation-line',
]);

/** Deprecated words are struck through, words without any effect are faded. */
function tagOf(rule: string): DiagnosticTag | undefined {
  if (/(^|-)deprecated(-|$)/.test(rule)) return DiagnosticTag.Deprecated;
  return WITHOUT_EFFECT.has(rule) ? DiagnosticTag.Unnecessary : undefined;
}

/** Why a person should look at an edit before it is applied. */
export interface Confirmation {
  readonly label: string;
  readonly because: string | undefined;
}

/** Returns an edit of the document's very version, and of no other. */
export function toWorkspaceEdit(
  document: AnalysedDocument,
  edits: readonly TextEdit[],
  client: ClientAbilities,
  confirmation?: Confirmation,
): WorkspaceEdit {
  const { uri, version, analysis } = document;
  return workspaceEdit([{ uri, version, edits: toEdits(analysis.file.lines, edits) }], client, confirmation);
}

/** Returns the edit of a fix; `undefined` where it edits other files and the client or the context cannot do that. */
export function toFixEdit(document: AnalysedDocument, fix: Fix, client: ClientAbilities): WorkspaceEdit | undefined {
  const { uri, version, analysis, contextUri } = document;
  const confirmation = fix.applicability === 'review' ? { label: fix.title, because: fix.because } : undefined;
  const own = { uri, version, edits: toEdits(analysis.file.lines, fix.edits) };
  const files: EditedFile[] = fix.edits.length > 0 ? [own] : [];
  for (const other of fix.otherFiles ?? []) {
    if (contextUri === undefined || analysis.context === undefined || !client.documentChanges) return undefined;
    const file = editedFile(contextUri, analysis.context, other);
    if (file.isNew && !client.createFiles) return undefined;
    files.push(file);
  }
  return workspaceEdit(files, client, confirmation);
}

interface EditedFile {
  readonly uri: string;
  /** `null` as the protocol has it: the server does not hold the file. */
  readonly version: number | null;
  readonly edits: readonly ProtocolEdit[];
  readonly isNew?: boolean;
}

function editedFile(
  contextUri: string,
  context: BuildContext,
  { path, edits }: { readonly path: string; readonly edits: readonly TextEdit[] },
): EditedFile {
  const text = context.read(path);
  const uri = `${contextUri.replace(/\/$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`;
  return { uri, version: null, edits: toEdits(createLines(text ?? ''), edits), isNew: text === undefined };
}

function workspaceEdit(
  files: readonly EditedFile[],
  client: ClientAbilities,
  confirmation: Confirmation | undefined,
): WorkspaceEdit {
  if (!client.documentChanges) {
    return { changes: Object.fromEntries(files.map(({ uri, edits }) => [uri, [...edits]])) };
  }
  const annotationId = confirmation !== undefined && client.changeAnnotations ? 'review' : undefined;
  const documentChanges = files.flatMap(({ uri, version, edits, isNew }) => [
    ...(isNew === true
      ? [
          {
            kind: 'create' as const,
            uri,
            options: { ignoreIfExists: true },
            ...(annotationId === undefined ? {} : { annotationId }),
          },
        ]
      : []),
    {
      textDocument: { uri, version },
      edits: edits.map((edit): AnnotatedTextEdit | ProtocolEdit =>
        annotationId === undefined ? edit : { ...edit, annotationId },
      ),
    },
  ]);
  if (annotationId === undefined || confirmation === undefined) return { documentChanges };
  const { label, because } = confirmation;
  return {
    documentChanges,
    changeAnnotations: {
      [annotationId]: {
        label,
        needsConfirmation: true,
        ...(because === undefined ? {} : { description: because }),
      },
    },
  };
}

/** Returns a plan as the client previews it. */
export function toConvertedPlan(document: AnalysedDocument, plan: MultiStagePlan): ConvertedPlan {
  const { lines } = document.analysis.file;
  return {
    kind: 'converted',
    version: document.version,
    newText: plan.text,
    edits: toEdits(lines, plan.edits),
    title: conversionTitle(plan),
    reasons: plan.dispositions.map(({ instruction, placement, commands, why }) => ({
      line: lines.lineAt(instruction.span.start),
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
    assumptions: plan.assumptions.map(({ message, span }) => ({
      message,
      ...(span === undefined ? {} : { range: lines.rangeOf(span) }),
    })),
    dropped: plan.dropped,
    estimate: {
      text: estimateText(plan.estimate),
      ...(plan.estimate.megabytes === undefined ? {} : { megabytes: plan.estimate.megabytes }),
      parts: plan.estimate.parts.map(({ kind, what, megabytes }) => ({
        kind,
        what,
        ...(megabytes === undefined ? {} : { megabytes }),
      })),
    },
    report: conversionReport(plan, (instruction) => lines.lineAt(instruction.span.start) + 1),
    bases: basesOf(document, plan),
    ...(document.contextUri === undefined ? {} : { contextUri: document.contextUri }),
  };
}

function basesOf({ analysis }: AnalysedDocument, { stages }: MultiStagePlan): ConvertedPlan['bases'] {
  const original = analysis.model.finalStage?.image?.text;
  let converted = stages.at(-1)?.base;
  // The last stage may stand on another.
  for (const { name, base } of [...stages].reverse()) if (name === converted) converted = base;
  return {
    ...(original === undefined ? {} : { original }),
    ...(converted === undefined ? {} : { converted }),
  };
}

/** Returns one line that says what a plan does. */
export function conversionTitle({ stages }: MultiStagePlan): string {
  const names = stages.map(({ name }) => name);
  const list = names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return `Convert to ${String(stages.length)} stages: ${list}`;
}

/** Returns a refusal, its line named. */
export function toRefusedPlan(
  { version, analysis }: AnalysedDocument,
  refusal: Refusal,
  alternatives: readonly Alternative[],
): RefusedPlan {
  const { lines } = analysis.file;
  return {
    kind: 'refused',
    version,
    id: refusal.id,
    message: refusalMessage(lines, refusal),
    alternatives: alternatives.map(({ title, options: { targets: _, ...options } }) => ({ title, options })),
    ...(refusal.span === undefined ? {} : { range: lines.rangeOf(refusal.span) }),
  };
}

/** Returns the sentence that says why there is no conversion, with the line that decides. */
export function refusalMessage(lines: Lines, { message, span }: Refusal): string {
  if (span === undefined || /\blines? \d/i.test(message)) return message;
  return `Line ${String(lines.lineAt(span.start) + 1)}: ${message}`;
}
