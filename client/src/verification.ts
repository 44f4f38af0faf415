import { fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import {
  type CancellationToken,
  type Disposable,
  EventEmitter,
  type LogOutputChannel,
  type Progress,
  ProgressLocation,
  type TextDocument,
  Uri,
  commands,
  window,
  workspace,
} from 'vscode';
import type { ConversionOptions, ConvertedPlan, VerificationRequest } from '../../server/src/lsp/protocol';
import type { MultiStagePreview, Outcome } from './preview';
import { fileNameOf } from './preview-pages';
import { openMarkdown } from './rule-pages';

const scheme = 'plimsoll-verification';

/** What became of a verification; the person has been told already. */
export type VerificationOutcome =
  | Outcome
  | { readonly kind: 'verified' | 'different'; readonly summary: string }
  | { readonly kind: 'failed'; readonly cause: string; readonly message: string };

/** What `plimsoll verify --format json` prints, as far as it is shown here (`schemas/verify.schema.json`). */
interface Report {
  readonly status: 'verified' | 'different' | 'refused' | 'failed';
  readonly summary: string;
  /** Markdown. */
  readonly report?: string;
  readonly error?: { readonly cause: string; readonly message: string };
}

/** Builds a file and its previewed conversion in a process of its own, on request only, and shows what was found. */
export class Verification implements Disposable {
  readonly #preview: MultiStagePreview;
  readonly #script: string;
  readonly #output: LogOutputChannel;
  readonly #pages = new Map<string, string>();
  readonly #pageChanged = new EventEmitter<Uri>();
  readonly #registration: Disposable;

  constructor(preview: MultiStagePreview, script: string, output: LogOutputChannel) {
    this.#preview = preview;
    this.#script = script;
    this.#output = output;
    this.#registration = workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#pageChanged.event,
      provideTextDocumentContent: ({ query }) => this.#pages.get(query) ?? 'Nothing was verified yet.\n',
    });
  }

  /** Stops serving the pages. */
  dispose(): void {
    this.#registration.dispose();
    this.#pageChanged.dispose();
  }

  /** Previews the conversion of a document, builds both files, and shows what differs. */
  async run(document: TextDocument, options: ConversionOptions): Promise<VerificationOutcome> {
    if (!workspace.isTrusted) {
      const message =
        'This workspace is not trusted. To verify a conversion its Dockerfile is built and started, which runs what it says.';
      void offerTrust(message);
      return { kind: 'unavailable', message };
    }
    if (document.uri.scheme !== 'file') {
      const message = 'Only a Dockerfile on the disk can be built. Save it first.';
      void window.showWarningMessage(message);
      return { kind: 'unavailable', message };
    }
    const outcome = await this.#preview.open(document, options);
    const previewed = this.#preview.previewed(document);
    if (outcome.kind !== 'previewed' || previewed === undefined) {
      return outcome;
    }
    const report = await window.withProgress(
      { location: ProgressLocation.Notification, title: 'Plimsoll: verifying by building', cancellable: true },
      (progress, token) => this.#verify(document, previewed.plan, previewed.options, progress, token),
    );
    return this.#tell(document, report);
  }

  #verify(
    document: TextDocument,
    plan: ConvertedPlan,
    { nonRoot, healthCheck, productionServer, npmStartToNode, compileFirst }: ConversionOptions,
    progress: Progress<{ message: string }>,
    token: CancellationToken,
  ): Promise<Report> {
    const request: VerificationRequest = {
      file: document.uri.fsPath,
      text: document.getText(),
      baseName: plan.bases.original,
      context: plan.contextUri === undefined ? dirname(document.uri.fsPath) : Uri.parse(plan.contextUri).fsPath,
      plan: { text: plan.newText, baseName: plan.bases.converted, dropped: plan.dropped, estimate: plan.estimate },
      declared: {
        addsUser: nonRoot === true,
        addsHealthCheck: healthCheck !== undefined,
        changesStart: productionServer === true || npmStartToNode === true || compileFirst === true,
      },
    };
    return this.#runProgram(request, progress, token);
  }

  /** The program cleans up after itself when its channel ends, also where the editor goes away. */
  #runProgram(
    request: VerificationRequest,
    progress: Progress<{ message: string }>,
    token: CancellationToken,
  ): Promise<Report> {
    return new Promise((resolve) => {
      const child = fork(this.#script, [], {
        cwd: tmpdir(),
        execArgv: [],
        env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
        stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
      });
      const cancellation = token.onCancellationRequested(() => {
        progress.report({ message: 'stopping, and removing what was made' });
        if (child.connected) {
          child.disconnect();
        }
      });
      let printed = '';
      let messages = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (printed += text));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        messages += text;
        for (const line of text.split('\n').filter((one) => one.startsWith('plimsoll: '))) {
          const message = line.slice('plimsoll: '.length).trim();
          this.#output.info(message);
          progress.report({ message });
        }
      });
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(JSON.stringify(request));
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      const read = new Promise<void>((done) => child.stdout?.once('end', () => done()));
      child.once('error', (error) => {
        resolve(failure(error.message));
      });
      void Promise.all([ended, read]).then(() => {
        cancellation.dispose();
        resolve(parseReport(printed) ?? failure(messages.trim()));
      });
    });
  }

  async #tell(document: TextDocument, { status, summary, report, error }: Report): Promise<VerificationOutcome> {
    if (report !== undefined) {
      await this.#show(document, report);
    }
    if (status === 'verified') {
      void window.showInformationMessage(summary);
      return { kind: 'verified', summary };
    }
    if (status === 'different') {
      void window.showWarningMessage(summary);
      return { kind: 'different', summary };
    }
    const { cause = status, message = summary } = error ?? {};
    if (cause === 'cancelled') {
      void window.showInformationMessage(message);
    } else {
      this.#output.error(message);
      void window.showErrorMessage(message);
    }
    return { kind: 'failed', cause, message };
  }

  async #show(document: TextDocument, report: string): Promise<void> {
    const query = document.uri.toString();
    const uri = Uri.from({ scheme, path: `/${fileNameOf(document)} verified.md`, query });
    this.#pages.set(query, report);
    this.#pageChanged.fire(uri);
    await openMarkdown(uri);
  }
}

async function offerTrust(message: string): Promise<void> {
  const button = 'Manage Workspace Trust';
  if ((await window.showWarningMessage(message, button)) === button) {
    await commands.executeCommand('workbench.trust.manage');
  }
}

function parseReport(printed: string): Report | undefined {
  try {
    return JSON.parse(printed) as Report;
  } catch {
    return undefined;
  }
}

function failure(message: string): Report {
  const summary = `Plimsoll could not verify the conversion: ${message === '' ? 'it ended early' : message}`;
  return { status: 'failed', summary, error: { cause: 'engine', message: summary } };
}
