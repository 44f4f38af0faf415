import { forEachChild, type ParsedScript, type SyntaxNode } from 'unbash';
import type { Span } from '../text/span';

export type { Command, Redirection, SyntaxNode, Word, WordPart } from 'unbash';

/** A text that knows where its characters stand in the document. */
export interface MappedText {
  readonly text: string;
  spanOf(start: number, end: number): Span;
}

/** A script as the shell parses it; positions of nodes are indices into the source's text. */
export interface ShellTree {
  readonly source: MappedText;
  readonly root: ParsedScript;
}

/** A node of a script with the nodes around it. */
export interface ShellNode<N extends SyntaxNode = SyntaxNode> {
  readonly node: N;
  readonly parent: ShellNode | undefined;
}

const known = new WeakMap<ParsedScript, readonly ShellNode[]>();

/** Returns all nodes of `tree`, each before what it holds, in the order of the text; those whose place the text does not show are left out. */
export function nodesOf({ root }: ShellTree): readonly ShellNode[] {
  const answer = known.get(root) ?? collect(root);
  known.set(root, answer);
  return answer;
}

/** Returns the nodes of `tree` of one type. */
export function nodesOfType<T extends SyntaxNode['type']>(
  tree: ShellTree,
  type: T,
): readonly ShellNode<Extract<SyntaxNode, { readonly type: T }>>[] {
  return nodesOf(tree).filter((found): found is ShellNode<Extract<SyntaxNode, { readonly type: T }>> => {
    return found.node.type === type;
  });
}

/** Returns the nodes around `found`, the nearest first. */
export function* around(found: ShellNode): Generator<SyntaxNode, void> {
  for (let next = found.parent; next !== undefined; next = next.parent) yield next.node;
}

/** Nesting beyond this is never found in honest files. */
const DEEPEST = 200;

function collect(root: ParsedScript): readonly ShellNode[] {
  const all: ShellNode[] = [];
  const visit = (node: SyntaxNode, parent: ShellNode | undefined, depth: number): void => {
    // Scripts in escaped backticks have positions in a text of their own.
    if (depth > DEEPEST || (node.type === 'Script' && node.source !== undefined)) return;
    const found = { node, parent };
    all.push(found);
    forEachChild(node, (child) => {
      visit(child, found, depth + 1);
    });
  };
  visit(root, undefined, 0);
  return all;
}
