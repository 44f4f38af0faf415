import { defineRule, type Fix } from '../lint/rule';
import { nearestFlag, nearestKeyword } from '../model/keywords';
import { readNearJson } from '../model/json-form';
import { findPageResidue } from '../model/page-residue';
import type { Dockerfile, Instruction, SyntaxProblem } from '../syntax/dockerfile';
import { insertAt, replace } from '../text/edit';
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
      const fix = instruction === undefined ? undefined : fixOf(file, problem, instruction);
      yield { span: problem.span, message: problem.message, ...(fix === undefined ? {} : { fixes: [fix] }) };
    }
  },
});

// Rules of their own speak of these, and offer more.
const SPOKEN_OF: ReadonlySet<string> = new Set(['invalid-stage-name', 'undefined-stage']);

function fixOf(file: Dockerfile, problem: SyntaxProblem, instruction: Instruction): Fix | undefined {
  const { keyword, words, flags, body } = instruction;
  const review = (title: string, because: string, span: SyntaxProblem['span'], newText: string): Fix => ({
    title,
    applicability: 'review',
    because,
    edits: [replace(span, newText)],
  });
  switch (problem.code) {
    case 'unknown-instruction': {
      const name = nearestKeyword(keyword);
      if (name === undefined || !takes(file, name, instruction)) return undefined;
      return review(`Replace with ${name}`, 'The keyword is guessed from its spelling.', instruction.keywordSpan, name);
    }
    case 'unknown-flag': {
      const flag = flags.find(({ span }) => touches(span, problem.span));
      const name = flag === undefined ? undefined : nearestFlag(keyword, flag.name);
      if (flag === undefined || name === undefined || flags.some((other) => other.name === name)) return undefined;
      if (flag.value === undefined && name !== 'link' && name !== 'parents') return undefined;
      return review(`Replace with --${name}`, 'The flag is guessed from its spelling.', flag.nameSpan, name);
    }
    case 'unexpected-argument': {
      const [image, name] = words;
      if (keyword !== 'FROM' || words.length !== 2 || image === undefined || name === undefined) return undefined;
      if (!/^[a-z][\w.-]*$/i.test(name.text) || /^as$/i.test(name.text)) return undefined;
      const because = 'The second word is taken for the name of the stage.';
      return { title: 'Insert AS', applicability: 'review', because, edits: [insertAt(name.span.start, 'AS ')] };
    }
    case 'json-required': {
      const json = readNearJson(body.text);
      if (json === undefined || json.rest !== '' || instruction.innerComments.length > 0) return undefined;
      const because = 'The strings are guessed from a list that is not valid JSON.';
      return review(
        'Write a JSON array',
        because,
        body.span,
        `[${json.items.map((item) => JSON.stringify(item)).join(', ')}]`,
      );
    }
    default:
      return undefined;
  }
}

/** Tells whether `instruction` would be one that parses, were its keyword `name`. */
function takes(file: Dockerfile, name: string, instruction: Instruction): boolean {
  const { words, body } = instruction;
  const isFirst = !file.instructions.some(({ keyword, index }) => keyword === 'FROM' && index < instruction.index);
  if (isFirst && name !== 'FROM' && name !== 'ARG') return false;
  const [image] = words.filter(({ text }) => !text.startsWith('--'));
  const count = words.filter(({ text }) => !text.startsWith('--')).length;
  switch (name) {
    case 'FROM':
      if (!/^[\w$][\w./:@${}-]*$/.test(image?.text ?? '')) return false;
      return count === 1 || (count === 3 && /^as$/i.test(words.at(-2)?.text ?? ''));
    case 'ADD':
    case 'COPY':
      return count >= 2;
    case 'ENV':
    case 'LABEL':
      if (count === 0) return false;
      return count === 2 || words.every(({ text }) => text.includes('=')) || /^\w+=(["']).*\1$/.test(body.text);
    case 'SHELL':
    case 'STOPSIGNAL':
    case 'HEALTHCHECK':
    case 'ONBUILD':
    case 'EXPOSE':
      return name === 'EXPOSE' && words.every(({ text }) => /^\d{1,4}(?:\/(?:tcp|udp))?$/.test(text));
    default:
      return count >= 1;
  }
}
