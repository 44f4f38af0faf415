import { catalogue, type Finding, type Rule } from '../../server/src/core/index';
import { sharedTable } from './cases';

/** The tool that a rule name of a peer's cases belongs to, where the alias names it otherwise. */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  'sonar-iac': ['sonar'],
  'trivy-checks': ['trivy'],
  'semgrep-rules': ['semgrep'],
  // A fork of KICS, whose names it keeps.
  'datadog-iac-scanner': ['kics', 'datadog'],
  // A port of hadolint, whose ids it keeps.
  godolint: ['hadolint'],
  'hadolint-language-docker': ['hadolint'],
};

/** The refusal to parse or build, which the peers do not give a name. */
const REFUSALS: ReadonlySet<string> = new Set(['parse-error', 'error']);

let sonarNames: ReadonlyMap<string, string> | undefined;

/** Returns the tools whose ids the cases of `peer` use. */
export function toolsOf(peer: string): readonly string[] {
  return TOOLS[peer] ?? [peer];
}

/** Returns the name that `rule` of the cases of `peer` has in tables: Sonar's class names become ids. */
export function publicName(peer: string, rule: string): string {
  if (peer !== 'sonar-iac') return rule;
  sonarNames ??= new Map(
    (sharedTable('knowledge/peer-rule-names.tsv') ?? []).map((row) => [
      row['name in its cases'] ?? '',
      row['id elsewhere'] ?? '',
    ]),
  );
  return sonarNames.get(rule) ?? rule;
}

/** Returns our rules that `rule` of the cases of `peer` means. */
export function rulesMeant(peer: string, rule: string): readonly Rule[] {
  const name = publicName(peer, rule);
  if (REFUSALS.has(name)) return catalogue.resolve('syntax-error');
  if (name === 'SC*') return rulesOfTool('shellcheck');
  if (name === '*') return rulesOfTool('hadolint');
  // tally writes `hadolint/DL3006` for what it took from hadolint, and `ruby/x` with its own name before it.
  const names = [...toolsOf(peer).map((tool) => `${tool}/${name}`), ...(name.includes('/') ? [name] : [])];
  for (const candidate of names) {
    const found = catalogue.resolve(candidate);
    if (found.length > 0) return found;
  }
  return [];
}

/** Tells whether `finding` is of a kind that `rule` of the cases of `peer` means. */
export function isMeant(peer: string, rule: string, finding: Finding): boolean {
  const name = publicName(peer, rule);
  if (REFUSALS.has(name)) return finding.rule === 'syntax-error';
  if (name === 'SC*') return finding.aliases.some((alias) => alias.startsWith('shellcheck/'));
  if (name === '*') return finding.aliases.some((alias) => alias.startsWith('hadolint/'));
  const names = [...toolsOf(peer).map((tool) => `${tool}/${name}`), ...(name.includes('/') ? [name] : [])];
  const known = names.find((candidate) => catalogue.resolve(candidate).length > 0);
  return known !== undefined && finding.aliases.some((alias) => alias.toLowerCase() === known.toLowerCase());
}

/** Returns our rules that stand for one of `tool`. */
export function rulesOfTool(tool: string): readonly Rule[] {
  return catalogue.rules.filter(({ aliases }) => aliases.some((alias) => alias.startsWith(`${tool}/`)));
}

/** Returns the ids that `tool` has for a rule or a finding, without the name of the tool. */
export function idsIn(tool: string, rule: Pick<Rule, 'aliases'>): readonly string[] {
  return rule.aliases.filter((alias) => alias.startsWith(`${tool}/`)).map((alias) => alias.slice(tool.length + 1));
}
