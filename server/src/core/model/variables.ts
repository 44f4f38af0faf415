/** A use of a variable in an instruction's words: `$NAME`, `${NAME}`, `${NAME:-word}`. */
export interface VariableUse {
  readonly name: string;
  /** Offsets into the text that was searched. */
  readonly start: number;
  readonly end: number;
  /** `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/`, `//` or `undefined`; another one is not supported. */
  readonly modifier: string | undefined;
  readonly operand: string | undefined;
}

const USE =
  /\\.|'[^']*'|\$(?:([A-Za-z_]\w*|\d)|\{([A-Za-z_]\w*|\d+)(?:(:[^}]?|##?|%%?|\/\/?|[-+?])((?:[^{}]|\$\{[^}]*\})*))?\})/gs;

/** Returns the variables that BuildKit would replace in `text`; single quotes and escapes protect. */
export function variableUses(text: string, escape = '\\'): readonly VariableUse[] {
  if (!text.includes('$')) return [];
  const uses: VariableUse[] = [];
  for (const match of text.matchAll(escape === '\\' ? USE : BACKTICK_USE)) {
    const name = match[1] ?? match[2];
    if (name === undefined) continue;
    uses.push({ name, start: match.index, end: match.index + match[0].length, modifier: match[3], operand: match[4] });
  }
  return uses;
}

const BACKTICK_USE = new RegExp(USE.source.replace('\\\\.', '`.'), 'gs');

/** What a variable is: a value, `set` (to something the text does not tell), or not set at all. */
export type VariableValue =
  { readonly kind: 'value'; readonly value: string } | { readonly kind: 'set' } | { readonly kind: 'unset' };

/** Returns `text` with its variables replaced, `undefined` where a value is not known. Unset ones become empty, as in BuildKit. */
export function expand(text: string, lookup: (name: string) => VariableValue): string | undefined {
  const uses = variableUses(text);
  if (uses.length === 0) return text;
  let result = '';
  let position = 0;
  for (const use of uses) {
    const value = valueOf(use, lookup);
    if (value === undefined) return undefined;
    result += text.slice(position, use.start) + value;
    position = use.end;
  }
  return result + text.slice(position);
}

function valueOf(use: VariableUse, lookup: (name: string) => VariableValue): string | undefined {
  const found = lookup(use.name);
  const isEmpty = found.kind === 'unset' || (found.kind === 'value' && found.value === '');
  const operand = (): string | undefined => expand(use.operand ?? '', lookup);
  switch (use.modifier) {
    case undefined:
      return found.kind === 'value' ? found.value : found.kind === 'unset' ? '' : undefined;
    case ':-':
      return isEmpty ? operand() : found.kind === 'value' ? found.value : undefined;
    case '-':
      return found.kind === 'unset' ? operand() : found.kind === 'value' ? found.value : undefined;
    case ':+':
      return isEmpty ? '' : found.kind === 'value' ? operand() : undefined;
    case '+':
      return found.kind === 'unset' ? '' : operand();
    case ':?':
    case '?':
      return found.kind === 'value' ? found.value : undefined;
    default:
      return undefined;
  }
}

/**
 * Returns `raw` (a value as written, of ENV or ARG) with quotes and escapes processed and variables replaced, in one pass
 * as BuildKit does it: what single quotes or an escape protect is not replaced. `undefined` where a value is not known.
 */
export function expandQuoted(raw: string, lookup: (name: string) => VariableValue, escape: string): string | undefined {
  let result = '';
  let quote = '';
  for (let i = 0; i < raw.length; i++) {
    const character = raw[i] ?? '';
    const next = raw[i + 1];
    if (quote === "'") {
      if (character === "'") quote = '';
      else result += character;
    } else if (character === escape && next !== undefined) {
      const isKept = quote === '"' && next !== '"' && next !== '$' && next !== escape;
      result += isKept ? character + next : next;
      i++;
    } else if (character === '$') {
      const [use] = variableUses(raw.slice(i), escape);
      if (use?.start !== 0) result += character;
      else {
        const value = valueOf(use, lookup);
        if (value === undefined) return undefined;
        result += value;
        i += use.end - 1;
      }
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else result += character;
  }
  return result;
}
