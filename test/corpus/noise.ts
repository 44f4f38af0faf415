import { analyze } from '../../server/src/core/index';
import { wildFiles } from '../support/corpus';

// How much the recommended preset says about real Dockerfiles: `npm run noise`. docs/noise.md has the numbers.

interface Row {
  findings: number;
  fixable: number;
  readonly files: Set<string>;
}

function main(): void {
  const files = wildFiles(Number(process.env['STEP'] ?? 1));
  if (files === undefined) {
    console.log('There is no corpus here (PLIMSOLL_SHARED names it, else ../shared): nothing is measured.');
    return;
  }
  const rows = new Map<string, Row>();
  const counts: number[] = [];
  for (const { name, text } of files) {
    const { findings } = analyze(text, { settings: { preset: 'recommended' } });
    counts.push(findings.length);
    for (const { rule, fixes = [] } of findings) {
      const row = rows.get(rule) ?? { findings: 0, fixable: 0, files: new Set() };
      rows.set(rule, row);
      row.findings++;
      row.files.add(name);
      if (fixes.length > 0) row.fixable++;
    }
  }
  counts.sort((a, b) => a - b);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const fixable = [...rows.values()].reduce((sum, row) => sum + row.fixable, 0);
  const at = (share: number): number => counts[Math.floor(counts.length * share)] ?? 0;
  const percent = (part: number): string => `${((100 * part) / all).toFixed(1)} %`;
  console.log(`${files.length} files, ${all} findings, ${percent(fixable)} with a fix`);
  console.log(`a file: median ${at(0.5)}, mean ${(all / files.length).toFixed(2)}, 90 % have at most ${at(0.9)}`);
  for (const [rule, row] of [...rows].sort(([, a], [, b]) => b.findings - a.findings)) {
    const numbers = [row.findings, percent(row.findings), row.files.size, row.fixable];
    console.log([rule.padEnd(44), ...numbers.map((number) => String(number).padStart(8))].join(' '));
  }
}

main();
