/** What else apt installs with a package when recommended packages are not left out. */
export interface RecommendedPackages {
  /** In words, for a message: `build-essential and python3-dev`. */
  readonly heavy: string | undefined;
  /** Recommended packages that the named one hardly works without. */
  readonly needed: readonly string[];
}

/** Returns what is known of the recommends of the Debian or Ubuntu package `name`. Source: the package index of Debian 12. */
export function recommendsOf(name: string): RecommendedPackages | undefined {
  const heavy = HEAVY.get(name);
  const needed = NEEDED.get(name);
  return heavy === undefined && needed === undefined ? undefined : { heavy, needed: needed ?? [] };
}

const HEAVY: ReadonlyMap<string, string> = new Map([
  ['python3-pip', 'build-essential and python3-dev'],
  ['npm', 'git, node-tap and some 300 packages more'],
  ['dpkg-dev', 'build-essential and fakeroot'],
  ['cmake', 'gcc and make'],
  ['imagemagick', 'ghostscript and fonts'],
  ['git', 'ssh and patch'],
  ['openssh-server', 'systemd-logind and xauth'],
  ['openssh-client', 'xauth and X11 libraries'],
  ['apache2', 'ssl-cert'],
]);

const CERTIFICATES = ['ca-certificates'];
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['curl', CERTIFICATES],
  ['wget', CERTIFICATES],
  ['git', CERTIFICATES],
  ['git-core', CERTIFICATES],
  ['mercurial', CERTIFICATES],
  ['gcc', ['libc6-dev']],
  ['cmake', ['make']],
]);
