import { partOf } from '../text/anchor';
import type { Span } from '../text/span';
import type { Flag, Instruction, SyntaxProblem, SyntaxProblemCode } from './dockerfile';
import { imageNameFault, modeFault, platformFault, portFault, signalFault } from './values';
import { expandWord, type ExpandedWord, type Lookup } from './words';

type Environment = ReadonlyMap<string, string | undefined>;

interface BuildStage {
  readonly from: Instruction;
  readonly name: string | undefined;
  readonly parent: BuildStage | undefined;
  readonly isScratch: boolean;
  readonly instructions: Instruction[];
  isReachable: boolean;
  final: Environment | undefined;
}

/**
 * Returns what BuildKit refuses once the text parses: words that cannot be expanded and values that are none, in the
 * stages that the final image needs (the others are never built). What rests on a value that the text does not tell, or
 * that only the caller gives, is no problem.
 */
export function findBuildProblems(instructions: readonly Instruction[], escape: string): readonly SyntaxProblem[] {
  const firstFrom = instructions.findIndex(({ keyword }) => keyword === 'FROM');
  if (firstFrom === -1) return [];
  const problems: SyntaxProblem[] = [];
  const globals = readGlobals(instructions.slice(0, firstFrom), escape, problems);
  const stages = readStages(instructions.slice(firstFrom), globals, escape, problems);
  const last = stages.at(-1);
  if (last !== undefined) markReachable(last, stages);
  const names = stages.map(({ name }) => `${name ?? ''};`).join('');
  for (const stage of stages)
    if (stage.isReachable) problems.push(...stageProblems(stage, stages, globals, escape, names));
  return problems;
}

interface CheckedStage {
  readonly instructions: readonly Instruction[];
  readonly below: Environment | undefined;
  readonly isScratch: boolean;
  readonly globals: Environment;
  readonly names: string;
  readonly problems: readonly SyntaxProblem[];
  readonly final: Environment;
}

const checked = new WeakMap<Instruction, CheckedStage>();

/** As `checkStage`; the answer is kept as long as the stage's instructions and what it stands on are the same. */
function stageProblems(
  stage: BuildStage,
  stages: readonly BuildStage[],
  globals: Environment,
  escape: string,
  names: string,
): readonly SyntaxProblem[] {
  if (stage.parent !== undefined && stage.parent.final === undefined)
    stageProblems(stage.parent, stages, globals, escape, names);
  const below = stage.parent?.final;
  const isScratch = rootOf(stage).isScratch;
  const known = checked.get(stage.from);
  if (
    known?.below === below &&
    known?.isScratch === isScratch &&
    known.names === names &&
    isSameEnvironment(known.globals, globals) &&
    known.instructions.length === stage.instructions.length &&
    known.instructions.every((instruction, index) => instruction === stage.instructions[index])
  ) {
    stage.final = known.final;
    return known.problems;
  }
  const problems: SyntaxProblem[] = [];
  const final = checkStage(stage, stages, globals, escape, problems);
  const { instructions } = stage;
  checked.set(stage.from, { instructions, below, isScratch, globals, names, problems, final });
  return problems;
}

function isSameEnvironment(a: Environment, b: Environment): boolean {
  if (a.size !== b.size) return false;
  for (const [name, value] of a) if (!b.has(name) || b.get(name) !== value) return false;
  return true;
}

