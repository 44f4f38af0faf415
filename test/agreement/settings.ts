import { catalogue, type LintSettings, type Rule, type RuleOptions } from '../../server/src/core/index';
import type { PeerCase } from './cases';

type Value = RuleOptions[string];

/** How a case is run, or why that cannot be told. */
export type CaseSettings = { readonly settings: LintSettings } | { readonly reason: string };

/** Returns the settings that run `rules` alone, with the options that the case's own configuration means. */
export function settingsFor(row: PeerCase, rules: readonly Rule[]): CaseSettings {
  try {
    const ruleOptions = { ...optionsOf(row.peer, row.config ?? ''), ...fieldOptions(row, rules) };
    const only = rules.map(({ id }) => id);
    return { settings: { preset: 'strict', only, ruleOptions, disable: hadolintIgnored(row) } };
  } catch (error) {
    if (error instanceof UnknownOption) return { reason: error.message };
    throw error;
  }
}

/** A case that is about an option which we have not, or whose value the corpus does not tell. */
class UnknownOption extends Error {}

/** Some tests of tally hold the options of their rule as a value of the test. */
function fieldOptions(row: PeerCase, rules: readonly Rule[]): Readonly<Record<string, RuleOptions>> {
  const { Config, config = Config } = row.peer_fields ?? {};
  if (config === undefined) return {};
  if (typeof config !== 'object' || config === null) throw new UnknownOption('an option that has no name in the case');
  const [rule] = rules;
  if (rule === undefined) return {};
  const entries = Object.entries(config).map(([key, value]) => {
    if (value === null) throw new UnknownOption(`${key}: the corpus does not tell the value`);
    return [key, value as unknown] as const;
  });
  return { [rule.id]: Object.fromEntries(entries.map(([key, value]) => optionFor(rule, key, value))) };
}

function optionFor(rule: Rule, key: string, value: unknown): readonly [string, Value] {
  const option = Object.keys(rule.options ?? {}).find((known) => plain(known) === plain(key));
  const wanted = option === undefined ? undefined : rule.options?.[option];
  if (option === undefined || wanted === undefined) throw new UnknownOption(`${key}: ${rule.id} has no such option`);
  if (option === 'commands' && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return [option, Object.entries(value).map(([name, mount]) => `${name}: ${mountText(mount)}`)];
  }
  if (typeof value !== typeof wanted) throw new UnknownOption(`${key}: a value of another kind`);
  // It has the type of the default.
  return [option, value as Value];
}

function mountText(mount: unknown): string {
  const entries = typeof mount === 'object' && mount !== null ? Object.entries(mount) : [];
  return entries.map(([key, value]) => `${key.toLowerCase()}=${String(value)}`).join(',');
}

function optionsOf(peer: string, config: string): Readonly<Record<string, RuleOptions>> {
  if (peer === 'hadolint') return hadolintOptions(config);
  if (peer === 'tally') return tallyOptions(config);
  return {};
}

/** Hadolint's tests write its configuration as a Haskell record. */
function hadolintOptions(config: string): Readonly<Record<string, RuleOptions>> {
  const options = new Map<Rule, Record<string, Value>>();
  const set = (names: readonly string[], key: RegExp, value: Value): void => {
    for (const rule of names.flatMap((name) => catalogue.resolve(`hadolint/${name}`))) {
      const option = Object.keys(rule.options ?? {}).find((name) => key.test(name));
      if (option !== undefined) options.set(rule, { ...options.get(rule), [option]: value });
    }
  };
  const [, registries] = /allowedRegistries = \[([^\]]*)\]/.exec(config) ?? [];
  if (registries !== undefined) set(['DL3026'], /registr/i, strings(registries));
  const [, schema] = /labelSchema = Map\.fromList \[(.*?)\]/.exec(config) ?? [];
  const labels = ['DL3049', 'DL3050', 'DL3051', 'DL3052', 'DL3053', 'DL3054', 'DL3055', 'DL3056', 'DL3058'];
  if (schema !== undefined) {
    const kinds = [...schema.matchAll(/\("([^"]*)", (?:Rule\.)?(\w+)\)/g)];
    const entries = kinds.map(([, name = '', kind = '']) => `${name}: ${KINDS[kind] ?? kind}`);
    set(labels, /schema|labels|required/i, entries);
  }
  if (config.includes('strictLabels = True')) set(labels, /strict/i, true);
  return Object.fromEntries([...options].map(([rule, given]) => [rule.id, given]));
}

