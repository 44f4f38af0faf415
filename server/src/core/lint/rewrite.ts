import type { ShellCommand, ShellScript, ShellStatement, ShellWord } from '../shell/shell';
import type { Dockerfile, Instruction, KeyValue } from '../syntax/dockerfile';
import { insertAt, remove, replace, type TextEdit } from '../text/edit';
import { span, type Span } from '../text/span';

/** Returns the white space before the instruction's keyword. */
export function indentOf(file: Dockerfile, instruction: Instruction): string {
  return file.text.slice(instruction.linesSpan.start, instruction.span.start).replace('\uFEFF', '');
}

/** Returns an edit that puts `lines` above `instruction`, below its comments, indented as it is. */
export function insertLinesBefore(file: Dockerfile, instruction: Instruction, lines: readonly string[]): TextEdit {
  const indent = indentOf(file, instruction);
  return insertAt(instruction.span.start, lines.map((line) => `${line}${file.eol}${indent}`).join(''));
}

/** Returns an edit that puts `lines` below `instruction` (and its heredocs), indented as it is. */
export function insertLinesAfter(file: Dockerfile, instruction: Instruction, lines: readonly string[]): TextEdit {
  const indent = indentOf(file, instruction);
  return insertAt(instruction.span.end, lines.map((line) => `${file.eol}${indent}${line}`).join(''));
}

/**
 * Returns an edit that removes `instruction` with its lines, comments above it left in place; `undefined` where comments
 * inside it would go too.
 */
export function removeInstruction(file: Dockerfile, instruction: Instruction): TextEdit | undefined {
  if (instruction.innerComments.length > 0) return undefined;
  const { text } = file;
  const endsWithoutNewline = instruction.linesSpan.end === text.length && !text.endsWith('\n');
  if (!endsWithoutNewline) {
    // Only the instruction's own lines: blank lines that a trailing continuation swallowed stay.
    const newline = text.indexOf('\n', instruction.span.end);
    return remove({
      start: Math.max(instruction.linesSpan.start, file.start),
      end: newline === -1 ? text.length : newline + 1,
    });
  }
  // The last line takes the line ending before it along, so that none is left over.
  const { start: lineStart } = instruction.linesSpan;
  const start = lineStart <= file.start ? file.start : lineStart - (text[lineStart - 2] === '\r' ? 2 : 1);
  return remove({ start, end: text.length });
}

/**
 * Returns an edit that removes `pair` of an ENV, ARG or LABEL, and the instruction with its only one; `undefined` where
 * comments inside it would go too.
 */
export function removePair(file: Dockerfile, instruction: Instruction, pair: KeyValue): TextEdit | undefined {
  if (instruction.pairs.length === 1) return removeInstruction(file, instruction);
  const at = instruction.pairs.indexOf(pair);
  const previous = instruction.pairs[at - 1];
  const next = instruction.pairs[at + 1];
  if (previous !== undefined) return withoutComments(instruction, { start: previous.span.end, end: pair.span.end });
  return next && withoutComments(instruction, { start: pair.span.start, end: next.span.start });
}

/** Returns an edit that puts `word` after `after`, as another argument; in exec form as another string. */
export function appendArgument(script: ShellScript, after: ShellWord, word: string): TextEdit {
  return insertAt(
    after.span.end,
    script.source === 'exec' && after.text.startsWith('"') ? `, ${JSON.stringify(word)}` : ` ${word}`,
  );
}

/** Returns an edit that removes `word` of a command and the white space before it; `undefined` where a comment would go too. */
export function removeWord(instruction: Instruction, command: ShellCommand, word: ShellWord): TextEdit | undefined {
  return removeWords(instruction, command, word, word);
}

