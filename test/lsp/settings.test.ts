import { afterEach, describe, expect, it } from 'vitest';
import { defaultSettings, readSettings } from '../../server/src/lsp/settings';
import manifest from '../../package.json';
import { startInProcess, type ClientOptions, type LspClient } from '../support/lsp-client';

const flawed = 'FROM debian:12\nRUN apt-get update && apt-get install curl\nMAINTAINER me\n';
let client: LspClient;

async function start(options: ClientOptions = {}): Promise<LspClient> {
  client = await startInProcess(options);
  return client;
}

describe('settings', () => {
  afterEach(() => client.stop());

  it('are asked for, and asked for again when they change', async () => {
    const document = await (await start({ settings: { rules: { 'apt-interactive': 'off' } } })).open(flawed);
    expect(codes(await document.diagnostics())).not.toContain('apt-interactive');
    expect(client.registered).toContain('workspace/didChangeConfiguration');
    await client.configure({ rules: { 'hadolint/DL3014': 'hint' } });
    const found = await document.diagnosticsWhere((diagnostics) => codes(diagnostics).includes('apt-interactive'));
    expect(found.find(({ code }) => code === 'apt-interactive')?.severity).toBe(4);
  });

  it('turn everything off', async () => {
    const document = await (await start()).open(flawed);
    expect(await document.diagnostics()).not.toEqual([]);
    await client.configure({ enable: false });
    await document.diagnosticsWhere((diagnostics) => diagnostics.length === 0);
    expect(await document.actions({ start: { line: 0, character: 0 }, end: { line: 3, character: 0 } })).toEqual([]);
  });

  it('come from a client that cannot be asked', async () => {
    await start({ capabilities: {}, initializationOptions: { settings: { rules: { 'apt-interactive': 'off' } } } });
    const document = await client.open(flawed);
    expect(codes(await document.diagnostics())).not.toContain('apt-interactive');
    await client.configure({ rules: {} });
    await document.diagnosticsWhere((diagnostics) => codes(diagnostics).includes('apt-interactive'));
  });

  it('that make no sense are told once, and the others hold', async () => {
    const settings = { preset: 'loud', rules: { 'apt-interactive': 'shout', 'no-such-rule': 'off', DL4000: 'off' } };
    const document = await (await start({ settings })).open(flawed);
    const found = codes(await document.diagnostics());
    expect(found).toContain('apt-interactive');
    expect(found).not.toContain('maintainer-deprecated');
    const other = await client.open(flawed);
    await other.diagnostics();
    const told = client.messages.filter((message) => message.startsWith('shown: '));
    expect(told).toEqual(['shown: plimsoll.preset is "loud"; it can be recommended or strict. (2 more in the log)']);
    expect(client.messages).toContain(
      'plimsoll.rules: No rule is called "no-such-rule". "plimsoll rules" lists them all.',
    );
  });
});

describe('the values of settings', () => {
  it('have the defaults of the manifest', () => {
    const properties = manifest.contributes.configuration.properties;
    expect(defaultSettings).toEqual({
      enable: properties['plimsoll.enable'].default,
      preset: properties['plimsoll.preset'].default,
      rules: properties['plimsoll.rules'].default,
      multiStage: {
        layout: properties['plimsoll.multiStage.layout'].default,
        runtime: properties['plimsoll.multiStage.runtime'].default,
      },
      shellCheck: {
        enable: properties['plimsoll.shellcheck.enable'].default,
        path: properties['plimsoll.shellcheck.path'].default,
      },
    });
  });

  it('are those of the manifest', () => {
    const properties = manifest.contributes.configuration.properties;
    for (const preset of properties['plimsoll.preset'].enum) {
      expect(readSettings({ preset }, defaultSettings)).toMatchObject({ settings: { preset }, problems: [] });
    }
    for (const layout of properties['plimsoll.multiStage.layout'].enum) {
      const { settings, problems } = readSettings({ multiStage: { layout } }, defaultSettings);
      expect([settings.multiStage.layout, problems]).toEqual([layout, []]);
    }
    for (const runtime of properties['plimsoll.multiStage.runtime'].enum) {
      const { settings, problems } = readSettings({ multiStage: { runtime } }, defaultSettings);
      expect([settings.multiStage.runtime, problems]).toEqual([runtime, []]);
    }
    for (const enable of properties['plimsoll.shellcheck.enable'].enum) {
      const { settings, problems } = readSettings({ shellcheck: { enable } }, defaultSettings);
      expect([settings.shellCheck.enable, problems]).toEqual([enable, []]);
    }
  });

  it.each([
    null,
    undefined,
    7,
    'on',
    [],
    { rules: [] },
    { multiStage: 3 },
    { enable: 'yes' },
    { shellcheck: { enable: 'yes', path: 3 } },
  ])('are the defaults where %j makes no sense', (value) => {
    expect(readSettings(value, defaultSettings).settings).toEqual(defaultSettings);
  });
});

function codes(diagnostics: readonly { code?: unknown }[]): unknown[] {
  return diagnostics.map(({ code }) => code);
}
