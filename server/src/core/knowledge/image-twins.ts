import { boundedMemo } from '../text/bounded-memo';
import { describeImage } from './image-facts';
import {
  canonicalRepository,
  compareVersions,
  cutVersion,
  readTag,
  sibling,
  withTag,
  type ImageName,
  type TagWords,
} from './image-reference-parts';
import type { ImageFacts } from './base-image';
import { endOfLifeOf, hasEnded, supportedBranches } from './end-of-life';
import { listedVersions, officialTag } from './official-image-tags';

/** A base for the runtime stage of an image built on another. */
export interface RuntimeTwin {
  readonly reference: string;
  /** The runtime has another distribution or release than the builder: only for artefacts that do not mind. */
  readonly changesDistribution: boolean;
}

/**
 * Names the smallest runtime base of the same language version, distribution release and C library; the image itself
 * if it is that already, undefined if none is known. Tags are verified against the official images' history.
 */
export function slimTwin(name: ImageName): string | undefined {
  const twin = runtimeTwin(name);
  return twin === undefined || twin.changesDistribution ? undefined : twin.reference;
}

/** Like `slimTwin`, but answers bases of another distribution too and says so (a JRE for a JDK on another Linux). */
export function runtimeTwin(name: ImageName): RuntimeTwin | undefined {
  const facts = describeImage(name);
  if (facts === undefined || (name.tag === undefined && name.digest !== undefined)) return undefined;
  const tag = readTag(name.tag);
  if (tag.isWindows) return undefined;
  const itself: RuntimeTwin = { reference: withTag(name, name.tag ?? 'latest'), changesDistribution: false };
  const same = (reference: string | undefined): RuntimeTwin | undefined =>
    reference === undefined ? undefined : { reference, changesDistribution: false };
  switch (facts.family) {
    case 'python':
    case 'ruby':
    case 'perl':
    case 'node':
      if (tag.isSlim || tag.isAlpine) return itself;
      if (facts.family === 'node' && tag.suite !== undefined && NODE_SLIM_SUITES.has(tag.suite))
        return same(withTag(name, insertSlim(tag, facts.family)));
      return same(listed(name, insertSlim(tag, facts.family)));
    case 'golang':
    case 'rust':
    case 'haskell':
    case 'gcc':
    case 'elixir':
    case 'erlang':
    case 'buildpack-deps':
    case 'dart':
      return same(bareDistribution(name, facts));
    case 'debian':
    case 'minideb':
      return facts.family === 'minideb' || tag.isSlim ? itself : same(debianSlim(name, tag));
    case 'eclipse-temurin':
    case 'maven':
    case 'gradle':
    case 'openjdk':
    case 'java':
    case 'adoptopenjdk':
      return javaRuntime(name, facts, tag);
    case 'clojure':
    case 'sbt':
      return facts.language?.version === undefined ? itself : javaRuntime(name, facts, tag);
    case 'swift':
      return tag.isSlim ? itself : same(listed(name, tag.tag === 'latest' ? 'slim' : `${tag.tag}-slim`));
    case 'bun':
      return tag.isSlim || tag.isAlpine ? itself : same(withTag(name, bunSlim(tag)));
    case 'uv':
      return same(withoutUv(facts));
    case 'cuda':
    case 'pytorch':
      return tag.words.includes('devel') ? same(withTag(name, tag.tag.replace('-devel', '-runtime'))) : itself;
    case 'dotnet-sdk':
    case 'composer':
      return undefined;
    default:
      return itself;
  }
}

/** Every Node image on these releases of Debian is built in two variants, full and slim (nodejs/docker-node: versions.json and folders 10 to 24). */
const NODE_SLIM_SUITES: ReadonlySet<string> = new Set(['buster', 'bullseye', 'bookworm', 'trixie']);

/** The images of uv are the official Python and Debian images with uv in them (astral-sh/uv, guide for Docker). */
function withoutUv({ distribution, language }: ImageFacts): string | undefined {
  const { family, release } = distribution;
  const version = language?.version;
  if (release === undefined) return undefined;
  if (family === 'debian')
    return version === undefined ? `debian:${release}-slim` : `python:${version}-slim-${release}`;
  return family === 'alpine' && version !== undefined ? `python:${version}-alpine${release}` : undefined;
}