/** Returns an edit that removes the words of a command from `first` to `last`, with the white space that sets them off. */
export function removeWords(
  instruction: Instruction,
  command: ShellCommand,
  first: ShellWord,
  last: ShellWord,
): TextEdit | undefined {
  const words = wordsOf(command);
  const from = words.indexOf(first);
  const previous = words[from - 1];
  const next = words[words.indexOf(last) + 1];
  if (from === -1) return undefined;
  // The first word of all has nothing before it: the space after goes.
  const start = previous === undefined ? first.span.start : previous.span.end;
  const end = previous === undefined && next !== undefined ? next.span.start : last.span.end;
  return withoutComments(instruction, { start, end });
}

function wordsOf(command: ShellCommand): readonly ShellWord[] {
  return [...command.wrappers, ...(command.nameWord === undefined ? [] : [command.nameWord]), ...command.args];
}

/**
 * Returns an edit that runs `command` right after `statement`, joined as its neighbours are and laid out like them;
 * `undefined` in exec form, where it runs in the background, or where a heredoc of the line stands in between.
 */
export function insertAfterStatement(
  file: Dockerfile,
  instruction: Instruction,
  script: ShellScript,
  statement: ShellStatement,
  command: string,
): TextEdit | undefined {
  const at = script.statements.indexOf(statement);
  const next = script.statements[at + 1];
  const following = next?.before?.operator;
  const isInHead = script.source === 'line' && (instruction.trigger ?? instruction).heredocs.length === 0;
  if (at === -1 || following === '&' || !(isInHead || script.source === 'heredoc')) return undefined;
  if (/^\s*&(?!&)/.test(file.text.slice(statement.span.end, statement.span.end + 20))) return undefined;
  // `&&` would shield the statement from `set -e`, so a list of lines or of `;` is continued as it is.
  if (following === '\n')
    return insertAt(endOfLine(file, statement.span.end), `${file.eol}${indentAt(file, statement)}${command}`);
  const operator = following === ';' ? ';' : '&&';
  const gaps = [
    next !== undefined && following === operator ? span(statement.span.end, next.span.start) : undefined,
    statement.before?.operator === operator
      ? span(script.statements[at - 1]?.span.end ?? statement.span.start, statement.span.start)
      : undefined,
  ];
  const sample = gaps
    .map((gap) => (gap === undefined ? '' : file.text.slice(gap.start, gap.end)))
    .find((text) => /^(?:[ \t]|[\\`][ \t]*\r?\n)*(?:&&|;)(?:[ \t]|[\\`][ \t]*\r?\n)*$/.test(text));
  return insertAt(statement.span.end, `${sample ?? joint(file, script, statement, operator)}${command}`);
}

function joint(file: Dockerfile, script: ShellScript, statement: ShellStatement, operator: string): string {
  const isLong = script.source === 'line' && file.text.slice(statement.span.start, statement.span.end).includes('\n');
  if (isLong) return ` ${file.escape}${file.eol}    ${operator} `;
  return operator === ';' ? '; ' : ` ${operator} `;
}

function indentAt(file: Dockerfile, statement: ShellStatement): string {
  const line = file.text.slice(0, statement.span.start).lastIndexOf('\n') + 1;
  return /^[ \t]*/.exec(file.text.slice(line, statement.span.start))?.[0] ?? '';
}

