/** Returns `path` made absolute against `base` and normalised, without a trailing slash; `undefined` where `base` is needed and unknown. */
export function joinPath(base: string | undefined, path: string): string | undefined {
  if (!path.startsWith('/') && base === undefined) return undefined;
  const segments: string[] = [];
  for (const segment of (path.startsWith('/') ? path : `${base ?? ''}/${path}`).split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return `/${segments.join('/')}`;
}

/** Tells whether the absolute path `inner` is `outer` or lies below it. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || outer === '/' || inner.startsWith(`${outer}/`);
}

/** Returns the last segment of `path`. */
export function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** Returns the directory of the absolute path `path`. */
export function directoryOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at <= 0 ? '/' : path.slice(0, at);
}
