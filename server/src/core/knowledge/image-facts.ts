import { boundedMemo } from '../text/bounded-memo';
import type { Distribution, ImageConfig, ImageFacts, ImageUser, ImageVariant } from './base-image';
import {
  defaultsOf,
  distributionByName,
  distributionOfRelease,
  productOf,
  type DistributionDefaults,
} from './distributions';
import { endOfLifeOf } from './end-of-life';
import type { FamilyFacts } from './family-facts';
import { findFamily, type Family } from './image-families';
import { canonicalRepository, cutVersion, readTag, type ImageName, type TagWords } from './image-reference-parts';
import { nodeVersionOf, officialTag } from './official-image-tags';

export type * from './base-image';
export type { ImageName } from './image-reference-parts';

/** The PATH of images that set none of their own. */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * Describes a public base image from its reference alone; undefined for private and unknown images, never a guess.
 * Sources: the Dockerfiles in docker-library/*, nodejs/docker-node, rust-lang/docker-rust, adoptium/containers,
 * carlossg/docker-maven, gradle/docker-gradle, dotnet/dotnet-docker, nginx/docker-nginx,
 * GoogleContainerTools/distroless and the other publishers' own.
 */
export function describeImage(name: ImageName): ImageFacts | undefined {
  return described.get(`${name.registry ?? ''} ${name.repository} ${name.tag ?? ''} ${name.digest ?? ''}`, () =>
    describe(name),
  );
}

const described = boundedMemo<string, ImageFacts | undefined>(1_000);

function describe(name: ImageName): ImageFacts | undefined {
  const repository = canonicalRepository(name);
  const family = findFamily(repository);
  if (family === undefined) return undefined;
  // A digest alone names an image whose tag, hence variant and release, nothing tells.
  const isOpaque = name.digest !== undefined && name.tag === undefined;
  const tag = readTag(isOpaque ? '' : name.tag);
  const distribution = isOpaque && !family.isOneDistribution ? unknownDistribution : distributionOf(family, tag);
  const version = isOpaque ? undefined : versionOf(family, tag);
  const own = family.facts?.({ repository, tag, version, distribution, isOpaque }) ?? {};
  return assemble(family, tag, distribution, version, own, isOpaque);
}

const root: ImageUser = { name: 'root', uid: 0 };

const unknownDistribution: Distribution = {
  family: 'unknown',
  name: 'unknown',
  release: undefined,
  isFloating: true,
};

function distributionOf(family: Family, tag: TagWords): Distribution {
  if (tag.isWindows || family.base === 'windows')
    return { family: 'windows', name: 'windows', release: undefined, isFloating: true };
  if (typeof family.base === 'function' && family.official === undefined) return family.base(tag);
  if (tag.suite !== undefined) {
    const named = distributionOfRelease(tag.suite.replace(/^alpine/, 'a').replace(/^oraclelinux/, 'ol'));
    if (named !== undefined) return { ...named };
  }
  const listed = family.official === undefined ? undefined : officialTag(family.official, tag.tag);
  const release = listed?.release === undefined ? undefined : distributionOfRelease(listed.release);
  if (release !== undefined) return { ...release, isFloating: true };
  if (typeof family.base === 'function') return family.base(tag);
  const base = tag.isAlpine ? 'alpine' : family.base;
  return { ...distributionByName(base), isFloating: true };
}

function versionOf(family: Family, tag: TagWords): string | undefined {
  if (family.versionOf !== undefined) return family.versionOf(tag);
  if (family.language === undefined) return undefined;
  const version = (family.official === 'node' ? nodeVersionOf(tag.words[0] ?? '') : undefined) ?? tag.version;
  return version === undefined ? undefined : cutVersion(version.split('u')[0] ?? '', family.language.depth);
}

function assemble(
  family: Family,
  tag: TagWords,
  distribution: Distribution,
  version: string | undefined,
  own: FamilyFacts,
  isOpaque: boolean,
): ImageFacts {
  const defaults = defaultsOf(distribution);
  const users = [...defaults.users, ...(own.users ?? [])];
  const variant = own.variant ?? variantOf(tag, isOpaque);
  const isDistroless = variant === 'scratch' || (variant === 'distroless' && own.shells === undefined);
  const shells = isDistroless ? [] : (own.shells ?? defaults.shells);
  const isKnown = distribution.family !== 'unknown';
  const listed = isOpaque || family.official === undefined ? undefined : officialTag(family.official, tag.tag);
  const distributionEnd = endOfLifeOf(productOf(distribution), distribution.release);
  return {
    family: own.family ?? family.family,
    language: family.language === undefined ? undefined : { name: family.language.name, version },
    distribution,
    libc: own.libc ?? defaults.libc,
    variant,
    packageManager: isDistroless ? undefined : (own.packageManager ?? defaults.packageManager),
    shells,
    defaultShell: isDistroless ? undefined : (own.defaultShell ?? defaults.defaultShell),
    hasShell: isDistroless ? false : shells.length > 0 ? true : isKnown ? false : undefined,
    user: own.user ?? (family.isConfigKnown || own.startsAsRoot !== undefined ? root : undefined),
    users,
    takenIds: [...new Set(users.flatMap(({ uid, gid }) => [uid, gid]).filter((id) => id >= 100))].sort(
      (left, right) => left - right,
    ),
    startsAsRoot: own.startsAsRoot,
    config: configOf(family, own, defaults, distribution),
    endOfLife: endOfLifeOf(family.product ?? '', version) ?? own.endOfLife ?? distributionEnd,
    frozenSince: (own.frozenSince ?? listed?.lastListed)?.slice(0, 7),
    replacement: own.replacement,
    isDistroless,
  };
}

function configOf(
  family: Family,
  own: FamilyFacts,
  defaults: DistributionDefaults,
  distribution: Distribution,
): ImageConfig {
  const isWindows = distribution.family === 'windows';
  const path = own.pathPrefix === undefined ? defaultPath : `${own.pathPrefix}:${defaultPath}`;
  // What a family leaves out, it inherits from its distribution: known only where the family says all it sets.
  const isPathKnown =
    !isWindows &&
    own.isPathUnknown !== true &&
    (family.isConfigKnown || own.pathPrefix !== undefined || own.path !== undefined);
  return {
    entrypoint: own.entrypoint,
    cmd: isWindows ? undefined : (own.cmd ?? (family.isConfigKnown ? defaults.cmd : undefined)),
    env: isWindows ? {} : (own.env ?? {}),
    path: isPathKnown ? (own.path ?? path) : undefined,
    workdir: isWindows ? undefined : (own.workdir ?? (family.isConfigKnown ? '/' : undefined)),
    stopSignal: own.stopSignal,
    exposedPorts: own.exposedPorts ?? [],
    volumes: own.volumes ?? [],
    hasOnbuild: own.hasOnbuild ?? false,
  };
}

function variantOf(tag: TagWords, isOpaque: boolean): ImageVariant {
  if (isOpaque) return 'unknown';
  if (tag.isSlim) return 'slim';
  return tag.isAlpine ? 'alpine' : 'full';
}
