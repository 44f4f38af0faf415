import { Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages, window, workspace } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { diagnosticSource } from '../../server/src/lsp/protocol';
import { dockerfileLanguage, isIgnoreFile } from './client';

/** Shows in the language status how the server is and how many findings the active Dockerfile has. */
export function registerStatus(client: BaseLanguageClient): Disposable {
  const item = languages.createLanguageStatusItem('plimsoll.status', { language: dockerfileLanguage });
  item.name = 'Plimsoll';
  const update = () => {
    describe(item, client);
  };
  update();
  return Disposable.from(
    item,
    client.onDidChangeState(update),
    languages.onDidChangeDiagnostics(update),
    window.onDidChangeActiveTextEditor(update),
    workspace.onDidChangeConfiguration(update),
  );
}

function describe(item: LanguageStatusItem, client: BaseLanguageClient): void {
  item.busy = client.state === State.Starting;
  item.severity = LanguageStatusSeverity.Information;
  item.command = { title: 'Show Output', command: 'plimsoll.showOutput' };
  item.text = 'Plimsoll';
  item.detail = '';
  if (client.state === State.Starting) {
    item.detail = 'starting';
    return;
  }
  if (client.state !== State.Running) {
    item.severity = LanguageStatusSeverity.Error;
    item.detail = 'the language server is not running';
    item.command = { title: 'Restart', command: 'plimsoll.restartServer' };
    return;
  }
  const document = window.activeTextEditor?.document;
  if (document === undefined || document.languageId !== dockerfileLanguage || isIgnoreFile(document)) {
    return;
  }
  if (!workspace.getConfiguration('plimsoll', document).get('enable', true)) {
    item.detail = 'off';
    item.command = { title: 'Open Settings', command: 'workbench.action.openSettings', arguments: ['plimsoll.enable'] };
    return;
  }
  const findings = languages.getDiagnostics(document.uri).filter(({ source }) => source === diagnosticSource);
  item.detail =
    findings.length === 0 ? 'nothing found' : findings.length === 1 ? '1 finding' : `${findings.length} findings`;
}
