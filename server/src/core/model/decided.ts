import { Ground, isValid, noteRead, recordReads, silently } from '../reads/reads';
import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';

interface Decision {
  readonly value: unknown;
  readonly grounds: readonly Ground[];
  /** What rests on the answer rests on this, and not on all that was read for it. */
  readonly ground: Ground;
}

interface Question {
  compute(model: DockerfileModel, subject: Instruction | undefined): unknown;
  isSame(a: unknown, b: unknown): boolean;
}

const decisions = new WeakMap<DockerfileModel, Map<Question, Map<Instruction | undefined, Decision>>>();

/**
 * Returns `compute` with a memory that goes on from version to version. What asks it rests on its answer alone: where an
 * answer is the same again after a change, nobody else is asked again. For questions that read much and answer little. An
 * answer must not hold offsets.
 */
export function decided<V>(
  compute: (model: DockerfileModel, subject: Instruction) => V,
): (model: DockerfileModel, subject: Instruction) => V {
  const question: Question = {
    compute: (model, subject) => (subject === undefined ? undefined : compute(model, subject)),
    isSame: Object.is,
  };
  return (model, subject) => decide(model, question, subject) as V;
}

/** As `decided`, of the whole file. */
export function decidedOfFile<V>(compute: (model: DockerfileModel) => V): (model: DockerfileModel) => V {
  const question: Question = { compute, isSame: Object.is };
  return (model) => decide(model, question, undefined) as V;
}

/** Returns the instructions that `test` finds, which reads nothing but their own words and what COPY means; remembered as `decided`. */
export function instructionsWhere(
  test: (model: DockerfileModel, instruction: Instruction) => boolean,
): (model: DockerfileModel) => readonly Instruction[] {
  const known = new WeakMap<Instruction, { readonly value: boolean; readonly grounds: readonly Ground[] }>();
  const passes = (model: DockerfileModel, instruction: Instruction): boolean => {
    let answer = known.get(instruction);
    if (answer === undefined || !isValid(answer.grounds))
      known.set(instruction, (answer = recordReads(() => test(model, instruction))));
    return answer.value;
  };
  const question: Question = {
    compute: (model) => model.file.instructions.filter((instruction) => passes(model, instruction)),
    isSame: (a, b) => isSameList(a as readonly Instruction[], b as readonly Instruction[]),
  };
  return (model) => decide(model, question, undefined) as readonly Instruction[];
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function decide(model: DockerfileModel, question: Question, subject: Instruction | undefined): unknown {
  const ofModel = decisions.get(model) ?? new Map<Question, Map<Instruction | undefined, Decision>>();
  decisions.set(model, ofModel);
  const answers = ofModel.get(question) ?? new Map<Instruction | undefined, Decision>();
  ofModel.set(question, answers);
  let decision = answers.get(subject);
  if (decision === undefined) {
    decision = { ...apart(() => question.compute(model, subject)), ground: new Ground() };
    answers.set(subject, decision);
  }
  noteRead(decision.ground);
  return decision.value;
}

/** As `recordReads`, but that whoever is recording does not rest on what is read. */
function apart<V>(compute: () => V): { readonly value: V; readonly grounds: readonly Ground[] } {
  return silently(() => recordReads(compute));
}

/** Takes over the answers of the version before: those that rest on something gone are asked again now. */
export function carryDecisions(from: DockerfileModel, to: DockerfileModel): void {
  const old = decisions.get(from);
  if (old === undefined) return;
  decisions.delete(from);
  decisions.set(to, old);
  // One answer may rest on another: what changes is looked for until nothing does.
  while (isAnyAskedAgain(old, to));
}

function isAnyAskedAgain(old: Map<Question, Map<Instruction | undefined, Decision>>, to: DockerfileModel): boolean {
  let hasChanged = false;
  for (const [question, answers] of old) {
    for (const [subject, decision] of answers) {
      if (isValid(decision.grounds)) continue;
      if (subject instanceof Ground && subject.isStale) {
        decision.ground.isStale = true;
        answers.delete(subject);
        continue;
      }
      const { value, grounds } = apart(() => question.compute(to, subject));
      if (question.isSame(value, decision.value)) {
        answers.set(subject, { value: decision.value, grounds, ground: decision.ground });
      } else {
        decision.ground.isStale = true;
        answers.set(subject, { value, grounds, ground: new Ground() });
        hasChanged = true;
      }
    }
  }
  return hasChanged;
}
