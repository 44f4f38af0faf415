import { HoverRequest, type MarkupContent } from 'vscode-languageserver/node';
import { afterEach, describe, expect, it } from 'vitest';
import { rangeOf, startInProcess, type ClientOptions, type LspClient } from '../support/lsp-client';

const flawed = 'FROM debian:12\nRUN apt-get update && apt-get install curl\n';
let client: LspClient;

async function hoverOn(words: string, options: ClientOptions = {}, text = flawed): Promise<MarkupContent | undefined> {
  client = await startInProcess(options);
  const document = await client.open(text);
  const { start } = rangeOf(text, words);
  const hover = await client.connection.sendRequest(HoverRequest.type, {
    textDocument: { uri: document.uri },
    position: { line: start.line, character: start.character + 1 },
  });
  return hover?.contents as MarkupContent | undefined;
}

afterEach(() => client.stop());

describe('a hover', () => {
  it('explains the rules of the findings under the pointer, with links to web pages alone', async () => {
    const hover = await hoverOn('apt-get install');
    expect(hover?.kind).toBe('markdown');
    expect(hover?.value).toMatch(/apt-interactive/);
    expect(hover?.value).toMatch(/when to ignore/i);
    expect(hover?.value).toMatch(/the fix/i);
    for (const [, target = ''] of hover?.value.matchAll(/\]\(([^)]*)\)/g) ?? []) expect(target).toMatch(/^https:/);
  });

  it('explains instructions', async () => {
    expect((await hoverOn('RUN'))?.value).toContain('Execute any commands');
  });

  it('shows what a variable is', async () => {
    expect((await hoverOn('{V', {}, 'ARG V=7\nFROM x:${V}\n'))?.value).toContain('7');
  });

  it('is empty where there is nothing to say', async () => {
    expect(await hoverOn('true', {}, 'FROM debian:12-slim\nRUN true\nUSER 1000\n')).toBeUndefined();
  });

  it('has no marks for a client that shows plain text', async () => {
    const hover = await hoverOn('apt-get install', {
      capabilities: { textDocument: { hover: { contentFormat: ['plaintext'] } } },
    });
    expect(hover?.kind).toBe('plaintext');
    expect(hover?.value).not.toMatch(/\*\*|\]\(|`/);
  });

  it('explains no findings that are turned off', async () => {
    expect((await hoverOn('apt-get install', { settings: { enable: false } }))?.value ?? '').not.toContain('apt-inter');
  });
});
