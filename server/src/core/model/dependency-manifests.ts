import type { BuildContext } from '../context/build-context';
import type { PackageOperation } from './packages';

/** What an installation of an application's dependencies reads. */
export interface DependencyManifests {
  /** Of the ecosystem, as people call it. */
  readonly ecosystem: string;
  /** Names or patterns relative to the directory of the call; a pattern may match nothing. */
  readonly files: readonly string[];
  /** Why the installation may need more than that; `undefined` where the manifests are enough. */
  readonly needsMore: string | undefined;
  /** The options that make the manifests enough. */
  readonly remedy?: string;
}

/**
 * Returns the manifests that `operation` installs from; `undefined` where it installs named packages, or nothing.
 * `directory` is that of the call in the build context, relative to its root.
 */
export function manifestsOf(
  operation: PackageOperation,
  context: BuildContext | undefined,
  directory: string,
): DependencyManifests | undefined {
  const reader = contextReader(context, directory);
  const { manager, action, subcommand, operands } = operation;
  if (action !== 'install' && manager.name !== 'go') return undefined;
  switch (manager.name) {
    case 'npm':
      if (operands.length > 0 || operation.hasOption(['-g', '--global', '--location=global'])) return undefined;
      return node(
        'npm',
        ['package.json', 'package-lock.json', 'npm-shrinkwrap.json', '.npmrc'],
        ['package*.json'],
        reader,
      );
    case 'yarn':
      if (operands.length > 0 || !/^(?:install)?$/.test(subcommand)) return undefined;
      return node('Yarn', ['package.json', 'yarn.lock', '.yarnrc', '.npmrc'], ['package.json', 'yarn.lock*'], reader);
    case 'pnpm':
      if (operands.length > 0 || !/^(?:install|i|ci)$/.test(subcommand)) return undefined;
      return node('pnpm', ['package.json', 'pnpm-lock.yaml', '.npmrc'], ['package.json', 'pnpm-lock.yaml*'], reader);
    case 'bun':
      if (operands.length > 0 || !/^(?:install|i|ci)$/.test(subcommand)) return undefined;
      return node(
        'Bun',
        ['package.json', 'bun.lock', 'bun.lockb', 'bunfig.toml'],
        ['package.json', 'bun.lock*'],
        reader,
      );
    case 'pip':
    case 'pip3':
      return pip(operation, reader);
    case 'uv':
      if (/^pip (?:install|sync)$/.test(subcommand)) return pip(operation, reader);
      if (subcommand !== 'sync') return undefined;
      return python(
        'uv',
        ['pyproject.toml', 'uv.lock'],
        ['pyproject.toml', 'uv.lock*'],
        reader,
        operation.hasOption(['--no-install-project']),
      );
    case 'poetry':
      if (!/^(?:install|sync)$/.test(subcommand)) return undefined;
      return python(
        'Poetry',
        ['pyproject.toml', 'poetry.lock', 'poetry.toml'],
        ['pyproject.toml', 'poetry.lock*'],
        reader,
        operation.hasOption(['--no-root', '--only-main']) ||
          /^\s*package-mode\s*=\s*false/m.test(reader.read('pyproject.toml') ?? ''),
      );
    case 'pipenv':
      if (operands.length > 0 || !/^(?:install|sync)$/.test(subcommand)) return undefined;
      return {
        ecosystem: 'Pipenv',
        files: reader.choose(['Pipfile', 'Pipfile.lock'], ['Pipfile*']),
        needsMore: undefined,
      };
    case 'bundle':
    case 'bundler':
      return bundler(operation, reader);
    case 'composer':
      return composer(operation, reader);
    case 'go':
      if (!/^mod (?:download|verify)$/.test(subcommand) || operands.length > 0) return undefined;
      return {
        ecosystem: 'Go',
        files: reader.choose(['go.mod', 'go.sum'], ['go.mod', 'go.sum*']),
        needsMore: /^\s*replace\s.*=>\s*\.{1,2}\//m.test(reader.read('go.mod') ?? '')
          ? 'go.mod replaces modules by directories of the source'
          : undefined,
      };
    default:
      return undefined;
  }
}

interface Reader {
  read(name: string): string | undefined;
  exists(name: string): boolean;
  /** The names that exist, where the build context is known and has the first of them; else `patterns`. */
  choose(names: readonly string[], patterns: readonly string[]): readonly string[];
}

function contextReader(context: BuildContext | undefined, directory: string): Reader {
  const at = (name: string): string => (directory === '' ? name : `${directory}/${name}`);
  const exists = (name: string): boolean => context?.exists(at(name)) === true && !context.ignores(at(name));
  return {
    exists,
    read: (name) => context?.read(at(name)),
    choose: (names, patterns) => (names[0] !== undefined && exists(names[0]) ? names.filter(exists) : patterns),
  };
}

const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare'];

