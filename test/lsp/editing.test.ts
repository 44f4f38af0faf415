import {
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentRangeFormattingRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  PrepareRenameRequest,
  RenameRequest,
  SelectionRangeRequest,
  SemanticTokensRequest,
  SignatureHelpRequest,
  type CompletionItem,
  type DocumentSymbol,
  type Position,
  type SelectionRange,
  type TextEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryContext } from '../support/build-context';
import { editsOf, rangeOf, startInProcess, type LspClient, type OpenDocument } from '../support/lsp-client';

const stages = `ARG NODE=22
FROM node:\${NODE} AS build
WORKDIR /app
COPY package.json .
RUN npm ci && \\
    npm run build
FROM nginx:1.27
COPY --from=build /app/dist /usr/share/nginx/html
`;
let client: LspClient;

beforeAll(async () => {
  client = await startInProcess({
    environment: {
      contextOf: () => ({
        rootUri: pathToFileURL('/context').href,
        context: memoryContext({ 'src/main.ts': '', 'package.json': '{}', 'out/x': '', '.dockerignore': '/out\n' }),
      }),
    },
  });
});

afterAll(() => client.stop());

/** Opens a text with its cursor `<|>` taken out. */
async function openedAt(marked: string): Promise<{ document: OpenDocument; position: Position }> {
  const offset = marked.indexOf('<|>');
  const text = marked.replace('<|>', '');
  const document = await client.open(text);
  return { document, position: TextDocument.create('', '', 0, text).positionAt(offset) };
}

async function at<T>(marked: string, type: { method: string }, more: object = {}): Promise<T> {
  const { document, position } = await openedAt(marked);
  return client.connection.sendRequest<T>(type.method, { textDocument: { uri: document.uri }, position, ...more });
}

async function completions(marked: string): Promise<readonly CompletionItem[]> {
  return at<CompletionItem[]>(marked, CompletionRequest.type);
}

async function labels(marked: string): Promise<readonly string[]> {
  return (await completions(marked)).map(({ label }) => label);
}

describe('completion', () => {
  it('offers instructions where one may begin', async () => {
    expect(await labels('FROM x\nHEALTH<|>')).toContain('HEALTHCHECK NONE');
    expect(await labels('<|>')).toContain('FROM baseImage');
  });

  it('offers the flags of the instruction that are not there yet', async () => {
    expect(await labels('FROM x\nCOPY --<|>')).toEqual([
      '--from=',
      '--chown=',
      '--chmod=',
      '--link',
      '--exclude=',
      '--parents',
    ]);
    expect(await labels('FROM x\nCOPY --link --chown=1 --<|> a b')).not.toContain('--link');
    expect(await labels('FROM x\nADD --<|>')).toContain('--checksum=');
    expect(await labels('FROM x\nRUN --<|>')).toEqual(['--mount=', '--network=', '--security=']);
    expect(await labels('FROM x\nRUN ls --<|>')).toEqual([]);
    expect(await labels('FROM x\nHEALTHCHECK --<|>')).toContain('--interval=30s');
  });

  it('offers the values of flags', async () => {
    expect(await labels('FROM x\nRUN --network=<|>')).toEqual(['default', 'none', 'host']);
    expect(await labels('FROM --platform=<|>')).toContain('$BUILDPLATFORM');
    expect(await labels('FROM x\nRUN --mount=<|>')).toContain('type=');
    expect(await labels('FROM x\nRUN --mount=type=<|>')).toEqual(['cache', 'bind', 'secret', 'ssh', 'tmpfs']);
    expect(await labels('FROM x\nRUN --mount=type=cache,<|>')).not.toContain('type=');
    expect(await labels('FROM x AS base\nFROM y\nRUN --mount=type=bind,from=<|>')).toEqual(['base']);
  });

  it('offers earlier stages, not later ones', async () => {
    expect(await labels('FROM a AS one\nFROM b AS two\nCOPY --from=<|>\nFROM c AS three\n')).toEqual(['one']);
    expect(await labels('FROM a AS one\nFROM <|>')).toEqual(['one', 'scratch']);
    expect(await labels('FROM a <|>')).toEqual(['AS']);
  });

  it('offers the arguments that BuildKit sets', async () => {
    expect(await labels('ARG V=1\nFROM a:$<|>')).toEqual(expect.arrayContaining(['$V', '$TARGETARCH']));
    expect(await labels('ARG V=1\nFROM a\nARG <|>')).toEqual(expect.arrayContaining(['V', 'TARGETARCH']));
  });

  it('asks no registry for the tags of an image', async () => {
    expect(await labels('FROM node:<|>')).not.toContain('latest');
  });

  it('offers the files of the build context that are not ignored', async () => {
    expect(await labels('FROM a\nCOPY <|>')).toEqual(expect.arrayContaining(['src/', 'package.json']));
    expect(await labels('FROM a\nCOPY <|>')).not.toContain('out/');
    const [file] = await completions('FROM a\nCOPY ./src/ma<|>');
    expect(file?.textEdit).toMatchObject({ newText: 'main.ts', range: { start: { line: 1, character: 11 } } });
    expect(await labels('FROM a AS b\nFROM c\nCOPY --from=b <|>')).toEqual([]);
  });

  it('offers the present syntax directive', async () => {
    expect(await labels('# <|>')).toContain('syntax=docker/dockerfile:1');
    expect(await labels('# syn<|>\nFROM x')).toEqual(['syntax=docker/dockerfile:1']);
  });

  it('is silent inside a heredoc', async () => {
    expect(await labels('FROM x\nRUN <<EOF\n<|>\nEOF\n')).toEqual([]);
  });

  it('explains an instruction when asked', async () => {
    const [item] = await completions('FROM x\nWORKD<|>');
    const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
    expect(JSON.stringify(resolved.documentation)).toContain('working directory');
  });
});

