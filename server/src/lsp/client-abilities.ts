import { MarkupKind, ResourceOperationKind, type InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from './protocol';

/** What the client understands, as far as it changes what the server says. */
export interface ClientAbilities {
  /** It has the command that previews the conversion. */
  readonly convertCommand: boolean;
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly workspaceFolders: boolean;
  readonly watchedFilesRegistration: boolean;
  readonly pullDiagnostics: boolean;
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly codeDescription: boolean;
  readonly diagnosticTags: boolean;
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
  readonly changeAnnotations: boolean;
  readonly codeActionLiterals: boolean;
  readonly codeActionResolve: boolean;
  readonly codeActionDisabled: boolean;
  readonly codeActionPreferred: boolean;
  readonly hierarchicalSymbols: boolean;
  readonly lineFoldingOnly: boolean;
  readonly foldingLimit: number;
  readonly snippets: boolean;
  readonly hoverFormat: MarkupKind;
  readonly completionFormat: MarkupKind;
  readonly prepareRename: boolean;
  readonly locationLinks: boolean;
}

/** Reads a client's capabilities. */
export function readAbilities({ capabilities, initializationOptions }: InitializeParams): ClientAbilities {
  const { workspace, textDocument } = capabilities;
  const options = initializationOptions as Partial<InitializationOptions> | undefined;
  const codeAction = textDocument?.codeAction;
  const diagnostics = textDocument?.publishDiagnostics;
  const resolvable = codeAction?.resolveSupport?.properties ?? [];
  return {
    convertCommand: options?.hasConvertCommand === true,
    configuration: workspace?.configuration === true,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    workspaceFolders: workspace?.workspaceFolders === true,
    watchedFilesRegistration: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    relatedInformation:
      diagnostics?.relatedInformation === true || textDocument?.diagnostic?.relatedInformation === true,
    codeDescription:
      diagnostics?.codeDescriptionSupport === true || textDocument?.diagnostic?.codeDescriptionSupport === true,
    diagnosticTags: (diagnostics?.tagSupport ?? textDocument?.diagnostic?.tagSupport) !== undefined,
    documentChanges: workspace?.workspaceEdit?.documentChanges === true,
    createFiles: workspace?.workspaceEdit?.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    codeActionLiterals: codeAction?.codeActionLiteralSupport !== undefined,
    // `data` must come back with the action, or the server could not tell what to resolve.
    codeActionResolve: resolvable.includes('edit') && codeAction?.dataSupport === true,
    codeActionDisabled: codeAction?.disabledSupport === true,
    codeActionPreferred: codeAction?.isPreferredSupport === true,
    hierarchicalSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    lineFoldingOnly: textDocument?.foldingRange?.lineFoldingOnly === true,
    foldingLimit: textDocument?.foldingRange?.rangeLimit ?? Number.MAX_SAFE_INTEGER,
    snippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    hoverFormat: preferred(textDocument?.hover?.contentFormat),
    completionFormat: preferred(textDocument?.completion?.completionItem?.documentationFormat),
    prepareRename: textDocument?.rename?.prepareSupport === true,
    locationLinks: textDocument?.definition?.linkSupport === true,
  };
}

/** Markdown where the client takes it at all: plain text would show its marks. */
function preferred(formats: readonly MarkupKind[] | undefined): MarkupKind {
  return formats === undefined || formats.includes(MarkupKind.Markdown) ? MarkupKind.Markdown : MarkupKind.PlainText;
}
