import {
  analyze,
  applyEdits,
  catalogue,
  fixAll,
  planMultiStage,
  type Analysis,
  type Finding,
  type Fix,
  type MultiStageOptions,
  type MultiStagePlan,
  type Span,
  type TextEdit,
} from '../../server/src/core/index';
import { areDisjoint } from '../../server/src/core/text/edit';
import { memoryContext } from './build-context';
import { variantsOf } from './variants';

// The laws of every edit, as functions of a text: design, section 6.

/** A text to hold the laws against, with its build context. */
export interface Subject {
  readonly name: string;
  readonly text: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Nobody wrote it: it may contradict itself, so that a fix of one thing uncovers another. */
  readonly isGenerated?: boolean;
}

export interface Violation {
  readonly law: string;
  /** The rule whose finding or fix breaks the law. */
  readonly rule: string | undefined;
  readonly subject: Subject;
  readonly detail: string;
}

/** What was tried, so that nobody takes nothing for success. */
export interface Tally {
  texts: number;
  findings: number;
  fixes: number;
  fixedTexts: number;
  halfTyped: number;
  conversions: number;
  refusals: number;
}

/** Returns a tally of nothing. */
export function emptyTally(): Tally {
  return { texts: 0, findings: 0, fixes: 0, fixedTexts: 0, halfTyped: 0, conversions: 0, refusals: 0 };
}

