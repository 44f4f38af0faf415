/** A list of strings that was meant as a JSON array and is none. */
export interface NearJson {
  /** The strings meant. */
  readonly items: readonly string[];
  /** What follows the closing bracket. */
  readonly rest: string;
  readonly fault:
    | 'single-quotes'
    | 'curly-quotes'
    | 'missing-comma'
    | 'trailing-comma'
    | 'missing-bracket'
    | 'no-quotes'
    | 'backslash'
    | 'rest';
}

const ITEM =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|[\u201C\u201D]([^\u201C\u201D]*)[\u201C\u201D]|[\u2018\u2019]([^\u2018\u2019]*)[\u2018\u2019]|([\w./:=@+-]+)(?=\s*[,\]]))\s*(,?)/y;

/** Returns the list that `text` was meant to be; `undefined` where it is valid JSON, or something else, such as `[ -f x ]`. */
export function readNearJson(text: string): NearJson | undefined {
  if (!text.startsWith('[')) return undefined;
  const items: string[] = [];
  const faults = new Set<NearJson['fault']>();
  let position = 1;
  let comma = ',';
  for (;;) {
    ITEM.lastIndex = position;
    const match = ITEM.exec(text);
    if (match === null) break;
    if (comma === '') faults.add('missing-comma');
    const [whole, double, single, curly, curlySingle, bare, nextComma = ''] = match;
    if (bare !== undefined) faults.add('no-quotes');
    else if (double === undefined) faults.add(single === undefined ? 'curly-quotes' : 'single-quotes');
    if (double !== undefined && !isJsonString(`"${double}"`)) faults.add('backslash');
    items.push(double === undefined ? (single ?? curly ?? curlySingle ?? bare ?? '') : plain(double));
    comma = nextComma;
    position += whole.length;
  }
  if (items.length === 0 || (items.length === 1 && faults.has('no-quotes'))) return undefined;
  if (comma === ',') faults.add('trailing-comma');
  const end = text.slice(position).trimStart();
  if (!end.startsWith(']')) {
    if (end !== '') return undefined;
    faults.add('missing-bracket');
  }
  const rest = end.slice(1).trim();
  if (rest !== '') faults.add('rest');
  // The test command `[ "a" = "b" ]` has neither commas nor a single word.
  if (faults.has('missing-comma') && /^\[\s/.test(text)) return undefined;
  if (faults.has('rest') && !/^(?:#|;|,|\[)/.test(rest)) return undefined;
  const [fault] = faults;
  return fault === undefined ? undefined : { items, rest, fault };
}

function isJsonString(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A backslash that JSON does not know is one of a Windows path. */
function plain(text: string): string {
  return isJsonString(`"${text}"`) ? String(JSON.parse(`"${text}"`)) : text;
}
