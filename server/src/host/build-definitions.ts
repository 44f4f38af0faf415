import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { yaml } from './yaml';

/** Larger files than this (in bytes) are not read: nobody writes such a Compose file by hand. */
const MAX_FILE_SIZE = 1024 * 1024;

/** A build that a Compose or Bake file describes; both paths are absolute. */
interface Build {
  readonly context: string;
  readonly dockerfile: string;
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
  return namesIn(folder).flatMap((name) => {
    const text = COMPOSE.test(name) || BAKE.test(name) ? readSmall(join(folder, name)) : undefined;
    if (text === undefined) return [];
    try {
      if (COMPOSE.test(name)) return composeBuilds(folder, text);
      return name.endsWith('.json') ? bakeJsonBuilds(folder, text) : bakeHclBuilds(folder, text);
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
    return build === undefined ? [] : buildOf(folder, valueAt(build, 'context') ?? '.', valueAt(build, 'dockerfile'));
  });
}

function bakeJsonBuilds(folder: string, text: string): readonly Build[] {
  const targets = valueAt(JSON.parse(text), 'target');
  return valuesOf(targets).flatMap((target) =>
    buildOf(folder, valueAt(target, 'context') ?? '.', valueAt(target, 'dockerfile')),
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
    buildOf(folder, attribute(name, 'context') ?? '.', attribute(name, 'dockerfile')),
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

function buildOf(folder: string, context: unknown, dockerfile: unknown): readonly Build[] {
  const contextText = typeof context === 'string' ? withDefaults(context) : undefined;
  const dockerfileText = typeof dockerfile === 'string' ? withDefaults(dockerfile) : 'Dockerfile';
  if (contextText === undefined || dockerfileText === undefined || /^[\w+]+:\/\/|^git@/.test(contextText)) return [];
  const directory = resolve(folder, contextText);
  return [{ context: directory, dockerfile: resolve(directory, dockerfileText) }];
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
