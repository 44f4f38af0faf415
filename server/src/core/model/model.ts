import { describeImage, type ImageFacts } from '../knowledge/image-facts';
import type { ShellScript } from '../shell/shell';
import type { Dockerfile, Instruction, Word } from '../syntax/dockerfile';
import { copyOperation } from './copy';
import { parseImageReference, type ImageReference } from './image-reference';
import { packageOperations, type PackageOperation } from './packages';
import { readScript } from './script';
import type { CopyOperation, Stage, StageState } from './stage';
import { initialState, stateAfter } from './state';
import { expand, type VariableValue } from './variables';

/** What a Dockerfile means: stages, the state at each point, and what each RUN does. Everything is computed once, on demand. */
export interface DockerfileModel {
  readonly file: Dockerfile;
  readonly stages: readonly Stage[];
  readonly finalStage: Stage | undefined;
  /** ARG instructions before the first FROM. */
  readonly globalArgs: ReadonlyMap<string, string | undefined>;
  /** Returns the stage that holds `instruction` (its FROM or one after), `undefined` before the first FROM. */
  stageOf(instruction: Instruction): Stage | undefined;
  /** Returns the stage called `name`, or numbered so, as seen from stage `before` (a stage sees earlier ones only). */
  stageNamed(name: string, before: number): Stage | undefined;
  /** Returns what holds right before `instruction` in its stage. */
  stateBefore(instruction: Instruction): StageState;
  /** Returns what holds at the end of `stage`. */
  finalState(stage: Stage): StageState;
  /** Returns the commands of RUN, CMD, ENTRYPOINT or HEALTHCHECK; an empty script for others. */
  scriptOf(instruction: Instruction): ShellScript;
  /** Returns what package managers do in `instruction`, in order. */
  packageOperationsOf(instruction: Instruction): readonly PackageOperation[];
  /** Returns what COPY or ADD moves, `undefined` for other instructions and for one without words. */
  copyOf(instruction: Instruction): CopyOperation | undefined;
  /** Returns `text` with the variables that hold at `instruction` replaced, `undefined` where one is not known. */
  expandAt(text: string, instruction: Instruction): string | undefined;
}

/** Returns the model of `file`. */
export function createModel(file: Dockerfile): DockerfileModel {
  const firstFrom = file.instructions.findIndex(({ keyword }) => keyword === 'FROM');
  const globalArgs = readGlobalArgs(firstFrom === -1 ? [] : file.instructions.slice(0, firstFrom));
  const stages = readStages(file, globalArgs);
  const stageByInstruction = new Map<Instruction, Stage>();
  for (const stage of stages) {
    stageByInstruction.set(stage.from, stage);
    for (const instruction of stage.instructions) {
      stageByInstruction.set(instruction, stage);
      if (instruction.trigger !== undefined) stageByInstruction.set(instruction.trigger, stage);
    }
  }

  const states = new Map<Instruction, StageState>();
  const finalStates = new Map<Stage, StageState>();
  function finalState(stage: Stage): StageState {
    const known = finalStates.get(stage);
    if (known !== undefined) return known;
    let state = initialState(stage, stage.parent && finalState(stage.parent));
    states.set(stage.from, state);
    for (const instruction of stage.instructions) {
      states.set(instruction, state);
      if (instruction.trigger !== undefined) states.set(instruction.trigger, state);
      state = stateAfter(state, instruction, stage.facts, globalArgs, file.escape);
    }
    finalStates.set(stage, state);
    return state;
  }

  const empty = initialState(undefined, undefined);
  function stateBefore(instruction: Instruction): StageState {
    const stage = stageByInstruction.get(instruction);
    if (stage === undefined) return empty;
    finalState(stage);
    return states.get(instruction) ?? empty;
  }

  const scripts = new Map<Instruction, ShellScript>();
  function scriptOf(instruction: Instruction): ShellScript {
    return memoised(scripts, instruction, () => readScript(instruction, file.text));
  }

  const operations = new Map<Instruction, readonly PackageOperation[]>();
  const copies = new Map<Instruction, CopyOperation | undefined>();
  const model: DockerfileModel = {
    file,
    stages,
    finalStage: stages.at(-1),
    globalArgs,
    stageOf: (instruction) => stageByInstruction.get(instruction),
    stageNamed: (name, before) => findStage(stages, name, before),
    stateBefore,
    finalState,
    scriptOf,
    packageOperationsOf: (instruction) =>
      memoised(operations, instruction, () => packageOperations(scriptOf(instruction))),
    copyOf: (instruction) => memoised(copies, instruction, () => copyOperation(model, instruction)),
    expandAt: (text, instruction) => expand(text, (name) => variableAt(stateBefore(instruction), name)),
  };
  return model;
}

function memoised<K, V>(cache: Map<K, V>, key: K, compute: () => V): V {
  if (cache.has(key)) return cache.get(key) as V;
  const value = compute();
  cache.set(key, value);
  return value;
}

function variableAt(state: StageState, name: string): VariableValue {
  const scope = state.env.has(name) ? state.env : state.args;
  if (!scope.has(name)) return { kind: 'unset' };
  const value = scope.get(name);
  return value === undefined ? { kind: 'set' } : { kind: 'value', value };
}

