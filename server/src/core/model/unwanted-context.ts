import { noteText } from '../syntax/parse';
import type { BuildContext } from '../context/build-context';
import { secretFileKind } from '../knowledge/secrets';
import { namedSources, sentPaths } from './context-use';
import type { DockerfileModel } from './model';
import { baseName } from './paths';

/** An entry that `.dockerignore` lacks. */
export interface MissingEntry {
  readonly pattern: string;
  /** A path that it would keep out. */
  readonly example: string;
}

const DIRECTORIES: readonly { readonly name: RegExp; readonly pattern: string }[] = [
  { name: /^node_modules\/$/, pattern: '**/node_modules' },
  { name: /^\.venv\/$/, pattern: '**/.venv' },
  { name: /^__pycache__\/$/, pattern: '**/__pycache__' },
  { name: /^\.(?:pytest|mypy|ruff)_cache\/$/, pattern: '**/.*_cache' },
  { name: /^\.terraform\/$/, pattern: '**/.terraform' },
  { name: /^\.idea\/$/, pattern: '**/.idea' },
];

/** Returns the entries for what the build context holds and no image needs; none where a source is not known. */
export function missingEntries(model: DockerfileModel, context: BuildContext): readonly MissingEntry[] {
  const named = namedSources(model);
  // A source that the text does not tell may be any file.
  if (named.includes(undefined)) return [];
  const isNeeded = (path: string): boolean =>
    named.some(
      (name = '') => name === path || name.startsWith(`${path}/`) || path.startsWith(`${name}/`) || /[*?[]/.test(name),
    );
  const found = new Map<string, string>();
  const add = (pattern: string, example: string): void => {
    if (!found.has(pattern) && !isNeeded(example.replace(/\/$/, ''))) found.set(pattern, example);
  };
  for (const path of sentPaths(context)) {
    const name = path.endsWith('/') ? `${baseName(path)}/` : baseName(path);
    if (path === '.git/') {
      if (!readsHistory(model, context)) add('.git', '.git');
      continue;
    }
    const directory = DIRECTORIES.find((known) => known.name.test(name));
    if (directory !== undefined) add(directory.pattern, path);
    else if (/^(?:venv|env)\/$/.test(name) && context.exists(`${path}pyvenv.cfg`)) add(path.replace(/\/$/, ''), path);
    else if (!path.endsWith('/') && isSecret(path, context)) add(name.startsWith('.env') ? `**/${name}` : path, path);
  }
  return [...found].map(([pattern, example]) => ({ pattern, example }));
}

function isSecret(path: string, context: BuildContext): boolean {
  const kind = secretFileKind(path);
  if (kind === undefined || kind === 'cloud-credentials') return false;
  // Most .npmrc files hold settings only.
  return kind !== 'package-registry' || /_authToken\s*=\s*(?!\$)|_password\s*=/.test(context.read(path) ?? '');
}

/** Tells whether a step, or what it runs, asks Git for the version. */
function readsHistory(model: DockerfileModel, context: BuildContext): boolean {
  const runsGit = model.file.instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' &&
      model
        .scriptOf(instruction)
        .commands.some(({ name }) => name === 'git' || name === 'make' || name === 'goreleaser'),
  );
  if (runsGit) return true;
  noteText(model.file);
  if (model.file.text.includes('.git')) return true;
  const manifests = [
    'pyproject.toml',
    'setup.py',
    'setup.cfg',
    'package.json',
    'Makefile',
    'build.gradle',
    'build.gradle.kts',
    'pom.xml',
    'build.rs',
  ];
  return manifests.some((name) =>
    /setuptools[_-]scm|hatch-vcs|versioneer|dynamic-versioning|pdm-backend|git describe|git rev-parse|git-commit-id|vergen|gitversion|semantic-release/i.test(
      context.read(name) ?? '',
    ),
  );
}
