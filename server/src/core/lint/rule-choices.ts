import { nearestName } from '../text/nearest-name';
import type { Catalogue } from './catalogue';
import type { Rule, RuleOptions, Severity } from './rule';

/** What is chosen for single rules, by their ids. */
export interface RuleChoices {
  readonly rules: Readonly<Record<string, 'off' | Severity>>;
  readonly ruleOptions: Readonly<Record<string, RuleOptions>>;
}

/** Is told of a value that makes no sense: the keys that lead to it, whether the key or the value is at fault, and a sentence. */
export type ReportChoice = (path: readonly string[], part: 'key' | 'value', message: string) => void;

/** What a rule can be set to. */
export const levels = ['off', 'error', 'warning', 'info', 'hint'] as const;

/**
 * Reads a map from rule names to a level, or to an object with `severity` and the rule's options. A later name wins over
 * an earlier one for the same rule; what makes no sense is reported and left out.
 */
export function readRuleChoices(catalogue: Catalogue, given: unknown, report: ReportChoice): RuleChoices {
  const rules: Record<string, 'off' | Severity> = {};
  const ruleOptions: Record<string, RuleOptions> = {};
  if (given === undefined || given === null) return { rules, ruleOptions };
  if (!isRecord(given)) {
    report([], 'value', `Rules are given as ${shown(given)}; a map of rule names is expected.`);
    return { rules, ruleOptions };
  }
  for (const [name, value] of Object.entries(given)) {
    const meant = catalogue.resolve(name);
    const ids = meant.length > 0 ? meant.map(({ id }) => id) : [shellCheckName(name) ?? []].flat();
    if (ids.length === 0) {
      report([name], 'key', unknownRule(catalogue, name));
      continue;
    }
    const isObject = isRecord(value);
    const level = isObject ? value['severity'] : value;
    const known = levels.find((candidate) => candidate === level);
    if (known !== undefined) for (const id of ids) rules[id] = known;
    else if (!isObject || level !== undefined) {
      const or = isObject ? '' : ', or a map with severity and options';
      report(
        isObject ? [name, 'severity'] : [name],
        'value',
        `${name} is set to ${shown(level)}; it can be ${listOf(levels)}${or}.`,
      );
    }
    if (!isObject) continue;
    for (const [option, chosen] of Object.entries(value)) {
      if (option === 'severity') continue;
      const problem = setOption(ids, meant, option, chosen, ruleOptions);
      if (problem !== undefined) report([name, option], problem.part, problem.message);
    }
  }
  return { rules, ruleOptions };
}

/** Returns how a finding of ShellCheck's own goes by, if `name` is a code of ShellCheck (`SC2086`, `shellcheck/SC2086`). */
export function shellCheckName(name: string): string | undefined {
  const [, code] = /^(?:shellcheck\/)?(SC\d{4})$/i.exec(name.trim()) ?? [];
  return code === undefined ? undefined : `shellcheck/${code.toUpperCase()}`;
}

/** Returns a sentence that says that no rule is called `name`, and what was probably meant. */
export function unknownRule(catalogue: Catalogue, name: string): string {
  const nearest = nearestName(name, namesOf(catalogue));
  const hint = nearest === undefined ? '"plimsoll rules" lists them all.' : `Did you mean "${nearest}"?`;
  return `No rule is called "${name}". ${hint}`;
}

function* namesOf({ rules }: Catalogue): Iterable<string> {
  for (const { id, aliases } of rules) {
    yield id;
    for (const alias of aliases) {
      yield alias;
      yield alias.slice(alias.indexOf('/') + 1);
    }
  }
}

function setOption(
  ids: readonly string[],
  meant: readonly Rule[],
  option: string,
  value: unknown,
  all: Record<string, RuleOptions>,
): { readonly part: 'key' | 'value'; readonly message: string } | undefined {
  const owners = meant.filter(({ options = {} }) => Object.hasOwn(options, option));
  if (owners.length === 0) {
    const names = ids.join(', ');
    const options = meant.flatMap((rule) => Object.keys(rule.options ?? {}));
    const nearest = nearestName(option, ['severity', ...options]);
    const hint =
      nearest !== undefined
        ? ` Did you mean "${nearest}"?`
        : options.length === 0
          ? ' It has none.'
          : ` It has ${options.join(', ')}.`;
    return { part: 'key', message: `${names} has no option "${option}".${hint}` };
  }
  for (const { id, options = {} } of owners) {
    const standard = options[option];
    if (!isLike(value, standard)) {
      return { part: 'value', message: `${option} of ${id} is ${shown(value)}; ${kindOf(standard)} is expected.` };
    }
    all[id] = { ...all[id], [option]: value };
  }
  return undefined;
}

type Option = RuleOptions[string];

function isLike(value: unknown, standard: Option | undefined): value is Option {
  if (!Array.isArray(standard)) return typeof value === typeof standard;
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function kindOf(standard: Option | undefined): string {
  if (typeof standard === 'boolean') return 'true or false';
  return typeof standard === 'number' ? 'a number' : typeof standard === 'string' ? 'a text' : 'a list of texts';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value);
}

/** Returns `a, b or c`. */
export function listOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
