/** What a package manager operates on: the distribution's packages or those of a programming language. */
export type PackageManagerKind = 'os' | 'language';

/** One package manager: its sub-commands (of one or more words) and the options that change their meaning. */
export interface PackageManager {
  readonly name: string;
  readonly kind: PackageManagerKind;
  readonly install: readonly string[];
  /** Refreshes the package index. */
  readonly update: readonly string[];
  /** Moves installed packages to newer versions. */
  readonly upgrade: readonly string[];
  readonly remove: readonly string[];
  /** Empties caches the manager keeps. */
  readonly clean: readonly string[];
  /** Options whose value is the next word. `--option=value` needs no entry. */
  readonly optionsWithValue: ReadonlySet<string>;
  /** Options that answer the manager's questions; a manager that never asks has none. */
  readonly assumeYes: readonly string[];
  /** Options that keep the cache out of the layer. */
  readonly noCache: readonly string[];
  /** Options that leave out recommended (weak) dependencies. */
  readonly noRecommends: readonly string[];
  /** Absolute paths, for root, of indexes and downloads nothing needs once packages are installed. */
  readonly cacheDirectories: readonly string[];
}

/** What one call of a package manager does. */
export type PackageAction = 'install' | 'update' | 'upgrade' | 'remove' | 'clean';

/** One call of a package manager, its words told apart. Indexes point into the argv that was read. */
export interface PackageCommand {
  readonly manager: PackageManager;
  /** Undefined for sub-commands that change no package, such as `apt-get source`. */
  readonly action: PackageAction | undefined;
  /** The sub-command as written, `''` if the call has none. */
  readonly subcommand: string;
  /** Index of the sub-command's first word. */
  readonly subcommandIndex: number | undefined;
  /** Indexes of the words that name packages, files or URLs. */
  readonly operands: readonly number[];
  readonly options: readonly PackageOption[];
}

/** One option of a call; a cluster such as `-yq` is listed once for each letter. */
export interface PackageOption {
  readonly name: string;
  readonly value: string | undefined;
  readonly index: number;
}