function hadolintIgnored({ peer, config = '' }: PeerCase): readonly string[] {
  const [, ignored = ''] = peer === 'hadolint' ? (/ignoreRules = \[([^\]]*)\]/.exec(config) ?? []) : [];
  return strings(ignored).map((code) => `hadolint/${code}`);
}

/** The names that a configuration file uses. */
const KINDS: Readonly<Record<string, string>> = {
  RawText: 'text',
  Url: 'url',
  Rfc3339: 'rfc3339',
  Email: 'email',
  SemVer: 'semver',
  Spdx: 'spdx',
  GitHash: 'hash',
};

function strings(list: string): readonly string[] {
  return [...list.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text);
}

/** What every rule of tally takes, and is no matter of what it finds. */
const NOT_OPTIONS: ReadonlySet<string> = new Set(['severity', 'fix', 'exclude']);

/** Sections of a rule in tally's TOML: `[rules.tally.max-lines]` with `max = 2`. */
function tallyOptions(config: string): Readonly<Record<string, RuleOptions>> {
  const options: Record<string, Record<string, Value>> = {};
  for (const [section, values] of sectionsOf(config)) {
    const [, name, command] = /^rules\.(.+?)(?:\.commands\.(.+))?$/.exec(section) ?? [];
    if (name === undefined) continue;
    const id = name.replace(/["']/g, '').replace(/\./g, '/');
    const [rule] = [...catalogue.resolve(`tally/${id}`), ...catalogue.resolve(id)];
    if (rule === undefined) continue;
    if (command !== undefined) {
      const known = options[rule.id]?.['commands'];
      const entry = `${command.replace(/["']/g, '')}: ${mountText(Object.fromEntries(values))}`;
      options[rule.id] = { ...options[rule.id], commands: [...(Array.isArray(known) ? known : []), entry] };
      continue;
    }
    for (const [key, value] of values) {
      if (NOT_OPTIONS.has(key)) continue;
      const [option, given] = optionFor(rule, key, value);
      options[rule.id] = { ...options[rule.id], [option]: given };
    }
  }
  return options;
}

/** Returns the rules that a configuration of tally turns on: patterns of its names; `undefined` where it does not say. */
export function tallyIncludes(config: string): readonly string[] | undefined {
  const include = sectionsOf(config).get('rules')?.get('include');
  return Array.isArray(include) ? include : undefined;
}

function plain(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase();
}

function sectionsOf(toml: string): ReadonlyMap<string, ReadonlyMap<string, Value>> {
  const sections = new Map<string, Map<string, Value>>();
  let section = '';
  for (const match of toml.matchAll(/^\[([^\]\n]+)\]|^([\w-]+)\s*=\s*(\[[^\]]*\]|[^\n]+)/gm)) {
    const [, header, key, text = ''] = match;
    if (header !== undefined) section = header;
    else if (key !== undefined) {
      const values = sections.get(section) ?? new Map<string, Value>();
      sections.set(section, values.set(key, valueOf(text.trim())));
    }
  }
  return sections;
}

function valueOf(text: string): Value {
  if (text.startsWith('[')) return strings(text);
  if (/^["']/.test(text)) return text.slice(1, -1);
  if (/^-?\d+$/.test(text)) return Number(text);
  return text === 'true';
}