const PLATFORM_ARGS = /^(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/;

function globalLookup(globals: Environment): Lookup {
  return (name) => {
    if (!globals.has(name)) return { kind: PLATFORM_ARGS.test(name) ? 'set' : 'unset' };
    const value = globals.get(name);
    // An argument without a default, or with an empty one, waits for the caller's value.
    return value === undefined || value === '' ? { kind: 'unknown' } : { kind: 'value', value };
  };
}

function readGlobals(instructions: readonly Instruction[], escape: string, problems: SyntaxProblem[]): Environment {
  const globals = new Map<string, string | undefined>();
  for (const instruction of instructions) {
    if (instruction.keyword !== 'ARG') continue;
    for (const { key, rawValue, valueSpan } of instruction.pairs) {
      const expanded = rawValue === undefined ? undefined : expandWord(rawValue, escape, globalLookup(globals));
      if (expanded?.error !== undefined && valueSpan !== undefined)
        problems.push(wordProblem(expanded.error.message, valueSpan));
      globals.set(key, expanded?.value);
    }
  }
  return globals;
}

function readStages(
  instructions: readonly Instruction[],
  globals: Environment,
  escape: string,
  problems: SyntaxProblem[],
): readonly BuildStage[] {
  const stages: BuildStage[] = [];
  for (const instruction of instructions) {
    if (instruction.keyword !== 'FROM') {
      stages.at(-1)?.instructions.push(instruction);
      continue;
    }
    const [baseWord, as, nameWord] = instruction.words;
    const base = baseWord === undefined ? undefined : expandWord(baseWord.text, escape, globalLookup(globals));
    const text = base?.value;
    // Names are kept in lower case, and FROM looks them up as written: "FROM Builder" never finds "AS Builder".
    const parent = text === undefined ? undefined : stages.findLast(({ name }) => name === text);
    if (baseWord !== undefined && base !== undefined) {
      const problem = baseProblem(base, baseWord.span, baseWord.text, parent !== undefined);
      if (problem !== undefined) problems.push(problem);
    }
    platformProblems(instruction, globals, escape, problems);
    stages.push({
      from: instruction,
      name: as?.value.toUpperCase() === 'AS' ? nameWord?.value.toLowerCase() : undefined,
      parent,
      isScratch: text === 'scratch',
      instructions: [],
      isReachable: false,
      final: undefined,
    });
  }
  return stages;
}

function baseProblem(base: ExpandedWord, span: Span, written: string, isStage: boolean): SyntaxProblem | undefined {
  if (base.error !== undefined) return wordProblem(base.error.message, span);
  const { value } = base;
  if (value === undefined || isStage || value === 'scratch') return undefined;
  const undeclared = base.variables.map(({ name }) => name);
  const because = undeclared.length === 0 ? '' : `: no ARG before the first FROM declares ${undeclared.join(', ')}`;
  if (value === '') return { code: 'invalid-value', span, message: `${written} names no image${because}.` };
  const fault = imageNameFault(value);
  return fault === undefined ? undefined : { code: 'invalid-value', span, message: `${fault.slice(0, -1)}${because}.` };
}

function platformProblems(from: Instruction, globals: Environment, escape: string, problems: SyntaxProblem[]): void {
  const flag = from.flags.find(({ name }) => name === 'platform');
  if (flag?.value === undefined || flag.value === '' || flag.valueSpan === undefined) return;
  const { value, error } = expandWord(flag.value, escape, globalLookup(globals));
  if (error !== undefined) problems.push(wordProblem(error.message, flag.valueSpan));
  if (value === undefined) return;
  const message = value === '' ? `${flag.value} names no platform.` : platformFault(value);
  if (message !== undefined) problems.push({ code: 'invalid-flag', span: flag.valueSpan, message });
}

function wordProblem(message: string, span: Span): SyntaxProblem {
  const code: SyntaxProblemCode = message.includes('quote') ? 'unterminated-quote' : 'invalid-value';
  return { code, span, message };
}

function markReachable(stage: BuildStage, stages: readonly BuildStage[]): void {
  if (stage.isReachable) return;
  stage.isReachable = true;
  if (stage.parent !== undefined) markReachable(stage.parent, stages);
  for (const flag of stage.instructions.flatMap(({ flags }) => flags)) {
    const source = sourceOf(flag);
    const found =
      source === undefined
        ? undefined
        : (stages.findLast(({ name }) => name === source.toLowerCase()) ??
          (/^\d+$/.test(source) ? stages[Number(source)] : undefined));
    if (found !== undefined) markReachable(found, stages);
  }
}

function sourceOf({ name, value = '' }: Flag): string | undefined {
  if (name === 'from') return value;
  return name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value)?.[1] : undefined;
}

/** The stage's words, each with the variables that hold at its instruction. */
function checkStage(
  stage: BuildStage,
  stages: readonly BuildStage[],
  globals: Environment,
  escape: string,
  problems: SyntaxProblem[],
): Environment {
  if (stage.final !== undefined) return stage.final;
  const known = new Map<string, string | undefined>(
    stage.parent === undefined ? [['PATH', undefined]] : checkStage(stage.parent, stages, globals, escape, problems),
  );
  const root = rootOf(stage);
  const lookup: Lookup = (name) => {
    // The base image may bring any variable.
    if (!known.has(name)) return { kind: root.isScratch ? 'unset' : 'unknown' };
    const value = known.get(name);
    return value === undefined ? { kind: 'set' } : { kind: 'value', value };
  };
  for (const instruction of stage.instructions) {
    const checker = new WordChecker(instruction, escape, lookup, stages, problems);
    const changes = checker.check();
    for (const [name, value] of changes) {
      known.set(name, value ?? (instruction.keyword === 'ARG' ? globals.get(name) : undefined));
    }
  }
  stage.final = known;
  return known;
}

