import { parseArgs } from 'node:util';
import { catalogue } from '../../server/src/core/index';
import { compareWithBuildKit } from './buildkit';
import { printMissingConcepts, readCompatibility } from './concepts';
import { compareWithHadolint } from './hadolint';
import { casesOf, peerNames } from './cases';
import { judge, type Decision } from './judge';
import { toolsOf } from './names';

// How far we agree with other tools on the cases of their own tests: `npm run agreement`.
//   --peer P      only the cases of P, with a line for each rule
//   --rule NAME   only that rule of the peer (`DL3008`) or ours
//   --show N      print N cases of each rule that disagree
//   --buildkit    BuildKit itself over the real files instead, --step 10 over each tenth
//   --hadolint F  hadolint itself (the executable F) over the real files instead
//   --concepts    the rule concepts that nothing of ours covers or explains
//   --all         every rule of every peer, not only those that disagree

interface Counts {
  agreed: number;
  missed: number;
  extra: number;
  declared: number;
  undecided: number;
}

const { values } = parseArgs({
  options: {
    peer: { type: 'string' },
    rule: { type: 'string' },
    show: { type: 'string', default: '0' },
    all: { type: 'boolean', default: false },
    buildkit: { type: 'boolean', default: false },
    hadolint: { type: 'string' },
    concepts: { type: 'boolean', default: false },
    step: { type: 'string', default: '1' },
  },
});

function compareWithCases(): void {
  const peers = peerNames();
  if (peers === undefined) {
    console.log(
      'There are no cases here (PLIMSOLL_SHARED names the shared folder, else ../shared): nothing is compared.',
    );
    return;
  }
  const { differences } = readCompatibility();
  const isWanted = wantedRule(values.rule);
  const summary: [string, number, Counts][] = [];
  const wanted = peers.filter((peer) => values.peer === undefined || values.peer === peer);
  if (wanted.length === 0) console.log(`No peer is called ${values.peer ?? ''}: ${peers.join(', ')}`);
  for (const peer of wanted) {
    const rows = casesOf(peer);
    const decisions = rows.flatMap(judge).filter(({ rule }) => isWanted(peer, rule));
    const byRule = new Map<string, Decision[]>();
    for (const decision of decisions) {
      const list = byRule.get(decision.rule) ?? [];
      byRule.set(decision.rule, list);
      list.push(decision);
    }
    const total = noCounts();
    const lines: string[] = [];
    for (const [rule, list] of [...byRule].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const isDeclared = namesOf(peer, rule).some((name) => name in differences);
      const counts = countsOf(list, isDeclared);
      for (const key of Object.keys(total) as (keyof Counts)[]) total[key] += counts[key];
      const disagrees = counts.missed + counts.extra + counts.declared > 0;
      if (disagrees || values.peer !== undefined || values.rule !== undefined || values.all) {
        lines.push(line(`  ${rule}`, list.length, counts, oursFor(peer, rule)));
      }
      if (disagrees) lines.push(...examplesOf(list, Number(values.show)));
    }
    if (lines.length > 0) console.log(`\n${header(peer)}\n${lines.join('\n')}`);
    summary.push([peer, rows.length, total]);
  }
  console.log(`\n${header('peer')}`);
  for (const [peer, cases, counts] of summary) console.log(line(peer, cases, counts));
}

/** Returns the reasons for the rules of `tool`, by their ids there. */
function reasonsFor(tool: string): ReadonlyMap<string, string> {
  const own = Object.entries(readCompatibility().differences).filter(([name]) => name.startsWith(`${tool}/`));
  return new Map(own.map(([name, reason]) => [name.slice(tool.length + 1), reason]));
}

function namesOf(peer: string, rule: string): readonly string[] {
  return [rule, `${peer}/${rule}`, ...toolsOf(peer).map((tool) => `${tool}/${rule}`)];
}

function oursFor(peer: string, rule: string): string {
  const found = namesOf(peer, rule).map((name) => catalogue.resolve(name));
  return (found.slice(1).find((list) => list.length > 0) ?? found[0] ?? []).map(({ id }) => id).join(' ');
}

function wantedRule(name: string | undefined): (peer: string, rule: string) => boolean {
  if (name === undefined) return () => true;
  const ids = new Set(catalogue.resolve(name).map(({ id }) => id));
  return (peer, rule) =>
    namesOf(peer, rule).includes(name) ||
    oursFor(peer, rule)
      .split(' ')
      .some((id) => ids.has(id));
}

function noCounts(): Counts {
  return { agreed: 0, missed: 0, extra: 0, declared: 0, undecided: 0 };
}

function countsOf(decisions: readonly Decision[], isDeclared: boolean): Counts {
  const counts = noCounts();
  for (const { verdict } of decisions) {
    const isDifference = verdict === 'missed' || verdict === 'extra';
    counts[isDifference && isDeclared ? 'declared' : verdict]++;
  }
  return counts;
}

function examplesOf(decisions: readonly Decision[], count: number): readonly string[] {
  return decisions
    .filter(({ verdict }) => verdict === 'missed' || verdict === 'extra')
    .slice(0, count)
    .flatMap(({ row, verdict, why, findings }) => [
      `    ${verdict} ${why} ${row.id} ${row.test ?? ''}${row.config === undefined ? '' : `\n    config: ${row.config.trim().replace(/\n/g, '\n      ')}`}`,
      ...row.dockerfile
        .split('\n')
        .slice(0, 60)
        .map((text, index) => `      ${String(index + 1).padStart(3)} ${text}`),
      `    expected: ${JSON.stringify(row.expect?.map(({ rule, fires, line: at }) => `${fires ? '' : 'not '}${rule}${at === undefined ? '' : `:${at}`}`)).slice(0, 600)}`,
      ...findings.map((finding) => `    ours: ${finding}`),
    ]);
}

const WIDTHS = [7, 7, 7, 7, 9, 10, 8];

function header(name: string): string {
  return name.padEnd(48) + columns(['cases', 'agreed', 'missed', 'extra', 'declared', 'undecided', '%']);
}

function line(name: string, cases: number, counts: Counts, note = ''): string {
  const { agreed, missed, extra, declared, undecided } = counts;
  const decided = agreed + missed + extra;
  const percent = decided === 0 ? '-' : ((100 * agreed) / decided).toFixed(1);
  return `${name.padEnd(48)}${columns([cases, agreed, missed, extra, declared, undecided, percent])} ${note}`.trimEnd();
}

function columns(cells: readonly (string | number)[]): string {
  return cells.map((cell, index) => String(cell).padStart(WIDTHS[index] ?? 8)).join('');
}

async function main(): Promise<void> {
  const [step, shown] = [Number(values.step), Number(values.show)];
  if (values.buildkit) await compareWithBuildKit(step, shown, values.rule, reasonsFor('buildkit'));
  else if (values.hadolint !== undefined) {
    const reasons = new Map([...reasonsFor('hadolint'), ...reasonsFor('shellcheck')]);
    compareWithHadolint(values.hadolint, step, shown, values.rule, reasons);
  } else if (values.concepts) printMissingConcepts();
  else compareWithCases();
}

void main();
