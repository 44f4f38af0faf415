import { readScript } from '../model/script';
import { nodesOfType } from '../shell/tree';
import type { Dockerfile } from '../syntax/dockerfile';
import { span, type Span } from '../text/span';

/** A comment of a script in a heredoc that silences ShellCheck's rules: `# shellcheck disable=SC2086`. */
export interface ShellDirective {
  /** The words after `#`. */
  readonly text: string;
  readonly span: Span;
  /** The whole line with its line ending. */
  readonly line: Span;
  /** What it covers: the command below it, or the whole script where it stands above all commands. */
  readonly target: Span;
}

/** Returns the directives for ShellCheck inside heredocs; elsewhere such comments are the Dockerfile's own. */
export function shellDirectives(file: Dockerfile): readonly ShellDirective[] {
  // They are rare: most files are done here.
  if (!/shellcheck\s+disable/.test(file.text)) return [];
  return file.instructions.flatMap((instruction): readonly ShellDirective[] => {
    const { tree, source, span: whole } = readScript(instruction, file.text);
    if (tree === undefined || source !== 'heredoc') return [];
    const statements = nodesOfType(tree, 'Statement').map(({ node }) => node);
    const first = statements[0]?.pos ?? 0;
    return [...tree.source.text.matchAll(/^[ \t]*#[ \t]*(shellcheck[ \t]+disable=.*?)[ \t\r]*$/gm)].flatMap((match) => {
      const [all, text = ''] = match;
      const start = match.index + all.indexOf('#');
      const end = match.index + all.length;
      const below = statements.find(({ pos }) => pos >= end);
      const target = start < first ? whole : below && tree.source.spanOf(below.pos, below.end);
      if (target === undefined) return [];
      const place = tree.source.spanOf(start, start + all.trim().length);
      const newline = file.text.indexOf('\n', place.end);
      const lineEnd = newline === -1 ? file.text.length : newline + 1;
      const lineStart = file.text.lastIndexOf('\n', place.start - 1) + 1;
      return [{ text, span: place, line: span(lineStart, lineEnd), target }];
    });
  });
}
