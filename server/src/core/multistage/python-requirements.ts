import { runtimePackagesFor } from '../knowledge/os-packages';
import { pythonPackage } from '../knowledge/python-packages';
import type { PackageOperation } from '../model/packages';
import type { Draft } from './recipe';
import type { Source } from './source';

export interface PythonRequirements {
  readonly names: readonly string[];
  /** Not every package is known: a file that cannot be read, a private or unknown package. */
  readonly hasUnknown: boolean;
  readonly isRead: boolean;
}

/** Returns the distributions that pip installs, from the text and from requirement files of the context. */
export function requirementsOf({ context }: Source, installs: readonly PackageOperation[]): PythonRequirements {
  const names: string[] = [];
  let hasUnknown = false;
  let isRead = true;
  const add = (specifier: string): void => {
    const [, name] = /^([A-Za-z0-9][\w.-]*)/.exec(specifier) ?? [];
    if (name === undefined || /[/:@]/.test(specifier)) hasUnknown = true;
    else names.push(name.toLowerCase().replace(/[_.]+/g, '-'));
  };
  const readFile = (path: string, depth: number): void => {
    const text = context?.read(path.replace(/^(?:\.?\/)+/, ''));
    if (text === undefined || depth > 5) {
      hasUnknown = true;
      isRead = false;
      return;
    }
    for (const raw of text.split(/\r?\n/)) {
      const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
      const [, nested] = /^(?:-r|--requirement)[ =]?(.+)$/.exec(line) ?? [];
      if (nested !== undefined) readFile(joinRelative(path, nested.trim()), depth + 1);
      else if (line !== '' && !line.startsWith('-')) add(line);
      else if (line.startsWith('-e') || line.startsWith('--editable')) hasUnknown = true;
    }
  };
  for (const operation of installs) {
    for (const { name, value } of operation.options) {
      if ((name === '-r' || name === '--requirement') && value !== undefined) readFile(value.replace(/^\/.*\//, ''), 0);
    }
    for (const { value } of operation.operands) {
      if (value === undefined || value.startsWith('.')) hasUnknown = true;
      else add(value);
    }
  }
  return { names, hasUnknown: hasUnknown || names.some((name) => pythonPackage(name) === undefined), isRead };
}

function joinRelative(from: string, path: string): string {
  const at = from.lastIndexOf('/');
  return (at === -1 ? '' : from.slice(0, at + 1)) + path;
}

/** Returns the libraries and tools that known packages need at run time, where the runtime's base lacks them. */
export function requiredPackages({ facts }: Source, names: readonly string[]): Draft['packages'] {
  const isAlpine = facts.distribution.family === 'alpine';
  return names.flatMap((name) => {
    const known = pythonPackage(name);
    if (known === undefined || facts.variant !== 'full') return [];
    const listed = isAlpine ? known.alpineRuntime : known.debianRuntime;
    const libraries = listed.flatMap((library) =>
      library.endsWith('-dev') ? (runtimePackagesFor(library, facts.distribution)?.packages ?? []) : [library],
    );
    return [...libraries, ...known.shellsOut].map((needed) => ({
      name: needed,
      why: `${name} needs ${needed} at run time.`,
    }));
  });
}
