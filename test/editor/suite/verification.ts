import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { fakeDocker, type FakeDocker, type FakeEngine } from '../../support/fake-engine';
import { closeAll, open, tabsOf, until } from './support';
import { convertible } from './texts';

interface Outcome {
  readonly kind: string;
  readonly id?: string;
  readonly cause?: string;
  readonly message?: string;
  readonly summary?: string;
}

// A stand-in for the engine: what a real one finds out is the business of npm run test:verify.
describe('conversion verified by building', () => {
  const path = process.env['PATH'];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-engine-'));
  });

  afterEach(async () => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true, force: true });
    await closeAll();
  });

  function useEngine(engine: FakeEngine): FakeDocker {
    const write = (name: string, content: string | Uint8Array): string => {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
      return file;
    };
    const docker = fakeDocker({ folder, write }, engine);
    process.env['PATH'] = docker.environment['PATH'];
    return docker;
  }

  it('previews the conversion, and shows what the images have', async () => {
    const files = { '/app/app.py': 'app = 1\n' };
    const config = { Cmd: ['python', 'app.py'], WorkingDir: '/app' };
    const docker = useEngine({
      original: { config, files: { ...files, '/usr/include/stdio.h': '' }, size: 900_000_000 },
      converted: { config, files, size: 90_000_000 },
    });
    const { document } = await open(convertible);
    const outcome = await verify();
    assert.equal(outcome.kind, 'verified', JSON.stringify(outcome));
    assert.match(outcome.summary ?? '', /900\.0 MB became 90\.0 MB/);
    await until('the preview', () => tabsOf('plimsoll-preview').at(0));
    const tab = await until('the page', () => tabsOf('plimsoll-verification').at(0));
    assert.ok(tab.input instanceof vscode.TabInputCustom);
    const page = await vscode.workspace.openTextDocument(tab.input.uri);
    assert.match(page.getText(), /## Left behind[^]*`\/usr`/);
    assert.equal(document.getText(), convertible);
    assert.deepEqual(docker.left(), []);
  });

  it('says what matters', async () => {
    useEngine({ original: { config: { Cmd: ['a'] }, files: {}, size: 2 } });
    await open(convertible);
    const outcome = await verify();
    assert.deepEqual(
      [outcome.kind, outcome.summary?.slice(0, 40)],
      ['different', 'Not the same: 1 difference that matters.'],
    );
  });

  it('says that no engine answers', async () => {
    useEngine({ trouble: 'no-engine' });
    await open(convertible);
    const outcome = await verify();
    assert.deepEqual([outcome.kind, outcome.cause], ['failed', 'engine'], JSON.stringify(outcome));
    assert.match(outcome.message ?? '', /^No Docker engine answers: Cannot connect/);
  });

  it('says that there is no docker command', async () => {
    process.env['PATH'] = folder;
    await open(convertible);
    const outcome = await verify();
    assert.deepEqual([outcome.kind, outcome.cause], ['failed', 'docker'], JSON.stringify(outcome));
  });

  it('builds nothing where the conversion is refused', async () => {
    const docker = useEngine({});
    await open(
      'FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\nCMD ["/app"]\n',
    );
    const outcome = await verify();
    assert.deepEqual([outcome.kind, outcome.id], ['refused', 'R14']);
    assert.deepEqual(docker.calls(), []);
  });

  it('builds nothing of a file that is not on the disk', async () => {
    const docker = useEngine({});
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'dockerfile', content: convertible }),
    );
    assert.equal((await verify()).kind, 'unavailable');
    assert.deepEqual(docker.calls(), []);
  });
});

async function verify(): Promise<Outcome> {
  const outcome = await vscode.commands.executeCommand<Outcome | undefined>('plimsoll.convertAndVerify');
  assert.ok(outcome);
  return outcome;
}