/** The package managers by the command that runs them. Sources: each one's manual page or `--help`, 2026-11. */
export const packageManagers: ReadonlyMap<string, PackageManager> = new Map(
  [
    define({
      name: 'apt-get',
      kind: 'os',
      install: 'install|build-dep|satisfy|reinstall',
      update: 'update',
      upgrade: 'upgrade|dist-upgrade|full-upgrade|dselect-upgrade',
      remove: 'remove|purge|autoremove|auto-remove|autopurge',
      clean: 'clean|autoclean|auto-clean|distclean',
      optionsWithValue:
        '-o|--option|-c|--config-file|-t|--target-release|--default-release|-a|--host-architecture|-P|--build-profiles|--with-source|--solver|--planner',
      // apt-get(8): quiet level 2 implies -y.
      assumeYes: '-y|--yes|--assume-yes|-qq|-q=2|--quiet=2',
      noRecommends: '--no-install-recommends',
      cacheDirectories: '/var/lib/apt/lists|/var/cache/apt',
    }),
    define({
      name: 'apt',
      kind: 'os',
      install: 'install|build-dep|satisfy|reinstall',
      update: 'update',
      upgrade: 'upgrade|dist-upgrade|full-upgrade',
      remove: 'remove|purge|autoremove|auto-remove|autopurge',
      clean: 'clean|autoclean|auto-clean|distclean',
      optionsWithValue:
        '-o|--option|-c|--config-file|-t|--target-release|--default-release|-a|--host-architecture|-P|--build-profiles|--with-source|--solver|--planner',
      assumeYes: '-y|--yes|--assume-yes|-qq|-q=2|--quiet=2',
      noRecommends: '--no-install-recommends',
      cacheDirectories: '/var/lib/apt/lists|/var/cache/apt',
    }),
    define({
      name: 'aptitude',
      kind: 'os',
      install: 'install|reinstall|build-dep',
      update: 'update',
      upgrade: 'upgrade|safe-upgrade|full-upgrade|dist-upgrade',
      remove: 'remove|purge',
      clean: 'clean|autoclean',
      optionsWithValue:
        '-o|-t|--target-release|--default-release|-F|--display-format|-O|--sort|-w|--width|--add-user-tag|--add-user-tag-to|--remove-user-tag|--log-file|--log-level',
      assumeYes: '-y|--assume-yes',
      noRecommends: '-R|--without-recommends',
      cacheDirectories: '/var/lib/apt/lists|/var/cache/apt',
    }),
    define({
      name: 'dpkg',
      kind: 'os',
      install: '-i|--install|--unpack|--configure',
      remove: '-r|--remove|-P|--purge',
      optionsWithValue: '--admindir|--instdir|--root|--log|--status-fd|--path-exclude|--path-include',
    }),
    define({
      name: 'apk',
      kind: 'os',
      install: 'add|fix',
      update: 'update',
      upgrade: 'upgrade',
      remove: 'del',
      clean: 'cache clean|cache purge',
      optionsWithValue:
        '-t|--virtual|-X|--repository|-p|--root|--arch|--keys-dir|--repositories-file|--cache-dir|--cache-max-age|--cache-packages|--progress-fd|--timeout|--wait',
      noCache: '--no-cache',
      cacheDirectories: '/var/cache/apk|/etc/apk/cache',
    }),
    define({
      name: 'dnf',
      kind: 'os',
      install: 'install|in|localinstall|groupinstall|group install|reinstall|module install|builddep|swap',
      update: 'makecache|check-update',
      upgrade:
        'upgrade|update|up|upgrade-minimal|update-minimal|up-min|distro-sync|dist-sync|dsync|system-upgrade|group upgrade|offline-upgrade',
      remove: 'remove|erase|rm|autoremove|group remove|groupremove',
      clean: 'clean',
      optionsWithValue: redhatOptions(),
      assumeYes: '-y|--assumeyes',
      noRecommends:
        '--setopt=install_weak_deps=False|--setopt=install_weak_deps=false|--setopt=install_weak_deps=0|--setopt=install_weak_deps=no',
      cacheDirectories: '/var/cache/dnf|/var/cache/libdnf5|/var/cache/yum',
    }),
    define({
      name: 'microdnf',
      kind: 'os',
      install: 'install|reinstall|module enable|swap',
      update: 'makecache',
      upgrade: 'upgrade|update|distro-sync',
      remove: 'remove',
      clean: 'clean',
      optionsWithValue: redhatOptions(),
      assumeYes: '-y|--assumeyes',
      noRecommends: '--setopt=install_weak_deps=0|--setopt=install_weak_deps=False|--setopt=install_weak_deps=false',
      cacheDirectories: '/var/cache/dnf|/var/cache/yum|/var/cache/libdnf5',
    }),
    define({
      name: 'yum',
      kind: 'os',
      install: 'install|localinstall|groupinstall|group install|groups install|reinstall|module install',
      update: 'makecache|check-update',
      upgrade: 'update|upgrade|update-minimal|upgrade-minimal|distro-sync|localupdate|group update',
      remove: 'remove|erase|autoremove|group remove|groupremove',
      clean: 'clean',
      optionsWithValue: redhatOptions(),
      assumeYes: '-y|--assumeyes',
      noRecommends: '--setopt=install_weak_deps=False|--setopt=install_weak_deps=0',
      cacheDirectories: '/var/cache/yum|/var/cache/dnf',
    }),
    define({
      name: 'tdnf',
      kind: 'os',
      install: 'install|reinstall',
      update: 'makecache|check-update',
      upgrade: 'update|upgrade|distro-sync',
      remove: 'remove|erase|autoremove',
      clean: 'clean',
      optionsWithValue: redhatOptions(),
      assumeYes: '-y|--assumeyes',
      cacheDirectories: '/var/cache/tdnf',
    }),
    define({
      name: 'rpm',
      kind: 'os',
      install: '-i|-ivh|-ih|-iv|-ihv|-U|-Uvh|-Uhv|-Uh|-Uv|-F|-Fvh|--install|--upgrade|--freshen|--import',
      remove: '-e|-ev|--erase',
      optionsWithValue:
        '--root|-r|--dbpath|--define|-D|--undefine|--excludepath|--prefix|--relocate|--rcfile|--macros|--eval|-E',
    }),
    define({
      name: 'zypper',
      kind: 'os',
      install: 'install|in|source-install|si|install-new-recommends|inr',
      update: 'refresh|ref|refresh-services|refs',
      upgrade: 'update|up|patch|dist-upgrade|dup',
      remove: 'remove|rm',
      clean: 'clean|cc|purge-kernels',
      optionsWithValue:
        '-c|--config|-R|--root|--installroot|-D|--reposd-dir|-C|--cache-dir|--raw-cache-dir|--solv-cache-dir|--pkg-cache-dir|--userdata|-p|--plus-repo|--plus-content|--releasever|-r|--repo|--from|-t|--type|--download|--solver-focus|-g|--category|--date|--severity|-b|--bugzilla|--cve',
      assumeYes: '-n|--non-interactive|-y|--no-confirm',
      noRecommends: '--no-recommends',
      cacheDirectories: '/var/cache/zypp',
    }),
    define({
      name: 'pacman',
      kind: 'os',
      install: '-S|--sync|-U|--upgrade',
      update: '-Sy|-Syy',
      upgrade: '-Su|-Syu|-Syyu|-Suy|-Syuu|-Syyuu',
      remove: '-R|-Rs|-Rns|-Rn|-Rsc|-Rsn|-Rdd|--remove',
      clean: '-Sc|-Scc',
      optionsWithValue:
        '-b|--dbpath|-r|--root|--arch|--cachedir|--color|--config|--gpgdir|--hookdir|--logfile|--sysroot|--assume-installed|--ignore|--ignoregroup|--overwrite|--print-format',
      assumeYes: '--noconfirm',
      cacheDirectories: '/var/cache/pacman/pkg|/var/lib/pacman/sync',
    }),
    define({
      name: 'emerge',
      kind: 'os',
      install: '',
      update: '--sync',
      remove: '-C|-c|--unmerge|--depclean',
      optionsWithValue: '-j|--jobs|--exclude|--root|--with-bdeps',
      assumeYes: '--ask=n',
      cacheDirectories: '/var/cache/distfiles',
    }),
    define({
      name: 'opkg',
      kind: 'os',
      install: 'install',
      update: 'update',
      upgrade: 'upgrade',
      remove: 'remove',
      optionsWithValue: '-f|--conf|-d|--dest|-o|--offline-root|--tmp-dir|-t',
    }),
    ...['pip', 'pip3', 'pip2'].map((name) =>
      define({
        name,
        kind: 'language',
        install: 'install|download|wheel',
        remove: 'uninstall',
        clean: 'cache purge|cache remove',
        optionsWithValue: pipOptions(),
        assumeYes: '-y|--yes',
        // It takes the beginning of an option's name for the whole.
        noCache: '--no-cache-dir|--no-cache',
        cacheDirectories: '/root/.cache/pip',
      }),
    ),
    define({
      name: 'pipx',
      kind: 'language',
      install: 'install|inject',
      upgrade: 'upgrade|upgrade-all|upgrade-shared',
      remove: 'uninstall|uninstall-all',
      optionsWithValue: '--python|--suffix|-i|--index-url|--pip-args|--backend|--preinstall|--spec',
      cacheDirectories: '/root/.cache/pip',
    }),
    define({
      name: 'uv',
      kind: 'language',
      install: 'pip install|pip sync|sync|add|tool install|python install',
      upgrade: 'lock|tool upgrade',
      remove: 'pip uninstall|remove|tool uninstall',
      clean: 'cache clean|cache prune',
      optionsWithValue: `${pipOptions()}|-p|--project|--directory|--config-file|--cache-dir|--extra|--no-extra|--group|--no-group|--only-group|--package|--no-install-package|-P|--upgrade-package|--refresh-package|--reinstall-package|--index|--default-index|--index-strategy|--link-mode|--resolution|--prerelease|--fork-strategy|--exclude-newer|--no-build-package|--no-binary-package|--python-preference|--color|--allow-insecure-host|--with|--with-requirements|--with-editable|--script|--torch-backend|--overrides|--override|--tag|--branch|--rev|--bounds|--marker|-m|--optional`,
      noCache: '--no-cache|--no-cache-dir|-n',
      cacheDirectories: '/root/.cache/uv',
    }),
    define({
      name: 'poetry',
      kind: 'language',
      install: 'install|add|sync|self add',
      upgrade: 'update|self update',
      remove: 'remove|self remove',
      clean: 'cache clear',
      optionsWithValue:
        '--with|--without|--only|-E|--extras|-C|--directory|-P|--project|-G|--group|--source|--python|--platform|--markers',
      assumeYes: '-n|--no-interaction',
      noCache: '--no-cache',
      cacheDirectories: '/root/.cache/pypoetry',
    }),
    define({
      name: 'pipenv',
      kind: 'language',
      install: 'install|sync',
      upgrade: 'update|upgrade|lock',
      remove: 'uninstall|clean',
      optionsWithValue:
        '--python|-r|--requirements|-e|--editable|-i|--index|--pypi-mirror|--extra-pip-args|--categories',
      cacheDirectories: '/root/.cache/pipenv|/root/.cache/pip',
    }),
    define({
      name: 'pdm',
      kind: 'language',
      install: 'install|add|sync',
      upgrade: 'update|lock',
      remove: 'remove',
      clean: 'cache clear',
      optionsWithValue: '-p|--project|-G|--group|--with|--without|-L|--lockfile|-e|--editable|--venv|-c|--config',
      noCache: '-n|--no-cache',
      cacheDirectories: '/root/.cache/pdm',
    }),
    ...['conda', 'mamba', 'micromamba'].map((name) =>
      define({
        name,
        kind: 'language',
        install: 'install|create|env create|env update',
        upgrade: 'update|upgrade|self-update',
        remove: 'remove|uninstall|env remove',
        clean: 'clean',
        optionsWithValue:
          '-n|--name|-p|--prefix|-c|--channel|-f|--file|-r|--root-prefix|--rc-file|--solver|--repodata-fn|--experimental|--revision|--subdir|--platform|--clone|--channel-priority|--pinned-packages|--category',
        assumeYes: '-y|--yes',
        cacheDirectories: '/opt/conda/pkgs|/root/.cache/conda',
      }),
    ),
    define({
      name: 'npm',
      kind: 'language',
      install:
        'install|i|in|ins|inst|insta|instal|isnt|isnta|isntal|isntall|add|ci|clean-install|ic|install-clean|isntall-clean|install-ci-test|install-test|it|cit',
      upgrade: 'update|up|upgrade|udpate',
      remove: 'uninstall|remove|rm|r|un|unlink|prune',
      clean: 'cache clean|cache clear|cache verify',
      optionsWithValue:
        '--prefix|-C|--registry|--cache|--userconfig|--globalconfig|--omit|--include|--only|-w|--workspace|--loglevel|--tag|--otp|--fetch-retries|--fetch-retry-factor|--fetch-retry-mintimeout|--fetch-retry-maxtimeout|--fetch-timeout|--location|--install-strategy|--before|--cpu|--os|--libc|--maxsockets|--script-shell|--node-options|--cafile|--ca|--proxy|--https-proxy|--noproxy|--save-prefix|--depth|--scope|--cache-min|--cache-max|--target|--arch',
      cacheDirectories: '/root/.npm/_cacache|/root/.npm',
    }),
    ...['yarn', 'yarnpkg'].map((name) =>
      define({
        name,
        kind: 'language',
        // A bare `yarn` installs too; readPackageCommand knows.
        install: 'install|add|global add|workspaces focus|import',
        upgrade: 'upgrade|up|upgrade-interactive|global upgrade|set version',
        remove: 'remove|global remove|autoclean',
        clean: 'cache clean',
        optionsWithValue:
          '--cwd|--registry|--cache-folder|--modules-folder|--network-timeout|--network-concurrency|--child-concurrency|--mutex|--use-yarnrc|--preferred-cache-folder|--global-folder|--prefix|--link-folder|--otp|--proxy|--https-proxy|--tag|--mode',
        cacheDirectories: '/usr/local/share/.cache/yarn|/root/.yarn/berry/cache|/root/.cache/yarn',
      }),
    ),
    define({
      name: 'pnpm',
      kind: 'language',
      install: 'install|i|add|install-test|it|fetch|ci|deploy',
      upgrade: 'update|up|upgrade|self-update',
      remove: 'remove|rm|uninstall|un|prune',
      clean: 'store prune|cache delete',
      optionsWithValue:
        '-C|--dir|-F|--filter|--filter-prod|--store-dir|--virtual-store-dir|--modules-dir|--lockfile-dir|--reporter|--loglevel|--registry|--network-concurrency|--child-concurrency|--workspace-concurrency|--global-dir|--global-bin-dir|--package-import-method|--node-linker|--test-pattern|--cpu|--os|--libc|--allow-build|--fetch-timeout|--fetch-retries',
      cacheDirectories: '/root/.local/share/pnpm/store|/root/.cache/pnpm',
    }),
    define({
      name: 'bun',
      kind: 'language',
      install: 'install|i|add|a|ci',
      upgrade: 'update|upgrade',
      remove: 'remove|rm',
      clean: 'pm cache rm',
      optionsWithValue:
        '-c|--config|--cwd|--cache-dir|--registry|--backend|--concurrent-scripts|--network-concurrency|--omit|--filter|--linker|--cpu|--os',
      noCache: '--no-cache',
      cacheDirectories: '/root/.bun/install/cache',
    }),
    define({
      name: 'gem',
      kind: 'language',
      install: 'install|i',
      update: 'sources',
      upgrade: 'update',
      remove: 'uninstall',
      clean: 'cleanup',
      optionsWithValue:
        '-v|--version|-i|--install-dir|-n|--bindir|-s|--source|-p|--http-proxy|-B|--bulk-threshold|-P|--trust-policy|--platform|-g|--file|--target-rbconfig|--config-file|--build-root|-a|--add',
      cacheDirectories: '/root/.gem|/usr/local/bundle/cache',
    }),
    ...['bundle', 'bundler'].map((name) =>
      define({
        name,
        kind: 'language',
        install: 'install|i|add',
        upgrade: 'update|lock',
        remove: 'remove',
        clean: 'clean',
        optionsWithValue:
          '--gemfile|--jobs|-j|--path|--without|--with|--retry|-r|--shebang|--trust-policy|--target-rbconfig|-v|--version|-g|--group|-s|--source',
        cacheDirectories: '/usr/local/bundle/cache|/root/.bundle/cache',
      }),
    ),
    define({
      name: 'go',
      kind: 'language',
      install: 'install|get|mod download|mod vendor|mod tidy|work sync',
      clean: 'clean',
      optionsWithValue:
        '-C|-p|-o|-exec|-covermode|-coverpkg|-asmflags|-buildmode|-compiler|-gccgoflags|-gcflags|-installsuffix|-ldflags|-mod|-modfile|-overlay|-pgo|-pkgdir|-tags|-toolexec|-reuse',
      cacheDirectories: '/go/pkg/mod|/root/.cache/go-build',
    }),
    define({
      name: 'cargo',
      kind: 'language',
      install: 'install|fetch|add|binstall|vendor',
      upgrade: 'update',
      remove: 'uninstall|remove|rm',
      clean: 'clean',
      optionsWithValue:
        '--version|--vers|--git|--branch|--tag|--rev|--path|--root|--registry|--index|-F|--features|--bin|--example|--profile|--target|--target-dir|-j|--jobs|--color|--message-format|--config|-Z|--manifest-path|-C|--lockfile-path|-p|--package|--rename',
      cacheDirectories: '/usr/local/cargo/registry|/usr/local/cargo/git',
    }),
    define({
      name: 'rustup',
      kind: 'language',
      install: 'toolchain install|install|component add|target add|toolchain add|default',
      upgrade: 'update|self update',
      remove: 'toolchain uninstall|uninstall|component remove|target remove',
      optionsWithValue: '--profile|-c|--component|-t|--target|--toolchain|--default-toolchain|--default-host',
      cacheDirectories: '/usr/local/rustup/downloads|/usr/local/rustup/tmp',
    }),
    define({
      name: 'composer',
      kind: 'language',
      install: 'install|i|require|r|create-project|global require|global install',
      upgrade: 'update|u|upgrade|self-update|selfupdate|global update',
      remove: 'remove|rm|uninstall|global remove',
      clean: 'clear-cache|clearcache|cc',
      optionsWithValue:
        '-d|--working-dir|--prefer-install|--ignore-platform-req|--repository|--repository-url|-s|--stability|--with|--audit-format|--apcu-autoloader-prefix',
      assumeYes: '-n|--no-interaction',
      noCache: '--no-cache',
      cacheDirectories: '/root/.composer/cache|/root/.cache/composer|/tmp/cache',
    }),
    ...['pecl', 'pear'].map((name) =>
      define({
        name,
        kind: 'language',
        install: 'install',
        update: 'channel-update|update-channels',
        upgrade: 'upgrade|upgrade-all',
        remove: 'uninstall',
        clean: 'clear-cache',
        optionsWithValue: '-D|--configureoptions|-R|--installroot|-P|--packagingroot|-d|-c|-C',
        cacheDirectories: '/tmp/pear',
      }),
    ),
    define({
      name: 'dotnet',
      kind: 'language',
      install: 'restore|tool install|tool restore|add package|workload install|workload restore',
      upgrade: 'tool update|workload update',
      remove: 'tool uninstall|remove package',
      clean: 'nuget locals',
      optionsWithValue:
        '-s|--source|--packages|-r|--runtime|--configfile|-v|--verbosity|--tool-path|--version|--framework|-f|--add-source|--package-directory|--project|-a|--arch|--os|--lock-file-path',
      noCache: '--no-cache|--no-http-cache',
      cacheDirectories: '/root/.nuget/packages|/root/.local/share/NuGet/http-cache',
    }),
    define({
      name: 'cpanm',
      kind: 'language',
      install: '',
      optionsWithValue:
        '-l|--local-lib|-L|--local-lib-contained|--mirror|--cpanfile|--with-feature|--configure-timeout|--build-timeout|--test-timeout|--from|-M',
      cacheDirectories: '/root/.cpanm',
    }),
    define({
      name: 'cpan',
      kind: 'language',
      install: '',
      optionsWithValue: '-j|-M|-p',
      cacheDirectories: '/root/.cpan',
    }),
    define({
      name: 'luarocks',
      kind: 'language',
      install: 'install|make|build',
      remove: 'remove|purge',
      optionsWithValue: '--server|--only-server|--tree|--lua-version|--lua-dir|--only-sources|--timeout',
      cacheDirectories: '/root/.cache/luarocks',
    }),
    define({
      name: 'mix',
      kind: 'language',
      install: 'deps.get|local.hex|local.rebar|archive.install|escript.install',
      upgrade: 'deps.update|hex.update',
      remove: 'deps.clean|deps.unlock',
      optionsWithValue: '--only|--sha512',
      assumeYes: '--force',
      cacheDirectories: '/root/.hex/packages|/root/.cache/rebar3',
    }),
    define({
      name: 'opam',
      kind: 'language',
      install: 'install|init',
      update: 'update',
      upgrade: 'upgrade',
      remove: 'remove|uninstall|autoremove',
      clean: 'clean',
      optionsWithValue: '-j|--jobs|--switch|--root|-c|--compiler|--repos',
      assumeYes: '-y|--yes',
      cacheDirectories: '/root/.opam/download-cache',
    }),
  ].map((manager) => [manager.name, manager]),
);

