import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';
import type { Stage } from './stage';

/** The configuration of the image that a stage makes, as `docker inspect` shows it. */
export interface ImageConfiguration {
  readonly entrypoint: StartArguments;
  readonly cmd: StartArguments;
  /** What the base image and the stage set; an `undefined` value is set to something unknown. */
  readonly env: ReadonlyMap<string, string | undefined>;
  /** The variables that the Dockerfile itself sets. */
  readonly ownEnv: ReadonlySet<string>;
  /** As written, `root` where nobody sets it; `undefined` where unknown. */
  readonly user: string | undefined;
  /** Absolute; `undefined` where unknown. */
  readonly workdir: string | undefined;
  /** `['NONE']`, `['CMD', ...]` or `['CMD-SHELL', script]`; `undefined` where the Dockerfile sets none. */
  readonly healthcheck: Healthcheck | undefined;
  /** The argv of shell forms. */
  readonly shell: readonly string[];
  /** `undefined` where neither the Dockerfile nor the base image sets one. */
  readonly stopSignal: string | undefined;
  /** As `80/tcp`; a word whose variables are not known stands as written. */
  readonly exposedPorts: ReadonlySet<string>;
  readonly volumes: ReadonlySet<string>;
  /** Set by the Dockerfile; an `undefined` value is not known. */
  readonly labels: ReadonlyMap<string, string | undefined>;
  /** Instructions of ONBUILD, as written. */
  readonly triggers: readonly string[];
}

/** ENTRYPOINT or CMD in force. */
export interface StartArguments {
  /** With the shell in front for shell forms; empty where there is none, `undefined` where the base image is not known. */
  readonly argv: readonly string[] | undefined;
  /** `undefined` where the base image sets it, or nobody. */
  readonly instruction: Instruction | undefined;
  readonly isShellForm: boolean;
}

export interface Healthcheck {
  readonly test: readonly string[];
  /** `--interval=30s` and the like, sorted. */
  readonly options: readonly string[];
  readonly instruction: Instruction;
}

const NONE: StartArguments = { argv: [], instruction: undefined, isShellForm: false };

/** Returns the configuration of the image that `stage` makes: its base image's, and what the stages on the way set. */
export const imageConfiguration: (model: DockerfileModel, stage: Stage) => ImageConfiguration =
  remembered(readConfiguration);

function readConfiguration(model: DockerfileModel, stage: Stage): ImageConfiguration {
  const state = model.finalState(stage);
  const start = startArgumentsOf(model, stage);
  const chain = stageChain(stage);
  const instructions = chain.flatMap((one) => one.instructions);
  return {
    ...start,
    env: state.env,
    ownEnv: new Set(instructions.filter(isEnv).flatMap(({ pairs }) => pairs.map(({ key }) => key))),
    user: state.user.text,
    workdir: state.workdir,
    healthcheck: healthcheckOf(instructions),
    shell: state.shell,
    stopSignal: stopSignalOf(model, instructions) ?? stage.facts?.config.stopSignal,
    exposedPorts: new Set([
      ...(stage.facts?.config.exposedPorts ?? []).map((port) => `${port}/tcp`),
      ...instructions.filter(({ keyword }) => keyword === 'EXPOSE').flatMap((expose) => portsOf(model, expose)),
    ]),
    volumes: new Set([
      ...(stage.facts?.config.volumes ?? []),
      ...instructions
        .filter(({ keyword }) => keyword === 'VOLUME')
        .flatMap((volume) => volume.words.map(({ value }) => model.expandAt(value, volume) ?? value)),
    ]),
    labels: labelsOf(model, instructions),
    triggers: instructions.flatMap(({ trigger }) => (trigger === undefined ? [] : [trigger.logical.text])),
  };
}

/** Returns the stages that `stage` stands on, the lowest first, and itself. */
export function stageChain(stage: Stage): readonly Stage[] {
  return stage.parent === undefined ? [stage] : [...stageChain(stage.parent), stage];
}

/** Returns ENTRYPOINT and CMD in force: what most questions about the configuration are after. */
export const startArgumentsOf: (
  model: DockerfileModel,
  stage: Stage,
) => { readonly entrypoint: StartArguments; readonly cmd: StartArguments } = remembered(startArguments);

