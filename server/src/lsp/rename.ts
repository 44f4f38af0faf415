import { LSPErrorCodes, ResponseError, type Range, type WorkspaceEdit } from 'vscode-languageserver';
import type { Feature } from './feature';
import { vendorPrepareRename, vendorRename } from './vendor';

/** Renames stages, variables and heredoc names. */
export const registerRename: Feature = ({ connection, client, documents, guard }) => {
  connection.onPrepareRename(({ textDocument: { uri }, position }) =>
    guard<Range | null>('prepare rename', null, async () => {
      const document = await documents.get(uri);
      return document === undefined ? null : vendorPrepareRename(document.analysis.text, position);
    }),
  );
  connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }) => {
    if (!/^[A-Za-z_][\w.-]*$/.test(newName)) {
      throw new ResponseError(LSPErrorCodes.RequestFailed, `${JSON.stringify(newName)} cannot be a name here.`);
    }
    return guard<WorkspaceEdit | null>('rename', null, async () => {
      const document = await documents.get(uri);
      if (document === undefined) return null;
      const edits = await vendorRename(uri, document.analysis.text, position, newName);
      return client.documentChanges
        ? { documentChanges: [{ textDocument: { uri, version: document.version }, edits }] }
        : { changes: { [uri]: edits } };
    });
  });
  return { renameProvider: client.prepareRename ? { prepareProvider: true } : true };
};
