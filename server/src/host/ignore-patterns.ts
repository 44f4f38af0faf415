import createIgnore from '@balena/dockerignore';

/**
 * Returns a test for the paths that a `.dockerignore` with `text` keeps out of the build. Differs from the library where
 * the library differs from Docker: case counts, `+(){}|` are plain characters, and a pattern that no build would take
 * (`[`) matches nothing.
 */
export function ignorePatterns(text: string): (path: string) => boolean {
  const patterns = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => !line.startsWith('#') && line.trim() !== '')
    .map((line) => line.replace(/(?<!\\)[+(){}|]/g, '\\$&'))
    .filter(isValidPattern);
  const ignore = createIgnore({ ignorecase: false }).add(patterns);
  return (path) => path !== '' && ignore.ignores(path);
}

function isValidPattern(pattern: string): boolean {
  try {
    createIgnore({ ignorecase: false }).add([pattern]).ignores('x/y');
    return true;
  } catch {
    return false;
  }
}
