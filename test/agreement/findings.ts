import { analyze, catalogue, type Analysis, type Rule, type RuleOptions } from '../../server/src/core/index';

/** A finding by the id another tool has for it. */
export interface Sighting {
  readonly rule: string;
  /** 1-based. */
  readonly line: number;
}

/** A row of the table: how often both say it, and how often only one does. */
export interface Shares {
  same: number;
  theirs: number;
  ours: number;
  /** Files in which either says it, and files in which only one does. */
  files: number;
  differing: number;
  /** Files with only one's finding, for a look. */
  readonly examples: string[];
}

/** Returns the analysis of `text` by `rules` alone. */
export function analyzeFor(
  text: string,
  rules: readonly Rule[],
  ruleOptions: Readonly<Record<string, RuleOptions>> = {},
): Analysis {
  return analyze(text, { settings: { preset: 'strict', only: rules.map(({ id }) => id), ruleOptions } });
}

/**
 * Returns the first line of the instruction that holds `line`, or of the next one below a comment: tools name instructions,
 * where we mark words.
 */
export function instructionLine({ file }: Analysis, line: number): number {
  const found = file.instructions.find(
    ({ linesSpan }) => line - 1 <= file.lines.lineAt(Math.max(linesSpan.start, linesSpan.end - 1)),
  );
  return found === undefined ? line : file.lines.lineAt(found.linesSpan.start) + 1;
}

/** Counts what both, only they and only we say of one file under `rule`; places are instructions. */
export function share(shares: Shares, file: string, theirs: readonly number[], ours: readonly number[]): void {
  const [left, right] = [new Set(theirs), new Set(ours)];
  const onlyTheirs = [...left].filter((line) => !right.has(line));
  const onlyOurs = [...right].filter((line) => !left.has(line));
  shares.same += left.size - onlyTheirs.length;
  shares.theirs += onlyTheirs.length;
  shares.ours += onlyOurs.length;
  if (left.size + right.size > 0) shares.files++;
  if (onlyTheirs.length + onlyOurs.length === 0) return;
  shares.differing++;
  shares.examples.push(
    `${file}: only they ${onlyTheirs.join(' ') || 'nothing'}; only we ${onlyOurs.join(' ') || 'nothing'}`,
  );
}

/** Returns an empty row. */
export function noShares(): Shares {
  return { same: 0, theirs: 0, ours: 0, files: 0, differing: 0, examples: [] };
}

/** Prints the rows by rule, with `shown` examples of what differs. */
export function printShares(
  table: ReadonlyMap<string, Shares>,
  nameOf: (rule: string) => readonly Rule[],
  shown: number,
  declared: ReadonlyMap<string, string>,
): void {
  const cells = (values: readonly (string | number)[]): string =>
    values.map((value) => String(value).padStart(9)).join('');
  console.log(`${'rule'.padEnd(34)}${cells(['same', 'theirs', 'ours', 'files', 'differ', 'same %', 'differ %'])}`);
  const total = noShares();
  const rows = [...table].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [rule, row] of rows) {
    const { same, theirs, ours, files, differing, examples } = row;
    total.same += same;
    total.theirs += theirs;
    total.ours += ours;
    total.files += files;
    total.differing += differing;
    const names = nameOf(rule)
      .map(({ id }) => id)
      .join(' ');
    console.log(
      `${rule.padEnd(34)}${cells([same, theirs, ours, files, differing, percent(same, same + theirs + ours), percent(differing, files)])}  ${names || 'no rule of ours'}${rule.split(' ').some((name) => declared.has(name)) ? ' (declared)' : ''}`,
    );
    for (const example of examples.slice(0, shown)) console.log(`    ${example}`);
  }
  const { same, theirs, ours, files, differing } = total;
  console.log(
    `${'all'.padEnd(34)}${cells([same, theirs, ours, files, differing, percent(same, same + theirs + ours), percent(differing, files)])}`,
  );
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : ((100 * part) / whole).toFixed(2);
}

/** Returns our rules called `name`, which must be an alias. */
export function rulesCalled(name: string): readonly Rule[] {
  return catalogue.resolve(name);
}
