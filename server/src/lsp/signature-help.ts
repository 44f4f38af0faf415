import type { SignatureHelp } from 'vscode-languageserver';
import type { Feature } from './feature';
import { vendorSignatures } from './vendor';

/** Shows the form of the instruction that is being typed. */
export const registerSignatureHelp: Feature = ({ connection, documents, guard }) => {
  connection.onSignatureHelp(({ textDocument: { uri }, position }) =>
    guard<SignatureHelp | null>('signature help', null, async () => {
      const document = await documents.get(uri);
      if (document === undefined) return null;
      const help = await vendorSignatures(document.analysis.text, position);
      return help.signatures.length === 0 ? null : help;
    }),
  );
  return { signatureHelpProvider: { triggerCharacters: ['-', '[', ',', '"', ' ', '='] } };
};
