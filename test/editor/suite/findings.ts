import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, findingOf, findingsOf, hoverAt, open, tabsOf, until, withoutFinding } from './support';

describe('findings', () => {
  afterEach(closeAll);

  it('underline the exact words', async () => {
    const { document } = await open('FROM ubuntu AS base\nRUN apt-get install curl\nCMD ["/srv/app"]\n');
    await findingOf(document, 'untagged-base-image');
    const findings = findingsOf(document);
    assert.ok(findings.includes('untagged-base-image: ubuntu'), findings.join('\n'));
    assert.ok(findings.includes('final-stage-root: ubuntu'), findings.join('\n'));
    assert.ok(findings.includes('apt-interactive: apt-get install'), findings.join('\n'));
  });

  it('carry the name of the rule, which opens the page that came with the extension', async () => {
    const { document } = await open('FROM ubuntu\n');
    const { code } = await findingOf(document, 'untagged-base-image');
    assert.ok(typeof code === 'object');
    assert.equal(code.target.toString(), 'plimsoll-rule:/untagged-base-image.md');
    const page = await vscode.workspace.openTextDocument(code.target);
    assert.match(page.getText(), /untagged-base-image/);
  });

  it('are explained on hover, without a command link', async () => {
    const { document } = await open('FROM ubuntu\n');
    const { range } = await findingOf(document, 'untagged-base-image');
    const hover = await hoverAt(document, range.start);
    assert.match(hover, /untagged-base-image/);
    assert.match(hover, /when to ignore/i);
    assert.doesNotMatch(hover, /\]\(command:/);
  });

  it('stay while another line is half typed', async () => {
    const editor = await open('FROM ubuntu\nRUN apt-get install curl\n');
    const { document } = editor;
    await findingOf(document, 'untagged-base-image');
    for (const half of ['H', 'HEALTHCHECK --interval=', 'COPY --from=', 'RUN <<EO', 'ENV A="']) {
      const end = document.lineAt(document.lineCount - 1).range.end;
      await editor.edit((edit) => {
        edit.replace(new vscode.Range(2, 0, end.line, end.character), half);
      });
      await settledFindings(document);
      const findings = findingsOf(document);
      assert.ok(findings.includes('untagged-base-image: ubuntu'), `${half}: ${findings.join('\n')}`);
      assert.ok(findings.includes('apt-interactive: apt-get install'), `${half}: ${findings.join('\n')}`);
    }
  });

  it('go when the file is mended and come back when it is not', async () => {
    const editor = await open('FROM ubuntu\n');
    const { document } = editor;
    await findingOf(document, 'untagged-base-image');
    await editor.edit((edit) => {
      edit.insert(new vscode.Position(0, 11), ':24.04');
    });
    await withoutFinding(document, 'untagged-base-image');
    await vscode.commands.executeCommand('undo');
    await findingOf(document, 'untagged-base-image');
  });

  it('have a page that a command shows', async () => {
    await open('FROM ubuntu\n');
    await vscode.commands.executeCommand('plimsoll.explainRule', 'untagged-base-image');
    const tab = await until('the page of the rule', () => tabsOf('plimsoll-rule').at(0));
    assert.ok(tab.input instanceof vscode.TabInputCustom);
    const page = await vscode.workspace.openTextDocument(tab.input.uri);
    assert.match(page.getText(), /^# .*untagged-base-image/m);
  });
});

/** The server publishes once for each version it settles on; a mark in the first line shows that this one was seen. */
async function settledFindings(document: vscode.TextDocument): Promise<void> {
  const symbols = await vscode.commands.executeCommand('vscode.executeDocumentSymbolProvider', document.uri);
  assert.ok(symbols !== null);
  await new Promise((resolve) => setTimeout(resolve, 400));
}
