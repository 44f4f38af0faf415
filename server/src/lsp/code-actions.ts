import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
  type Command,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { fixAll, type Finding, type Fix, type MultiStageResult, type Span, type TextEdit } from '../core/index';
import { planOf } from './conversion';
import type { AnalysedDocument } from './documents';
import type { Feature, FeatureHost } from './feature';
import { cancelled } from './guard';
import { ignoreInFile, ignoreOnLine } from './ignore-edits';
import { lineEdits } from './line-edits';
import { convertCommand, type ConversionOptions, type ConvertCommandArguments } from './protocol';
import { lintSettings } from './settings';
import { conversionTitle, refusalMessage, toDiagnostic, toFixEdit, toSpan, toWorkspaceEdit } from './to-lsp';

const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.plimsoll`;
const CONVERT_TITLE = 'Convert to multi-stage build';
const FIX_ALL_TITLE = 'Fix all safe problems in this file';

/** What an action whose edit is made later carries: enough to make it, and to see that the text is another by then. */
interface LateAction {
  readonly uri: string;
  readonly version: number;
  readonly edit: 'fix-all' | 'convert';
  /** Of the conversion. */
  readonly options?: ConversionOptions;
}

/** Offers the fixes of findings, comments that ignore them, and the conversion. */
export const registerCodeActions: Feature = (host) => {
  const { connection, client, documents, guard } = host;
  if (!client.codeActionLiterals) return {};

  connection.onCodeAction((params, token) =>
    guard<(CodeAction | Command)[]>('code actions', [], async () => {
      const document = await documents.get(params.textDocument.uri);
      const late = cancelled(token);
      if (late !== undefined) throw late;
      return document === undefined ? [] : actionsFor(host, document, params);
    }),
  );
  if (client.codeActionResolve) {
    connection.onCodeActionResolve((action) =>
      guard('code action', action, async () => {
        const late = action.data as LateAction | undefined;
        const document = late && (await documents.get(late.uri));
        if (late === undefined || document?.version !== late.version) return action;
        return withEdit(
          action,
          late.edit === 'fix-all' ? fixAllEdit(host, document) : convertEdit(host, document, late.options),
        );
      }),
    );
  }
  return {
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, FIX_ALL_KIND],
      resolveProvider: client.codeActionResolve,
    },
  };
};

function actionsFor(host: FeatureHost, document: AnalysedDocument, params: CodeActionParams): CodeAction[] {
  const { context } = params;
  const span = toSpan(document.analysis.file.lines, params.range);
  const findings = document.settings.enable ? document.analysis.findings : [];
  const touched = findings.filter((finding) => finding.span.start <= span.end && span.start <= finding.span.end);
  const isWanted = (kind: string): boolean =>
    context.only === undefined ||
    context.only.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`));
  const actions: CodeAction[] = [];
  if (isWanted(CodeActionKind.QuickFix)) {
    actions.push(...touched.flatMap((finding) => fixActions(host, document, finding, context.diagnostics)));
    if (touched.length > 0 && safeFixCount(findings) > 1) {
      // VS Code puts what names no diagnostic last, below the comments that ignore a rule.
      const diagnostics = touched.map((finding) => diagnosticOf(document, finding, context.diagnostics, host.client));
      const action = { title: FIX_ALL_TITLE, kind: CodeActionKind.QuickFix, diagnostics };
      actions.push(lateAction(host, document, 'fix-all', action));
    }
    actions.push(...ignoreActions(host, document, touched, context.diagnostics));
  }
  if (isWanted(CodeActionKind.RefactorRewrite)) {
    const isAsked = context.only !== undefined && context.triggerKind !== CodeActionTriggerKind.Automatic;
    actions.push(...conversionActions(host, document, span, isAsked));
  }
  // A source action is for saving and for its own menu; the light bulb has the quick fix.
  if (context.only !== undefined && isWanted(FIX_ALL_KIND) && safeFixCount(findings) > 0) {
    actions.push(lateAction(host, document, 'fix-all', { title: FIX_ALL_TITLE, kind: FIX_ALL_KIND }));
  }
  return actions;
}

