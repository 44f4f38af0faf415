import { spawn, type ChildProcess } from 'node:child_process';
import { PassThrough } from 'node:stream';
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  ConfigurationRequest,
  createConnection,
  createProtocolConnection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  MarkupKind,
  ProposedFeatures,
  PublishDiagnosticsNotification,
  RegistrationRequest,
  ShowMessageNotification,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type TextDocumentContentChangeEvent,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Environment } from '../../server/src/lsp/environment';
import { nodeEnvironment } from '../../server/src/lsp/node';
import { startServer } from '../../server/src/lsp/server';

/** The settings that a client of the tests has, of the section `plimsoll`. */
type TestSettings = Readonly<Record<string, unknown>>;

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly settings?: TestSettings;
  readonly workspaceFolders?: readonly string[];
  /** Changes of the environment that an in-process server gets. */
  readonly environment?: Partial<Environment>;
}

/** An editor as the server sees it: real messages over real streams. */
export interface LspClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** What the server showed or logged, and what it wrote to its error output. */
  readonly messages: readonly string[];
  /** Versions of diagnostics as they came. */
  readonly published: readonly PublishDiagnosticsParams[];
  readonly registered: readonly string[];
  /** Opens a document with version 1. */
  open(text: string, uri?: string): Promise<OpenDocument>;
  /** Changes the settings and tells the server. */
  configure(settings: TestSettings): Promise<void>;
  /** Ends the session as an editor does; resolves with the process's exit code where there is one. */
  stop(): Promise<number | undefined>;
}

export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  /** Changes the text as an editor does, and returns the new version. */
  change(...changes: TextDocumentContentChangeEvent[]): Promise<number>;
  /** Waits for the diagnostics of the present version. */
  diagnostics(): Promise<Diagnostic[]>;
  /** Waits for diagnostics that `isWanted` admits. */
  diagnosticsWhere(isWanted: (diagnostics: readonly Diagnostic[]) => boolean): Promise<Diagnostic[]>;
  actions(range: Range, context?: Partial<CodeActionContext>): Promise<CodeAction[]>;
  /** Resolves the action where it has no edit yet, and returns the text after it. */
  apply(action: CodeAction): Promise<string>;
  save(): Promise<void>;
  close(): Promise<void>;
}

/** What VS Code can do, as far as the server asks; diagnostics are pushed. */
export const editorCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      changeAnnotationSupport: { groupsOnLabel: true },
    },
  },
  textDocument: {
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: true,
      codeDescriptionSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    codeAction: {
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit', 'command'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
    },
    hover: { contentFormat: [MarkupKind.Markdown, MarkupKind.PlainText] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    rename: { prepareSupport: true },
    completion: {
      completionItem: { snippetSupport: true, documentationFormat: [MarkupKind.Markdown, MarkupKind.PlainText] },
    },
  },
};

/** Starts a server in this process, over two streams. */
export async function startInProcess(options: ClientOptions = {}): Promise<LspClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const messages: string[] = [];
  const connection = createConnection(ProposedFeatures.all, toServer, toClient);
  const environment = nodeEnvironment((message) => messages.push(message));
  // What is installed on this machine must not decide tests.
  startServer(connection, { ...environment, shellCheckerOf: () => undefined, ...options.environment });
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  return connect(client, options, messages, () => {
    connection.dispose();
    return Promise.resolve(undefined);
  });
}

/** Starts a server as a process of its own and talks to it over its standard streams. */
export async function startProcess(
  command: string,
  args: readonly string[],
  options: ClientOptions = {},
): Promise<LspClient & { readonly process: ChildProcess }> {
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const messages: string[] = [];
  server.stderr.on('data', (data: Buffer) => messages.push(data.toString()));
  const ended = new Promise<number | undefined>((resolve) => {
    server.on('exit', (code) => {
      resolve(code ?? undefined);
    });
  });
  const client = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const connected = await connect(client, options, messages, async () => {
    await client.sendNotification(ExitNotification.type);
    return ended;
  });
  return { ...connected, process: server };
}

