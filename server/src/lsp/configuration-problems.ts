import type { Connection } from 'vscode-languageserver';
import type { ConfigurationFile } from './environment';
import { toConfigurationDiagnostics } from './to-lsp';

/** Shows what makes no sense in the configuration files of the open documents, in those files. */
export interface ConfigurationProblems {
  /** To be called when the file that holds for a document is known, or known to be none; the same again does nothing. */
  note(uri: string, file: ConfigurationFile | undefined): void;
}

/** Returns what pushes diagnostics of configuration files, also to clients that pull those of documents. */
export function createConfigurationProblems(connection: Connection): ConfigurationProblems {
  const fileOf = new Map<string, string>();
  const shown = new Map<string, ConfigurationFile['problems']>();

  function clear(file: string): void {
    if ((shown.get(file) ?? []).length > 0) void connection.sendDiagnostics({ uri: file, diagnostics: [] });
    shown.delete(file);
  }

  return {
    note: (uri, file) => {
      const before = fileOf.get(uri);
      if (file === undefined) fileOf.delete(uri);
      else fileOf.set(uri, file.uri);
      if (before !== undefined && ![...fileOf.values()].includes(before)) clear(before);
      if (file === undefined || shown.get(file.uri) === file.problems) return;
      const wasClean = (shown.get(file.uri) ?? []).length === 0;
      shown.set(file.uri, file.problems);
      if (wasClean && file.problems.length === 0) return;
      void connection.sendDiagnostics({ uri: file.uri, diagnostics: toConfigurationDiagnostics(file) });
    },
  };
}
