import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue } from '../../server/src/core/index';
import type { Compatibility } from '../../scripts/compatibility';
import { sharedTable } from './cases';

/** A row of the union of all tools' rules. */
export interface Concept {
  readonly id: string;
  readonly description: string;
  /** Its names elsewhere, as our aliases spell them; a name of which only a part is meant is not among them. */
  readonly aliases: readonly string[];
  /** What users complain of, in words; empty where nothing is noted. */
  readonly falsePositives: string;
}

/** Returns docs/compatibility.json. */
export function readCompatibility(): Compatibility {
  const text = readFileSync(join(import.meta.dirname, '../../docs/compatibility.json'), 'utf8');
  return JSON.parse(text) as Compatibility;
}

const COLUMNS: Readonly<Record<string, string>> = {
  hadolint_id: 'hadolint',
  buildkit_id: 'buildkit',
  tally_id: 'tally',
  dockerfile_utils_id: 'dockerfile-utils',
  trivy_id: 'trivy',
  checkov_id: 'checkov',
  kics_id: 'kics',
  sonar_id: 'sonar',
  semgrep_id: 'semgrep',
};

/** Returns the union of all tools' rules, `undefined` where the shared folder is not here. */
export function readConcepts(): readonly Concept[] | undefined {
  return sharedTable('knowledge/rules.tsv')?.map((row) => ({
    id: row['concept'] ?? '',
    description: row['description'] ?? '',
    falsePositives: row['notes_known_false_positives'] ?? '',
    aliases: [
      ...Object.entries(COLUMNS).flatMap(([column, tool]) => namesIn(row[column] ?? '', tool)),
      ...smallNamesIn(row['other_peer_ids'] ?? ''),
    ],
  }));
}

/** Cells hold names with remarks: `DL3002(W)`, `S6437 (spec)`, `partial: tally/x (only with ...)`, `12 INVALID_AS`. */
function namesIn(cell: string, tool: string): readonly string[] {
  if (cell.startsWith('partial')) return [];
  return cell.split(/[;,]/).flatMap((part) => {
    const [, name] = /^\s*(?:[\d-]+ )?([A-Za-z][\w./-]*)(?!\*)/.exec(part) ?? [];
    if (name === undefined) return [];
    if (/^SC\d+$/.test(name)) return [`shellcheck/${name}`];
    const isWhole = name.startsWith(`${tool}/`) || /^(?:hadolint|buildkit|shellcheck)\//.test(name);
    return isWhole ? [name] : [`${tool}/${name}`];
  });
}

/** The small tools share a column, each with its own way to name rules. */
const SMALL_TOOLS: readonly (readonly [RegExp, string])[] = [
  [/^(DD\d+)$/, 'dockerfile-doctor'],
  [/^(DF\d+)$/, 'dockerfile-roast'],
  [/^(?:whalelint )((?:CMD|CPY|ENT|MTR|RUN|STL|STS|USR)\d+)/, 'whalelint'],
  [/^(?:dockle )([A-Z]+-[A-Z]+-\d+)/, 'dockle'],
  [/^PF (\w+)$/, 'docker-parfum'],
  [/^((?:GEN|GO|PHP|JAVA|NODE|PY|RUBY|RUST|DOTNET)\d+)/, 'dockerfile-optimizer'],
];

function smallNamesIn(cell: string): readonly string[] {
  return cell.split(/\s*;\s*/).flatMap((part) =>
    SMALL_TOOLS.flatMap(([pattern, tool]) => {
      const [, name] = pattern.exec(part) ?? [];
      return name === undefined ? [] : [`${tool}/${name}`];
    }),
  );
}

/** Returns the rules that cover `concept`: by a name it has elsewhere, or because the data file says so. */
export function coveringRules(concept: Concept, { concepts }: Compatibility): readonly string[] {
  const named = concept.aliases.flatMap((alias) => catalogue.resolve(alias));
  const [own] = catalogue.resolve(concepts[concept.id] ?? '');
  return [...new Set([...named, ...(own === undefined ? [] : [own])].map(({ id }) => id))];
}

/** Prints the concepts that nothing covers or explains. */
export function printMissingConcepts(): void {
  const all = readConcepts();
  if (all === undefined) {
    console.log('There is no table of concepts here (PLIMSOLL_SHARED names the shared folder, else ../shared).');
    return;
  }
  const compatibility = readCompatibility();
  const covered = all.filter((concept) => coveringRules(concept, compatibility).length > 0);
  const explained = all.filter(({ id }) => id in compatibility.leftOut);
  const missing = all.filter((concept) => !covered.includes(concept) && !explained.includes(concept));
  for (const { id, description, aliases } of missing)
    console.log(`${id.padEnd(40)} ${description} [${aliases.join(', ')}]`);
  for (const { id } of covered.filter((concept) => explained.includes(concept))) {
    console.log(`${id.padEnd(40)} is in leftOut, and a rule covers it`);
  }
  console.log(
    `${all.length} concepts: ${covered.length} covered, ${explained.length} left out, ${missing.length} missing.`,
  );
}
