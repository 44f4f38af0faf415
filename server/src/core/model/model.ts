import { Ground, isValid, noteRead, noteReads, recordReads, silently } from '../reads/reads';
import { describeImage, type ImageFacts } from '../knowledge/image-facts';
import type { ShellScript } from '../shell/shell';
import type { Dockerfile, Instruction, Word } from '../syntax/dockerfile';
import { KeptInstruction } from '../syntax/instruction';
import { copyOperation } from './copy';
import { carryDecisions } from './decided';
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

/**
 * Returns the model of `file`. What `previous`, the model of the version before, found for instructions that are still
 * there is taken over; what does not hold any more is marked so (reads/reads.ts).
 */
export function createModel(file: Dockerfile, previous?: DockerfileModel): DockerfileModel {
  const older = previous instanceof Model ? previous : undefined;
  return new Model(file, older);
}

/** What is known of an instruction for as long as it stays as it is. */
interface Memory {
  script?: ShellScript;
  operations?: readonly PackageOperation[];
  /** What holds before it, what holds after it, and what those rest on besides. */
  before?: StageState;
  after?: StageState;
  args?: GlobalArgs;
  facts?: ImageFacts | undefined;
  beforeGround: Ground;
  /** Of a FROM: the image that it names, and what its stage ends with. */
  base?: { readonly text: string; readonly image: ImageReference | undefined; readonly facts: ImageFacts | undefined };
  final?: StageState;
  finalGround: Ground;
  order: Ground;
  keywords?: string;
  stage?: ModelStage;
  copy?: { readonly value: CopyOperation | undefined; readonly grounds: readonly Ground[] };
}

/** What is remembered of triggers, which are parts of an instruction. */
const ofTriggers = new WeakMap<Instruction, Memory>();

function memoryOf(instruction: Instruction): Memory {
  const known = knownMemory(instruction);
  if (known !== undefined) return known;
  const memory: Memory = { beforeGround: new Ground(), finalGround: new Ground(), order: new Ground() };
  if (instruction instanceof KeptInstruction) instruction.memory = memory;
  else ofTriggers.set(instruction, memory);
  return memory;
}

function knownMemory(instruction: Instruction): Memory | undefined {
  // Nobody else sets it.
  return instruction instanceof KeptInstruction
    ? (instruction.memory as Memory | undefined)
    : ofTriggers.get(instruction);
}

/** What rests on the place of an instruction that is gone is asked again, whether or not it rests on its words. */
function endOf(instruction: Instruction): void {
  if (!(instruction instanceof Ground) || !instruction.isStale) return;
  const memory = knownMemory(instruction);
  if (memory === undefined) return;
  for (const ground of [memory.beforeGround, memory.finalGround, memory.order]) ground.isStale = true;
}

type GlobalArgs = ReadonlyMap<string, string | undefined>;

class Model implements DockerfileModel {
  readonly #stages: readonly ModelStage[];
  readonly #stageByInstruction = new Map<Instruction, ModelStage>();
  readonly #globalArgs: GlobalArgs;
  readonly #grounds: ModelGrounds;
  readonly #isKnown = new Set<ModelStage>();