/** Finds the package manager a command word runs: paths and version suffixes (`/usr/bin/pip3.11`) are looked through. */
export function packageManagerOf(command: string): PackageManager | undefined {
  const name = command.slice(command.lastIndexOf('/') + 1);
  const known = packageManagers.get(name);
  if (known !== undefined) return known;
  if (/^pip[23]?(\.\d+)+$/.test(name)) return packageManagers.get('pip');
  if (/^dnf-?[345]$/.test(name)) return packageManagers.get('dnf');
  return /^gem\d+(\.\d+)*$/.test(name) ? packageManagers.get('gem') : undefined;
}

/** Reads a package manager's argv (with `python -m pip` looked through); undefined if another program runs. */
export function readPackageCommand(argv: readonly string[]): PackageCommand | undefined {
  const isModule = /(^|\/)(python|pypy)[\d.]*$/.test(argv[0] ?? '') && argv[1] === '-m';
  const start = isModule ? 2 : 0;
  const manager = packageManagerOf(argv[start] ?? '');
  if (manager === undefined) return undefined;
  const { words, options } = splitWords(argv, start + 1, manager);
  if (['pacman', 'rpm', 'dpkg', 'emerge'].includes(manager.name))
    return readFlagOperation(argv, manager, words, options);
  if (manager.install.includes('')) {
    return {
      manager,
      action: 'install',
      subcommand: '',
      subcommandIndex: undefined,
      operands: words,
      options,
    };
  }

  for (let length = 3; length > 0; length--) {
    if (words.length < length) continue;
    const subcommand = words
      .slice(0, length)
      .map((index) => argv[index])
      .join(' ');
    const action = actionOf(manager, subcommand);
    if (action === undefined && length > 1) continue;
    return {
      manager,
      action,
      subcommand,
      subcommandIndex: words[0],
      operands: words.slice(length),
      options,
    };
  }
  const isInstallingAlone = manager.name === 'yarn' || manager.name === 'yarnpkg';
  return {
    manager,
    action: isInstallingAlone && !isAsking(options) ? 'install' : undefined,
    subcommand: '',
    subcommandIndex: undefined,
    operands: [],
    options,
  };
}

