import { officialTags, officialTagsAsOf } from './generated/official-tags';
import { compareVersions, readTag } from './image-reference-parts';

/** What the official images' own history says about one tag. */
export interface OfficialTag {
  /** The release the tag points to: `bookworm`, `3.19` with family alpine, `ol8`; undefined where the history is silent. */
  readonly release: string | undefined;
  /** All releases the tag pointed to, oldest first. */
  readonly releases: readonly string[];
  /** The day the tag was last listed; undefined while it is listed. */
  readonly lastListed: string | undefined;
}

/** The day the table was read; tags that appeared later are unknown to it. */
export const officialTagsReadOn = officialTagsAsOf;

/** Node's names of its long-term releases. Source: nodejs/Release. */
const nodeCodenames: Readonly<Record<string, string>> = {
  argon: '4',
  boron: '6',
  carbon: '8',
  dubnium: '10',
  erbium: '12',
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};

/** The Node version a tag's code name stands for: `iron-slim` is Node 20. */
export function nodeVersionOf(word: string): string | undefined {
  return nodeCodenames[word];
}

/**
 * Finds an official image's tag, with or without a suite and down to patch versions; undefined if it was never listed
 * or the table does not cover the image. Source: docker-library/official-images, library/*.
 */
export function officialTag(image: string, tag: string): OfficialTag | undefined {
  const rows = rowsOf(image);
  if (rows === undefined) return undefined;
  const plain = image === 'node' ? withoutCodename(tag) : tag;
  const listed = rows.get(plain) ?? patchOf(rows, plain);
  const early = listed?.release === undefined ? earlyRelease(image, plain) : undefined;
  if (early !== undefined)
    return { release: early, releases: [...(listed?.releases ?? []), early], lastListed: listed?.lastListed };
  if (listed !== undefined) return listed;

  const { suite, words } = readTag(plain);
  if (suite === undefined) return undefined;
  const release = suite.replace(/^alpine/, 'a').replace(/^oraclelinux/, 'ol');
  const kept = words
    .map((word) => (word === suite ? (suite.startsWith('alpine') ? 'alpine' : '') : word))
    .filter((word) => word !== '');
  const floatingTag = kept.length === 0 ? 'latest' : kept.join('-');
  const floating = rows.get(floatingTag) ?? patchOf(rows, floatingTag);
  if (!floating?.releases.includes(release)) return undefined;
  return { release, releases: [release], lastListed: floating.lastListed };
}

/**
 * What tags stood on whose lists named no suite yet: Node 4 to 9 and Go 1.5 to 1.8 were built on Debian jessie, full and
 * slim alike, until the lists began to tell. Source: the Dockerfiles of nodejs/docker-node and docker-library/golang, 2015
 * to 2018 (buildpack-deps:jessie, jessie-curl, jessie-scm).
 */
function earlyRelease(image: string, tag: string): string | undefined {
  if (image === 'node') return /^[4-9](?:\.\d+){0,2}(?:-slim)?$/.test(tag) ? 'jessie' : undefined;
  return image === 'golang' && /^1\.(?:4(?:\.[23])?|[5-8](?:\.\d+)?)$/.test(tag) ? 'jessie' : undefined;
}

/** The versions of an image that have a listed floating tag, oldest first: `['3.10', '3.11', ...]`. */
export function listedVersions(image: string, depth: number): readonly string[] {
  const found: string[] = [];
  for (const [tag, { lastListed }] of rowsOf(image) ?? []) {
    if (lastListed === undefined && /^\d+(\.\d+)*$/.test(tag) && tag.split('.').length === depth) found.push(tag);
  }
  return found.sort(compareVersions);
}

const parsed = new Map<string, ReadonlyMap<string, Row>>();

interface Row extends OfficialTag {
  /** For a patch series `3.9.x`: the first patch on each release and the last patch of all. */
  readonly series: { readonly starts: readonly { release: string; from: string }[]; readonly last: string } | undefined;
}

function rowsOf(image: string): ReadonlyMap<string, Row> | undefined {
  const known = parsed.get(image);
  if (known !== undefined) return known;
  const text = Object.hasOwn(officialTags, image) ? officialTags[image] : undefined;
  if (text === undefined) return undefined;
  const rows = new Map<string, Row>();
  for (const entry of text.split(';')) {
    const [tags = '', value = ''] = entry.split('=');
    const row = tags.includes('.x') || /\dx/.test(tags) ? readSeries(value) : readFloating(value);
    for (const tag of tags.split(' ')) rows.set(tag, row);
  }
  parsed.set(image, rows);
  return rows;
}

function readFloating(value: string): Row {
  const [history = '', lastListed] = value.split('!');
  const releases = history.split('>');
  const last = releases.at(-1);
  return {
    release: last === '?' ? undefined : last,
    releases: releases.filter((release) => release !== '?'),
    lastListed,
    series: undefined,
  };
}

function readSeries(value: string): Row {
  const at = value.lastIndexOf(':');
  const starts = value
    .slice(0, at)
    .split(',')
    .map((step) => {
      const [release = '', from = ''] = step.split(':');
      return { release, from };
    });
  return {
    release: starts.at(-1)?.release,
    releases: starts.map(({ release }) => release),
    lastListed: undefined,
    series: { starts, last: value.slice(at + 1) },
  };
}

function patchOf(rows: ReadonlyMap<string, Row>, tag: string): OfficialTag | undefined {
  const match = /^(\d+(?:\.\d+)+)(-.*)?$/.exec(tag);
  if (match === null) return undefined;
  const numbers = (match[1] ?? '').split('.');
  const suffix = match[2] ?? '';
  for (let length = numbers.length - 1; length > 0; length--) {
    const prefix = numbers.slice(0, length).join('.');
    const row = rows.get(`${prefix}.x${suffix}`);
    if (row?.series === undefined) continue;
    const patch = numbers.slice(length).join('.');
    if (compareVersions(patch, row.series.last) > 0) return undefined;
    // `node:18.20` floats over the patches of 18.20: what holds is the release of the newest of them.
    const limit = row.series.last.split('.').length > numbers.length - length ? `${patch}.9999` : patch;
    const release = row.series.starts.filter(({ from }) => compareVersions(from, limit) <= 0).at(-1)?.release;
    if (release === undefined) return undefined;
    const floating = rows.get(`${prefix}${suffix}`);
    return { release, releases: [release], lastListed: floating?.lastListed };
  }
  return undefined;
}

function withoutCodename(tag: string): string {
  const [first = '', ...rest] = tag.split('-');
  // The table lists `lts` alone; its variants exist for every long-term release.
  const version = nodeCodenames[first] ?? (first === 'lts' && rest.length > 0 ? '24' : undefined);
  return version === undefined ? tag : [version, ...rest].join('-');
}
