import { DiagnosticSeverity, DocumentDiagnosticRequest } from 'vscode-languageserver/node';
import { afterEach, describe, expect, it } from 'vitest';
import { editorCapabilities, rangeOf, startInProcess, type ClientOptions, type LspClient } from '../support/lsp-client';

const flawed = 'FROM debian:12\nRUN apt-get update && apt-get install curl\n';
let client: LspClient;

async function start(options: ClientOptions = {}): Promise<LspClient> {
  client = await startInProcess(options);
  return client;
}

afterEach(() => client.stop());

describe('diagnostics', () => {
  it('underline the words at fault, with the rule as code and its page as link', async () => {
    const document = await (await start()).open(flawed);
    const [diagnostic] = (await document.diagnostics()).filter(({ code }) => code === 'apt-interactive');
    expect(diagnostic).toMatchObject({
      range: rangeOf(flawed, 'apt-get install'),
      severity: DiagnosticSeverity.Error,
      source: 'plimsoll',
      codeDescription: { href: 'https://github.com/plimsoll-dev/plimsoll/blob/main/docs/rules/apt-interactive.md' },
    });
    expect(diagnostic).not.toHaveProperty('data');
  });

  it('follow every version of the text', async () => {
    const document = await (await start()).open(flawed);
    expect(codes(await document.diagnostics())).toContain('apt-interactive');
    const install = rangeOf(flawed, 'install');
    await document.change({ range: { start: install.end, end: install.end }, text: ' -y' });
    expect(codes(await document.diagnostics())).not.toContain('apt-interactive');
    await document.change({ text: 'FROM debian:12\r\nRUN apt-get install x\r\n' });
    const [finding] = (await document.diagnostics()).filter(({ code }) => code === 'apt-interactive');
    expect(finding?.range.start).toEqual({ line: 1, character: 4 });
  });

  it('leave a file alone that is empty yet', async () => {
    const document = await (await start()).open('\n');
    expect(await document.diagnostics()).toEqual([]);
    await document.change({ text: 'RUN a\n' });
    expect(codes(await document.diagnostics())).toContain('syntax-error');
  });

  it('count characters as UTF-16 does', async () => {
    const text = 'FROM debian:12\nRUN echo "🚢é" && apt-get install curl\n';
    const document = await (await start()).open(text);
    const [finding] = (await document.diagnostics()).filter(({ code }) => code === 'apt-interactive');
    expect(finding?.range).toEqual(rangeOf(text, 'apt-get install'));
  });

  it('stay for the other lines while one is half typed', async () => {
    const document = await (await start()).open(`${flawed}\n`);
    for (const half of ['H', 'HEALTHCHECK --interval=', 'COPY --from=', 'ENV A="', 'RUN [', 'RUN if']) {
      await document.change({ text: `${flawed}${half}\n` });
      expect(codes(await document.diagnostics()), half).toContain('apt-interactive');
    }
  });

  it('are published once for a burst of changes, for the last of them', async () => {
    const document = await (await start()).open('FROM debian:12\n');
    await document.diagnostics();
    const before = client.published.length;
    await Promise.all(
      [...'RUN apt-get install curl'].map((text, index) => {
        const at = { line: 1, character: index };
        return document.change({ range: { start: at, end: at }, text });
      }),
    );
    expect(codes(await document.diagnostics())).toContain('apt-interactive');
    expect(client.published.length - before).toBeLessThan(12);
  });

  it('go when the document is closed', async () => {
    const document = await (await start()).open(flawed);
    await document.diagnostics();
    await document.close();
    expect(await document.diagnosticsWhere((diagnostics) => diagnostics.length === 0)).toEqual([]);
  });

  it('are never made for a list of files to ignore', async () => {
    await start();
    const ignored = await client.open(flawed, 'untitled:Dockerfile.dockerignore');
    const checked = await client.open(flawed);
    await checked.diagnostics();
    expect(client.published.map(({ uri }) => uri)).not.toContain(ignored.uri);
  });

  it('leave out what the client does not understand', async () => {
    const document = await (await start({ capabilities: {} })).open(`${flawed}MAINTAINER me\n`);
    for (const diagnostic of await document.diagnostics()) {
      expect(diagnostic).not.toHaveProperty('codeDescription');
      expect(diagnostic).not.toHaveProperty('tags');
      expect(diagnostic).not.toHaveProperty('relatedInformation');
    }
  });

  it('strike through what is deprecated', async () => {
    const document = await (await start()).open(`${flawed}MAINTAINER me\n`);
    const found = (await document.diagnostics()).find(({ code }) => code === 'maintainer-deprecated');
    expect(found?.tags).toEqual([2]);
  });

  it('are pulled by a client that asks for them, and then not pushed', async () => {
    const { textDocument, ...others } = editorCapabilities;
    await start({ capabilities: { ...others, textDocument: { ...textDocument, diagnostic: {} } } });
    const document = await client.open(flawed);
    const params = { textDocument: { uri: document.uri } };
    const report = await client.connection.sendRequest(DocumentDiagnosticRequest.type, params);
    expect(report.kind === 'full' ? codes(report.items) : []).toContain('apt-interactive');
    await document.change({ text: 'FROM debian:12\n' });
    const second = await client.connection.sendRequest(DocumentDiagnosticRequest.type, params);
    expect(second.kind === 'full' ? codes(second.items) : ['?']).not.toContain('apt-interactive');
    expect(client.published).toEqual([]);
    expect(client.initialized.capabilities.diagnosticProvider).toBeDefined();
  });
});

function codes(diagnostics: readonly { code?: unknown }[]): unknown[] {
  return diagnostics.map(({ code }) => code);
}
