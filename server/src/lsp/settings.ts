import { listOf, readRules, type Layout, type LintSettings, type Preset, type RuntimeChoice } from '../core/index';

/** The settings `plimsoll.*` of one document. */
export interface Settings {
  readonly enable: boolean;
  readonly preset: Preset;
  /** By rule id. */
  readonly rules: NonNullable<LintSettings['rules']>;
  readonly ruleOptions?: NonNullable<LintSettings['ruleOptions']>;
  readonly aliasLevels?: NonNullable<LintSettings['aliasLevels']>;
  readonly hadolintComments?: boolean;
  readonly multiStage: { readonly layout: Layout; readonly runtime: RuntimeChoice };
  readonly shellCheck: {
    readonly enable: 'auto' | 'never';
    /** Empty: the one on the PATH. */
    readonly path: string;
  };
}

/** The settings of a person who has set nothing. */
export const defaultSettings: Settings = {
  enable: true,
  preset: 'recommended',
  rules: {},
  multiStage: { layout: 'builder-runtime', runtime: 'auto' },
  shellCheck: { enable: 'auto', path: '' },
};

/** Settings as far as they make sense, and a sentence for each value that does not. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly string[];
}

/** Reads the value of the section `plimsoll`; what makes no sense is reported and stays as in `defaults`. */
export function readSettings(value: unknown, defaults: Settings): ReadSettings {
  const problems: string[] = [];
  const section = recordOf(value, 'plimsoll', problems);
  const multiStage = recordOf(section['multiStage'], 'plimsoll.multiStage', problems);
  const shellCheck = recordOf(section['shellcheck'], 'plimsoll.shellcheck', problems);
  const path = shellCheck['path'] ?? defaults.shellCheck.path;
  if (typeof path !== 'string') {
    problems.push(`plimsoll.shellcheck.path is ${JSON.stringify(path)}; it can be an absolute path.`);
  }
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
  const preset = choice(section['preset'], 'plimsoll.preset', ['recommended', 'strict'], defaults.preset);
  const { rules, ruleOptions } =
    section['rules'] === undefined || section['rules'] === null
      ? defaults
      : readRules(section['rules'], (_path, _part, message) => problems.push(`plimsoll.rules: ${message}`));
  const settings: Settings = {
    enable: typeof enable === 'boolean' ? enable : defaults.enable,
    preset,
    rules,
    ...(ruleOptions === undefined || Object.keys(ruleOptions).length === 0 ? {} : { ruleOptions }),
    multiStage: {
      layout: choice(
        multiStage['layout'],
        'plimsoll.multiStage.layout',
        ['builder-runtime', 'base-builder-runtime', 'deps-build-runtime', 'dev-prod'],
        defaults.multiStage.layout,
      ),
      runtime: choice(
        multiStage['runtime'],
        'plimsoll.multiStage.runtime',
        ['auto', 'slim', 'alpine', 'distroless', 'scratch'],
        defaults.multiStage.runtime,
      ),
    },
    shellCheck: {
      enable: choice(shellCheck['enable'], 'plimsoll.shellcheck.enable', ['auto', 'never'], defaults.shellCheck.enable),
      path: typeof path === 'string' ? path : defaults.shellCheck.path,
    },
  };
  return { settings, problems };
}

/** What a configuration file decides, as far as an editor is concerned. */
export interface FileSettings {
  /** A file of hadolint adds to the settings of the editor; one of Plimsoll stands in their place. */
  readonly kind: 'plimsoll' | 'hadolint';
  readonly lint: LintSettings;
  readonly multiStage: Partial<Settings['multiStage']>;
}

/**
 * Returns the settings of a document with what its project's file says: a file that everybody shares gives everybody the
 * same findings, so that of the editor's own only `enable` and what the file leaves open of conversions stay.
 */
export function withFile(settings: Settings, file: FileSettings | undefined): Settings {
  if (file === undefined) return settings;
  const known = combined.get(settings) ?? new WeakMap<FileSettings, Settings>();
  combined.set(settings, known);
  const made = known.get(file) ?? combine(settings, file);
  known.set(file, made);
  return made;
}

const combined = new WeakMap<Settings, WeakMap<FileSettings, Settings>>();

function combine(
  { enable, preset, rules, ruleOptions, multiStage, shellCheck }: Settings,
  file: FileSettings,
): Settings {
  const { lint } = file;
  const own = file.kind === 'plimsoll' ? undefined : { preset, rules, ruleOptions };
  const { aliasLevels, hadolintComments } = lint;
  return {
    enable,
    preset: lint.preset ?? own?.preset ?? 'recommended',
    rules: { ...own?.rules, ...lint.rules },
    ruleOptions: { ...own?.ruleOptions, ...lint.ruleOptions },
    ...(aliasLevels === undefined ? {} : { aliasLevels }),
    ...(hadolintComments === undefined ? {} : { hadolintComments }),
    multiStage: { ...multiStage, ...file.multiStage },
    shellCheck,
  };
}

/** Returns what the linter needs of the settings: the same object for the same settings, since it keeps what follows. */
export function lintSettings(settings: Settings): LintSettings {
  const known = forLinter.get(settings);
  if (known !== undefined) return known;
  const { preset, rules, ruleOptions, aliasLevels, hadolintComments } = settings;
  const made: LintSettings = {
    preset,
    rules,
    ...(ruleOptions === undefined ? {} : { ruleOptions }),
    ...(aliasLevels === undefined ? {} : { aliasLevels }),
    ...(hadolintComments === undefined ? {} : { hadolintComments }),
  };
  forLinter.set(settings, made);
  return made;
}

const forLinter = new WeakMap<Settings, LintSettings>();

function recordOf(value: unknown, name: string, problems: string[]): Readonly<Record<string, unknown>> {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>;
  problems.push(`${name} is ${JSON.stringify(value)}; it must be an object.`);
  return {};
}
