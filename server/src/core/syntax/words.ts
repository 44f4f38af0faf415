/** What a variable is while words are expanded: a value, `set` (to something the text does not tell), `unset`, or `unknown`. */
export type Lookup = (
  name: string,
) => { readonly kind: 'value'; readonly value: string } | { readonly kind: 'set' | 'unset' | 'unknown' };

/** A word as BuildKit expands it. Indices are those of the word's text. */
export interface ExpandedWord {
  /** `undefined` where it rests on a value that the text does not tell, or cannot be expanded. */
  readonly value: string | undefined;
  /** Every variable that is read, those inside `${A:-$B}` too. */
  readonly variables: readonly ReadVariable[];
  readonly error: { readonly message: string; readonly start: number; readonly end: number } | undefined;
}

export interface ReadVariable {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** `-`, `+` or `?` with or without a colon: the author counts with an unset variable. */
  readonly hasFallback: boolean;
}

/**
 * Returns `text` with quotes, escapes and variables processed as moby/buildkit:frontend/dockerfile/shell/lex.go does it,
 * or what is wrong with it.
 */
export function expandWord(text: string, escape: string, lookup: Lookup): ExpandedWord {
  if (!text.includes('$') && !text.includes('"') && !text.includes("'") && !text.includes(escape)) {
    return { value: text, variables: [], error: undefined };
  }
  const lexer = new Lexer(text, escape, lookup);
  try {
    const value = lexer.readUntil(undefined);
    return { value, variables: lexer.variables, error: undefined };
  } catch (error) {
    if (!(error instanceof WordError)) throw error;
    const { message, start, end } = error;
    return { value: undefined, variables: lexer.variables, error: { message, start, end } };
  }
}

/** Ends the reading of one word; never leaves this file. */
class WordError extends Error {
  constructor(
    message: string,
    readonly start: number,
    readonly end: number,
  ) {
    super(message);
  }
}

type Piece = string | undefined;

function join(a: Piece, b: Piece): Piece {
  return a === undefined || b === undefined ? undefined : a + b;
}

