import type { BuildContext } from '../context/build-context';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import type { TextEdit } from '../text/edit';
import type { Span } from '../text/span';
import type { Suppression } from './suppression';

export type Severity = 'error' | 'warning' | 'info' | 'hint';
export type Category = 'correctness' | 'security' | 'size' | 'cache' | 'reproducibility' | 'maintainability' | 'style';
export type Preset = 'recommended' | 'strict';

/**
 * `safe`: the built image is the same in configuration, and in contents but for caches and package indexes that nothing
 * reads at run time. `review`: valid and probably wanted, but it changes the image or rests on a guess.
 */
export type Applicability = 'safe' | 'review';

export interface Fix {
  /** An imperative. */
  readonly title: string;
  readonly applicability: Applicability;
  /** Why a `review` fix needs a look; a full sentence. */
  readonly because?: string;
  /** Disjoint edits of the Dockerfile. */
  readonly edits: readonly TextEdit[];
  /** Edits of other files of the build context; a file that does not exist is created. */
  readonly otherFiles?: readonly { readonly path: string; readonly edits: readonly TextEdit[] }[];
}

export interface Report {
  /** The words at fault, not the whole line. */
  readonly span: Span;
  /** States the fact. */
  readonly message: string;
  readonly related?: readonly { readonly span: Span; readonly message: string }[];
  /** Those of the rule's aliases that say just this, where others of them say something else; all of them without it. */
  readonly aliases?: readonly string[];
  /** A function where the edits are costly: it is called when somebody looks at them. */
  readonly fixes?: readonly Fix[] | (() => readonly Fix[]);
}

export type RuleOptions = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface RuleContext<O extends RuleOptions = RuleOptions> {
  readonly file: Dockerfile;
  readonly model: DockerfileModel;
  /** The build context, where the host knows one. */
  readonly context: BuildContext | undefined;
  readonly options: O;
  /** The comments that silence rules; none for a rule that does not run last. */
  readonly suppressions: readonly Suppression[];
}

/** A pair that is executed: `bad` is reported, `good` is not, and a fix of `bad` leads to no finding of the rule. */
export interface Example {
  readonly bad: string;
  readonly good: string;
  /** Files of the build context that the example needs. */
  readonly context?: Readonly<Record<string, string>>;
  /** Options that the example needs, where the defaults say nothing. */
  readonly options?: RuleOptions;
}

/** A rule: data, documentation, executed examples and one pure function. */
export interface Rule<O extends RuleOptions = RuleOptions> {
  /** Kebab case, equal to the file name; names the pattern found. */
  readonly id: string;
  /** The same rule elsewhere: `hadolint/DL3015`, `buildkit/StageNameCasing`, `trivy/DS-0002`. */
  readonly aliases: readonly string[];
  readonly category: Category;
  readonly severity: Severity;
  readonly preset: Preset;
  /**
   * The rule can find something only where one of these is in the file, and does not run elsewhere: keywords (`COPY`),
   * programs (`curl`), package managers (`pip`, which `python -m pip` runs too), and `several stages`.
   */
  readonly needs?: readonly string[];
  /** The rule can find something only where the text holds this, and does not run elsewhere. */
  readonly mentions?: RegExp;
  /** It looks at `suppressions`, which are known when the other rules have run. */
  readonly runsLast?: true;
  /** One line: the problem, not the cure. */
  readonly summary: string;
  /** Markdown: what, why, when to ignore, what the fix does. */
  readonly docs: string;
  /** `always`: for each finding, unless it stands in shell that does not parse, which is never edited. */
  readonly fixes: 'never' | 'sometimes' | 'always';
  readonly options?: O;
  readonly examples: readonly [Example, ...Example[]];
  /**
   * It looks at blank lines, comments, or words wherever they stand, not at what instructions mean: it is asked at every
   * change of the text. Other rules are asked again where something that they read has changed.
   */
  readonly readsText?: true;
  /** Yields reports; reads the model, never searches text. */
  check(context: RuleContext<O>): Iterable<Report>;
  /** Yields what `check` does of one instruction. While somebody types, the others are not asked again. */
  checkInstruction?(context: RuleContext<O>, instruction: Instruction): Iterable<Report>;
  /** Yields what `check` does of one stage. */
  checkStage?(context: RuleContext<O>, stage: Stage): Iterable<Report>;
}

/** What a rule's author writes: how it checks an instruction, or a stage, or, where neither says it, the file. */
export type RuleDefinition<O extends RuleOptions> = Omit<Rule<O>, 'check' | 'checkInstruction' | 'checkStage'> &
  (Pick<Rule<O>, 'check'> | Required<Pick<Rule<O>, 'checkInstruction'>> | Required<Pick<Rule<O>, 'checkStage'>>);

/** Returns the rule that `definition` says, with the type of its options known to its check. */
export function defineRule<const O extends RuleOptions = RuleOptions>(definition: RuleDefinition<O>): Rule {
  // A rule reads its own options only, which the linter merges with its defaults.
  if ('check' in definition) return definition;
  return { ...definition, check: (context) => checkAll(definition, context as RuleContext<O>) };
}

function* checkAll<O extends RuleOptions>(
  definition: Pick<Rule<O>, 'checkInstruction' | 'checkStage'>,
  context: RuleContext<O>,
): Iterable<Report> {
  const { checkInstruction, checkStage } = definition;
  if (checkInstruction !== undefined)
    for (const instruction of context.file.instructions) yield* checkInstruction(context, instruction);
  if (checkStage !== undefined) for (const stage of context.model.stages) yield* checkStage(context, stage);
}
