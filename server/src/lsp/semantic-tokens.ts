import type { SemanticTokens } from 'vscode-languageserver';
import type { Feature } from './feature';
import { semanticTokenModifiers, semanticTokenTypes, vendorSemanticTokens } from './vendor';

/** The time grows with the square of the lines; above this many it would be felt while typing. */
const MOST_LINES = 400;

/** Colours what a grammar cannot tell; large files keep the colours of the grammar alone. */
export const registerSemanticTokens: Feature = ({ connection, documents, guard }) => {
  connection.languages.semanticTokens.on(({ textDocument: { uri } }) =>
    guard<SemanticTokens>('semantic tokens', { data: [] }, async () => {
      const document = await documents.get(uri);
      if (document === undefined || document.analysis.file.lines.count > MOST_LINES) return { data: [] };
      return vendorSemanticTokens(document.analysis.text);
    }),
  );
  return {
    semanticTokensProvider: {
      legend: { tokenTypes: semanticTokenTypes, tokenModifiers: semanticTokenModifiers },
      full: true,
    },
  };
};
