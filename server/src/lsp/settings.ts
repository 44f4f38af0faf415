import {
  catalogue,
  type Layout,
  type LintSettings,
  type Preset,
  type RuntimeChoice,
  type Severity,
} from '../core/index';

/** The settings `plimsoll.*` of one document. */
export interface Settings {
  readonly enable: boolean;
  readonly preset: Preset;
  readonly rules: Readonly<Record<string, 'off' | Severity>>;
  readonly multiStage: { readonly layout: Layout; readonly runtime: RuntimeChoice };
}

/** The settings of a person who has set nothing. */
export const defaultSettings: Settings = {
  enable: true,
  preset: 'recommended',
  rules: {},
  multiStage: { layout: 'builder-runtime', runtime: 'auto' },
};

/** Settings as far as they make sense, and a sentence for each value that does not. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly string[];
}

const LEVELS = ['off', 'error', 'warning', 'info', 'hint'] as const;

/** Reads the value of the section `plimsoll`; what makes no sense is reported and stays as in `defaults`. */
export function readSettings(value: unknown, defaults: Settings): ReadSettings {
  const problems: string[] = [];
  const section = recordOf(value, 'plimsoll', problems);
  const multiStage = recordOf(section['multiStage'], 'plimsoll.multiStage', problems);
  const choice = <T extends string>(given: unknown, name: string, allowed: readonly T[], fallback: T): T => {
    if (given === undefined || given === null) return fallback;
    const found = allowed.find((candidate) => candidate === given);
    if (found === undefined) problems.push(`${name} is ${JSON.stringify(given)}; it can be ${listOf(allowed)}.`);
    return found ?? fallback;
  };
  const enable = section['enable'] ?? defaults.enable;
  if (typeof enable !== 'boolean') {
    problems.push(`plimsoll.enable is ${JSON.stringify(enable)}; it can be true or false.`);
  }
  const settings: Settings = {
    enable: typeof enable === 'boolean' ? enable : defaults.enable,
    preset: choice(section['preset'], 'plimsoll.preset', ['recommended', 'strict'], defaults.preset),
    rules: readRules(section['rules'], defaults, problems),
    multiStage: {
      layout: choice(
        multiStage['layout'],
        'plimsoll.multiStage.layout',
        ['builder-runtime', 'dev-prod'],
        defaults.multiStage.layout,
      ),
      runtime: choice(
        multiStage['runtime'],
        'plimsoll.multiStage.runtime',
        ['auto', 'slim', 'alpine', 'distroless', 'scratch'],
        defaults.multiStage.runtime,
      ),
    },
  };
  return { settings, problems };
}

/** Returns what the linter needs of the settings. */
export function lintSettings({ preset, rules }: Settings): LintSettings {
  // The same object for the same choice: the linter keeps what follows from it.
  if (lintSettingsLast?.preset !== preset || lintSettingsLast.rules !== rules) lintSettingsLast = { preset, rules };
  return lintSettingsLast;
}

let lintSettingsLast: Pick<Settings, 'preset' | 'rules'> | undefined;

function readRules(value: unknown, defaults: Settings, problems: string[]): Settings['rules'] {
  if (value === undefined || value === null) return defaults.rules;
  const rules: Record<string, 'off' | Severity> = {};
  for (const [name, given] of Object.entries(recordOf(value, 'plimsoll.rules', problems))) {
    const level = LEVELS.find((candidate) => candidate === given);
    if (level === undefined) {
      problems.push(`plimsoll.rules sets ${name} to ${JSON.stringify(given)}; it can be ${listOf(LEVELS)}.`);
    } else if (catalogue.resolve(name).length === 0) {
      problems.push(`plimsoll.rules names ${name}, which is neither a rule nor an alias of one.`);
    } else {
      rules[name] = level;
    }
  }
  return rules;
}

function recordOf(value: unknown, name: string, problems: string[]): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  problems.push(`${name} is ${JSON.stringify(value)}; it must be an object.`);
  return {};
}

function listOf(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
