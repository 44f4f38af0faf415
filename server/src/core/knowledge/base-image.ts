import type { EndOfLife } from './end-of-life';

export type DistributionFamily =
  'debian' | 'ubuntu' | 'alpine' | 'rhel' | 'suse' | 'arch' | 'busybox' | 'wolfi' | 'none' | 'windows' | 'unknown';

export interface Distribution {
  readonly family: DistributionFamily;
  /** The distribution's own name: `debian`, `oraclelinux`, `amazonlinux`, `ubi`. */
  readonly name: string;
  /** `bookworm`, `noble`, `3.19`, `8`, `al2023`; undefined where nothing tells. */
  readonly release: string | undefined;
  /** The tag does not name the release, so a later build may get another. */
  readonly isFloating: boolean;
}

export type Libc = 'glibc' | 'musl' | 'none' | 'unknown';

export type ImageVariant =
  | 'full'
  | 'slim'
  | 'alpine'
  | 'distroless'
  | 'jre'
  | 'jdk'
  | 'sdk'
  | 'runtime'
  | 'devel'
  | 'scratch'
  | 'minimal'
  | 'unknown';

export type OsPackageManager = 'apt' | 'apk' | 'dnf' | 'yum' | 'microdnf' | 'tdnf' | 'zypper' | 'pacman' | 'opkg';

export interface ImageUser {
  readonly name: string;
  readonly uid: number | undefined;
}

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Why an image's main process has to start as root. */
export type RootReason = 'workers-drop-privileges' | 'entrypoint-drops-privileges' | 'system-service';

export interface ImageConfig {
  readonly entrypoint: readonly string[] | undefined;
  readonly cmd: readonly string[] | undefined;
  /** Variables the image sets; `true` where the value is not known. */
  readonly env: Readonly<Record<string, string | true>>;
  /** The literal PATH; undefined where it is not known. */
  readonly path: string | undefined;
  readonly workdir: string | undefined;
  readonly stopSignal: string | undefined;
  readonly exposedPorts: readonly number[];
  readonly volumes: readonly string[];
  readonly hasOnbuild: boolean;
}

/** What is known of a public base image without pulling it. */
export interface ImageFacts {
  readonly family: string;
  readonly language: { readonly name: string; readonly version: string | undefined } | undefined;
  readonly distribution: Distribution;
  readonly libc: Libc;
  readonly variant: ImageVariant;
  readonly packageManager: OsPackageManager | undefined;
  readonly shells: readonly string[];
  /** What /bin/sh is; undefined where there is no shell, or nothing is known. */
  readonly defaultShell: 'dash' | 'busybox' | 'bash' | undefined;
  /** False for images without any shell, undefined where nothing is known. */
  readonly hasShell: boolean | undefined;
  /** The user of the image's configuration; undefined where it is not known. */
  readonly user: ImageUser | undefined;
  readonly users: readonly Account[];
  /** User and group ids that are taken besides those below 100. */
  readonly takenIds: readonly number[];
  readonly startsAsRoot: RootReason | undefined;
  readonly config: ImageConfig;
  /** The end of support of the language, else of the distribution; it may lie ahead (see `hasEnded`). */
  readonly endOfLife: EndOfLife | undefined;
  /** `YYYY-MM` the tag was last listed by its publisher, if it no longer is. */
  readonly frozenSince: string | undefined;
  /** The image that replaces a withdrawn one, as a reference without certain tag. */
  readonly replacement: string | undefined;
  /** The image is empty or has only what programs are linked to: neither shell nor package manager. */
  readonly isDistroless: boolean;
}
