import type { Distribution } from './base-image';

/** The python3 package of each release. Sources: packages.debian.org, packages.ubuntu.com, pkgs.alpinelinux.org. */
const versions: Readonly<Record<string, string>> = {
  'debian stretch': '3.5',
  'debian buster': '3.7',
  'debian bullseye': '3.9',
  'debian bookworm': '3.11',
  'debian trixie': '3.13',
  'ubuntu xenial': '3.5',
  'ubuntu bionic': '3.6',
  'ubuntu focal': '3.8',
  'ubuntu jammy': '3.10',
  'ubuntu noble': '3.12',
  'ubuntu resolute': '3.14',
  'alpine 3.16': '3.10',
  'alpine 3.17': '3.10',
  'alpine 3.18': '3.11',
  'alpine 3.19': '3.11',
  'alpine 3.20': '3.12',
  'alpine 3.21': '3.12',
  'alpine 3.22': '3.12',
};

/** The version of the distribution's own python3; undefined where it is not known. */
export function systemPythonOf({ name, release }: Distribution): string | undefined {
  const key = `${name} ${release ?? ''}`;
  return Object.hasOwn(versions, key) ? versions[key] : undefined;
}