/** Tells what a sub-command does, undefined if it changes no package. */
export function actionOf(manager: PackageManager, subcommand: string): PackageAction | undefined {
  if (manager.install.includes(subcommand)) return 'install';
  if (manager.update.includes(subcommand)) return 'update';
  if (manager.upgrade.includes(subcommand)) return 'upgrade';
  if (manager.remove.includes(subcommand)) return 'remove';
  return manager.clean.includes(subcommand) ? 'clean' : undefined;
}

/** Tells whether a call has one of the options, alone, in a cluster, or as `--option=value`. */
export function hasAnyOption(command: PackageCommand, names: readonly string[]): boolean {
  const quiet = command.options.filter(
    ({ name, value }) => name === '-q' || (name === '--quiet' && value === undefined),
  ).length;
  return names.some(
    (wanted) =>
      (wanted === '-qq' && quiet > 1) ||
      command.options.some(
        ({ name, value }) => name === wanted || (value !== undefined && `${name}=${value}` === wanted),
      ),
  );
}

function splitWords(
  argv: readonly string[],
  from: number,
  manager: PackageManager,
): { words: number[]; options: PackageOption[] } {
  const words: number[] = [];
  const options: PackageOption[] = [];
  let hasOptionsEnded = false;
  for (let index = from; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (hasOptionsEnded || !word.startsWith('-') || word === '-') {
      words.push(index);
      continue;
    }
    if (word === '--') {
      hasOptionsEnded = true;
      continue;
    }
    const equals = word.indexOf('=');
    if (equals > 0) {
      options.push({
        name: word.slice(0, equals),
        value: word.slice(equals + 1),
        index,
      });
      continue;
    }
    if (manager.optionsWithValue.has(word)) {
      options.push({ name: word, value: argv[index + 1], index });
      index++;
      continue;
    }
    if (word.startsWith('--') || word.length === 2 || manager.name === 'go') {
      options.push({ name: word, value: undefined, index });
      continue;
    }
    index += readCluster(argv, index, manager, options);
  }
  return { words, options };
}

