import { expect } from 'vitest';
import {
  analyze,
  applyEdits,
  catalogue,
  fixAll,
  type Analysis,
  type AnalysisOptions,
  type Fix,
  type Rule,
  type RuleOptions,
} from '../../server/src/core/index';
import { memoryContext } from './build-context';
import { readFixture } from './fixture';

/** Files of the build context and settings that a test needs. */
export interface CheckOptions {
  /** Path to text; without it the text alone is judged. */
  readonly context?: Readonly<Record<string, string>>;
  readonly ruleOptions?: RuleOptions;
}

/** Returns the rule called `id`. */
export function ruleOf(id: string): Rule {
  const [rule] = catalogue.resolve(id);
  if (rule === undefined) throw new Error(`No rule is called ${id}.`);
  return rule;
}

/** Analyses `text` with all rules of both presets; a rule that throws fails the test. */
export function analyzeAll(text: string, options: CheckOptions = {}, rule?: string): Analysis {
  return analyze(text, analysisOptions(options, rule));
}

/** Checks that `rule` reports exactly the marked words of `marked`: an unmarked finding fails, and so does a marker without one. */
export function checkFindings(rule: string, marked: string, options: CheckOptions = {}): void {
  ruleOf(rule);
  const { text, marks } = readFixture(marked);
  const show = (start: number, end: number): string => {
    const { line, character } = analysis.file.lines.positionAt(start);
    return `${line + 1}:${character + 1} ${JSON.stringify(text.slice(start, end))}`;
  };
  const analysis = analyzeAll(text, options, rule);
  const found = analysis.findings.filter((finding) => finding.rule === rule);
  expect(found.map(({ span }) => show(span.start, span.end))).toEqual(
    marks.filter((mark) => mark.rule === rule).map(({ start, end }) => show(start, end)),
  );
}

/** Checks that `rule` reports nothing in `text`. */
export function checkNoFindings(rule: string, text: string, options: CheckOptions = {}): void {
  ruleOf(rule);
  const found = analyzeAll(text, options, rule).findings.filter((finding) => finding.rule === rule);
  expect(found.map(({ span, message }) => `${text.slice(span.start, span.end)}: ${message}`)).toEqual([]);
}

/** Checks that the first fix of the first finding of `rule` (or the fix with `title`) turns `before` into `after`. Markers are stripped. */
export function checkFix(
  rule: string,
  before: string,
  after: string,
  options: CheckOptions & { readonly title?: string } = {},
): Fix {
  const { text } = readFixture(before);
  const fixes = fixesOf(rule, text, options);
  const fix = options.title === undefined ? fixes[0] : fixes.find(({ title }) => title === options.title);
  if (fix === undefined)
    throw new Error(`${rule} offers no such fix; it offers ${JSON.stringify(fixes.map(({ title }) => title))}.`);
  expect(applyEdits(text, fix.edits)).toBe(after);
  return fix;
}

/** Checks that applying all safe fixes of `rule` until nothing changes turns `before` into `after`. */
export function checkFixAll(rule: string, before: string, after: string, options: CheckOptions = {}): void {
  expect(fixAll(before, analysisOptions(options, rule)).text).toBe(after);
}

/** Checks that `rule` reports something in `text`, and offers no fix for it. */
export function checkNoFix(rule: string, text: string, options: CheckOptions = {}): void {
  const found = analyzeAll(text, options, rule).findings.filter((finding) => finding.rule === rule);
  expect(found.length, `${rule} reports nothing`).toBeGreaterThan(0);
  expect(found.flatMap(({ fixes = [] }) => fixes.map(({ title }) => title))).toEqual([]);
}

/** Returns the message of the first finding of `rule` in `text`. */
export function messageOf(rule: string, text: string, options: CheckOptions = {}): string | undefined {
  return analyzeAll(text, options, rule).findings.find((finding) => finding.rule === rule)?.message;
}

function fixesOf(rule: string, text: string, options: CheckOptions): readonly Fix[] {
  const found = analyzeAll(text, options, rule).findings.filter((finding) => finding.rule === rule);
  expect(found.length, `${rule} reports nothing`).toBeGreaterThan(0);
  return found.flatMap(({ fixes = [] }) => fixes);
}

function analysisOptions({ context, ruleOptions }: CheckOptions, rule: string | undefined): AnalysisOptions {
  return {
    settings: {
      preset: 'strict',
      ...(rule === undefined ? {} : { only: [rule] }),
      ...(ruleOptions === undefined || rule === undefined ? {} : { ruleOptions: { [rule]: ruleOptions } }),
    },
    ...(context === undefined ? {} : { context: memoryContext(context) }),
    onRuleError: (id, error) => {
      throw new Error(`${id} threw`, { cause: error });
    },
  };
}
