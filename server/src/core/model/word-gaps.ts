import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { span, type Span } from '../text/span';
import type { DockerfileModel } from './model';

/**
 * Returns the blanks between words of `instruction` whose number means nothing: not those in quotes, heredocs, JSON, nor in
 * a shell form that the image keeps as text (CMD, ENTRYPOINT, HEALTHCHECK).
 */
export function wordGaps(model: DockerfileModel, outer: Instruction): readonly Span[] {
  const { file } = model;
  const instruction = outer.trigger ?? outer;
  const head = gapsBetween(file, [
    ...(outer === instruction ? [] : [outer.keywordSpan]),
    instruction.keywordSpan,
    ...instruction.flags.map((flag) => flag.span),
    ...(instruction.body.text.trim() === '' ? [] : [firstWord(instruction)]),
  ]);
  return [...head, ...gapsBetween(file, atomsOf(model, outer, instruction))];
}

function firstWord({ body }: Instruction): Span {
  const leading = body.text.length - body.text.trimStart().length;
  return leading === 0 ? body.span : span(body.span.end, body.span.end);
}

function atomsOf(model: DockerfileModel, outer: Instruction, instruction: Instruction): readonly Span[] {
  const { keyword, exec, heredocs, pairs, isLegacyPair, words } = instruction;
  if (exec !== undefined) return [];
  switch (keyword) {
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return isLegacyPair ? [] : pairs.map((pair) => pair.span);
    case 'FROM':
    case 'COPY':
    case 'ADD':
    case 'EXPOSE':
    case 'VOLUME':
      return words.map((word) => word.span);
    case 'RUN':
      return heredocs.length > 0 ? [] : shellAtoms(model, outer);
    default:
      return [];
  }
}

/** The words and operators of the shell, in order; none where it does not parse. */
function shellAtoms(model: DockerfileModel, outer: Instruction): readonly Span[] {
  const { commands, statements, errors, source } = model.scriptOf(outer);
  if (errors.length > 0 || source !== 'line') return [];
  const atoms = [
    ...statements.flatMap(({ before }) => before?.span ?? []),
    ...commands.flatMap(({ assignments, wrappers, nameWord, args, redirects }) =>
      [...assignments, ...wrappers, ...(nameWord === undefined ? [] : [nameWord]), ...args, ...redirects].map(
        (part) => part.span,
      ),
    ),
  ];
  return atoms.sort((a, b) => a.start - b.start || b.end - a.end);
}

function gapsBetween(file: Dockerfile, atoms: readonly Span[]): readonly Span[] {
  return atoms.flatMap((atom, index) => {
    const before = atoms[index - 1];
    if (before === undefined || before.end >= atom.start) return [];
    // A blank that an escape character protects is part of a word.
    return /^ +$/.test(file.text.slice(before.end, atom.start)) && file.text[before.end - 1] !== file.escape
      ? [span(before.end, atom.start)]
      : [];
  });
}
