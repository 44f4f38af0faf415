import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { yaml } from './yaml';

/** Larger files than this (in bytes) are not read: nobody writes such a Compose file by hand. */
const MAX_FILE_SIZE = 1024 * 1024;

/** A build that a Compose or Bake file describes; both paths are absolute. */
interface Build {
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string;
}

/**
 * Returns the build contexts that Compose and Bake files give to the Dockerfile at `dockerfile`. They are looked for in
 * its folder and above, up to the folder `top`.
 */
export function contextsInBuildDefinitions(dockerfile: string, top: string): readonly string[] {
  const wanted = resolve(dockerfile);
  const contexts = foldersUpTo(dirname(wanted), resolve(top))
    .flatMap(buildsIn)
    .flatMap((build) => (build.dockerfile === wanted ? [build.context] : []));
  return [...new Set(contexts)];
}

/** A stage of a Dockerfile that another file builds. */
export interface TargetUse {
  readonly name: string;
  /** The file that names it, from the top folder, with `/`. */
  readonly file: string;
}

/**
 * Returns the targets of the Dockerfile at `dockerfile` that Compose and Bake files in its folder and above, up to the
 * folder `top`, and the CI files and Makefiles there build.
 */
export function targetsInBuildDefinitions(dockerfile: string, top: string): readonly TargetUse[] {
  const wanted = resolve(dockerfile);
  const root = resolve(top);
  const uses = foldersUpTo(dirname(wanted), root).flatMap((folder) =>
    [...definitionsIn(folder), ...pipelinesIn(folder)].flatMap(({ path, builds }) =>
      builds.flatMap(({ dockerfile: one, target }) =>
        one === wanted && target !== undefined
          ? [{ name: target, file: relative(root, path).split(sep).join('/') }]
          : [],
      ),
    ),
  );
  return uses.filter(
    ({ name, file }, index) => uses.findIndex((other) => other.name === name && other.file === file) === index,
  );
}

/** Returns the folder of the repository that the file at `path` belongs to, else the file's own. */
export function repositoryOf(path: string): string {
  const own = dirname(resolve(path));
  for (let folder = own; dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, '.git'))) return folder;
  return own;
}

interface Definitions {
  readonly path: string;
  readonly builds: readonly Build[];
}

function foldersUpTo(folder: string, top: string): readonly string[] {
  if (folder !== top && !folder.startsWith(top.endsWith(sep) ? top : top + sep)) return [folder];
  const folders = [folder];
  for (let current = folder; current !== top && dirname(current) !== current;) {
    current = dirname(current);
    folders.push(current);
  }
  return folders;
}

const COMPOSE = /^(?:docker-)?compose(?:\.[\w.-]+)?\.ya?ml$/;
const BAKE = /^docker-bake(?:\.[\w.-]+)?\.(?:hcl|json)$/;

function buildsIn(folder: string): readonly Build[] {
  return definitionsIn(folder).flatMap(({ builds }) => builds);
}

function definitionsIn(folder: string): readonly Definitions[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const text = COMPOSE.test(name) || BAKE.test(name) ? readSmall(join(folder, name)) : undefined;
    if (text === undefined) return [];
    try {
      if (COMPOSE.test(name)) return { path, builds: composeBuilds(folder, text) };
      return { path, builds: name.endsWith('.json') ? bakeJsonBuilds(folder, text) : bakeHclBuilds(folder, text) };
    } catch {
      // Half-written files are common while a person types; what they would say is not known yet.
      return [];
    }
  });
}

function composeBuilds(folder: string, text: string): readonly Build[] {
  const services = valueAt(yaml().parse(text, { logLevel: 'silent', merge: true }), 'services');
  return valuesOf(services).flatMap((service) => {
    const build = valueAt(service, 'build');
    if (typeof build === 'string') return buildOf(folder, build, undefined);
    return build === undefined
      ? []
      : buildOf(folder, valueAt(build, 'context') ?? '.', valueAt(build, 'dockerfile'), valueAt(build, 'target'));
  });
}

function bakeJsonBuilds(folder: string, text: string): readonly Build[] {
  const targets = valueAt(JSON.parse(text), 'target');
  return valuesOf(targets).flatMap((target) =>
    buildOf(folder, valueAt(target, 'context') ?? '.', valueAt(target, 'dockerfile'), valueAt(target, 'target')),
  );
}

