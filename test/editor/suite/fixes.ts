import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { actionsAt, closeAll, findingOf, open, perform, set, until, withoutFinding } from './support';

const flawed =
  'FROM debian:12\nRUN apt-get update && apt-get install curl\nRUN apt-get update && apt-get install git\n';

describe('fixes', () => {
  afterEach(closeAll);

  it('mend one finding from the light bulb', async () => {
    const { document } = await open(flawed);
    const { range } = await findingOf(document, 'apt-interactive');
    const actions = await actionsAt(document, range, vscode.CodeActionKind.QuickFix);
    const fix = actions.find(({ title }) => /-y\b/.test(title));
    assert.ok(fix, titles(actions));
    await perform(fix);
    assert.equal(document.lineAt(1).text.includes('install -y curl'), true, document.getText());
    assert.equal(document.lineAt(2).text.includes('install git'), true, document.getText());
  });

  it('mend all safe problems from the light bulb', async () => {
    const { document } = await open(flawed);
    const { range } = await findingOf(document, 'apt-interactive');
    const actions = await actionsAt(document, range, vscode.CodeActionKind.QuickFix);
    const fixAll = actions.find(({ title }) => title === 'Fix all safe problems in this file');
    assert.ok(fixAll, titles(actions));
    await perform(fixAll);
    assert.match(document.lineAt(1).text, /install -y/);
    assert.match(document.getText(), /install -y[^\n]* git/);
    await withoutFinding(document, 'apt-interactive');
  });

  it('mend all safe problems on save', async () => {
    await set('editor.codeActionsOnSave', { 'source.fixAll.plimsoll': 'explicit' });
    try {
      const { document } = await open(`${flawed}MAINTAINER someone\n`);
      await findingOf(document, 'apt-interactive');
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '# a comment\n');
      await vscode.workspace.applyEdit(edit);
      await document.save();
      assert.match(document.getText(), /^# a comment\nFROM debian:12\n/);
      assert.equal(document.getText().match(/install -y/g)?.length, 2, document.getText());
      assert.doesNotMatch(document.getText(), /^MAINTAINER/m);
    } finally {
      await set('editor.codeActionsOnSave', undefined);
    }
  });

  it('are applied only when confirmed where they change the image', async () => {
    const editor = await open('FROM node:22-bookworm\nWORKDIR /app\nCMD ["node", "server.js"]\n');
    const { document } = editor;
    const before = document.getText();
    const { range } = await findingOf(document, 'final-stage-root');
    editor.selection = new vscode.Selection(range.start, range.start);
    // The public interface drops the annotation that asks for a confirmation, so this goes the way of the light bulb.
    const applied = vscode.commands.executeCommand('editor.action.codeAction', { kind: 'quickfix', apply: 'first' });
    await sleep(1_000);
    assert.equal(document.getText(), before, 'applied without a confirmation');
    for (const step of [
      'refactorPreview.focus',
      'list.focusFirst',
      'refactorPreview.toggleCheckedState',
      'refactorPreview.apply',
    ]) {
      await vscode.commands.executeCommand(step);
    }
    await applied;
    await until('a USER instruction', () => /^USER /m.test(document.getText()));
  });

  it('ignore a rule on one line', async () => {
    const { document } = await open(flawed);
    const { range } = await findingOf(document, 'apt-interactive');
    const actions = await actionsAt(document, range, vscode.CodeActionKind.QuickFix);
    const ignore = actions.find(({ title }) => /ignore .*apt-interactive.* on this line/i.test(title));
    assert.ok(ignore, titles(actions));
    await perform(ignore);
    assert.equal(document.lineAt(1).text, '# plimsoll ignore=apt-interactive');
    const remaining = await until('the finding on the other line alone', async () => {
      const finding = await findingOf(document, 'apt-interactive');
      return finding.range.start.line === 3 && finding;
    });
    assert.equal(remaining.range.start.line, 3);
  });

  it('ignore a rule in the whole file, below the parser directives', async () => {
    const { document } = await open(`# syntax=docker/dockerfile:1\n${flawed}`);
    const { range } = await findingOf(document, 'apt-interactive');
    const actions = await actionsAt(document, range, vscode.CodeActionKind.QuickFix);
    const ignore = actions.find(({ title }) => /ignore .*apt-interactive.* in this file/i.test(title));
    assert.ok(ignore, titles(actions));
    await perform(ignore);
    assert.match(document.getText(), /^# syntax=docker\/dockerfile:1\n# plimsoll ignore-file=apt-interactive\n/);
    await withoutFinding(document, 'apt-interactive');
  });
});

function titles(actions: readonly vscode.CodeAction[]): string {
  return `offered: ${actions.map(({ title }) => title).join(' | ')}`;
}
