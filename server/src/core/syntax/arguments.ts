import { span, type Span } from '../text/span';
import type { Flag, Instruction, KeyValue, LogicalText, Word } from './dockerfile';
import { sliceLogical, type LogicalTextBuilder } from './logical-text';

/** The part of an instruction that its own words decide. */
type ParsedInstruction = Omit<
  Instruction,
  'index' | 'span' | 'headSpan' | 'linesSpan' | 'heredocs' | 'innerComments' | 'emptyContinuations' | 'leadingComments'
>;

interface Parsed {
  readonly instruction: ParsedInstruction;
  /** Where heredocs may stand, if they may; `undefined` where BuildKit looks for none. */
  readonly heredocHost: number | undefined;
}

/** Returns keyword, flags and arguments of the joined line in `builder`, whose keyword stands at document offset `first`. */
export function parseArguments(builder: LogicalTextBuilder, first: number, escape: string): Parsed {
  const whole = builder.build(0, first);
  const instruction = parseInstruction(whole, escape);
  const host = instruction.keyword === 'ONBUILD' ? instruction.trigger : instruction;
  const canHoldHeredoc = host !== undefined && HEREDOC_KEYWORDS.has(host.keyword) && host.exec === undefined;
  return { instruction, heredocHost: canHoldHeredoc ? 0 : undefined };
}

const HEREDOC_KEYWORDS: ReadonlySet<string> = new Set(['ADD', 'COPY', 'RUN']);
const JSON_KEYWORDS: ReadonlySet<string> = new Set(['ADD', 'COPY', 'VOLUME', 'RUN', 'CMD', 'ENTRYPOINT', 'SHELL']);
const ONE_STRING_KEYWORDS: ReadonlySet<string> = new Set(['USER', 'WORKDIR', 'STOPSIGNAL', 'MAINTAINER']);
const SHELL_KEYWORDS: ReadonlySet<string> = new Set(['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK', 'ONBUILD']);
const PAIR_KEYWORDS: ReadonlySet<string> = new Set(['ENV', 'LABEL', 'ARG']);

function parseInstruction(whole: LogicalText, escape: string): ParsedInstruction {
  const text = whole.text;
  let keywordEnd = 0;
  while (keywordEnd < text.length && !WHITESPACE.test(text[keywordEnd] ?? '')) keywordEnd++;
  const keyword = text.slice(0, keywordEnd).toUpperCase();
  let rest = keywordEnd;
  while (rest < text.length && WHITESPACE.test(text[rest] ?? '')) rest++;
  const logical = sliceLogical(whole, rest, text.length);
  const { flags, end: flagsEnd } = parseFlags(logical, escape);
  const body = trimmedBody(logical, flagsEnd);

  const base = {
    keyword,
    keywordSpan: whole.spanOf(0, keywordEnd),
    logical,
    flags,
    body,
    words: [],
    exec: undefined,
    pairs: [],
    isLegacyPair: false,
    trigger: undefined,
    healthType: undefined,
  };
  if (keyword === 'ONBUILD') {
    if (body.text === '') return base;
    return { ...base, trigger: triggerOf(sliceLogical(logical, body.start, body.end), escape) };
  }
  if (keyword === 'HEALTHCHECK') return { ...base, ...parseHealthcheck(logical, body) };
  if (JSON_KEYWORDS.has(keyword)) {
    const exec = parseExec(logical, body.start, body.end);
    if (exec !== undefined) return { ...base, exec, words: exec };
  }
  if (PAIR_KEYWORDS.has(keyword)) return { ...base, ...parsePairs(logical, body, escape, keyword) };
  if (SHELL_KEYWORDS.has(keyword) || body.text === '') return base;
  if (ONE_STRING_KEYWORDS.has(keyword)) return { ...base, words: [wordOf(logical, body.start, body.end, escape)] };
  return { ...base, words: splitAtSpace(logical, body.start, body.end, escape) };
}

const WHITESPACE = /[\t\v\f\r\n ]/;

