import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

// Each mistake of the seeds that breaks or endangers something is tested by name, or docs/seeds.md says why not.

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly where: string;
}

const root = join(import.meta.dirname, '..');
const rows = readFileSync(join(root, 'docs/seeds.md'), 'utf8').split('\n').flatMap(rowOf);
const serious = rows.filter(({ kind }) => kind !== 'I');
/** The rows that the titles of a test file name, by the path of the file below test/. */
const named = new Map(
  readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => [name.replaceAll('\\', '/'), namesIn(name)] as const),
);

function rowOf(line: string): readonly Row[] {
  const [, id, kind, where] = /^\| (S\d-\d+) \| ([EWI]) \| .* \| (.+) \|$/.exec(line) ?? [];
  return id === undefined || kind === undefined || where === undefined ? [] : [{ id, kind, where }];
}

function namesIn(file: string): ReadonlySet<string> {
  const source = readFileSync(join(root, 'test', file), 'utf8');
  const titles = source.match(/\bit(?:\.each\([^]*?\))?\(\s*(['"`])[^\n]*?\1/g) ?? [];
  return new Set(titles.flatMap((title) => title.match(/\bS\d-\d+\b/g) ?? []));
}

function filesOf({ where }: Row): readonly string[] {
  return (where.match(/\brules\/[a-z-]+/g) ?? []).map((name) => `${name}.test.ts`);
}

describe('docs/seeds.md', () => {
  it('has every row of the five seeds, once and in order', () => {
    const lengths = [20, 15, 12, 14, 28];
    const expected = lengths.flatMap((length, seed) => Array.from({ length }, (_, index) => `S${seed}-${index + 1}`));
    expect(rows.map(({ id }) => id)).toEqual(expected);
  });

  it('names test files that exist', () => {
    for (const row of rows)
      for (const file of filesOf(row)) expect(existsSync(join(root, 'test', file)), file).toBe(true);
  });

  it('knows of every row that a test names', () => {
    const known = new Set(rows.map(({ id }) => id));
    const unknown = [...named.values()].flatMap((ids) => [...ids].filter((id) => !known.has(id)));
    expect(unknown).toEqual([]);
  });

  it.each(serious.map((row) => [row.id, row] as const))('%s is tested by name, or a reason says why not', (id, row) => {
    const reason = /^Not (?:yet|shown): (.+\.)$/.exec(row.where)?.[1];
    if (reason !== undefined) {
      expect(reason.length).toBeGreaterThan(40);
      expect([...named].filter(([, ids]) => ids.has(id)).map(([file]) => file)).toEqual([]);
      return;
    }
    const files = filesOf(row);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect([...(named.get(file) ?? [])], file).toContain(id);
  });
});
