import { defineRule, type Fix } from '../lint/rule';
import { stageReferences } from '../model/stage-references';
import type { Stage } from '../model/stage';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt, remove, replace, type TextEdit } from '../text/edit';
import { span, type Span } from '../text/span';

const ORDER: readonly string[] = ['STOPSIGNAL', 'HEALTHCHECK', 'ENTRYPOINT', 'CMD'];

export default defineRule({
  id: 'closing-instruction-order',
  aliases: ['tally/epilogue-order'],
  category: 'style',
  severity: 'hint',
  preset: 'strict',
  readsText: true,
  needs: ORDER,
  summary: 'How the container starts and stops is not said at the end of the stage.',
  docs: `
STOPSIGNAL, HEALTHCHECK, ENTRYPOINT and CMD build nothing: they say how a container starts, is watched and ends. Readers look
for them at the end, in that order. A CMD in the middle is read as if what follows came after it.

Judged are the stages that nothing else in the file builds on or copies from. Where one of the four is there twice in a
stage, another rule speaks of it.

**When to ignore:** where you keep another order.

**The fix** moves them to the end, comments above them included. There is none where a SHELL stands in between, which a shell
form is written for, where STOPSIGNAL reads a variable, or where a heredoc is not closed.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nCMD ["node", "server.js"]\nCOPY server.js ./\n',
      good: 'FROM node:22-slim\nCOPY server.js ./\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ file, model }) {
    const used = new Set(stageReferences(model).map(({ target }) => target));
    for (const stage of model.stages) {
      if (used.has(stage)) continue;
      const { instructions } = stage;
      const closing = instructions.filter(({ keyword }) => ORDER.includes(keyword));
      if (new Set(closing.map(({ keyword }) => keyword)).size < closing.length) continue;
      const sorted = [...closing].sort((a, b) => ORDER.indexOf(a.keyword) - ORDER.indexOf(b.keyword));
      const tail = instructions.slice(instructions.length - closing.length);
      const first = closing.find((instruction, index) => instruction !== tail[index] || instruction !== sorted[index]);
      if (first === undefined) continue;
      const place = closing.some((instruction) => !tail.includes(instruction));
      yield {
        span: first.keywordSpan,
        message: place
          ? `${first.keyword} stands before the end of the stage.`
          : `${list(closing)} stand in another order than ${list(sorted)}.`,
        fixes: () => moveFix(file, stage, closing, sorted),
      };
    }
  },
});

function list(instructions: readonly Instruction[]): string {
  return instructions.map(({ keyword }) => keyword).join(', ');
}

function moveFix(
  file: Dockerfile,
  stage: Stage,
  closing: readonly Instruction[],
  sorted: readonly Instruction[],
): readonly Fix[] {
  const last = stage.instructions.at(-1);
  const [first] = closing;
  if (last === undefined || first === undefined) return [];
  const moved = stage.instructions.slice(stage.instructions.indexOf(first));
  if (moved.some(({ keyword, body }) => keyword === 'SHELL' || (keyword === 'STOPSIGNAL' && body.text.includes('$'))))
    return [];
  // What follows a heredoc that nothing closes belongs to it.
  if (stage.instructions.some(({ heredocs }) => heredocs.some(({ terminatorSpan }) => terminatorSpan === undefined)))
    return [];
  const blocks = sorted.map((instruction) => blockOf(file, instruction));
  const ends = [...blocks, span(last.span.start, Math.max(last.span.end, last.linesSpan.end))];
  if (ends.some((block) => /[\\\x60]\s*$/.test(file.text.slice(block.start, block.end)))) return [];
  const text = blocks.map(({ start, end }) => file.text.slice(start, end).replace(/\r?\n$/, '')).join(file.eol);
  const removals: readonly TextEdit[] = closing.map((instruction) => remove(blockOf(file, instruction)));
  const place = blockOf(file, last);
  const endsWithNewline = file.text[place.end - 1] === '\n';
  const lines = endsWithNewline ? `${text}${file.eol}` : text;
  // Where the last one moves too, its own place takes them all: one place is not edited twice.
  const edits = closing.includes(last)
    ? [...removals.slice(0, -1), replace(place, lines)]
    : [...removals, insertAt(place.end, endsWithNewline ? lines : `${file.eol}${lines}`)];
  return [{ title: 'Move them to the end of the stage', applicability: 'safe', edits }];
}

/** The instruction's lines and those of the comments right above it. */
function blockOf(file: Dockerfile, instruction: Instruction): Span {
  const start = instruction.leadingComments[0]?.line.start ?? instruction.linesSpan.start;
  const newline = file.text.indexOf('\n', instruction.span.end);
  return span(Math.max(start, file.start), newline === -1 ? file.text.length : newline + 1);
}
