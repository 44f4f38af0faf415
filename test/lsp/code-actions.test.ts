import { CodeActionKind, CodeActionTriggerKind, type CodeAction } from 'vscode-languageserver/node';
import { afterEach, describe, expect, it } from 'vitest';
import {
  editorCapabilities,
  rangeOf,
  startInProcess,
  type ClientOptions,
  type LspClient,
  type OpenDocument,
} from '../support/lsp-client';

const flawed = 'FROM debian:12\nRUN apt-get update && apt-get install curl\nRUN apt-get install git\n';
let client: LspClient;

async function start(options: ClientOptions = {}): Promise<LspClient> {
  client = await startInProcess(options);
  return client;
}

async function opened(text: string, options: ClientOptions = {}): Promise<OpenDocument> {
  const document = await (await start(options)).open(text);
  await document.diagnostics();
  return document;
}

function titled(actions: readonly CodeAction[], title: string): CodeAction {
  const found = actions.find((action) => action.title === title);
  if (found === undefined) throw new Error(`${title} is not among ${actions.map((each) => each.title).join(' | ')}`);
  return found;
}

afterEach(() => client.stop());

describe('fixes', () => {
  it('mend the finding under the cursor', async () => {
    const document = await opened(flawed);
    const fix = titled(await document.actions(rangeOf(flawed, 'install')), 'Add -y');
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true });
    expect(fix.diagnostics?.map(({ code }) => code)).toEqual(['apt-interactive']);
    expect(await document.apply(fix)).toBe(flawed.replace('install curl', 'install -y curl'));
  });

  it('are offered nowhere else', async () => {
    const document = await opened('FROM debian:12\nCOPY a /a\nRUN apt-get install curl\n');
    const actions = await document.actions(rangeOf(document.text, 'COPY a'), { only: [CodeActionKind.QuickFix] });
    expect(actions.map(({ title }) => title)).not.toContain('Add -y');
  });

  it('ask for a confirmation where they change the image', async () => {
    const document = await opened(flawed);
    const fix = titled(await document.actions(rangeOf(flawed, 'install')), 'Add --no-install-recommends');
    const annotations = Object.values(fix.edit?.changeAnnotations ?? {});
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatchObject({ label: fix.title, needsConfirmation: true });
    expect(annotations[0]?.description).toMatch(/\.$/);
    expect(fix.isPreferred).toBeUndefined();
    expect(await document.apply(fix)).toContain('--no-install-recommends');
  });

  it('say why they need a look in their title where the client cannot ask', async () => {
    const { workspace, ...others } = editorCapabilities;
    const document = await opened(flawed, {
      capabilities: { ...others, workspace: { ...workspace, workspaceEdit: {} } },
    });
    const actions = await document.actions(rangeOf(flawed, 'install'));
    const fix = actions.find(({ title }) => title.startsWith('Add --no-install-recommends ('));
    expect(fix?.edit?.changeAnnotations).toBeUndefined();
    expect(Object.keys(fix?.edit?.changes ?? {})).toEqual([document.uri]);
  });

  it('are of one version of the text, and not applied to another', async () => {
    const document = await opened(flawed);
    const fix = titled(await document.actions(rangeOf(flawed, 'install')), 'Add -y');
    await document.change({ text: `# new\n${flawed}` });
    await expect(document.apply(fix)).rejects.toThrow('The edit is for version 1');
  });
});

