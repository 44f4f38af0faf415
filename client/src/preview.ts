import {
  Disposable,
  EventEmitter,
  Selection,
  type Tab,
  TabInputCustom,
  TabInputTextDiff,
  type TextDocument,
  TextEditorRevealType,
  type Uri,
  WorkspaceEdit,
  commands,
  languages,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { ConversionOptions, ConvertedPlan, PlanAlternative, RefusedPlan } from '../../server/src/lsp/protocol';
import { dockerfileLanguage } from './client';
import { planConversion, planWithProgress } from './plan';
import { pickOptions } from './preview-options';
import {
  fileNameOf,
  moveHover,
  plannedScheme,
  plannedText,
  plannedUri,
  reasonsScheme,
  reasonsText,
  reasonsUri,
} from './preview-pages';
import { openMarkdown } from './rule-pages';

const openContext = 'plimsoll.previewOpen';
const replanDelay = 250;

/** What became of a command of the preview; the person has been told already. */
export type Outcome =
  | { readonly kind: 'previewed' | 'applied' | 'discarded' | 'asked-again' }
  | { readonly kind: 'refused'; readonly id: string; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

interface Session {
  readonly document: TextDocument;
  readonly planned: Uri;
  readonly reasons: Uri;
  options: ConversionOptions;
  /** The plan that the person sees. */
  plan: ConvertedPlan | RefusedPlan;
  replanTimer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Shows planned conversions as a diff with their reasons, and applies one only when it is accepted, and only to the
 * very text it was planned for.
 */
export class MultiStagePreview implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #sessions = new Map<string, Session>();
  readonly #pageChanged = new EventEmitter<Uri>();
  readonly #registrations: Disposable;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#registrations = Disposable.from(
      this.#pageChanged,
      this.#servePage(plannedScheme, ({ document, plan }) => plannedText(document, plan)),
      this.#servePage(reasonsScheme, ({ plan }) => reasonsText(plan)),
      languages.registerHoverProvider(dockerfileLanguage, {
        provideHover: (document, position) => {
          const session = this.#sessions.get(document.uri.toString());
          return session && moveHover(session.plan, position);
        },
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.#replanSoon(document);
      }),
      window.tabGroups.onDidChangeTabs(({ closed }) => {
        this.#endClosed(closed);
      }),
    );
  }

  /** Forgets all previews and stops listening. */
  dispose(): void {
    for (const session of this.#sessions.values()) {
      clearTimeout(session.replanTimer);
    }
    this.#sessions.clear();
    this.#registrations.dispose();
  }

  /** Plans the conversion of a document and shows it; where it does not apply, says why. */
  async open(document: TextDocument, options: ConversionOptions): Promise<Outcome> {
    const plan = await planWithProgress(this.#client, document, options);
    if (plan.kind === 'unavailable') {
      return tellUnavailable(plan.message);
    }
    if (plan.kind === 'refused') {
      return this.#tellRefusal(document, plan);
    }
    const session = this.#sessions.get(document.uri.toString()) ?? this.#start(document, plan, options);
    this.#update(session, plan, options);
    await revealPreview(session);
    void this.#ask(session, `${plan.title}. ${plan.estimate.text} Nothing is changed until you apply it.`);
    return { kind: 'previewed' };
  }

  /** The conversion that is being previewed of a document, with the choices that it was planned with. */
  previewed(document: TextDocument): { readonly plan: ConvertedPlan; readonly options: ConversionOptions } | undefined {
    const session = this.#sessions.get(document.uri.toString());
    return session?.plan.kind === 'converted' ? { plan: session.plan, options: session.options } : undefined;
  }

  /** Applies the previewed conversion; a plan for an older text is made again and shown first. */
  async apply(uri?: Uri): Promise<Outcome> {
    const session = this.#chosenSession(uri);
    if (session === undefined) {
      return tellUnavailable('No conversion is being previewed.');
    }
    const { document } = session;
    if (session.plan.version !== document.version) {
      await this.#replan(session);
      if (session.plan.version !== document.version) {
        return tellUnavailable('The file is changing, so its conversion was not applied. Try again.');
      }
      if (session.plan.kind === 'converted') {
        void this.#ask(
          session,
          'The file changed after its conversion was planned. The preview shows the new plan now.',
        );
        return { kind: 'asked-again' };
      }
    }
    if (session.plan.kind === 'refused') {
      return this.#tellRefusal(document, session.plan);
    }
    const edits = await this.#client.protocol2CodeConverter.asTextEdits([...session.plan.edits]);
    const edit = new WorkspaceEdit();
    edit.set(document.uri, edits);
    // VS Code sends the version that the document has at this call, and refuses the edit once it has moved on.
    const isCurrent = session.plan.version === document.version;
    if (!isCurrent || !(await workspace.applyEdit(edit))) {
      return tellUnavailable('The file changed while its conversion was applied, so nothing was done.');
    }
    await this.#end(session);
    await window.showTextDocument(document, { preview: false });
    return { kind: 'applied' };
  }

  /** Closes the preview and leaves the file as it is. */
  async discard(uri?: Uri): Promise<Outcome> {
    const session = this.#chosenSession(uri);
    if (session === undefined) {
      return tellUnavailable('No conversion is being previewed.');
    }
    await this.#end(session);
    return { kind: 'discarded' };
  }

  /** Lets the person choose the layout, the runtime base or a user, and shows the plan of that choice. */
  async changeOptions(uri?: Uri): Promise<Outcome> {
    const session = this.#chosenSession(uri);
    if (session === undefined) {
      return tellUnavailable('No conversion is being previewed.');
    }
    const choice = await pickOptions(session.document, session.options);
    if (choice === undefined) {
      return { kind: 'previewed' };
    }
    return this.open(session.document, choice);
  }

  /** A question that a choice answers is asked as one. */
  #tellRefusal(document: TextDocument, { id, message, range, alternatives }: RefusedPlan): Outcome {
    void (async () => {
      const chosen = await offerChoices(document, message, range, alternatives);
      if (chosen !== undefined) {
        await this.open(document, chosen.options);
      }
    })();
    return { kind: 'refused', id, message };
  }

  #servePage(scheme: string, text: (session: Session) => string): Disposable {
    return workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#pageChanged.event,
      provideTextDocumentContent: ({ query }) => {
        const session = this.#sessions.get(query);
        return session === undefined ? 'This preview has ended.\n' : text(session);
      },
    });
  }

  #start(document: TextDocument, plan: ConvertedPlan, options: ConversionOptions): Session {
    const planned = plannedUri(document);
    const session: Session = {
      document,
      planned,
      reasons: reasonsUri(document),
      options,
      plan,
      replanTimer: undefined,
    };
    this.#sessions.set(document.uri.toString(), session);
    this.#announce();
    return session;
  }

  #update(session: Session, plan: ConvertedPlan | RefusedPlan, options: ConversionOptions): void {
    session.plan = plan;
    session.options = options;
    this.#pageChanged.fire(session.planned);
    this.#pageChanged.fire(session.reasons);
  }

  async #end(session: Session): Promise<void> {
    this.#forget(session);
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter((tab) => isTabOf(session, tab));
    await window.tabGroups.close(tabs);
  }

  #forget(session: Session): void {
    clearTimeout(session.replanTimer);
    this.#sessions.delete(session.document.uri.toString());
    this.#announce();
  }

  #announce(): void {
    void commands.executeCommand('setContext', openContext, this.#sessions.size > 0);
  }

  /** Closing the diff is a way to refuse it; closing the reasons is not. */
  #endClosed(closed: readonly Tab[]): void {
    for (const { input } of closed) {
      const session = input instanceof TabInputTextDiff ? this.#sessions.get(input.modified.query) : undefined;
      if (session !== undefined) {
        void this.#end(session);
      }
    }
  }

  async #ask(session: Session, question: string): Promise<void> {
    const answer = await window.showInformationMessage(question, 'Apply', 'Discard');
    if (answer === undefined) {
      return;
    }
    // A notification outlives the preview it asks about.
    if (this.#sessions.get(session.document.uri.toString()) !== session) {
      tellUnavailable('That preview is closed, and the file is as it was.');
      return;
    }
    await (answer === 'Apply' ? this.apply(session.planned) : this.discard(session.planned));
  }

  /** A button of the preview passes its address; the palette means the preview in front, or else the last one. */
  #chosenSession(uri: Uri | undefined): Session | undefined {
    const { input } = window.tabGroups.activeTabGroup.activeTab ?? {};
    const front =
      input instanceof TabInputTextDiff ? input.modified : input instanceof TabInputCustom ? input.uri : undefined;
    const named = uri?.scheme === plannedScheme || uri?.scheme === reasonsScheme ? uri.query : undefined;
    return (
      this.#sessions.get(named ?? uri?.toString() ?? '') ??
      this.#sessions.get(front?.query ?? '') ??
      [...this.#sessions.values()].at(-1)
    );
  }

  #replanSoon(document: TextDocument): void {
    const session = this.#sessions.get(document.uri.toString());
    if (session === undefined) {
      return;
    }
    clearTimeout(session.replanTimer);
    session.replanTimer = setTimeout(() => void this.#replan(session), replanDelay);
  }

  async #replan(session: Session): Promise<void> {
    clearTimeout(session.replanTimer);
    const { document, options } = session;
    if (session.plan.version === document.version) {
      return;
    }
    const plan = await planConversion(this.#client, document, options);
    const isOvertaken = session.options !== options || this.#sessions.get(document.uri.toString()) !== session;
    if (plan.kind !== 'unavailable' && !isOvertaken) {
      this.#update(session, plan, options);
    }
  }
}