/** Reads `-yq` or `-rrequirements.txt`; answers how many further words belong to the cluster. */
function readCluster(
  argv: readonly string[],
  index: number,
  manager: PackageManager,
  options: PackageOption[],
): number {
  const letters = (argv[index] ?? '').slice(1);
  for (let at = 0; at < letters.length; at++) {
    const name = `-${letters.charAt(at)}`;
    if (!manager.optionsWithValue.has(name)) {
      options.push({ name, value: undefined, index });
      continue;
    }
    const attached = letters.slice(at + 1);
    options.push({
      name,
      value: attached === '' ? argv[index + 1] : attached,
      index,
    });
    return attached === '' ? 1 : 0;
  }
  return 0;
}

/** Reads the managers whose operation is an option: `pacman -Syu`, `rpm -ivh`, `dpkg -i`, `emerge --sync`. */
function readFlagOperation(
  argv: readonly string[],
  manager: PackageManager,
  words: readonly number[],
  options: readonly PackageOption[],
): PackageCommand {
  const names = options.map(({ name }) => name);
  const operation = options.find(({ index, name }) =>
    manager.name === 'pacman'
      ? /^-([SUR]|-sync|-upgrade|-remove)/.test(name)
      : actionOf(manager, name) !== undefined || actionOf(manager, argv[index] ?? '') !== undefined,
  );
  const written = operation === undefined ? '' : (argv[operation.index] ?? '');
  return {
    manager,
    action: flagAction(manager, names, written, words.length > 0),
    subcommand: written,
    subcommandIndex: operation?.index,
    operands: words,
    options,
  };
}

