import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';

const pollInterval = 50;
const limit = 10_000;
/** More than are ever offered: all of them come with their edits. */
const resolveCount = 100;
let nextFolder = 0;

/** Writes a file into a folder of its own in the workspace, and shows it. */
export async function open(text: string, name = 'Dockerfile'): Promise<vscode.TextEditor> {
  nextFolder += 1;
  const uri = vscode.Uri.joinPath(workspaceUri(), `case-${nextFolder}`, name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** The workspace's only folder. */
export function workspaceUri(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder);
  return folder.uri;
}

/** Asks again until the question is answered with something; fails with the last words known. */
export async function until<Answer>(
  what: string,
  question: () => Answer | undefined | false | Promise<Answer | undefined | false>,
): Promise<Answer> {
  const end = Date.now() + limit;
  while (Date.now() < end) {
    const answer = await question();
    if (answer !== undefined && answer !== false) {
      return answer;
    }
    await sleep(pollInterval);
  }
  assert.fail(`not within ${limit / 1000} s: ${what}`);
}

/** Plimsoll's findings in a document as "rule: words at fault". */
export function findingsOf(document: vscode.TextDocument): string[] {
  return diagnosticsOf(document).map((diagnostic) => `${ruleOf(diagnostic)}: ${document.getText(diagnostic.range)}`);
}

/** Plimsoll's diagnostics of a document. */
export function diagnosticsOf(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'plimsoll');
}

/** The rule id of a diagnostic. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits until a rule reports in the document, and gives its first diagnostic. */
export async function findingOf(document: vscode.TextDocument, rule: string): Promise<vscode.Diagnostic> {
  return until(`${rule} in ${JSON.stringify(document.getText())}`, () =>
    diagnosticsOf(document).find((diagnostic) => ruleOf(diagnostic) === rule),
  );
}

/** Waits until a rule no longer reports in the document. */
export async function withoutFinding(document: vscode.TextDocument, rule: string): Promise<void> {
  await until(`no ${rule} in ${JSON.stringify(document.getText())}`, () =>
    diagnosticsOf(document).every((diagnostic) => ruleOf(diagnostic) !== rule),
  );
}

/** The code actions that the light bulb offers at a place. */
export async function actionsAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  kind?: vscode.CodeActionKind,
): Promise<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind?.value,
    resolveCount,
  );
}

/** Does what choosing the action in the light bulb does. */
export async function perform(action: vscode.CodeAction): Promise<void> {
  if (action.edit !== undefined) {
    assert.ok(await vscode.workspace.applyEdit(action.edit));
  }
  if (action.command !== undefined) {
    const { command, arguments: args = [] } = action.command;
    await vscode.commands.executeCommand(command, ...(args as unknown[]));
  }
}

/** All hover texts at a place. */
export async function hoverAt(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n\n');
}

/** The open tabs whose address has the scheme. */
export function tabsOf(scheme: string): vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => {
      if (input instanceof vscode.TabInputTextDiff) {
        return input.modified.scheme === scheme;
      }
      return (
        (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) && input.uri.scheme === scheme
      );
    });
}

/** Sets a setting for the workspace; undefined takes it out again. */
export async function set(section: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(section, value, vscode.ConfigurationTarget.Workspace);
}

/** Leaves nothing open for the next test. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty, isUntitled }) => isDirty && !isUntitled)) {
    await document.save();
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
