import type { Fix } from '../lint/rule';
import { readNearJson } from '../model/json-form';
import { nearestFlag, nearestKeyword } from '../model/keywords';
import type { Dockerfile, Instruction, SyntaxProblem } from '../syntax/dockerfile';
import { insertAt, replace } from '../text/edit';
import { touches } from '../text/span';

/** Returns what was probably meant at `problem`; `undefined` where there is no telling, or the result would not parse. */
export function fixSyntaxProblem(file: Dockerfile, problem: SyntaxProblem, instruction: Instruction): Fix | undefined {
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
      if (json?.rest !== '' || instruction.innerComments.length > 0) return undefined;
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
