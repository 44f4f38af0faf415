import type { Rule } from './rule';

/** Finds rules by id or by a name that another tool gives them. */
export interface Catalogue {
  readonly rules: readonly Rule[];
  /** Returns the rules meant by `name`: an id, an alias (`hadolint/DL3008`), or an alias without its tool (`DL3008`). */
  resolve(name: string): readonly Rule[];
}

/** Returns the catalogue of `rules`. */
export function createCatalogue(rules: readonly Rule[]): Catalogue {
  const byName = new Map<string, Rule[]>();
  const add = (name: string, rule: Rule): void => {
    const key = name.toLowerCase();
    const known = byName.get(key);
    if (known === undefined) byName.set(key, [rule]);
    else if (!known.includes(rule)) known.push(rule);
  };
  for (const rule of rules) {
    add(rule.id, rule);
    for (const alias of rule.aliases) {
      add(alias, rule);
      add(alias.slice(alias.indexOf('/') + 1), rule);
    }
  }
  return { rules, resolve: (name) => byName.get(name.trim().toLowerCase()) ?? [] };
}
