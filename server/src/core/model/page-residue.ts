import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import { isKeyword } from './keywords';

/** Something that came along when the text was copied from a page. */
export interface PageResidue {
  readonly kind: 'line' | 'line-number' | 'placeholder' | 'character';
  readonly span: Span;
  readonly instruction: Instruction;
  /** What stood there before the page changed it; `undefined` where that is not known. */
  readonly original: string | undefined;
}

/** Returns what `file` holds of the page that it was copied from, in order. */
export function findPageResidue(file: Dockerfile): readonly PageResidue[] {
  return file.instructions.flatMap((instruction) => pageResidueOf(file, instruction));
}

/** Instructions without residue, as nearly all are: they stay so for as long as they are kept. */
const clean = new WeakSet<Instruction>();

/** Returns what `instruction` holds of the page that it was copied from, in order. */
export function pageResidueOf(file: Dockerfile, instruction: Instruction): readonly PageResidue[] {
  const found = clean.has(instruction) ? [] : residueOf(file, instruction);
  if (found.length === 0) {
    clean.add(instruction);
    // It rests on the words all the same.
    instruction.flags.at(0);
  }
  return found;
}

// What pages show above a block of code: its language, and the buttons.
const LONE_WORDS =
  /^(?:copy(?: code| to clipboard)?|copied!?|edit|download|wrap|run|explain|dockerfile:?|docker|bash|sh|shell|console|terminal|yaml|yml|json|ini|text|plaintext|txt|code)$/i;

