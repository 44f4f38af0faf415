import type { Distribution } from './base-image';

/**
 * The glibc of each release. Sources: the libc6 packages of Debian and Ubuntu, the glibc packages of Red Hat's
 * distributions (bullseye, bookworm and trixie measured in their images).
 */
const versions: Readonly<Record<string, string>> = {
  'debian jessie': '2.19',
  'debian stretch': '2.24',
  'debian buster': '2.28',
  'debian bullseye': '2.31',
  'debian bookworm': '2.36',
  'debian trixie': '2.41',
  'ubuntu xenial': '2.23',
  'ubuntu bionic': '2.27',
  'ubuntu focal': '2.31',
  'ubuntu jammy': '2.35',
  'ubuntu noble': '2.39',
  'centos 7': '2.17',
  'oraclelinux 8': '2.28',
  'oraclelinux 9': '2.34',
  'ubi 8': '2.28',
  'ubi 9': '2.34',
  'rockylinux 8': '2.28',
  'rockylinux 9': '2.34',
  'almalinux 8': '2.28',
  'almalinux 9': '2.34',
  'amazonlinux al2': '2.26',
  'amazonlinux al2023': '2.34',
};

/** The version of glibc in a distribution's release; undefined where it is not known, or the C library is another. */
export function glibcOf({ name, release }: Distribution): string | undefined {
  const key = `${name} ${release ?? ''}`;
  return Object.hasOwn(versions, key) ? versions[key] : undefined;
}
