import type { DocumentLink } from 'vscode-languageserver';
import type { Feature } from './feature';
import { vendorLinks } from './vendor';

/** Links base images to their pages on the web. */
export const registerDocumentLinks: Feature = ({ connection, documents, guard }) => {
  connection.onDocumentLinks(({ textDocument: { uri } }) =>
    guard<DocumentLink[]>('document links', [], async () => {
      const document = await documents.get(uri);
      return document === undefined ? [] : vendorLinks(document.analysis.text);
    }),
  );
  return { documentLinkProvider: {} };
};
