import {
  DidChangeWatchedFilesNotification,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { readAbilities } from './client-abilities';
import { registerCodeActions } from './code-actions';
import { registerCompletion } from './completion';
import { registerConversion } from './conversion';
import { registerDefinition } from './definition';
import { registerDiagnostics, type Diagnostics } from './diagnostics';
import { registerDocumentLinks } from './document-links';
import { registerDocumentSymbols } from './document-symbols';
import { createDocuments } from './documents';
import type { Environment } from './environment';
import type { Feature, FeatureHost } from './feature';
import { registerFolding } from './folding';
import { registerFormatting } from './formatting';
import { createGuard } from './guard';
import { registerHover } from './hover';
import { trustGrantedNotification, type InitializationOptions } from './protocol';
import { registerRename } from './rename';
import { registerRuleDocumentation } from './rule-documentation';
import { registerSelectionRanges } from './selection-ranges';
import { registerSemanticTokens } from './semantic-tokens';
import { createShellChecks, registerShellCheck } from './shell-check';
import { createSettingsSource } from './settings-source';
import { registerSignatureHelp } from './signature-help';

const FEATURES: readonly Feature[] = [
  registerCodeActions,
  registerCompletion,
  registerConversion,
  registerDefinition,
  registerDocumentLinks,
  registerDocumentSymbols,
  registerFolding,
  registerFormatting,
  registerHover,
  registerRename,
  registerRuleDocumentation,
  registerSelectionRanges,
  registerSemanticTokens,
  registerSignatureHelp,
];

/** Files whose change on the disk changes findings: which rules are on, what is ignored, what is copied, who names the build context. */
const WATCHED = [
  '**/.{plimsoll,hadolint}.{yaml,yml}',
  '**/*.{dockerignore,containerignore}',
  '**/{compose,docker-compose}*.{yml,yaml}',
  '**/docker-bake*.{hcl,json}',
  '**/{package.json,package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,go.mod,go.sum}',
  '**/{requirements*.txt,pyproject.toml,Pipfile,Pipfile.lock,poetry.lock,uv.lock,setup.py}',
];

/** Starts the language server on `connection`. */
export function startServer(connection: Connection, environment: Environment): void {
  connection.onInitialize((params) => {
    const { capabilities, onInitialized } = assemble(connection, environment, params);
    connection.onInitialized(onInitialized);
    return { capabilities, serverInfo: { name: 'plimsoll' } };
  });
  connection.listen();
}

interface AssembledServer {
  readonly capabilities: ServerCapabilities;
  readonly onInitialized: () => void;
}

function assemble(connection: Connection, environment: Environment, params: InitializeParams): AssembledServer {
  const client = readAbilities(params);
  const options = params.initializationOptions as Partial<InitializationOptions> | undefined;
  const folders = new Set((params.workspaceFolders ?? []).map(({ uri }) => uri));
  const settings = createSettingsSource(connection, client, environment.defaultSettings, options?.settings, () => {
    refresh();
  });
  let isTrusted = options?.isTrusted !== false;
  const shellChecks = createShellChecks(environment, () => isTrusted);
  const documents = createDocuments({
    connection,
    environment,
    settings,
    workspaceFolders: () => [...folders],
    complete: (analysis, chosen) => shellChecks.complete(analysis, chosen),
  });
  const guard = createGuard((message) => {
    environment.log(message);
    connection.console.error(message);
  });
  const host: FeatureHost = { connection, client, documents, environment, guard };
  const diagnostics: Diagnostics = registerDiagnostics(host);
  const shellCheck = registerShellCheck(host, shellChecks, diagnostics);

  function refresh(): void {
    documents.invalidate();
    diagnostics.refresh();
    shellCheck.refresh();
  }

  connection.onDidChangeWatchedFiles(refresh);
  connection.onNotification(trustGrantedNotification, () => {
    isTrusted = true;
    refresh();
  });
  const capabilities: ServerCapabilities = {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    ...diagnostics.capabilities,
    ...FEATURES.map((register) => register(host)).reduce((all, own) => ({ ...all, ...own }), {}),
  };
  return {
    capabilities,
    onInitialized: () => {
      settings.register();
      if (client.watchedFilesRegistration) {
        void connection.client.register(DidChangeWatchedFilesNotification.type, {
          watchers: WATCHED.map((globPattern) => ({ globPattern })),
        });
      }
      if (!client.workspaceFolders) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) folders.delete(uri);
        for (const { uri } of added) folders.add(uri);
        refresh();
      });
    },
  };
}