function residueOf(file: Dockerfile, instruction: Instruction): readonly PageResidue[] {
  const { headSpan, keyword, keywordSpan } = instruction;
  const head = file.text.slice(headSpan.start, headSpan.end);
  const line = (kind: PageResidue['kind']): readonly PageResidue[] => [
    { kind, span: headSpan, instruction, original: '' },
  ];
  if (/^(?:```+|~~~+)\s*[\w-]*$/.test(head)) return line('line');
  // `COPY` and `RUN` alone are instructions that somebody is about to write; the button is called `Copy`.
  if (LONE_WORDS.test(head) && (head === 'Copy' || !isKeyword(keyword) || head.includes(' '))) return line('line');
  if (/^(?:\.{3,}|…|\[\.{3}\])$/.test(head)) return line('placeholder');
  if (!isKeyword(keyword)) return lineNumber(instruction, head, keywordSpan);
  return [...placeholders(instruction), ...characters(file, instruction)];
}

/** `12` alone, and `12 FROM node`, `12. FROM node`, `12| FROM node`. */
function lineNumber(instruction: Instruction, head: string, keywordSpan: Span): readonly PageResidue[] {
  if (/^\d+[.:|]?$/.test(head)) return [{ kind: 'line', span: instruction.headSpan, instruction, original: '' }];
  const [, number = '', next = ''] = /^(\d+[.:|]?\s+\|?\s*)([A-Za-z]+)\s/.exec(head) ?? [];
  if (number === '' || !isKeyword(next.toUpperCase())) return [];
  const span = { start: keywordSpan.start, end: keywordSpan.start + number.length };
  return [{ kind: 'line-number', span, instruction, original: '' }];
}

/** `ENV A=1 ...`, `CMD [..., ...]`, `COPY ... /app`: three dots that stand for something left out. */
function placeholders(instruction: Instruction): readonly PageResidue[] {
  const { keyword, body, logical } = instruction;
  if (!/\.{3}|…/.test(body.text)) return [];
  const found = (start: number, end: number): PageResidue => ({
    kind: 'placeholder',
    span: logical.spanOf(body.start + start, body.start + end),
    instruction,
    original: undefined,
  });
  if (/^\[\s*(?:\.{3}|…)/.test(body.text) || (body.text.startsWith('[') && /,\s*(?:\.{3}|…)\s*\]$/.test(body.text))) {
    return [...body.text.matchAll(/\.{3}|…/g)].map((match) => found(match.index, match.index + match[0].length));
  }
  // Go's package pattern `./...` and the shell's own words are no placeholders.
  if (keyword === 'CMD' || keyword === 'ENTRYPOINT' || keyword === 'RUN') {
    return /^(?:\.{3}|…)$/.test(body.text) ? [found(0, body.text.length)] : [];
  }
  if (keyword === 'LABEL' && instruction.isLegacyPair) return [];
  return [...body.text.matchAll(/(?<=^|\s)(?:\.{3}|…)(?=\s|$)/g)]
    .filter((match) => !isQuotedAt(body.text, match.index))
    .map((match) => found(match.index, match.index + match[0].length));
}

// UTF-8 that was read as Windows-1252: quotes, dashes and the no-break space.
const MIS_DECODED: ReadonlyMap<string, string> = new Map([
  ['\u00E2\u20AC\u0153', '"'],
  ['\u00E2\u20AC\u009D', '"'],
  ['\u00E2\u20AC\u02DC', "'"],
  ['\u00E2\u20AC\u2122', "'"],
  ['\u00E2\u20AC\u201C', '-'],
  ['\u00E2\u20AC\u201D', '-'],
  ['\u00C2\u00A0', ' '],
]);
const NO_SPACE = '\u200B\u2060\uFEFF';
const SUSPECT = new RegExp(
  `${[...MIS_DECODED.keys()].join('|')}|\u00E2\u20AC|\u00F0\u0178|[\u201C\u201D\u2018\u2019\u2013\u2014\u00A0${NO_SPACE}\uFFFD]`,
  'g',
);

function characters(file: Dockerfile, instruction: Instruction): readonly PageResidue[] {
  const { headSpan, keyword, body, innerComments } = instruction;
  const head = file.text.slice(headSpan.start, headSpan.end);
  // What people read may hold any character.

  if (/^[\x00-\x7F]*$/.test(head) || keyword === 'LABEL' || keyword === 'MAINTAINER') return [];
  const found: PageResidue[] = [];
  for (const match of head.matchAll(SUSPECT)) {
    const [text] = match;
    const span = { start: headSpan.start + match.index, end: headSpan.start + match.index + text.length };
    if (innerComments.some((comment) => comment.span.start <= span.start && span.end <= comment.span.end)) continue;
    const isOpen = found.filter(({ original }) => original === originalOf(text)).length % 2 === 1;
    if (!isSyntaxAt(head, match.index, text, body.text, isOpen)) continue;
    found.push({ kind: 'character', span, instruction, original: originalOf(text) });
  }
  return found;
}

/** Tells whether the character stands where a quote, a dash or a space of the syntax belongs, and not in a text. */
function isSyntaxAt(head: string, index: number, text: string, body: string, isOpen: boolean): boolean {
  if (isQuotedAt(head, index)) return false;
  const original = originalOf(text);
  if (original === '-')
    return /(?:^|\s)$/.test(head.slice(0, index)) && /^[A-Za-z-]/.test(head.slice(index + text.length));
  if (original === '"' || original === "'")
    return isOpen || body.startsWith('[') || /[=\s,]$/.test(head.slice(0, index));
  return original !== undefined;
}

function originalOf(text: string): string | undefined {
  if (text === '\u201C' || text === '\u201D') return '"';
  if (text === '\u2018' || text === '\u2019') return "'";
  if (text === '\u2013' || text === '\u2014') return '-';
  if (text === '\u00A0') return ' ';
  return NO_SPACE.includes(text) ? '' : MIS_DECODED.get(text);
}

function isQuotedAt(text: string, index: number): boolean {
  let quote = '';
  for (let i = 0; i < index; i++) {
    const character = text[i] ?? '';
    if (quote !== '') {
      if (character === '\\' && quote === '"') i++;
      else if (character === quote) quote = '';
    } else if (character === '\\') i++;
    else if (character === '"' || character === "'") quote = character;
  }
  return quote !== '';
}
