import { catalogue, type LintSettings, type Rule, type RuleOptions } from '../../server/src/core/index';
import type { PeerCase } from './cases';

type Value = RuleOptions[string];

/** Returns the settings that run `rules` alone, with the options that the case's own configuration means. */
export function settingsFor(row: PeerCase, rules: readonly Rule[]): LintSettings {
  const ruleOptions = row.config === undefined ? {} : optionsOf(row.peer, row.config);
  return { preset: 'strict', only: rules.map(({ id }) => id), ruleOptions };
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

/** Sections of a rule in tally's TOML: `[rules.tally.max-lines]` with `max = 2`. */
function tallyOptions(config: string): Readonly<Record<string, RuleOptions>> {
  const options: Record<string, Record<string, Value>> = {};
  for (const [section, values] of sectionsOf(config)) {
    const [, name] = /^rules\.(.+)$/.exec(section) ?? [];
    if (name === undefined) continue;
    const id = name.replace(/["']/g, '').replace(/\./g, '/');
    const [rule] = [...catalogue.resolve(`tally/${id}`), ...catalogue.resolve(id.replace(/^tally\//, ''))];
    if (rule === undefined) continue;
    for (const [key, value] of values) {
      const option = Object.keys(rule.options ?? {}).find((known) => plain(known) === plain(key));
      if (option !== undefined) options[rule.id] = { ...options[rule.id], [option]: value };
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