function flagAction(
  manager: PackageManager,
  names: readonly string[],
  written: string,
  hasOperands: boolean,
): PackageAction | undefined {
  if (manager.name === 'emerge') return actionOf(manager, written) ?? 'install';
  if (manager.name !== 'pacman') {
    const named = names.map((name) => actionOf(manager, name)).find((action) => action !== undefined);
    return actionOf(manager, written) ?? named;
  }
  if (names.includes('-R') || names.includes('--remove')) return 'remove';
  if (names.includes('-U') || names.includes('--upgrade')) return 'install';
  if (!names.includes('-S') && !names.includes('--sync')) return undefined;
  if (names.includes('-c') || names.includes('--clean')) return 'clean';
  if (names.includes('-s') || names.includes('-i') || names.includes('-l')) return undefined;
  if (hasOperands) return 'install';
  if (names.includes('-u') || names.includes('--sysupgrade')) return 'upgrade';
  return names.includes('-y') || names.includes('--refresh') ? 'update' : 'install';
}

function isAsking(options: readonly PackageOption[]): boolean {
  return options.some(({ name }) => ['--version', '-v', '--help', '-h'].includes(name));
}

interface Definition {
  readonly name: string;
  readonly kind: PackageManagerKind;
  readonly install: string;
  readonly update?: string;
  readonly upgrade?: string;
  readonly remove?: string;
  readonly clean?: string;
  readonly optionsWithValue?: string;
  readonly assumeYes?: string;
  readonly noCache?: string;
  readonly noRecommends?: string;
  readonly cacheDirectories?: string;
}

