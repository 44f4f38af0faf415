import type { Analysis, BuildContext, NamedTarget, ShellCheckQuestion, Span } from '../core/index';
import type { FileSettings, Settings } from './settings';

/** What the server needs from the world around it; a host (Node, a worker, a test) gives it. */
export interface Environment {
  /** Runs `task` after the messages that have already arrived. */
  readonly immediate: (task: () => void) => Cancel;
  /** Runs `task` after `milliseconds`. */
  readonly timeout: (task: () => void, milliseconds: number) => Cancel;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** Finds the build context of a Dockerfile; absent where the host has no files. */
  readonly contextOf?: (request: ContextRequest) => FoundContext | undefined;
  /** Finds the targets of a Dockerfile that other files build; absent where the host has no files. */
  readonly targetsOf?: (request: Pick<ContextRequest, 'uri' | 'workspaceFolders'>) => readonly NamedTarget[];
  /** Finds what a configuration file decides for a Dockerfile; absent where the host has no files. */
  readonly configurationOf?: (uri: string) => FoundConfiguration | undefined;
  /** Returns the ShellCheck at `path`, or the one on the PATH; absent where the host runs no programs. */
  readonly shellCheckerOf?: (path: string | undefined) => ShellChecker | undefined;
  readonly defaultSettings: Settings;
  /** Writes to the host's error output, for what is wrong with the server itself. */
  readonly log: (message: string) => void;
}

export type Cancel = () => void;

/** ShellCheck, as far as the server needs it. */
export interface ShellChecker {
  /** Returns an answer given before, without waiting. */
  known(question: ShellCheckQuestion): string | undefined;
  ask(question: ShellCheckQuestion, signal: AbortSignal): Promise<string | undefined>;
}

export interface ContextRequest {
  /** The document's address. */
  readonly uri: string;
  /** What its text means. */
  readonly model: Analysis['model'];
  /** Addresses of the workspace's folders. */
  readonly workspaceFolders: readonly string[];
}

/** A build context with the address of its root. */
export interface FoundContext {
  readonly context: BuildContext;
  readonly rootUri: string;
}

/** A configuration file, as far as a document is concerned. The same object comes back while nothing changed. */
export interface FoundConfiguration {
  readonly settings: FileSettings;
  readonly file: ConfigurationFile;
}

export interface ConfigurationFile {
  /** The file's address. */
  readonly uri: string;
  readonly text: string;
  /** What makes no sense in it. */
  readonly problems: readonly { readonly message: string; readonly span: Span }[];
}
