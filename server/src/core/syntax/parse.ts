import { eolOf } from '../text/eol';
import { createLines } from '../text/lines';
import { span, type Span } from '../text/span';
import type { Comment, Directive, Dockerfile, Heredoc, Instruction, SyntaxProblem } from './dockerfile';
import { parseArguments } from './arguments';
import { findHeredocs } from './heredocs';
import { LogicalTextBuilder } from './logical-text';
import { findProblems } from './problems';

/**
 * Returns the Dockerfile in `text`. Never throws: what BuildKit refuses is listed in `problems` and the rest is read on.
 * The rules are those of moby/buildkit:frontend/dockerfile/parser (lines, continuations, heredocs, directives).
 */
export function parseDockerfile(text: string): Dockerfile {
  return new Scanner(text).scan();
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
  #areDirectivesOver = false;
  #leadingComments: Comment[] = [];
  readonly #directives: Directive[] = [];
  readonly #comments: Comment[] = [];
  readonly #instructions: Instruction[] = [];
  readonly #problems: SyntaxProblem[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#start = text.startsWith('\uFEFF') ? 1 : 0;
    this.#position = this.#start;
  }

  scan(): Dockerfile {
    while (this.#position < this.#text.length) this.#scanLine(this.#takeLine());
    const file = {
      text: this.#text,
      lines: createLines(this.#text),
      eol: eolOf(this.#text),
      start: this.#start,
      escape: this.#escape,
      directives: this.#directives,
      comments: this.#comments,
      instructions: this.#instructions,
    };
    const problems = [...this.#problems, ...findProblems(file)];
    return { ...file, problems: problems.sort((a, b) => a.span.start - b.span.start) };
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
    if (this.#scanDirective(line, first)) return;
    if (first === line.end) {
      this.#leadingComments = [];
    } else if (this.#text[first] === '#') {
      this.#leadingComments.push(this.#addComment(line, first));
    } else {
      this.#scanInstruction(line, first);
    }
  }

  #scanDirective(line: Line, first: number): boolean {
    if (this.#areDirectivesOver) return false;
    const match = /^(#\s*)([a-zA-Z][a-zA-Z0-9]*)(\s*=\s*)(.+?)\s*$/.exec(this.#text.slice(first, line.end));
    const [, hash = '', written = '', equals = '', value = ''] = match ?? [];
    const name = written.toLowerCase();
    if (match === null || !['syntax', 'escape', 'check'].includes(name)) {
      this.#areDirectivesOver = true;
      return false;
    }
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
      span: span(first, first + raw.length),
      line: span(line.start, line.next),
    };
    this.#comments.push(comment);
    return comment;
  }

  #scanInstruction(firstLine: Line, first: number): void {
    const logical = new LogicalTextBuilder();
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
    const head = span(first, contentEnd);
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
    this.#instructions.push({
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
      index: this.#instructions.length,
      span: span(first, end),
      headSpan: head,
      linesSpan: span(lines.start, heredocs.length > 0 ? this.#position : lines.next),
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
      blanks.push(span(line.start, line.next));
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
            span(start, line.end),
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
    const bodySpan = span(bodyStart, bodyEnd);
    return { name, isExpanded, stripsTabs, fileDescriptor, operatorSpan, bodySpan, terminatorSpan };
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
