import { span, touches, type Span } from '../text/span';
import type { Dockerfile, Flag, Instruction, SyntaxProblem, SyntaxProblemCode } from './dockerfile';
import { parseJson } from './arguments';
import { findBuildProblems } from './build-problems';
import { durationFault, mountFault, retriesFault } from './values';

/** The flags that each instruction takes (moby/buildkit:frontend/dockerfile/instructions/parse.go). */
export const INSTRUCTION_FLAGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['FROM', ['platform']],
  ['RUN', ['mount', 'network', 'security', 'device']],
  ['COPY', ['from', 'chown', 'chmod', 'link', 'parents', 'exclude']],
  ['ADD', ['chown', 'chmod', 'link', 'keep-git-dir', 'checksum', 'exclude', 'unpack']],
  ['HEALTHCHECK', ['interval', 'timeout', 'start-period', 'start-interval', 'retries']],
]);

/** Every keyword of the Dockerfile reference. */
export const KEYWORDS: readonly string[] = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

const KNOWN: ReadonlySet<string> = new Set(KEYWORDS);
const REPEATABLE_FLAGS: ReadonlySet<string> = new Set(['mount', 'exclude', 'device']);
const BOOLEAN_FLAGS: ReadonlySet<string> = new Set(['link', 'parents', 'keep-git-dir', 'unpack']);

/** Returns what BuildKit refuses in the instructions of `file`, each at the words at fault. */
export function findProblems(
  file: Pick<Dockerfile, 'text' | 'start' | 'escape' | 'instructions'>,
): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  if (file.instructions.length === 0) {
    const end = file.text.trimEnd().length;
    const message = 'The file has no instructions.';
    return [{ code: 'no-instructions', span: span(file.start, Math.max(file.start, end)), message }];
  }
  const firstFrom = file.instructions.findIndex((instruction) => instruction.keyword === 'FROM');
  for (const instruction of file.instructions) {
    for (const problem of problemsOf(instruction, file.text)) problems.push(problem);
    const isBeforeFrom = firstFrom === -1 || instruction.index < firstFrom;
    if (
      isBeforeFrom &&
      instruction.keyword !== 'ARG' &&
      instruction.keyword !== 'FROM' &&
      KNOWN.has(instruction.keyword)
    ) {
      const message = `${instruction.keyword} stands before the first FROM; only ARG may.`;
      problems.push({ code: 'instruction-before-from', span: instruction.keywordSpan, message });
      if (firstFrom === -1) break;
    }
  }
  if (firstFrom === -1 && problems.length === 0) {
    const last = file.instructions.at(-1);
    if (last !== undefined)
      problems.push({ code: 'no-instructions', span: last.headSpan, message: 'The file has no FROM.' });
  }
  // What does not parse is not built either.
  const isAt = (place: Span): boolean => problems.some((problem) => touches(problem.span, place));
  return [...problems, ...findBuildProblems(file.instructions, file.escape).filter((problem) => !isAt(problem.span))];
}

const known = new WeakMap<Instruction, readonly SyntaxProblem[]>();

/** An instruction's words decide them, for as long as it is kept. */
function problemsOf(instruction: Instruction, text: string): readonly SyntaxProblem[] {
  let problems = known.get(instruction);
  if (problems === undefined) known.set(instruction, (problems = instructionProblems(instruction, text)));
  return problems;
}

function instructionProblems(instruction: Instruction, text: string): readonly SyntaxProblem[] {
  const { keyword, keywordSpan } = instruction;
  if (!KNOWN.has(keyword)) {
    return [
      {
        code: 'unknown-instruction',
        span: keywordSpan,
        message: `"${text.slice(keywordSpan.start, keywordSpan.end)}" is not an instruction.`,
      },
    ];
  }
  return [...flagProblems(instruction), ...argumentProblems(instruction)];
}

