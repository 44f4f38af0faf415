import { removeInstruction } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { variableUses } from '../model/variables';
import type { Dockerfile, Instruction, KeyValue } from '../syntax/dockerfile';
import { remove } from '../text/edit';

interface Setting {
  readonly instruction: Instruction;
  readonly pair: KeyValue;
}

export default defineRule({
  id: 'environment-key-repeated',
  aliases: ['dockerfile-doctor/DD044'],
  category: 'maintainability',
  severity: 'info',
  preset: 'recommended',
  needs: ['ENV'],
  summary: 'A variable is set and set again before anything reads it.',
  docs: `
The later ENV replaces the value of the earlier one. Where no step between the two reads the variable, the first value does
nothing, and whoever edits it wonders why.

A value that a RUN between the two can see is not reported.

**When to ignore:** never needed.

**The fix** removes the value that does nothing.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nENV PORT=3000\nENV PORT=8080\n',
      good: 'FROM node:22-slim\nENV PORT=8080\n',
    },
  ],
  *checkStage({ file, model }, { instructions }) {
    const open = new Map<string, Setting>();
    for (const instruction of instructions) {
      for (const name of namesRead(instruction, open, file.escape)) open.delete(name);
      if (instruction.keyword !== 'ENV') continue;
      for (const pair of instruction.pairs) {
        const first = open.get(pair.key);
        if (first !== undefined) {
          const fix = removal(file, model, first, pair);
          yield {
            span: first.pair.keySpan,
            message: `${pair.key} is set again on line ${file.lineNumberAt(pair.keySpan.start)} before anything reads this value.`,
            related: [{ span: pair.keySpan, message: 'This value counts.' }],
            ...(fix === undefined ? {} : { fixes: [fix] }),
          };
        }
        if (pair.key !== '') open.set(pair.key, { instruction, pair });
      }
    }
  },
});

// They run programs, which may read any variable.
const RUNS: ReadonlySet<string> = new Set(['RUN', 'ONBUILD']);

function namesRead(instruction: Instruction, open: ReadonlyMap<string, Setting>, escape: string): readonly string[] {
  if (RUNS.has(instruction.keyword)) return [...open.keys()];
  return variableUses(instruction.logical.text, escape).map(({ name }) => name);
}

function removal(
  file: Dockerfile,
  model: DockerfileModel,
  { instruction, pair }: Setting,
  later: KeyValue,
): Fix | undefined {
  const at = instruction.pairs.indexOf(pair);
  const next = instruction.pairs[at + 1];
  const gap = next === undefined ? '' : file.text.slice(pair.span.end, next.span.start);
  const isAlone = instruction.pairs.length === 1;
  const edit = isAlone
    ? removeInstruction(file, instruction)
    : /^[ \t]+$/.test(gap) && next !== undefined
      ? remove({ start: pair.span.start, end: next.span.start })
      : undefined;
  if (edit === undefined) return undefined;
  const title = `Remove this ${pair.key}`;
  // The image lists its variables in the order in which they were first set.
  const hasOthers = model.file.instructions.some(
    ({ keyword, pairs }) =>
      keyword === 'ENV' && pairs.some(({ span }) => span.start > pair.span.end && span.end <= later.span.start),
  );
  return hasOthers
    ? {
        title,
        applicability: 'review',
        because: 'The variables of the image are listed in another order then.',
        edits: [edit],
      }
    : { title, applicability: 'safe', edits: [edit] };
}