function define(definition: Definition): PackageManager {
  return {
    name: definition.name,
    kind: definition.kind,
    install: definition.install.split('|'),
    update: list(definition.update),
    upgrade: list(definition.upgrade),
    remove: list(definition.remove),
    clean: list(definition.clean),
    optionsWithValue: new Set(list(definition.optionsWithValue)),
    assumeYes: list(definition.assumeYes),
    noCache: list(definition.noCache),
    noRecommends: list(definition.noRecommends),
    cacheDirectories: list(definition.cacheDirectories),
  };
}

function list(words: string | undefined): readonly string[] {
  return words === undefined ? [] : words.split('|');
}

/** dnf(8) and yum(8): one list, as the two commands are the same program since RHEL 8. */
function redhatOptions(): string {
  return '-c|--config|-d|--debuglevel|-e|--errorlevel|--rpmverbosity|-R|--randomwait|-x|--exclude|--excludepkgs|--installroot|--enablerepo|--disablerepo|--repo|--repoid|--repofrompath|--releasever|--setopt|--advisory|--advisories|--bz|--bzs|--cve|--cves|--sec-severity|--secseverity|--comment|--color|--disableplugin|--enableplugin|--disableexcludes|--forcearch|--destdir|--downloaddir|--from-repo|--arch';
}

function pipOptions(): string {
  return '-r|--requirement|-c|--constraint|-e|--editable|-t|--target|--platform|--python-version|--implementation|--abi|--root|--prefix|--src|-d|--dest|-w|--wheel-dir|-b|--build|--upgrade-strategy|-C|--config-settings|--config-setting|--global-option|--build-option|--install-option|-i|--index-url|--extra-index-url|-f|--find-links|--no-binary|--only-binary|--progress-bar|--root-user-action|--report|--log|--proxy|--retries|--resume-retries|--timeout|--exists-action|--trusted-host|--cert|--client-cert|--cache-dir|--use-feature|--use-deprecated|--python|--keyring-provider|--group|--build-constraint|--build-constraints';
}
