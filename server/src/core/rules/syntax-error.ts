import { fixSyntaxProblem } from '../fixes/syntax-problem';
import { SYNTAX_PROBLEM_NAMES, syntaxProblemNames } from '../knowledge/syntax-problem-names';
import { defineRule } from '../lint/rule';
import { pageResidueOf } from '../model/page-residue';
import { touches } from '../text/span';

export default defineRule({
  id: 'syntax-error',
  aliases: SYNTAX_PROBLEM_NAMES,
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  summary: 'The build refuses this instruction.',
  docs: `
BuildKit stops before the first step where it cannot read the file: an instruction it does not know, a missing or a
surplus argument, an image name, port, signal, duration or platform that is none, a quote or heredoc that is never closed,
or a substitution such as \`\${NAME:x}\` with a modifier it has not.

What rests on a value that only the caller gives (\`ARG BASE\` without a default) is no error, and neither is anything in a
stage that the final image does not need: BuildKit never builds it. Only the words at fault are reported, and everything
else in the file is judged as usual.

**When to ignore:** where the file is a template that another program fills in first.

**The fix** offers the keyword or flag that is spelt most alike, puts a missing \`AS\` before a stage's name, and writes
SHELL as the JSON array it has to be.
`,
  fixes: 'sometimes',
  examples: [
    { bad: 'FROM debian:bookworm-slim\nCOPPY . /app\n', good: 'FROM debian:bookworm-slim\nCOPY . /app\n' },
    { bad: 'FROM node:22-slim runtime\n', good: 'FROM node:22-slim AS runtime\n' },
    {
      bad: 'FROM debian:bookworm-slim\nCOPY --chwon=app . /app\n',
      good: 'FROM debian:bookworm-slim\nCOPY --chown=app . /app\n',
    },
  ],
  *check({ file }) {
    for (const problem of file.problems) {
      if (SPOKEN_OF.has(problem.code)) continue;
      const instruction = file.instructions.find(({ span }) => touches(span, problem.span));
      const residue = instruction === undefined ? [] : pageResidueOf(file, instruction);
      if (residue.some(({ span }) => touches(span, problem.span))) continue;
      // invalid-stage-name speaks of these, with a fix.
      if (instruction?.keyword === 'FROM' && instruction.words[2]?.span.start === problem.span.start) continue;
      const fix = instruction === undefined ? undefined : fixSyntaxProblem(file, problem, instruction);
      const { span, message } = problem;
      const aliases = syntaxProblemNames(problem.code, instruction?.keyword ?? '');
      yield { span, message, aliases, ...(fix === undefined ? {} : { fixes: [fix] }) };
    }
  },
});

// Rules of their own speak of these, and offer more.
const SPOKEN_OF: ReadonlySet<string> = new Set(['invalid-stage-name', 'undefined-stage']);