function node(
  ecosystem: string,
  names: readonly string[],
  patterns: readonly string[],
  reader: Reader,
): DependencyManifests {
  const files = reader.choose(names, patterns);
  const manifest = parse(reader.read('package.json'));
  const scripts = record(manifest?.scripts);
  const script = INSTALL_SCRIPTS.find((name) => scripts?.[name] !== undefined);
  const local = Object.values({ ...record(manifest?.dependencies), ...record(manifest?.devDependencies) }).find(
    (version) => typeof version === 'string' && /^(?:file|link|portal|workspace):|^\.{0,2}\//.test(version),
  );
  const needsMore =
    manifest?.workspaces !== undefined || reader.exists('pnpm-workspace.yaml')
      ? 'the workspaces have manifests of their own'
      : script !== undefined
        ? `the script "${script}" of package.json may read the source`
        : local !== undefined
          ? 'a dependency is a directory of the source'
          : ['.yarnrc.yml', '.yarn', '.pnpmfile.cjs', 'patches'].find((name) => reader.exists(name)) !== undefined
            ? 'the package manager reads files of its own from the source'
            : undefined;
  return { ecosystem, files, needsMore };
}

function pip(operation: PackageOperation, reader: Reader): DependencyManifests | undefined {
  const files = operation.options.flatMap(({ name, value }) => {
    const isFile = ['-r', '--requirement', '--requirements', '-c', '--constraint', '--constraints'].includes(name);
    return isFile && value !== undefined ? [value] : [];
  });
  if (operation.subcommand === 'pip sync') files.push(...operation.operands.flatMap(({ value }) => value ?? []));
  else if (operation.operands.some(({ value }) => value === undefined || /^(?:\.{0,2}(?:$|\/)|\.\[|\/)/.test(value)))
    return undefined;
  if (operation.hasOption(['-e', '--editable']) || files.length === 0) return undefined;
  // Elsewhere, or only known to the shell.
  if (files.some((name) => !/^(?:\.\/)?[\w][\w./-]*$/.test(name) || name.includes('..'))) return undefined;
  const all = new Set(files.map((name) => name.replace(/^\.\//, '')));
  let needsMore: string | undefined;
  for (const name of all) {
    for (const line of (reader.read(name) ?? '').split(/\r?\n/)) {
      const [, included] = /^\s*(?:-r|--requirement|-c|--constraint)[\s=]+(\S+)/.exec(line) ?? [];
      if (included !== undefined) all.add(joined(name, included));
      if (/^\s*(?:-e\b|--editable\b|\.{0,2}\/|\.\s*$|file:)/.test(line))
        needsMore = `${name} names a directory of the source`;
    }
  }
  return { ecosystem: 'pip', files: [...all], needsMore };
}

/** `included` as seen from the directory of `name`. */
function joined(name: string, included: string): string {
  const segments = [...name.split('/').slice(0, -1), ...included.split('/')];
  const path: string[] = [];
  for (const segment of segments) {
    if (segment === '..') path.pop();
    else if (segment !== '.') path.push(segment);
  }
  return path.join('/');
}

function python(
  ecosystem: string,
  names: readonly string[],
  patterns: readonly string[],
  reader: Reader,
  isProjectLeftOut: boolean,
): DependencyManifests {
  const files = reader.choose(names, patterns);
  const manifest = reader.read('pyproject.toml') ?? '';
  const hasLocal = /\bpath\s*=\s*["']\.{0,2}\/?|\[tool\.uv\.workspace\]/m.test(manifest);
  const needsMore = isProjectLeftOut
    ? hasLocal
      ? 'a dependency is a directory of the source'
      : undefined
    : 'it installs the project itself too, which needs the source';
  return { ecosystem, files, needsMore, ...(isProjectLeftOut ? {} : { remedy: REMEDIES[ecosystem] ?? '--no-root' }) };
}

const REMEDIES: Readonly<Record<string, string>> = { uv: '--no-install-project', Poetry: '--no-root' };

function bundler(operation: PackageOperation, reader: Reader): DependencyManifests | undefined {
  if (!/^(?:install|i)?$/.test(operation.subcommand)) return undefined;
  const gemfile = reader.read('Gemfile') ?? '';
  const needsMore = /^\s*gemspec\b|\bpath:|:path\s*=>|^\s*ruby\s+file:|\beval_gemfile\b|File\.(?:read|open)/m.test(
    gemfile,
  )
    ? 'the Gemfile reads other files of the source'
    : undefined;
  return { ecosystem: 'Bundler', files: reader.choose(['Gemfile', 'Gemfile.lock'], ['Gemfile*']), needsMore };
}

function composer(operation: PackageOperation, reader: Reader): DependencyManifests | undefined {
  if (!/^(?:install|i)$/.test(operation.subcommand) || operation.operands.length > 0) return undefined;
  const files = reader.choose(['composer.json', 'composer.lock', 'auth.json'].slice(0, 2), [
    'composer.json',
    'composer.lock*',
  ]);
  const isQuiet = operation.hasOption(['--no-scripts']) && operation.hasOption(['--no-autoloader']);
  const needsMore = isQuiet ? undefined : 'its scripts and its autoloader read the source';
  return { ecosystem: 'Composer', files, needsMore, remedy: '--no-scripts --no-autoloader' };
}

function parse(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    return text === undefined ? undefined : record(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
}