/** An instruction inside ONBUILD has no lines of its own: it shares those of the ONBUILD. */
function triggerOf(logical: LogicalText, escape: string): Instruction {
  const parsed = parseInstruction(logical, escape);
  const own = logical.spanOf(0, logical.text.length);
  return {
    ...parsed,
    index: -1,
    span: own,
    headSpan: own,
    linesSpan: own,
    heredocs: [],
    innerComments: [],
    emptyContinuations: [],
    leadingComments: [],
  };
}

function trimmedBody(logical: LogicalText, from: number): Instruction['body'] {
  let start = from;
  let end = logical.text.length;
  while (start < end && /\s/.test(logical.text[start] ?? '')) start++;
  while (end > start && /\s/.test(logical.text[end - 1] ?? '')) end--;
  return { start, end, text: logical.text.slice(start, end), span: logical.spanOf(start, end) };
}

/** Reads the words that begin with `--`, as extractBuilderFlags of moby/buildkit:frontend/dockerfile/parser/split_command.go. */
function parseFlags(logical: LogicalText, escape: string): { readonly flags: readonly Flag[]; readonly end: number } {
  const text = logical.text;
  const flags: Flag[] = [];
  let position = 0;
  for (;;) {
    while (position < text.length && /\s/.test(text[position] ?? '')) position++;
    if (!text.startsWith('--', position)) return { flags, end: position };
    const start = position;
    let quote = '';
    let value = '';
    for (; position < text.length; position++) {
      const character = text[position] ?? '';
      if (character === escape && position + 1 < text.length) {
        position++;
        value += text[position] ?? '';
      } else if (quote !== '') {
        if (character === quote) quote = '';
        else value += character;
      } else if (/\s/.test(character)) break;
      else if (character === '"' || character === "'") quote = character;
      else value += character;
    }
    if (value === '--') return { flags, end: position };
    flags.push(flagOf(logical, start, position, value));
  }
}

function flagOf(logical: LogicalText, start: number, end: number, written: string): Flag {
  const equals = written.indexOf('=');
  const equalsInText = logical.text.indexOf('=', start);
  const hasValue = equals !== -1 && equalsInText !== -1 && equalsInText < end;
  const nameEnd = hasValue ? equalsInText : end;
  return {
    name: hasValue ? written.slice(2, equals) : written.slice(2),
    value: hasValue ? written.slice(equals + 1) : undefined,
    span: logical.spanOf(start, end),
    nameSpan: logical.spanOf(start + 2, nameEnd),
    valueSpan: hasValue ? logical.spanOf(equalsInText + 1, end) : undefined,
  };
}

function parseHealthcheck(
  logical: LogicalText,
  body: Instruction['body'],
): { readonly healthType: Word | undefined; readonly exec: readonly Word[] | undefined } {
  if (body.text === '') return { healthType: undefined, exec: undefined };
  const [type = ''] = /^\S+/.exec(body.text) ?? [];
  const typeEnd = body.start + type.length;
  const healthType = { text: type, value: type.toUpperCase(), span: logical.spanOf(body.start, typeEnd) };
  let start = typeEnd;
  while (start < body.end && /\s/.test(logical.text[start] ?? '')) start++;
  return { healthType, exec: parseExec(logical, start, body.end) };
}

/** Returns the strings of the JSON array at `[start, end)`, `undefined` where it is none, or not of strings only. */
function parseExec(logical: LogicalText, start: number, end: number): readonly Word[] | undefined {
  const text = logical.text.slice(start, end);
  if (!text.startsWith('[')) return undefined;
  const values = parseJson(text);
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) return undefined;
  const strings = text.matchAll(/"(?:[^"\\]|\\.)*"/g);
  return [...strings].map((match, i) => ({
    text: match[0],
    value: String(values[i]),
    span: logical.spanOf(start + match.index, start + match.index + match[0].length),
  }));
}