function fixActions(
  host: FeatureHost,
  document: AnalysedDocument,
  finding: Finding,
  known: readonly Diagnostic[],
): CodeAction[] {
  const { client } = host;
  // The fix of this rule is the conversion, which has its own settings, and a preview where the client has one.
  if (finding.rule === 'single-stage-build') {
    const plan = planOf(document);
    const diagnostics = [diagnosticOf(document, finding, known, client)];
    return plan.kind === 'refusal' ? [] : [convertAction(host, document, CodeActionKind.QuickFix, diagnostics)];
  }
  const { fixes = [] } = finding;
  return fixes.flatMap((fix) => {
    const edit = toFixEdit(document, fix, client);
    if (edit === undefined) return [];
    const isPreferred = client.codeActionPreferred && fix.applicability === 'safe' && fixes.length === 1;
    return [
      {
        title: fixTitle(fix, client.changeAnnotations && client.documentChanges),
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnosticOf(document, finding, known, client)],
        ...(isPreferred ? { isPreferred } : {}),
        edit,
      },
    ];
  });
}

/** Where the client cannot ask for a confirmation, the title says what there is to know before choosing it. */
function fixTitle({ title, applicability, because }: Fix, canConfirm: boolean): string {
  if (applicability === 'safe' || canConfirm) return title;
  return because === undefined ? `${title} (changes the image)` : `${title} (${because.replace(/\.$/, '')})`;
}

function ignoreActions(
  host: FeatureHost,
  document: AnalysedDocument,
  findings: readonly Finding[],
  known: readonly Diagnostic[],
): CodeAction[] {
  const firstOfRule = findings.filter(
    (finding, index) => findings.findIndex(({ rule }) => rule === finding.rule) === index,
  );
  const action = (title: string, finding: Finding, edit: TextEdit | undefined): CodeAction[] =>
    edit === undefined
      ? []
      : [
          {
            title,
            kind: CodeActionKind.QuickFix,
            diagnostics: [diagnosticOf(document, finding, known, host.client)],
            edit: toWorkspaceEdit(document, [edit], host.client),
          },
        ];
  const { analysis } = document;
  return firstOfRule.flatMap((finding) => [
    ...action(`Ignore ${finding.rule} on this line`, finding, ignoreOnLine(analysis, finding.rule, finding.span.start)),
    ...action(`Ignore ${finding.rule} in this file`, finding, ignoreInFile(analysis, finding.rule)),
  ]);
}

/** The client's own diagnostic where it sent it along, so that it recognises what the action mends. */
function diagnosticOf(
  document: AnalysedDocument,
  finding: Finding,
  known: readonly Diagnostic[],
  client: FeatureHost['client'],
): Diagnostic {
  const own = toDiagnostic(document, finding, client);
  const isSame = ({ code, range: { start } }: Diagnostic): boolean =>
    code === own.code && start.line === own.range.start.line && start.character === own.range.start.character;
  return known.find(isSame) ?? own;
}

/**
 * Offered on the lines of FROM, or wherever a person asks for refactorings; a reason why it does not apply is shown only
 * to who asks.
 */
function conversionActions(host: FeatureHost, document: AnalysedDocument, span: Span, isAsked: boolean): CodeAction[] {
  const { client } = host;
  const { file } = document.analysis;
  const isAtFrom = file.instructions.some(
    ({ keyword, linesSpan }) => keyword === 'FROM' && linesSpan.start <= span.end && span.start < linesSpan.end,
  );
  if (!isAsked && !isAtFrom) return [];
  const plan = planOf(document);
  const variants = isAsked ? variantActions(host, document, plan) : [];
  if (plan.kind !== 'refusal') return [convertAction(host, document, CodeActionKind.RefactorRewrite), ...variants];
  if (variants.length > 0) return variants;
  if (!isAsked || !client.codeActionDisabled) return [];
  const reason = refusalMessage(file.lines, plan);
  return [{ title: CONVERT_TITLE, kind: CodeActionKind.RefactorRewrite, disabled: { reason } }];
}