/** Reads `target "name" { ... }` blocks without an HCL parser: the two attributes that matter are plain strings. */
function bakeHclBuilds(folder: string, text: string): readonly Build[] {
  const code = text.replace(/^\s*(?:#|\/\/).*$|\/\*[\s\S]*?\*\//gm, '');
  const blocks = new Map<string, string>();
  for (const { 1: name = '', index, 0: head } of code.matchAll(/^[ \t]*target\s+"?([\w.-]+)"?\s*\{/gm)) {
    blocks.set(name, blockAt(code, index + head.length));
  }
  const attribute = (name: string, key: string, seen: readonly string[] = []): string | undefined => {
    const body = blocks.get(name);
    if (body === undefined || seen.includes(name)) return undefined;
    const [, value] = new RegExp(`^[ \\t]*${key}\\s*=\\s*"([^"\\n]*)"`, 'm').exec(body) ?? [];
    if (value !== undefined) return value;
    const [, inherits = ''] = /^[ \t]*inherits\s*=\s*\[([^\]]*)\]/m.exec(body) ?? [];
    const parents = [...inherits.matchAll(/"([^"]+)"/g)].map(([, parent = '']) => parent).reverse();
    for (const parent of parents) {
      const inherited = attribute(parent, key, [...seen, name]);
      if (inherited !== undefined) return inherited;
    }
    return undefined;
  };
  return [...blocks.keys()].flatMap((name) =>
    buildOf(folder, attribute(name, 'context') ?? '.', attribute(name, 'dockerfile'), attribute(name, 'target')),
  );
}

/** Returns the text from `start` to the brace that closes the block. */
function blockAt(code: string, start: number): string {
  let depth = 1;
  for (let position = start; position < code.length; position++) {
    if (code[position] === '{') depth++;
    if (code[position] === '}' && --depth === 0) return code.slice(start, position);
  }
  return code.slice(start);
}

function buildOf(folder: string, context: unknown, dockerfile: unknown, target?: unknown): readonly Build[] {
  const contextText = typeof context === 'string' ? withDefaults(context) : undefined;
  const dockerfileText = typeof dockerfile === 'string' ? withDefaults(dockerfile) : 'Dockerfile';
  if (contextText === undefined || dockerfileText === undefined || /^[\w+]+:\/\/|^git@/.test(contextText)) return [];
  const directory = resolve(folder, contextText);
  const targetText =
    typeof target === 'string' || typeof target === 'number' ? withDefaults(String(target)) : undefined;
  return [
    {
      context: directory,
      dockerfile: resolve(directory, dockerfileText),
      ...(targetText === undefined || targetText === '' ? {} : { target: targetText }),
    },
  ];
}

const PIPELINE =
  /^(?:\.gitlab-ci(?:\.[\w.-]+)?\.ya?ml|[Mm]akefile|GNUmakefile|[Jj]ustfile|azure-pipelines\.ya?ml|Jenkinsfile)$/;

/** What CI files and Makefiles in `folder` build: `docker build --target`, and GitHub's docker/build-push-action. */
function pipelinesIn(folder: string): readonly Definitions[] {
  const workflows = join(folder, '.github', 'workflows');
  const paths = [
    ...namesIn(folder)
      .filter((name) => PIPELINE.test(name))
      .map((name) => join(folder, name)),
    ...namesIn(workflows)
      .filter((name) => /\.ya?ml$/.test(name))
      .map((name) => join(workflows, name)),
  ];
  return paths.flatMap((path) => {
    const text = readSmall(path);
    if (text === undefined || !text.includes('target')) return [];
    const builds = [...commandBuilds(folder, text), ...(path.startsWith(workflows) ? actionBuilds(folder, text) : [])];
    return [{ path, builds }];
  });
}

/** `docker build --target app -f Dockerfile .`, wherever it stands; words with variables leave it unknown. */
function commandBuilds(folder: string, text: string): readonly Build[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  return lines.flatMap((line) =>
    [
      ...line.matchAll(/\b(?:docker|podman|buildah)(?:\s+(?:image|buildx|builder))?\s+(?:build|bud)\s([^|;&#]*)/g),
    ].flatMap(([, rest = '']) => {
      const words = rest.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, ''));
      const valueOf = (names: readonly string[]): string | undefined => {
        const at = words.findIndex((word) => names.some((name) => word === name || word.startsWith(`${name}=`)));
        const word = words[at];
        return word === undefined ? undefined : word.includes('=') ? word.slice(word.indexOf('=') + 1) : words[at + 1];
      };
      const target = valueOf(['--target']);
      // Paths of a command start where it runs, which is taken to be where the file lies.
      const file = valueOf(['-f', '--file']) ?? 'Dockerfile';
      const context = words.filter((word) => word !== '').at(-1) ?? '.';
      if (target === undefined) return [];
      const isOwnFile = words.some((word) => /^(?:-f|--file)(?:=|$)/.test(word));
      return isOwnFile ? buildOf(folder, '.', file, target) : buildOf(folder, context, file, target);
    }),
  );
}

function actionBuilds(folder: string, text: string): readonly Build[] {
  let document: unknown;
  try {
    document = yaml().parse(text, { logLevel: 'silent', merge: true });
  } catch {
    return [];
  }
  const steps = valuesOf(valueAt(document, 'jobs')).flatMap((job) => valuesOf(valueAt(job, 'steps')));
  return steps.flatMap((step) => {
    const uses = valueAt(step, 'uses');
    if (typeof uses !== 'string' || !uses.startsWith('docker/build-push-action')) return [];
    const given = valueAt(step, 'with');
    const context = valueAt(given, 'context') ?? '.';
    const file = valueAt(given, 'file');
    // `file` starts at the top of the repository, whatever the context.
    return file === undefined
      ? buildOf(folder, context, undefined, valueAt(given, 'target'))
      : buildOf(folder, '.', file, valueAt(given, 'target'));
  });
}

/** Replaces `${NAME:-default}` by its default; a variable without one leaves the path unknown. */
function withDefaults(text: string): string | undefined {
  const replaced = text.replace(/\$\{\w+:?-([^}]*)\}/g, '$1');
  return replaced.includes('$') ? undefined : replaced;
}

function valueAt(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function valuesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function namesIn(folder: string): readonly string[] {
  try {
    return existsSync(folder) ? readdirSync(folder).sort() : [];
  } catch {
    return [];
  }
}

function readSmall(path: string): string | undefined {
  try {
    return statSync(path).size > MAX_FILE_SIZE ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
