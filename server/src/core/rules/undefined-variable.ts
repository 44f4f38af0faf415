import { insertLinesBefore } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { nearest } from '../model/keywords';
import { undefinedReads, type UndefinedRead } from '../model/variable-reads';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { replace } from '../text/edit';
import { touches } from '../text/span';

const UNDEFINED = ['buildkit/UndefinedVar', 'tally/buildkit/UndefinedVar'];
const IN_FROM = ['buildkit/UndefinedArgInFrom', 'tally/buildkit/UndefinedArgInFrom'];
const SET_THERE = ['hadolint/DL3044', 'tally/hadolint/DL3044', 'kics/env_no_refer_envvar'];
const OUT_OF_SCOPE = ['sonar/S6579'];

export default defineRule({
  id: 'undefined-variable',
  aliases: [...UNDEFINED, ...IN_FROM, ...SET_THERE, ...OUT_OF_SCOPE],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  mentions: /\$/,
  summary: 'A variable is read that nothing has set.',
  docs: `
BuildKit replaces an unset variable by nothing, without an error: \`COPY app-\${VERSION}.jar /app/\` looks for \`app-.jar\`.
Three mistakes lie behind it most often:

- an ARG before the first FROM is seen by FROM lines only; a stage that needs it repeats \`ARG NAME\`;
- \`ENV A=1 B=$A\` sets B from the A of before: all pairs of one instruction are expanded first;
- nothing carries over from one stage to another, unless the one is built FROM the other.

Variables of RUN belong to its shell and are not judged. Of images whose variables are not known, only what the file
itself shows is reported.

**When to ignore:** where the base image sets the variable.

**The fix** repeats the ARG in the stage, or writes the variable whose name is spelt most alike.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'ARG VERSION=1.0\nFROM debian:bookworm-slim\nCOPY app-$VERSION.deb /tmp/\n',
      good: 'ARG VERSION=1.0\nFROM debian:bookworm-slim\nARG VERSION\nCOPY app-$VERSION.deb /tmp/\n',
    },
  ],
  *checkStage({ file, model }, asked) {
    for (const read of undefinedReads(model, asked)) {
      const { name, span, stage, instruction, hasFallback, isSetBySameInstruction } = read;
      // Variables of Windows are read without regard to case.
      if (instruction.keyword !== 'FROM' && stage.facts?.distribution.family === 'windows') continue;
      // The build already fails there, and that is said.
      if (file.problems.some((problem) => touches(problem.span, span))) continue;
      // FROM sees nothing but the ARGs before it; elsewhere the author counts with an unset variable.
      if (hasFallback && instruction.keyword !== 'FROM' && !model.globalArgs.has(name)) continue;
      const isForFromOnly = model.globalArgs.has(name);
      const fact = isSetBySameInstruction
        ? `${name} is set by the same ENV, for the instructions after it; here it is still unset.`
        : instruction.keyword === 'FROM'
          ? `No ARG before the first FROM declares ${name}.`
          : isForFromOnly
            ? `${name} is declared before the first FROM, for FROM lines only; in this stage it is unset.`
            : `Nothing sets ${name} here; it is replaced by nothing.`;
      yield {
        span,
        message: fact,
        aliases: aliasesOf(instruction, isSetBySameInstruction, isForFromOnly),
        fixes: () => (isSetBySameInstruction ? [] : fixesOf(file, read, isForFromOnly)),
      };
    }
  },
});

function aliasesOf(
  { keyword }: Instruction,
  isSetBySameInstruction: boolean,
  isForFromOnly: boolean,
): readonly string[] {
  if (keyword === 'FROM') return IN_FROM;
  return [...UNDEFINED, ...(isSetBySameInstruction ? SET_THERE : []), ...(isForFromOnly ? OUT_OF_SCOPE : [])];
}

function fixesOf(file: Dockerfile, read: UndefinedRead, isForFromOnly: boolean): readonly Fix[] {
  const { name, span, instruction, known } = read;
  if (isForFromOnly && instruction.keyword !== 'FROM') {
    return [
      {
        title: `Add ARG ${name} to the stage`,
        applicability: 'review',
        because: 'The value of the argument takes the place of nothing.',
        edits: [insertLinesBefore(file, instruction, [`ARG ${name}`])],
      },
    ];
  }
  const other =
    name.length > 3
      ? nearest(
          name,
          [...known].filter((one) => /^\w+$/.test(one)),
        )
      : undefined;
  const written = file.text.slice(span.start, span.end);
  if (other === undefined || !/^\$\{?\w+\}?$/.test(written)) return [];
  return [
    {
      title: `Replace with ${other}`,
      applicability: 'review',
      because: 'The variable is guessed from its spelling.',
      edits: [replace(span, written.replace(name, other))],
    },
  ];
}
