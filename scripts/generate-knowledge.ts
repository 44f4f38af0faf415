// Writes server/src/core/knowledge/generated/*.ts from the tables in the shared folder
// (PLIMSOLL_SHARED, else ../shared). `--check` compares instead of writing, and is skipped where the tables are absent.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const shared = resolve(root, process.env['PLIMSOLL_SHARED'] ?? '../shared');
const target = join(root, 'server/src/core/knowledge/generated');
const isCheck = process.argv.includes('--check');

const tables = join(shared, 'knowledge');
if (!existsSync(join(tables, 'official-tag-to-distro.tsv'))) {
  console.log('generate-knowledge: skipped, the shared tables are not here.');
  process.exit(0);
}

const outputs = new Map([
  ['official-tags.ts', officialTags()],
  ['runtime-packages.ts', runtimePackages()],
]);
let stale = 0;
for (const [name, text] of outputs) {
  const path = join(target, name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (before === text) continue;
  if (isCheck) {
    console.error(`generate-knowledge: generated/${name} is stale, run scripts/generate-knowledge.ts`);
    stale++;
    continue;
  }
  mkdirSync(target, { recursive: true });
  writeFileSync(path, text);
  console.log(`generate-knowledge: wrote generated/${name} (${text.length} characters)`);
}
process.exit(stale === 0 ? 0 : 1);

/**
 * One text per image. A row is `tags=releases`, or `tags=releases!last-listed` for tags no longer listed; releases are
 * in order of time, the last in force. A patch series is `1.2.x=release:first,...:last`, numbers without the series.
 */
function officialTags(): string {
  const images = new Map<string, { tag: string; value: string }[]>();
  const newest = new Map<string, string>();
  const rows = readTable('official-tag-to-distro.tsv');
  for (const [image = '', , , , , lastListed = ''] of rows)
    if (lastListed > (newest.get(image) ?? '')) newest.set(image, lastListed);
  for (const [image = '', tag = '', kind, , , lastListed = '', history = ''] of rows) {
    // Dated development builds: more than half of golang's and openjdk's tags, named by next to nobody.
    if (/^tip-\d|-ea-|^\d+-ea\d|nightly-\d/.test(tag)) continue;
    const value =
      kind === 'patch-series'
        ? seriesOf(tag, history)
        : releasesOf(history) + (lastListed === newest.get(image) && image !== 'openjdk' ? '' : `!${lastListed}`);
    images.set(image, [...(images.get(image) ?? []), { tag, value }]);
  }
  const lines = [...images].sort(byKey).map(([image, entries]) => {
    const byValue = new Map<string, string[]>();
    for (const { tag, value } of entries) byValue.set(value, [...(byValue.get(value) ?? []), tag]);
    const text = [...byValue].map(([value, tags]) => `${tags.join(' ')}=${value}`).join(';');
    return `  ${quote(image)}: ${quote(text)},`;
  });
  const asOf = [...newest.values()].sort().at(-1) ?? '';
  return [
    ...header('official-tag-to-distro.tsv', 'the git history of docker-library/official-images, library/*'),
    `export const officialTagsAsOf = ${quote(asOf)};`,
    '',
    'export const officialTags: Readonly<Record<string, string>> = {',
    ...lines,
    '};',
    '',
  ].join('\n');
}

function releasesOf(history: string): string {
  const releases = history.split(' > ').map((step) => shortRelease(step.split('@')[0] ?? ''));
  return releases.filter((release, index) => release !== releases[index + 1]).join('>');
}

function seriesOf(tag: string, history: string): string {
  const prefix = tag.slice(0, tag.indexOf('x'));
  const strip = (version: string) => (version.startsWith(prefix) ? version.slice(prefix.length) : version);
  let last = '';
  const steps = history.split('; ').map((step) => {
    const [release = '', range = ''] = step.split(':');
    const [first = '', end] = range.split('..');
    last = strip(end ?? first);
    return `${shortRelease(release)}:${strip(first)}`;
  });
  return `${steps.join(',')}:${last}`;
}

function shortRelease(release: string): string {
  if (release === 'None') return '?';
  return release.replace(/^alpine-?/, 'a').replace(/^oraclelinux/, 'ol');
}

/** One text per distribution release: `dev=runtime runtime` with `~note-letters`. */
function runtimePackages(): string {
  const notes: string[] = [];
  const releases = new Map<string, string[]>();
  for (const [distro = '', release = '', dev = '', runtime = '', , note = ''] of readTable(
    'dev-to-runtime-packages.tsv',
  )) {
    const texts = note
      .split('; ')
      .map((text) => text.trim())
      .filter((text) => text !== '' && !/^(mlocati|alpinelinux|used by|confirmed in|runtime name)/.test(text));
    const codes = texts.map((text) => {
      const base = /^already in [a-z]+:[a-z]+(-slim)?(: .*)?$/.exec(text);
      if (base !== null) return 'b';
      const virtual = /^virtual, provided by (\S+)$/.exec(text);
      const sentence = virtual === null ? text : `virtual, provided by ${virtual[1] ?? ''}`;
      if (!notes.includes(sentence)) notes.push(sentence);
      return String(notes.indexOf(sentence));
    });
    const key = `${distro} ${release}`;
    const entry = `${dev}=${runtime === '-' ? '' : runtime}${codes.length > 0 ? `~${codes.join('~')}` : ''}`;
    releases.set(key, [...(releases.get(key) ?? []), entry]);
  }
  const seen = new Map<string, string>();
  for (const [release, entries] of releases) seen.set(release, entries.join(';'));
  return [
    ...header(
      'dev-to-runtime-packages.tsv',
      "Debian's package indexes (same source package, shared libraries), Alpine's APKBUILDs",
    ),
    'export const runtimePackageNotes: readonly string[] = [',
    ...notes.map((note) => `  ${quote(note)},`),
    '];',
    '',
    'export const runtimePackageTexts: Readonly<Record<string, string>> = {',
    ...[...seen].sort(byKey).map(([release, text]) => `  ${quote(release)}: ${quote(text)},`),
    '};',
    '',
  ].join('\n');
}

function header(table: string, source: string): string[] {
  return [
    `// Generated by scripts/generate-knowledge.ts from ${table}; do not edit.`,
    `// Source: ${source}.`,
    '/* eslint-disable */',
    '// prettier-ignore-start',
  ];
}

function readTable(name: string): string[][] {
  const [, ...lines] = readFileSync(join(tables, name), 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split('\t'));
}

function byKey(left: readonly [string, unknown], right: readonly [string, unknown]): number {
  return left[0] < right[0] ? -1 : 1;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
