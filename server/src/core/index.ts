import { createAnalysis, type Analysis, type AnalysisOptions } from './analysis';
import { createCatalogue, type Catalogue } from './lint/catalogue';
import type { Finding } from './lint/finding';
import { fixAll as fixAllFindings, type FixAllResult } from './lint/fix-all';
import type { Fix } from './lint/rule';
import {
  readRuleChoices,
  unknownRule as sayUnknownRule,
  type ReportChoice,
  type RuleChoices,
} from './lint/rule-choices';
import { rules } from './rules/index';

export type { Analysis, AnalysisOptions } from './analysis';
export type { BuildContext } from './context/build-context';
export type { Catalogue } from './lint/catalogue';
export { isAtLeast, type Finding } from './lint/finding';
export type { FixAllResult } from './lint/fix-all';
export type { LintSettings } from './lint/options';
export {
  shellCheckQuestions,
  withShellCheck,
  type ShellCheckAnswers,
  type ShellCheckQuestion,
} from './lint/shell-check';
export { levels, listOf, shellCheckName, type ReportChoice, type RuleChoices } from './lint/rule-choices';
export type { Applicability, Category, Example, Fix, Preset, Report, Rule, RuleOptions, Severity } from './lint/rule';
export type { Dockerfile, Instruction } from './syntax/dockerfile';
export { planMultiStage } from './multistage/convert';
export { alternativesOf, type Alternative } from './multistage/alternatives';
export { estimateText } from './multistage/estimate';
export type {
  Disposition,
  Estimate,
  EstimatePart,
  Layout,
  MultiStageOptions,
  NamedTarget,
  MultiStagePlan,
  MultiStageResult,
  Placement,
  PlannedStage,
  Refusal,
  RefusalId,
  RuntimeChoice,
} from './multistage/plan';
export { applyEdits, type TextEdit } from './text/edit';
export { nearestName } from './text/nearest-name';
export { createLines, type Lines, type Position, type Range } from './text/lines';
export type { Span } from './text/span';

/** All rules of Plimsoll, to be found by id or alias. */
export const catalogue: Catalogue = createCatalogue(rules);

/** Returns what is known of the Dockerfile in `text`; never throws, whatever the text. */
export function analyze(text: string, options: AnalysisOptions = {}): Analysis {
  return createAnalysis(catalogue, text, options);
}

/** Returns `text` after all fixes that `isWanted` admits (all safe ones by default), applied until nothing changes. */
export function fixAll(
  text: string,
  options: AnalysisOptions = {},
  isWanted: (fix: Fix, finding: Finding) => boolean = (fix) => fix.applicability === 'safe',
): FixAllResult {
  return fixAllFindings(text, (current) => analyze(current, options).findings, isWanted);
}

/** Reads what somebody chose for single rules, ids and aliases as keys; what makes no sense is reported and left out. */
export function readRules(given: unknown, report: ReportChoice): RuleChoices {
  return readRuleChoices(catalogue, given, report);
}

/** Returns a sentence that says that no rule is called `name`, and what was probably meant. */
export function unknownRule(name: string): string {
  return sayUnknownRule(catalogue, name);
}
