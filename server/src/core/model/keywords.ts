import { INSTRUCTION_FLAGS, KEYWORDS } from '../syntax/problems';

const KNOWN: ReadonlySet<string> = new Set(KEYWORDS);

/** Tells whether `keyword` (in upper case) is an instruction of the Dockerfile reference. */
export function isKeyword(keyword: string): boolean {
  return KNOWN.has(keyword);
}

/** Returns the keyword that `written` was probably meant to be. */
export function nearestKeyword(written: string): string | undefined {
  return nearest(written.toUpperCase(), KEYWORDS);
}

/** Returns the flag of `keyword` that `written` was probably meant to be. */
export function nearestFlag(keyword: string, written: string): string | undefined {
  return nearest(written.toLowerCase(), INSTRUCTION_FLAGS.get(keyword) ?? []);
}

/** Returns the one of `names` that differs from `written` in the fewest letters, if it is near and the only one so near. */
export function nearest(written: string, names: Iterable<string>): string | undefined {
  const limit = written.length <= 3 ? 1 : 2;
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const name of names) {
    const distance = editDistance(written, name);
    if (distance === bestDistance) best = undefined;
    if (distance >= bestDistance) continue;
    best = name;
    bestDistance = distance;
  }
  return best;
}

/** The Damerau-Levenshtein distance of neighbouring letters: a swap is one step. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