/** Returns the JSON value in `text`, `undefined` where it is not valid JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function splitAtSpace(logical: LogicalText, start: number, end: number, escape: string): readonly Word[] {
  const words: Word[] = [];
  let position = start;
  while (position < end) {
    while (position < end && WHITESPACE.test(logical.text[position] ?? '')) position++;
    const from = position;
    while (position < end && !WHITESPACE.test(logical.text[position] ?? '')) position++;
    if (position > from) words.push(wordOf(logical, from, position, escape));
  }
  return words;
}

function wordOf(logical: LogicalText, start: number, end: number, escape: string): Word {
  const text = logical.text.slice(start, end);
  return { text, value: unquote(text, escape), span: logical.spanOf(start, end) };
}

function parsePairs(
  logical: LogicalText,
  body: Instruction['body'],
  escape: string,
  keyword: string,
): Pick<Instruction, 'pairs' | 'isLegacyPair' | 'words'> {
  const words = quotedWords(logical, body.start, body.end, escape);
  const first = words[0];
  if (first === undefined) return { pairs: [], isLegacyPair: false, words: [] };
  if (keyword !== 'ARG' && !first.text.includes('=')) {
    return { pairs: legacyPair(logical, body, escape), isLegacyPair: true, words };
  }
  return { pairs: words.map((word) => pairOf(logical, word, escape)), isLegacyPair: false, words };
}

interface PlacedWord extends Word {
  readonly start: number;
  readonly end: number;
}

/** Cuts at white space outside quotes, as parseWords of moby/buildkit:frontend/dockerfile/parser/line_parsers.go. */
function quotedWords(logical: LogicalText, from: number, end: number, escape: string): readonly PlacedWord[] {
  const text = logical.text;
  const words: PlacedWord[] = [];
  let start = -1;
  let quote = '';
  const close = (at: number): void => {
    if (start !== -1) words.push({ ...wordOf(logical, start, at, escape), start, end: at });
    start = -1;
  };
  for (let i = from; i < end; i++) {
    const character = text[i] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === escape && quote !== "'") i++;
    } else if (/\s/.test(character)) {
      close(i);
    } else {
      if (start === -1) start = i;
      if (character === '"' || character === "'") quote = character;
      else if (character === escape) i++;
    }
  }
  close(end);
  return words;
}

function legacyPair(logical: LogicalText, body: Instruction['body'], escape: string): readonly KeyValue[] {
  const match = /^(\S+)(\s+)([\s\S]*)$/.exec(body.text);
  const [, key = body.text, gap = '', value] = match ?? [];
  const keyEnd = body.start + key.length;
  const valueStart = keyEnd + gap.length;
  const hasValue = value !== undefined && value !== '';
  return [
    {
      key,
      keySpan: logical.spanOf(body.start, keyEnd),
      value: hasValue ? unquote(value, escape) : undefined,
      rawValue: hasValue ? value : undefined,
      valueSpan: hasValue ? logical.spanOf(valueStart, body.end) : undefined,
      span: body.span,
    },
  ];
}

function pairOf(logical: LogicalText, word: PlacedWord, escape: string): KeyValue {
  const equals = word.text.indexOf('=');
  if (equals === -1) {
    const none = { value: undefined, rawValue: undefined, valueSpan: undefined };
    return { key: word.text, keySpan: word.span, ...none, span: word.span };
  }
  const rawValue = word.text.slice(equals + 1);
  return {
    key: unquote(word.text.slice(0, equals), escape),
    keySpan: logical.spanOf(word.start, word.start + equals),
    value: unquote(rawValue, escape),
    rawValue,
    valueSpan: logical.spanOf(word.start + equals + 1, word.end),
    span: word.span,
  };
}

/** Returns `text` without its quotes, with escapes processed as BuildKit's shell lexer does; variables stay. */
export function unquote(text: string, escape: string): string {
  if (!/["'\\`]/.test(text)) return text;
  let result = '';
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    const next = text[i + 1];
    if (quote === "'") {
      if (character === "'") quote = '';
      else result += character;
    } else if (character === escape && next !== undefined) {
      // Inside double quotes only these are escaped; before anything else the escape character stays.
      const isKept = quote === '"' && next !== '"' && next !== '$' && next !== escape;
      result += isKept ? character + next : next === '$' ? escape + next : next;
      i++;
    } else if (character === quote) quote = '';
    else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else result += character;
  }
  return result;
}

/** Returns the document span that covers all `words`. */
export function wordsSpan(words: readonly Word[]): Span | undefined {
  const first = words[0];
  const last = words.at(-1);
  return first === undefined || last === undefined ? undefined : span(first.span.start, last.span.end);
}