function readGlobalArgs(instructions: readonly Instruction[]): ReadonlyMap<string, string | undefined> {
  const args = new Map<string, string | undefined>();
  for (const instruction of instructions) {
    if (instruction.keyword !== 'ARG') continue;
    for (const { key, value } of instruction.pairs) {
      args.set(key, value === undefined ? undefined : expand(value, (name) => globalValue(args, name)));
    }
  }
  return args;
}

// Of the platform arguments only the caller of the build knows the values.
const PLATFORM = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$|^TARGETSTAGE$/;

function globalValue(args: ReadonlyMap<string, string | undefined>, name: string): VariableValue {
  if (!args.has(name)) return PLATFORM.test(name) ? { kind: 'set' } : { kind: 'unset' };
  const value = args.get(name);
  return value === undefined ? { kind: 'set' } : { kind: 'value', value };
}

interface MutableStage extends Omit<Stage, 'isFinal' | 'isShipped' | 'isReachable' | 'instructions'> {
  isFinal: boolean;
  isShipped: boolean;
  isReachable: boolean;
  instructions: Instruction[];
}

function readStages(file: Dockerfile, globalArgs: ReadonlyMap<string, string | undefined>): readonly Stage[] {
  const stages: MutableStage[] = [];
  for (const instruction of file.instructions) {
    if (instruction.keyword === 'FROM') stages.push(readFrom(instruction, stages, globalArgs));
    else stages.at(-1)?.instructions.push(instruction);
  }
  const last = stages.at(-1);
  if (last === undefined) return stages;
  last.isFinal = true;
  for (let stage: Stage | undefined = last; stage !== undefined; stage = stage.parent)
    (stage as MutableStage).isShipped = true;
  markReachable(last, stages);
  return stages;
}

function readFrom(
  from: Instruction,
  stages: readonly MutableStage[],
  globalArgs: ReadonlyMap<string, string | undefined>,
): MutableStage {
  const [baseWord, as, nameWord] = from.words;
  const base = baseWord === undefined ? undefined : expand(baseWord.value, (name) => globalValue(globalArgs, name));
  const parent = base === undefined ? undefined : stages.findLast((stage) => stage.name === base.toLowerCase());
  const isNamed = as?.value.toUpperCase() === 'AS' && nameWord !== undefined;
  const reference = parent === undefined && base !== undefined ? parseImageReference(base) : undefined;
  return {
    index: stages.length,
    from,
    baseWord,
    nameWord: isNamed ? nameWord : undefined,
    name: isNamed ? nameWord.value.toLowerCase() : undefined,
    parent,
    image: parent === undefined ? reference : parent.image,
    facts:
      parent === undefined ? (reference ? factsOf(reference) : undecidedFacts(baseWord, globalArgs)) : parent.facts,
    instructions: [],
    isFinal: false,
    isShipped: false,
    isReachable: false,
  };
}

/**
 * `ruby:$RUBY_VERSION-slim-bookworm` without a default is an image of Ruby on that distribution, whatever its version: the
 * repository and the end of the tag are written out.
 */
function undecidedFacts(
  baseWord: Word | undefined,
  globalArgs: ReadonlyMap<string, string | undefined>,
): ImageFacts | undefined {
  const [repository = '', tag = ''] = baseWord?.value.split(':') ?? [];
  if (
    repository.includes('$') ||
    !/[}\w]-(?:slim|alpine|bookworm|bullseye|buster|trixie|jammy|focal|noble)(?=-|$)/.test(tag)
  )
    return undefined;
  const text = expand(baseWord?.value ?? '', (name) => {
    const known = globalValue(globalArgs, name);
    return known.kind === 'set' ? { kind: 'value', value: 'x' } : known;
  });
  const reference = text === undefined ? undefined : parseImageReference(text);
  const facts = reference === undefined ? undefined : factsOf(reference);
  return facts?.language === undefined ? undefined : facts;
}

function factsOf(reference: ImageReference): ImageFacts | undefined {
  const { registry, repository, tag, digest } = reference;
  return describeImage({
    repository,
    ...(registry === undefined ? {} : { registry }),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  });
}

function markReachable(stage: MutableStage, stages: readonly MutableStage[]): void {
  if (stage.isReachable) return;
  stage.isReachable = true;
  if (stage.parent !== undefined) markReachable(stage.parent as MutableStage, stages);
  for (const name of stage.instructions.flatMap(sourceNames)) {
    const source = findStage(stages, name, stage.index);
    if (source !== undefined) markReachable(source, stages);
  }
}

/** The names after `--from=` and in `--mount=...,from=`. */
function sourceNames(instruction: Instruction): readonly string[] {
  const flags = [...instruction.flags, ...(instruction.trigger?.flags ?? [])];
  return flags.flatMap(({ name, value = '' }) => {
    if (name === 'from') return [value];
    const [, from] = /(?:^|,)from=([^,]+)/.exec(name === 'mount' ? value : '') ?? [];
    return from === undefined ? [] : [from];
  });
}

function findStage<S extends Stage>(stages: readonly S[], name: string, before: number): S | undefined {
  const wanted = name.toLowerCase();
  for (let index = Math.min(before, stages.length) - 1; index >= 0; index--) {
    const stage = stages[index];
    if (stage?.name === wanted) return stage;
  }
  const number = /^\d+$/.test(name) ? Number(name) : before;
  return number < before ? stages[number] : undefined;
}
