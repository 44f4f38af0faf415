import { createTwoFilesPatch } from 'diff';
import {
  analyze,
  applyEdits,
  fixAll,
  planMultiStage,
  type Analysis,
  type MultiStageOptions,
  type MultiStagePlan,
} from '../../server/src/core/index';
import { memoryContext } from '../support/build-context';
import { CONVERSIONS, type Subject } from '../support/laws';
import type { Answer, Question } from './oracle';

/** A text that we made of another, and what BuildKit must say of it. */
export interface Judgement {
  /** The row of the table. */
  readonly claim: string;
  /** The rule or recipe. */
  readonly author: string;
  readonly subject: Subject;
  readonly text: string;
  readonly before: readonly Question[];
  readonly after: readonly Question[];
  /** Returns what is wrong with the answers, `undefined` where all is well. */
  judge(before: readonly Answer[], after: readonly Answer[]): string | undefined;
}

/** Returns all that is to be asked about `subject`. */
export function* judgementsOf(subject: Subject): Generator<Judgement> {
  const context = subject.context === undefined ? undefined : memoryContext(subject.context);
  const options = { settings: { preset: 'strict' }, ...(context === undefined ? {} : { context }) } as const;
  const analysis = analyze(subject.text, options);
  const args = undecidedArguments(analysis);
  const ask = (dockerfile: string, target?: string): Question => ({
    dockerfile,
    args,
    ...(target === undefined ? {} : { target }),
  });
  const base = { subject, before: [ask(subject.text)] };
  yield {
    ...base,
    claim: 'same instructions on the same lines',
    author: 'parser',
    text: subject.text,
    after: [],
    judge: ([answer]) => instructionDifference(analysis, answer),
  };
  yield {
    ...base,
    claim: 'no syntax error where BuildKit sees none',
    author: 'parser',
    text: subject.text,
    after: [],
    judge: ([answer]) => (answer?.ok === true ? analysis.file.problems[0]?.message : undefined),
  };

  const edited = (claim: string, author: string, text: string, isSafe: boolean): Judgement => {
    const fixed = analyze(text);
    const isExcused = (name: string): boolean =>
      // MAINTAINER become a label is the one exception.
      (name === 'Labels.org.opencontainers.image.authors' && author.includes('maintainer-deprecated')) ||
      (name === 'WorkingDir' && haveSameWorkdirs(analysis, fixed));
    // A safe fix moves no stage, but it may respell a name. BuildKit knows targets by name only.
    const [names, newNames] = [targetsOf(analysis), targetsOf(fixed)];
    const pairs = names.flatMap((name, index): [string, string][] => {
      const newName = newNames[index];
      return isSafe && name !== undefined && newName !== undefined ? [[name, newName]] : [];
    });
    return {
      claim,
      author,
      subject,
      text,
      before: [ask(subject.text), ...pairs.map(([name]) => ask(subject.text, name))],
      after: [ask(text), ...pairs.map(([, newName]) => ask(text, newName))],
      judge: (before, after) =>
        stillAccepted(before, after) ?? (isSafe ? sameConfigurations(before, after, isExcused) : undefined),
    };
  };
  const seen = new Set<string>();
  for (const { rule, fixes = [] } of analysis.findings) {
    for (const { edits, applicability } of fixes) {
      const text = applyEdits(subject.text, edits);
      if (text === subject.text || seen.has(text)) continue;
      seen.add(text);
      yield edited(
        applicability === 'safe' ? 'accepted and the same image after a safe fix' : 'accepted after a review fix',
        rule,
        text,
        applicability === 'safe',
      );
    }
  }
  const safe = fixAll(subject.text, options);
  if (safe.text !== subject.text) {
    yield edited('accepted and the same image after all safe fixes', rulesOf(safe.applied), safe.text, true);
  }
  const all = fixAll(subject.text, options, () => true);
  if (all.text !== subject.text) yield edited('accepted after all fixes', rulesOf(all.applied), all.text, false);

  for (const conversion of CONVERSIONS) {
    const plan = planMultiStage(analysis, conversion);
    if (plan.kind === 'refusal') continue;
    yield converted(subject, plan, conversion, ask);
  }
}

