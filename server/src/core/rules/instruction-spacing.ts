import { defineRule } from '../lint/rule';
import { isKeyword } from '../model/keywords';
import { textLines, type TextLine } from '../model/text-lines';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt, remove, type TextEdit } from '../text/edit';
import { span } from '../text/span';

export default defineRule({
  id: 'instruction-spacing',
  aliases: ['tally/newline-between-instructions'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  summary: 'Blank lines do not show which instructions belong together.',
  docs: `
With the option \`mode\` at \`grouped\` instructions of one kind stand together and a blank line sets different ones apart, so
that the eye finds the steps of a long file. \`always\` wants a blank line between any two, \`never\` none at all. A comment
between two instructions of one kind may have blank lines around it.

A file has one such finding, at the first place.

**When to ignore:** in short files, where there is nothing to find.

**The fix** adds and removes blank lines in the whole file.
`,
  fixes: 'always',
  options: { mode: 'grouped' },
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nENV A=1\n\nENV B=2\nRUN make\n',
      good: 'FROM debian:bookworm-slim\n\nENV A=1\nENV B=2\n\nRUN make\n',
    },
  ],
  *check({ file, model, options }) {
    const lines = textLines(model, file).filter(({ place }) => place === 'outside');
    const faults: Fault[] = [];
    let line = 0;
    for (const [index, after] of file.instructions.entries()) {
      const before = file.instructions[index - 1];
      const gap: TextLine[] = [];
      for (
        let current = lines[line];
        current !== undefined && current.start < after.span.start;
        current = lines[++line]
      ) {
        gap.push(current);
      }
      const fault = before === undefined ? undefined : faultOf(options.mode, file, before, after, gap);
      if (fault !== undefined) faults.push(fault);
    }
    const [first] = faults;
    if (first === undefined) return;
    const others = faults.length - 1;
    yield {
      span: first.after.keywordSpan,
      message: `${first.message}${others === 0 ? '' : `, and ${others} more ${others === 1 ? 'place' : 'places'}`}.`,
      fixes: [
        {
          title: 'Set the instructions apart by blank lines',
          applicability: 'safe',
          edits: faults.flatMap(({ edits }) => edits),
        },
      ],
    };
  },
});

interface Fault {
  readonly after: Instruction;
  readonly message: string;
  readonly edits: readonly TextEdit[];
}

function faultOf(
  mode: string,
  file: Dockerfile,
  before: Instruction,
  after: Instruction,
  gap: readonly TextLine[],
): Fault | undefined {
  // A line that is being typed belongs to no kind yet.
  if (!isKeyword(before.keyword) || !isKeyword(after.keyword)) return undefined;
  const blank = gap.filter(({ isBlank }) => isBlank);
  const names = `between ${before.keyword} and ${after.keyword}`;
  const isSame = before.keyword === after.keyword;
  const isWanted = mode === 'always' || (mode !== 'never' && !isSame);
  // Blank lines that a continuation swallowed belong to the instruction.
  if (before.emptyContinuations.some(({ start }) => start >= before.headSpan.end)) return undefined;
  if (isWanted && blank.length === 0) {
    const at = Math.max(after.leadingComments[0]?.line.start ?? after.linesSpan.start, file.start);
    return { after, message: `No blank line stands ${names}`, edits: [insertAt(at, file.eol)] };
  }
  const isSurplus = !isWanted && blank.length > 0 && (mode === 'never' || blank.length === gap.length);
  if (!isSurplus) return undefined;
  return {
    after,
    message: `A blank line stands ${names}`,
    edits: blank.map(({ start, next }) => remove(span(start, next))),
  };
}