async function connect(
  connection: ProtocolConnection,
  options: ClientOptions,
  messages: string[],
  end: () => Promise<number | undefined>,
): Promise<LspClient> {
  let settings = options.settings ?? {};
  const published: PublishDiagnosticsParams[] = [];
  const registered: string[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    for (const check of waiting) check();
  });
  connection.onNotification(LogMessageNotification.type, ({ message }) => {
    messages.push(message);
  });
  connection.onNotification(ShowMessageNotification.type, ({ message }) => {
    messages.push(`shown: ${message}`);
  });
  connection.onRequest(ConfigurationRequest.type, ({ items }) => items.map(() => settings));
  connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
    registered.push(...registrations.map(({ method }) => method));
  });
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: options.capabilities ?? editorCapabilities,
    initializationOptions: options.initializationOptions,
    workspaceFolders: (options.workspaceFolders ?? []).map((uri) => ({ uri, name: uri })),
  });
  await connection.sendNotification(InitializedNotification.type, {});

  function received(isWanted: (params: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.delete(check);
        reject(new Error(`Not published within 10 s; the last was ${JSON.stringify(published.at(-1))}`));
      }, 10_000);
      const check = (): void => {
        const found = published.findLast(isWanted);
        if (found === undefined) return;
        clearTimeout(timer);
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  }

  let nextDocument = 0;
  async function open(text: string, uri = `untitled:Dockerfile-${String((nextDocument += 1))}`): Promise<OpenDocument> {
    const document = TextDocument.create(uri, 'dockerfile', 1, text);
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'dockerfile', version: 1, text },
    });
    return {
      uri,
      get version() {
        return document.version;
      },
      get text() {
        return document.getText();
      },
      change: async (...changes) => {
        const version = document.version + 1;
        TextDocument.update(document, changes, version);
        await connection.sendNotification(DidChangeTextDocumentNotification.type, {
          textDocument: { uri, version },
          contentChanges: changes,
        });
        return version;
      },
      diagnostics: async () => {
        const wanted = document.version;
        return (await received((params) => params.uri === uri && params.version === wanted)).diagnostics;
      },
      diagnosticsWhere: async (isWanted) => {
        const isLast = (params: PublishDiagnosticsParams): boolean =>
          params.uri === uri && params === published.findLast((other) => other.uri === uri);
        return (await received((params) => isLast(params) && isWanted(params.diagnostics))).diagnostics;
      },
      actions: async (range, context = {}) => {
        const last = published.findLast((params) => params.uri === uri);
        const actions = await connection.sendRequest(CodeActionRequest.type, {
          textDocument: { uri },
          range,
          context: { diagnostics: last?.diagnostics ?? [], ...context },
        });
        // The server offers literals only.
        return (actions ?? []) as CodeAction[];
      },
      apply: async (action) => {
        const resolved =
          action.edit === undefined ? await connection.sendRequest(CodeActionResolveRequest.type, action) : action;
        if (resolved.edit === undefined) throw new Error(`${action.title} has no edit`);
        return TextDocument.applyEdits(document, editsOf(resolved.edit, uri, document.version));
      },
      save: () => connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } }),
      close: () => connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    };
  }

  return {
    connection,
    initialized,
    messages,
    published,
    registered,
    open,
    configure: async (changed) => {
      settings = changed;
      await connection.sendNotification(DidChangeConfigurationNotification.type, { settings: { plimsoll: changed } });
    },
    stop: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      const code = await end();
      connection.dispose();
      return code;
    },
  };
}

/** The edits of one document; an edit of another version than the one shown is an error, as in an editor. */
export function editsOf(edit: WorkspaceEdit, uri: string, version: number): TextEdit[] {
  const listed = edit.changes?.[uri] ?? [];
  const versioned = (edit.documentChanges ?? []).flatMap((change) => {
    if (!('textDocument' in change) || change.textDocument.uri !== uri) return [];
    if (change.textDocument.version !== version) {
      throw new Error(`The edit is for version ${String(change.textDocument.version)}, the text is ${String(version)}`);
    }
    return change.edits.map((one) => {
      if (!('newText' in one)) throw new Error('A snippet edit was not asked for');
      return one;
    });
  });
  return [...listed, ...versioned];
}

/** The range of the first `words` in `text`. */
export function rangeOf(text: string, words: string): Range {
  const document = TextDocument.create('', '', 0, text);
  const start = text.indexOf(words);
  if (start === -1) throw new Error(`${words} is not in the text`);
  return { start: document.positionAt(start), end: document.positionAt(start + words.length) };
}
