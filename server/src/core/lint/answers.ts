import { noteStages, type DockerfileModel } from '../model/model';
import { namesIn, namesOf } from '../model/names';
import { Ground, isValid, noteRead, recordReads } from '../reads/reads';
import type { Instruction } from '../syntax/dockerfile';
import { anchorIn, changedText, noteText } from '../syntax/parse';
import type { Span } from '../text/span';
import type { Finding } from './finding';
import { finishedFixes } from './finished-fixes';
import type { LintRequest } from './lint';
import type { EnabledRule, LintSettings } from './options';
import type { Fix, Report, RuleContext } from './rule';
import type { Suppression } from './suppression';

/**
 * What the rules say of one version of a text. An answer is kept for the next version as long as all that it was read from
 * is still there (reads/reads.ts): typing in one instruction asks the rules that looked at it.
 */
export interface Answers {
  /** Returns the findings of `rules`; those that look at comments are told `suppressions`. */
  ask(rules: readonly EnabledRule[], suppressions: readonly Suppression[]): readonly Finding[];
}

/** Returns the answers for a version; those of `previous`, the version before, are taken over where they hold. */
export function createAnswers(request: LintRequest, previous: Answers | undefined): Answers {
  const older = previous instanceof VersionAnswers && previous.isFor(request.settings) ? previous : undefined;
  return new VersionAnswers(request, older);
}

/** Returns the answers for a text that no other version follows: nothing is kept. */
export function createLastAnswers(request: LintRequest): Answers {
  const { model, context, onRuleError } = request;
  const { file } = model;
  const names = namesIn(model);
  const findingsOf = (enabled: EnabledRule, suppressions: readonly Suppression[]): readonly Finding[] => {
    const { rule, options } = enabled;
    const findings: Finding[] = [];
    try {
      for (const report of rule.check({ file, model, context, options, suppressions }))
        findings.push(toFinding(report, enabled, model));
    } catch (error) {
      onRuleError?.(rule.id, error);
    }
    return findings;
  };
  const mayFind = ({ rule: { needs, mentions } }: EnabledRule): boolean =>
    (needs === undefined || needs.some((name) => names.has(name))) && mentions?.test(file.text) !== false;
  return {
    ask: (rules, suppressions) =>
      rules.flatMap((enabled) => (mayFind(enabled) ? findingsOf(enabled, suppressions) : [])),
  };
}

function toFinding({ fixes, ...report }: Report, { rule, severity }: EnabledRule, model: DockerfileModel): Finding {
  const finding: Finding = {
    ...report,
    rule: rule.id,
    aliases: report.aliases ?? rule.aliases,
    category: rule.category,
    severity,
  };
  if (fixes === undefined) return finding;
  let computed: readonly Fix[] | undefined;
  return {
    ...finding,
    get fixes() {
      return (computed ??= finishedFixes(model, typeof fixes === 'function' ? fixes() : fixes));
    },
  };
}

/** A report that stands in the text as it is now, wherever the instructions around it have moved. */
interface KeptReport {
  readonly enabled: EnabledRule;
  readonly report: Omit<Report, 'fixes'>;
  readonly span: Span;
  readonly related: Report['related'];
  readonly hasFixes: boolean;
  /** The instruction or stage that the rule was asked of; `undefined` where it was asked of the file. */
  readonly subject: Instruction | undefined;
}

interface Answer {
  readonly reports: readonly KeptReport[];
  readonly grounds: readonly Ground[];
}

/** Rules are asked of the file, of each stage (known by its FROM), or of each instruction. */
interface Division {
  readonly ofFile: readonly EnabledRule[];
  readonly ofStages: readonly EnabledRule[];
  readonly ofInstructions: readonly EnabledRule[];
}

class VersionAnswers implements Answers {
  readonly #request: LintRequest;
  readonly #ofFile: Map<EnabledRule, Answer>;
  readonly #ofStages: WeakMap<Instruction, Map<EnabledRule, Answer>>;
  readonly #ofInstructions: WeakMap<Instruction, Map<readonly EnabledRule[], Answer>>;
  readonly #divisions: WeakMap<readonly EnabledRule[], Division>;
  /** The rules whose words this or an older version mentions, and in which version one was looked for last. */
  readonly #mentioned: Set<EnabledRule>;
  readonly #tested: Map<EnabledRule, number>;
  readonly #version: number;
  readonly #context: Ground;
  readonly #names: ReadonlySet<string>;
  /** What differs from the version before; the whole text where there is none. */
  readonly #changed: string;
  /** The fixes of reports made in this version: they hold its offsets, and its model. */
  readonly #fixes = new Map<KeptReport, Report['fixes']>();
  readonly #askedAgain = new Map<EnabledRule, Map<Instruction | undefined, readonly Report[]>>();

