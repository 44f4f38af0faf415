import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HoverRequest } from 'vscode-languageserver/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildBundles } from '../support/bundle';
import { rangeOf, startProcess } from '../support/lsp-client';

const flawed = 'FROM debian:12\nRUN apt-get update && apt-get install curl\n';
let folder: string;

beforeAll(() => {
  folder = buildBundles();
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each([
  ['the bundled server', ['server.js', '--stdio']],
  ['plimsoll lsp', ['cli.js', 'lsp', '--stdio']],
])('%s', (_, [file = '', ...args]) => {
  it('serves an editor over its standard streams, and ends when told', async () => {
    const client = await startProcess(process.execPath, [join(folder, file), ...args]);
    const document = await client.open(flawed);
    expect((await document.diagnostics()).map(({ code }) => code)).toContain('apt-interactive');
    const install = rangeOf(flawed, 'install');
    const fix = (await document.actions(install)).find(({ title }) => title === 'Add -y');
    expect(await document.apply(fix!)).toContain('install -y curl');
    const hover = await client.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: document.uri },
      position: { line: 1, character: 1 },
    });
    expect(JSON.stringify(hover?.contents), 'from the libraries that are loaded late').toContain(
      'Execute any commands',
    );
    expect(await client.stop()).toBe(0);
    expect(client.messages).toEqual([]);
  });

  it('ends when the editor dies', async () => {
    const server = spawn(process.execPath, [join(folder, file), ...args], { stdio: ['pipe', 'ignore', 'ignore'] });
    const ended = new Promise((resolve) => server.on('exit', resolve));
    server.stdin.end();
    await ended;
  });
});

it('never asks a registry for the tags of an image', () => {
  for (const file of ['server.js', 'cli.js', 'client.js']) {
    expect(readFileSync(join(folder, file), 'utf8').includes('/tags/list'), file).toBe(false);
  }
});
