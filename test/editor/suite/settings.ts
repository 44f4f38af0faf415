import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findingOf, open, set, until, withoutFinding } from './support';

const flawed = 'FROM ubuntu\nCMD ["/srv/app"]\n';

describe('settings', () => {
  afterEach(async () => {
    await set('plimsoll.rules', undefined);
    await set('plimsoll.enable', undefined);
    await closeAll();
  });

  it('turn a rule off and on again in an open file', async () => {
    const { document } = await open(flawed);
    await findingOf(document, 'untagged-base-image');
    await set('plimsoll.rules', { 'untagged-base-image': 'off' });
    await withoutFinding(document, 'untagged-base-image');
    await findingOf(document, 'final-stage-root');
    await set('plimsoll.rules', undefined);
    await findingOf(document, 'untagged-base-image');
  });

  it('understand the name that a rule has in another tool', async () => {
    const { document } = await open(flawed);
    await findingOf(document, 'untagged-base-image');
    await set('plimsoll.rules', { 'hadolint/DL3006': 'off' });
    await withoutFinding(document, 'untagged-base-image');
  });

  it('set the severity of a rule', async () => {
    const { document } = await open(flawed);
    await set('plimsoll.rules', { 'untagged-base-image': 'info' });
    await until('the finding as information', async () => {
      const { severity } = await findingOf(document, 'untagged-base-image');
      return severity === vscode.DiagnosticSeverity.Information;
    });
  });

  it('turn everything off and on again', async () => {
    const { document } = await open(flawed);
    await findingOf(document, 'untagged-base-image');
    await set('plimsoll.enable', false);
    await withoutFinding(document, 'untagged-base-image');
    await withoutFinding(document, 'final-stage-root');
    await set('plimsoll.enable', undefined);
    await findingOf(document, 'untagged-base-image');
  });

  it('survive a value that makes no sense', async () => {
    const { document } = await open(flawed);
    await set('plimsoll.rules', { 'untagged-base-image': 'loud', 'no-such-rule': 'off' });
    await findingOf(document, 'final-stage-root');
    await set('plimsoll.rules', undefined);
    const { severity } = await findingOf(document, 'untagged-base-image');
    assert.equal(severity, vscode.DiagnosticSeverity.Warning);
  });
});