describe('the outline', () => {
  it('holds stages with their instructions', async () => {
    const document = await client.open(stages);
    const symbols = await client.connection.sendRequest<DocumentSymbol[]>(DocumentSymbolRequest.type.method, {
      textDocument: { uri: document.uri },
    });
    expect(symbols.map(({ name, children = [] }) => [name, children.map((child) => child.name)])).toEqual([
      ['ARG', []],
      ['build', ['WORKDIR', 'COPY', 'RUN']],
      ['nginx:1.27', ['COPY']],
    ]);
    expect(symbols[1]?.detail).toBe('FROM node:${NODE}');
  });
});

describe('folding', () => {
  it('folds stages, long instructions and comments', async () => {
    const document = await client.open(`# a\n# b\n${stages}`);
    const ranges = await client.connection.sendRequest(FoldingRangeRequest.type, {
      textDocument: { uri: document.uri },
    });
    expect(ranges?.map(({ startLine, endLine, kind }) => [startLine, endLine, kind])).toEqual([
      [3, 7, undefined],
      [8, 9, undefined],
      [6, 7, undefined],
      [0, 1, 'comment'],
    ]);
  });
});

describe('names', () => {
  it('lead to their definition', async () => {
    expect(await at(stages.replace('--from=bu', '--from=bu<|>'), DefinitionRequest.type)).toMatchObject({
      range: rangeOf(stages, 'build'),
    });
    expect(await at(stages.replace('{NODE', '{NO<|>DE'), DefinitionRequest.type)).toMatchObject({
      range: rangeOf(stages, 'NODE'),
    });
  });

  it('are highlighted at all their places', async () => {
    const highlights = await at<unknown[]>(stages.replace('AS build', 'AS bu<|>ild'), DocumentHighlightRequest.type);
    expect(highlights).toHaveLength(2);
  });

  it('are renamed at all their places', async () => {
    const marked = stages.replace('AS build', 'AS bu<|>ild');
    expect(await at(marked, PrepareRenameRequest.type)).toEqual(rangeOf(stages, 'build'));
    const { document, position } = await openedAt(marked);
    const edit = await client.connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: document.uri },
      position,
      newName: 'compile',
    });
    const renamed = TextDocument.applyEdits(
      TextDocument.create('', '', 0, stages),
      editsOf(edit!, document.uri, document.version),
    );
    expect(renamed).toBe(stages.replace('AS build', 'AS compile').replace('--from=build', '--from=compile'));
  });

  it('that cannot be are refused with the reason', async () => {
    const { document, position } = await openedAt(stages.replace('AS build', 'AS bu<|>ild'));
    await expect(
      client.connection.sendRequest(RenameRequest.type, {
        textDocument: { uri: document.uri },
        position,
        newName: 'two words',
      }),
    ).rejects.toThrow('cannot be a name');
  });
});