function flagProblems(instruction: Instruction): readonly SyntaxProblem[] {
  // BuildKit reads the flags of HEALTHCHECK CMD only.
  if (instruction.healthType?.value === 'NONE') return [];
  const allowed = INSTRUCTION_FLAGS.get(instruction.keyword) ?? [];
  const seen = new Set<string>();
  return instruction.flags.flatMap((flag) => {
    const problem = flagProblem(instruction.keyword, flag, allowed, seen);
    seen.add(flag.name);
    return problem === undefined ? [] : [problem];
  });
}

function flagProblem(
  keyword: string,
  flag: Flag,
  allowed: readonly string[],
  seen: ReadonlySet<string>,
): SyntaxProblem | undefined {
  if (!allowed.includes(flag.name)) {
    return { code: 'unknown-flag', span: flag.span, message: `${keyword} has no flag --${flag.name}.` };
  }
  if (seen.has(flag.name) && !REPEATABLE_FLAGS.has(flag.name)) {
    return { code: 'invalid-flag', span: flag.span, message: `The flag --${flag.name} is given twice.` };
  }
  if (flag.value === undefined && !BOOLEAN_FLAGS.has(flag.name)) {
    return { code: 'invalid-flag', span: flag.span, message: `The flag --${flag.name} needs a value.` };
  }
  if (BOOLEAN_FLAGS.has(flag.name) && flag.value !== undefined && !/^(true|false)$/i.test(flag.value)) {
    const message = `The flag --${flag.name} takes true or false, not "${flag.value}".`;
    return { code: 'invalid-flag', span: flag.span, message };
  }
  const fault = flag.value === undefined ? undefined : FLAG_FAULTS.get(flag.name)?.(flag.value);
  return fault === undefined ? undefined : { code: 'invalid-flag', span: flag.valueSpan ?? flag.span, message: fault };
}

const FLAG_FAULTS: ReadonlyMap<string, (value: string) => string | undefined> = new Map([
  ['interval', durationFault],
  ['timeout', durationFault],
  ['start-period', durationFault],
  ['start-interval', durationFault],
  ['retries', retriesFault],
  ['mount', mountFault],
]);

function argumentProblems(instruction: Instruction): readonly SyntaxProblem[] {
  const { keyword, body, words, keywordSpan } = instruction;
  const problem = (code: SyntaxProblemCode, message: string, at = body.span): SyntaxProblem => ({
    code,
    span: at,
    message,
  });
  const isJson = body.text.startsWith('[');
  switch (keyword) {
    case 'FROM':
      if (words.length === 0) return [problem('missing-argument', 'FROM names no image.', keywordSpan)];
      if (words.length === 3 && words[1]?.value.toUpperCase() === 'AS') {
        const [, , name] = words;
        if (name === undefined || /^[a-z][\w.-]*$/i.test(name.text)) return [];
        const message = `"${name.text}" is not a stage name: a letter comes first, then letters, digits, "-", "_" and ".".`;
        return [problem('invalid-stage-name', message, name.span)];
      }
      return words.length === 1
        ? []
        : [problem('unexpected-argument', 'FROM takes an image, or an image, AS and a name.')];
    case 'COPY':
    case 'ADD':
      if (isJson && isJsonOfOthers(body.text))
        return [problem('json-not-strings', 'Only strings may stand in the JSON array.')];
      if (words.length >= 2) return [];
      return [
        problem(
          'missing-argument',
          `${keyword} needs a source and a destination.`,
          words.length === 0 ? keywordSpan : body.span,
        ),
      ];
    case 'RUN':
      if (isJson && isJsonOfOthers(body.text))
        return [problem('json-not-strings', 'Only strings may stand in the JSON array.')];
      // BuildKit accepts a bare RUN: a rule speaks of it, not the syntax.
      return [];
    case 'CMD':
    case 'ENTRYPOINT':
      return isJson && isJsonOfOthers(body.text)
        ? [problem('json-not-strings', 'Only strings may stand in the JSON array.')]
        : [];
    case 'VOLUME':
    case 'EXPOSE':
      return words.length === 0 ? [problem('missing-argument', `${keyword} needs an argument.`, keywordSpan)] : [];
    case 'ENV':
    case 'LABEL':
      return pairProblems(instruction);
    case 'ARG':
      if (words.length === 0) return [problem('missing-argument', 'ARG needs a name.', keywordSpan)];
      return instruction.pairs.flatMap((pair) =>
        pair.key === '' ? [problem('missing-argument', 'ARG needs a name before "=".', pair.span)] : [],
      );
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
    case 'MAINTAINER':
      return body.text === '' ? [problem('missing-argument', `${keyword} needs an argument.`, keywordSpan)] : [];
    case 'SHELL':
      if (body.text === '') return [problem('missing-argument', 'SHELL needs a JSON array.', keywordSpan)];
      return instruction.exec === undefined || instruction.exec.length === 0
        ? [problem('json-required', 'SHELL takes a JSON array of strings, such as ["/bin/bash", "-c"].')]
        : [];
    case 'HEALTHCHECK':
      return healthcheckProblems(instruction);
    case 'ONBUILD':
      return onbuildProblems(instruction);
    default:
      return [];
  }
}

