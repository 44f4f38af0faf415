import type { ImageFacts } from '../knowledge/image-facts';
import type { Instruction } from '../syntax/dockerfile';
import { joinPath } from './paths';
import type { Stage, StageState, UserState } from './stage';
import { expand, expandQuoted, type VariableValue } from './variables';

const DEFAULT_SHELL: readonly string[] = ['/bin/sh', '-c'];

// Arguments that BuildKit knows without an ARG instruction (Dockerfile reference, predefined ARGs).
const PREDEFINED = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** Returns what holds right after FROM: what the parent stage ended with, or what the base image brings. */
export function initialState(stage: Stage | undefined, parent: StageState | undefined): StageState {
  if (parent !== undefined) return parent;
  const facts = stage?.facts;
  const env = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(facts?.config.env ?? {}))
    env.set(name, value === true ? undefined : value);
  env.set('PATH', facts?.config.path);
  const args = new Map<string, string | undefined>(PREDEFINED.map((name) => [name, undefined]));
  return {
    env,
    args,
    // The onbuild images of languages set one of their own (python: /usr/src/app, golang: /go/src/app).
    workdir: facts === undefined || facts.config.hasOnbuild ? undefined : (facts.config.workdir ?? '/'),
    workdirInstruction: undefined,
    user: baseUser(facts),
    shell: DEFAULT_SHELL,
    shellInstruction: undefined,
  };
}

function baseUser(facts: ImageFacts | undefined): UserState {
  const user = facts?.user;
  if (user === undefined) return { text: undefined, isRoot: undefined, instruction: undefined };
  if (user.uid === 0 || user.name === 'root') return { text: 'root', isRoot: true, instruction: undefined };
  return { text: user.uid === undefined ? user.name : String(user.uid), isRoot: false, instruction: undefined };
}

/** Returns what holds after `instruction`, given what holds before it. */
export function stateAfter(
  state: StageState,
  instruction: Instruction,
  facts: ImageFacts | undefined,
  globalArgs: ReadonlyMap<string, string | undefined>,
  escape: string,
): StageState {
  const expandRaw = (raw: string | undefined): string | undefined =>
    raw === undefined ? undefined : expandQuoted(raw, (name) => lookUp(state, name), escape);
  const expandIn = (text: string): string | undefined => expand(text, (name) => lookUp(state, name));
  switch (instruction.keyword) {
    case 'ENV': {
      const env = new Map(state.env);
      for (const { key, rawValue } of instruction.pairs) env.set(key, expandRaw(rawValue));
      return { ...state, env };
    }
    case 'ARG': {
      const args = new Map(state.args);
      for (const { key, rawValue } of instruction.pairs) {
        args.set(key, rawValue === undefined ? globalArgs.get(key) : expandRaw(rawValue));
      }
      return { ...state, args };
    }
    case 'WORKDIR': {
      const path = instruction.words[0] === undefined ? undefined : expandIn(instruction.words[0].value);
      if (instruction.words[0] === undefined) return state;
      return {
        ...state,
        workdir: path === undefined ? undefined : joinPath(state.workdir, path),
        workdirInstruction: instruction,
      };
    }
    case 'USER': {
      const word = instruction.words[0];
      if (word === undefined) return state;
      return { ...state, user: userState(expandIn(word.value), instruction, facts) };
    }
    case 'SHELL':
      if (instruction.exec === undefined || instruction.exec.length === 0) return state;
      return { ...state, shell: instruction.exec.map(({ value }) => value), shellInstruction: instruction };
    default:
      return state;
  }
}

function userState(text: string | undefined, instruction: Instruction, facts: ImageFacts | undefined): UserState {
  if (text === undefined) return { text, isRoot: undefined, instruction };
  const [name = ''] = text.split(':');
  const isRoot = name === 'root' || /^0+$/.test(name) || (name === '' && facts?.user?.name === 'root');
  return { text, isRoot, instruction };
}

function lookUp(state: StageState, name: string): VariableValue {
  const scope = state.env.has(name) ? state.env : state.args;
  if (!scope.has(name)) return { kind: 'unset' };
  const value = scope.get(name);
  return value === undefined ? { kind: 'set' } : { kind: 'value', value };
}