describe('fix all', () => {
  const title = 'Fix all safe problems in this file';

  it('mends all safe problems and leaves those that need a look', async () => {
    const document = await opened(flawed);
    const action = titled(await document.actions(rangeOf(flawed, 'install')), title);
    expect(action.kind).toBe(CodeActionKind.QuickFix);
    expect(action.edit, 'made when asked for').toBeUndefined();
    const fixed = await document.apply(action);
    expect(fixed.match(/install -y/g)).toHaveLength(2);
    expect(fixed).not.toContain('--no-install-recommends');
  });

  it('touches only the lines that change', async () => {
    const text = `${flawed}# kept\nUSER 1000\n`;
    const document = await opened(text);
    const actions = await document.actions(rangeOf(text, 'FROM'), {
      only: [`${CodeActionKind.SourceFixAll}.plimsoll`],
    });
    const [action] = actions;
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.plimsoll']);
    expect(await document.apply(action!)).toMatch(/\n# kept\nUSER 1000\n$/);
  });

  it('is the source action for whoever asks for all of them', async () => {
    const document = await opened(flawed);
    const kinds = async (only: string[]): Promise<unknown[]> =>
      (await document.actions(rangeOf(flawed, 'FROM'), { only })).map(({ kind }) => kind);
    expect(await kinds(['source'])).toEqual(['source.fixAll.plimsoll']);
    expect(await kinds(['source.fixAll'])).toEqual(['source.fixAll.plimsoll']);
    expect(await kinds(['source.fixAll.eslint'])).toEqual([]);
    expect(await kinds(['source.organizeImports'])).toEqual([]);
  });

  it('is not offered where there is nothing to mend', async () => {
    const document = await opened('FROM debian:12-slim\nUSER 1000\nCMD ["true"]\n');
    expect(await document.actions(rangeOf(document.text, 'FROM'), { only: ['source.fixAll'] })).toEqual([]);
  });

  it('comes with its edit where the client cannot ask for it later', async () => {
    const { textDocument, ...others } = editorCapabilities;
    const { resolveSupport: _, ...codeAction } = textDocument?.codeAction ?? {};
    const document = await opened(flawed, {
      capabilities: { ...others, textDocument: { ...textDocument, codeAction } },
    });
    const action = titled(await document.actions(rangeOf(flawed, 'install')), title);
    expect(action.edit).toBeDefined();
    expect(await document.apply(action)).toContain('install -y curl');
  });

  it('has no edit once the text is another', async () => {
    const document = await opened(flawed);
    const action = titled(await document.actions(rangeOf(flawed, 'install')), title);
    await document.change({ text: `${flawed}# more\n` });
    await expect(document.apply(action)).rejects.toThrow('has no edit');
  });
});

describe('ignoring', () => {
  const ignoreLine = 'Ignore apt-interactive on this line';
  const ignoreFile = 'Ignore apt-interactive in this file';

  async function ignored(text: string, title: string, at = 'apt-get install'): Promise<string> {
    const document = await opened(text);
    const after = await document.apply(titled(await document.actions(rangeOf(text, at)), title));
    await document.change({ text: after });
    const left = (await document.diagnostics()).filter(({ code }) => code === 'apt-interactive');
    expect(left.filter(({ range }) => JSON.stringify(range) === JSON.stringify(rangeOf(after, at)))).toEqual([]);
    return after;
  }

  it.each([
    ['FROM x:1\nRUN apt-get install a\n', 'FROM x:1\n# plimsoll ignore=apt-interactive\nRUN apt-get install a\n'],
    [
      'FROM x:1\r\n  RUN true && \\\r\n    apt-get install a',
      'FROM x:1\r\n  # plimsoll ignore=apt-interactive\r\n  RUN true && \\\r\n    apt-get install a',
    ],
    [
      'FROM x:1\n# plimsoll ignore=apt-recommends; known\nRUN apt-get install a\n',
      'FROM x:1\n# plimsoll ignore=apt-recommends,apt-interactive; known\nRUN apt-get install a\n',
    ],
    [
      'FROM x:1\n# why\nRUN apt-get install a\n',
      'FROM x:1\n# why\n# plimsoll ignore=apt-interactive\nRUN apt-get install a\n',
    ],
  ])('one line of %j', async (before, after) => {
    expect(await ignored(before, ignoreLine)).toBe(after);
  });

  it.each([
    ['FROM x:1\nRUN apt-get install a\n', '# plimsoll ignore-file=apt-interactive\nFROM x:1\nRUN apt-get install a\n'],
    [
      '# syntax=docker/dockerfile:1\n# escape=`\n# about\nFROM x:1\nRUN apt-get install a\n',
      '# syntax=docker/dockerfile:1\n# escape=`\n# plimsoll ignore-file=apt-interactive\n# about\nFROM x:1\nRUN apt-get install a\n',
    ],
    [
      '\uFEFFFROM x:1\r\nRUN apt-get install a',
      '\uFEFF# plimsoll ignore-file=apt-interactive\r\nFROM x:1\r\nRUN apt-get install a',
    ],
    [
      'FROM x:1\n# plimsoll ignore-file=apt-recommends\nRUN apt-get install a\n',
      'FROM x:1\n# plimsoll ignore-file=apt-recommends,apt-interactive\nRUN apt-get install a\n',
    ],
  ])('the file %j', async (before, after) => {
    expect(await ignored(before, ignoreFile)).toBe(after);
  });
});

describe('the conversion', () => {
  const convertible = `FROM python:3.11-slim-bookworm
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
CMD ["gunicorn","app:app"]
`;
  const multiStage =
    'FROM golang:1.22 AS build\nRUN go build -o /app .\nFROM debian:12\nCOPY --from=build /app /app\nCMD ["/app"]\n';
  const rewrite = { only: [CodeActionKind.RefactorRewrite], triggerKind: CodeActionTriggerKind.Invoked };

  it('is a command of a client that previews it', async () => {
    const document = await opened(convertible, { initializationOptions: { hasConvertCommand: true } });
    const [action] = await document.actions(rangeOf(convertible, 'WORKDIR'), rewrite);
    expect(action).toMatchObject({
      title: 'Convert to multi-stage build',
      kind: 'refactor.rewrite',
      command: { command: 'plimsoll.convertToMultiStage', arguments: [document.uri] },
    });
  });

  it('is an edit to be confirmed in other editors', async () => {
    const document = await opened(convertible);
    const [action] = await document.actions(rangeOf(convertible, 'FROM'), rewrite);
    expect(action?.command).toBeUndefined();
    const converted = await document.apply(action!);
    expect(converted.match(/^FROM /gm)).toHaveLength(2);
  });

  it('has its choices as actions of their own, those that make another file', async () => {
    const previewing = await opened(convertible, { initializationOptions: { hasConvertCommand: true } });
    const actions = await previewing.actions(rangeOf(convertible, 'WORKDIR'), rewrite);
    expect(actions.map(({ title }) => title)).toEqual([
      'Convert to multi-stage build',
      'Convert to multi-stage build with a shared base',
      'Convert to multi-stage build with a development stage',
      'Convert to multi-stage build with a user without privileges',
      'Convert to multi-stage build with cache mounts',
    ]);
    expect(actions[4]?.command?.arguments).toEqual([previewing.uri, { cacheMounts: true }]);
    const editing = await opened(convertible);
    const shared = titled(
      await editing.actions(rangeOf(convertible, 'FROM'), rewrite),
      'Convert to multi-stage build with a shared base',
    );
    expect(await editing.apply(shared)).toMatch(/AS base\n[^]*\nFROM base AS builder\n[^]*\nFROM base AS runtime\n/);
    const late = titled(
      await editing.actions(rangeOf(convertible, 'FROM'), rewrite),
      'Convert to multi-stage build with cache mounts',
    );
    expect(await editing.apply(late)).toContain('RUN --mount=type=cache,target=/root/.cache/pip');
  });

  it('is disabled with the reason where it does not apply', async () => {
    const document = await opened(multiStage);
    const [action] = await document.actions(rangeOf(multiStage, 'RUN'), rewrite);
    expect(action?.disabled?.reason).toMatch(/line \d/i);
  });

  it('is not spoken of where nobody asked and it does not apply', async () => {
    const document = await opened(multiStage);
    const actions = await document.actions(rangeOf(multiStage, 'FROM'));
    expect(actions.filter(({ kind }) => kind?.startsWith('refactor'))).toEqual([]);
  });

  it('is the quick fix of what a single stage ships too much', async () => {
    const document = await opened(convertible, { initializationOptions: { hasConvertCommand: true } });
    const fixes = (await document.actions(rangeOf(convertible, 'gcc'))).filter(({ kind }) => kind === 'quickfix');
    expect(fixes).toContainEqual(
      expect.objectContaining({
        title: 'Convert to multi-stage build',
        command: expect.objectContaining({ command: 'plimsoll.convertToMultiStage' }) as unknown,
        diagnostics: [expect.objectContaining({ code: 'single-stage-build' })],
      }),
    );
  });

  it('does not follow the cursor around', async () => {
    const document = await opened(convertible);
    const kinds = async (words: string): Promise<unknown[]> =>
      (await document.actions(rangeOf(convertible, words))).map(({ kind }) => kind);
    expect(await kinds('WORKDIR')).not.toContain('refactor.rewrite');
    expect(await kinds('python')).toContain('refactor.rewrite');
  });
});
