import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { actionsAt, closeAll, open, perform, tabsOf, until } from './support';
import { convertible } from './texts';

interface Outcome {
  readonly kind: string;
  readonly id?: string;
  readonly message?: string;
}

const multiStage =
  'FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\nCMD ["/app"]\n';

describe('conversion to a multi-stage build', () => {
  afterEach(closeAll);

  it('shows the plan and its reasons and changes nothing by itself', async () => {
    const { document } = await open(convertible);
    assert.deepEqual(await convert(), { kind: 'previewed' });
    const tab = await until('the diff', () => tabsOf('plimsoll-preview').at(0));
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    assert.equal(tab.input.original.toString(), document.uri.toString());
    const planned = await vscode.workspace.openTextDocument(tab.input.modified);
    assert.equal(planned.languageId, 'dockerfile');
    assert.equal(planned.getText().match(/^FROM /gm)?.length, 2, planned.getText());
    const reasons = await until('the reasons', () => tabsOf('plimsoll-reasons').at(0));
    assert.ok(reasons.input instanceof vscode.TabInputCustom);
    const page = await vscode.workspace.openTextDocument(reasons.input.uri);
    assert.match(page.getText(), /pip install/);
    assert.equal(document.getText(), convertible);
    assert.equal(document.isDirty, false);
  });

  it('applies the plan when it is accepted, as one step to undo', async () => {
    const { document } = await open(convertible);
    await convert();
    const planned = await plannedText();
    assert.deepEqual(await run('plimsoll.applyPreview'), { kind: 'applied' });
    assert.equal(document.getText(), planned);
    await until(
      'the preview is closed',
      () => tabsOf('plimsoll-preview').length + tabsOf('plimsoll-reasons').length === 0,
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), convertible);
  });

  it('leaves the file alone when it is refused', async () => {
    const { document } = await open(convertible);
    await convert();
    assert.deepEqual(await run('plimsoll.discardPreview'), { kind: 'discarded' });
    await until(
      'the preview is closed',
      () => tabsOf('plimsoll-preview').length + tabsOf('plimsoll-reasons').length === 0,
    );
    assert.equal(document.getText(), convertible);
    assert.equal((await run('plimsoll.applyPreview')).kind, 'unavailable');
    assert.equal(document.getText(), convertible);
  });

  it('takes closing the diff for a refusal', async () => {
    const { document } = await open(convertible);
    await convert();
    await vscode.window.tabGroups.close(tabsOf('plimsoll-preview'));
    await until('the reasons are closed too', () => tabsOf('plimsoll-reasons').length === 0);
    assert.equal((await run('plimsoll.applyPreview')).kind, 'unavailable');
    assert.equal(document.getText(), convertible);
  });

  it('plans again when the file changed meanwhile, and asks again', async () => {
    const { document } = await open(convertible);
    await convert();
    await insert(document, 0, '# typed later\n');
    assert.deepEqual(await run('plimsoll.applyPreview'), { kind: 'asked-again' });
    assert.equal(document.getText(), `# typed later\n${convertible}`);
    const planned = await until('the new plan', async () => {
      const text = await plannedText();
      return text.includes('# typed later') && text;
    });
    assert.deepEqual(await run('plimsoll.applyPreview'), { kind: 'applied' });
    assert.equal(document.getText(), planned);
  });

  it('follows the file while the preview is open', async () => {
    const { document } = await open(convertible);
    await convert();
    await insert(document, 0, '# typed later\n');
    await until('the new plan', async () => (await plannedText()).includes('# typed later'));
    assert.deepEqual(await run('plimsoll.applyPreview'), { kind: 'applied' });
  });

  it('is planned again with the options that are chosen', async () => {
    const { document } = await open(convertible);
    await convert();
    assert.doesNotMatch(await plannedText(), /^USER /m);
    const changed = run('plimsoll.changePreviewOptions');
    await sleep(500);
    // The last of the choices is the unprivileged user.
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectPrevious');
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    assert.deepEqual(await changed, { kind: 'previewed' });
    await until('a plan with a user', async () => /^USER /m.test(await plannedText()));
    assert.equal(document.getText(), convertible);
  });

  it('works on a file that was never saved', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'dockerfile', content: convertible });
    await vscode.window.showTextDocument(document);
    assert.deepEqual(await convert(), { kind: 'previewed' });
    const tab = await until('the diff', () => tabsOf('plimsoll-preview').at(0));
    assert.ok(tab.input instanceof vscode.TabInputTextDiff);
    const planned = await vscode.workspace.openTextDocument(tab.input.modified);
    assert.equal(planned.languageId, 'dockerfile');
    assert.deepEqual(await run('plimsoll.applyPreview'), { kind: 'applied' });
    assert.equal(document.getText().match(/^FROM /gm)?.length, 2);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('says why it does not apply, naming the line', async () => {
    const { document } = await open(multiStage);
    const { kind, id, message } = await convert();
    assert.equal(kind, 'refused');
    assert.equal(id, 'R14');
    assert.match(message ?? '', /line \d+/i);
    assert.equal(tabsOf('plimsoll-preview').length, 0);
    assert.equal(document.getText(), multiStage);
  });

  it('is refused for what it has made', async () => {
    const { document } = await open(convertible);
    await convert();
    await run('plimsoll.applyPreview');
    const converted = document.getText();
    assert.equal((await convert()).id, 'R14');
    assert.equal(document.getText(), converted);
  });

  it('is a refactoring in the light bulb, with the same preview', async () => {
    const { document } = await open(convertible);
    const action = await until('the refactoring', async () => {
      const actions = await actionsAt(document, new vscode.Range(0, 0, 0, 4), vscode.CodeActionKind.RefactorRewrite);
      return actions.find(({ title }) => /multi-stage/i.test(title));
    });
    assert.equal(action.disabled, undefined);
    await perform(action);
    await until('the diff', () => tabsOf('plimsoll-preview').at(0));
    assert.equal(document.getText(), convertible);
    await run('plimsoll.discardPreview');
  });

  it('explains each move on hover while it is previewed', async () => {
    const { document } = await open(convertible);
    await convert();
    const hover = await until('the reason', async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(4, 2),
      );
      const texts = hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (typeof content === 'string' ? content : content.value));
      return texts.find((text) => text.startsWith('**In the conversion'));
    });
    assert.match(hover, /builder/);
  });
});

async function convert(): Promise<Outcome> {
  return run('plimsoll.convertToMultiStage');
}

async function run(command: string): Promise<Outcome> {
  return vscode.commands.executeCommand<Outcome>(command);
}

async function plannedText(): Promise<string> {
  const tab = await until('the diff', () => tabsOf('plimsoll-preview').at(0));
  assert.ok(tab.input instanceof vscode.TabInputTextDiff);
  return (await vscode.workspace.openTextDocument(tab.input.modified)).getText();
}

async function insert(document: vscode.TextDocument, line: number, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(line, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
