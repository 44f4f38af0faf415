import { compareVersions } from '../knowledge/image-reference-parts';
import type { Stage } from './stage';

/** What an nvidia/cuda image has: its libraries grow from `base` over `runtime` to `devel`. */
export interface CudaImage {
  /** Major and minor: `12.4`. */
  readonly version: string;
  readonly flavour: 'base' | 'runtime' | 'devel';
  readonly hasCudnn: boolean;
}

/** Returns what the nvidia/cuda image below `stage` has; `undefined` for other images and tags without a version. */
export function cudaImageOf({ image, facts }: Stage): CudaImage | undefined {
  const { tag, repository } = image ?? {};
  if (facts?.family !== 'cuda' || !/(?:^|\/)nvidia\/cuda$/.test(repository ?? '')) return undefined;
  const [, version] = /^(\d+\.\d+)/.exec(tag ?? '') ?? [];
  if (version === undefined || tag === undefined) return undefined;
  // Tags without a flavour were those of `devel`.
  const flavour = /(?:^|-)base(?:-|$)/.test(tag) ? 'base' : /(?:^|-)runtime(?:-|$)/.test(tag) ? 'runtime' : 'devel';
  return { version, flavour, hasCudnn: tag.includes('cudnn') };
}

/** Returns the CUDA version in the name that PyTorch's wheels use: `12.1` for `cu121`. */
export function cudaOfWheel(name: string): string | undefined {
  const [, major, minor] = /^cu(\d+)(\d)$/.exec(name) ?? [];
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}`;
}

/** Tells whether what is made for CUDA `wanted` fits an image with CUDA `present`: the same major, and no newer minor. */
export function fitsCuda(wanted: string, present: string): boolean {
  return wanted.split('.')[0] === present.split('.')[0] && compareVersions(wanted, present) <= 0;
}