/** Returns how `subject` breaks the laws of findings, fixes, half-typed lines and conversions. */
export function violationsOf(subject: Subject, tally: Tally): readonly Violation[] {
  const violations: Violation[] = [];
  const report = (law: string, rule: string | undefined, detail: string): void =>
    void violations.push({ law, rule, subject, detail });
  const study: Study = { subject, tally, report };
  tally.texts++;
  try {
    const analysis = analysisOf(study, subject.text);
    checkFindings(study, analysis);
    for (const finding of analysis.findings) {
      for (const fix of finding.fixes ?? []) checkFix(study, analysis, finding, fix);
    }
    checkFixAll(study, analysis);
    checkHalfTyped(study, analysis);
    checkConversions(study, analysis);
  } catch (error) {
    report('never throws', undefined, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  return violations;
}

interface Study {
  readonly subject: Subject;
  readonly tally: Tally;
  report(law: string, rule: string | undefined, detail: string): void;
}

function analysisOf({ subject, report }: Study, text: string, context = subject.context): Analysis {
  return analyze(text, {
    settings: { preset: 'strict' },
    ...(context === undefined ? {} : { context: memoryContext(context) }),
    onRuleError: (rule, error) =>
      report('no rule throws', rule, error instanceof Error ? (error.stack ?? error.message) : String(error)),
  });
}

function checkFindings(study: Study, analysis: Analysis): void {
  const { text, findings } = analysis;
  study.tally.findings += findings.length;
  let previous: Finding | undefined;
  for (const finding of findings) {
    const { rule, span, message, related = [], fixes = [] } = finding;
    for (const place of [span, ...related.map((other) => other.span)]) {
      const isInside = 0 <= place.start && place.start <= place.end && place.end <= text.length;
      if (!isInside)
        study.report('findings lie inside the text', rule, `${place.start}-${place.end} of ${text.length}`);
    }
    if (message.trim() === '') study.report('a finding says something', rule, 'the message is empty');
    const isSorted = previous === undefined || previous.span.start <= span.start;
    if (!isSorted) study.report('findings are sorted', rule, `${previous?.rule ?? ''} comes first`);
    const promised = catalogue.resolve(rule)[0]?.fixes;
    // Shell that does not parse is never edited, whatever a rule promises.
    const isReadable = !analysis.file.instructions.some(
      (instruction) =>
        instruction.linesSpan.start <= span.start &&
        span.start < instruction.linesSpan.end &&
        analysis.model.scriptOf(instruction).errors.length > 0,
    );
    if (promised === 'always' && isReadable && fixes.length === 0)
      study.report('always has a fix', rule, excerptOf(text, finding));
    if (promised === 'never' && fixes.length > 0) study.report('never has a fix', rule, excerptOf(text, finding));
    previous = finding;
  }
  const again = analysisOf(study, text).findings;
  if (JSON.stringify(again) !== JSON.stringify(findings)) {
    study.report('findings are the same on every run', undefined, `${findings.length}, then ${again.length}`);
  }
}

function checkFix(study: Study, before: Analysis, finding: Finding, fix: Fix): void {
  const { text, file } = before;
  const { rule } = finding;
  study.tally.fixes++;
  const report = (law: string, detail: string): void =>
    study.report(law, rule, `"${fix.title}" on ${excerptOf(text, finding)}\n${detail}`);

  for (const { span, newText } of fix.edits) {
    if (span.start < file.start || span.end < span.start || span.end > text.length) {
      return report('edits lie inside the text', `${span.start}-${span.end} of ${file.start}-${text.length}`);
    }
    if (!hasSameLineEnds(text, newText)) report('line ends are kept', JSON.stringify(newText));
  }
  if (!areDisjoint(fix.edits)) return report('edits are disjoint', JSON.stringify(fix.edits));
  if (fix.edits.length === 0 && (fix.otherFiles ?? []).length === 0) return report('a fix edits', 'no edits');
  if (fix.applicability === 'review' && (fix.because ?? '').trim() === '') report('a review fix says why', '');

  const after = applyEdits(text, fix.edits);
  if (after === text && fix.otherFiles === undefined) return report('a fix edits', 'nothing changes');
  const context = contextAfter(study, fix);
  const fixed = analysisOf(study, after, context);
  const change = (): string => `becomes ${JSON.stringify(changedPart(text, after))}`;

  if (lacksNewline(text) !== lacksNewline(after) && after.trim() !== '' && rule !== 'missing-final-newline')
    report('a missing final newline stays missing', change());
  const problems = newProblems(before, fixed);
  if (problems.length > 0) report('no new syntax error', `${problems.join('; ')}; ${change()}`);
  if (isStillThere(finding, before, fixed, fix.edits)) report('the finding is gone', change());
  const mayUncover = study.subject.isGenerated === true && fix.applicability === 'review';
  const errors = rule === 'single-stage-build' ? errorsOfConversion(before, fixed) : newErrors(before, fixed);
  if (errors.length > 0 && !mayUncover) report('no new error', `${errors.join(', ')}; ${change()}`);
  if (isOfferedAgain(finding, fix, before, fixed)) report('a fix is offered once', change());
  if (fix.applicability === 'safe') {
    const lost = lostComments(before, fixed);
    if (lost.length > 0) report('a safe fix keeps comments', `${lost.join('; ')}; ${change()}`);
  }
}

/** The last line has words and no line end. */
function lacksNewline(text: string): boolean {
  return /[^\s\u0085][^\S\n]*$/.test(text);
}

function contextAfter({ subject }: Study, fix: Fix): Readonly<Record<string, string>> | undefined {
  if (fix.otherFiles === undefined || subject.context === undefined) return subject.context;
  const files = { ...subject.context };
  for (const { path, edits } of fix.otherFiles) files[path] = applyEdits(files[path] ?? '', edits);
  return files;
}

function hasSameLineEnds(text: string, newText: string): boolean {
  const hasCrlf = text.includes('\r\n');
  const hasLf = /(?<!\r)\n/.test(text);
  if (hasCrlf === hasLf) return !/\r(?!\n)/.test(newText) || text.includes('\r');
  return hasCrlf ? !/(?<!\r)\n/.test(newText) : !newText.includes('\r');
}

/** Returns the problems of kinds that are new, where there are more problems than before: mending one may uncover another. */
function newProblems(before: Analysis, after: Analysis): readonly string[] {
  if (after.file.problems.length <= before.file.problems.length) return [];
  const known = before.file.problems.map(({ message }) => message);
  return after.file.problems.flatMap(({ message }) => {
    const index = known.indexOf(message);
    if (index === -1) return [message];
    known.splice(index, 1);
    return [];
  });
}

/** The same rule still finds as much where the finding was. */
function isStillThere(finding: Finding, before: Analysis, after: Analysis, edits: readonly TextEdit[]): boolean {
  const start = moved(finding.span.start, edits, 'start');
  const end = moved(finding.span.end, edits, 'end');
  const were = before.findings.filter(
    ({ rule, span }) => rule === finding.rule && span.start === finding.span.start && span.end === finding.span.end,
  );
  // What was found inside the words at fault is another finding.
  const inside = new Set(
    before.findings
      .filter(({ rule, span }) => rule === finding.rule && isInside(span, finding.span))
      .map(({ span }) => before.text.slice(span.start, span.end)),
  );
  const are = after.findings.filter(
    ({ rule, span, message }) =>
      rule === finding.rule &&
      span.start >= start &&
      span.end <= end &&
      !inside.has(after.text.slice(span.start, span.end)) &&
      // One place may hold several syntax errors, of which BuildKit would tell the first.
      (rule !== 'syntax-error' || message === finding.message),
  );
  return are.length >= were.length && are.length > 0;
}

function isInside(span: Span, outer: Span): boolean {
  return span.start >= outer.start && span.end <= outer.end && span.end - span.start < outer.end - outer.start;
}

/** Where `offset` is after `edits`; inside an edit, its start or its end. */
function moved(offset: number, edits: readonly TextEdit[], side: 'start' | 'end'): number {
  let shift = 0;
  for (const { span, newText } of [...edits].sort((a, b) => a.span.start - b.span.start)) {
    const delta = newText.length - (span.end - span.start);
    if (span.end < offset || (span.end === offset && side === 'start' && span.end > span.start)) shift += delta;
    else if (span.start <= offset) {
      if (side === 'start') return Math.min(offset, span.start) + shift;
      return span.start + shift + newText.length + Math.max(0, offset - span.end);
    }
  }
  return offset + shift;
}

function newErrors(before: Analysis, after: Analysis): readonly string[] {
  const count = ({ findings }: Analysis, rule: string): number =>
    findings.filter((finding) => finding.rule === rule && finding.severity === 'error').length;
  const rules = new Set(after.findings.map(({ rule }) => rule));
  // Syntax errors are counted as such: a rule that explains one speaks instead of the general one.
  rules.delete('syntax-error');
  return [...rules].filter((rule) => count(after, rule) > count(before, rule));
}

/** A conversion may take a line into two stages, and an error of the author's with it. */
function errorsOfConversion(before: Analysis, after: Analysis): readonly string[] {
  const wordsOf = ({ findings, text }: Analysis, rule: string): ReadonlySet<string> =>
    new Set(
      findings
        .filter((finding) => finding.rule === rule && finding.severity === 'error')
        .map(({ span }) => text.slice(span.start, span.end)),
    );
  return newErrors(before, after).filter((rule) => {
    const known = wordsOf(before, rule);
    return [...wordsOf(after, rule)].some((words) => !known.has(words));
  });
}

/** The very edits are offered once more, and not because they fit another finding that moved there. */
function isOfferedAgain(finding: Finding, fix: Fix, before: Analysis, after: Analysis): boolean {
  const same = ({ findings }: Analysis): readonly Fix[] =>
    findings
      .filter(({ rule }) => rule === finding.rule)
      .flatMap(({ fixes = [] }) => fixes.filter(({ title }) => title === fix.title));
  const [first] = fix.edits;
  return (
    same(after).length >= same(before).length &&
    same(after).some(
      ({ edits }) =>
        edits.length === fix.edits.length &&
        edits[0]?.span.start === first?.span.start &&
        edits[0]?.newText === first?.newText,
    )
  );
}

function lostComments(before: Analysis, after: Analysis): readonly string[] {
  const left = after.file.comments.map(({ text }) => text);
  return before.file.comments.flatMap(({ text }) => {
    const index = left.indexOf(text);
    if (index === -1) return [text];
    left.splice(index, 1);
    return [];
  });
}

function checkFixAll(study: Study, before: Analysis): void {
  const { text } = before;
  const options = {
    settings: { preset: 'strict' },
    ...(study.subject.context === undefined ? {} : { context: memoryContext(study.subject.context) }),
  } as const;
  const result = fixAll(text, options);
  study.tally.fixedTexts++;
  const after = analysisOf(study, result.text);
  const left = after.findings.filter(({ fixes = [] }) =>
    fixes.some(({ applicability, otherFiles }) => applicability === 'safe' && otherFiles === undefined),
  );
  for (const finding of left) study.report('fix all leaves no safe fix', finding.rule, excerptOf(result.text, finding));
  if (fixAll(result.text, options).text !== result.text) study.report('fix all settles', undefined, result.text);
  const lost = lostComments(before, after);
  if (lost.length > 0) study.report('fix all keeps comments', undefined, lost.join('; '));
  const problems = newProblems(before, after);
  if (problems.length > 0) study.report('fix all makes no syntax error', undefined, problems.join('; '));
}

/**
 * Cuts one instruction in the middle, as while it is typed: in its words where that makes it wrong, else in its keyword
 * (half a command is another command, and says other things). What is found elsewhere both with the whole instruction
 * and without it does not depend on it, and must be found beside the half one.
 */
function checkHalfTyped(study: Study, analysis: Analysis): void {
  const { text, file } = analysis;
  const candidates = file.instructions.filter(
    ({ keyword, span, headSpan, heredocs }) =>
      keyword !== 'FROM' &&
      heredocs.length === 0 &&
      span.end - span.start > 6 &&
      !text.slice(headSpan.start, headSpan.end).includes('\n'),
  );
  const chosen = candidates[text.length % Math.max(1, candidates.length)];
  if (chosen === undefined) return;
  const { span, keywordSpan } = chosen;
  const middleOf = ({ start, end }: Span): number => start + Math.floor((end - start) / 2);
  const cutAt = (middle: number): Analysis => analysisOf(study, text.slice(0, middle) + text.slice(span.end));
  let middle = middleOf(span);
  let cut = cutAt(middle);
  const isWrong = cut.file.problems.some((problem) => problem.span.start >= span.start && problem.span.end <= middle);
  // While its value is typed nobody knows what a variable holds; without the line it holds nothing.
  const isRead = chosen.pairs.some(({ key }) => text.includes(`$${key}`) || text.includes(`\${${key}`));
  if (!isWrong || isRead || /[\\`]\s*$|<</.test(text.slice(span.start, middle))) {
    middle = middleOf(keywordSpan);
    cut = cutAt(middle);
  }
  const half = text.slice(span.start, middle);
  study.tally.halfTyped++;
  const without = analysisOf(study, text.slice(0, span.start) + text.slice(span.end));
  const keysOf = ({ findings }: Analysis, start: number, end: number, removed: number): Map<string, Finding> =>
    new Map(
      findings.flatMap((finding): [string, Finding][] => {
        if (finding.span.start >= start && finding.span.end <= end) return [];
        const shift = finding.span.start >= end ? removed : 0;
        return [[`${finding.rule} ${finding.span.start + shift}`, finding]];
      }),
    );
  const whole = keysOf(analysis, span.start, span.end, 0);
  const absent = keysOf(without, span.start, span.start, span.end - span.start);
  const typed = keysOf(cut, span.start, middle, span.end - middle);
  for (const [key, finding] of whole) {
    // A rule that speaks once a stage may speak of the half-typed line itself.
    const speaksThere = cut.findings.some(
      (other) => other.rule === finding.rule && touchesSpan(other.span, span.start, middle),
    );
    // The two say one thing of one word, by what else is known of the stage.
    const isSaidOtherwise =
      finding.rule === 'user-not-set' && typed.has(key.replace('user-not-set', 'final-stage-root'));
    if (isSaidOtherwise) continue;
    if (absent.has(key) && !typed.has(key) && !speaksThere && !ABOUT_NEIGHBOURS.test(finding.rule)) {
      study.report(
        'a half-typed line hides nothing',
        finding.rule,
        `${excerptOf(text, finding)}\nwhile typing ${half}`,
      );
    }
  }
}

/** Rules of blank lines between one instruction and the next: a half-typed line is another neighbour. */
const ABOUT_NEIGHBOURS = /^instruction-spacing$/;

function touchesSpan(found: { readonly start: number; readonly end: number }, start: number, end: number): boolean {
  return found.start <= end && start <= found.end;
}

/** The conversions that the laws ask for. */
export const CONVERSIONS: readonly MultiStageOptions[] = [
  {},
  { layout: 'base-builder-runtime' },
  { layout: 'deps-build-runtime' },
  { layout: 'dev-prod' },
  { nonRoot: true },
  { runtime: 'slim' },
  { runtime: 'alpine' },
  { runtime: 'distroless' },
  { runtime: 'scratch' },
];

function checkConversions(study: Study, analysis: Analysis): void {
  for (const options of CONVERSIONS) {
    const name = JSON.stringify(options);
    const result = planMultiStage(analysis, options);
    if (result.kind === 'refusal') {
      study.tally.refusals++;
      if (!/^R(?:[1-9]|1[0-7])$/.test(result.id) || result.message.trim() === '') {
        study.report('a refusal has an id and a reason', undefined, `${name}: ${result.id} ${result.message}`);
      }
      const { start, end } = result.span ?? { start: 0, end: 0 };
      const isInside = 0 <= start && start <= end && end <= analysis.text.length;
      if (!isInside) study.report('a refusal names words of the text', undefined, `${name}: ${start}-${end}`);
      if (result.id === 'R14' || result.id === 'R15') return;
      continue;
    }
    study.tally.conversions++;
    checkConversion(study, analysis, name, result);
  }
}

function checkConversion(study: Study, analysis: Analysis, name: string, plan: MultiStagePlan): void {
  const report = (law: string, detail: string): void =>
    study.report(law, `convert ${plan.recipe}`, `${name}: ${detail}`);
  const placed = plan.dispositions.map(({ instruction }) => instruction.index).sort((a, b) => a - b);
  const expected = analysis.file.instructions.map(({ index }) => index);
  if (JSON.stringify(placed) !== JSON.stringify(expected)) {
    report('each instruction is placed once', `${placed.join(' ')} of ${expected.join(' ')}`);
  }
  if (plan.dispositions.some(({ why }) => why.trim() === '')) report('each placement has a reason', '');
  if (applyEdits(analysis.text, plan.edits) !== plan.text) report('the edits make the text', '');
  if (!hasSameLineEnds(analysis.text, plan.text)) report('a conversion keeps line ends', '');
  if (analysis.text.startsWith('\uFEFF') !== plan.text.startsWith('\uFEFF'))
    report('a conversion keeps the byte order mark', '');
  const converted = analysisOf(study, plan.text);
  if (converted.file.problems.length > 0) {
    report(
      'a conversion has no syntax error',
      `${converted.file.problems.map(({ message }) => message).join('; ')}\n${plan.text}`,
    );
  }
  const errors = errorsOfConversion(analysis, converted);
  if (errors.length > 0) report('a conversion brings no error', `${errors.join(', ')}\n${plan.text}`);
  if (converted.model.stages.length < 2) report('a conversion has stages', plan.text);
  const again = planMultiStage(converted);
  if (again.kind !== 'refusal' || again.id !== 'R14') {
    report('converting twice refuses', again.kind === 'refusal' ? `${again.id} ${again.message}` : 'converted again');
  }
}

/** Rules that are about how a file is written, and so differ between variants. */
const ABOUT_FORM = /casing|newline|blank-lines|carriage|byte-order|bom|line-end/;

/** Returns how the findings of `subject` differ from those of its variants, besides what breaks the laws in those. */
export function variantViolationsOf(subject: Subject, tally: Tally): readonly Violation[] {
  const violations: Violation[] = [];
  const study: Study = {
    subject,
    tally,
    report: (law, rule, detail) => void violations.push({ law, rule, subject, detail }),
  };
  const expected = linesOf(analysisOf(study, subject.text), 0);
  for (const variant of variantsOf(subject.text)) {
    const own = { ...subject, name: `${subject.name} (${variant.name})`, text: variant.text };
    violations.push(...violationsOf(own, tally));
    const found = linesOf(analysisOf(study, variant.text), variant.addedLines);
    const differences = [
      ...found.filter((line) => !expected.includes(line)).map((line) => `more: ${line}`),
      ...expected.filter((line) => !found.includes(line)).map((line) => `less: ${line}`),
    ];
    for (const difference of differences) {
      const [, rule] = /: (\S+)/.exec(difference) ?? [];
      violations.push({ law: `the same findings with ${variant.name}`, rule, subject, detail: difference });
    }
  }
  return violations;
}

function linesOf({ findings, file }: Analysis, addedLines: number): readonly string[] {
  return findings
    .filter(({ rule }) => !ABOUT_FORM.test(rule))
    .map(({ rule, span }) => `${rule} in line ${file.lines.lineAt(span.start) + 1 - addedLines}`);
}

function excerptOf(text: string, { span }: Finding): string {
  const line = text.slice(0, span.start).split('\n').length;
  return `line ${line} ${JSON.stringify(text.slice(span.start, span.end).slice(0, 200))}`;
}

/** Returns the lines of `after` around what changed. */
function changedPart(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  const from = after.lastIndexOf('\n', start - 1) + 1;
  const to = after.indexOf('\n', after.length - end);
  return after.slice(from, to === -1 ? after.length : to).slice(0, 400);
}

/** Returns the subjects that the catalogue itself gives: both sides of every example. */
export function exampleSubjects(): readonly Subject[] {
  return catalogue.rules.flatMap(({ id, examples }) =>
    examples.flatMap(({ bad, good, context }, index) =>
      [bad, good].map((text, side) => ({
        name: `example ${index + 1} of ${id}, ${side === 0 ? 'bad' : 'good'}`,
        text,
        ...(context === undefined ? {} : { context }),
      })),
    ),
  );
}

/** Returns the violations for a person: counts by law and rule, and the first few of each. */
export function reportOf(violations: readonly Violation[], limit = 3): string {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const key = `${violation.law}: ${violation.rule ?? 'all'}`;
    groups.set(key, [...(groups.get(key) ?? []), violation]);
  }
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([key, group]) => {
      const shown = group
        .slice(0, limit)
        .map(({ subject, detail }) => `  in ${subject.name}: ${detail.replace(/\n/g, '\n    ')}`);
      return `${key} (${group.length})\n${shown.join('\n')}`;
    })
    .join('\n');
}
