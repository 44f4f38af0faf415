import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, diagnosticsOf, findingOf, open, until } from './support';

const ownCommands = [
  'plimsoll.applyPreview',
  'plimsoll.changePreviewOptions',
  'plimsoll.convertAndVerify',
  'plimsoll.convertToMultiStage',
  'plimsoll.discardPreview',
  'plimsoll.explainRule',
  'plimsoll.restartServer',
  'plimsoll.showOutput',
];

describe('activation', () => {
  afterEach(closeAll);

  it('happens when a Dockerfile is opened', async () => {
    const { document } = await open('FROM alpine:3.20\n');
    assert.equal(document.languageId, 'dockerfile');
    await until('the extension is active', () => vscode.extensions.getExtension('plimsoll.plimsoll')?.isActive);
  });

  it('registers every command of the manifest', async () => {
    const commands = await vscode.commands.getCommands(true);
    const ours = commands.filter(
      (command) => command.startsWith('plimsoll.') && !/\.(focus|open|resetViewLocation)$/.test(command),
    );
    assert.deepEqual(ours.sort(), ownCommands);
  });

  for (const name of ['Dockerfile.prod', 'api.Dockerfile', 'web.dockerfile', 'Containerfile', 'Containerfile.dev']) {
    it(`checks ${name}`, async () => {
      const { document } = await open('FROM ubuntu\n', name);
      assert.equal(document.languageId, 'dockerfile');
      await findingOf(document, 'untagged-base-image');
    });
  }

  for (const name of [
    'Dockerfile.dockerignore',
    'api.Dockerfile.dockerignore',
    'Containerfile.dockerignore',
    '.dockerignore',
  ]) {
    it(`takes ${name} for a list of files to ignore`, async () => {
      const { document } = await open('FROM ubuntu\n', name);
      assert.equal(document.languageId, 'ignore');
    });
  }

  it('checks again after the language server is started anew', async () => {
    const { document } = await open('FROM ubuntu\n');
    await findingOf(document, 'untagged-base-image');
    await vscode.commands.executeCommand('plimsoll.restartServer');
    await findingOf(document, 'untagged-base-image');
    const another = await open('FROM debian\n');
    await findingOf(another.document, 'untagged-base-image');
  });

  it('finds nothing in Dockerfile.dockerignore even when a person calls it a Dockerfile', async () => {
    const ignored = await open('FROM ubuntu\n', 'Dockerfile.dockerignore');
    await vscode.languages.setTextDocumentLanguage(ignored.document, 'dockerfile');
    // The server answers in order: once the second file has its finding, the first would have had its own.
    const checked = await open('FROM ubuntu\n');
    await findingOf(checked.document, 'untagged-base-image');
    assert.deepEqual(diagnosticsOf(ignored.document), []);
  });
});
