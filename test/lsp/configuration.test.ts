import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type Diagnostic,
  type FileEvent,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { nodeEnvironment } from '../../server/src/lsp/node';
import { planMultiStageRequest, type PlanMultiStageResult } from '../../server/src/lsp/protocol';
import { workspace, type Workspace } from '../support/command-line';
import { editorCapabilities, startInProcess, type ClientOptions, type LspClient } from '../support/lsp-client';

// What configuration files do in an editor.

const BAD = 'ARG BASE\nFROM ${BASE}\nRUN sudo apt-get install curl\n';

interface Project extends Workspace {
  readonly client: LspClient;
  /** Opens `BAD` at `path`. */
  open(path?: string): ReturnType<LspClient['open']>;
  /** Tells the server that files changed, as an editor does for those it watches. */
  changed(...paths: string[]): Promise<void>;
  uri(path: string): string;
  /** The diagnostics of a file as they were published. */
  publishedFor(path: string): readonly PublishDiagnosticsParams[];
}

async function project(files: Readonly<Record<string, string>>, options: ClientOptions = {}): Promise<Project> {
  const { folder, write } = workspace({ '.git/HEAD': '', ...files });
  const uri = (path: string): string => pathToFileURL(join(folder, path)).href;
  const client = await startInProcess({ workspaceFolders: [pathToFileURL(folder).href], ...options });
  onTestFinished(() => client.stop().then(() => undefined));
  return {
    folder,
    write,
    client,
    uri,
    open: (path = 'Dockerfile') => client.open(BAD, uri(path)),
    changed: (...paths) =>
      client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: paths.map((path): FileEvent => ({ uri: uri(path), type: FileChangeType.Changed })),
      }),
    publishedFor: (path) => client.published.filter((params) => params.uri === uri(path)),
  };
}

const codes = (diagnostics: readonly Diagnostic[]): unknown[] => diagnostics.map(({ code }) => code);

describe('a configuration file in an editor', () => {
  it('decides which rules are on, and their severity', async () => {
    const { open } = await project({ '.plimsoll.yaml': 'rules: {sudo-in-run: off, apt-interactive: hint}\n' });
    const found = await (await open()).diagnostics();
    expect(codes(found)).not.toContain('sudo-in-run');
    expect(found.find(({ code }) => code === 'apt-interactive')?.severity).toBe(4);
  });

  it('stands in the place of the settings of the editor, but for enable', async () => {
    const settings = { preset: 'strict', rules: { 'sudo-in-run': 'off', 'apt-interactive': 'off' } };
    const { open, client } = await project({ '.plimsoll.yaml': 'rules: {apt-interactive: info}\n' }, { settings });
    const document = await open();
    const found = codes(await document.diagnostics());
    expect(found).toContain('sudo-in-run');
    expect(found).toContain('apt-interactive');
    expect(found).not.toContain('base-argument-without-default');
    await client.configure({ ...settings, enable: false });
    await document.diagnosticsWhere((diagnostics) => diagnostics.length === 0);
  });

  it('of hadolint adds to the settings of the editor', async () => {
    const settings = { preset: 'strict', rules: { 'apt-interactive': 'off', DL3004: 'error' } };
    const { open } = await project({ '.hadolint.yaml': 'ignored: [DL3004]\n' }, { settings });
    const found = codes(await (await open()).diagnostics());
    expect(found).not.toContain('sudo-in-run');
    expect(found).not.toContain('apt-interactive');
    expect(found).toContain('base-argument-without-default');
  });

  it('is read again when it changes, comes or goes', async () => {
    const { open, write, changed, folder, client } = await project({});
    const document = await open();
    expect(codes(await document.diagnostics())).toContain('sudo-in-run');
    expect(client.registered).toContain('workspace/didChangeWatchedFiles');

    write('.plimsoll.yaml', 'rules: {sudo-in-run: off}\n');
    await changed('.plimsoll.yaml');
    await document.diagnosticsWhere((found) => !codes(found).includes('sudo-in-run'));

    write('.plimsoll.yaml', 'rules: {sudo-in-run: hint}\n');
    await changed('.plimsoll.yaml');
    await document.diagnosticsWhere((found) => found.some((one) => one.code === 'sudo-in-run' && one.severity === 4));

    rmSync(join(folder, '.plimsoll.yaml'));
    await changed('.plimsoll.yaml');
    await document.diagnosticsWhere((found) => found.some((one) => one.code === 'sudo-in-run' && one.severity === 2));
  });

  it('is found again with a later keystroke where nobody tells of its change', async () => {
    let now = 0;
    const { open, write } = await project({}, { environment: { now: () => now } });
    const document = await open();
    expect(codes(await document.diagnostics())).toContain('sudo-in-run');
    write('.plimsoll.yaml', 'rules: {sudo-in-run: off}\n');
    now = 60_000;
    await document.change({ text: `${BAD}\n` });
    expect(codes(await document.diagnostics())).not.toContain('sudo-in-run');
  });

  it('is not looked for with each keystroke', async () => {
    const configurationOf = vi.fn(nodeEnvironment(() => undefined).configurationOf);
    const { open } = await project({ '.plimsoll.yaml': '{}' }, { environment: { configurationOf, now: () => 0 } });
    const document = await open();
    for (let i = 1; i < 20; i++) {
      await document.change({ text: BAD + '\n'.repeat(i) });
      await document.diagnostics();
    }
    expect(configurationOf).toHaveBeenCalledTimes(1);
  });

  it('decides for the files that its overrides match', async () => {
    const { open } = await project({
      '.plimsoll.yaml': 'overrides:\n  - files: ["*.dev.Dockerfile"]\n    rules: {sudo-in-run: off}\n',
    });
    expect(codes(await (await open('a.dev.Dockerfile')).diagnostics())).not.toContain('sudo-in-run');
    expect(codes(await (await open('b/Dockerfile')).diagnostics())).toContain('sudo-in-run');
  });

  it('holds for no document that is not saved', async () => {
    const { client } = await project({ '.plimsoll.yaml': 'rules: {sudo-in-run: off}\n' });
    expect(codes(await (await client.open(BAD)).diagnostics())).toContain('sudo-in-run');
  });

  it('chooses the layout of a conversion', async () => {
    const text =
      'FROM node:22-bookworm\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nCMD ["node", "dist/server.js"]\n';
    const { client, uri } = await project({
      'package.json':
        '{"scripts":{"build":"tsc"},"dependencies":{"express":"4"},"devDependencies":{"typescript":"5"},"plimsoll":{"multiStage":{"layout":"dev-prod"}}}',
      'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
    });
    const document = await client.open(text, uri('Dockerfile'));
    const plan: PlanMultiStageResult = await client.connection.sendRequest(planMultiStageRequest, {
      textDocument: { uri: document.uri, version: 1 },
    });
    expect(plan.kind === 'converted' && plan.newText).toContain(' AS production');
  });
});

