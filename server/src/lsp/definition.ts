import type { DocumentHighlight, Location } from 'vscode-languageserver';
import type { Feature } from './feature';
import { vendorDefinition, vendorHighlights } from './vendor';

/** Goes to where a stage, variable or heredoc name is defined, and highlights all its places. */
export const registerDefinition: Feature = ({ connection, documents, guard }) => {
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    guard<Location | null>('definition', null, async () => {
      const document = await documents.get(uri);
      return document === undefined ? null : vendorDefinition(uri, document.analysis.text, position);
    }),
  );
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
    guard<DocumentHighlight[]>('document highlight', [], async () => {
      const document = await documents.get(uri);
      return document === undefined ? [] : vendorHighlights(document.analysis.text, position);
    }),
  );
  return { definitionProvider: true, documentHighlightProvider: true };
};