/** Names the Alpine variant of the same language version; undefined where it was never listed. */
export function alpineTwin(name: ImageName): string | undefined {
  const facts = describeImage(name);
  if (facts === undefined || name.digest !== undefined) return undefined;
  const tag = readTag(name.tag);
  if (tag.isAlpine || facts.family === 'alpine') return withTag(name, name.tag ?? 'latest');
  if (tag.isWindows) return undefined;
  const kept = tag.words.filter((word) => word !== 'slim' && word !== tag.suite && word !== 'latest');
  switch (facts.family) {
    case 'python':
    case 'ruby':
    case 'node':
    case 'golang':
    case 'rust':
    case 'nginx':
    case 'httpd':
    case 'eclipse-temurin':
    case 'php':
      if (kept.includes('apache')) return undefined;
      return listed(name, [...kept, 'alpine'].join('-'));
    default:
      return undefined;
  }
}

/**
 * Names the distroless base for what an image builds. Only those of Debian 13 are maintained, so dynamically linked
 * artefacts get one only from a trixie builder; Go's is for binaries linked statically, Java's for byte code.
 * Source: GoogleContainerTools/distroless README and SUPPORT_POLICY, 2026-08.
 */
export function distrolessTwin(name: ImageName): string | undefined {
  const facts = describeImage(name);
  if (facts === undefined) return undefined;
  const version = facts.language?.version ?? '';
  const isTrixie = facts.distribution.release === 'trixie';
  switch (facts.family) {
    case 'golang':
      return 'gcr.io/distroless/static-debian13:nonroot';
    case 'rust':
      return isTrixie ? 'gcr.io/distroless/cc-debian13:nonroot' : undefined;
    case 'python':
      return isTrixie && version === '3.13' ? 'gcr.io/distroless/python3-debian13:nonroot' : undefined;
    case 'node':
      return isTrixie && ['22', '24', '26'].includes(version)
        ? `gcr.io/distroless/nodejs${version}-debian13:nonroot`
        : undefined;
    case 'eclipse-temurin':
    case 'maven':
    case 'gradle':
    case 'openjdk':
    case 'amazoncorretto':
      return ['17', '21', '25'].includes(version) ? `gcr.io/distroless/java${version}-debian13:nonroot` : undefined;
    default:
      return undefined;
  }
}

/** Names the .NET runtime image of an SDK image's version and distribution: `sdk:8.0-alpine` gives `aspnet:8.0-alpine`. */
export function dotnetTwin(name: ImageName, kind: 'aspnet' | 'runtime' | 'runtime-deps'): string | undefined {
  const facts = describeImage(name);
  const isOld = name.repository === 'microsoft/dotnet';
  if (facts?.family !== 'dotnet-sdk' || !(isOld || name.repository.endsWith('/sdk'))) return undefined;
  const tag = readTag(name.tag);
  if (tag.version === undefined || tag.isWindows) return undefined;
  if (isOld) return oldDotnetTwin(name, tag, kind);
  // An SDK's patch version (8.0.404) is not its runtime's (8.0.11).
  const suffix = tag.words
    .filter((word) => !/^\d/.test(word))
    .map((word) => `-${word}`)
    .join('');
  const version = tag.version.includes('.') ? cutVersion(tag.version, 2) : tag.version;
  return withTag({ ...name, repository: name.repository.replace(/sdk$/, kind) }, `${version}${suffix}`);
}

/** `microsoft/dotnet:2.1-sdk` has `2.1-aspnetcore-runtime` beside it; before 2.1 ASP.NET had images of its own. */
function oldDotnetTwin(
  name: ImageName,
  tag: TagWords,
  kind: 'aspnet' | 'runtime' | 'runtime-deps',
): string | undefined {
  const version = cutVersion(tag.version ?? '', 2);
  if (!/^2\.[12]$/.test(version) || tag.words.some((word) => /^preview|^rc/.test(word))) return undefined;
  const word = kind === 'aspnet' ? 'aspnetcore-runtime' : kind;
  const suffix = tag.words
    .filter((one) => !/^\d|^sdk$/.test(one))
    .map((one) => (one === 'stretch' ? '-stretch-slim' : `-${one}`))
    .join('');
  return withTag(name, `${version}-${word}${suffix}`);
}

