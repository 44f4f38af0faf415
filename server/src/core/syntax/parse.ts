import { Ground, noteRead } from '../reads/reads';
import { anchoredSpan, isAnchored, spanBetween, type Anchor } from '../text/anchor';
import { eolOf } from '../text/eol';
import { createLines, type Lines } from '../text/lines';
import { span, type Span } from '../text/span';
import type { Comment, Directive, Dockerfile, Heredoc, Instruction, SyntaxProblem } from './dockerfile';
import { parseArguments } from './arguments';
import { findHeredocs } from './heredocs';
import { KeptInstruction } from './instruction';
import { LogicalTextBuilder } from './logical-text';
import { findProblems } from './problems';

/**
 * Returns the Dockerfile in `text`. Never throws: what BuildKit refuses is listed in `problems` and the rest is read on.
 * The rules are those of moby/buildkit:frontend/dockerfile/parser (lines, continuations, heredocs, directives).
 * Instructions that `previous` has as well are taken over from it, which is the older version's end: its places move on.
 */
export function parseDockerfile(text: string, previous?: Dockerfile): Dockerfile {
  const head = new Scanner(text).scanDirectives();
  const older = previous instanceof KeptDockerfile ? previous : undefined;
  const old = older?.hasDirectives(text, head) === true ? older : undefined;
  if (old === undefined) older?.abandon();
  const { chunks, firstNew, firstKept, lost } = rescan(text, head, old);
  return new KeptDockerfile(text, head, chunks, old, firstNew, firstKept, lost);
}

/** The parser directives at the top of a file, and what they decide. */
interface Head {
  readonly start: number;
  /** Where the first line begins that is none. */
  readonly end: number;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  readonly problems: readonly SyntaxProblem[];
}

/** An instruction with the comments and blank lines above it; the last one of a file may be without an instruction. */
interface Chunk {
  readonly anchor: Anchor;
  readonly length: number;
  readonly instruction: KeptInstruction | undefined;
  /** All its comments in order. */
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}

interface Rescanned {
  readonly chunks: readonly Chunk[];
  /** The chunks from here on, up to `firstKept`, were read anew. */
  readonly firstNew: number;
  readonly firstKept: number;
  /** Those that they replace. */
  readonly lost: readonly Chunk[];
}

/** Reads what changed, and takes over the chunks above and below it. */
function rescan(text: string, head: Head, old: KeptDockerfile | undefined): Rescanned {
  const scanner = new Scanner(text, head);
  if (old === undefined) {
    const chunks: Chunk[] = [];
    for (let chunk = scanner.scanChunk(); chunk !== undefined; chunk = scanner.scanChunk()) chunks.push(chunk);
    return { chunks, firstNew: 0, firstKept: chunks.length, lost: [] };
  }
  const same = commonPrefix(old.text, text);
  const tail = commonSuffix(old.text, text, same);
  const shift = text.length - old.text.length;
  let firstNew = 0;
  // What reaches to the end of the file may have ended only for that.
  for (; firstNew < old.chunks.length; firstNew++) {
    const end = endOf(old.chunks[firstNew]);
    if (end > same || end >= old.text.length) break;
  }
  const chunks = old.chunks.slice(0, firstNew);
  scanner.moveTo(firstNew === 0 ? head.end : endOf(chunks[firstNew - 1]));
  let next = firstNew;
  for (;;) {
    const chunk = scanner.scanChunk();
    if (chunk === undefined) {
      next = old.chunks.length;
      break;
    }
    chunks.push(chunk);
    const end = endOf(chunk) - shift;
    while (next < old.chunks.length && endOf(old.chunks[next]) < end) next++;
    if (end >= old.text.length - tail && next < old.chunks.length && endOf(old.chunks[next]) === end) {
      next++;
      break;
    }
  }
  const firstKept = chunks.length;
  const lost = old.chunks.slice(firstNew, next);
  for (const kept of old.chunks.slice(next)) {
    kept.anchor.offset += shift;
    chunks.push(kept);
  }
  return { chunks, firstNew, firstKept, lost };
}

/** Returns what stands in `file` and not in the version before it, in whole instructions; all of the text where there was none. */
export function changedText(file: Dockerfile): string {
  return file instanceof KeptDockerfile ? file.text.slice(file.changed.start, file.changed.end) : file.text;
}

