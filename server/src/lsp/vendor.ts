import { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CompletionItem,
  DocumentHighlight,
  DocumentLink,
  Hover,
  Location,
  MarkupKind,
  Position,
  Range,
  SemanticTokens,
  SignatureHelp,
  TextEdit,
} from 'vscode-languageserver';

/*
 * The parts of dockerfile-language-service that are used, each loaded when it is first needed, so that start-up and memory
 * do not pay for them. They are named one by one because the whole brings a client of a registry along. Every call must
 * stand behind the guard of its feature: some overflow the stack (` ARG B=$A` before the first FROM).
 */

/** Returns completions; those inside FROM, which would ask a registry, are left to others. */
export async function vendorCompletions(
  text: string,
  position: Position,
  snippets: boolean,
): Promise<CompletionItem[]> {
  const { DockerAssist } = await import('dockerfile-language-service/lib/dockerAssist.js');
  const document = TextDocument.create('', 'dockerfile', 0, text);
  const offline = { getTags: () => Promise.resolve([]) } as unknown as ConstructorParameters<typeof DockerAssist>[1];
  return new DockerAssist(document, offline, {
    snippetSupport: snippets,
    tagSupport: { valueSet: [1] },
  }).computeProposals(position);
}

/** Returns the documentation of a completion that `vendorCompletions` made, by its `data`. */
export async function vendorDocumentation(key: string, format: MarkupKind): Promise<string | undefined> {
  if (format === 'markdown') {
    const { MarkdownDocumentation } = await import('dockerfile-language-service/lib/dockerMarkdown.js');
    const page = new MarkdownDocumentation().getMarkdown(key) as { contents?: unknown } | undefined;
    return typeof page?.contents === 'string' ? page.contents : undefined;
  }
  const { PlainTextDocumentation } = await import('dockerfile-language-service/lib/dockerPlainText.js');
  return new PlainTextDocumentation().getDocumentation(key);
}

/** Returns what is known of the instruction, flag or variable at a place. */
export async function vendorHover(text: string, position: Position, format: MarkupKind): Promise<Hover | null> {
  const [{ DockerHover }, { MarkdownDocumentation }, { PlainTextDocumentation }] = await Promise.all([
    import('dockerfile-language-service/lib/dockerHover.js'),
    import('dockerfile-language-service/lib/dockerMarkdown.js'),
    import('dockerfile-language-service/lib/dockerPlainText.js'),
  ]);
  return new DockerHover(new MarkdownDocumentation(), new PlainTextDocumentation()).onHover(text, position, [format]);
}

/** Returns the place where the stage or variable under the cursor is defined. */
export async function vendorDefinition(uri: string, text: string, position: Position): Promise<Location | null> {
  const { DockerDefinition } = await import('dockerfile-language-service/lib/dockerDefinition.js');
  return new DockerDefinition().computeDefinition({ uri }, text, position);
}

/** Returns all places of the stage or variable under the cursor. */
export async function vendorHighlights(text: string, position: Position): Promise<DocumentHighlight[]> {
  const { DockerHighlight } = await import('dockerfile-language-service/lib/dockerHighlight.js');
  return new DockerHighlight().computeHighlightRanges(text, position);
}

/** Returns the range of the name under the cursor, where it can be renamed. */
export async function vendorPrepareRename(text: string, position: Position): Promise<Range | null> {
  const { DockerRename } = await import('dockerfile-language-service/lib/dockerRename.js');
  return new DockerRename().prepareRename(text, position);
}

/** Returns the edits that rename what is under the cursor. */
export async function vendorRename(uri: string, text: string, position: Position, name: string): Promise<TextEdit[]> {
  const { DockerRename } = await import('dockerfile-language-service/lib/dockerRename.js');
  return new DockerRename().rename({ uri }, text, position, name);
}

/** Returns the form of the instruction under the cursor. */
export async function vendorSignatures(text: string, position: Position): Promise<SignatureHelp> {
  const { DockerSignatures } = await import('dockerfile-language-service/lib/dockerSignatures.js');
  return new DockerSignatures().computeSignatures(text, position);
}

/** Returns links to the pages of base images. */
export async function vendorLinks(text: string): Promise<DocumentLink[]> {
  const { DockerLinks } = await import('dockerfile-language-service/lib/dockerLinks.js');
  const links = new DockerLinks();
  return links.getLinks(text).map((link) => links.resolveLink(link));
}

/** Returns semantic tokens; the time it takes is quadratic in the lines. */
export async function vendorSemanticTokens(text: string): Promise<SemanticTokens> {
  const { DockerSemanticTokens } = await import('dockerfile-language-service/lib/dockerSemanticTokens.js');
  return new DockerSemanticTokens(text).computeSemanticTokens();
}

/** The names of the token types that `vendorSemanticTokens` numbers. */
export const semanticTokenTypes = [
  'keyword',
  'comment',
  'parameter',
  'property',
  'namespace',
  'class',
  'macro',
  'string',
  'variable',
  'operator',
  'modifier',
];

/** The names of the bits of its modifiers. */
export const semanticTokenModifiers = ['declaration', 'definition', 'deprecated'];
