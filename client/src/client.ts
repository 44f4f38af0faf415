import {
  type Diagnostic,
  type DocumentFilter,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
  workspace,
} from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import { type InitializationOptions, diagnosticSource } from '../../server/src/lsp/protocol';
import { rulePageUri } from './rule-pages';

/** The language id that Plimsoll works on. */
export const dockerfileLanguage = 'dockerfile';

/** Creates the client of the bundled language server; it is not started yet. */
export function createClient(context: ExtensionContext, output: LogOutputChannel): LanguageClient {
  const module = context.asAbsolutePath('dist/server.js');
  const server = { module, transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  return new LanguageClient('plimsoll', 'Plimsoll', { run: server, debug }, clientOptions(output));
}

/** Tells whether a document lists files to leave out of the build, whatever language the editor took it for. */
export function isIgnoreFile(document: TextDocument): boolean {
  return /\.(docker|container)ignore$/i.test(document.uri.path);
}

function clientOptions(output: LogOutputChannel): LanguageClientOptions {
  const initializationOptions: InitializationOptions = { hasConvertCommand: true, isTrusted: workspace.isTrusted };
  return {
    initializationOptions,
    documentSelector: documentFilters(),
    outputChannel: output,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticCollectionName: 'plimsoll',
    markdown: { isTrusted: false, supportHtml: false },
    middleware: {
      // A person can set the language of Dockerfile.dockerignore to dockerfile by hand: the server never sees it.
      didOpen: async (document, next) => (isIgnoreFile(document) ? undefined : next(document)),
      didChange: async (event, next) => (isIgnoreFile(event.document) ? undefined : next(event)),
      didClose: async (document, next) => (isIgnoreFile(document) ? undefined : next(document)),
      handleDiagnostics: (uri, diagnostics, next) => {
        next(uri, diagnostics.map(withOwnRulePage));
      },
      provideDiagnostics: async (document, previousResultId, token, next) => {
        const report = await next(document, previousResultId, token);
        return report && 'items' in report ? { ...report, items: report.items.map(withOwnRulePage) } : report;
      },
    },
  };
}

/** Leaves out the schemes of views (git's left side, our own preview), in which a finding could not be mended. */
function documentFilters(): DocumentFilter[] & { language: string; scheme: string }[] {
  const folders = workspace.workspaceFolders ?? [];
  const schemes = new Set(['file', 'untitled', ...folders.map((folder) => folder.uri.scheme)]);
  return [...schemes].map((scheme) => ({ language: dockerfileLanguage, scheme }));
}

/** Lets a rule's name open the page that came with the extension, which needs no network. */
function withOwnRulePage(diagnostic: Diagnostic): Diagnostic {
  const { code } = diagnostic;
  if (diagnostic.source !== diagnosticSource || typeof code !== 'object') {
    return diagnostic;
  }
  diagnostic.code = { ...code, target: rulePageUri(String(code.value)) };
  return diagnostic;
}
