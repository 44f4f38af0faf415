import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sharedFolder } from '../support/corpus';

/** What another tool says of one rule in a case. */
export interface Expectation {
  readonly rule: string;
  readonly fires: boolean;
  /** 1-based. */
  readonly line?: number;
  /** The keyword of the instruction, where the tool's tests name no line. */
  readonly instruction?: string;
}

/** A case of another tool's own tests. */
export interface PeerCase {
  readonly id: string;
  readonly peer: string;
  readonly rule: string;
  readonly kind: string;
  readonly test?: string;
  readonly dockerfile: string;
  readonly dockerfile_base64?: string;
  /** Absent expectations make the case an input only. */
  readonly expect: readonly Expectation[] | null;
  /** The tool reports nothing else. */
  readonly complete?: boolean;
  readonly config?: string;
  readonly settings?: string | Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** Values of the test that the corpus kept, by the names they have there. */
  readonly peer_fields?: Readonly<Record<string, unknown>>;
  readonly build_error?: unknown;
  readonly build_attrs?: Readonly<Record<string, string>>;
}

/** Returns the names of the tools with cases, or `undefined` where the corpus is not here. */
export function peerNames(): readonly string[] | undefined {
  const folder = sharedFolder();
  const peers = folder === undefined ? undefined : join(folder, 'corpus/peers');
  if (peers === undefined || !existsSync(peers)) return undefined;
  return readdirSync(peers)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => name.slice(0, -'.jsonl'.length))
    .sort();
}

/** Returns the cases of `peer`. */
export function casesOf(peer: string): readonly PeerCase[] {
  const text = sharedText(`corpus/peers/${peer}.jsonl`) ?? '';
  return text
    .trimEnd()
    .split('\n')
    .map((row) => JSON.parse(row) as PeerCase);
}

/** Returns a file of the shared folder, `undefined` where it is not here. */
export function sharedText(path: string): string | undefined {
  const folder = sharedFolder();
  const file = folder === undefined ? undefined : join(folder, path);
  return file === undefined || !existsSync(file) ? undefined : readFileSync(file, 'utf8');
}

/** Returns the rows of a table of the shared folder, each as its columns by name. */
export function sharedTable(path: string): readonly Readonly<Record<string, string>>[] | undefined {
  const [header = '', ...rows] = sharedText(path)?.trimEnd().split('\n') ?? [];
  if (header === '') return undefined;
  const names = header.split('\t');
  return rows.map((row) => {
    const values = row.split('\t');
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}
