import { fixSyntaxProblem } from '../fixes/syntax-problem';
import { defineRule } from '../lint/rule';
import { findPageResidue } from '../model/page-residue';
import { touches } from '../text/span';

export default defineRule({
  id: 'syntax-error',
  aliases: [
    'buildkit/parse-error',
    'buildkit/UndefinedArgInFrom',
    'buildkit/InvalidDefaultArgInFrom',
    'tally/buildkit/UndefinedArgInFrom',
    'tally/buildkit/InvalidDefaultArgInFrom',
    'tally/hadolint/DL3011',
    'tally/hadolint/DL3043',
    'tally/hadolint/DL3061',
    'tally/unknown-instruction',
    'tally/require-stages',
    'tally/syntax-error',
    'hadolint/DL1000',
    'hadolint/DL3011',
    'hadolint/DL3043',
    'hadolint/DL3061',
    'dockerfile-utils/UNKNOWN_INSTRUCTION',
    'dockerfile-utils/NO_SOURCE_IMAGE',
    'dockerfile-utils/ARGUMENT_MISSING',
    'dockerfile-utils/ARGUMENT_EXTRA',
    'dockerfile-utils/ARGUMENT_UNNECESSARY',
    'dockerfile-utils/ARGUMENT_REQUIRES_ONE',
    'dockerfile-utils/ARGUMENT_REQUIRES_AT_LEAST_ONE',
    'dockerfile-utils/ARGUMENT_REQUIRES_TWO',
    'dockerfile-utils/ARGUMENT_REQUIRES_AT_LEAST_TWO',
    'dockerfile-utils/ARGUMENT_REQUIRES_ONE_OR_THREE',
    'dockerfile-utils/HEALTHCHECK_CMD_ARGUMENT_MISSING',
    'dockerfile-utils/BASE_NAME_EMPTY',
    'dockerfile-utils/FLAG_AT_LEAST_ONE',
    'dockerfile-utils/FLAG_DUPLICATE',
    'dockerfile-utils/FLAG_INVALID_DURATION',
    'dockerfile-utils/FLAG_LESS_THAN_1MS',
    'dockerfile-utils/FLAG_MISSING_DURATION',
    'dockerfile-utils/FLAG_MISSING_VALUE',
    'dockerfile-utils/FLAG_UNKNOWN_UNIT',
    'dockerfile-utils/FLAG_EXPECTED_BOOLEAN_VALUE',
    'dockerfile-utils/INVALID_AS',
    'dockerfile-utils/INVALID_ESCAPE_DIRECTIVE',
    'dockerfile-utils/INVALID_PORT',
    'dockerfile-utils/INVALID_PROTO',
    'dockerfile-utils/INVALID_REFERENCE_FORMAT',
    'dockerfile-utils/INVALID_SIGNAL',
    'dockerfile-utils/INVALID_SYNTAX',
    'dockerfile-utils/ONBUILD_CHAINING_DISALLOWED',
    'dockerfile-utils/ONBUILD_TRIGGER_DISALLOWED',
    'dockerfile-utils/SHELL_JSON_FORM',
    'dockerfile-utils/SHELL_REQUIRES_ONE',
    'dockerfile-utils/SYNTAX_MISSING_EQUALS',
    'dockerfile-utils/SYNTAX_MISSING_NAMES',
    'dockerfile-utils/SYNTAX_MISSING_SINGLE_QUOTE',
    'dockerfile-utils/SYNTAX_MISSING_DOUBLE_QUOTE',
    'dockerfile-utils/UNKNOWN_ADD_FLAG',
    'dockerfile-utils/UNKNOWN_COPY_FLAG',
    'dockerfile-utils/UNKNOWN_FROM_FLAG',
    'dockerfile-utils/UNKNOWN_HEALTHCHECK_FLAG',
    'dockerfile-utils/UNSUPPORTED_MODIFIER',
    'trivy/DS-0008',
    'kics/unix_ports_out_of_range',
    'semgrep/invalid-port',
    'kics/should_specify_base_image',
    'kics/first_instruction_should_be_arg_or_from',
    'kics/from_or_maintainer_cannot_be_triggered_within_onbuild',
    'sonar/S2260',
    'sonar/S6574',
  ],
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
    const residue = findPageResidue(file);
    for (const problem of file.problems) {
      if (SPOKEN_OF.has(problem.code)) continue;
      if (residue.some(({ span }) => touches(span, problem.span))) continue;
      const instruction = file.instructions.find(({ span }) => touches(span, problem.span));
      // invalid-stage-name speaks of these, with a fix.
      if (instruction?.keyword === 'FROM' && instruction.words[2]?.span.start === problem.span.start) continue;
      const fix = instruction === undefined ? undefined : fixSyntaxProblem(file, problem, instruction);
      yield { span: problem.span, message: problem.message, ...(fix === undefined ? {} : { fixes: [fix] }) };
    }
  },
});

// Rules of their own speak of these, and offer more.
const SPOKEN_OF: ReadonlySet<string> = new Set(['invalid-stage-name', 'undefined-stage']);