/**
 * Names the nearest supported tag of the same shape for one whose version or distribution has ended; undefined where
 * nothing has ended, or no such tag is listed.
 */
export function suggestSupportedTag(name: ImageName): string | undefined {
  const key = `${name.registry ?? ''} ${name.repository} ${name.tag ?? ''} ${name.digest ?? ''}`;
  return suggested.get(key, () => findSupportedTag(name));
}

const suggested = boundedMemo<string, string | undefined>(1_000);

function findSupportedTag(name: ImageName): string | undefined {
  const facts = describeImage(name);
  if (facts === undefined || name.digest !== undefined) return undefined;
  const tag = readTag(name.tag);
  const canonical = canonicalRepository(name);
  const product = distributionProducts[canonical];
  if (product !== undefined) return supportedDistribution(name, facts, tag, product);
  if (facts.language === undefined) return undefined;
  const depth = languageDepths[canonical];
  const current = facts.language.version;
  if (depth === undefined || current === undefined || tag.version === undefined) return undefined;
  const hasLanguageEnded = hasEnded(endOfLifeOf(facts.language.name, current));
  const suite = tag.suite;
  const hasSuiteEnded = suite !== undefined && hasEnded(distributionEnd(facts));
  if (!hasLanguageEnded && !hasSuiteEnded) return undefined;
  const next = hasLanguageEnded ? nextVersion(canonical, facts.language.name, current, depth) : tag.version;
  if (next === undefined) return undefined;
  const written = tag.words.map((word) => (word.startsWith(tag.version ?? '\0') ? next : word));
  const asWritten = written.join('-');
  if (!hasSuiteEnded && isListedNow(canonical, asWritten)) return withTag(name, asWritten);
  const floating = written
    .map((word) => (word === suite ? (word.startsWith('alpine') ? 'alpine' : '') : word))
    .filter((word) => word !== '')
    .join('-');
  const release = officialTag(canonical, floating)?.release;
  if (release === undefined || !isListedNow(canonical, floating)) return undefined;
  const newSuite = release.replace(/^a(?=\d)/, 'alpine');
  return withTag(name, written.map((word) => (word === suite ? newSuite : word)).join('-'));
}

/** The versions of a language's official image that are listed and supported, oldest first. */
export function supportedVersions(image: string): readonly string[] {
  const facts = describeImage({ repository: image, tag: 'latest' });
  const depth = languageDepths[image];
  if (depth === undefined || facts?.language === undefined) return [];
  const { name } = facts.language;
  return listedVersions(image, depth).filter((version) => !hasEnded(endOfLifeOf(name, version)));
}

const languageDepths: Readonly<Record<string, number>> = {
  python: 2,
  golang: 2,
  ruby: 2,
  php: 2,
  node: 1,
  'eclipse-temurin': 1,
};

const distributionProducts: Readonly<Record<string, string>> = { debian: 'Debian', ubuntu: 'Ubuntu', alpine: 'Alpine' };

function nextVersion(image: string, language: string, current: string, depth: number): string | undefined {
  const newer = supportedVersions(image).filter((version) => compareVersions(version, cutVersion(current, depth)) > 0);
  // Node's odd and Java's short-term releases end within months: the next one to last is an older scheme's even one.
  const lasting = newer.filter((version) => {
    if (language === 'Node.js') return Number(version) % 2 === 0;
    return language === 'Java' ? ['8', '11', '17', '21', '25'].includes(version) : true;
  });
  return lasting[0];
}

