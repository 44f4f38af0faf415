import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { applyEdits, fixAll, type Finding, type Fix, type LintSettings, type TextEdit } from '../core/index';
import { encodeText, readTextFile, writeTextFile } from '../host/text-file';
import { unifiedDiff } from './diff';
import { createConfigurations } from './configuration';
import { findDockerfiles } from './find-dockerfiles';
import { checkContext, isStdin, judge, readInput, readStdin, shownPath, type Input, type InputOptions } from './input';
import { counted } from './report';
import { reasonOf, type ExitCode, type Terminal } from './terminal';

export interface FixOptions extends InputOptions {
  /** Apply the fixes that want a look too. */
  readonly review: boolean;
  /** Print what would change, and write nothing. */
  readonly diff: boolean;
  readonly settings: LintSettings;
}

/** Applies fixes to the Dockerfiles that `paths` name, and says what it did. */
export async function fix(terminal: Terminal, paths: readonly string[], options: FixOptions): Promise<ExitCode> {
  checkContext(terminal, options.context);
  const configurations = createConfigurations(terminal, options.config);
  const configured = (input: Input): FixOptions => ({
    ...options,
    settings: configurations.withFlags(configurations.of(input), options.settings),
  });
  if (isStdin(paths, options)) {
    const input = await readStdin(terminal, options);
    try {
      return fixStdin(terminal, input, configured(input));
    } catch (thrown) {
      terminal.warn(`plimsoll: ${input.path}: ${reasonOf(thrown)}\n`);
      return 2;
    }
  }
  const say = (sentence: string): void => (options.diff ? terminal.warn(sentence) : terminal.print(sentence));
  const changes = new Changes(options.diff);
  let exitCode: ExitCode = 0;
  for (const { path, error } of findDockerfiles(terminal.folder, paths.length === 0 ? ['.'] : paths)) {
    try {
      if (error !== undefined) throw new Error(error);
      const input = readInput(terminal, path);
      const fixed = fixText(terminal, input, configured(input), changes);
      if (options.diff) {
        terminal.print(encodeText(unifiedDiff(path, input.text, fixed.text)));
        for (const other of fixed.others)
          terminal.print(encodeText(unifiedDiff(other.path, other.before, other.after)));
      }
      changes.write(resolve(terminal.folder, path), input.text, fixed.text);
      for (const other of fixed.others) changes.write(other.file, other.before, other.after);
      say(`${path}: ${sentenceOf(fixed, options)}\n`);
    } catch (thrown) {
      terminal.warn(`plimsoll: ${path}: ${reasonOf(thrown)}\n`);
      exitCode = 2;
    }
  }
  return exitCode;
}

function fixStdin(terminal: Terminal, input: Input, options: FixOptions): ExitCode {
  // Only the text that came in goes out; other files stay as they are.
  const fixed = fixText(terminal, input, options, undefined);
  terminal.print(encodeText(options.diff ? unifiedDiff(input.path, input.text, fixed.text) : fixed.text));
  terminal.warn(`${input.path}: ${sentenceOf(fixed, options)}\n`);
  return 0;
}

/** What is written, or in a dry run would be: each file is read as it then stands. */
class Changes {
  readonly #isDry: boolean;
  readonly texts = new Map<string, string>();

  constructor(isDry: boolean) {
    this.#isDry = isDry;
  }

  read(file: string): string {
    return this.texts.get(file) ?? (existsSync(file) ? readTextFile(file).text : '');
  }