/** Returns what BuildKit must say of the conversion of one text. */
export function convertedJudgement(
  subject: Subject,
  analysis: Analysis,
  plan: MultiStagePlan,
  options: MultiStageOptions,
): Judgement {
  const args = undecidedArguments(analysis);
  return converted(subject, plan, options, (dockerfile, target) => ({
    dockerfile,
    args,
    ...(target === undefined ? {} : { target }),
  }));
}

/** The oracle's stand-ins for base images have no WORKDIR; where the real one is known, ours tells. */
function haveSameWorkdirs(before: Analysis, after: Analysis): boolean {
  const workdirs = ({ model }: Analysis): string => model.stages.map((stage) => model.finalState(stage).workdir).join();
  return (
    before.model.stages.some(({ facts }) => facts?.config.workdir !== undefined) && workdirs(before) === workdirs(after)
  );
}

function targetsOf({ model }: Analysis): readonly (string | undefined)[] {
  return model.stages.map(({ name }) => name);
}

function rulesOf(applied: readonly { readonly rule: string }[]): string {
  return [...new Set(applied.map(({ rule }) => rule))].sort().join(' ');
}

/** Arguments of FROM without a default get one, so that BuildKit can judge the rest. */
function undecidedArguments({ model }: Analysis): Readonly<Record<string, string>> {
  const undecided = [...model.globalArgs].filter(([, value]) => value === undefined || value === '');
  return Object.fromEntries(undecided.map(([name]) => [name, 'debian']));
}

function instructionDifference({ file }: Analysis, answer: Answer | undefined): string | undefined {
  // A text that BuildKit cannot parse has no instructions to compare.
  if (answer === undefined || answer.instructions.length === 0) return undefined;
  const ours = file.instructions.map(({ keyword, linesSpan }) => {
    const start = file.lines.lineAt(linesSpan.start) + 1;
    return `${keyword} ${start}-${Math.max(start, file.lines.lineAt(linesSpan.end - 1) + 1)}`;
  });
  const theirs = answer.instructions.map(({ name, start, end }) => `${name} ${start}-${end}`);
  const index = theirs.findIndex((instruction, i) => instruction !== ours[i]);
  if (index === -1 && ours.length === theirs.length) return undefined;
  const at = index === -1 ? theirs.length : index;
  return `BuildKit: ${theirs[at] ?? 'nothing'}; we: ${ours[at] ?? 'nothing'}`;
}

function stillAccepted([before]: readonly Answer[], [after]: readonly Answer[]): string | undefined {
  return before?.ok === true && after?.ok === false ? `BuildKit refuses it now: ${after.error ?? ''}` : undefined;
}

function sameConfigurations(
  before: readonly Answer[],
  after: readonly Answer[],
  isExcused: (name: string) => boolean,
): string | undefined {
  for (const [index, answer] of before.entries()) {
    const other = after[index];
    if (!answer.ok || other === undefined) continue;
    if (!other.ok) return `BuildKit refuses target ${index - 1} now: ${other.error ?? ''}`;
    const differences = configurationDifferences(answer, other).filter(({ name }) => !isExcused(name));
    const [first] = differences;
    if (first !== undefined) return `${first.name}: ${first.before ?? 'none'} becomes ${first.after ?? 'none'}`;
  }
  return undefined;
}

interface Difference {
  /** `Cmd`, `Env.PATH`, `Labels.x`. */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

function configurationDifferences(before: Answer, after: Answer): readonly Difference[] {
  const [left, right] = [flat(before.config ?? {}), flat(after.config ?? {})];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) => {
    const difference = { name, before: left.get(name), after: right.get(name) };
    return difference.before === difference.after ? [] : [difference];
  });
}