  constructor(request: LintRequest, older: VersionAnswers | undefined) {
    const { model, context } = request;
    this.#request = request;
    this.#ofFile = older === undefined ? new Map<EnabledRule, Answer>() : older.#ofFile;
    this.#ofStages = older === undefined ? new WeakMap() : older.#ofStages;
    this.#ofInstructions = older === undefined ? new WeakMap() : older.#ofInstructions;
    this.#divisions = older === undefined ? new WeakMap() : older.#divisions;
    this.#mentioned = older === undefined ? new Set() : older.#mentioned;
    this.#tested = older === undefined ? new Map<EnabledRule, number>() : older.#tested;
    this.#version = older === undefined ? 0 : older.#version + 1;
    this.#context = older === undefined ? new Ground() : older.#context;
    this.#names = namesIn(model);
    this.#changed = older === undefined ? model.file.text : changedText(model.file);
    if (older !== undefined && older.#request.context !== context) {
      this.#context.isStale = true;
      this.#context = new Ground();
    }
  }

  isFor(settings: LintSettings): boolean {
    return this.#request.settings === settings;
  }

  ask(rules: readonly EnabledRule[], suppressions: readonly Suppression[]): readonly Finding[] {
    const { model } = this.#request;
    const { ofFile, ofStages, ofInstructions } = this.#divide(rules);
    const findings: Finding[] = [];
    const add = ({ reports }: Answer): void => {
      for (const report of reports) findings.push(this.#findingOf(report));
    };
    const { instructions } = model.file;
    for (const instruction of instructions) add(this.#ofInstruction(instruction, ofInstructions));
    for (const enabled of ofStages)
      if (this.#mayFind(enabled)) for (const stage of model.stages) add(this.#ofStage(stage.from, enabled));
    for (const enabled of ofFile) if (this.#mayFind(enabled)) add(this.#ofWholeFile(enabled, suppressions));
    return findings;
  }

  #divide(rules: readonly EnabledRule[]): Division {
    const known = this.#divisions.get(rules);
    if (known !== undefined) return known;
    const division = {
      ofFile: rules.filter(({ rule }) => rule.checkInstruction === undefined && rule.checkStage === undefined),
      ofStages: rules.filter(({ rule }) => rule.checkStage !== undefined),
      ofInstructions: rules.filter(({ rule }) => rule.checkInstruction !== undefined),
    };
    this.#divisions.set(rules, division);
    return division;
  }

  #ofWholeFile(enabled: EnabledRule, suppressions: readonly Suppression[]): Answer {
    const known = enabled.rule.runsLast === true ? undefined : this.#ofFile.get(enabled);
    if (known !== undefined && isValid(known.grounds)) return known;
    const answer = this.#asked([enabled], undefined, suppressions);
    this.#ofFile.set(enabled, answer);
    return answer;
  }

  /** Tells whether the text has what the rule needs to find something. */
  #mayFind(enabled: EnabledRule): boolean {
    const { needs, mentions } = enabled.rule;
    if (needs?.some((name) => this.#names.has(name)) === false) return false;
    if (mentions === undefined || this.#mentioned.has(enabled)) return true;
    // What an older version did not mention, this one mentions where it is new.
    const isAllButTested = this.#tested.get(enabled) === this.#version - 1;
    this.#tested.set(enabled, this.#version);
    const isMentioned = mentions.test(isAllButTested ? this.#changed : this.#request.model.file.text);
    if (isMentioned) this.#mentioned.add(enabled);
    return isMentioned;
  }

  #ofStage(from: Instruction, enabled: EnabledRule): Answer {
    const answers = this.#ofStages.get(from) ?? new Map<EnabledRule, Answer>();
    this.#ofStages.set(from, answers);
    const known = answers.get(enabled);
    if (known !== undefined && isValid(known.grounds)) return known;
    const answer = this.#asked([enabled], from, []);
    answers.set(enabled, answer);
    return answer;
  }

  #ofInstruction(instruction: Instruction, rules: readonly EnabledRule[]): Answer {
    const answers = this.#ofInstructions.get(instruction) ?? new Map<readonly EnabledRule[], Answer>();
    this.#ofInstructions.set(instruction, answers);
    const known = answers.get(rules);
    if (known !== undefined && isValid(known.grounds)) return known;
    const { model } = this.#request;
    const names = namesOf(model, instruction);
    const { start, end } = instruction.linesSpan;
    let text: string | undefined;
    const asked = rules.filter(({ rule: { needs, mentions } }) => {
      if (needs?.some((name) => names.has(name)) === false) return false;
      return mentions?.test((text ??= model.file.text.slice(start, end))) !== false;
    });
    const answer = this.#asked(asked, instruction, []);
    answers.set(rules, answer);
    return answer;
  }

  #asked(
    rules: readonly EnabledRule[],
    subject: Instruction | undefined,
    suppressions: readonly Suppression[],
  ): Answer {
    const { value: reports, grounds } = recordReads(() => {
      // Which of the rules are asked was decided by the instruction's words, and by there being several stages.
      if (subject instanceof Ground) noteRead(subject);
      if (subject !== undefined) noteStages(this.#request.model);
      return rules.flatMap((enabled) =>
        this.#reportsOf(enabled, subject, suppressions).map((report) => this.#kept(enabled, report, subject)),
      );
    });
    return { reports, grounds };
  }

  #reportsOf(
    { rule, options }: EnabledRule,
    subject: Instruction | undefined,
    suppressions: readonly Suppression[],
  ): readonly Report[] {
    const { model, context, onRuleError } = this.#request;
    const ground = this.#context;
    const asked: RuleContext = {
      file: model.file,
      model,
      get context() {
        noteRead(ground);
        return context;
      },
      options,
      suppressions,
    };
    const reports: Report[] = [];
    try {
      if (rule.readsText === true) noteText(model.file);
      for (const report of reportsAbout(rule, asked, subject)) reports.push(report);
    } catch (error) {
      onRuleError?.(rule.id, error);
    }
    return reports;
  }

  #kept(enabled: EnabledRule, { fixes, ...report }: Report, subject: Instruction | undefined): KeptReport {
    const { file } = this.#request.model;
    const kept: KeptReport = {
      enabled,
      report,
      span: anchorIn(file, report.span),
      related: report.related?.map(({ span, message }) => ({ span: anchorIn(file, span), message })),
      hasFixes: fixes !== undefined,
      subject,
    };
    if (fixes !== undefined) this.#fixes.set(kept, fixes);
    return kept;
  }

  #findingOf(kept: KeptReport): Finding {
    const { report, enabled, span, related } = kept;
    const { rule, severity } = enabled;
    const told = related?.map((one) => ({ span: plain(one.span), message: one.message }));
    const finding: Finding = {
      ...report,
      span: plain(span),
      rule: rule.id,
      aliases: report.aliases ?? rule.aliases,
      category: rule.category,
      severity,
      ...(told === undefined ? {} : { related: told }),
    };
    if (!kept.hasFixes) return finding;
    const fixesOf = (): readonly Fix[] => this.#fixesOf(kept);
    let computed: readonly Fix[] | undefined;
    return {
      ...finding,
      get fixes() {
        return (computed ??= fixesOf());
      },
    };
  }

