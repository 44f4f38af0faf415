import { defineRule } from '../lint/rule';
import { removeInstruction } from '../lint/rewrite';
import { findPageResidue, pageResidueOf, type PageResidue } from '../model/page-residue';
import { areDisjoint, replace } from '../text/edit';

export default defineRule({
  id: 'page-residue',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  summary: 'Text of the page that the file was copied from is left in it.',
  docs: `
A block of code copied from a web page or a chat brings more than the code: the language above it (\`dockerfile\`), the
buttons beside it (\`Copy\`, \`Edit\`), line numbers, code fences, three dots where the author left something out, curly
quotes, long dashes and no-break spaces where the shell needs plain ones, and characters that were decoded wrongly.
\`Copy\` alone even reads as a COPY without arguments. The build fails at such a line, or, for a dash or quote inside RUN,
the shell takes the word for something else.

**When to ignore:** where the character is meant, in a text that people read.

**The fix** removes the line or the line number, or writes the plain character. Placeholders have no fix: only the author
knows what stood there.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'dockerfile\nCopy\nEdit\nFROM python:3.13-slim\nCMD ["python", "app.py"]\n',
      good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nCMD [“python”, “app.py”]\n',
      good: 'FROM python:3.13-slim\nCMD ["python", "app.py"]\n',
    },
  ],
  *checkInstruction({ file }, asked) {
    const own = pageResidueOf(file, asked);
    if (own.length === 0) return;
    const found = findPageResidue(file);
    for (const residue of found.filter(({ instruction }) => instruction === asked)) {
      const { kind, span, instruction, original } = residue;
      const text = file.text.slice(span.start, span.end);
      const message = messageOf(residue, text);
      if (original === undefined || (kind === 'placeholder' && span !== instruction.headSpan)) {
        yield { span, message };
        continue;
      }
      const isLine = kind === 'line' || kind === 'placeholder';
      // Lines in a row go together; so do quotes, of which one alone would leave a quote open.
      const together = isLine
        ? block(found, residue)
        : found.filter((other) => other.instruction === instruction && other.kind === kind);
      const edits = together.map((other) => {
        if (isLine) return removeInstruction(file, other.instruction);
        return other.original === undefined ? undefined : replace(other.span, other.original);
      });
      const complete = edits.filter((edit) => edit !== undefined);
      if (complete.length < edits.length || !areDisjoint(complete)) {
        yield { span, message };
        continue;
      }
      const title = isLine
        ? `Remove ${together.length === 1 ? 'the line' : `the ${together.length} lines`}`
        : kind === 'line-number'
          ? 'Remove the line number'
          : 'Write plain characters';
      const because = isLine
        ? 'The line is taken for a part of the page, not of the Dockerfile.'
        : 'What stood there before is guessed.';
      yield { span, message, fixes: [{ title, applicability: 'review', because, edits: complete }] };
    }
  },
});

/** The lines of the page around `residue`, without an instruction between them. */
function block(found: readonly PageResidue[], residue: PageResidue): readonly PageResidue[] {
  const isWhole = ({ kind, span, instruction }: PageResidue): boolean =>
    kind === 'line' || (kind === 'placeholder' && span === instruction.headSpan);
  const lines = found.filter(isWhole);
  const at = lines.indexOf(residue);
  const isNext = (a: number, b: number): boolean =>
    Math.abs((lines[a]?.instruction.index ?? -9) - (lines[b]?.instruction.index ?? -9)) === 1;
  let first = at;
  while (isNext(first - 1, first)) first--;
  let last = at;
  while (isNext(last, last + 1)) last++;
  return lines.slice(first, last + 1);
}

function messageOf({ kind, original }: PageResidue, text: string): string {
  switch (kind) {
    case 'line':
      return `"${text}" is part of the page that this was copied from, not an instruction.`;
    case 'line-number':
      return `"${text.trim()}" is a line number of the page that this was copied from.`;
    case 'placeholder':
      return `"${text}" stands for something that was left out.`;
    case 'character': {
      const code = Array.from(text).map(
        (c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
      );
      const plain = original === '' ? 'nothing' : original === ' ' ? 'a space' : (original ?? 'a plain character');
      return `${code.join(' ')} stands where ${plain} belongs.`;
    }
  }
}