  constructor(
    readonly file: Dockerfile,
    older: Model | undefined,
  ) {
    const { instructions } = file;
    const firstFrom = instructions.findIndex(({ keyword }) => keyword === 'FROM');
    const args = readGlobalArgs(firstFrom === -1 ? [] : instructions.slice(0, firstFrom));
    const old = older === undefined ? undefined : older.#grounds;
    const hasSameArgs = older !== undefined && isSameMap(older.#globalArgs, args);
    this.#globalArgs = hasSameArgs ? older.#globalArgs : args;
    const globalArgs = (hasSameArgs ? old?.globalArgs : undefined) ?? new Ground();
    const stages = readStages(file, this.#globalArgs);
    this.#stages = stages;
    const names = stages.map(({ plain }) => `${plain.name ?? ''};`).join('');
    const reach = stages.map(({ plain }) => `${String(plain.isShipped)}${String(plain.isReachable)}`).join();
    this.#grounds = {
      globalArgs,
      names: old?.nameList === names ? old.names : new Ground(),
      nameList: names,
      reach: old?.reachList === reach ? old.reach : new Ground(),
      reachList: reach,
    };
    if (old !== undefined) {
      for (const key of ['globalArgs', 'names', 'reach'] as const)
        if (old[key] !== this.#grounds[key]) old[key].isStale = true;
    }
    for (const stage of stages) {
      stage.grounds = this.#grounds;
      this.#stageByInstruction.set(stage.from, stage);
      for (const instruction of stage.plain.instructions) this.#stageByInstruction.set(instruction, stage);
    }
    if (older === undefined) return;
    for (const instruction of older.#stageByInstruction.keys()) endOf(instruction);
    for (const stage of stages) this.#renew(stage);
    carryDecisions(older, this);
  }

  /** Marks what a kept FROM does not have any more: the order of its stage's instructions, and the states in it. */
  #renew(stage: ModelStage): void {
    const memory = memoryOf(stage.from);
    const keywords = stage.plain.instructions.map(({ keyword }) => keyword).join(' ');
    if (memory.keywords !== keywords) {
      memory.order.isStale = true;
      memory.order = new Ground();
      memory.keywords = keywords;
    }
    this.#statesOf(stage);
  }

  /** Returns what `stage` ends with, and remembers what holds before each of its instructions. */
  #statesOf(stage: ModelStage): StageState {
    const memory = memoryOf(stage.from);
    if (this.#isKnown.has(stage) && memory.final !== undefined) return memory.final;
    const { parent, facts, instructions } = stage.plain;
    let state = initialStateOf(stage.from, stage, parent === undefined ? undefined : this.#statesOf(parent));
    for (const instruction of instructions) {
      const own = memoryOf(instruction);
      if (own.before === state && own.after !== undefined && own.args === this.#globalArgs && own.facts === facts) {
        state = own.after;
        continue;
      }
      if (own.before !== state) {
        own.beforeGround.isStale = true;
        own.beforeGround = new Ground();
      }
      own.before = state;
      own.args = this.#globalArgs;
      own.facts = facts;
      state = stateAfter(state, instruction, facts, this.#globalArgs, this.file.escape);
      own.after = state;
    }
    if (memory.final !== state) {
      memory.finalGround.isStale = true;
      memory.finalGround = new Ground();
      memory.final = state;
    }
    this.#isKnown.add(stage);
    return state;
  }

  get stages(): readonly Stage[] {
    noteRead(this.#grounds.names);
    return this.#stages;
  }

  get finalStage(): Stage | undefined {
    noteRead(this.#grounds.names);
    return this.#stages.at(-1);
  }

  get globalArgs(): GlobalArgs {
    noteRead(this.#grounds.globalArgs);
    return this.#globalArgs;
  }

  stageOf(instruction: Instruction): Stage | undefined {
    noteRead(this.#grounds.names);
    return this.#stageByInstruction.get(instruction) ?? this.#stageByInstruction.get(this.#hostOf(instruction));
  }

  stageNamed(name: string, before: number): Stage | undefined {
    noteRead(this.#grounds.names);
    return findStage(this.#stages, name, before, ({ plain }) => plain.name);
  }

  stateBefore(instruction: Instruction): StageState {
    const host = this.#hostOf(instruction);
    const stage = this.#stageByInstruction.get(host);
    noteRead(this.#grounds.names);
    if (stage === undefined) return EMPTY_STATE;
    // What a FROM begins with is read nowhere but through its facts.
    if (host === stage.from) {
      stage.noteBase();
      const { parent } = stage.plain;
      return initialStateOf(stage.from, stage, parent === undefined ? undefined : this.finalState(parent));
    }
    silently(() => this.#statesOf(stage));
    const memory = memoryOf(host);
    noteRead(memory.beforeGround);
    return memory.before ?? EMPTY_STATE;
  }

  finalState(stage: Stage): StageState {
    if (!(stage instanceof ModelStage)) return EMPTY_STATE;
    const state = silently(() => this.#statesOf(stage));
    noteRead(memoryOf(stage.from).finalGround);
    return state;
  }

  scriptOf(instruction: Instruction): ShellScript {
    noteInstruction(instruction);
    const memory = memoryOf(instruction);
    return (memory.script ??= silently(() => readScript(instruction, this.file.text)));
  }

  packageOperationsOf(instruction: Instruction): readonly PackageOperation[] {
    noteInstruction(instruction);
    const memory = memoryOf(instruction);
    return (memory.operations ??= packageOperations(this.scriptOf(instruction)));
  }

  copyOf(instruction: Instruction): CopyOperation | undefined {
    const memory = memoryOf(instruction);
    if (memory.copy !== undefined && isValid(memory.copy.grounds)) noteReads(memory.copy.grounds);
    else
      memory.copy = recordReads(() => {
        const copy = copyOperation(this, instruction);
        // The answer holds the stage, which another FROM would begin anew.
        if (copy?.from.kind === 'stage') noteInstruction(copy.from.stage.from);
        return copy;
      });
    return memory.copy.value;
  }

  expandAt(text: string, instruction: Instruction): string | undefined {
    return text.includes('$') || text.includes('\\')
      ? expand(text, (name) => variableAt(this.stateBefore(instruction), name))
      : expand(text, () => ({ kind: 'unset' }));
  }

  /** The ONBUILD of a trigger; another instruction itself. */
  #hostOf(instruction: Instruction): Instruction {
    return instruction.index === -1 ? (this.#hosts().get(instruction) ?? instruction) : instruction;
  }

  #triggerHosts: ReadonlyMap<Instruction, Instruction> | undefined;

  #hosts(): ReadonlyMap<Instruction, Instruction> {
    this.#triggerHosts ??= silently(
      () =>
        new Map(
          this.#stages.flatMap(({ plain }) =>
            plain.instructions.flatMap((host): [Instruction, Instruction][] =>
              host.trigger === undefined ? [] : [[host.trigger, host]],
            ),
          ),
        ),
    );
    return this.#triggerHosts;
  }
}

/** Notes that an answer rests on how many stages there are, and on their names. */
export function noteStages(model: DockerfileModel): void {
  model.stages.at(-1);
}

/** Notes that an answer rests on the words of `instruction`. */
function noteInstruction(instruction: Instruction): void {
  if (instruction instanceof Ground) noteRead(instruction);
}

interface ModelGrounds {
  readonly globalArgs: Ground;
  /** How many stages there are, and what they are called. */
  readonly names: Ground;
  readonly nameList: string;
  /** Which stages ship, and which are needed. */
  readonly reach: Ground;
  readonly reachList: string;
}

function isSameMap(a: GlobalArgs, b: GlobalArgs): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) if (!b.has(key) || b.get(key) !== value) return false;
  return true;
}

const EMPTY_STATE = initialState(undefined, undefined);

function initialStateOf(from: Instruction, stage: ModelStage, parent: StageState | undefined): StageState {
  if (parent !== undefined) return parent;
  const memory = memoryOf(from);
  // The same facts make the same state, so that all that rests on it stays valid.
  const { facts } = stage.plain;
  if (memory.before === undefined || memory.facts !== facts) {
    memory.before = initialState(stage.plain, undefined);
    memory.facts = facts;
  }
  return memory.before;
}

function variableAt(state: StageState, name: string): VariableValue {
  const scope = state.env.has(name) ? state.env : state.args;
  if (!scope.has(name)) return { kind: 'unset' };
  const value = scope.get(name);
  return value === undefined ? { kind: 'set' } : { kind: 'value', value };
}

function readGlobalArgs(instructions: readonly Instruction[]): GlobalArgs {
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

function globalValue(args: GlobalArgs, name: string): VariableValue {
  if (!args.has(name)) return PLATFORM.test(name) ? { kind: 'set' } : { kind: 'unset' };
  const value = args.get(name);
  return value === undefined ? { kind: 'set' } : { kind: 'value', value };
}

interface PlainStage extends Omit<Stage, 'isFinal' | 'isShipped' | 'isReachable' | 'instructions' | 'parent'> {
  parent: ModelStage | undefined;
  isFinal: boolean;
  isShipped: boolean;
  isReachable: boolean;
  instructions: Instruction[];
}

/** A stage that notes who reads it. */
class ModelStage implements Stage {
  readonly from: Instruction;
  grounds: ModelGrounds | undefined;

  constructor(public plain: PlainStage) {
    this.from = plain.from;
  }

  /** Notes what decides the image below: this FROM, those of its parents, and the arguments before the first. */
  noteBase(): void {
    if (this.grounds === undefined) return;
    noteRead(this.grounds.names);
    noteRead(this.grounds.globalArgs);
    for (let stage: Stage | undefined = this.plain; stage !== undefined; stage = plainOf(stage.parent))
      noteInstruction(stage.from);
  }

  #note(which: 'names' | 'reach'): void {
    if (this.grounds !== undefined) noteRead(this.grounds[which]);
  }

  get index(): number {
    this.#note('names');
    return this.plain.index;
  }
  get baseWord(): Word | undefined {
    noteInstruction(this.from);
    return this.plain.baseWord;
  }
  get nameWord(): Word | undefined {
    noteInstruction(this.from);
    return this.plain.nameWord;
  }
  get name(): string | undefined {
    this.#note('names');
    return this.plain.name;
  }
  get parent(): Stage | undefined {
    this.noteBase();
    return this.plain.parent;
  }
  get image(): ImageReference | undefined {
    this.noteBase();
    return this.plain.image;
  }
  get facts(): ImageFacts | undefined {
    this.noteBase();
    return this.plain.facts;
  }
  get instructions(): readonly Instruction[] {
    noteRead(memoryOf(this.from).order);
    return this.plain.instructions;
  }
  get isFinal(): boolean {
    this.#note('names');
    return this.plain.isFinal;
  }
  get isShipped(): boolean {
    this.#note('reach');
    return this.plain.isShipped;
  }
  get isReachable(): boolean {
    this.#note('reach');
    return this.plain.isReachable;
  }
}

function plainOf(stage: Stage | undefined): Stage | undefined {
  return stage instanceof ModelStage ? stage.plain : stage;
}

function readStages(file: Dockerfile, globalArgs: GlobalArgs): readonly ModelStage[] {
  const stages: ModelStage[] = [];
  for (const instruction of file.instructions) {
    if (instruction.keyword === 'FROM') stages.push(stageAt(instruction, readFrom(instruction, stages, globalArgs)));
    else stages.at(-1)?.plain.instructions.push(instruction);
  }
  const last = stages.at(-1);
  if (last === undefined) return stages;
  last.plain.isFinal = true;
  for (let stage: ModelStage | undefined = last; stage !== undefined; stage = stage.plain.parent)
    stage.plain.isShipped = true;
  markReachable(last, stages);
  return stages;
}

/** A FROM that is kept keeps its stage. */
function stageAt(from: Instruction, plain: PlainStage): ModelStage {
  const memory = memoryOf(from);
  if (memory.stage === undefined) memory.stage = new ModelStage(plain);
  else memory.stage.plain = plain;
  return memory.stage;
}

function readFrom(from: Instruction, stages: readonly ModelStage[], globalArgs: GlobalArgs): PlainStage {
  const [baseWord, as, nameWord] = from.words;
  const base = baseWord === undefined ? undefined : expand(baseWord.value, (name) => globalValue(globalArgs, name));
  const parent = base === undefined ? undefined : stages.findLast(({ plain }) => plain.name === base.toLowerCase());
  const isNamed = as?.value.toUpperCase() === 'AS' && nameWord !== undefined;
  const known = parent === undefined && base !== undefined ? baseOf(from, base) : undefined;
  return {
    index: stages.length,
    from,
    baseWord,
    nameWord: isNamed ? nameWord : undefined,
    name: isNamed ? nameWord.value.toLowerCase() : undefined,
    parent,
    image: parent === undefined ? known?.image : parent.plain.image,
    facts:
      parent === undefined
        ? known?.image === undefined
          ? undecidedFacts(baseWord, globalArgs)
          : known.facts
        : parent.plain.facts,
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

function baseOf(from: Instruction, text: string): NonNullable<Memory['base']> {
  const memory = memoryOf(from);
  if (memory.base?.text !== text) {
    const image = parseImageReference(text);
    memory.base = { text, image, facts: image && factsOf(image) };
  }
  return memory.base;
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

function markReachable(stage: ModelStage, stages: readonly ModelStage[]): void {
  const { plain } = stage;
  if (plain.isReachable) return;
  plain.isReachable = true;
  if (plain.parent !== undefined) markReachable(plain.parent, stages);
  for (const name of plain.instructions.flatMap(sourceNames)) {
    const source = findStage(stages, name, plain.index, (other) => other.plain.name);
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

function findStage<S>(
  stages: readonly S[],
  name: string,
  before: number,
  nameOf: (stage: S) => string | undefined,
): S | undefined {
  const wanted = name.toLowerCase();
  for (let index = Math.min(before, stages.length) - 1; index >= 0; index--) {
    const stage = stages[index];
    if (stage !== undefined && nameOf(stage) === wanted) return stage;
  }
  const number = /^\d+$/.test(name) ? Number(name) : before;
  return number < before ? stages[number] : undefined;
}
