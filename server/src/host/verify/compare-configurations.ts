import type { ImageConfiguration } from './docker';
import { resolvePath, type ImageFiles } from './image-files';

/** An image's configuration with that of the image it stands on. */
export interface ConfiguredImage {
  readonly config: ImageConfiguration;
  /** `undefined` where nothing tells which image it stands on. */
  readonly base: ImageConfiguration | undefined;
  readonly baseName: string | undefined;
}

/** One field that the two images do not have alike. */
export interface ConfigurationDifference {
  readonly field: string;
  readonly before: string;
  readonly after: string;
  /** `undefined` where nobody asked for it: it matters. */
  readonly declared?: string;
}

/** What a conversion may change of the configuration. */
export interface DeclaredChanges {
  /** A user without privileges was asked for. */
  readonly addsUser: boolean;
  /** A health check was asked for. */
  readonly addsHealthCheck?: boolean;
  /** Another start command was asked for: a production server, or node itself. */
  readonly changesStart?: boolean;
  /** The files of the result, among which virtual environments are looked for. */
  readonly files: ImageFiles;
}

const FIELDS = [
  'Cmd',
  'Entrypoint',
  'WorkingDir',
  'ExposedPorts',
  'Volumes',
  'Labels',
  'Healthcheck',
  'StopSignal',
  'Shell',
  'OnBuild',
] as const;

/** What is compared, in the words of a Dockerfile. */
export const comparedFields: readonly string[] = [...FIELDS, 'User', 'Env'];

/** Returns every field of the configuration that differs, and whether the conversion declares that. */
export function compareConfigurations(
  before: ConfiguredImage,
  after: ConfiguredImage,
  declared: DeclaredChanges,
): readonly ConfigurationDifference[] {
  const differences: ConfigurationDifference[] = FIELDS.flatMap((field) => {
    const [was, is] = [canonical(before.config[field]), canonical(after.config[field])];
    if (was === is) return [];
    const asked = askedFor(field, was, declared);
    return [{ field, before: was, after: is, ...(asked === undefined ? {} : { declared: asked }) }];
  });
  const user = (name: string | undefined): string => (name === undefined || name === '' ? 'root' : name);
  const [was, is] = [user(before.config.User), user(after.config.User)];
  const isRoot = (name: string): boolean => /^(?:root|0)(?::|$)/.test(name);
  if (was !== is)
    differences.push({
      field: 'User',
      before: was,
      after: is,
      ...(declared.addsUser && isRoot(was) && !isRoot(is)
        ? { declared: 'a user without privileges was asked for' }
        : {}),
    });
  else if (declared.addsUser && isRoot(was))
    differences.push({ field: 'User', before: was, after: `${is}, though another was asked for` });
  return [...differences, ...environmentDifferences(before, after, declared.files)];
}

function askedFor(
  field: string,
  before: string,
  { addsHealthCheck, changesStart }: DeclaredChanges,
): string | undefined {
  if (field === 'Healthcheck' && before === '(none)' && addsHealthCheck === true) return 'a health check was asked for';
  if ((field === 'Cmd' || field === 'Entrypoint') && changesStart === true)
    return 'another start command was asked for';
  return undefined;
}

function environmentDifferences(
  before: ConfiguredImage,
  after: ConfiguredImage,
  files: ImageFiles,
): readonly ConfigurationDifference[] {
  const was = variables(before.config);
  const is = variables(after.config);
  const baseWas = variables(before.base ?? {});
  const baseIs = variables(after.base ?? {});
  const changesBase = before.baseName !== after.baseName;
  const differences: ConfigurationDifference[] = [];
  for (const [name, value] of was) {
    const now = is.get(name);
    if (now === value) continue;
    const { environment, rest } = name === 'PATH' ? withoutEnvironments(now, value, files) : noEnvironment(now);
    const isBasesOwn = changesBase && value === baseWas.get(name) && rest === baseIs.get(name);
    const declared =
      rest === value
        ? `the virtual environment ${environment} is in front`
        : isBasesOwn
          ? environment === ''
            ? 'as the base images have it'
            : `the virtual environment ${environment} is in front of what the base image has`
          : undefined;
    differences.push({
      field: `ENV ${name}`,
      before: value,
      after: now ?? '(unset)',
      ...(declared === undefined ? {} : { declared }),
    });
  }
  for (const [name, value] of is) {
    if (was.has(name)) continue;
    const declared =
      changesBase && baseIs.get(name) === value
        ? 'the base image of the result has it'
        : name === 'VIRTUAL_ENV' && isEnvironment(files, value)
          ? 'it names the virtual environment'
          : undefined;
    differences.push({
      field: `ENV ${name}`,
      before: '(unset)',
      after: value,
      ...(declared === undefined ? {} : { declared }),
    });
  }
  return differences;
}

interface SearchPath {
  readonly environment: string;
  readonly rest: string | undefined;
}

function noEnvironment(rest: string | undefined): SearchPath {
  return { environment: '', rest };
}

/** Takes from the front of a search path the virtual environments that the original's had not. */
function withoutEnvironments(path: string | undefined, original: string, files: ImageFiles): SearchPath {
  const known = new Set(original.split(':'));
  const folders = path?.split(':') ?? [];
  const isNew = (folder: string): boolean =>
    folder.endsWith('/bin') && !known.has(folder) && isEnvironment(files, folder.slice(0, -'/bin'.length));
  const count = folders.findIndex((folder) => !isNew(folder));
  if (path === undefined || count <= 0) return noEnvironment(path);
  return {
    environment: folders
      .slice(0, count)
      .map((folder) => folder.slice(0, -'/bin'.length))
      .join(', '),
    rest: folders.slice(count).join(':'),
  };
}

function isEnvironment(files: ImageFiles, folder: string): boolean {
  return resolvePath(files, `${folder}/pyvenv.cfg`) !== undefined;
}

/** Returns the variables of an image's environment. */
export function variables({ Env }: ImageConfiguration): ReadonlyMap<string, string> {
  return new Map(
    (Env ?? []).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const),
  );
}

/** Empty and absent are one; the order of keys says nothing. */
function canonical(value: unknown): string {
  if (value === undefined || value === null || value === '') return '(none)';
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : JSON.stringify(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return entries.length === 0 ? '(none)' : JSON.stringify(Object.fromEntries(entries));
}
