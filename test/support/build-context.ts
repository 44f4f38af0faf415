import ignore from '@balena/dockerignore';
import type { BuildContext } from '../../server/src/core/index';

/** Returns a build context in memory; keys are paths relative to its root. */
export function memoryContext(files: Readonly<Record<string, string>>, isExplicit = true): BuildContext {
  const patterns = files['.dockerignore'];
  const filter = ignore().add(patterns ?? '');
  const paths = Object.keys(files);
  const isDirectory = (path: string): boolean => path === '' || paths.some((file) => file.startsWith(`${path}/`));
  return {
    list: (directory) => {
      if (!isDirectory(directory)) return undefined;
      const prefix = directory === '' ? '' : `${directory}/`;
      const inside = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
      return [...new Set(inside.map((path) => path.replace(/\/.*/s, '/')))].sort();
    },
    read: (path) => files[path],
    exists: (path) => path in files || isDirectory(path),
    ignores: (path) => patterns !== undefined && path !== '' && filter.ignores(path),
    ignoreFile: patterns === undefined ? undefined : '.dockerignore',
    isExplicit,
  };
}
