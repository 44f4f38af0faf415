// Asks ShellCheck about every RUN of the corpus, counts its codes, and compares them with the rules that carry them as
// aliases: `npx tsx test/corpus/shell.ts [--step N] [--show SCxxxx]`. Needs `shellcheck` on the PATH.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyze, catalogue } from '../../server/src/core/index';
import { runScripts, type RunScript } from '../../server/src/core/model/run-scripts';
import { checkableScripts, isKnownToBusybox } from '../../server/src/core/model/shell-check';
import type { DockerfileModel } from '../../server/src/core/model/model';
import { isOneWord, wordCountOf } from '../../server/src/core/model/word-splitting';
import { around, nodesOf } from '../../server/src/core/shell/tree';
import { wildFiles } from '../support/corpus';

interface Comment {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly endColumn: number;
  readonly code: number;
  readonly level: string;
  readonly message: string;
}

interface Asked {
  readonly file: string;
  readonly text: string;
  readonly dockerfile: string;
  readonly ours: ReadonlyMap<string, readonly string[]>;
  readonly script: ReturnType<typeof checkableScripts>[number];
  readonly model: DockerfileModel;
  readonly run: RunScript | undefined;
  theirs: Comment[];
}

const { values } = parseArgs({
  options: { step: { type: 'string', default: '1' }, show: { type: 'string' }, keep: { type: 'string' } },
});
const step = Number(values.step);
const files = wildFiles(step);
if (files === undefined) throw new Error('There is no corpus.');

const ALIAS = 'shellcheck/';
const rules = catalogue.rules.filter(({ aliases }) => aliases.some((alias) => alias.startsWith(ALIAS)));
const folder = mkdtempSync(join(tmpdir(), 'shell-'));
const asked: Asked[] = [];
for (const { name, text } of files) {
  const analysis = analyze(text, { settings: { preset: 'strict', only: rules.map(({ id }) => id) } });
  const { model } = analysis;
  for (const script of checkableScripts(model)) {
    const dialect = script.dialect === 'busybox' ? 'sh' : script.dialect;
    const file = `${String(asked.length)}.${dialect}`;
    const { span } = script.instruction;
    const run = runScripts(model).find(({ instruction }) => instruction === script.instruction);
    const ours = new Map<string, string[]>();
    for (const finding of analysis.findings) {
      if (finding.span.start < span.start || finding.span.end > span.end) continue;
      for (const alias of finding.aliases.filter((candidate) => candidate.startsWith(ALIAS))) {
        const code = alias.slice(ALIAS.length);
        ours.set(code, [
          ...(ours.get(code) ?? []),
          `${finding.rule}: ${text.slice(finding.span.start, finding.span.end)}`,
        ]);
      }
    }
    asked.push({ file, text: script.text, dockerfile: name, ours, script, model, run, theirs: [] });
  }
}

const cache = values.keep;
const answers: Comment[] = [];
let cached: Record<string, Comment[]> = {};
if (cache !== undefined) {
  try {
    cached = JSON.parse(readFileSync(cache, 'utf8')) as Record<string, Comment[]>;
  } catch {
    cached = {};
  }
}
mkdirSync(folder, { recursive: true });
for (const dialect of ['sh', 'dash', 'bash', 'ksh']) {
  const own = asked.filter(
    ({ file, text }) => file.endsWith(`.${dialect}`) && cached[`${dialect}\n${text}`] === undefined,
  );
  for (let at = 0; at < own.length; at += 250) {
    const batch = own.slice(at, at + 250);
    for (const { file, text } of batch) writeFileSync(join(folder, file), text);
    answers.push(
      ...ask(
        dialect,
        batch.map(({ file }) => file),
      ),
    );
  }
}
rmSync(folder, { recursive: true });
const byFile = grouped(answers, ({ file }) => file);
for (const entry of asked) {
  const key = `${entry.file.replace(/^\d+\./, '')}\n${entry.text}`;
  entry.theirs = cached[key] ??= byFile.get(entry.file) ?? [];
  // What stands in the lines before the script is ours.
  entry.theirs = entry.theirs.filter((comment) => placeOf(entry, comment) !== undefined);
}
if (cache !== undefined) writeFileSync(cache, JSON.stringify(cached));

interface Tally {
  theirs: number;
  theirRuns: number;
  both: number;
  ourRuns: number;
  /** RUNs that only they report, though the script says why nothing is wrong: reasons with counts. */
  explained: Map<string, number>;
  missed: string[];
  extra: string[];
}
const tallies = new Map<string, Tally>();
const tallyOf = (code: string): Tally => {
  const known = tallies.get(code) ?? {
    theirs: 0,
    theirRuns: 0,
    both: 0,
    ourRuns: 0,
    explained: new Map(),
    missed: [],
    extra: [],
  };
  tallies.set(code, known);
  return known;
};
for (const entry of asked) {
  const theirs = grouped(entry.theirs, ({ code }) => `SC${String(code)}`);
  for (const code of new Set([...theirs.keys(), ...entry.ours.keys()])) {
    const tally = tallyOf(code);
    const comments = theirs.get(code) ?? [];
    tally.theirs += comments.length;
    if (comments.length > 0) tally.theirRuns += 1;
    if (entry.ours.has(code)) tally.ourRuns += 1;
    if (comments.length > 0 && entry.ours.has(code)) tally.both += 1;
    else if (comments.length > 0) {
      const reasons = comments.map((comment) => reasonOf(code, entry, comment));
      const reason = reasons.includes(undefined) ? undefined : reasons[0];
      const comment = comments[reasons.indexOf(undefined)] ?? comments[0];
      if (reason !== undefined) tally.explained.set(reason, (tally.explained.get(reason) ?? 0) + 1);
      else if (comment !== undefined)
        tally.missed.push(`${entry.dockerfile} ${entry.file}: ${quote(entry, comment)} [${comment.message}]`);
    } else tally.extra.push(`${entry.dockerfile} ${entry.file}: ${entry.ours.get(code)?.join(' | ') ?? ''}`);
  }
}