function rootOf(stage: BuildStage): BuildStage {
  return stage.parent === undefined ? stage : rootOf(stage.parent);
}

class WordChecker {
  constructor(
    readonly instruction: Instruction,
    readonly escape: string,
    readonly lookup: Lookup,
    readonly stages: readonly BuildStage[],
    readonly problems: SyntaxProblem[],
  ) {}

  /** Checks the instruction's words; returns the variables that it sets. */
  check(): Environment {
    const { instruction } = this;
    switch (instruction.keyword) {
      case 'ENV':
      case 'LABEL':
      case 'ARG':
        return this.#checkPairs();
      case 'ADD':
      case 'COPY':
        this.#checkCopy();
        break;
      case 'WORKDIR':
      case 'USER':
        this.#expandWords();
        break;
      case 'VOLUME':
        for (const [word, value] of this.#expandWords())
          if (value?.trim() === '') this.#report(`${word.text} is an empty path.`, word.span);
        break;
      case 'STOPSIGNAL':
        for (const [word, value] of this.#expandWords()) this.#reportFault(value, signalFault, word.span);
        break;
      case 'EXPOSE':
        for (const [word, value] of this.#expandWords()) {
          for (const port of value?.split(/\s+/) ?? []) if (port !== '') this.#reportFault(port, portFault, word.span);
        }
        break;
      default:
    }
    return new Map();
  }

  #checkPairs(): Environment {
    const { instruction } = this;
    const changes = new Map<string, string | undefined>();
    for (const [i, pair] of instruction.pairs.entries()) {
      const name = instruction.isLegacyPair ? pair.key : (instruction.words[i]?.text.split('=', 1)[0] ?? '');
      if (instruction.keyword !== 'ARG') this.#expand(name, pair.keySpan);
      const value = pair.rawValue === undefined ? undefined : this.#expand(pair.rawValue, pair.valueSpan ?? pair.span);
      if (instruction.keyword !== 'LABEL') changes.set(pair.key, value);
    }
    return changes;
  }

  #checkCopy(): void {
    const { instruction } = this;
    for (const { name, value, valueSpan } of instruction.flags) {
      if (value === undefined || valueSpan === undefined || !['chown', 'chmod', 'checksum'].includes(name)) continue;
      const expanded = this.#expand(value, valueSpan);
      if (name === 'chmod' && expanded !== '') this.#reportFault(expanded, modeFault, valueSpan);
    }
    this.#checkOrigin();
    const values = this.#expandWords();
    if (instruction.keyword !== 'COPY') return;
    for (const [word, value] of values.slice(0, -1)) {
      if (value !== undefined && /^https?:\/\//.test(value)) this.#report('COPY takes no URL; ADD does.', word.span);
    }
  }

  #checkOrigin(): void {
    const from = this.instruction.flags.find(({ name }) => name === 'from');
    if (from?.value === undefined || from.value === '' || from.valueSpan === undefined) return;
    const { value, variables } = expandWord(from.value, this.escape, () => ({ kind: 'unset' }));
    if (variables.length > 0 && value !== from.value) {
      this.#report('--from takes no variables; a stage of its own with FROM does.', from.valueSpan);
    } else if (!/^\d+$/.test(from.value) && !this.stages.some(({ name }) => name === from.value?.toLowerCase())) {
      const fault = imageNameFault(from.value);
      const code = /[/:@.]/.test(from.value) ? 'invalid-value' : 'undefined-stage';
      if (fault !== undefined) this.problems.push({ code, span: from.valueSpan, message: fault });
    }
  }

  #expandWords(): readonly (readonly [Instruction['words'][number], string | undefined])[] {
    const { words, exec } = this.instruction;
    return words.map((word) => [word, this.#expand(exec === undefined ? word.text : word.value, word.span)]);
  }

  #expand(text: string, span: Span): string | undefined {
    const { value, error } = expandWord(text, this.escape, this.lookup);
    if (error !== undefined) this.problems.push(wordProblem(error.message, this.#errorSpan(text, span, error)));
    return value;
  }

  /** The words at fault inside `span`, where it is written in one piece. */
  #errorSpan(text: string, span: Span, error: { readonly start: number; readonly end: number }): Span {
    return span.end - span.start === text.length ? partOf(span, error.start, error.end) : span;
  }

  #reportFault(value: string | undefined, faultOf: (text: string) => string | undefined, span: Span): void {
    const message = value === undefined ? undefined : faultOf(value);
    if (message !== undefined) this.#report(message, span);
  }

  #report(message: string, span: Span): void {
    this.problems.push({ code: 'invalid-value', span, message });
  }
}
