/** A memory of what pure functions answered: of so many questions, those asked last. */
export interface BoundedMemo<K, V> {
  /** Returns the answer kept for `key`, else what `compute` returns, which is kept. */
  get(key: K, compute: () => V): V;
}

/** Returns a memory of at most `limit` answers for this process; the oldest half goes when it is full. */
export function boundedMemo<K, V>(limit: number): BoundedMemo<K, V> {
  // Two generations: an answer that is asked for moves to the young one, and the old one is dropped as a whole.
  let young = new Map<K, { readonly value: V }>();
  let old = new Map<K, { readonly value: V }>();
  return {
    get: (key, compute) => {
      const known = young.get(key);
      if (known !== undefined) return known.value;
      const entry = old.get(key) ?? { value: compute() };
      if (young.size >= limit / 2) {
        old = young;
        young = new Map();
      }
      young.set(key, entry);
      return entry.value;
    },
  };
}