/** Notes that the answer being computed rests on the whole text of `file`. */
export function noteText(file: Dockerfile): void {
  if (file instanceof KeptDockerfile) noteRead(file.everything);
}

/** Returns `place` as a span that moves with the instructions around it when they are taken over by the next version. */
export function anchorIn(file: Dockerfile, place: Span): Span {
  return isAnchored(place) || !(file instanceof KeptDockerfile) ? place : file.anchored(place);
}

function endOf(chunk: Chunk | undefined): number {
  return chunk === undefined ? 0 : chunk.anchor.offset + chunk.length;
}

/** The place of chunks in a row, as they stand now. */
function spanOfAll(chunks: readonly Chunk[]): Span {
  return span(chunks[0]?.anchor.offset ?? 0, endOf(chunks.at(-1)));
}

function lineEnds(text: string, { start, end }: Span): number {
  return text.slice(start, end).match(/\r\n?|\n/g)?.length ?? 0;
}

/** Where the parser directives stand: above all that moves. */
const TOP: Anchor = { offset: 0 };

const BLOCK = 512;

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let same = 0;
  // Pieces are compared at once: a loop over all characters of a large file would be felt.
  while (same + BLOCK <= most && a.slice(same, same + BLOCK) === b.slice(same, same + BLOCK)) same += BLOCK;
  while (same < most && a.charCodeAt(same) === b.charCodeAt(same)) same++;
  return same;
}

function commonSuffix(a: string, b: string, prefix: number): number {
  const most = Math.min(a.length, b.length) - prefix;
  let same = 0;
  const piece = (text: string): string => text.slice(text.length - same - BLOCK, text.length - same);
  while (same + BLOCK <= most && piece(a) === piece(b)) same += BLOCK;
  while (same < most && a.charCodeAt(a.length - 1 - same) === b.charCodeAt(b.length - 1 - same)) same++;
  return same;
}

/** A Dockerfile that the next version can take its instructions from. */
class KeptDockerfile implements Dockerfile {
  readonly eol: '\n' | '\r\n';
  readonly start: number;
  readonly escape: '\\' | '`';
  readonly #directives: Ground;
  readonly #head: Head;
  readonly #instructions: KeptInstruction[] = [];
  readonly #comments: Comment[] = [];
  readonly #order: Ground;
  readonly #allComments: Ground;
  readonly #lineNumbers: Ground;
  readonly everything = new Ground();
  /** What was read anew. */
  readonly changed: Span;
  #lines: Lines | undefined;
  #problems: readonly SyntaxProblem[] | undefined;

  constructor(
    readonly text: string,
    head: Head,
    readonly chunks: readonly Chunk[],
    old: KeptDockerfile | undefined,
    firstNew: number,
    firstKept: number,
    lost: readonly Chunk[],
  ) {
    this.#head = head;
    this.eol = eolOf(text);
    this.start = head.start;
    this.escape = head.escape;
    this.#directives = old === undefined ? new Ground() : old.replaced('directives');
    for (const { instruction, comments } of chunks) {
      if (instruction !== undefined) {
        instruction.index = this.#instructions.length;
        this.#instructions.push(instruction);
      }
      for (const comment of comments) this.#comments.push(comment);
    }
    const found = chunks.slice(firstNew, firstKept);
    this.changed = spanOfAll(found);
    const isSameOrder =
      found.length === lost.length &&
      found.every(({ instruction }, index) => instruction?.keyword === lost[index]?.instruction?.keyword);
    const hasSameComments = [...found, ...lost].every(({ comments }) => comments.length === 0);
    const hasSameLines = old !== undefined && lineEnds(old.text, spanOfAll(lost)) === lineEnds(text, this.changed);
    this.#order = (isSameOrder ? old?.replaced('order') : undefined) ?? new Ground();
    this.#allComments = (hasSameComments ? old?.replaced('comments') : undefined) ?? new Ground();
    this.#lineNumbers = (hasSameLines ? old.replaced('lineNumbers') : undefined) ?? new Ground();
    for (const { instruction } of lost) if (instruction !== undefined) instruction.isStale = true;
    old?.end(this.#order, this.#allComments, this.#lineNumbers);
  }

  /** Returns `place` with each end anchored in the instruction that it stands in, or above which it stands. */
  anchored({ start, end }: Span): Span {
    const first = this.#chunkAt(start);
    const last = end > start ? this.#chunkAt(end - 1) : first;
    if (first === last) return anchoredSpan(first?.anchor ?? TOP, start, end);
    return spanBetween(anchoredSpan(first?.anchor ?? TOP, start, start), anchoredSpan(last?.anchor ?? TOP, end, end));
  }

  /** The chunk that holds `offset`; `undefined` for the parser directives. */
  #chunkAt(offset: number): Chunk | undefined {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.chunks[middle]?.anchor.offset ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const chunk = this.chunks[low];
    return chunk === undefined || chunk.anchor.offset > offset ? undefined : chunk;
  }

