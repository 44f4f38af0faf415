/** Returns the name of `names` that `written` probably meant, `undefined` where none is near. */
export function nearestName(written: string, names: Iterable<string>): string | undefined {
  const wanted = written.toLowerCase();
  let nearest: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const candidate = distance(wanted, name.toLowerCase());
    if (nearest === undefined || candidate < nearest.distance) nearest = { name, distance: candidate };
  }
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return nearest !== undefined && nearest.distance <= limit ? nearest.name : undefined;
}

/** The Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
