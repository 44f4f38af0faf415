import type { Analysis, Dockerfile, Instruction, TextEdit } from '../core/index';

/** Returns the edit that silences `rule` for the instruction at `offset`; `undefined` where no instruction is there. */
export function ignoreOnLine({ file }: Analysis, rule: string, offset: number): TextEdit | undefined {
  const instruction = file.instructions.find(({ linesSpan }) => linesSpan.start <= offset && offset < linesSpan.end);
  const last = file.instructions.at(-1);
  const target = instruction ?? (last !== undefined && offset === last.linesSpan.end ? last : undefined);
  if (target === undefined) return undefined;
  const existing = target.leadingComments.map(({ span }) => joined(file, span, LINE, rule)).find(isEdit);
  if (existing !== undefined) return existing;
  const start = Math.max(target.linesSpan.start, file.start);
  return insertion(start, `${indentOf(file, target)}# plimsoll ignore=${rule}${file.eol}`);
}

/** Returns the edit that silences `rule` in the whole file: below the parser directives, which it would disable above. */
export function ignoreInFile({ file }: Analysis, rule: string): TextEdit {
  const existing = file.comments.map(({ span }) => joined(file, span, FILE, rule)).find(isEdit);
  if (existing !== undefined) return existing;
  const line = `# plimsoll ignore-file=${rule}`;
  const directive = file.directives.at(-1);
  if (directive === undefined) return insertion(file.start, `${line}${file.eol}`);
  const isOpen = !/[\r\n]$/.test(file.text.slice(directive.line.start, directive.line.end));
  return insertion(directive.line.end, isOpen ? `${file.eol}${line}` : `${line}${file.eol}`);
}

// The names end where a reason (`; because ...`) begins.
const LINE = /^#\s*plimsoll\s+ignore\s*=\s*[^;]*[^;\s]/i;
const FILE = /^#\s*plimsoll\s+ignore-file\s*=\s*[^;]*[^;\s]/i;

function joined(
  file: Dockerfile,
  span: { readonly start: number; readonly end: number },
  form: RegExp,
  rule: string,
): TextEdit | undefined {
  const match = form.exec(file.text.slice(span.start, span.end));
  return match === null ? undefined : insertion(span.start + match[0].length, `,${rule}`);
}

function isEdit(edit: TextEdit | undefined): edit is TextEdit {
  return edit !== undefined;
}

function indentOf(file: Dockerfile, { linesSpan, span }: Instruction): string {
  return file.text.slice(Math.max(linesSpan.start, file.start), span.start);
}

function insertion(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}
