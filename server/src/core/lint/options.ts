import type { Catalogue } from './catalogue';
import type { Preset, Rule, RuleOptions, Severity } from './rule';

/** What the user decides about rules. Names may be ids or aliases; the later of two that mean one rule wins. */
export interface LintSettings {
  readonly preset?: Preset;
  /** Rule name to `off` or a severity; naming a rule of the strict preset turns it on. */
  readonly rules?: Readonly<Record<string, 'off' | Severity>>;
  /** Rule name to its options; naming a rule of the strict preset turns it on. */
  readonly ruleOptions?: Readonly<Record<string, RuleOptions>>;
  /** Only these rules, whatever the preset. */
  readonly only?: readonly string[];
  readonly disable?: readonly string[];
  /** Levels of findings by the names of another tool (`hadolint/dl3008`, in lower case), finer than those of rules. */
  readonly aliasLevels?: Readonly<Record<string, 'off' | Severity>>;
  /** `false`: the comments `# hadolint ignore=` silence nothing. */
  readonly hadolintComments?: boolean;
}

/** A rule that runs, with the severity of its findings and its options. */
export interface EnabledRule {
  readonly rule: Rule;
  readonly severity: Severity;
  readonly options: RuleOptions;
}

/** Returns the rules that `settings` turn on, in the order of the catalogue. */
export function enabledRules(catalogue: Catalogue, settings: LintSettings): readonly EnabledRule[] {
  const severities = new Map<Rule, 'off' | Severity>();
  for (const [name, severity] of Object.entries(settings.rules ?? {})) {
    for (const rule of catalogue.resolve(name)) severities.set(rule, severity);
  }
  const options = new Map<Rule, RuleOptions>();
  for (const [name, given] of Object.entries(settings.ruleOptions ?? {})) {
    for (const rule of catalogue.resolve(name)) options.set(rule, given);
  }
  const only = settings.only && new Set(settings.only.flatMap((name) => catalogue.resolve(name)));
  const disabled = new Set((settings.disable ?? []).flatMap((name) => catalogue.resolve(name)));
  const isStrict = settings.preset === 'strict';
  return catalogue.rules.flatMap((rule) => {
    const chosen = severities.get(rule);
    const isOn =
      only === undefined
        ? chosen !== undefined || options.has(rule) || isStrict || rule.preset === 'recommended'
        : only.has(rule);
    if (!isOn || (only === undefined && chosen === 'off') || disabled.has(rule)) return [];
    const severity = chosen === undefined || chosen === 'off' ? rule.severity : chosen;
    return [{ rule, severity, options: { ...rule.options, ...options.get(rule) } }];
  });
}