function isJsonOfOthers(text: string): boolean {
  const value = parseJson(text);
  return Array.isArray(value) && value.some((item) => typeof item !== 'string');
}

function pairProblems(instruction: Instruction): readonly SyntaxProblem[] {
  const { keyword, pairs, keywordSpan, isLegacyPair } = instruction;
  if (pairs.length === 0)
    return [{ code: 'missing-argument', span: keywordSpan, message: `${keyword} needs a name and a value.` }];
  if (isLegacyPair) {
    const pair = pairs[0];
    if (pair === undefined || pair.value !== undefined) return [];
    return [{ code: 'missing-argument', span: pair.span, message: `${keyword} ${pair.key} has no value.` }];
  }
  return pairs.flatMap((pair): readonly SyntaxProblem[] => {
    if (pair.value === undefined) {
      return [
        {
          code: 'missing-equals',
          span: pair.span,
          message: `"${pair.key}" has no "=": every pair of this ${keyword} needs one.`,
        },
      ];
    }
    if (pair.key === '')
      return [{ code: 'missing-argument', span: pair.span, message: `${keyword} has a value without a name.` }];
    return [];
  });
}

function healthcheckProblems(instruction: Instruction): readonly SyntaxProblem[] {
  const { healthType, body, keywordSpan } = instruction;
  if (healthType === undefined)
    return [{ code: 'missing-argument', span: keywordSpan, message: 'HEALTHCHECK needs CMD or NONE.' }];
  const rest = body.text.slice(healthType.text.length).trim();
  if (healthType.value === 'NONE') {
    return rest === ''
      ? []
      : [{ code: 'unexpected-argument', span: body.span, message: 'HEALTHCHECK NONE takes no arguments.' }];
  }
  if (healthType.value !== 'CMD') {
    const message = `HEALTHCHECK knows CMD and NONE, not "${healthType.text}".`;
    return [{ code: 'invalid-value', span: healthType.span, message }];
  }
  if (rest === '')
    return [{ code: 'missing-argument', span: healthType.span, message: 'HEALTHCHECK CMD has no command.' }];
  return instruction.exec === undefined && isJsonOfOthers(rest)
    ? [{ code: 'json-not-strings', span: body.span, message: 'Only strings may stand in the JSON array.' }]
    : [];
}

function onbuildProblems(instruction: Instruction): readonly SyntaxProblem[] {
  const { trigger, keywordSpan } = instruction;
  if (trigger === undefined)
    return [{ code: 'missing-argument', span: keywordSpan, message: 'ONBUILD needs an instruction.' }];
  if (['ONBUILD', 'FROM', 'MAINTAINER'].includes(trigger.keyword)) {
    const message = `ONBUILD does not take ${trigger.keyword}.`;
    return [{ code: 'onbuild-trigger', span: trigger.keywordSpan, message }];
  }
  // The rest is read when an image is built on this one.
  return [];
}