/** The choices of a conversion that are actions of their own. */
const VARIANTS: readonly { readonly title: string; readonly options: ConversionOptions }[] = [
  { title: 'with a shared base', options: { layout: 'base-builder-runtime' } },
  { title: 'with dependencies apart from the build', options: { layout: 'deps-build-runtime' } },
  { title: 'with a development stage', options: { layout: 'dev-prod' } },
  { title: 'with a user without privileges', options: { nonRoot: true } },
  { title: 'with cache mounts', options: { cacheMounts: true } },
  { title: 'with a production server', options: { productionServer: true } },
  { title: 'with node in place of npm start', options: { npmStartToNode: true } },
  { title: 'compiling in the build, not at the start', options: { compileFirst: true } },
  { title: 'with the development server and all that it needs', options: { keepDevelopmentServer: true } },
  { title: 'without development dependencies', options: { omitDevelopment: true } },
  { title: 'on Alpine', options: { runtime: 'alpine' } },
  { title: 'on distroless', options: { runtime: 'distroless' } },
  { title: 'from scratch', options: { runtime: 'scratch' } },
];

/** Those that can be had, and that make another file than the usual conversion. */
function variantActions(host: FeatureHost, document: AnalysedDocument, usual: MultiStageResult): CodeAction[] {
  const texts = new Set(usual.kind === 'plan' ? [usual.text] : []);
  return VARIANTS.flatMap(({ title, options }) => {
    const plan = planOf(document, options);
    if (plan.kind === 'refusal' || texts.has(plan.text)) return [];
    texts.add(plan.text);
    return [
      convertAction(host, document, CodeActionKind.RefactorRewrite, undefined, {
        title: `${CONVERT_TITLE} ${title}`,
        options,
      }),
    ];
  });
}

/** The conversion as an action: by the client's own command, which shows it first, else as an edit. */
function convertAction(
  host: FeatureHost,
  document: AnalysedDocument,
  kind: string,
  diagnostics?: Diagnostic[],
  { title, options }: { readonly title: string; readonly options?: ConversionOptions } = { title: CONVERT_TITLE },
): CodeAction {
  const action = { title, kind, ...(diagnostics === undefined ? {} : { diagnostics }) };
  if (!host.client.convertCommand) return lateAction(host, document, 'convert', action, options);
  const args: ConvertCommandArguments = options === undefined ? [document.uri] : [document.uri, options];
  return { ...action, command: { title, command: convertCommand, arguments: [...args] } };
}

function lateAction(
  host: FeatureHost,
  document: AnalysedDocument,
  edit: LateAction['edit'],
  action: { readonly title: string; readonly kind: string; readonly diagnostics?: Diagnostic[] },
  options?: ConversionOptions,
): CodeAction {
  if (host.client.codeActionResolve) {
    const { uri, version } = document;
    const data: LateAction = { uri, version, edit, ...(options === undefined ? {} : { options }) };
    return { ...action, data };
  }
  return withEdit(action, edit === 'fix-all' ? fixAllEdit(host, document) : convertEdit(host, document, options));
}

function withEdit(action: CodeAction, edit: WorkspaceEdit | undefined): CodeAction {
  return edit === undefined ? action : { ...action, edit };
}

function fixAllEdit({ client }: FeatureHost, document: AnalysedDocument): WorkspaceEdit {
  const { text, context } = document.analysis;
  const fixed = fixAll(text, {
    settings: lintSettings(document.settings),
    ...(context === undefined ? {} : { context }),
  });
  return toWorkspaceEdit(document, lineEdits(text, fixed.text), client);
}

function convertEdit(
  { client, documents }: FeatureHost,
  document: AnalysedDocument,
  options: ConversionOptions = {},
): WorkspaceEdit | undefined {
  const plan = planOf(document, { ...options, targets: documents.targetsOf(document.uri) });
  if (plan.kind === 'refusal') return undefined;
  const because = plan.assumptions.map(({ message }) => message).join(' ');
  return toWorkspaceEdit(document, plan.edits, client, {
    label: conversionTitle(plan),
    because: because === '' ? undefined : because,
  });
}

function safeFixCount(findings: readonly Finding[]): number {
  return findings.filter(({ fixes = [] }) =>
    fixes.some(({ applicability, otherFiles }) => applicability === 'safe' && otherFiles === undefined),
  ).length;
}
