import type { Account, Distribution, DistributionFamily, ImageFacts, Libc, OsPackageManager } from './base-image';

/** Reads the short release names of the tag table: `bookworm`, `a3.19`, `ol8`, `al2023`, `noble`. */
export function distributionOfRelease(release: string): Distribution | undefined {
  const family = debianReleases.has(release) ? 'debian' : ubuntuReleases.has(release) ? 'ubuntu' : undefined;
  if (family !== undefined) {
    const isFloating = Object.hasOwn(debianAliases, release);
    return { family, name: family, release: debianAliases[release] ?? release, isFloating };
  }
  const alpine = /^a(3\.\d+)$/.exec(release)?.[1];
  if (alpine !== undefined) return { family: 'alpine', name: 'alpine', release: alpine, isFloating: false };
  const oracle = /^ol(\d+)$/.exec(release)?.[1];
  if (oracle !== undefined) return { family: 'rhel', name: 'oraclelinux', release: oracle, isFloating: false };
  const amazon = /^al(2|20\d\d)$/.exec(release);
  if (amazon !== null) return { family: 'rhel', name: 'amazonlinux', release, isFloating: false };
  const ubi = /^ubi(\d+)$/.exec(release)?.[1];
  if (ubi !== undefined) return { family: 'rhel', name: 'ubi', release: ubi, isFloating: false };
  return undefined;
}

/** What Debian's moving names stand for since trixie became stable (2025-08-09). */
export const debianAliases: Readonly<Record<string, string>> = {
  stable: 'trixie',
  latest: 'trixie',
  oldstable: 'bookworm',
  oldoldstable: 'bullseye',
  testing: 'forky',
  unstable: 'sid',
};

const debianReleases = new Set(
  'wheezy jessie stretch buster bullseye bookworm trixie forky duke sid stable oldstable oldoldstable testing unstable'.split(
    ' ',
  ),
);

const ubuntuReleases = new Set(
  'precise trusty xenial artful bionic cosmic disco eoan focal groovy hirsute impish jammy kinetic lunar mantic noble oracular plucky questing resolute'.split(
    ' ',
  ),
);

/** The distribution of that name, its release unknown. */
export function distributionByName(name: string): Distribution {
  const family: DistributionFamily = Object.hasOwn(familyOfDistribution, name)
    ? (familyOfDistribution[name] ?? 'unknown')
    : 'unknown';
  return { family, name, release: undefined, isFloating: true };
}

const familyOfDistribution: Readonly<Record<string, DistributionFamily>> = {
  debian: 'debian',
  ubuntu: 'ubuntu',
  alpine: 'alpine',
  busybox: 'busybox',
  none: 'none',
  wolfi: 'wolfi',
  windows: 'windows',
  arch: 'arch',
  opensuse: 'suse',
  centos: 'rhel',
  fedora: 'rhel',
  rockylinux: 'rhel',
  almalinux: 'rhel',
  ubi: 'rhel',
  oraclelinux: 'rhel',
  amazonlinux: 'rhel',
  photon: 'rhel',
  azurelinux: 'rhel',
};

/** What images of a distribution have unless their family says otherwise. */
export interface DistributionDefaults {
  readonly libc: Libc;
  readonly packageManager: OsPackageManager | undefined;
  readonly shells: readonly string[];
  readonly defaultShell: ImageFacts['defaultShell'];
  readonly users: readonly Account[];
  readonly cmd: readonly string[] | undefined;
}

const nobody: Account = { name: 'nobody', uid: 65534, gid: 65534 };

/** Sources: base-passwd of Debian and Ubuntu, alpine-baselayout, setup of Fedora, busybox's own passwd file. */
export function defaultsOf(distribution: Distribution): DistributionDefaults {
  switch (distribution.family) {
    case 'debian':
    case 'ubuntu': {
      const hasUbuntuUser = distribution.name === 'ubuntu' && isUbuntuWithUser(distribution.release);
      return {
        libc: 'glibc',
        packageManager: 'apt',
        shells: ['sh', 'bash', 'dash'],
        defaultShell: 'dash',
        users: [
          { name: 'www-data', uid: 33, gid: 33 },
          ...(hasUbuntuUser ? [{ name: 'ubuntu', uid: 1000, gid: 1000 }] : []),
          nobody,
        ],
        cmd: distribution.name === 'ubuntu' ? ['/bin/bash'] : ['bash'],
      };
    }
    case 'alpine':
      return {
        libc: 'musl',
        packageManager: 'apk',
        shells: ['sh', 'ash'],
        defaultShell: 'busybox',
        users: [{ name: 'guest', uid: 405, gid: 100 }, nobody],
        cmd: ['/bin/sh'],
      };
    case 'wolfi':
      return {
        libc: 'glibc',
        packageManager: 'apk',
        shells: ['sh', 'ash'],
        defaultShell: 'busybox',
        users: [{ name: 'nonroot', uid: 65532, gid: 65532 }, nobody],
        cmd: undefined,
      };
    case 'rhel':
      return {
        libc: 'glibc',
        packageManager: redhatPackageManager(distribution),
        shells: ['sh', 'bash'],
        defaultShell: 'bash',
        users: [nobody],
        cmd: ['/bin/bash'],
      };
    case 'suse':
      return {
        libc: 'glibc',
        packageManager: 'zypper',
        shells: ['sh', 'bash'],
        defaultShell: 'bash',
        users: [nobody],
        cmd: ['/bin/bash'],
      };
    case 'arch':
      return {
        libc: 'glibc',
        packageManager: 'pacman',
        shells: ['sh', 'bash'],
        defaultShell: 'bash',
        users: [nobody],
        cmd: ['/usr/bin/bash'],
      };
    case 'busybox':
      return {
        libc: 'unknown',
        packageManager: undefined,
        shells: ['sh', 'ash'],
        defaultShell: 'busybox',
        users: [nobody],
        cmd: ['sh'],
      };
    case 'none':
    case 'windows':
    case 'unknown':
      return {
        libc: distribution.family === 'none' ? 'none' : 'unknown',
        packageManager: undefined,
        shells: [],
        defaultShell: undefined,
        users: [],
        cmd: undefined,
      };
  }
}

/** The `ubuntu` account comes with the images of 23.04 and later. */
function isUbuntuWithUser(release: string | undefined): boolean {
  return release !== undefined && /^(lunar|mantic|noble|oracular|plucky|questing|resolute)$/.test(release);
}

function redhatPackageManager({ name, release }: Distribution): OsPackageManager | undefined {
  if (name === 'photon' || name === 'azurelinux') return 'tdnf';
  if (release === undefined)
    return name === 'fedora' || name === 'rockylinux' || name === 'almalinux' ? 'dnf' : undefined;
  if (name === 'amazonlinux') return release === 'al2023' ? 'dnf' : 'yum';
  if (name === 'fedora') return 'dnf';
  return Number.parseInt(release.replace('stream', ''), 10) >= 8 ? 'dnf' : 'yum';
}

/** The name a distribution has in the tables of ends of support, empty if it has none. */
export function productOf({ name }: Distribution): string {
  const products: Readonly<Record<string, string>> = {
    debian: 'Debian',
    ubuntu: 'Ubuntu',
    alpine: 'Alpine',
    centos: 'CentOS',
    fedora: 'Fedora',
    amazonlinux: 'Amazon Linux',
    oraclelinux: 'Oracle Linux',
    ubi: 'UBI',
    opensuse: 'openSUSE Leap',
  };
  return products[name] ?? '';
}