  #fixesOf(kept: KeptReport): readonly Fix[] {
    const fixes = this.#fixes.get(kept) ?? this.#fixesAgain(kept);
    return finishedFixes(this.#request.model, typeof fixes === 'function' ? fixes() : (fixes ?? []));
  }

  /** A kept answer is asked again for its fixes: they are made for one version of the text. */
  #fixesAgain({ enabled, subject, span, report: { message } }: KeptReport): Report['fixes'] {
    const known = this.#askedAgain.get(enabled) ?? new Map<Instruction | undefined, readonly Report[]>();
    this.#askedAgain.set(enabled, known);
    const reports = known.get(subject) ?? this.#reportsOf(enabled, subject, []);
    known.set(subject, reports);
    return reports.find(
      (other) => other.message === message && other.span.start === span.start && other.span.end === span.end,
    )?.fixes;
  }
}

function reportsAbout(
  rule: EnabledRule['rule'],
  context: RuleContext,
  subject: Instruction | undefined,
): Iterable<Report> {
  if (subject === undefined) return rule.check(context);
  if (rule.checkInstruction !== undefined) return rule.checkInstruction(context, subject);
  const stage = context.model.stageOf(subject);
  return stage === undefined || rule.checkStage === undefined ? [] : rule.checkStage(context, stage);
}

function plain({ start, end }: Span): Span {
  return { start, end };
}