/** The diff keeps the focus; the reasons stand beside it. */
async function revealPreview({ document, planned, reasons }: Session): Promise<void> {
  const page = await workspace.openTextDocument(planned);
  if (page.languageId !== dockerfileLanguage) {
    await languages.setTextDocumentLanguage(page, dockerfileLanguage);
  }
  const title = `${fileNameOf(document)}: as it is ↔ in stages`;
  await commands.executeCommand('vscode.diff', document.uri, planned, title, { preview: false });
  await openMarkdown(reasons);
}

function isTabOf({ planned, reasons }: Session, { input }: Tab): boolean {
  const uri =
    input instanceof TabInputTextDiff ? input.modified : input instanceof TabInputCustom ? input.uri : undefined;
  return uri !== undefined && [planned.toString(), reasons.toString()].includes(uri.toString());
}

function tellUnavailable(message: string): Outcome {
  void window.showInformationMessage(message);
  return { kind: 'unavailable', message };
}

/** Returns the choice that the person takes; shows the line instead where they want that. */
async function offerChoices(
  document: TextDocument,
  message: string,
  range: RefusedPlan['range'],
  alternatives: readonly PlanAlternative[],
): Promise<PlanAlternative | undefined> {
  const line = range === undefined ? [] : [`Go to Line ${range.start.line + 1}`];
  const titles = alternatives.map(({ title }) => title);
  const button = await window.showWarningMessage(message, ...titles, ...line);
  if (button === undefined) {
    return undefined;
  }
  if (range !== undefined && line.includes(button)) {
    const editor = await window.showTextDocument(document);
    const { start, end } = range;
    editor.selection = new Selection(start.line, start.character, end.line, end.character);
    editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  }
  return alternatives.find(({ title }) => title === button);
}
