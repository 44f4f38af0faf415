import { catalogue, type Rule, type RuleOptions, type Severity } from '../../core/index';
import type { ConfigurationFile, ConfigurationProblem } from './configuration';
import type { LocatedValue } from './located-value';

/*
 * What hadolint's own configuration says, in the words of its manual, as far as it concerns rules of ours that carry a name
 * of hadolint. hadolint 2.15.1 was asked where the manual is silent: `ignored` wins over `override`, unknown keys are passed
 * over, and with the threshold `ignore` or `none` every finding fails.
 */

const SEVERITIES: Readonly<Record<string, Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'hint',
};
const THRESHOLDS: Readonly<Record<string, Severity>> = { ...SEVERITIES, ignore: 'hint', none: 'hint' };

/** Reads a configuration of hadolint; keys and codes that are not known are hadolint's business. */
export function readHadolintConfiguration({
  value,
  spanOf,
}: LocatedValue): Pick<ConfigurationFile, 'base' | 'failOn' | 'problems'> {
  const problems: ConfigurationProblem[] = [];
  const wrong = (path: readonly string[], expected: string): void =>
    void problems.push({ message: `${path.join('.')} must be ${expected}.`, span: spanOf(path, 'value') });

  function texts(given: unknown, path: readonly string[]): readonly string[] {
    if (given === undefined || given === null) return [];
    if (Array.isArray(given) && given.every((entry) => typeof entry === 'string')) return given;
    wrong(path, 'a list of texts');
    return [];
  }
  function flag(given: unknown, key: string): boolean {
    if (given === undefined || given === null || typeof given === 'boolean') return given === true;
    wrong([key], 'true or false');
    return false;
  }
  function record(given: unknown, path: readonly string[]): Readonly<Record<string, unknown>> {
    if (given === undefined || given === null) return {};
    if (typeof given === 'object' && !Array.isArray(given)) return given as Record<string, unknown>;
    if (path.length === 0) problems.push({ message: 'A map is expected.', span: spanOf([], 'value') });
    else wrong(path, 'a map');
    return {};
  }

  const given = record(value, []);
  const aliasLevels: Record<string, 'off' | Severity> = {};
  const override = record(given['override'], ['override']);
  for (const [name, severity] of Object.entries(SEVERITIES)) {
    for (const code of texts(override[name], ['override', name])) aliasLevels[aliasOf(code)] = severity;
  }
  const ignored = texts(given['ignored'], ['ignored']);
  for (const code of ignored) aliasLevels[aliasOf(code)] = 'off';

  const ruleOptions: Record<string, RuleOptions> = {};
  const setOption = (rules: readonly Rule[], named: RegExp, chosen: readonly string[]): void => {
    for (const { id, options = {} } of rules) {
      const [option] = Object.keys(options).filter((key) => named.test(key) && Array.isArray(options[key]));
      if (option !== undefined) ruleOptions[id] = { ...ruleOptions[id], [option]: chosen };
    }
  };
  const registries = texts(given['trustedRegistries'], ['trustedRegistries']);
  if (registries.length > 0) setOption(catalogue.resolve('hadolint/DL3026'), /registr/i, registries);
  const schema = record(given['label-schema'], ['label-schema']);
  const isStrict = flag(given['strict-labels'], 'strict-labels');
  if (Object.keys(schema).length > 0) {
    const superfluous = catalogue.resolve('hadolint/DL3050');
    const checked = hadolintRules().filter((rule) => isStrict || !superfluous.includes(rule));
    setOption(
      checked,
      /schema/i,
      Object.entries(schema).map(([key, kind]) => `${key}=${typeof kind === 'string' ? kind : 'text'}`),
    );
  }
  if (aliasLevels[aliasOf('DL1001')] !== undefined) {
    // hadolint's rule reports every such comment, ours those without a reason.
    for (const { id } of catalogue.resolve('hadolint/DL1001')) ruleOptions[id] = { evenExplained: true };
  }

  const threshold = given['failure-threshold'];
  const failOn = typeof threshold === 'string' ? THRESHOLDS[threshold.toLowerCase()] : undefined;
  if (threshold !== undefined && threshold !== null && failOn === undefined) {
    wrong(['failure-threshold'], 'error, warning, info, style, ignore or none');
  }
  const noFail = flag(given['no-fail'], 'no-fail');
  const isCommentOff = flag(given['disable-ignore-pragma'], 'disable-ignore-pragma');
  return {
    base: {
      rules: ruleLevels(aliasLevels),
      ruleOptions,
      ...(Object.keys(aliasLevels).length === 0 ? {} : { aliasLevels }),
      ...(isCommentOff ? { hadolintComments: false } : {}),
    },
    ...(noFail ? { failOn: 'never' } : failOn === undefined ? {} : { failOn }),
    problems,
  };
}

function aliasOf(code: string): string {
  const name = code.trim().toLowerCase();
  // hadolint passes on what ShellCheck finds, under its own codes.
  return /^sc\d{4}$/.test(name) ? `shellcheck/${name}` : `hadolint/${name}`;
}

/** The rules that hadolint has, and those of ShellCheck, which it passes on. */
function hadolintRules(): readonly Rule[] {
  return catalogue.rules.filter(({ aliases }) => aliases.some(isOfHadolint));
}

function isOfHadolint(alias: string): boolean {
  return /^(?:hadolint|shellcheck)\//.test(alias);
}

/** A rule is off where all its names in hadolint are; one that a severity is given is on. */
function ruleLevels(levels: Readonly<Record<string, 'off' | Severity>>): Readonly<Record<string, 'off' | Severity>> {
  return Object.fromEntries(
    hadolintRules().flatMap(({ id, severity, preset, aliases }): readonly (readonly [string, 'off' | Severity])[] => {
      const own = aliases.filter(isOfHadolint).map((alias) => levels[alias.toLowerCase()]);
      if (own.every((level) => level === 'off')) return [[id, 'off']];
      const chosen = own.filter((level) => level !== undefined && level !== 'off');
      // The findings get their severity by their names; here it is the rule that is turned on.
      return chosen.length > 0 && preset === 'strict' ? [[id, severity]] : [];
    }),
  );
}
