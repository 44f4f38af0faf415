/** A heredoc operator in an instruction's logical text. */
interface FoundHeredoc {
  readonly name: string;
  readonly isExpanded: boolean;
  readonly stripsTabs: boolean;
  readonly fileDescriptor: number | undefined;
  /** Where the word (`<<EOF`) stands in the logical text. */
  readonly start: number;
  readonly end: number;
}

/** Returns the heredocs that BuildKit finds in the words of a logical line (moby/buildkit:frontend/dockerfile/parser heredocsFromLine). */
export function findHeredocs(line: string): readonly FoundHeredoc[] {
  return shellWords(line).flatMap(({ start, end }) => {
    const match = /^(\d*)<<(-?)\s*([^<]*)$/.exec(line.slice(start, end));
    const [, digits = '', dash = '', rest = ''] = match ?? [];
    if (match === null || rest === '') return [];
    const name = unquote(rest);
    const found: FoundHeredoc = {
      name,
      isExpanded: name === rest.replace(/\\(.)/g, '$1'),
      stripsTabs: dash === '-',
      fileDescriptor: digits === '' ? undefined : Number(digits),
      start,
      end,
    };
    return [found];
  });
}

/** Cuts at white space outside quotes; a line with an open quote has no words, as for BuildKit's lexer. */
function shellWords(line: string): readonly { readonly start: number; readonly end: number }[] {
  const words: { start: number; end: number }[] = [];
  let start = -1;
  let quote = '';
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"') i++;
    } else if (/\s/.test(character)) {
      if (start !== -1) words.push({ start, end: i });
      start = -1;
    } else {
      if (start === -1) start = i;
      if (character === '"' || character === "'") quote = character;
      else if (character === '\\') i++;
    }
  }
  if (quote !== '') return [];
  if (start !== -1) words.push({ start, end: line.length });
  return words;
}

function unquote(word: string): string {
  return word.replace(/\\(.)|'([^']*)'|"([^"]*)"/g, (_, escaped?: string, single?: string, double?: string) => {
    return escaped ?? single ?? double ?? '';
  });
}
