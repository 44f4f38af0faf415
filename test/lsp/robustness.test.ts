import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CompletionRequest,
  DefinitionRequest,
  DidChangeWatchedFilesNotification,
  DocumentHighlightRequest,
  DocumentSymbolRequest,
  HoverRequest,
  PrepareRenameRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver/node';
import { afterEach, describe, expect, it } from 'vitest';
import { rangeOf, startInProcess, type ClientOptions, type LspClient } from '../support/lsp-client';

let client: LspClient;

async function start(options: ClientOptions = {}): Promise<LspClient> {
  client = await startInProcess(options);
  return client;
}

afterEach(() => client.stop());

describe('the barrier', () => {
  it.each([' ARG B=$A\nFROM x\n', '\uFEFFENV A=$B\nFROM x\n', '', '\\', 'FROM', 'RUN <<', '\u0000'])(
    'answers every request about %j',
    async (text) => {
      const document = await (await start()).open(text);
      await document.diagnostics();
      const textDocument = { uri: document.uri };
      for (let character = 0; character <= Math.min(text.length, 12); character++) {
        const params = { textDocument, position: { line: 0, character } };
        for (const type of [
          HoverRequest,
          CompletionRequest,
          DefinitionRequest,
          DocumentHighlightRequest,
          PrepareRenameRequest,
        ]) {
          await client.connection.sendRequest(type.method, params);
        }
      }
      await client.connection.sendRequest(SemanticTokensRequest.method, { textDocument });
      await client.connection.sendRequest(DocumentSymbolRequest.method, { textDocument });
      await document.change({ text: 'FROM debian:12\nRUN apt-get install curl\n' });
      expect((await document.diagnostics()).map(({ code }) => code)).toContain('apt-interactive');
    },
  );

  it('logs a failure once', async () => {
    const document = await (await start()).open(' ARG B=$A\nFROM x\n');
    const params = { textDocument: { uri: document.uri }, position: { line: 0, character: 9 } };
    for (let i = 0; i < 3; i++)
      expect(await client.connection.sendRequest(DocumentHighlightRequest.method, params)).toEqual([]);
    const logged = client.messages.filter((message) => message.startsWith('document highlight failed'));
    // One message to the host's error output, one to the client's log.
    expect(logged.length).toBe(2);
  });
});

describe('the build context', () => {
  it('is found on the disk, and read again when the client tells of a change', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-lsp-'));
    try {
      mkdirSync(join(folder, 'src'));
      writeFileSync(join(folder, 'src', 'a.ts'), '');
      await start({ workspaceFolders: [pathToFileURL(folder).href] });
      const document = await client.open(
        'FROM node:22\nCOPY src /src\nCOPY \n',
        pathToFileURL(join(folder, 'Dockerfile')).href,
      );
      const files = async (): Promise<string[]> => {
        const items = await client.connection.sendRequest(CompletionRequest.type, {
          textDocument: { uri: document.uri },
          position: { line: 2, character: 5 },
        });
        return (Array.isArray(items) ? items : []).map(({ label }) => label);
      };
      expect(await files()).toEqual(['src/']);
      writeFileSync(join(folder, 'package.json'), '{}');
      await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: [{ uri: pathToFileURL(join(folder, 'package.json')).href, type: 1 }],
      });
      expect(await files()).toEqual(['package.json', 'src/']);
      expect(client.registered).toContain('workspace/didChangeWatchedFiles');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('that cannot be read leaves the text alone to judge', async () => {
    await start();
    const text = 'FROM debian:12\nCOPY a /a\nRUN apt-get install curl\n';
    const document = await client.open(text, 'file:///no/such/folder/Dockerfile');
    const found = await document.diagnostics();
    expect(found.find(({ code }) => code === 'apt-interactive')?.range).toEqual(rangeOf(text, 'apt-get install'));
  });
});
