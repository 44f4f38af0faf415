import type { Distribution } from './base-image';

/** Where a package manager keeps what it downloads or compiles, and what keeps it from doing so. */
export interface DownloadCache {
  /** Absolute, or below `~`, or below a variable that moves it: `$GOPATH/pkg/mod`. The first that is known counts. */
  readonly targets: readonly (readonly string[])[];
  /** Two builds at once would disturb each other. */
  readonly isLocked: boolean;
  /** Options that turn the cache off. */
  readonly off: readonly string[];
  /** Options that each call needs to keep something. */
  readonly on?: readonly string[];
  /** A variable that turns the cache off, with the value that turns it on again. */
  readonly offVariable?: { readonly name: string; readonly on: string };
  /** Later steps read the packages where the cache is: they need the mount too. */
  readonly isStore?: boolean;
  /** A program as such, not only its sub-commands that install. */
  readonly subcommands?: RegExp;
}

/**
 * Returns the cache of the package manager `name` in an image of `distribution`, `undefined` where it keeps none or where
 * nothing tells. Sources: apt.conf(5) and docker-clean of the official images, apk(8), dnf.conf(5), the manuals of pip,
 * uv, npm, yarn 1, pnpm, bun, Go, Cargo, NuGet, Composer, Poetry and Bundler, 2026-11.
 */
export function downloadCacheOf(name: string, distribution: Distribution | undefined): DownloadCache | undefined {
  if (name === 'dnf' || name === 'yum') {
    const directory = redHatCache(name, distribution);
    return {
      targets: directory === undefined ? [] : [[directory]],
      isLocked: true,
      off: [],
      on: ['--setopt=keepcache=1'],
    };
  }
  return caches.get(name);
}

/** dnf 5 came with Fedora 41; yum is dnf under its old name since release 8. */
function redHatCache(name: string, distribution: Distribution | undefined): string | undefined {
  const release = Number(/^\d+/.exec(distribution?.release ?? '')?.[0]);
  if (Number.isNaN(release)) return undefined;
  if (distribution?.name === 'fedora') return release > 40 ? '/var/cache/libdnf5' : '/var/cache/dnf';
  if (distribution?.family !== 'rhel' || distribution.name === 'amazonlinux') return undefined;
  return release >= 8 ? '/var/cache/dnf' : name === 'yum' ? '/var/cache/yum' : undefined;
}

const apt: DownloadCache = {
  // Not /var/lib/apt: it also says which packages came along only, which belongs to the image.
  targets: [['/var/cache/apt'], ['/var/lib/apt/lists']],
  isLocked: true,
  off: [],
};

const pip: DownloadCache = {
  targets: [['$PIP_CACHE_DIR', '~/.cache/pip']],
  isLocked: false,
  off: ['--no-cache-dir', '--no-cache'],
  // An empty value counts as none.
  offVariable: { name: 'PIP_NO_CACHE_DIR', on: '' },
};

const yarn: DownloadCache = {
  targets: [['$YARN_CACHE_FOLDER', '/usr/local/share/.cache/yarn']],
  isLocked: true,
  off: [],
};

const bundler: DownloadCache = { targets: [['$GEM_HOME/cache']], isLocked: true, off: [] };

const caches: ReadonlyMap<string, DownloadCache> = new Map<string, DownloadCache>([
  ['apt-get', apt],
  ['apt', apt],
  ['aptitude', apt],
  [
    'apk',
    {
      targets: [['/var/cache/apk']],
      isLocked: true,
      off: ['--no-cache'],
      on: ['--update-cache', '--cache-dir=/var/cache/apk'],
    },
  ],
  ['zypper', { targets: [['/var/cache/zypp']], isLocked: true, off: [] }],
  ['microdnf', { targets: [], isLocked: true, off: [] }],
  ['pip', pip],
  ['pip3', pip],
  ['pip2', pip],
  [
    'uv',
    {
      targets: [['$UV_CACHE_DIR', '~/.cache/uv']],
      isLocked: false,
      off: ['--no-cache', '--no-cache-dir'],
      offVariable: { name: 'UV_NO_CACHE', on: 'false' },
      subcommands: /^(?:pip install|pip sync|sync|add|tool install)$/,
    },
  ],
  // virtualenvs stand in the same directory, but belong to the image.
  [
    'poetry',
    {
      targets: [
        ['$POETRY_CACHE_DIR/cache', '~/.cache/pypoetry/cache'],
        ['$POETRY_CACHE_DIR/artifacts', '~/.cache/pypoetry/artifacts'],
      ],
      isLocked: false,
      off: ['--no-cache'],
    },
  ],
  ['npm', { targets: [['$npm_config_cache', '$NPM_CONFIG_CACHE', '~/.npm']], isLocked: false, off: [] }],
  ['yarn', yarn],
  ['yarnpkg', yarn],
  ['pnpm', { targets: [['$PNPM_HOME/store', '~/.local/share/pnpm/store']], isLocked: false, off: [] }],
  ['bun', { targets: [['$BUN_INSTALL_CACHE_DIR', '~/.bun/install/cache']], isLocked: false, off: ['--no-cache'] }],
  [
    'go',
    {
      targets: [
        ['$GOMODCACHE', '$GOPATH/pkg/mod'],
        ['$GOCACHE', '~/.cache/go-build'],
      ],
      isLocked: false,
      off: [],
      isStore: true,
      subcommands: /^(?:build|install|get|test|mod download)$/,
    },
  ],
  [
    'cargo',
    {
      // Not the target directory, which holds what is built.
      targets: [['$CARGO_HOME/registry'], ['$CARGO_HOME/git']],
      isLocked: true,
      off: [],
      isStore: true,
      subcommands: /^(?:build|b|install|fetch|test|chef)$/,
    },
  ],
  [
    'dotnet',
    {
      targets: [['$NUGET_PACKAGES', '~/.nuget/packages']],
      isLocked: true,
      off: ['--no-cache', '--no-http-cache'],
      isStore: true,
      subcommands: /^(?:restore|build|publish|test)$/,
    },
  ],
  [
    'composer',
    {
      targets: [['$COMPOSER_CACHE_DIR', '$COMPOSER_HOME/cache']],
      isLocked: false,
      off: ['--no-cache'],
      subcommands: /^(?:install|i|update|u|upgrade|require|r|create-project|global require)$/,
    },
  ],
  ['bundle', bundler],
  ['bundler', bundler],
]);
