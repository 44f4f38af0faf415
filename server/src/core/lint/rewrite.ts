import type { ShellScript, ShellStatement, ShellWord } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt, remove, type TextEdit } from '../text/edit';

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
  const { text, lines } = file;
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
  const line = lines.lineAt(instruction.span.start);
  const start =
    line === 0 ? file.start : instruction.linesSpan.start - (text[instruction.linesSpan.start - 2] === '\r' ? 2 : 1);
  return remove({ start, end: text.length });
}

/** Returns an edit that puts `word` after `after`, as another argument; in exec form as another string. */
export function appendArgument(script: ShellScript, after: ShellWord, word: string): TextEdit {
  return insertAt(
    after.span.end,
    script.source === 'exec' && after.text.startsWith('"') ? `, ${JSON.stringify(word)}` : ` ${word}`,
  );
}

/**
 * Returns an edit that takes `statement` out of a `a && b && c` list with the operator that joins it; `undefined` where
 * it is the only one, or where the operators around it are not the same and the meaning would change, or comments would go.
 */
export function removeStatement(
  instruction: Instruction,
  script: ShellScript,
  statement: ShellStatement,
): TextEdit | undefined {
  const index = script.statements.indexOf(statement);
  const previous = script.statements[index - 1];
  const next = script.statements[index + 1];
  if (script.source === 'exec' || (previous === undefined && next === undefined)) return undefined;
  const operators = [statement.before?.operator, next?.before?.operator].filter((operator) => operator !== undefined);
  if (operators.some((operator) => operator !== '&&' && operator !== ';' && operator !== '\n')) return undefined;
  if (new Set(operators).size > 1) return undefined;
  const span =
    previous === undefined
      ? { start: statement.span.start, end: next?.span.start ?? statement.span.end }
      : { start: previous.span.end, end: statement.span.end };
  const losesComment = instruction.innerComments.some(
    (comment) => span.start <= comment.span.start && comment.span.end <= span.end,
  );
  return losesComment ? undefined : remove(span);
}
