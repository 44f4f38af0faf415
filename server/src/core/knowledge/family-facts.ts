import type { Account, ImageFacts, ImageUser, ImageVariant, Libc, OsPackageManager, RootReason } from './base-image';
import type { EndOfLife } from './end-of-life';

/** What a family says over the defaults of its distribution; what it leaves out is inherited. */
export interface FamilyFacts {
  readonly family?: string;
  readonly libc?: Libc;
  readonly variant?: ImageVariant;
  readonly packageManager?: OsPackageManager;
  readonly shells?: readonly string[];
  readonly defaultShell?: ImageFacts['defaultShell'];
  readonly user?: ImageUser;
  readonly users?: readonly Account[];
  readonly startsAsRoot?: RootReason;
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly env?: Readonly<Record<string, string | true>>;
  readonly path?: string;
  /** The family sets a PATH, and which one is not known. */
  readonly isPathUnknown?: boolean;
  /** Directories in front of the default PATH. */
  readonly pathPrefix?: string;
  readonly workdir?: string;
  readonly stopSignal?: string;
  readonly exposedPorts?: readonly number[];
  readonly volumes?: readonly string[];
  readonly hasOnbuild?: boolean;
  readonly endOfLife?: EndOfLife;
  readonly frozenSince?: string;
  readonly replacement?: string;
}