const NAME = /[\p{L}_][\p{L}\p{Nd}_]*|\p{Nd}+|[@*#?\-$!]/uy;

class Lexer {
  readonly variables: ReadVariable[] = [];
  #position = 0;

  constructor(
    readonly text: string,
    readonly escape: string,
    readonly lookup: Lookup,
  ) {}

  /** Reads up to `stop` and over it, or to the end. */
  readUntil(stop: string | undefined): Piece {
    const start = this.#position;
    let result: Piece = '';
    while (this.#position < this.text.length) {
      const character = this.text[this.#position] ?? '';
      if (character === stop) {
        this.#position++;
        return result;
      }
      if (character === '$') result = join(result, this.#readDollar());
      else if (character === "'") result = join(result, this.#readSingleQuoted());
      else if (character === '"') result = join(result, this.#readDoubleQuoted());
      else if (character === this.escape) {
        result = join(result, this.text[this.#position + 1] ?? '');
        this.#position += 2;
      } else {
        result = join(result, character);
        this.#position++;
      }
    }
    if (stop !== undefined)
      throw new WordError(`The "${stop}" that ends the substitution is missing.`, start, this.text.length);
    return result;
  }

  #readSingleQuoted(): Piece {
    const start = this.#position;
    const end = this.text.indexOf("'", start + 1);
    if (end === -1) throw new WordError('The single quote is never closed.', start, this.text.length);
    this.#position = end + 1;
    return this.text.slice(start + 1, end);
  }

  #readDoubleQuoted(): Piece {
    const start = this.#position++;
    let result: Piece = '';
    for (;;) {
      const character = this.text[this.#position];
      if (character === undefined) throw new WordError('The double quote is never closed.', start, this.text.length);
      if (character === '"') {
        this.#position++;
        return result;
      }
      if (character === '$') {
        result = join(result, this.#readDollar());
        continue;
      }
      this.#position++;
      if (character !== this.escape) {
        result = join(result, character);
        continue;
      }
      const next = this.text[this.#position];
      if (next === undefined) continue;
      const isEscapable = next === '"' || next === '$' || next === this.escape;
      result = join(result, isEscapable ? next : character);
      if (isEscapable) this.#position++;
    }
  }

  #readDollar(): Piece {
    const start = this.#position++;
    if (this.text[this.#position] !== '{') {
      const name = this.#readName();
      if (name === '') return '$';
      this.variables.push({ name, start, end: this.#position, hasFallback: false });
      return this.#valueOf(name);
    }
    this.#position++;
    const first = this.text[this.#position];
    if (first === undefined || first === '{' || first === '}' || first === ':') {
      throw new WordError('The substitution names no variable.', start, this.#closing(start));
    }
    const name = this.#readName();
    let modifier = this.text[this.#position++] ?? '';
    if (modifier === '}') {
      this.variables.push({ name, start, end: this.#position, hasFallback: false });
      return this.#valueOf(name);
    }
    if (modifier === ':') modifier += this.text[this.#position++] ?? '';
    return this.#readModified(name, modifier, start);
  }

  #readModified(name: string, modifier: string, start: number): Piece {
    const index = this.variables.push({ name, start, end: start, hasFallback: /^:?[-+?]$/.test(modifier) }) - 1;
    const close = (): void => {
      const variable = this.variables[index];
      if (variable !== undefined) this.variables[index] = { ...variable, end: this.#position };
    };
    if (/^:?[-+?]$/.test(modifier)) {
      const operand = this.readUntil('}');
      close();
      // What stands in `${A:+...}` counts only where A is set.
      if (modifier.endsWith('+')) this.#guard(name, index);
      return this.#withFallback(name, modifier, operand, start);
    }
    if (modifier === '#' || modifier === '%') {
      this.readUntil('}');
      close();
      return undefined;
    }
    if (modifier === '/') {
      if (this.text[this.#position] === '/') this.#position++;
      this.readUntil('/');
      this.readUntil('}');
      close();
      return undefined;
    }
    if (modifier === '' || modifier === ':}' || modifier === ':') {
      throw new WordError('The substitution is incomplete.', start, this.#closing(start));
    }
    throw new WordError(`The build does not know the modifier "${modifier}".`, start, this.#closing(start));
  }

  #guard(name: string, index: number): void {
    for (let i = index + 1; i < this.variables.length; i++) {
      const variable = this.variables[i];
      if (variable?.name === name) this.variables[i] = { ...variable, hasFallback: true };
    }
  }

  #withFallback(name: string, modifier: string, operand: Piece, start: number): Piece {
    const found = this.lookup(name);
    if (found.kind === 'unknown') return undefined;
    const isUnset =
      found.kind === 'unset' || (modifier.startsWith(':') && found.kind === 'value' && found.value === '');
    const value = found.kind === 'value' ? found.value : undefined;
    // Whether something unknown is empty decides here.
    const isOpen = found.kind === 'set' && modifier.startsWith(':');
    if (modifier.endsWith('-')) return isUnset ? operand : value;
    if (modifier.endsWith('+')) return isUnset ? '' : isOpen ? undefined : operand;
    if (isUnset) throw new WordError(`${name} has no value, and the substitution demands one.`, start, this.#position);
    return value;
  }

  #valueOf(name: string): Piece {
    const found = this.lookup(name);
    if (found.kind === 'value') return found.value;
    return found.kind === 'unset' ? '' : undefined;
  }

  #readName(): string {
    NAME.lastIndex = this.#position;
    const [name = ''] = NAME.exec(this.text) ?? [];
    this.#position += name.length;
    return name;
  }

  /** The end of the substitution that starts at `start`, for the place of an error. */
  #closing(start: number): number {
    const end = this.text.indexOf('}', start);
    return end === -1 ? this.text.length : end + 1;
  }
}