/** The end of the line at `offset` where only white space or a shell comment is left of it, else `offset`. */
function endOfLine(file: Dockerfile, offset: number): number {
  const [rest = ''] = /^[ \t]*(?:#[^\r\n]*)?(?=\r?\n|$)/.exec(file.text.slice(offset, offset + 1000)) ?? [];
  return rest.includes('#') ? offset + rest.length : offset;
}

/**
 * Returns edits that make one RUN of two: the second continues the first with `&&`, comments between them stay. `undefined`
 * where flags, forms or operators make that mean something else.
 */
export function joinRuns(
  file: Dockerfile,
  first: { readonly instruction: Instruction; readonly script: ShellScript },
  second: { readonly instruction: Instruction; readonly script: ShellScript },
): readonly TextEdit[] | undefined {
  const all = [first, second];
  if (all.some(({ instruction, script }) => !isPlainRun(instruction, script))) return undefined;
  const flagsOf = ({ instruction }: typeof first): string =>
    instruction.flags.map(({ span: { start, end } }) => file.text.slice(start, end)).join(' ');
  if (flagsOf(first) !== flagsOf(second)) return undefined;
  // `a || b` or `a; b` after `&&` would run where the first RUN failed.
  if (second.script.statements.some(({ before }) => before !== undefined && before.operator !== '&&')) return undefined;
  if (first.script.statements.some(({ before }) => before?.operator === '&')) return undefined;
  const head = first.instruction.span.end;
  // A shell comment at the end would swallow what is joined, and after a `;` no operator may follow.
  const last = first.script.statements.at(-1)?.span.end ?? head;
  if (file.text.slice(last, head).trim() !== '') return undefined;
  const keyword = second.instruction.span.start;
  const between = file.text.slice(head, keyword);
  if (!/^(?:\s|#[^\n]*(?:\n|$))*$/.test(between)) return undefined;
  const newline = /^[ \t]*/.exec(between)?.[0].length ?? 0;
  const blanks = [...between.matchAll(/(?<=\n)[ \t]*\r?\n/g)].map(({ index, 0: text }) =>
    remove(span(head + index, head + index + text.length)),
  );
  return [
    replace(span(head, head + newline), ` ${file.escape}`),
    ...blanks,
    replace(span(keyword, second.script.span.start), `${indentOf(file, second.instruction) === '' ? '    ' : ''}&& `),
  ];
}

function isPlainRun(instruction: Instruction, script: ShellScript): boolean {
  return (
    instruction.keyword === 'RUN' &&
    script.source === 'line' &&
    instruction.heredocs.length === 0 &&
    script.errors.length === 0 &&
    script.statements.length > 0
  );
}

/**
 * Returns an edit that takes `statement` out of a list with the operator that joins it, as if it had succeeded;
 * `undefined` where it is the only one, where the result of the RUN could become another, or where comments would go.
 */
export function removeStatement(
  file: Dockerfile,
  instruction: Instruction,
  script: ShellScript,
  statement: ShellStatement,
): TextEdit | undefined {
  const index = script.statements.indexOf(statement);
  const previous = script.statements[index - 1];
  const next = script.statements[index + 1];
  const before = statement.before?.operator;
  const after = next?.before?.operator;
  if (script.source === 'exec' || index === -1 || after === '&') return undefined;
  if (previous !== undefined && before === '&&') {
    return withoutComments(instruction, { start: previous.span.end, end: statement.span.end });
  }
  if (next === undefined || before === '||' || before === '&' || after === '||') return undefined;
  if (script.source === 'heredoc' && after === '\n') return removeLines(file, statement);
  return withoutComments(instruction, { start: statement.span.start, end: next.span.start });
}

/** Returns an edit that takes `statement` out of its RUN, and the whole RUN where nothing else is in it. */
export function removeStatementOrInstruction(
  file: Dockerfile,
  instruction: Instruction,
  script: ShellScript,
  statement: ShellStatement,
): TextEdit | undefined {
  if (script.statements.length > 1) return removeStatement(file, instruction, script, statement);
  return script.statements[0] === statement ? removeInstruction(file, instruction) : undefined;
}

/** Only where the statement has its lines to itself. */
function removeLines(file: Dockerfile, statement: ShellStatement): TextEdit | undefined {
  const { text } = file;
  const start = text.lastIndexOf('\n', statement.span.start - 1) + 1;
  const newline = text.indexOf('\n', statement.span.end);
  const isAlone =
    text.slice(start, statement.span.start).trim() === '' && text.slice(statement.span.end, newline).trim() === '';
  return newline === -1 || !isAlone ? undefined : remove({ start, end: newline + 1 });
}

function withoutComments(instruction: Instruction, removed: Span): TextEdit | undefined {
  const losesComment = (instruction.trigger ?? instruction).innerComments
    .concat(instruction.innerComments)
    .some((comment) => removed.start <= comment.span.start && comment.span.end <= removed.end);
  return losesComment ? undefined : remove(removed);
}
