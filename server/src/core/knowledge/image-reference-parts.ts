/** The parts of an image reference, as the model reads them. */
export interface ImageName {
  readonly registry?: string | undefined;
  readonly repository: string;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

/** The words of a tag, told apart. */
export interface TagWords {
  readonly tag: string;
  readonly words: readonly string[];
  /** The first version in the tag: `3.11.4`, `8u151`, `22.04`. */
  readonly version: string | undefined;
  /** The word that names a distribution: `bookworm`, `alpine3.19`, `noble`. */
  readonly suite: string | undefined;
  readonly isSlim: boolean;
  readonly isAlpine: boolean;
  readonly isWindows: boolean;
}

const debianSuites =
  'wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|forky|duke|sid|stable|oldstable|oldoldstable|testing|unstable';
const ubuntuSuites =
  'precise|trusty|xenial|artful|bionic|cosmic|disco|eoan|focal|groovy|hirsute|impish|jammy|kinetic|lunar|mantic|noble|oracular|plucky|questing|resolute';
const suitePattern = new RegExp(
  `^(${debianSuites}|${ubuntuSuites}|alpine3\\.\\d+|al20\\d\\d|al2|oraclelinux\\d|oracle|ubi\\d|ubi|azurelinux3\\.0|cbl|mariner)$`,
);

/** Docker's own registries and the mirrors that serve the same official images. */
const officialRegistries = new Set([
  '',
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
  'mirror.gcr.io',
]);

/** Architectures that official images are also published under, as `arm64v8/python`. Source: docker-library/official-images. */
const architecturePrefix = /^(amd64|arm32v[567]|arm64v8|i386|ppc64le|s390x|riscv64|mips64le)\//;

/** Answers the repository under its one canonical name: `docker.io/library/python` is `python`, others keep the registry. */
export function canonicalRepository(name: ImageName): string {
  const registry = (name.registry ?? '').toLowerCase();
  const repository = name.repository.toLowerCase();
  if (officialRegistries.has(registry)) {
    return repository.replace(/^library\//, '').replace(architecturePrefix, '');
  }
  if (registry === 'public.ecr.aws' && repository.startsWith('docker/library/'))
    return repository.slice('docker/library/'.length);
  return `${registry}/${repository}`;
}

/** Splits a tag into the words official images make tags of; a missing tag is `latest`. */
export function readTag(tag: string | undefined): TagWords {
  const text = (tag ?? 'latest').toLowerCase();
  const words = text.split('-');
  const version = words
    .map((word) => /^v?(\d+(?:\.\d+)*(?:u\d+)?)/.exec(word)?.[1])
    .find((found) => found !== undefined);
  const isAlpine = words.some((word) => word === 'alpine' || word.startsWith('alpine3.'));
  return {
    tag: text,
    words,
    version,
    // The `stable` of nginx:stable-alpine is the program's, not Debian's.
    suite: words.find(
      (word) => suitePattern.test(word) && !(isAlpine && /^(?:un|old|oldold)?stable$|^testing$/.test(word)),
    ),
    isSlim: words.includes('slim'),
    isAlpine,
    isWindows: words.some((word) => /^(windowsservercore|nanoserver|windows|ltsc\d{4}|ltsc)$/.test(word)),
  };
}

/** Cuts a version to so many numbers: `3.11.4` to depth 2 is `3.11`. */
export function cutVersion(version: string, depth: number): string {
  return version.split('.').slice(0, depth).join('.');
}

/** Orders versions by their numbers: negative if the left one is older. */
export function compareVersions(left: string, right: string): number {
  const rights = right.split('.');
  for (const [index, part] of left.split('.').entries()) {
    const difference = Number.parseInt(part, 10) - Number.parseInt(rights[index] ?? '0', 10);
    if (difference !== 0) return difference;
  }
  return left.split('.').length - rights.length;
}

/** Writes a reference to another tag of the same repository, spelled as the author spelled it. */
export function withTag(name: ImageName, tag: string): string {
  const registry = name.registry === undefined || name.registry === '' ? '' : `${name.registry}/`;
  return `${registry}${name.repository}:${tag}`;
}

/** Writes a reference to another official image, through the same mirror if the author uses one. */
export function sibling(name: ImageName, image: string, tag: string): string {
  const registry = name.registry === undefined || name.registry === '' ? '' : `${name.registry}/`;
  const namespace = /^(docker\/library\/|library\/)/.exec(name.repository)?.[1] ?? '';
  return `${registry}${namespace}${image}:${tag}`;
}