  write(file: string, before: string, after: string): void {
    if (before === after) return;
    if (this.#isDry) this.texts.set(file, after);
    else writeTextFile(file, after);
  }
}

interface OtherChange {
  readonly file: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

interface FixedText {
  readonly text: string;
  readonly others: readonly OtherChange[];
  /** The rules whose fixes were applied, one entry a fix. */
  readonly rules: readonly string[];
  /** The findings left that have a fix which wants a look. */
  readonly reviewable: number;
  readonly isBinary: boolean;
}

/** Returns the fixed text; with `changes`, other files of the build context are fixed too. */
function fixText(terminal: Terminal, input: Input, options: FixOptions, changes: Changes | undefined): FixedText {
  if (input.text.includes('\0')) return { text: input.text, others: [], rules: [], reviewable: 0, isBinary: true };
  const { context, settings } = options;
  const isWanted = (candidate: Fix): boolean => options.review || candidate.applicability === 'safe';
  const judgeText = (text: string, overrides: ReadonlyMap<string, string>) =>
    judge(input, text, { terminal, context, settings, overrides });

  const overrides = new Map(changes?.texts);
  const first = fixAll(input.text, judgeText(input.text, overrides).options, isWanted);
  const judged = judgeText(first.text, overrides);
  const rules = first.applied.map(({ rule }) => rule);
  const others =
    changes === undefined || judged.found.folder === undefined
      ? undefined
      : fixOthers(judged.analysis.findings, judged.found.folder, isWanted, changes);
  if (others === undefined || others.rules.length === 0) {
    return { text: first.text, others: [], rules, reviewable: reviewable(judged.analysis.findings), isBinary: false };
  }
  for (const { file, after } of others.changed) overrides.set(file, after);
  const text = applyEdits(first.text, others.edits);
  const { analysis } = judgeText(text, overrides);
  return {
    text,
    others: others.changed.map((other) => ({ ...other, path: shownPath(input, context, other.path) })),
    rules: [...rules, ...others.rules],
    reviewable: reviewable(analysis.findings),
    isBinary: false,
  };
}

interface OtherFixes {
  readonly edits: readonly TextEdit[];
  readonly changed: readonly OtherChange[];
  readonly rules: readonly string[];
}

/** Applies the wanted fixes that edit other files, those that touch what an earlier one edits left out. */
function fixOthers(
  findings: readonly Finding[],
  folder: string,
  isWanted: (fix: Fix) => boolean,
  changes: Changes,
): OtherFixes {
  const edits: TextEdit[] = [];
  const editsByPath = new Map<string, TextEdit[]>();
  const rules: string[] = [];
  for (const finding of findings) {
    const wanted = finding.fixes?.find(isWanted);
    if (wanted?.otherFiles === undefined) continue;
    const isFree =
      areApart(edits, wanted.edits) &&
      wanted.otherFiles.every((other) => areApart(editsByPath.get(other.path) ?? [], other.edits));
    if (!isFree) continue;
    edits.push(...wanted.edits);
    for (const other of wanted.otherFiles) {
      editsByPath.set(other.path, [...(editsByPath.get(other.path) ?? []), ...other.edits]);
    }
    rules.push(finding.rule);
  }
  const changed = [...editsByPath].map(([path, own]): OtherChange => {
    const file = resolve(folder, path);
    const before = changes.read(file);
    return { file, path, before, after: applyEdits(before, own) };
  });
  return { edits, changed, rules };
}

function areApart(taken: readonly TextEdit[], edits: readonly TextEdit[]): boolean {
  return edits.every((edit) => taken.every(({ span }) => edit.span.start > span.end || edit.span.end < span.start));
}

function reviewable(findings: readonly Finding[]): number {
  return findings.filter(({ fixes = [] }) => fixes.some(({ applicability }) => applicability === 'review')).length;
}

function sentenceOf({ rules, reviewable: left, isBinary }: FixedText, { diff, review }: FixOptions): string {
  if (isBinary) return 'left as it is: this is no text.';
  const verb = diff ? 'would apply' : 'applied';
  const done =
    rules.length === 0
      ? 'nothing to fix.'
      : `${verb} ${rules.length === 1 ? '1 fix' : `${rules.length} fixes`} (${countsOf(rules)}).`;
  const more = left === 0 || review ? '' : ` ${counted(left, 'finding')} more with --review.`;
  return `${done}${more}`;
}

function countsOf(rules: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => (count === 1 ? rule : `${rule} ${count} times`)).join(', ');
}
