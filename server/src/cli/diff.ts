import { structuredPatch } from 'diff';

/** Returns the unified diff from `before` to `after`, as `git apply` and `patch -p1` take it; empty where they are equal. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const shown = path.replace(/\\/g, '/').replace(/^\.?\//, '');
  const { hunks } = structuredPatch(shown, shown, before, after, undefined, undefined, { context: 3 });
  const body = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`,
    ...lines,
  ]);
  const from = before === '' ? '/dev/null' : `a/${shown}`;
  return `${[`--- ${from}`, `+++ b/${shown}`, ...body].join('\n')}\n`;
}

function rangeOf(start: number, count: number): string {
  return count === 1 ? String(start) : `${start},${count}`;
}