describe('formatting', () => {
  async function formatted(text: string, range?: object): Promise<string> {
    const document = await client.open(text);
    const type = range === undefined ? DocumentFormattingRequest.type : DocumentRangeFormattingRequest.type;
    const edits = await client.connection.sendRequest<TextEdit[]>(type.method, {
      textDocument: { uri: document.uri },
      options: { tabSize: 4, insertSpaces: true },
      ...(range === undefined ? {} : { range }),
    });
    return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
  }

  it('takes indentation and empty space away', async () => {
    expect(await formatted('  FROM x\n\tRUN a  \n   \n  # why   \nRUN b')).toBe('FROM x\nRUN a  \n\n# why\nRUN b');
  });

  it.each([
    'FROM x\nRUN <<EOF\n  if true\n    \nEOF\n',
    'FROM x\n  RUN a && \\\n  b\n',
    'FROM x\nRUN a && \\\n   # why\n\n  b\n',
    '# escape=`\nFROM x\n  RUN a `\n   b\n',
    'FROM x\r\n  COPY <<-A <<B /x\r\n\t a \r\nA\r\n  b\r\nB\r\n',
  ])('leaves instructions of several lines and heredocs alone: %j', async (text) => {
    expect(await formatted(text)).toBe(text);
  });

  it('touches the chosen lines alone', async () => {
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    expect(await formatted('  FROM x\n  RUN a\n  RUN b\n', range)).toBe('  FROM x\nRUN a\n  RUN b\n');
  });
});

describe('other help', () => {
  it('shows the form of the instruction being typed', async () => {
    const help = await at<{ signatures: { label: string }[] }>('FROM x\nEXPOSE <|>', SignatureHelpRequest.type);
    expect(help.signatures.map(({ label }) => label).join()).toContain('EXPOSE');
  });

  it('links base images to their pages, stages to none', async () => {
    const document = await client.open('FROM node:22 AS build\nFROM build\nFROM quay.io/a/b\n');
    const links = await client.connection.sendRequest(DocumentLinkRequest.type, {
      textDocument: { uri: document.uri },
    });
    expect(links?.map(({ target }) => target)).toEqual([
      'https://hub.docker.com/_/node/',
      'https://quay.io/repository/a/b',
    ]);
  });

  it('grows a selection from a word to the file', async () => {
    const { document, position } = await openedAt(stages.replace('npm ci', 'npm c<|>i'));
    const ranges = await client.connection.sendRequest(SelectionRangeRequest.type, {
      textDocument: { uri: document.uri },
      positions: [position],
    });
    const texts: string[] = [];
    const text = TextDocument.create('', '', 0, stages);
    for (let range: SelectionRange | undefined = ranges?.[0]; range !== undefined; range = range.parent) {
      texts.push(text.getText(range.range));
    }
    expect(texts.slice(0, 2)).toEqual(['ci', 'npm ci']);
    expect(texts.at(-1)).toBe(stages);
    expect(texts.every((inner, index) => texts.slice(index + 1).every((outer) => outer.includes(inner)))).toBe(true);
  });

  it('colours small files, and leaves large ones to the grammar', async () => {
    const tokens = async (text: string): Promise<number> => {
      const document = await client.open(text);
      const result = await client.connection.sendRequest(SemanticTokensRequest.type, {
        textDocument: { uri: document.uri },
      });
      return result?.data.length ?? 0;
    };
    expect(await tokens(stages)).toBeGreaterThan(0);
    expect(await tokens(`FROM x\n${'RUN echo\n'.repeat(1_000)}`)).toBe(0);
  });
});
