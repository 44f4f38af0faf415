import {
  DocumentDiagnosticReportKind,
  type Diagnostic,
  type FullDocumentDiagnosticReport,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { AnalysedDocument } from './documents';
import type { Cancel } from './environment';
import type { FeatureHost } from './feature';
import { cancelled } from './guard';
import { toDiagnostic } from './to-lsp';

export interface Diagnostics {
  readonly capabilities: Partial<ServerCapabilities>;
  /** Tells the client again, after settings or build contexts changed. */
  refresh(): void;
}

/**
 * Documents analysed within this many milliseconds are analysed at every keystroke: people type slower than that. Others
 * wait for a pause in the typing, as long as their analysis takes.
 */
const FAST = 60;
const LONGEST_PAUSE = 250;

/** Tells the client the findings of every version: pulled by clients that ask, else pushed. */
export function registerDiagnostics(host: FeatureHost): Diagnostics {
  return host.client.pullDiagnostics ? registerPull(host) : registerPush(host);
}

function registerPull({ connection, client, documents, guard }: FeatureHost): Diagnostics {
  connection.languages.diagnostics.on(async ({ textDocument: { uri } }, token) => {
    const neutral: FullDocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
    return guard('diagnostics', neutral, async () => {
      const document = await documents.get(uri);
      const late = cancelled(token);
      if (late !== undefined) throw late;
      return document === undefined ? neutral : { ...neutral, items: diagnosticsOf(document, client) };
    });
  });
  return {
    capabilities: {
      diagnosticProvider: { identifier: 'plimsoll', interFileDependencies: false, workspaceDiagnostics: false },
    },
    refresh: () => {
      if (client.refreshDiagnostics) void connection.languages.diagnostics.refresh();
    },
  };
}

function registerPush({ connection, client, documents, environment, guard }: FeatureHost): Diagnostics {
  const waiting = new Map<string, Cancel>();
  const costs = new Map<string, number>();
  const lastCosts = new Map<string, number>();

  function schedule(uri: string): void {
    waiting.get(uri)?.();
    const cost = costs.get(uri) ?? 0;
    const run = (): void => {
      waiting.delete(uri);
      void guard('diagnostics', undefined, () => publish(uri));
    };
    waiting.set(
      uri,
      cost <= FAST ? environment.immediate(run) : environment.timeout(run, Math.min(cost, LONGEST_PAUSE)),
    );
  }

  function publish(uri: string): void | Promise<void> {
    const start = environment.now();
    const document = documents.now(uri);
    if (document === undefined) return publishLater(uri);
    send(document);
    // The better of two: what else the machine does must not slow the next keystroke down as well.
    const cost = environment.now() - start;
    costs.set(uri, Math.min(cost, lastCosts.get(uri) ?? 0));
    lastCosts.set(uri, cost);
  }

  async function publishLater(uri: string): Promise<void> {
    const document = await documents.get(uri);
    if (document !== undefined) send(document);
  }

  function send(document: AnalysedDocument): void {
    const { uri, version } = document;
    void connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(document, client) });
  }

  documents.onChange(schedule);
  documents.onClose((uri) => {
    waiting.get(uri)?.();
    waiting.delete(uri);
    costs.delete(uri);
    lastCosts.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
  return {
    capabilities: {},
    refresh: () => {
      for (const uri of documents.uris()) schedule(uri);
    },
  };
}

function diagnosticsOf(document: AnalysedDocument, client: FeatureHost['client']): Diagnostic[] {
  if (!document.settings.enable) return [];
  // A file that was just made is empty, and no mistake of anybody.
  if (document.analysis.text.trim() === '') return [];
  return document.analysis.findings.map((finding) => toDiagnostic(document, finding, client));
}
