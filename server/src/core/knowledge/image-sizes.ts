import type { ImageFacts } from './base-image';

/** Least and most, in MB (10^6 bytes) as `docker images` shows them: unpacked. */
export type Megabytes = readonly [least: number, most: number];

/**
 * What another base image takes out of the final image; undefined where no table knows both. `from` has to be the larger
 * one. Ranges, for releases and versions differ: where the two are the same image in two variants, their difference is
 * known better than either size.
 *
 * Sources: images of the official Dockerfiles' package lists, rebuilt on Debian 12 and measured in 2026-11 (buildpack-deps
 * 963 MB, debian 75; python 1,120 to 1,200 and slim 240 to 318; node 1,200 to 1,250 and slim 326 to 372; ruby 1,080 and
 * slim 201; rust 1,670 and slim 1,000; golang 1,280, which the official one undercuts, as it stands on buildpack-deps:scm;
 * a JDK 496, its JRE 417, with Maven 700; distroless static 1.5, base 12, cc 15), Debian 12's Installed-Size of
 * `g++`, `git` and JDK for lower ends, and alpine's own description ("only 5 MB"). Upper ends of distroless and of
 * Debian allow for what the published images add to the rebuilt ones.
 */
export function baseMegabytesSaved(from: ImageFacts, to: ImageFacts): Megabytes | undefined {
  const isTwin = from.family === to.family && from.distribution.family === to.distribution.family;
  if (isTwin && from.variant === 'full' && to.variant === 'slim' && ON_BUILDPACK.has(from.family)) {
    // 874 to 888 were measured on Debian 12; other releases hold other libraries.
    return from.distribution.release === 'bookworm' ? [850, 910] : [700, 1_050];
  }
  if (JAVA.has(from.family) && to.variant === 'jre') {
    if (from.family === 'maven') return [200, 300];
    // Older ones stand on a full Debian, not on what their JRE stands on.
    if (from.family === 'openjdk') return [75, 300];
    if (from.variant === 'jdk' || from.variant === 'full' || from.variant === 'slim') return [75, 200];
    return undefined;
  }
  const before = sizeOf(from);
  const after = sizeOf(to);
  if (before === undefined || after === undefined) return undefined;
  const least = before[0] - after[1];
  return least <= 0 ? undefined : [least, before[1] - after[0]];
}

/** Families whose full image stands on buildpack-deps, their slim one on Debian's. */
const ON_BUILDPACK: ReadonlySet<string> = new Set(['python', 'node', 'ruby', 'perl']);

const JAVA: ReadonlySet<string> = new Set(['eclipse-temurin', 'openjdk', 'maven']);

function sizeOf(facts: ImageFacts): Megabytes | undefined {
  const { family, variant, distribution } = facts;
  if (variant === 'scratch') return [0, 0];
  // Those with an interpreter start it.
  if (family === 'distroless' && facts.config.entrypoint !== undefined) return undefined;
  if (family === 'distroless') return facts.libc === 'glibc' ? [12, 35] : [1, 5];
  if (family === 'debian' || family === 'ubuntu') return [70, 125];
  if (family === 'alpine') return [5, 10];
  const isOnDebian = distribution.family === 'debian';
  if (family === 'buildpack-deps') return isOnDebian && variant === 'full' ? [850, 1_000] : undefined;
  if (family === 'golang') return distribution.family === 'alpine' ? [230, 350] : isOnDebian ? [720, 1_280] : undefined;
  if (family === 'rust' && isOnDebian) return variant === 'slim' ? [750, 1_050] : [1_350, 1_700];
  return undefined;
}
