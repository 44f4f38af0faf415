import { relative, sep } from 'node:path';

/**
 * Tells whether `pattern` matches the file at `path`: from `folder` on, or, without a slash in the pattern, by the file's
 * name wherever it lies. `*` and `?` stay within a name, `**` goes through folders, `{a,b}` and `[abc]` are choices; a
 * pattern of a folder (`test/`) matches all in it.
 */
export function matchesGlob(pattern: string, path: string, folder: string): boolean {
  const inFolder = relative(folder, path).split(sep).join('/');
  if (!pattern.includes('/')) return expression(pattern).test(inFolder.replace(/^.*\//, ''));
  return expression(pattern.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '/**')).test(inFolder);
}

const known = new Map<string, RegExp>();

function expression(pattern: string): RegExp {
  const made = known.get(pattern) ?? compile(pattern);
  known.set(pattern, made);
  return made;
}

function compile(pattern: string): RegExp {
  let depth = 0;
  const source = pattern.replace(/\\.|\*\*\/|\/\*\*$|\*+|\?|\[!?[^\]/]+\]|[\s\S]/g, (part, index: number): string => {
    if (part === '**/') return index === 0 || pattern[index - 1] === '/' ? '(?:[^/]+/)*' : '[^/]*/';
    if (part === '/**') return '/.+';
    if (part.startsWith('*')) return part === pattern ? '.*' : '[^/]*';
    if (part === '?') return '[^/]';
    if (part.length > 1 && part.startsWith('[')) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    if (part === '{' && pattern.includes('}', index)) {
      depth++;
      return '(?:';
    }
    if (part === '}' && depth > 0) {
      depth--;
      return ')';
    }
    if (part === ',' && depth > 0) return '|';
    return part.replace(/^\\(?=.)/, '').replace(/[.+^${}()|[\]\\*?]/g, '\\$&');
  });
  try {
    return new RegExp(`^${source}${')'.repeat(depth)}$`);
  } catch {
    return /$^/;
  }
}
