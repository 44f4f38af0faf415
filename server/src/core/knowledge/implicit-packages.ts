import type { ImageFacts } from './base-image';

/** buildpack-deps' three layers. Source: docker-library/buildpack-deps, debian/bookworm. */
const curlLayer = 'ca-certificates curl gnupg netbase wget'.split(' ');
const scmLayer = 'git mercurial openssh-client subversion procps'.split(' ');
const developmentLayer =
  'autoconf automake bzip2 default-libmysqlclient-dev dpkg-dev file g++ gcc imagemagick libbz2-dev libc6-dev libcurl4-openssl-dev libdb-dev libevent-dev libffi-dev libgdbm-dev libglib2.0-dev libgmp-dev libjpeg-dev libkrb5-dev liblzma-dev libmagickcore-dev libmagickwand-dev libmaxminddb-dev libncurses5-dev libncursesw5-dev libpng-dev libpq-dev libreadline-dev libsqlite3-dev libssl-dev libtool libwebp-dev libxml2-dev libxslt-dev libyaml-dev make patch unzip xz-utils zlib1g-dev'.split(
    ' ',
  );

const ownPackages: Readonly<Record<string, readonly string[]>> = {
  python: ['libbluetooth-dev', 'tk-dev', 'uuid-dev'],
};

/** Families whose full image is built on buildpack-deps. */
const fullFamilies = new Set(['python', 'node', 'ruby', 'rust', 'perl', 'gcc', 'buildpack-deps']);

/**
 * The packages an image has that its slim twin lacks: what a program may use without any `apt-get install` telling.
 * Empty for images that are slim already, undefined where it is not known.
 */
export function implicitPackages(facts: ImageFacts): readonly string[] | undefined {
  if (facts.variant === 'slim' || facts.variant === 'alpine' || facts.isDistroless) return [];
  if (facts.family === 'debian' || facts.family === 'ubuntu') return [];
  if (facts.distribution.family !== 'debian') return undefined;
  if (facts.family === 'golang') return [...curlLayer, ...scmLayer, 'g++', 'gcc', 'libc6-dev', 'make', 'pkg-config'];
  if (!fullFamilies.has(facts.family) || facts.variant !== 'full') return undefined;
  return [...curlLayer, ...scmLayer, ...developmentLayer, ...(ownPackages[facts.family] ?? [])];
}

/** Packages of a full image that a program may call or link to at run time, so that a slim runtime stage must name them. */
export function implicitRuntimePackages(facts: ImageFacts): readonly string[] | undefined {
  const all = implicitPackages(facts);
  return all?.filter((name) => runtimeUse.has(name) || name.endsWith('-dev'));
}

const runtimeUse = new Set([
  'ca-certificates',
  'curl',
  'wget',
  'git',
  'mercurial',
  'subversion',
  'openssh-client',
  'procps',
  'imagemagick',
  'file',
  'unzip',
  'xz-utils',
  'bzip2',
  'gnupg',
  'netbase',
]);

/**
 * The libraries and data in a Debian release's slim image, over those every release has; undefined for others.
 * Source: the closure of required packages and apt in Debian's indexes.
 */
export function slimBasePackages(release: string): readonly string[] | undefined {
  const common =
    'libbz2-1.0 libgcc-s1 libgmp10 liblz4-1 liblzma5 libpcre2-8-0 libstdc++6 libuuid1 libzstd1 perl-base tzdata zlib1g';
  const byRelease: Readonly<Record<string, string>> = {
    bullseye: `${common} adduser libffi7 libgnutls30 libssl1.1`,
    bookworm: `${common} adduser libffi8 libgnutls30`,
    trixie: `${common} libssl3t64 libsqlite3-0`,
  };
  return Object.hasOwn(byRelease, release) ? byRelease[release]?.split(' ') : undefined;
}

/** Python's slim images add these to Debian's. Source: docker-library/python, Dockerfile-linux.template. */
export const pythonSlimPackages: readonly string[] = ['ca-certificates', 'netbase', 'tzdata'];
