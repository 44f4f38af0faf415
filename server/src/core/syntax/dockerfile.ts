import type { Lines } from '../text/lines';
import type { Span } from '../text/span';

/** A Dockerfile as written: every instruction, comment and parser directive with its place. Broken text is a value too. */
export interface Dockerfile {
  readonly text: string;
  readonly lines: Lines;
  /** Returns the number of the line that holds `offset`, as people count: from 1. */
  lineNumberAt(offset: number): number;
  readonly eol: '\n' | '\r\n';
  /** Offset of the first character after a byte order mark. */
  readonly start: number;
  readonly escape: '\\' | '`';
  readonly directives: readonly Directive[];
  /** All comments in order, those inside continued instructions too; parser directives are not comments. */
  readonly comments: readonly Comment[];
  readonly instructions: readonly Instruction[];
  readonly problems: readonly SyntaxProblem[];
}

/** A parser directive (`# syntax=`, `# escape=`, `# check=`) at the very top of the file. */
export interface Directive {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string;
  readonly valueSpan: Span;
  readonly span: Span;
  /** The whole line with its line ending. */
  readonly line: Span;
}

export interface Comment {
  /** The words after `#`, trimmed. */
  readonly text: string;
  /** From `#` to the last character that is no white space. */
  readonly span: Span;
  /** The whole line with its line ending. */
  readonly line: Span;
}

export type SyntaxProblemCode =
  | 'unknown-instruction'
  | 'missing-argument'
  | 'unexpected-argument'
  | 'unknown-flag'
  | 'invalid-flag'
  | 'invalid-value'
  | 'missing-equals'
  | 'unterminated-heredoc'
  | 'json-not-strings'
  | 'json-required'
  | 'no-instructions'
  | 'instruction-before-from'
  | 'onbuild-trigger'
  | 'invalid-directive'
  | 'unterminated-quote'
  | 'invalid-stage-name'
  | 'undefined-stage';

/** Something that BuildKit refuses, with the words at fault and a sentence that states the fact. */
export interface SyntaxProblem {
  readonly code: SyntaxProblemCode;
  readonly span: Span;
  readonly message: string;
}

/**
 * The text of an instruction as BuildKit joins it: continuation characters, line ends and comment lines inside are
 * gone. Indices into `text` map back to the document.
 */
export interface LogicalText {
  readonly text: string;
  /** Returns the document offset of the logical character at `index`; at the end, the offset after the last one. */
  offsetAt(index: number): number;
  /** Returns the document span of the logical characters `[start, end)`. */
  spanOf(start: number, end: number): Span;
}

/** A word of an instruction's arguments. */
export interface Word {
  /** As written, quotes and escapes included. */
  readonly text: string;
  /** With quotes and escapes processed; variables are not replaced. */
  readonly value: string;
  readonly span: Span;
}

export interface Flag {
  /** Without the dashes, as written. */
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
  readonly nameSpan: Span;
  readonly valueSpan: Span | undefined;
}

/** One pair of ENV, LABEL or ARG. */
export interface KeyValue {
  readonly key: string;
  readonly keySpan: Span;
  /** `undefined` for `ARG NAME` without a default. */
  readonly value: string | undefined;
  /** The value as written, with its quotes. */
  readonly rawValue: string | undefined;
  readonly valueSpan: Span | undefined;
  readonly span: Span;
}

export interface Heredoc {
  readonly name: string;
  /** Variables in the body are replaced (the delimiter is not quoted). */
  readonly isExpanded: boolean;
  readonly stripsTabs: boolean;
  readonly fileDescriptor: number | undefined;
  /** The `<<EOF` word. */
  readonly operatorSpan: Span;
  /** The body's lines with their line endings. */
  readonly bodySpan: Span;
  readonly terminatorSpan: Span | undefined;
}

export interface Instruction {
  readonly index: number;
  /** In upper case, whatever the file has. */
  readonly keyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the last character that is no white space, heredocs included. */
  readonly span: Span;
  /** As `span`, without the heredocs. */
  readonly headSpan: Span;
  /** Its whole lines: from the start of the keyword's line to after the last line ending. */
  readonly linesSpan: Span;
  /** Everything after the keyword and its white space, as BuildKit joins it. */
  readonly logical: LogicalText;
  readonly flags: readonly Flag[];
  /** What follows the flags; indices as in `logical`. */
  readonly body: { readonly start: number; readonly end: number; readonly text: string; readonly span: Span };
  /** The words of `body`, cut at white space; of the exec form, its strings. Empty for RUN, CMD, ENTRYPOINT and HEALTHCHECK in shell form. */
  readonly words: readonly Word[];
  /** The strings of a JSON array, where the instruction takes one and has a valid one. */
  readonly exec: readonly Word[] | undefined;
  /** ENV, LABEL and ARG: their pairs. */
  readonly pairs: readonly KeyValue[];
  /** ENV or LABEL in the form `KEY value`. */
  readonly isLegacyPair: boolean;
  readonly heredocs: readonly Heredoc[];
  /** Comment lines between its first and its last line. */
  readonly innerComments: readonly Comment[];
  /** Blank lines between its first and its last line, outside heredocs. */
  readonly emptyContinuations: readonly Span[];
  /** The comment lines right above it, without a blank line between. */
  readonly leadingComments: readonly Comment[];
  /** The instruction inside ONBUILD. */
  readonly trigger: Instruction | undefined;
  /** HEALTHCHECK: `CMD` or `NONE` as written. */
  readonly healthType: Word | undefined;
}
