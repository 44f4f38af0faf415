import type { BuildContext } from '../context/build-context';
import { secretFileKind } from '../knowledge/secrets';
import { defineRule } from '../lint/rule';
import { namedSources, sentPaths, wholeContextCopy } from '../model/context-use';
import type { DockerfileModel } from '../model/model';
import { baseName } from '../model/paths';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'dockerignore-incomplete',
  aliases: ['sonar/S6470'],
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  summary: 'The whole build context is copied, with files that belong into no image.',
  docs: `
\`COPY . .\` takes everything that \`.dockerignore\` does not name: the history of the repository, a local \`node_modules\` or
virtual environment made for another system (which overwrites the installed one), \`.env\` files and keys, caches. All of it
is sent to the builder first, and every change of any of it throws away the cache of the steps below.

Only what the build context really holds is reported. Files that another COPY names are left out, and so is \`.git\` where
the build asks it for a version.

**When to ignore:** where the file belongs into the image.

**The fix** adds the entries to \`.dockerignore\`, and creates the file where there is none.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY server.js ./\n',
      context: { 'server.js': '', 'node_modules/express/index.js': '', '.git/HEAD': '', '.env': 'SECRET=1' },
    },
  ],
  *check({ model, context }) {
    const copy = wholeContextCopy(model);
    const source = copy?.sources.find(({ isEverything }) => isEverything);
    if (context === undefined || source === undefined) return;
    const entries = unwanted(model, context);
    if (entries.length === 0) return;
    const path = context.ignoreFile ?? '.dockerignore';
    const text = context.read(path) ?? '';
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const start = text === '' || text.endsWith('\n') ? '' : eol;
    const names = entries.map(({ example }) => example);
    yield {
      span: source.word.span,
      message: `${list(names)} ${names.length === 1 ? 'goes' : 'go'} into the build, as ${context.ignoreFile === undefined ? 'there is no .dockerignore' : `${path} does not name ${names.length === 1 ? 'it' : 'them'}`}.`,
      fixes: [
        {
          title: `Add ${list(entries.map(({ pattern }) => pattern))} to ${path}`,
          applicability: 'review',
          because: 'What the build reads after all would be missing.',
          edits: [],
          otherFiles: [
            { path, edits: [insertAt(text.length, start + entries.map(({ pattern }) => `${pattern}${eol}`).join(''))] },
          ],
        },
      ],
    };
  },
});

interface Entry {
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

function unwanted(model: DockerfileModel, context: BuildContext): readonly Entry[] {
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
    else if (!path.endsWith('/') && isSecret(path, context)) add(name.startsWith(".env") ? `**/${name}` : path, path);
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
  if (runsGit || model.file.text.includes('.git')) return true;
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

function list(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
