import { around, type Command, type ShellNode, type SyntaxNode, type Word } from './tree';

/** Tells whether the shell cuts the result of the expansion `found` into words: not in quotes, assignments, `[[`, `case`, ... */
export function isSplit(found: ShellNode): boolean {
  let inner: SyntaxNode = found.node;
  for (const node of around(found)) {
    switch (node.type) {
      case 'Word':
        break;
      case 'Command':
        // An expansion in the place of the program is meant to be a command with its arguments.
        return node.name !== inner || inner.pos !== found.node.pos || inner.end !== found.node.end;
      // A list to loop over is meant to be split, and operands of `${a:-$b}` go with the whole.
      default:
        return false;
    }
    inner = node;
  }
  return false;
}

/** Returns the name of the program that `command` runs, without its directory, where it is literal. */
export function programOf({ name }: Command): string | undefined {
  if (name === undefined || !isLiteral(name)) return undefined;
  return name.value.slice(name.value.lastIndexOf('/') + 1);
}

/** Returns the words after the program's, assignments (`export A=b`) left out. */
export function argumentsOf({ args }: Command): readonly Word[] {
  return args.flatMap((argument) => (argument.type === 'Word' ? [argument] : []));
}

/** Tells whether a word is what it says: no expansion and no pattern in it. */
export function isLiteral({ parts = [] }: Word): boolean {
  return parts.every(
    (part) =>
      part.type === 'Literal' ||
      part.type === 'SingleQuoted' ||
      part.type === 'AnsiCQuoted' ||
      (part.type === 'DoubleQuoted' && part.parts.every(({ type }) => type === 'Literal')),
  );
}

/** Tells whether a word holds something that the shell replaces by a value. */
export function hasExpansion({ parts = [] }: Word): boolean {
  return parts.some((part) =>
    part.type === 'DoubleQuoted' || part.type === 'LocaleString'
      ? part.parts.some(({ type }) => type.endsWith('Expansion'))
      : /^(?:Simple|Parameter|Command|Arithmetic)Expansion$|^ProcessSubstitution$/.test(part.type),
  );
}
