import type { TextEdit } from '../core/index';

/** Texts that agree nowhere within so many lines are replaced to their ends: the search is quadratic. */
const FURTHEST = 500;

/** Returns edits of whole lines that turn `before` into `after`, so that the cursor stays where nothing changes. */
export function lineEdits(before: string, after: string): readonly TextEdit[] {
  const oldLines = before.split(/(?<=\n)/);
  const newLines = after.split(/(?<=\n)/);
  const edits: TextEdit[] = [];
  let offset = 0;
  let [i, j] = [0, 0];
  while (i < oldLines.length || j < newLines.length) {
    if (i < oldLines.length && oldLines[i] === newLines[j]) {
      offset += oldLines[i]?.length ?? 0;
      i += 1;
      j += 1;
      continue;
    }
    const [nextI, nextJ] = nextMatch(oldLines, newLines, i, j);
    const removed = oldLines.slice(i, nextI).join('');
    edits.push({
      span: { start: offset, end: offset + removed.length },
      newText: newLines.slice(j, nextJ).join(''),
    });
    offset += removed.length;
    [i, j] = [nextI, nextJ];
  }
  return edits;
}

/** The nearest places from which the lines agree again; their ends where they never do. */
function nextMatch(
  oldLines: readonly string[],
  newLines: readonly string[],
  i: number,
  j: number,
): readonly [number, number] {
  const furthest = Math.min(FURTHEST, oldLines.length - i + newLines.length - j);
  for (let distance = 1; distance < furthest; distance++) {
    for (let skipped = 0; skipped <= distance; skipped++) {
      const line = oldLines[i + skipped];
      if (line !== undefined && line === newLines[j + distance - skipped]) return [i + skipped, j + distance - skipped];
    }
  }
  return [oldLines.length, newLines.length];
}
