import type { Instruction, Word } from '../syntax/dockerfile';
import { expandWord } from '../syntax/words';
import type { Span } from '../text/span';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';
import type { Stage } from './stage';

/** A place where the build replaces a variable that nothing has set. */
export interface UndefinedRead {
  readonly name: string;
  readonly span: Span;
  readonly instruction: Instruction;
  /** The stage of the instruction; for FROM, the one that it begins. */
  readonly stage: Stage;
  /** `${NAME:-x}` and the like: the author counts with an unset variable. */
  readonly hasFallback: boolean;
  /** `ENV A=1 B=$A`: the same instruction sets it, for those after. */
  readonly isSetBySameInstruction: boolean;
  /** The names that are set there. */
  readonly known: ReadonlySet<string>;
}

const PLATFORM = ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'];
const GLOBAL_NAMES: readonly string[] = [
  ...PLATFORM.flatMap((name) => [`BUILD${name}`, `TARGET${name}`]),
  'TARGETSTAGE',
];

/**
 * Returns the reads of variables in `stage` that neither ARG, ENV nor the base image sets, as BuildKit's checks UndefinedVar and
 * UndefinedArgInFrom find them. Where the base image's variables are not known, those that only it could set are left out:
 * what remains is declared for FROM alone, or by the same instruction.
 */
export function undefinedReads(model: DockerfileModel, stage: Stage): readonly UndefinedRead[] {
  const found: UndefinedRead[] = [...readsOfFrom(model, stage)];
  const known = new Set(stage.parent === undefined ? baseNames(stage) : namesAfter(model, stage.parent));
  for (const instruction of stage.instructions) {
    found.push(...readsOf(model, stage, instruction, known));
    addNames(instruction, known);
  }
  return found;
}

/** The variables that are known at the end of `stage`. */
const namesAfter: (model: DockerfileModel, stage: Stage) => ReadonlySet<string> = remembered((model, stage) => {
  const known = new Set(stage.parent === undefined ? baseNames(stage) : namesAfter(model, stage.parent));
  for (const instruction of stage.instructions) addNames(instruction, known);
  return known;
});

function addNames(instruction: Instruction, known: Set<string>): void {
  if (instruction.keyword !== 'ENV' && instruction.keyword !== 'ARG') return;
  for (const { key } of instruction.pairs) known.add(key);
}

function baseNames({ facts }: Stage): readonly string[] {
  return ['PATH', ...Object.keys(facts?.config.env ?? {})];
}

function readsOfFrom(model: DockerfileModel, stage: Stage): readonly UndefinedRead[] {
  const known = new Set([...GLOBAL_NAMES, ...model.globalArgs.keys()]);
  const { from, baseWord } = stage;
  const platform = from.flags.find(({ name }) => name === 'platform');
  const texts: readonly (readonly [string, Span])[] = [
    ...(baseWord === undefined ? [] : [[baseWord.text, baseWord.span] as const]),
    ...(platform?.value === undefined || platform.valueSpan === undefined
      ? []
      : [[platform.value, platform.valueSpan] as const]),
  ];
  return texts.flatMap(([text, span]) =>
    variablesIn(text, span, model.file.escape)
      .filter(({ name }) => !known.has(name))
      .map((read) => ({ ...read, instruction: from, stage, known, isSetBySameInstruction: false })),
  );
}

function readsOf(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  known: ReadonlySet<string>,
): readonly UndefinedRead[] {
  const own = new Set(instruction.keyword === 'ENV' ? instruction.pairs.map(({ key }) => key) : []);
  // Of other images the variables are not known.
  const isBaseKnown = stage.facts?.config.workdir !== undefined;
  return expandedTexts(instruction).flatMap(({ text, span, key }) =>
    variablesIn(text, span, model.file.escape).flatMap((read): readonly UndefinedRead[] => {
      const { name } = read;
      const isSetBySameInstruction = name !== key && own.has(name);
      if (known.has(name) || !(isBaseKnown || isSetBySameInstruction || model.globalArgs.has(name))) return [];
      return [{ ...read, instruction, stage, known: new Set(known), isSetBySameInstruction }];
    }),
  );
}

interface ExpandedText {
  readonly text: string;
  readonly span: Span;
  /** The variable that the text is the value of. */
  readonly key?: string;
}

/** The texts of an instruction in which BuildKit replaces variables; EXPOSE is left out, as in BuildKit's check. */
function expandedTexts(instruction: Instruction): readonly ExpandedText[] {
  const { keyword, words, exec, pairs, flags } = instruction;
  const textOf = ({ text, value, span }: Word): ExpandedText => ({ text: exec === undefined ? text : value, span });
  switch (keyword) {
    case 'ENV':
    case 'LABEL':
    case 'ARG':
      return pairs.flatMap(({ key, rawValue: text, valueSpan: span }) =>
        text === undefined || span === undefined ? [] : [{ text, span, key }],
      );
    case 'ADD':
    case 'COPY':
    case 'RUN': {
      const names = keyword === 'RUN' ? ['mount'] : ['chown', 'chmod'];
      const values = flags.flatMap(({ name, value, valueSpan }) =>
        value === undefined || valueSpan === undefined || !names.includes(name)
          ? []
          : [{ text: value, span: valueSpan }],
      );
      return keyword === 'RUN' ? values : [...values, ...words.map(textOf)];
    }
    case 'WORKDIR':
    case 'USER':
    case 'VOLUME':
    case 'STOPSIGNAL':
      return words.map(textOf);
    default:
      return [];
  }
}

function variablesIn(
  text: string,
  span: Span,
  escape: string,
): readonly { readonly name: string; readonly span: Span; readonly hasFallback: boolean }[] {
  if (!text.includes('$')) return [];
  const isWhole = span.end - span.start === text.length;
  return expandWord(text, escape, () => ({ kind: 'set' })).variables.map(({ name, start, end, hasFallback }) => ({
    name,
    hasFallback,
    span: isWhole ? { start: span.start + start, end: span.start + end } : span,
  }));
}