function flat(config: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const [name, value] of Object.entries(config)) {
    if (name === 'Env') {
      for (const pair of value as readonly string[]) {
        const [key = ''] = pair.split('=', 1);
        entries.set(`Env.${key}`, pair.slice(key.length + 1));
      }
    } else if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) entries.set(`${name}.${key}`, JSON.stringify(inner));
    } else if (
      !(Array.isArray(value) && value.length === 0) &&
      value !== null &&
      value !== '' &&
      !isRoot(name, value)
    ) {
      entries.set(name, JSON.stringify(value));
    }
  }
  return entries;
}

/** No WORKDIR is `/`. */
function isRoot(name: string, value: unknown): boolean {
  return name === 'WorkingDir' && value === '/';
}

function converted(
  subject: Subject,
  plan: MultiStagePlan,
  options: MultiStageOptions,
  ask: (dockerfile: string, target?: string) => Question,
): Judgement {
  const targets = targetsOf(analyze(plan.text)).flatMap((name) => name ?? []);
  return {
    claim: 'accepted in every target, and the same image but for what is named, after conversion',
    author: `${plan.recipe} ${JSON.stringify(options)}`,
    subject,
    text: plan.text,
    before: [ask(subject.text)],
    after: [ask(plan.text), ...targets.map((target) => ask(plan.text, target))],
    judge: (before, after) => {
      if (before[0]?.ok !== true) return undefined;
      const refused = after.find(({ ok }) => !ok);
      if (refused !== undefined) return `BuildKit refuses it: ${refused.error ?? ''}`;
      const [original, result] = [before[0], after[0]];
      if (result === undefined) return undefined;
      const unnamed = configurationDifferences(original, result).filter(
        (difference) => !isNamed(difference, plan, options),
      );
      return unnamed.length === 0
        ? undefined
        : unnamed
            .map(({ name, before: was, after: is }) => `${name}: ${was ?? 'none'} becomes ${is ?? 'none'}`)
            .join('; ');
    },
  };
}

const INSTRUCTIONS: Readonly<Record<string, string>> = {
  Cmd: 'CMD',
  Entrypoint: 'ENTRYPOINT',
  User: 'USER',
  WorkingDir: 'WORKDIR',
  Healthcheck: 'HEALTHCHECK',
  Shell: 'SHELL',
  StopSignal: 'STOPSIGNAL',
  ExposedPorts: 'EXPOSE',
  Volumes: 'VOLUME',
  OnBuild: 'ONBUILD',
};

/** Tells whether the plan says that this changes: in a sentence, or by the place it gives to the instruction. */
function isNamed({ name, after }: Difference, plan: MultiStagePlan, options: MultiStageOptions): boolean {
  const [field = '', ...rest] = name.split('.');
  const key = rest.join('.');
  // The stand-in base images of the oracle carry their own name.
  if (field === 'Labels' && key === 'base') return true;
  if (field === 'User' && options.nonRoot === true) return true;
  const word = field === 'Env' || field === 'Labels' ? key : (INSTRUCTIONS[field] ?? field);
  const sentences = [...plan.assumptions.map(({ message }) => message), ...plan.stages.map(({ purpose }) => purpose)];
  if (sentences.some((sentence) => sentence.includes(word))) return true;
  return plan.dispositions.some(({ instruction, placement, why }) => {
    const isAbout =
      instruction.keyword === INSTRUCTIONS[field] ||
      (/^(?:ENV|LABEL|ARG)$/.test(instruction.keyword) && instruction.pairs.some((pair) => pair.key === key));
    if (isAbout && after === undefined) return placement === 'dropped' || placement === 'builder';
    return isAbout && why.includes(word);
  });
}

/** Returns the difference between the text of a judgement and its subject. */
export function diffOf({ subject, text }: Judgement): string {
  return createTwoFilesPatch('before', 'after', subject.text, text, undefined, undefined, { context: 2 })
    .split('\n')
    .slice(4, 60)
    .join('\n');
}
