import {
  listOf,
  nearestName,
  readRules,
  type Layout,
  type Preset,
  type RuntimeChoice,
  type Severity,
} from '../../core/index';
import type { ConfigurationFile, ConfigurationProblem, Layer, MultiStageChoices, Override } from './configuration';
import type { LocatedValue, Path } from './located-value';

/** What a file can decide, with what it may be; the schema says the same (`scripts/configuration-schema.ts`). */
export const presets: readonly Preset[] = ['recommended', 'strict'];
export const failLevels: readonly (Severity | 'never')[] = ['error', 'warning', 'info', 'hint', 'never'];
export const layouts: readonly Layout[] = ['builder-runtime', 'base-builder-runtime', 'deps-build-runtime', 'dev-prod'];
export const runtimes: readonly RuntimeChoice[] = ['auto', 'slim', 'alpine', 'distroless', 'scratch'];

const KEYS = ['preset', 'rules', 'overrides', 'failOn', 'multiStage'];
const OVERRIDE_KEYS = ['files', 'preset', 'rules'];
const MULTI_STAGE_KEYS = ['layout', 'runtime'];

type ReadConfiguration = Pick<ConfigurationFile, 'base' | 'overrides' | 'failOn' | 'multiStage' | 'problems'>;

/** Reads what Plimsoll's own configuration says, `at` the keys that lead to it (`plimsoll` in package.json). */
export function readPlimsollConfiguration(
  value: unknown,
  at: Path,
  located: Pick<LocatedValue, 'spanOf'>,
): ReadConfiguration {
  const problems: ConfigurationProblem[] = [];
  const report = (path: Path, part: 'key' | 'value', message: string): void =>
    void problems.push({ message, span: located.spanOf([...at, ...path], part) });

  function record(given: unknown, path: Path, keys: readonly string[]): Readonly<Record<string, unknown>> {
    if (given === undefined || given === null) return {};
    const name = path.at(-1) ?? 'The configuration';
    if (typeof given !== 'object' || Array.isArray(given)) {
      report(path, 'value', `${name} is ${JSON.stringify(given)}; a map with ${listOf(keys)} is expected.`);
      return {};
    }
    for (const key of Object.keys(given)) {
      if (keys.includes(key) || key === '$schema') continue;
      const nearest = nearestName(key, keys);
      const hint = nearest === undefined ? `There are ${keys.join(', ')}.` : `Did you mean "${nearest}"?`;
      report([...path, key], 'key', `There is no setting "${key}". ${hint}`);
    }
    return given as Record<string, unknown>;
  }

  function choice<T extends string>(given: unknown, path: Path, allowed: readonly T[]): T | undefined {
    if (given === undefined || given === null) return undefined;
    const found = allowed.find((candidate) => candidate === given);
    if (found === undefined) {
      const nearest = typeof given === 'string' ? nearestName(given, allowed) : undefined;
      const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
      report(path, 'value', `${path.at(-1) ?? ''} is ${JSON.stringify(given)}; it can be ${listOf(allowed)}.${hint}`);
    }
    return found;
  }

  function layer(given: Readonly<Record<string, unknown>>, path: Path): Layer {
    const preset = choice(given['preset'], [...path, 'preset'], presets);
    const { rules, ruleOptions } = readRules(given['rules'], (inRules, part, message) => {
      report([...path, 'rules', ...inRules], part, message);
    });
    return { ...(preset === undefined ? {} : { preset }), rules, ruleOptions };
  }

  function overrides(given: unknown): readonly Override[] {
    if (given === undefined || given === null) return [];
    if (!Array.isArray(given)) {
      report(['overrides'], 'value', 'overrides is no list; each entry has files, and preset or rules.');
      return [];
    }
    return given.flatMap((entry: unknown, index): readonly Override[] => {
      const path = ['overrides', index];
      const read = record(entry, path, OVERRIDE_KEYS);
      const listed = typeof read['files'] === 'string' ? [read['files']] : read['files'];
      const files = Array.isArray(listed) ? listed.filter((file) => typeof file === 'string') : [];
      if (!Array.isArray(listed) || files.length === 0 || files.length < listed.length) {
        report([...path, 'files'], 'value', 'An override needs files: a list of patterns such as "*.dev.Dockerfile".');
      }
      return [{ files, ...layer(read, path) }];
    });
  }

  function multiStage(given: unknown): MultiStageChoices {
    const read = record(given, ['multiStage'], MULTI_STAGE_KEYS);
    const layout = choice(read['layout'], ['multiStage', 'layout'], layouts);
    const runtime = choice(read['runtime'], ['multiStage', 'runtime'], runtimes);
    return { ...(layout === undefined ? {} : { layout }), ...(runtime === undefined ? {} : { runtime }) };
  }

  const given = record(value, [], KEYS);
  const failOn = choice(given['failOn'], ['failOn'], failLevels);
  return {
    base: layer(given, []),
    overrides: overrides(given['overrides']),
    ...(failOn === undefined ? {} : { failOn }),
    multiStage: multiStage(given['multiStage']),
    problems,
  };
}