/** ENTRYPOINT drops a CMD that comes from below; a stage that stands on another one starts anew in this (dockerfile2llb). */
function startArguments(
  model: DockerfileModel,
  stage: Stage,
): { readonly entrypoint: StartArguments; readonly cmd: StartArguments } {
  let { entrypoint, cmd } = stage.parent === undefined ? baseArguments(stage) : startArgumentsOf(model, stage.parent);
  let isCmdSet = false;
  for (const instruction of stage.instructions) {
    if (instruction.keyword === 'CMD') {
      cmd = written(model, instruction);
      isCmdSet = true;
    }
    if (instruction.keyword === 'ENTRYPOINT') {
      entrypoint = written(model, instruction);
      if (!isCmdSet) cmd = NONE;
    }
  }
  return { entrypoint, cmd };
}

/** Of images whose configuration the tables do not hold, not even the working directory is known. */
function baseArguments({ facts }: Stage): { readonly entrypoint: StartArguments; readonly cmd: StartArguments } {
  const isKnown = facts?.config.workdir !== undefined;
  const inherited = (argv: readonly string[] | undefined): StartArguments => ({
    ...NONE,
    argv: argv ?? (isKnown ? [] : undefined),
  });
  return { entrypoint: inherited(facts?.config.entrypoint), cmd: inherited(facts?.config.cmd) };
}

function written(model: DockerfileModel, instruction: Instruction): StartArguments {
  const { exec, body } = instruction;
  if (exec !== undefined) return { argv: exec.map(({ value }) => value), instruction, isShellForm: false };
  return { argv: [...model.stateBefore(instruction).shell, body.text.trim()], instruction, isShellForm: true };
}

function isEnv({ keyword }: Instruction): boolean {
  return keyword === 'ENV';
}

function healthcheckOf(instructions: readonly Instruction[]): Healthcheck | undefined {
  const instruction = instructions.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  if (instruction === undefined) return undefined;
  const { healthType, exec, body, flags } = instruction;
  const options = flags.map(({ name, value }) => `--${name}=${value ?? ''}`).sort();
  if (healthType === undefined || healthType.text.toUpperCase() === 'NONE')
    return { test: ['NONE'], options, instruction };
  if (exec !== undefined) return { test: ['CMD', ...exec.map(({ value }) => value)], options, instruction };
  return { test: ['CMD-SHELL', body.text.trim().slice(healthType.text.length).trim()], options, instruction };
}

function stopSignalOf(model: DockerfileModel, instructions: readonly Instruction[]): string | undefined {
  const instruction = instructions.findLast(({ keyword }) => keyword === 'STOPSIGNAL');
  const word = instruction?.words[0];
  if (instruction === undefined || word === undefined) return undefined;
  return model.expandAt(word.value, instruction) ?? word.value;
}

function portsOf(model: DockerfileModel, expose: Instruction): readonly string[] {
  return expose.words.flatMap(({ value }) => {
    const text = model.expandAt(value, expose);
    if (text === undefined) return [value];
    return text
      .split(/\s+/)
      .filter((port) => port !== '')
      .flatMap(portRange);
  });
}

/** `8000-8002/udp` names three ports; of `8080:80` only the container's counts. */
function portRange(text: string): readonly string[] {
  const match = /^(?:.*:)?(\d+)(?:-(\d+))?(?:\/(\w+))?$/.exec(text);
  if (match === null) return [text];
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  const protocol = (match[3] ?? 'tcp').toLowerCase();
  // 65,535 is the last port: a longer range is an error of the text, not a list.
  if (last < first || last > 65_535) return [text];
  return Array.from({ length: last - first + 1 }, (_, index) => `${first + index}/${protocol}`);
}

function labelsOf(
  model: DockerfileModel,
  instructions: readonly Instruction[],
): ReadonlyMap<string, string | undefined> {
  const labels = new Map<string, string | undefined>();
  for (const instruction of instructions) {
    if (instruction.keyword !== 'LABEL') continue;
    for (const { key, value } of instruction.pairs) {
      const name = model.expandAt(key, instruction) ?? key;
      labels.set(name, value === undefined ? '' : model.expandAt(value, instruction));
    }
  }
  return labels;
}