describe('a configuration file that makes no sense', () => {
  it('has diagnostics of its own at the words at fault, and what makes sense of it holds', async () => {
    const text = 'rules:\n  sudo-in-run: off\n  apt-interactve: off\n';
    const { open, publishedFor } = await project({ '.plimsoll.yaml': text });
    const found = codes(await (await open()).diagnostics());
    expect(found).not.toContain('sudo-in-run');
    expect(found).toContain('apt-interactive');
    expect(publishedFor('.plimsoll.yaml')).toEqual([
      {
        uri: expect.any(String) as string,
        diagnostics: [
          {
            range: { start: { line: 2, character: 2 }, end: { line: 2, character: 16 } },
            severity: 1,
            source: 'plimsoll',
            message: 'No rule is called "apt-interactve". Did you mean "apt-interactive"?',
          },
        ],
      },
    ]);
  });

  it('is told once, however many documents it holds for and however often they change, and no window opens', async () => {
    const { open, publishedFor, client } = await project({ '.plimsoll.yaml': 'preset: loud\n' });
    const document = await open();
    await document.diagnostics();
    await (await open('a/Dockerfile')).diagnostics();
    await document.change({ text: `${BAD}\n` });
    await document.diagnostics();
    expect(publishedFor('.plimsoll.yaml')).toHaveLength(1);
    expect(client.messages).toEqual([]);
  });

  it('loses its diagnostics when it is mended, removed, or when no document needs it', async () => {
    const { open, write, changed, publishedFor, folder } = await project({ '.plimsoll.yaml': 'preset: loud\n' });
    const document = await open();
    await document.diagnostics();
    const last = () => publishedFor('.plimsoll.yaml').at(-1)?.diagnostics.length;
    expect(last()).toBe(1);

    write('.plimsoll.yaml', 'preset: strict\n');
    await changed('.plimsoll.yaml');
    await vi.waitFor(() => expect(last()).toBe(0));

    write('.plimsoll.yaml', 'preset: [\n');
    await changed('.plimsoll.yaml');
    await vi.waitFor(() => expect(last()).toBe(1));
    rmSync(join(folder, '.plimsoll.yaml'));
    await changed('.plimsoll.yaml');
    await vi.waitFor(() => expect(last()).toBe(0));

    write('.plimsoll.yaml', 'presets: strict\n');
    await changed('.plimsoll.yaml');
    await vi.waitFor(() => expect(last()).toBe(1));
    await document.close();
    await vi.waitFor(() => expect(last()).toBe(0));
  });

  it('is told to clients that pull diagnostics, too', async () => {
    const capabilities = {
      ...editorCapabilities,
      textDocument: { ...editorCapabilities.textDocument, diagnostic: {} },
    };
    const { client, uri, publishedFor } = await project({ '.hadolint.yaml': 'ignored: 7\n' }, { capabilities });
    await client.open(BAD, uri('Dockerfile'));
    await client.connection.sendRequest('textDocument/diagnostic', { textDocument: { uri: uri('Dockerfile') } });
    await vi.waitFor(() => expect(publishedFor('.hadolint.yaml').at(-1)?.diagnostics).toHaveLength(1));
  });
});

describe('settings of single rules', () => {
  it('may be maps with severity and options', async () => {
    const settings = {
      rules: { 'hadolint/DL3026': { severity: 'info', registries: ['docker.io'] }, 'sudo-in-run': { severity: 'off' } },
    };
    const { client } = await project({}, { settings });
    const found = await (await client.open('FROM ghcr.io/a/b:1\nRUN sudo true\n')).diagnostics();
    expect(found.find(({ code }) => code === 'registry-not-allowed')?.severity).toBe(3);
    expect(codes(found)).not.toContain('sudo-in-run');
  });
});