  /** Tells whether the parser directives of a newer text are those of this file, so that all else can be kept. */
  hasDirectives(text: string, head: Head): boolean {
    return this.#head.end === head.end && this.text.slice(0, head.end) === text.slice(0, head.end);
  }

  replaced(which: 'order' | 'comments' | 'lineNumbers' | 'directives'): Ground {
    const grounds = {
      order: this.#order,
      comments: this.#allComments,
      lineNumbers: this.#lineNumbers,
      directives: this.#directives,
    };
    return grounds[which];
  }

  /** A newer version has come that has nothing of this one. */
  abandon(): void {
    const none = new Ground();
    this.end(none, none, none);
    this.#directives.isStale = true;
    for (const instruction of this.#instructions) instruction.isStale = true;
  }

  /** A newer version has come: what it does not have as well is stale. */
  end(order: Ground, comments: Ground, lineNumbers: Ground): void {
    this.everything.isStale = true;
    if (order !== this.#order) this.#order.isStale = true;
    if (comments !== this.#allComments) this.#allComments.isStale = true;
    if (lineNumbers !== this.#lineNumbers) this.#lineNumbers.isStale = true;
  }

  get instructions(): readonly Instruction[] {
    noteRead(this.#order);
    return this.#instructions;
  }

  get directives(): readonly Directive[] {
    noteRead(this.#directives);
    return this.#head.directives;
  }

  get comments(): readonly Comment[] {
    noteRead(this.#allComments);
    return this.#comments;
  }

  /** Lines are numbers that change with any text above. */
  get lines(): Lines {
    noteRead(this.everything);
    return (this.#lines ??= createLines(this.text));
  }

  /** The numbers of lines change with the line ends above only. */
  lineNumberAt(offset: number): number {
    noteRead(this.#lineNumbers);
    return (this.#lines ??= createLines(this.text)).lineAt(offset) + 1;
  }

  get problems(): readonly SyntaxProblem[] {
    noteRead(this.everything);
    this.#problems ??= [
      ...this.#head.problems,
      ...this.chunks.flatMap(({ problems }) => problems),
      ...findProblems(this),
    ].sort((a, b) => a.span.start - b.span.start);
    return this.#problems;
  }
}

interface Line {
  readonly start: number;
  /** Before the line ending. */
  readonly end: number;
  /** After the line ending. */
  readonly next: number;
}

class Scanner {
  readonly #text: string;
  readonly #start: number;
  #position: number;
  #escape: '\\' | '`' = '\\';
  #anchor: Anchor = { offset: 0 };
  #leadingComments: Comment[] = [];
  #directives: Directive[] = [];
  #comments: Comment[] = [];
  #instruction: KeptInstruction | undefined;
  #problems: SyntaxProblem[] = [];

  constructor(text: string, head?: Head) {
    this.#text = text;
    this.#start = text.startsWith('\uFEFF') ? 1 : 0;
    this.#position = head?.end ?? this.#start;
    if (head !== undefined) this.#escape = head.escape;
  }

  /** Reads the parser directives at the top. */
  scanDirectives(): Head {
    while (this.#position < this.#text.length) {
      const line = this.#takeLine();
      if (this.#scanDirective(line, this.#skipSpace(line.start, line.end))) continue;
      this.#position = line.start;
      break;
    }
    return {
      start: this.#start,
      end: this.#position,
      escape: this.#escape,
      directives: this.#directives,
      problems: this.#problems,
    };
  }

  moveTo(offset: number): void {
    this.#position = offset;
  }

  /** Reads up to the end of the next instruction; `undefined` at the end of the text. */
  scanChunk(): Chunk | undefined {
    if (this.#position >= this.#text.length) return undefined;
    const start = this.#position;
    this.#anchor = { offset: start };
    this.#leadingComments = [];
    this.#comments = [];
    this.#instruction = undefined;
    this.#problems = [];
    while (this.#position < this.#text.length) {
      this.#scanLine(this.#takeLine());
      if (this.#instruction !== undefined) break;
    }
    return {
      anchor: this.#anchor,
      length: this.#position - start,
      instruction: this.#instruction,
      comments: this.#comments,
      problems: this.#problems,
    };
  }

  #takeLine(): Line {
    const start = this.#position;
    const newline = this.#text.indexOf('\n', start);
    const next = newline === -1 ? this.#text.length : newline + 1;
    let end = newline === -1 ? next : newline;
    while (end > start && this.#text[end - 1] === '\r') end--;
    this.#position = next;
    return { start, end, next };
  }

  #scanLine(line: Line): void {
    const first = this.#skipSpace(line.start, line.end);
    if (first === line.end) {
      this.#leadingComments = [];
    } else if (this.#text[first] === '#') {
      this.#leadingComments.push(this.#addComment(line, first));
    } else {
      this.#scanInstruction(line, first);
    }
  }

  #scanDirective(line: Line, first: number): boolean {
    const match = /^(#\s*)([a-zA-Z][a-zA-Z0-9]*)(\s*=\s*)(.+?)\s*$/.exec(this.#text.slice(first, line.end));
    const [, hash = '', written = '', equals = '', value = ''] = match ?? [];
    const name = written.toLowerCase();
    if (match === null || !['syntax', 'escape', 'check'].includes(name)) return false;
    const nameSpan = span(first + hash.length, first + hash.length + name.length);
    const valueStart = nameSpan.end + equals.length;
    const directive: Directive = {
      name,
      nameSpan,
      value,
      valueSpan: span(valueStart, valueStart + value.length),
      span: span(first, valueStart + value.length),
      line: span(line.start, line.next),
    };
    this.#checkDirective(directive);
    this.#directives.push(directive);
    return true;
  }

  #checkDirective(directive: Directive): void {
    const { name, value } = directive;
    if (this.#directives.some((other) => other.name === name)) {
      const message = `The parser directive "${name}" is given twice.`;
      this.#problems.push({ code: 'invalid-directive', span: directive.span, message });
    } else if (name === 'escape') {
      if (value === '\\' || value === '`') this.#escape = value;
      else {
        const message = `The escape character must be \\ or \`, not "${value}".`;
        this.#problems.push({ code: 'invalid-directive', span: directive.valueSpan, message });
      }
    }
  }

  #addComment(line: Line, first: number): Comment {
    const raw = this.#text.slice(first, line.end).trimEnd();
    const comment: Comment = {
      text: raw.slice(1).trim(),
      span: this.#span(first, first + raw.length),
      line: this.#span(line.start, line.next),
    };
    this.#comments.push(comment);
    return comment;
  }

  #scanInstruction(firstLine: Line, first: number): void {
    const logical = new LogicalTextBuilder(this.#anchor);
    const innerComments: Comment[] = [];
    const emptyContinuations: Span[] = [];
    let line = firstLine;
    let contentEnd = first;
    for (let start = first; ;) {
      const continuation = this.#continuationAt(start, line.end);
      logical.append(this.#text.slice(start, continuation ?? line.end), start);
      contentEnd = this.#trimEnd(start, line.end, contentEnd);
      if (continuation === undefined || this.#position >= this.#text.length) break;
      let next = this.#nextContinued(innerComments, emptyContinuations);
      while (next === 'skip') next = this.#nextContinued(innerComments, emptyContinuations);
      if (next === undefined) break;
      line = next;
      start = line.start;
    }

    // A lone continuation character at the end of the file continues nothing.
    if (logical.text.trim() === '') return;
    const head = this.#span(first, contentEnd);
    const parsed = parseArguments(logical, first, this.#escape);
    const lines = { start: firstLine.start, next: this.#position };
    const heredocs = this.#takeHeredocs(parsed.heredocHost, logical);
    const lastHeredoc = heredocs.at(-1);
    const end =
      lastHeredoc === undefined
        ? head.end
        : Math.max(head.end, (lastHeredoc.terminatorSpan ?? lastHeredoc.bodySpan).end);
    const { instruction } = parsed;
    // Written out: there is one for every instruction of every version, and a spread makes much larger objects.
    this.#instruction = new KeptInstruction({
      keyword: instruction.keyword,
      keywordSpan: instruction.keywordSpan,
      logical: instruction.logical,
      flags: instruction.flags,
      body: instruction.body,
      words: instruction.words,
      exec: instruction.exec,
      pairs: instruction.pairs,
      isLegacyPair: instruction.isLegacyPair,
      trigger: instruction.trigger,
      healthType: instruction.healthType,
      span: this.#span(first, end),
      headSpan: head,
      linesSpan: this.#span(lines.start, heredocs.length > 0 ? this.#position : lines.next),
      heredocs,
      innerComments,
      emptyContinuations,
      leadingComments: this.#leadingComments,
    });
    this.#leadingComments = [];
  }

  /** Returns the next line of a continued instruction, `skip` for a comment or blank one, `undefined` at the end. */
  #nextContinued(comments: Comment[], blanks: Span[]): Line | 'skip' | undefined {
    if (this.#position >= this.#text.length) return undefined;
    const line = this.#takeLine();
    const first = this.#skipSpace(line.start, line.end);
    if (first === line.end) {
      blanks.push(this.#span(line.start, line.next));
      return 'skip';
    }
    if (this.#text[first] !== '#') return line;
    comments.push(this.#addComment(line, first));
    return 'skip';
  }

  #takeHeredocs(hostStart: number | undefined, logical: LogicalTextBuilder): readonly Heredoc[] {
    if (hostStart === undefined || !logical.text.includes('<<')) return [];
    const whole = logical.build(0, 0);
    return findHeredocs(whole.text).map((found) => {
      const bodyStart = this.#position;
      while (this.#position < this.#text.length) {
        const line = this.#takeLine();
        let start = line.start;
        if (found.stripsTabs) while (this.#text[start] === '\t') start++;
        if (this.#text.slice(start, line.end) === found.name) {
          return this.#heredoc(
            found,
            whole.spanOf(found.start, found.end),
            bodyStart,
            line.start,
            this.#span(start, line.end),
          );
        }
      }
      const operatorSpan = whole.spanOf(found.start, found.end);
      const message = `The heredoc "${found.name}" is never closed.`;
      this.#problems.push({ code: 'unterminated-heredoc', span: operatorSpan, message });
      return this.#heredoc(found, operatorSpan, bodyStart, this.#position, undefined);
    });
  }

  #heredoc(
    found: ReturnType<typeof findHeredocs>[number],
    operatorSpan: Span,
    bodyStart: number,
    bodyEnd: number,
    terminatorSpan: Span | undefined,
  ): Heredoc {
    const { name, isExpanded, stripsTabs, fileDescriptor } = found;
    const bodySpan = this.#span(bodyStart, bodyEnd);
    return { name, isExpanded, stripsTabs, fileDescriptor, operatorSpan, bodySpan, terminatorSpan };
  }

  #span(start: number, end: number): Span {
    return anchoredSpan(this.#anchor, start, end);
  }

  /** Returns where the line's content ends if it ends with a continuation character: before that character. */
  #continuationAt(start: number, end: number): number | undefined {
    let last = end - 1;
    while (last >= start && (this.#text[last] === ' ' || this.#text[last] === '\t')) last--;
    if (last < start || this.#text[last] !== this.#escape) return undefined;
    return last > start && this.#text[last - 1] === this.#escape ? undefined : last;
  }

  #skipSpace(start: number, end: number): number {
    let position = start;
    while (position < end && isSpace(this.#text.charCodeAt(position))) position++;
    return position;
  }

  /** Returns the end of the last character of `[start, end)` that is no white space, or `otherwise`. */
  #trimEnd(start: number, end: number, otherwise: number): number {
    let position = end;
    while (position > start && isSpace(this.#text.charCodeAt(position - 1))) position--;
    return position > start ? position : otherwise;
  }
}

/** Tells whether Go's `unicode.IsSpace` holds for the UTF-16 code unit. */
function isSpace(code: number): boolean {
  return (
    code === 32 ||
    (code >= 9 && code <= 13) ||
    code === 0x85 ||
    code === 0xa0 ||
    (code > 0x1000 && (code === 0x1680 || (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029)) ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000
  );
}