const top = [...tallies].sort(([, a], [, b]) => b.theirs - a.theirs);
console.log(`${String(files.length)} files, ${String(asked.length)} RUN scripts`);
console.log(
  '| Code | Comments | RUNs | Both | On purpose | Missed | Only ours | Agreed of theirs | Agreed of ours | Rule |',
);
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |');
for (const [code, tally] of top) {
  const names = catalogue.resolve(`${ALIAS}${code}`).map(({ id }) => id);
  const { both, missed, extra, theirs, theirRuns, ourRuns } = tally;
  const onPurpose = [...tally.explained.values()].reduce((sum, count) => sum + count, 0);
  const percent = (part: number, of: number): string => (of === 0 ? '' : `${((100 * part) / of).toFixed(1)} %`);
  const cells = [code, theirs, theirRuns, both, onPurpose, missed.length, extra.length];
  const agreed = [percent(both, theirRuns - onPurpose), percent(both, ourRuns)];
  console.log(
    `| ${[...cells.map(String), ...(names.length === 0 ? ['', ''] : agreed), names.join(', ')].join(' | ')} |`,
  );
}
for (const [code, { explained }] of top) {
  for (const [reason, count] of explained) console.log(`${code}: ${String(count)} RUNs: ${reason}`);
}
if (values.show !== undefined) {
  const { missed, extra } = tallyOf(values.show);
  const some = (all: readonly string[]): string =>
    all.filter((_, i) => i % Math.ceil(all.length / 25) === 0).join('\n');
  console.log(`\nmissed:\n${some(missed)}\n\nextra:\n${some(extra)}`);
}

function grouped<T>(all: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of all) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function placeOf({ script }: Asked, { line, column, endLine, endColumn }: Comment) {
  return script.spanOf({ line, column }, { line: endLine, column: endColumn });
}

/** Why our rule is silent on purpose where they report something: the reasons of docs/compatibility.json. */
function reasonOf(code: string, entry: Asked, comment: Comment): string | undefined {
  const { model, run, script } = entry;
  if (/^SC(?:3|2028)/.test(code) && script.dialect === 'sh') return 'the shell is not known';
  if (script.dialect === 'busybox' && isKnownToBusybox(comment.code)) return 'BusyBox knows it';
  if (run === undefined) return 'unbash does not parse the script';
  const span = placeOf(entry, comment);
  const found = nodesOf(run.tree).filter(({ node }) => {
    const { start, end } = run.tree.source.spanOf(node.pos, node.end);
    return start === span?.start && end === span.end;
  });
  const rest = span === undefined ? '' : model.file.text.slice(span.end, script.instruction.span.end);
  if (code === 'SC2164') return /^[\s;)}]*$/.test(rest) ? 'nothing follows the cd' : undefined;
  if (code === 'SC2291') {
    const words = span === undefined ? '' : model.file.text.slice(span.start, span.end);
    return words.includes('\n') ? 'the words stand on two lines' : undefined;
  }
  if (
    code === 'SC2015' &&
    /\|\| *(?:true|:|break|continue)\b|\|\| *:/.test(
      entry.text.split('\n')[comment.line - 1]?.slice(comment.column) ?? '',
    )
  )
    return 'the last command only takes the failure back';
  if (code !== 'SC2046' && code !== 'SC2086') return undefined;
  const expansion = found.find(({ node }) => /^(?:Simple|Parameter|Command)Expansion$/.test(node.type));
  if (expansion === undefined) return undefined;
  const { node } = expansion;
  const kinds = [...around(expansion)];
  const outer = kinds.find(({ type }) => type !== 'Word');
  if (code === 'SC2046') {
    if (node.type === 'CommandExpansion' && isOneWord(node.script)) return 'the command prints one word';
  }
  if (code === 'SC2086') {
    const name =
      node.type === 'SimpleExpansion' ? node.text.slice(1) : node.type === 'ParameterExpansion' ? node.parameter : '';
    const count = wordCountOf(model, run, name);
    if (count === 'one') return 'the value is known to be one word';
    if (count === 'list' && kinds[0]?.pos === node.pos && kinds[0].end === node.end)
      return 'a list that the text spells out, as whole arguments';
  }
  if (outer?.type === 'Redirect') return 'the target of a redirection';
  if (outer?.type === 'Assignment') return 'an assignment (export)';
  if (kinds[0]?.pos === node.pos && kinds[0].end === node.end)
    return 'a list by its name, or for a program that takes lists';
  return undefined;
}

function quote({ text }: Asked, { line, column }: Comment): string {
  const row = text.split('\n')[line - 1] ?? '';
  return `${row.slice(Math.max(0, column - 40), column - 1)}>>>${row.slice(column - 1, column + 70)}`;
}

function ask(dialect: string, names: readonly string[]): readonly Comment[] {
  const args = ['--norc', '--format=json1', `--shell=${dialect}`, '--severity=style', ...names];
  let output: string;
  try {
    output = execFileSync('shellcheck', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  return (JSON.parse(output) as { comments: Comment[] }).comments;
}
