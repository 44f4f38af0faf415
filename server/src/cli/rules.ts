import { catalogue, type Rule } from '../core/index';
import { rulesCalled } from './rule-names';
import type { ExitCode, Terminal } from './terminal';

/** Prints all rules: a table for a person, or every field of them as JSON. */
export function listRules(terminal: Terminal, format: 'text' | 'json'): ExitCode {
  terminal.print(format === 'json' ? `${JSON.stringify(catalogue.rules.map(ruleJson), undefined, 2)}\n` : table());
  return 0;
}

/** Prints the page of the rules called `name` (an alias may mean several). */
export function explain(terminal: Terminal, name: string): ExitCode {
  terminal.print(rulesCalled(name).map(pageOf).join('\n\n'));
  return 0;
}

const HOW_IT_RUNS: ReadonlySet<string> = new Set(['needs', 'mentions', 'runsLast', 'readsText']);

/** All that the rule says of itself; its function, and what spares running it, left out. */
function ruleJson(rule: Rule): object {
  return Object.fromEntries(
    Object.entries(rule).filter(([key, value]) => typeof value !== 'function' && !HOW_IT_RUNS.has(key)),
  );
}

function table(): string {
  const rows = catalogue.rules.map(({ id, severity, preset, fixes, summary }) => [
    id,
    severity,
    preset,
    fixes === 'never' ? '-' : fixes,
    summary,
  ]);
  const all = [['rule', 'severity', 'preset', 'fix', 'problem'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => `${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}\n`).join('');
}

function pageOf(rule: Rule): string {
  const { id, aliases, category, severity, preset, fixes, summary, docs, examples } = rule;
  const [example] = examples;
  const indented = (text: string): string => text.trimEnd().replace(/^(?=.)/gm, '    ');
  return `${[
    id,
    '='.repeat(id.length),
    '',
    summary,
    '',
    `Category ${category}, severity ${severity}, preset ${preset}, fix ${fixes}.`,
    '',
    docs.trim(),
    '',
    'Reported:',
    '',
    indented(example.bad),
    '',
    'Not reported:',
    '',
    indented(example.good),
    ...(aliases.length === 0 ? [] : ['', `Elsewhere: ${aliases.join(', ')}`]),
  ].join('\n')}\n`;
}
