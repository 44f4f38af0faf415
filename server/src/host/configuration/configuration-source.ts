import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nothingChosen, type Configuration, type ConfigurationFile, type Layer } from './configuration';
import { matchesGlob } from './glob';
import { readYaml } from './located-value';
import { readHadolintConfiguration } from './read-hadolint';
import { readPlimsollConfiguration } from './read-plimsoll';

/** Finds the configuration of Dockerfiles. Files are read once, and again when they changed. */
export interface ConfigurationSource {
  /** Returns what the nearest file decides for the Dockerfile at `path` (absolute). */
  of(path: string): Configuration | undefined;
  /** Looks at the disk again with the next question. */
  refresh(): void;
}

export interface ConfigurationSearch {
  /** The file that holds for all; none is looked for then. */
  readonly explicitFile?: string;
  /** Files that hold where none is found: the places of hadolint in a person's home. */
  readonly fallbacks?: readonly string[];
}

/** Files larger than this (in bytes) are no configuration. */
const MAX_FILE_SIZE = 1024 * 1024;

const NAMES = ['.plimsoll.yaml', '.plimsoll.yml', 'package.json', '.hadolint.yaml', '.hadolint.yml'];

/**
 * Returns a source that looks from each Dockerfile's folder upward, to the folder that holds `.git` or the root: the first
 * folder with a configuration decides alone, and in one folder Plimsoll's own file comes before hadolint's.
 */
export function createConfigurationSource({
  explicitFile,
  fallbacks = [],
}: ConfigurationSearch = {}): ConfigurationSource {
  const files = new Map<string, { readonly stamp: string; readonly file: ConfigurationFile | undefined }>();
  const byFolder = new Map<string, ConfigurationFile | undefined>();
  const resolved = new WeakMap<ConfigurationFile, Map<string, Configuration>>();

  function fileAt(path: string): ConfigurationFile | undefined {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isFile() !== true || stats.size > MAX_FILE_SIZE) return undefined;
    const stamp = `${stats.mtimeMs} ${stats.size} ${stats.ino}`;
    const known = files.get(path);
    if (known?.stamp === stamp) return known.file;
    const file = safely(() => readConfigurationFile(path, false)) ?? unreadable(path);
    files.set(path, { stamp, file });
    return file;
  }

  function inFolder(folder: string): ConfigurationFile | undefined {
    if (byFolder.has(folder)) return byFolder.get(folder);
    let found: ConfigurationFile | undefined;
    for (const name of NAMES) found ??= safely(() => fileAt(join(folder, name)));
    const parent = dirname(folder);
    if (found === undefined && parent !== folder && !existsSync(join(folder, '.git'))) found = inFolder(parent);
    byFolder.set(folder, found);
    return found;
  }

  function find(path: string): ConfigurationFile | undefined {
    if (explicitFile !== undefined) {
      if (!byFolder.has('')) byFolder.set('', readConfigurationFile(explicitFile, true));
      return byFolder.get('');
    }
    let found = inFolder(dirname(resolve(path)));
    for (const fallback of fallbacks) found ??= safely(() => fileAt(fallback));
    return found;
  }

  return {
    of: (path) => {
      const file = find(path);
      if (file === undefined) return undefined;
      const folder = dirname(file.path);
      const layers = file.overrides.filter(({ files: patterns }) =>
        patterns.some((pattern) => matchesGlob(pattern, resolve(path), folder)),
      );
      // The same object for the same layers: the linter keeps what follows from it.
      const key = layers.map((layer) => file.overrides.indexOf(layer)).join();
      const known = resolved.get(file) ?? new Map<string, Configuration>();
      resolved.set(file, known);
      const configuration = known.get(key) ?? configurationOf(file, layers);
      known.set(key, configuration);
      return configuration;
    },
    refresh: () => {
      byFolder.clear();
    },
  };
}

/** Returns the places in a person's home, and in the folder where a command is started, at which hadolint looks. */
export function hadolintFallbacks(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  const home = environment['HOME'] ?? environment['USERPROFILE'];
  const config = environment['XDG_CONFIG_HOME'] ?? (home === undefined ? undefined : join(home, '.config'));
  const bases = [
    join(folder, '.hadolint'),
    ...(config === undefined ? [] : [join(config, 'hadolint')]),
    ...(home === undefined ? [] : [join(home, '.hadolint', 'hadolint'), join(home, '.hadolint', 'config')]),
    ...(home === undefined ? [] : [join(home, '.hadolint')]),
  ];
  return bases.flatMap((base) => [`${base}.yaml`, `${base}.yml`]);
}

/** Reads the file at `path`; throws what the file system throws. `undefined` where it is a package.json that says nothing of Plimsoll. */
function readConfigurationFile(path: string, isExplicit: boolean): ConfigurationFile | undefined {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  if (basename(path) === 'package.json') return packageFile(path, text, isExplicit);
  const located = readYaml(text);
  const kind = kindOf(path);
  if (located.problem !== undefined) return { path, text, kind, ...nothingChosen, problems: [located.problem] };
  return kind === 'hadolint'
    ? { path, text, kind, ...nothingChosen, ...readHadolintConfiguration(located) }
    : { path, text, kind, ...readPlimsollConfiguration(located.value, [], located) };
}

/** A manifest that cannot be read is others' business. */
function unreadable(path: string): ConfigurationFile | undefined {
  if (basename(path) === 'package.json') return undefined;
  const problems = [{ message: 'This file cannot be read.', span: { start: 0, end: 0 } }];
  return { path, text: '', kind: kindOf(path), ...nothingChosen, problems };
}

function kindOf(path: string): ConfigurationFile['kind'] {
  return /hadolint[^/\\]*$/i.test(path) || /[\\/]\.hadolint[\\/][^\\/]*$/.test(path) ? 'hadolint' : 'plimsoll';
}

function packageFile(path: string, text: string, isExplicit: boolean): ConfigurationFile | undefined {
  const value = text.includes('"plimsoll"') ? safely(() => JSON.parse(text) as unknown) : undefined;
  const section =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['plimsoll'] : undefined;
  if (section === undefined && !isExplicit) return undefined;
  // A manifest is parsed again, with the places of its parts, only where something is wrong.
  const spanOf = (at: Parameters<ReturnType<typeof readYaml>['spanOf']>[0], part: 'key' | 'value') =>
    readYaml(text).spanOf(at, part);
  return { path, text, kind: 'plimsoll', ...readPlimsollConfiguration(section, ['plimsoll'], { spanOf }) };
}

function configurationOf(file: ConfigurationFile, overrides: readonly Layer[]): Configuration {
  const { failOn, multiStage } = file;
  const lint = overrides.reduce<Layer>(
    (all, { preset, rules, ruleOptions }) => ({
      ...all,
      ...(preset === undefined ? {} : { preset }),
      rules: { ...all.rules, ...rules },
      ruleOptions: merged(all.ruleOptions, ruleOptions),
    }),
    file.base,
  );
  return { file, lint, ...(failOn === undefined ? {} : { failOn }), multiStage };
}

function merged(before: Layer['ruleOptions'], after: Layer['ruleOptions']): Layer['ruleOptions'] {
  const changed = Object.entries(after).map(([rule, options]) => [rule, { ...before[rule], ...options }] as const);
  return { ...before, ...Object.fromEntries(changed) };
}

/** Files that cannot be read, or go while they are looked at, are as if they were not there. */
function safely<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
