import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** A language server in a process of its own, spoken to with as little between as can be: what is timed is the server. */
export interface LanguageServer {
  readonly name: string;
  open(uri: string, text: string): Promise<void>;
  /** Sends a change and returns the milliseconds until the diagnostics of the new version have been read. */
  change(uri: string, change: TextChange): Promise<number>;
  /** Sends a request and returns the milliseconds until its answer has been read, with the answer. */
  request(method: string, params: unknown): Promise<{ readonly milliseconds: number; readonly result: unknown }>;
  /** The diagnostics that were published last. */
  diagnosticsOf(uri: string): readonly unknown[];
  /** Resident memory now and at most, in MB; `undefined` where the system does not tell. */
  memory(): { readonly now: number; readonly most: number } | undefined;
  stop(): Promise<void>;
}

export interface TextChange {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly text: string;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: {
    readonly uri?: string;
    readonly version?: number;
    readonly diagnostics?: readonly unknown[];
    readonly items?: readonly unknown[];
  };
  readonly result?: unknown;
}

/** A server that does not answer within so many milliseconds is taken for dead. */
const PATIENCE = 20_000;

/** Starts a server and initialises it as VS Code would, diagnostics pushed. */
export async function startLanguageServer(
  name: string,
  command: string,
  args: readonly string[],
): Promise<LanguageServer> {
  const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = new Map<number | string, (message: Message) => void>();
  const published = new Map<string, Message['params']>();
  const texts = new Map<string, TextDocument>();
  let onPublished: ((params: NonNullable<Message['params']>) => void) | undefined;
  let nextId = 0;

  function send(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }));
    server.stdin.write(Buffer.concat([Buffer.from(`Content-Length: ${String(body.length)}\r\n\r\n`), body]));
  }

  readMessages(server, (message) => {
    if (message.method === undefined) {
      answers.get(message.id ?? -1)?.(message);
    } else if (message.method === 'textDocument/publishDiagnostics' && message.params?.uri !== undefined) {
      published.set(message.params.uri, message.params);
      onPublished?.(message.params);
    } else if (message.id !== undefined) {
      const isConfiguration = message.method === 'workspace/configuration';
      send({ id: message.id, result: isConfiguration ? (message.params?.items ?? []).map(() => null) : null });
    }
  });

  function within<T>(what: string, promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`${name} does not answer ${what}`));
      }, PATIENCE);
      promise.then(resolve, reject).finally(() => {
        clearTimeout(timer);
      });
    });
  }

  async function request(method: string, params: unknown): Promise<{ milliseconds: number; result: unknown }> {
    const id = (nextId += 1);
    const answer = new Promise<Message>((resolve) => answers.set(id, resolve));
    const start = performance.now();
    send({ id, method, params });
    const { result } = await within(method, answer);
    answers.delete(id);
    return { milliseconds: performance.now() - start, result };
  }

  /** Some servers publish without a version: then the first diagnostics after the change count. */
  async function publishedAfter(uri: string, version: number, act: () => void): Promise<number> {
    const done = new Promise<number>((resolve) => {
      onPublished = (params) => {
        if (params.uri === uri && (params.version === undefined || params.version === version))
          resolve(performance.now());
      };
    });
    const start = performance.now();
    act();
    const end = await within('a change', done);
    onPublished = undefined;
    return end - start;
  }

  const { result } = await request('initialize', { processId: process.pid, rootUri: null, capabilities: CAPABILITIES });
  send({ method: 'initialized', params: {} });
  const wantsFullText = syncKindOf(result) === FULL_TEXT;

  return {
    name,
    open: async (uri, text) => {
      texts.set(uri, TextDocument.create(uri, 'dockerfile', 1, text));
      await publishedAfter(uri, 1, () => {
        send({
          method: 'textDocument/didOpen',
          params: { textDocument: { uri, languageId: 'dockerfile', version: 1, text } },
        });
      });
    },
    change: (uri, change) => {
      const document = texts.get(uri);
      if (document === undefined) throw new Error(`${uri} is not open`);
      const version = document.version + 1;
      TextDocument.update(document, [change], version);
      const contentChanges = [wantsFullText ? { text: document.getText() } : change];
      return publishedAfter(uri, version, () => {
        send({
          method: 'textDocument/didChange',
          params: { textDocument: { uri, version }, contentChanges },
        });
      });
    },
    request,
    diagnosticsOf: (uri) => published.get(uri)?.diagnostics ?? [],
    memory: () => memoryOf(server.pid),
    stop: async () => {
      const ended = new Promise((resolve) => server.on('exit', resolve));
      await request('shutdown', undefined).catch(() => undefined);
      send({ method: 'exit' });
      const timer = setTimeout(() => server.kill(), 2_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The kind of synchronisation in which each change carries the whole text. */
const FULL_TEXT = 1;

function syncKindOf(initialized: unknown): number | undefined {
  const { capabilities } = initialized as { capabilities?: { textDocumentSync?: number | { change?: number } } };
  const sync = capabilities?.textDocumentSync;
  return typeof sync === 'object' ? sync.change : sync;
}

function readMessages(server: ChildProcess, onMessage: (message: Message) => void): void {
  let buffer: Buffer = Buffer.alloc(0);
  server.stdout?.on('data', (data: Buffer) => {
    buffer = buffer.length === 0 ? data : Buffer.concat([buffer, data]);
    for (;;) {
      const headEnd = buffer.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const length = Number(/content-length: *(\d+)/i.exec(buffer.toString('latin1', 0, headEnd))?.[1]);
      const end = headEnd + 4 + length;
      if (buffer.length < end) return;
      const message = JSON.parse(buffer.toString('utf8', headEnd + 4, end)) as Message;
      buffer = buffer.subarray(end);
      onMessage(message);
    }
  });
}

function memoryOf(pid: number | undefined): { now: number; most: number } | undefined {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const megabytes = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
    return { now: megabytes('VmRSS'), most: megabytes('VmHWM') };
  } catch {
    return undefined;
  }
}

const CAPABILITIES = {
  workspace: {
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create'], changeAnnotationSupport: {} },
  },
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: true,
      codeDescriptionSupport: true,
      tagSupport: { valueSet: [1, 2] },
      dataSupport: true,
    },
    codeAction: {
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
    },
  },
};
