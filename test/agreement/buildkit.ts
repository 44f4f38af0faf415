import { ask, findOracle } from '../oracle/oracle';
import { wildFiles } from '../support/corpus';
import { analyzeFor, instructionLine, noShares, printShares, rulesCalled, share, type Shares } from './findings';
import { idsIn, rulesOfTool } from './names';

// CopyIgnoredFile needs the build context and InvalidBaseImagePlatform a registry: the oracle is silent on both.
const OUT: ReadonlySet<string> = new Set(['CopyIgnoredFile', 'InvalidBaseImagePlatform', 'parse-error']);

/** Compares our findings under BuildKit's names with what BuildKit itself says of every real file. */
export async function compareWithBuildKit(
  step: number,
  shown: number,
  only: string | undefined,
  declared: ReadonlyMap<string, string>,
): Promise<void> {
  const oracle = findOracle();
  if ('reason' in oracle) {
    console.log(oracle.reason);
    return;
  }
  const files = wildFiles(step);
  if (files === undefined) {
    console.log('There are no real files here (PLIMSOLL_SHARED names the shared folder): nothing is compared.');
    return;
  }
  const answers = await ask(
    oracle.program,
    files.map(({ text }) => ({ dockerfile: text, experimental: true })),
  );
  const rules = rulesOfTool('buildkit');
  const table = new Map<string, Shares>();
  let refused = 0;
  for (const [index, { name, text }] of files.entries()) {
    const answer = answers[index];
    // Where BuildKit refuses the text, its warnings end at the refusal.
    if (answer === undefined || (!answer.ok && (answer.warnings ?? []).length === 0)) {
      refused++;
      continue;
    }
    const analysis = analyzeFor(text, rules);
    const theirs = (answer.warnings ?? []).filter(({ rule }) => !OUT.has(rule));
    const ours = analysis.findings.map(({ rule, span }) => ({
      ids: rulesCalled(rule).flatMap((found) => idsIn('buildkit', found)),
      line: analysis.file.lines.lineAt(span.start) + 1,
    }));
    const instructionOf = (line: number): number => instructionLine(analysis, line);
    const ids = new Set([...theirs.map(({ rule }) => rule), ...ours.flatMap((finding) => finding.ids)]);
    for (const id of ids) {
      if (OUT.has(id) || (only !== undefined && only !== id)) continue;
      const lines = theirs.filter(({ rule }) => rule === id).map(({ line = 0 }) => instructionOf(line));
      const mine = ours
        .filter(
          (finding) =>
            finding.ids.includes(id) &&
            // One rule of ours may stand for several checks: what another check says there is accounted for.
            (lines.includes(instructionOf(finding.line)) ||
              !theirs.some(
                ({ rule, line = 0 }) =>
                  rule !== id && finding.ids.includes(rule) && instructionOf(line) === instructionOf(finding.line),
              )) &&
            (finding.ids[0] === id || lines.includes(instructionOf(finding.line))),
        )
        .map(({ line }) => instructionOf(line));
      const row = table.get(id) ?? noShares();
      table.set(id, row);
      share(row, `${index * step} ${name}`, lines, mine);
    }
  }
  printShares(table, (rule) => rulesCalled(`buildkit/${rule}`), shown, declared);
  console.log(`${files.length} files; BuildKit refuses ${refused} of them before it warns of anything.`);
}