function supportedDistribution(name: ImageName, facts: ImageFacts, tag: TagWords, product: string): string | undefined {
  const { release } = facts.distribution;
  if (release === undefined || facts.distribution.isFloating || !hasEnded(distributionEnd(facts))) return undefined;
  // Interim releases of Ubuntu end within nine months; the branches to come are the long-term ones of the table.
  const next = supportedBranches(product)[0];
  if (next === undefined) return undefined;
  if (tag.suite !== undefined)
    return withTag(name, tag.words.map((word) => (word === tag.suite ? next : word)).join('-'));
  const numbers: Readonly<Record<string, string>> = {
    bookworm: '12',
    trixie: '13',
    jammy: '22.04',
    noble: '24.04',
    resolute: '26.04',
  };
  const number = product === 'Alpine' ? next : numbers[next];
  if (number === undefined) return undefined;
  return withTag(name, tag.isSlim ? `${number}-slim` : number);
}

function distributionEnd(facts: ImageFacts) {
  const product: Readonly<Record<string, string>> = { debian: 'Debian', ubuntu: 'Ubuntu', alpine: 'Alpine' };
  return endOfLifeOf(product[facts.distribution.name] ?? '', facts.distribution.release);
}

function isListedNow(image: string, tag: string): boolean {
  const found = officialTag(image, tag);
  return found !== undefined && found.lastListed === undefined;
}

/** The reference if the tag was ever listed. */
function listed(name: ImageName, tag: string): string | undefined {
  return officialTag(canonicalRepository(name), tag) === undefined ? undefined : withTag(name, tag);
}

/** `3.11-bookworm` is `3.11-slim-bookworm`, but Node's order is `20-bookworm-slim`. */
function insertSlim(tag: TagWords, family: string): string {
  if (tag.tag === 'latest') return 'slim';
  if (family === 'node') return `${tag.tag}-slim`;
  if (tag.suite === undefined) return `${tag.tag}-slim`;
  return tag.words.map((word) => (word === tag.suite ? `slim-${word}` : word)).join('-');
}

function bareDistribution(name: ImageName, facts: ImageFacts): string | undefined {
  const { family, release } = facts.distribution;
  if (release === undefined) return undefined;
  if (family === 'debian') return sibling(name, 'debian', `${release}-slim`);
  return family === 'alpine' || family === 'ubuntu' ? sibling(name, family, release) : undefined;
}

function debianSlim(name: ImageName, tag: TagWords): string | undefined {
  // Backports are a source of packages the slim tags do not have.
  if (tag.words.includes('backports')) return undefined;
  return withTag(name, tag.tag === 'latest' ? 'stable-slim' : `${tag.tag}-slim`);
}

function bunSlim(tag: TagWords): string {
  const kept = tag.words.filter((word) => word !== 'debian' && word !== 'latest');
  return [...kept, 'slim'].join('-');
}

function javaRuntime(name: ImageName, facts: ImageFacts, tag: TagWords): RuntimeTwin | undefined {
  const version = facts.language?.version;
  if (version === undefined) return undefined;
  if (facts.variant === 'jre' && facts.family === 'eclipse-temurin')
    return { reference: withTag(name, tag.tag), changesDistribution: false };
  const { family, release } = facts.distribution;
  if (facts.family === 'eclipse-temurin') {
    const written = tag.words.includes('jdk')
      ? tag.tag.replace('jdk', 'jre')
      : tag.tag.replace(/^[^-]+/, (first) => `${first}-jre`);
    // A full version (`17.0.9_9-jre`) is not in the table; its major version's variant vouches for it.
    const vouching = written.replace(/^[\d._]+/, version);
    const known = officialTag('eclipse-temurin', written) ?? officialTag('eclipse-temurin', vouching);
    return known === undefined ? undefined : { reference: withTag(name, written), changesDistribution: false };
  }
  const suffix = family === 'alpine' ? '-alpine' : family === 'ubuntu' && release !== undefined ? `-${release}` : '';
  const isSame = facts.family === 'maven' || facts.family === 'gradle' ? suffix !== '' : false;
  const wanted = `${version}-jre${isSame || family === 'alpine' ? suffix : ''}`;
  if (officialTag('eclipse-temurin', wanted) === undefined) return undefined;
  return { reference: sibling(name, 'eclipse-temurin', wanted), changesDistribution: !isSame };
}
