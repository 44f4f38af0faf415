import { TextDocuments, type Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyze, type Analysis, type AnalysisOptions, type NamedTarget } from '../core/index';
import { createConfigurationProblems } from './configuration-problems';
import type { Environment, FoundConfiguration, FoundContext } from './environment';
import { lintSettings, withFile, type Settings } from './settings';
import type { SettingsSource } from './settings-source';

/** What is known of the text alone, for the next version to take over what has not changed. */
interface Typed {
  readonly analysis: Analysis;
  readonly contextUri: string | undefined;
}

/** One version of an open document with all that is known of it. */
export interface AnalysedDocument {
  readonly uri: string;
  readonly version: number;
  readonly analysis: Analysis;
  readonly settings: Settings;
  /** The address of the build context's root, where there is one. */
  readonly contextUri: string | undefined;
}

/** The open Dockerfiles. Each version is analysed once, when first asked for. */
export interface Documents {
  readonly uris: () => readonly string[];
  /** Returns the version that the server holds. */
  versionOf(uri: string): number | undefined;
  /** Returns the analysis of the present version without waiting; `undefined` while its settings are not known, or where it is not open. */
  now(uri: string): AnalysedDocument | undefined;
  /** Returns the analysis of the version that is present once the settings are known; `undefined` where it is not open. */
  get(uri: string): Promise<AnalysedDocument | undefined>;
  /** Returns the targets of a Dockerfile that other files of the workspace build; looks at the disk. */
  targetsOf(uri: string): readonly NamedTarget[];
  /** Forgets what was made of settings, configuration files and build contexts, for all documents. */
  invalidate(): void;
  /** Forgets the analysis of one document: more is known now. */
  forget(uri: string): void;
  onChange(listener: (uri: string) => void): void;
  onClose(listener: (uri: string) => void): void;
}

interface DocumentsOptions {
  readonly connection: Connection;
  readonly environment: Environment;
  readonly settings: SettingsSource;
  readonly workspaceFolders: () => readonly string[];
  /** Adds what others than the rules have found. */
  readonly complete: (analysis: Analysis, settings: Settings) => Analysis;
}

/** Build contexts and configuration files are looked for again after this many milliseconds, for hosts that tell of no change on the disk. */
const DISK_LIFETIME = 5_000;

interface Kept<T> {
  readonly found: T | undefined;
  readonly since: number;
}

/** Returns the documents that the client opens on `connection`, which must not listen yet. */
export function createDocuments(options: DocumentsOptions): Documents {
  const { connection, environment, settings } = options;
  const texts = new TextDocuments(TextDocument);
  const analyses = new Map<string, AnalysedDocument>();
  const lastTyped = new Map<string, Typed>();
  const contexts = new Map<string, Kept<FoundContext>>();
  const configurations = new Map<string, Kept<FoundConfiguration>>();
  const configurationProblems = createConfigurationProblems(connection);
  const changeListeners: ((uri: string) => void)[] = [];
  const closeListeners: ((uri: string) => void)[] = [];
  const failedRules = new Set<string>();

  function onRuleError(rule: string, error: unknown): void {
    if (failedRules.has(rule)) return;
    failedRules.add(rule);
    environment.log(
      `The rule ${rule} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }

  function textOf(uri: string): TextDocument | undefined {
    return isIgnoreFile(uri) ? undefined : texts.get(uri);
  }

  function analyse(document: TextDocument, chosen: Settings): AnalysedDocument {
    const { uri, version } = document;
    const decided = withFile(chosen, configurationOf(uri)?.settings);
    const known = analyses.get(uri);
    if (known?.version === version && known.settings === decided) return known;
    const text = document.getText();
    const previous = lastTyped.get(uri)?.analysis;
    const basis = {
      settings: lintSettings(decided),
      onRuleError,
      isFollowed: true,
      ...(previous === undefined ? {} : { previous }),
    };
    const typed = withContext(uri, text, basis);
    lastTyped.set(uri, typed);
    const { analysis, contextUri } = typed;
    const complete = options.complete(analysis, decided);
    const analysed = { uri, version, analysis: complete, settings: decided, contextUri };
    analyses.set(uri, analysed);
    return analysed;
  }

  /** A look-up in a map, but for one in some seconds: the typing path must not wait for the disk. */
  function configurationOf(uri: string): FoundConfiguration | undefined {
    if (environment.configurationOf === undefined) return undefined;
    const kept = configurations.get(uri);
    if (kept !== undefined && environment.now() - kept.since < DISK_LIFETIME) return kept.found;
    const found = environment.configurationOf(uri);
    configurations.set(uri, { found, since: environment.now() });
    configurationProblems.note(uri, found?.file);
    return found;
  }

  function withContext(uri: string, text: string, basis: AnalysisOptions): Typed {
    const { contextOf } = environment;
    if (contextOf === undefined) return { analysis: analyze(text, basis), contextUri: undefined };
    let found = contexts.get(uri)?.found;
    const analysis = analyze(text, {
      ...basis,
      // Which folder is the context depends on what the text copies.
      context: (model) => {
        const kept = contexts.get(uri);
        if (kept === undefined || environment.now() - kept.since >= DISK_LIFETIME) {
          found = contextOf({ uri, model, workspaceFolders: options.workspaceFolders() });
          contexts.set(uri, { found, since: environment.now() });
        }
        return found?.context;
      },
    });
    return { analysis, contextUri: found?.rootUri };
  }

  function isOpen(uri: string): boolean {
    return textOf(uri) !== undefined;
  }

  texts.onDidChangeContent(({ document: { uri } }) => {
    analyses.delete(uri);
    if (isOpen(uri)) for (const listener of changeListeners) listener(uri);
  });
  texts.onDidSave(({ document: { uri } }) => {
    contexts.delete(uri);
  });
  texts.onDidClose(({ document: { uri } }) => {
    analyses.delete(uri);
    lastTyped.delete(uri);
    contexts.delete(uri);
    configurations.delete(uri);
    configurationProblems.note(uri, undefined);
    settings.forget(uri);
    for (const listener of closeListeners) listener(uri);
  });
  texts.listen(connection);

  function now(uri: string): AnalysedDocument | undefined {
    const document = textOf(uri);
    const chosen = settings.known(uri);
    return document === undefined || chosen === undefined ? undefined : analyse(document, chosen);
  }

  return {
    uris: () => texts.keys().filter(isOpen),
    versionOf: (uri) => textOf(uri)?.version,
    now,
    get: async (uri) => {
      if (!isOpen(uri)) return undefined;
      const chosen = settings.known(uri) ?? (await settings.of(uri));
      const document = textOf(uri);
      return document === undefined ? undefined : analyse(document, settings.known(uri) ?? chosen);
    },
    targetsOf: (uri) => environment.targetsOf?.({ uri, workspaceFolders: options.workspaceFolders() }) ?? [],
    invalidate: () => {
      analyses.clear();
      contexts.clear();
      configurations.clear();
    },
    forget: (uri) => analyses.delete(uri),
    onChange: (listener) => changeListeners.push(listener),
    onClose: (listener) => closeListeners.push(listener),
  };
}

/** Lists of files to leave out of the build are no Dockerfiles, whatever the editor took them for. */
function isIgnoreFile(uri: string): boolean {
  return /\.(docker|container)ignore$/i.test(uri.replace(/[?#].*$/s, ''));
}
