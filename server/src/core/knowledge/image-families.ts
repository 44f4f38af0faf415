import type { Account, Distribution } from './base-image';
import type { FamilyFacts } from './family-facts';
import { debianAliases, distributionByName, distributionOfRelease } from './distributions';
import { endOfLifeOf } from './end-of-life';
import { imageRows, type ImageRow } from './image-rows';
import { compareVersions, cutVersion, type TagWords } from './image-reference-parts';

/** One image as its family reads it. */
export interface ImageContext {
  readonly repository: string;
  readonly tag: TagWords;
  readonly version: string | undefined;
  readonly distribution: Distribution;
  readonly isOpaque: boolean;
}

/** How the references of one repository (or publisher) are read. */
export interface Family {
  readonly family: string;
  readonly language?: { readonly name: string; readonly depth: number };
  /** The product's name in the tables of ends of support. */
  readonly product?: string;
  /** The image's name in the table of official tags. */
  readonly official?: string;
  /** The distribution of a tag that names none, by name, or a reader of the tag. */
  readonly base: string | ((tag: TagWords) => Distribution);
  /** Every tag is of one distribution, so that a digest alone tells it. */
  readonly isOneDistribution?: boolean;
  /** The whole image configuration is known: what `facts` leaves out comes from the distribution. */
  readonly isConfigKnown: boolean;
  readonly versionOf?: (tag: TagWords) => string | undefined;
  readonly facts?: (image: ImageContext) => FamilyFacts;
}

/** Finds the family of a canonical repository; undefined for repositories these tables do not know. */
export function findFamily(repository: string): Family | undefined {
  families ??= new Map([...languageFamilies(), ...javaFamilies(), ...distributionFamilies(), ...tabledFamilies()]);
  const known = families.get(repository);
  if (known !== undefined) return known;
  publishers ??= publishedFamilies();
  return publishers.find(({ pattern }) => pattern.test(repository))?.family;
}

let families: ReadonlyMap<string, Family> | undefined;

let publishers: readonly PublisherFamily[] | undefined;

/** A publisher whose repositories are read alike. */
interface PublisherFamily {
  readonly pattern: RegExp;
  readonly family: Family;
}

function publishedFamilies(): readonly PublisherFamily[] {
  return [
    { pattern: /^gcr\.io\/distroless\//, family: distroless() },
    {
      pattern:
        /^(microsoft\/(windowsservercore|nanoserver|aspnet|iis|dotnet-framework)|mcr\.microsoft\.com\/dotnet\/framework)/,
      family: windows(),
    },
    { pattern: /^mcr\.microsoft\.com\/dotnet(-buildtools)?\//, family: dotnet() },
    { pattern: /^microsoft\/(dotnet|aspnetcore|aspnetcore-build)(-nightly)?$/, family: oldDotnet() },
    { pattern: /^mcr\.microsoft\.com\/windows/, family: windows() },
    { pattern: /^mcr\.microsoft\.com\/(vscode\/)?devcontainers\//, family: devcontainer() },
    { pattern: /^mcr\.microsoft\.com\/playwright(\/python|\/java|\/dotnet)?$/, family: playwright() },
    {
      pattern: /^mcr\.microsoft\.com\/(azurelinux\/base|cbl-mariner\/base)\//,
      family: plain('azurelinux', 'azurelinux'),
    },
    // Ubuntu with an init system of its own; the releases by tag are in no table (phusion/baseimage-docker, phusion/passenger-docker).
    { pattern: /^phusion\/(?:baseimage|passenger-[\w]+)$/, family: plain('phusion', 'ubuntu') },
    { pattern: /^cgr\.dev\/chainguard\//, family: chainguard() },
    { pattern: /^registry\.access\.redhat\.com\/|^registry\.redhat\.io\//, family: redhat() },
    {
      pattern:
        /^(quay\.io\/jupyter|jupyter)\/[a-z-]+-notebook$|^(quay\.io\/jupyter|jupyter)\/docker-stacks-foundation$/,
      family: jupyter(),
    },
    { pattern: /^(rocker|ghcr\.io\/rocker-org)\//, family: rocker() },
    { pattern: /^nvidia\/cuda$|^nvcr\.io\/nvidia\/cuda$/, family: cuda() },
    { pattern: /^ghcr\.io\/astral-sh\/uv$|^astral\/uv$/, family: uv() },
    { pattern: /^bitnami(legacy)?\//, family: bitnami() },
    {
      pattern: /^(webdevops)\/(php|base|bootstrap|ansible|nginx|apache)/,
      family: { family: 'webdevops', base: 'unknown', isConfigKnown: false },
    },
    { pattern: /^selenium\//, family: selenium() },
    { pattern: /^(opensuse|registry\.opensuse\.org\/opensuse)\/(leap|tumbleweed)$|^opensuse$/, family: opensuse() },
    {
      pattern: /^(circleci|cimg)\//,
      family: { family: 'circleci', base: 'unknown', isConfigKnown: false, facts: circleci },
    },
    { pattern: /^docker\.elastic\.co\//, family: elastic() },
    { pattern: /^resin\/|^balenalib\//, family: balena() },
  ];
}

function languageFamilies(): [string, Family][] {
  return [
    ['python', python()],
    ['node', node()],
    ['iojs', { family: 'node', base: 'debian', isConfigKnown: false, facts: () => ({ replacement: 'node' }) }],
    ['golang', golang()],
    ['rust', rust()],
    ['rustlang/rust', { ...rust(), versionOf: () => undefined }],
    ['ruby', ruby()],
    ['php', php()],
    ['composer', composer()],
    ['composer/composer', composer()],
    ['perl', simpleLanguage('perl', 'Perl', 'debian', ['perl'], { depth: 2, workdir: '/usr/src/app' })],
    ['gcc', gcc()],
    ['buildpack-deps', buildpackDeps()],
    ['haskell', simpleLanguage('haskell', 'Haskell', 'debian', ['ghci'], { depth: 2, hasOwnPath: true })],
    [
      'elixir',
      simpleLanguage('elixir', 'Elixir', 'debian', ['iex'], {
        depth: 2,
        env: { LANG: 'C.UTF-8', ELIXIR_VERSION: true },
      }),
    ],
    ['erlang', simpleLanguage('erlang', 'Erlang', 'debian', ['erl'], { depth: 1 })],
    ['hexpm/elixir', hexpm('elixir')],
    ['hexpm/erlang', hexpm('erlang')],
    ['swift', swift()],
    ['dart', dart()],
    ['julia', simpleLanguage('julia', 'Julia', 'debian', ['julia'], { depth: 2, hasOwnPath: true })],
    ['mono', { ...plain('mono', 'debian'), language: { name: 'Mono', depth: 2 }, isConfigKnown: false }],
    ['clojure', clojure()],
    [
      'sbtscala/scala-sbt',
      {
        family: 'sbt',
        language: { name: 'Java', depth: 1 },
        base: 'unknown',
        isConfigKnown: false,
        versionOf: sbtJava,
        facts: sbtRoot,
      },
    ],
    [
      'hseeberger/scala-sbt',
      {
        family: 'sbt',
        language: { name: 'Java', depth: 1 },
        base: 'unknown',
        isConfigKnown: false,
        versionOf: sbtJava,
        facts: sbtRoot,
      },
    ],
    ['oven/bun', bun()],
    ['denoland/deno', deno()],
    ['r-base', rBase()],
    ['pypy', simpleLanguage('pypy', 'PyPy', 'debian', ['pypy3'], { depth: 2, hasOwnPath: true })],
    [
      'groovy',
      {
        family: 'groovy',
        language: { name: 'Java', depth: 1 },
        base: 'ubuntu',
        isConfigKnown: false,
        versionOf: jdkWord,
        facts: jdk,
      },
    ],
    [
      'google/golang',
      { family: 'golang', base: 'debian', isConfigKnown: false, facts: () => ({ replacement: 'golang' }) },
    ],
    [
      'mhart/alpine-node',
      {
        family: 'node',
        language: { name: 'Node.js', depth: 1 },
        product: 'Node.js',
        base: 'alpine',
        isConfigKnown: false,
        facts: () => ({ variant: 'alpine', replacement: 'node:alpine' }),
      },
    ],
    ['continuumio/miniconda3', conda('debian')],
    ['continuumio/miniconda', conda('debian')],
    ['continuumio/anaconda3', conda('debian')],
    ['conda/miniconda3', conda('debian')],
    ['condaforge/miniforge3', conda('ubuntu')],
    ['condaforge/mambaforge', conda('ubuntu')],
    ['mambaorg/micromamba', micromamba()],
    ['tiangolo/uvicorn-gunicorn-fastapi', tiangolo()],
    ['tiangolo/uvicorn-gunicorn', tiangolo()],
    ['tiangolo/uwsgi-nginx-flask', tiangolo()],
    ['tiangolo/uwsgi-nginx', tiangolo()],
    [
      'tensorflow/tensorflow',
      {
        family: 'tensorflow',
        language: { name: 'Python', depth: 2 },
        base: 'ubuntu',
        isConfigKnown: false,
        versionOf: () => undefined,
        facts: () => ({ user: { name: 'root', uid: 0 } }),
      },
    ],
    ['pytorch/pytorch', pytorch()],
    ['cypress/base', cypress()],
    ['cypress/browsers', cypress()],
    ['cypress/included', cypress()],
    [
      'ekidd/rust-musl-builder',
      { ...plain('rust', 'ubuntu'), isConfigKnown: false, facts: () => ({ user: { name: 'rust', uid: 1000 } }) },
    ],
    [
      'lukemathwalker/cargo-chef',
      { ...rust(), versionOf: ({ tag }) => cutUndefined(/rust-(\d+\.\d+)/.exec(tag)?.[1]) },
    ],
  ];
}

function cutUndefined(version: string | undefined): string | undefined {
  return version === undefined ? undefined : cutVersion(version, 2);
}

function plain(family: string, base: string): Family {
  return { family, base, isConfigKnown: true };
}

interface SimpleLanguage {
  readonly depth: number;
  readonly workdir?: string;
  readonly env?: Readonly<Record<string, string | true>>;
  readonly hasOwnPath?: boolean;
}

function simpleLanguage(
  family: string,
  name: string,
  base: string,
  cmd: readonly string[],
  { depth, workdir, env, hasOwnPath = false }: SimpleLanguage,
): Family {
  return {
    family,
    language: { name, depth },
    official: family,
    base,
    isConfigKnown: true,
    facts: () => ({
      cmd,
      isPathUnknown: hasOwnPath,
      ...(workdir === undefined ? {} : { workdir }),
      ...(env === undefined ? {} : { env }),
    }),
  };
}

function python(): Family {
  return {
    family: 'python',
    language: { name: 'Python', depth: 2 },
    product: 'Python',
    official: 'python',
    base: 'debian',
    isConfigKnown: true,
    facts: ({ version, tag }) => ({
      cmd: [version !== undefined && version.startsWith('2') ? 'python2' : 'python3'],
      pathPrefix: '/usr/local/bin',
      env: {
        ...(version !== undefined && compareVersions(version, '3.12') > 0 ? {} : { LANG: 'C.UTF-8' }),
        PYTHON_VERSION: true,
      },
      hasOnbuild: tag.words.includes('onbuild'),
    }),
  };
}

function node(): Family {
  return {
    family: 'node',
    language: { name: 'Node.js', depth: 1 },
    product: 'Node.js',
    official: 'node',
    base: 'debian',
    isConfigKnown: true,
    facts: ({ version, tag }) => ({
      entrypoint: ['docker-entrypoint.sh'],
      cmd: ['node'],
      env: {
        NODE_VERSION: true,
        ...(version !== undefined && Number.parseInt(version, 10) < 26 ? { YARN_VERSION: true as const } : {}),
      },
      users: [{ name: 'node', uid: 1000, gid: 1000 }],
      hasOnbuild: tag.words.includes('onbuild'),
    }),
  };
}

function golang(): Family {
  return {
    family: 'golang',
    language: { name: 'Go', depth: 2 },
    product: 'Go',
    official: 'golang',
    base: 'debian',
    isConfigKnown: true,
    facts: ({ version, tag }) => ({
      env: {
        GOPATH: '/go',
        GOLANG_VERSION: true,
        ...(version !== undefined && compareVersions(version, '1.21') < 0 ? {} : { GOTOOLCHAIN: 'local' }),
      },
      pathPrefix: '/go/bin:/usr/local/go/bin',
      workdir: '/go',
      hasOnbuild: tag.words.includes('onbuild'),
    }),
  };
}

function rust(): Family {
  return {
    family: 'rust',
    language: { name: 'Rust', depth: 2 },
    official: 'rust',
    base: 'debian',
    isConfigKnown: true,
    facts: () => ({
      env: { RUSTUP_HOME: '/usr/local/rustup', CARGO_HOME: '/usr/local/cargo', RUST_VERSION: true },
      pathPrefix: '/usr/local/cargo/bin',
    }),
  };
}

function ruby(): Family {
  return {
    family: 'ruby',
    language: { name: 'Ruby', depth: 2 },
    product: 'Ruby',
    official: 'ruby',
    base: 'debian',
    isConfigKnown: true,
    facts: ({ tag }) => ({
      cmd: ['irb'],
      env: {
        LANG: 'C.UTF-8',
        RUBY_VERSION: true,
        GEM_HOME: '/usr/local/bundle',
        BUNDLE_SILENCE_ROOT_WARNING: '1',
        BUNDLE_APP_CONFIG: '/usr/local/bundle',
      },
      pathPrefix: '/usr/local/bundle/bin',
      hasOnbuild: tag.words.includes('onbuild'),
    }),
  };
}

function php(): Family {
  return {
    family: 'php',
    language: { name: 'PHP', depth: 2 },
    product: 'PHP',
    official: 'php',
    base: 'debian',
    isConfigKnown: true,
    facts: ({ tag, distribution }) => {
      const isApache = tag.words.includes('apache');
      const isFpm = tag.words.includes('fpm');
      const isAlpine = distribution.family === 'alpine';
      return {
        entrypoint: ['docker-php-entrypoint'],
        cmd: isApache ? ['apache2-foreground'] : isFpm ? ['php-fpm'] : ['php', '-a'],
        env: { PHPIZE_DEPS: true, PHP_INI_DIR: '/usr/local/etc/php', PHP_VERSION: true, PHP_CFLAGS: true },
        // Debian's account is there anyway; Alpine's the image makes itself.
        users: isAlpine ? [{ name: 'www-data', uid: 82, gid: 82 }] : [],
        ...(isApache || isFpm ? { startsAsRoot: 'workers-drop-privileges', workdir: '/var/www/html' } : {}),
        ...(isApache ? { stopSignal: 'SIGWINCH', exposedPorts: [80] } : {}),
        ...(isFpm ? { stopSignal: 'SIGQUIT', exposedPorts: [9000] } : {}),
      };
    },
  };
}

function composer(): Family {
  return {
    family: 'composer',
    language: { name: 'PHP', depth: 2 },
    versionOf: () => undefined,
    official: 'composer',
    base: 'alpine',
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({
      variant: 'alpine',
      entrypoint: ['/docker-entrypoint.sh'],
      cmd: ['composer'],
      workdir: '/app',
      env: { COMPOSER_HOME: '/tmp', COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_VERSION: true },
      users: [{ name: 'www-data', uid: 82, gid: 82 }],
    }),
  };
}

function gcc(): Family {
  return {
    family: 'gcc',
    language: { name: 'GCC', depth: 1 },
    base: 'debian',
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({ env: { GCC_VERSION: true } }),
  };
}

function buildpackDeps(): Family {
  return {
    family: 'buildpack-deps',
    base: ({ suite, tag }) =>
      (suite === undefined ? undefined : distributionOfRelease(suite)) ??
      (/^\d\d\.\d\d/.test(tag)
        ? { ...distributionByName('ubuntu'), release: ubuntuCodename(tag.slice(0, 5)), isFloating: false }
        : { ...distributionByName('debian'), release: 'trixie', isFloating: true }),
    isConfigKnown: true,
    facts: ({ tag }) => ({
      variant: tag.words.includes('curl') || tag.words.includes('scm') ? 'minimal' : 'full',
    }),
  };
}

function hexpm(language: string): Family {
  const { base: _base, ...family } = simpleLanguage(
    language,
    language === 'elixir' ? 'Elixir' : 'Erlang',
    'debian',
    [language === 'elixir' ? 'iex' : 'erl'],
    { depth: 2 },
  );
  return {
    ...family,
    // `1.16.0-erlang-26.2.1-debian-bookworm-20240130-slim`, `...-alpine-3.19.0`
    base: ({ tag }) => {
      const match = /(debian|ubuntu)-([a-z]+)/.exec(tag);
      const named = match === null ? undefined : distributionOfRelease(match[2] ?? '');
      if (named !== undefined) return named;
      const alpine = /alpine-(3\.\d+)/.exec(tag)?.[1];
      return alpine === undefined
        ? distributionByName('unknown')
        : { ...distributionByName('alpine'), release: alpine, isFloating: false };
    },
  };
}

function swift(): Family {
  return {
    family: 'swift',
    language: { name: 'Swift', depth: 2 },
    official: 'swift',
    base: ({ suite, words, tag }) => {
      const named = suite === undefined ? undefined : distributionOfRelease(suite);
      if (named !== undefined) return named;
      if (tag.includes('amazonlinux2'))
        return {
          ...distributionByName('amazonlinux'),
          release: tag.includes('2023') ? 'al2023' : 'al2',
          isFloating: false,
        };
      if (tag.includes('rhel-ubi9')) return { ...distributionByName('ubi'), release: '9', isFloating: false };
      const floating = ['6', '5'].includes((words[0] ?? '').charAt(0)) || words[0] === 'latest' || words[0] === 'slim';
      const release = swiftRelease(words[0] ?? '');
      return { ...distributionByName(floating ? 'ubuntu' : 'unknown'), release, isFloating: true };
    },
    isConfigKnown: true,
    facts: ({ tag }) => ({ variant: tag.isSlim ? 'slim' : 'full' }),
  };
}

/** Source: the tag table: Swift moves to a new Ubuntu with a release, never within one. */
function swiftRelease(version: string): string | undefined {
  if (/^(latest|slim)$/.test(version)) return 'noble';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major >= 6) return 'noble';
  if (major < 5) return undefined;
  return minor >= 7 ? 'jammy' : 'bionic';
}

function dart(): Family {
  return {
    family: 'dart',
    language: { name: 'Dart', depth: 1 },
    base: 'debian',
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({ env: { DART_SDK: '/usr/lib/dart' }, pathPrefix: '/usr/lib/dart/bin', workdir: '/root' }),
  };
}

function clojure(): Family {
  return {
    family: 'clojure',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    base: 'unknown',
    isConfigKnown: false,
    versionOf: ({ tag }) => /(?:openjdk|temurin)-(\d+)/.exec(tag)?.[1],
    facts: rootOnJdk,
  };
}

function bun(): Family {
  return {
    family: 'bun',
    language: { name: 'Bun', depth: 1 },
    base: 'debian',
    isConfigKnown: true,
    facts: ({ tag }) => ({
      variant: tag.words.includes('distroless') ? 'distroless' : tag.isSlim ? 'slim' : tag.isAlpine ? 'alpine' : 'full',
      entrypoint: ['/usr/local/bin/docker-entrypoint.sh'],
      cmd: ['/usr/local/bin/bun'],
      workdir: '/home/bun/app',
      env: { BUN_RUNTIME_TRANSPILER_CACHE_PATH: '0', BUN_INSTALL_BIN: '/usr/local/bin' },
      ...(tag.words.includes('distroless')
        ? { path: defaultSearchPath, cmd: [], entrypoint: ['/usr/local/bin/bun'] }
        : {}),
      users: tag.words.includes('distroless') ? [] : [{ name: 'bun', uid: 1000, gid: 1000 }],
    }),
  };
}

const defaultSearchPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function deno(): Family {
  return {
    family: 'deno',
    language: { name: 'Deno', depth: 1 },
    base: ({ words, isAlpine }) => {
      if (isAlpine) return distributionByName('alpine');
      if (words.includes('ubuntu')) return distributionByName('ubuntu');
      return distributionByName(words.includes('bin') ? 'none' : 'debian');
    },
    isConfigKnown: true,
    facts: ({ tag }) => ({
      variant: tag.words.includes('distroless')
        ? 'distroless'
        : tag.words.includes('bin')
          ? 'scratch'
          : tag.isAlpine
            ? 'alpine'
            : 'full',
      entrypoint: tag.words.includes('distroless') ? ['/bin/deno'] : ['/tini', '--', 'docker-entrypoint.sh'],
      cmd: ['eval', "console.log('Welcome to Deno!')"],
      env: { DENO_VERSION: true, DENO_DIR: '/deno-dir/', DENO_INSTALL_ROOT: '/usr/local' },
      exposedPorts: [8000],
      users: [{ name: 'deno', uid: 1993, gid: 1993 }],
    }),
  };
}

function rBase(): Family {
  return {
    family: 'r-base',
    language: { name: 'R', depth: 2 },
    base: () => ({ ...distributionByName('debian'), release: 'testing', isFloating: true }),
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({
      cmd: ['R'],
      env: { LC_ALL: 'en_US.UTF-8', LANG: 'en_US.UTF-8', R_BASE_VERSION: true },
      users: [{ name: 'docker', uid: 1000, gid: 1000 }],
    }),
  };
}

function rocker(): Family {
  return {
    family: 'rocker',
    language: { name: 'R', depth: 2 },
    base: 'unknown',
    isConfigKnown: false,
    facts: ({ repository, version }) => {
      const isServer = /rstudio|tidyverse|verse|shiny|geospatial|ml/.test(repository);
      const isUbuntu = version !== undefined && compareVersions(version, '4.0') >= 0;
      return {
        libc: 'glibc',
        packageManager: 'apt',
        shells: ['sh', 'bash', 'dash'],
        defaultShell: 'dash',
        ...(isUbuntu && isServer ? { users: [{ name: 'rstudio', uid: 1000, gid: 1000 }] } : {}),
        ...(isServer
          ? { startsAsRoot: 'system-service' as const, exposedPorts: repository.includes('shiny') ? [3838] : [8787] }
          : {}),
      };
    },
  };
}

function conda(base: string): Family {
  return {
    family: 'miniconda',
    language: { name: 'Python', depth: 2 },
    versionOf: ({ tag }) => /py3?(3\.?\d\d?)_/.exec(tag)?.[1]?.replace(/^3\.?/, '3.'),
    base,
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({
      variant: 'full',
      pathPrefix: '/opt/conda/bin',
      env: { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' },
    }),
  };
}

function micromamba(): Family {
  return {
    family: 'micromamba',
    base: 'debian',
    isConfigKnown: false,
    facts: () => ({
      variant: 'slim',
      user: { name: 'mambauser', uid: undefined },
      entrypoint: ['/usr/local/bin/_entrypoint.sh'],
      env: { MAMBA_ROOT_PREFIX: '/opt/conda', MAMBA_USER: 'mambauser' },
      workdir: '/tmp',
    }),
  };
}

function tiangolo(): Family {
  return {
    family: 'tiangolo-python',
    language: { name: 'Python', depth: 2 },
    product: 'Python',
    versionOf: ({ tag }) => /python(\d\.\d+)/.exec(tag)?.[1],
    base: 'debian',
    isConfigKnown: false,
    facts: ({ tag }) => ({
      variant: tag.isSlim ? 'slim' : 'full',
      user: { name: 'root', uid: 0 },
      exposedPorts: [80],
    }),
  };
}

function jupyter(): Family {
  return {
    family: 'jupyter',
    language: { name: 'Python', depth: 2 },
    versionOf: ({ tag }) => /python-(\d\.\d+)/.exec(tag)?.[1],
    base: 'ubuntu',
    isOneDistribution: true,
    isConfigKnown: false,
    facts: () => ({
      variant: 'full',
      user: { name: 'jovyan', uid: 1000 },
      users: [{ name: 'jovyan', uid: 1000, gid: 100 }],
      shells: ['sh', 'bash', 'dash'],
      workdir: '/home/jovyan',
      env: { CONDA_DIR: '/opt/conda', NB_USER: 'jovyan', NB_UID: '1000', NB_GID: '100', HOME: '/home/jovyan' },
      exposedPorts: [8888],
    }),
  };
}

function uv(): Family {
  return {
    family: 'uv',
    language: { name: 'Python', depth: 2 },
    versionOf: ({ tag }) => /python(\d\.\d+)/.exec(tag)?.[1],
    // `0.5-python3.12-bookworm-slim` is a Python image with uv; `0.5` is the binary alone.
    base: ({ suite, isAlpine, words }) =>
      (suite === undefined ? undefined : distributionOfRelease(suite.replace(/^alpine/, 'a'))) ??
      distributionByName(isAlpine ? 'alpine' : words.includes('debian') ? 'debian' : 'none'),
    isConfigKnown: false,
    facts: ({ tag, distribution }) => ({
      // The official Python and Debian images underneath run as root, and so does the image of the binary alone.
      user: { name: 'root', uid: 0 },
      variant: distribution.family === 'none' ? 'scratch' : tag.isSlim ? 'slim' : tag.isAlpine ? 'alpine' : 'full',
      pathPrefix: distribution.family === 'none' ? '' : '/usr/local/bin',
      cmd: distribution.family === 'none' ? [] : ['/usr/local/bin/uv'],
      ...(distribution.family === 'none'
        ? { entrypoint: ['/uv'] }
        : { entrypoint: [], workdir: '/', env: { UV_TOOL_BIN_DIR: '/usr/local/bin' } }),
    }),
  };
}

function pytorch(): Family {
  return {
    family: 'pytorch',
    language: { name: 'Python', depth: 2 },
    versionOf: () => undefined,
    base: 'ubuntu',
    isOneDistribution: true,
    isConfigKnown: false,
    facts: ({ tag }) => ({
      variant: tag.words.includes('devel') ? 'devel' : 'runtime',
      user: { name: 'root', uid: 0 },
      workdir: '/workspace',
      pathPrefix: '/opt/conda/bin:/usr/local/nvidia/bin:/usr/local/cuda/bin',
    }),
  };
}

function cuda(): Family {
  return {
    family: 'cuda',
    base: ({ tag }) => {
      const match = /(ubuntu|ubi|rockylinux|centos|opensuse|amzn)(\d+(?:\.\d+)?)/.exec(tag);
      if (match === null) return distributionByName('unknown');
      const [, name = '', number = ''] = match;
      if (name === 'amzn') return { ...distributionByName('amazonlinux'), release: `al${number}`, isFloating: false };
      const release = name === 'ubuntu' ? ubuntuCodename(number) : number;
      return { ...distributionByName(name), release, isFloating: false };
    },
    isConfigKnown: false,
    facts: ({ tag }) => ({
      variant: tag.words.includes('devel') ? 'devel' : tag.words.includes('runtime') ? 'runtime' : 'minimal',
      user: { name: 'root', uid: 0 },
      pathPrefix: '/usr/local/nvidia/bin:/usr/local/cuda/bin',
      env: { CUDA_VERSION: true, LD_LIBRARY_PATH: true, NVIDIA_VISIBLE_DEVICES: 'all' },
    }),
  };
}

function cypress(): Family {
  return {
    family: 'cypress',
    language: { name: 'Node.js', depth: 1 },
    base: 'debian',
    isOneDistribution: true,
    isConfigKnown: false,
    versionOf: ({ version }) => (version === undefined ? undefined : cutVersion(version, 1)),
    facts: () => ({ users: [{ name: 'node', uid: 1000, gid: 1000 }] }),
  };
}

function playwright(): Family {
  return {
    family: 'playwright',
    base: ({ suite }) =>
      (suite === undefined ? undefined : distributionOfRelease(suite)) ?? distributionByName('ubuntu'),
    isOneDistribution: true,
    isConfigKnown: false,
  };
}

function circleci(): FamilyFacts {
  return {
    libc: 'glibc',
    packageManager: 'apt',
    shells: ['sh', 'bash', 'dash'],
    defaultShell: 'dash',
    user: { name: 'circleci', uid: 3434 },
  };
}

function javaFamilies(): [string, Family][] {
  const openjdk: Family = {
    family: 'openjdk',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    official: 'openjdk',
    base: openjdkBase,
    isConfigKnown: true,
    facts: openjdkFacts,
  };
  const java: Family = {
    family: 'java',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    base: javaBase,
    isConfigKnown: true,
    facts: javaFacts,
  };
  const adopt: Family = {
    family: 'adoptopenjdk',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    base: 'ubuntu',
    isConfigKnown: false,
    facts: (image) => ({ ...jdk(image), frozenSince: '2021-08', replacement: 'eclipse-temurin' }),
    versionOf: ({ tag }) => /^(\d+)/.exec(tag)?.[1],
  };
  return [
    ['openjdk', openjdk],
    ['java', java],
    ['eclipse-temurin', temurin()],
    ['adoptopenjdk', adopt],
    ['adoptopenjdk/openjdk8', adopt],
    ['adoptopenjdk/openjdk11', adopt],
    ['amazoncorretto', corretto()],
    ['maven', maven()],
    ['gradle', gradle()],
    ['tomcat', tomcat()],
    [
      'jetty',
      {
        ...plain('jetty', 'unknown'),
        language: { name: 'Java', depth: 1 },
        isConfigKnown: false,
        versionOf: jdkWord,
        facts: (image) => ({ ...jdk(image), user: { name: 'jetty', uid: 999 }, exposedPorts: [8080] }),
      },
    ],
    ['azul/zulu-openjdk', otherJdk('zulu', 'ubuntu')],
    ['azul/zulu-openjdk-alpine', otherJdk('zulu', 'alpine')],
    ['azul/zulu-openjdk-debian', otherJdk('zulu', 'debian')],
    ['bellsoft/liberica-openjdk-alpine', otherJdk('liberica', 'alpine')],
    ['bellsoft/liberica-openjdk-debian', otherJdk('liberica', 'debian')],
    ['bellsoft/liberica-runtime-container', otherJdk('liberica', 'unknown')],
    ['ibm-semeru-runtimes', { ...otherJdk('semeru', 'ubuntu'), versionOf: ({ tag }) => /open-(\d+)/.exec(tag)?.[1] }],
    ['sapmachine', otherJdk('sapmachine', 'ubuntu')],
    ['ghcr.io/graalvm/jdk-community', otherJdk('graalvm', 'oraclelinux')],
    ['ghcr.io/graalvm/native-image-community', otherJdk('graalvm', 'oraclelinux')],
    ['container-registry.oracle.com/graalvm/native-image', otherJdk('graalvm', 'oraclelinux')],
    ['container-registry.oracle.com/graalvm/jdk', otherJdk('graalvm', 'oraclelinux')],
    [
      'anapsix/alpine-java',
      {
        ...otherJdk('alpine-java', 'alpine'),
        facts: (image) => ({ ...jdk(image), replacement: 'eclipse-temurin:8-jre-alpine' }),
      },
    ],
    ['frolvlad/alpine-oraclejdk8', { ...otherJdk('alpine-java', 'alpine'), versionOf: () => '8' }],
    ['frolvlad/alpine-java', otherJdk('alpine-java', 'alpine')],
    ['jenkins/jenkins', jenkins()],
    ['jenkins', { ...jenkins(), facts: (image) => ({ ...jenkins().facts?.(image), replacement: 'jenkins/jenkins' }) }],
    ['jenkins/agent', { ...jenkins(), family: 'jenkins-agent' }],
    ['jenkins/inbound-agent', { ...jenkins(), family: 'jenkins-agent' }],
  ];
}

function jdk({ tag }: ImageContext): FamilyFacts {
  const isRuntime = tag.words.some((word) => /^jre(\d|$)/.test(word));
  return { variant: isRuntime ? 'jre' : 'jdk' };
}

function jdkWord({ tag }: TagWords): string | undefined {
  return /j(?:dk|re)-?(\d+)/.exec(tag)?.[1];
}

/** The images of sbt end on root, in /root (sbt/docker-sbt); those of Clojure are the JDK's with a tool. */
function rootOnJdk(context: ImageContext): FamilyFacts {
  return { ...jdk(context), user: { name: 'root', uid: 0 } };
}

function sbtRoot(context: ImageContext): FamilyFacts {
  return { ...rootOnJdk(context), workdir: '/root' };
}

function sbtJava({ tag }: TagWords): string | undefined {
  return /(?:^|temurin-|openjdk-|corretto-|graalvm-\w+-)(?:[a-z][a-z\d]*-)?(\d+)(?:u\d+|\.)/.exec(tag)?.[1];
}

function otherJdk(family: string, base: string): Family {
  return {
    family,
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    base,
    isConfigKnown: false,
    facts: jdk,
  };
}

/** Plain openjdk tags moved to Oracle Linux with 12; those of before, and all `-slim` ones, are Debian. */
function openjdkBase(tag: TagWords): Distribution {
  return distributionByName(tag.isAlpine ? 'alpine' : tag.isSlim ? 'debian' : 'unknown');
}

function openjdkFacts({ tag, version, distribution }: ImageContext): FamilyFacts {
  const isRuntime = tag.words.includes('jre');
  const home = openjdkHome(version, distribution, isRuntime);
  const alpineRoot = `/usr/lib/jvm/java-1.${version ?? ''}-openjdk`;
  const isOldAlpine = distribution.family === 'alpine' && home !== undefined && Number(version) < 9;
  return {
    variant: isRuntime ? 'jre' : 'jdk',
    ...(version !== undefined && Number(version) > 8 && !isRuntime ? { cmd: ['jshell'] } : {}),
    env: { JAVA_HOME: home ?? true, JAVA_VERSION: true, LANG: 'C.UTF-8' },
    ...(home === undefined
      ? { isPathUnknown: true }
      : isOldAlpine
        ? { path: `${defaultSearchPath}:${alpineRoot}/jre/bin:${alpineRoot}/bin` }
        : { pathPrefix: `${home}/bin` }),
    replacement: 'eclipse-temurin',
  };
}

/** Source: the Dockerfiles of docker-library/openjdk. */
function openjdkHome(
  version: string | undefined,
  { family, name, release }: Distribution,
  isRuntime: boolean,
): string | undefined {
  if (version === undefined) return undefined;
  if (name === 'oraclelinux') return `/usr/java/openjdk-${version}`;
  if (family === 'alpine')
    return Number(version) < 9
      ? `/usr/lib/jvm/java-1.${version}-openjdk${isRuntime ? '/jre' : ''}`
      : `/opt/openjdk-${version}`;
  return /bullseye|buster|bookworm|trixie/.test(release ?? '') ? `/usr/local/openjdk-${version}` : undefined;
}

/** The image ended in 2016, on Debian jessie but for its newest and oldest versions. */
function javaBase({ tag, version, isAlpine }: TagWords): Distribution {
  if (isAlpine) return distributionByName('alpine');
  const isJessie = tag === 'latest' || /^[78]/.test(version ?? '');
  return { ...distributionByName('debian'), release: isJessie ? 'jessie' : undefined };
}

function javaFacts(image: ImageContext): FamilyFacts {
  return {
    ...jdk(image),
    frozenSince: '2016-12',
    replacement: 'eclipse-temurin',
    env: { JAVA_HOME: true, JAVA_VERSION: true, LANG: 'C.UTF-8' },
    ...(image.tag.isAlpine ? { isPathUnknown: true } : {}),
  };
}

function temurin(): Family {
  return {
    family: 'eclipse-temurin',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    official: 'eclipse-temurin',
    base: (tag) => temurinBase(tag),
    isConfigKnown: true,
    facts: (image) => {
      const isRuntime = image.tag.words.includes('jre');
      const isDebian = image.distribution.family === 'ubuntu' || image.distribution.family === 'alpine';
      return {
        ...jdk(image),
        ...(isDebian ? { entrypoint: ['/__cacert_entrypoint.sh'] } : {}),
        ...(image.version !== undefined && Number(image.version) > 8 && !isRuntime ? { cmd: ['jshell'] } : {}),
        env: {
          JAVA_HOME: '/opt/java/openjdk',
          LANG: 'en_US.UTF-8',
          LANGUAGE: 'en_US:en',
          LC_ALL: 'en_US.UTF-8',
          JAVA_VERSION: true,
        },
        pathPrefix: '/opt/java/openjdk/bin',
      };
    },
  };
}

function temurinBase({ tag, isAlpine }: TagWords): Distribution {
  const ubi = /ubi(\d+)(-minimal)?/.exec(tag)?.[1];
  if (ubi !== undefined) return { ...distributionByName('ubi'), release: ubi, isFloating: false };
  if (tag.includes('centos7')) return { ...distributionByName('centos'), release: '7', isFloating: false };
  return distributionByName(isAlpine ? 'alpine' : 'ubuntu');
}

function corretto(): Family {
  return {
    family: 'amazoncorretto',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    official: 'amazoncorretto',
    base: ({ isAlpine, words }) =>
      distributionByName(isAlpine ? 'alpine' : words.includes('bookworm') ? 'debian' : 'amazonlinux'),
    isConfigKnown: true,
    facts: (image) => ({
      ...jdk(image),
      env: { LANG: 'C.UTF-8', JAVA_HOME: image.distribution.family === 'alpine' ? '/usr/lib/jvm/default-jvm' : true },
      ...(image.distribution.family === 'alpine' ? { pathPrefix: '/usr/lib/jvm/default-jvm/bin' } : {}),
    }),
  };
}

function maven(): Family {
  return {
    family: 'maven',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    official: 'maven',
    base: ({ tag, isAlpine }) => {
      if (isAlpine) return distributionByName('alpine');
      if (tag.includes('amazoncorretto')) return { ...distributionByName('amazonlinux'), isFloating: true };
      if (/(jdk|openjdk)-\d+-slim|-slim$/.test(tag)) return distributionByName('debian');
      return distributionByName(tag.includes('eclipse-temurin') ? 'ubuntu' : 'unknown');
    },
    isConfigKnown: true,
    versionOf: ({ tag }) =>
      /(?:temurin|corretto|jdk|openjdk|ibmjava|sapmachine|zulu|zulu-openjdk|azulzulu|microsoft-openjdk|adoptopenjdk|graalvm-community|liberica)-(\d+)/.exec(
        tag,
      )?.[1],
    facts: ({ tag }) => ({
      variant: 'jdk',
      entrypoint: ['/usr/local/bin/mvn-entrypoint.sh'],
      cmd: ['mvn'],
      env: { MAVEN_HOME: '/usr/share/maven', MAVEN_CONFIG: '/root/.m2', JAVA_HOME: true },
      ...(tag.tag.includes('eclipse-temurin') ? { pathPrefix: '/opt/java/openjdk/bin' } : { isPathUnknown: true }),
    }),
  };
}

function gradle(): Family {
  return {
    family: 'gradle',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    official: 'gradle',
    base: ({ isAlpine, words, tag }) => {
      if (isAlpine) return distributionByName('alpine');
      if (tag.includes('ubi9')) return { ...distributionByName('ubi'), release: '9', isFloating: false };
      if (tag.includes('corretto')) return distributionByName('amazonlinux');
      return distributionByName(words.some((word) => /^jdk\d+$/.test(word)) ? 'ubuntu' : 'unknown');
    },
    isConfigKnown: true,
    versionOf: jdkWord,
    facts: ({ distribution }) => ({
      variant: 'jdk',
      cmd: ['gradle'],
      workdir: '/home/gradle',
      env: { GRADLE_HOME: '/opt/gradle', GRADLE_VERSION: true, JAVA_HOME: true },
      ...(distribution.name === 'ubuntu' ? { pathPrefix: '/opt/java/openjdk/bin' } : { isPathUnknown: true }),
      volumes: ['/home/gradle/.gradle'],
      users: [{ name: 'gradle', uid: 1000, gid: 1000 }],
    }),
  };
}

function tomcat(): Family {
  return {
    family: 'tomcat',
    language: { name: 'Java', depth: 1 },
    product: 'Java',
    official: 'tomcat',
    base: ({ isAlpine, isSlim }) => distributionByName(isAlpine ? 'alpine' : isSlim ? 'debian' : 'unknown'),
    isConfigKnown: true,
    versionOf: jdkWord,
    facts: (image) => ({
      ...jdk(image),
      cmd: ['catalina.sh', 'run'],
      workdir: '/usr/local/tomcat',
      env: { CATALINA_HOME: '/usr/local/tomcat', JAVA_HOME: true, TOMCAT_VERSION: true },
      ...(image.distribution.name === 'ubuntu'
        ? { pathPrefix: '/usr/local/tomcat/bin:/opt/java/openjdk/bin' }
        : { isPathUnknown: true }),
      exposedPorts: [8080],
    }),
  };
}

function jenkins(): Family {
  return {
    family: 'jenkins',
    language: { name: 'Java', depth: 1 },
    base: ({ isAlpine, tag }) =>
      distributionByName(isAlpine ? 'alpine' : /rhel|almalinux/.test(tag) ? 'unknown' : 'debian'),
    isConfigKnown: false,
    versionOf: jdkWord,
    facts: () => ({
      variant: 'full',
      user: { name: 'jenkins', uid: 1000 },
      users: [{ name: 'jenkins', uid: 1000, gid: 1000 }],
      shells: ['sh', 'bash'],
      volumes: ['/var/jenkins_home'],
      exposedPorts: [8080, 50000],
    }),
  };
}

function dotnet(): Family {
  return {
    family: 'dotnet',
    language: { name: '.NET', depth: 2 },
    product: '.NET',
    base: dotnetBase,
    isConfigKnown: true,
    versionOf: ({ version }) =>
      version === undefined ? undefined : cutVersion(version.includes('.') ? version : `${version}.0`, 2),
    facts: dotnetFacts,
  };
}

/** .NET's floating tags: bullseye to 6.0 and 7.0, bookworm for 8.0 and 9.0, Ubuntu noble from 10.0 on. Source: dotnet/dotnet-docker. */
function dotnetBase({ tag, suite, words, version, isAlpine }: TagWords): Distribution {
  if (/azurelinux|cbl-mariner/.test(tag))
    return { ...distributionByName('azurelinux'), release: undefined, isFloating: false };
  const named = suite === undefined ? undefined : distributionOfRelease(suite.replace(/^alpine/, 'a'));
  if (named !== undefined) return named;
  if (isAlpine) return distributionByName('alpine');
  const major = Number.parseInt(version ?? '', 10);
  if (Number.isNaN(major)) return { ...distributionByName(words[0] === 'latest' ? 'ubuntu' : 'unknown') };
  if (major >= 10) return { ...distributionByName('ubuntu'), release: 'noble', isFloating: true };
  const release = major >= 8 ? 'bookworm' : major >= 6 ? 'bullseye' : major >= 3 ? 'buster' : undefined;
  return { ...distributionByName('debian'), release, isFloating: true };
}

function dotnetFacts({ repository, tag, version, distribution }: ImageContext): FamilyFacts {
  const kind = /\/(sdk|aspnet|runtime-deps|runtime|monitor)$/.exec(repository)?.[1] ?? 'runtime';
  const isOld = repository.includes('/core/');
  const isModern = version === undefined || Number.parseInt(version, 10) >= 8;
  const isChiseled = tag.words.some((word) => /^(chiseled|distroless)$/.test(word));
  const app: Account = { name: 'app', uid: 1654, gid: 1654 };
  return {
    family: kind === 'sdk' ? 'dotnet-sdk' : `dotnet-${kind}`,
    variant: isChiseled
      ? 'distroless'
      : kind === 'sdk'
        ? 'sdk'
        : distribution.family === 'alpine'
          ? 'alpine'
          : 'runtime',
    ...(isChiseled ? { user: { name: 'app', uid: 1654 } } : {}),
    users: isModern ? [app] : [],
    env: {
      DOTNET_RUNNING_IN_CONTAINER: 'true',
      ...(kind === 'sdk'
        ? {
            DOTNET_SDK_VERSION: true as const,
            DOTNET_USE_POLLING_FILE_WATCHER: 'true',
            NUGET_XMLDOC_MODE: 'skip',
            DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
            DOTNET_NOLOGO: 'true',
          }
        : {}),
      ...(kind === 'aspnet' || kind === 'sdk' ? { ASPNET_VERSION: true as const } : {}),
      ...(kind === 'runtime-deps' ? {} : { DOTNET_VERSION: true as const }),
      ...(isModern ? { APP_UID: '1654' } : {}),
      ...(isModern
        ? { ASPNETCORE_HTTP_PORTS: '8080' }
        : { ASPNETCORE_URLS: kind === 'sdk' ? sdkUrls(version, distribution) : 'http://+:80' }),
      ...(isChiseled && !tag.words.includes('extra') ? { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: 'true' } : {}),
      // Only the SDK and the `extra` variants have ICU on Alpine.
      ...(distribution.family === 'alpine'
        ? { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: kind === 'sdk' || tag.words.includes('extra') ? 'false' : 'true' }
        : {}),
    },
    ...(isOld ? { replacement: `mcr.microsoft.com/dotnet/${kind}` } : {}),
  };
}

/** The SDK images of 5.0 to 7.0 empty the variable that their base sets; 3.x on Debian have another base. Source: dotnet/dotnet-docker, src/sdk. */
function sdkUrls(version: string | undefined, { family }: Distribution): string {
  const major = Number.parseInt(version ?? '', 10);
  return major < 3 || (major === 3 && family === 'alpine') ? 'http://+:80' : '';
}

/** Images published under `microsoft/` until 2018. */
function oldDotnet(): Family {
  return {
    family: 'dotnet',
    language: { name: '.NET', depth: 2 },
    product: '.NET',
    base: 'debian',
    isConfigKnown: true,
    versionOf: ({ version }) =>
      version === undefined ? undefined : cutVersion(version.includes('.') ? version : `${version}.0`, 2),
    facts: ({ repository, tag }) => {
      const isSdk = repository === 'microsoft/aspnetcore-build' || tag.words.includes('sdk') || tag.tag === 'latest';
      const kind = isSdk ? 'sdk' : repository === 'microsoft/aspnetcore' ? 'aspnet' : 'runtime';
      return {
        family: `dotnet-${kind}`,
        variant: isSdk ? 'sdk' : 'runtime',
        replacement: `mcr.microsoft.com/dotnet/${kind}`,
      };
    },
  };
}

function windows(): Family {
  return { family: 'windows', base: 'windows', isConfigKnown: false, isOneDistribution: true };
}

function distributionFamilies(): [string, Family][] {
  return [
    ['scratch', scratch()],
    ['debian', debian()],
    ['bitnami/minideb', { ...debian(), family: 'minideb' }],
    ['ubuntu', ubuntu()],
    ['public.ecr.aws/ubuntu/ubuntu', ubuntu()],
    [
      'dockerfile/ubuntu',
      { family: 'ubuntu', base: 'ubuntu', isConfigKnown: false, facts: () => ({ replacement: 'ubuntu' }) },
    ],
    ['ubuntu-debootstrap', { ...ubuntu(), facts: () => ({ variant: 'minimal', replacement: 'ubuntu' }) }],
    ['alpine', alpine()],
    ['gliderlabs/alpine', { ...alpine(), facts: () => ({ replacement: 'alpine' }) }],
    ['busybox', busybox()],
    ['centos', centos()],
    ['quay.io/centos/centos', centos()],
    ['fedora', numbered('fedora', 'fedora')],
    ['registry.fedoraproject.org/fedora', numbered('fedora', 'fedora')],
    ['quay.io/fedora/fedora', numbered('fedora', 'fedora')],
    [
      'registry.fedoraproject.org/fedora-minimal',
      { ...numbered('fedora', 'fedora'), facts: () => ({ variant: 'minimal', packageManager: 'microdnf' }) },
    ],
    ['rockylinux', { ...numbered('rockylinux', 'rockylinux') }],
    ['rockylinux/rockylinux', numbered('rockylinux', 'rockylinux')],
    ['almalinux', numbered('almalinux', 'almalinux')],
    ['oraclelinux', numbered('oraclelinux', 'oraclelinux')],
    ['container-registry.oracle.com/os/oraclelinux', numbered('oraclelinux', 'oraclelinux')],
    ['ghcr.io/oracle/oraclelinux', numbered('oraclelinux', 'oraclelinux')],
    ['amazonlinux', amazonlinux()],
    ['public.ecr.aws/amazonlinux/amazonlinux', amazonlinux()],
    ['photon', plain('photon', 'photon')],
    ['goharbor/photon', plain('photon', 'photon')],
    ['archlinux', plain('archlinux', 'arch')],
    ['archlinux/archlinux', plain('archlinux', 'arch')],
    ['archlinux/base', plain('archlinux', 'arch')],
    ['base/archlinux', { ...plain('archlinux', 'arch'), facts: () => ({ replacement: 'archlinux' }) }],
    [
      'phusion/baseimage',
      {
        family: 'phusion-baseimage',
        base: phusionBase,
        isConfigKnown: false,
        facts: () => ({ startsAsRoot: 'system-service', cmd: ['/sbin/my_init'] }),
      },
    ],
    ['kalilinux/kali-rolling', { family: 'kali', base: 'unknown', isConfigKnown: false, facts: aptBased }],
    ['linuxmintd/mint21-amd64', { family: 'mint', base: 'unknown', isConfigKnown: false, facts: aptBased }],
    ['raspbian/stretch', { family: 'raspbian', base: 'debian', isConfigKnown: false }],
  ];
}

function aptBased(): FamilyFacts {
  return { libc: 'glibc', packageManager: 'apt', shells: ['sh', 'bash', 'dash'], defaultShell: 'dash' };
}

function phusionBase({ tag, suite }: TagWords): Distribution {
  const named = suite === undefined ? undefined : distributionOfRelease(suite);
  if (named !== undefined) return named;
  const release = ubuntuCodename(/^(?:ubuntu-)?(\d\d\.\d\d)/.exec(tag)?.[1] ?? '');
  return { ...distributionByName('ubuntu'), release, isFloating: release === undefined };
}

function scratch(): Family {
  return {
    family: 'scratch',
    base: () => ({ ...distributionByName('none'), isFloating: false }),
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({ variant: 'scratch', cmd: [] }),
  };
}

function debian(): Family {
  return {
    family: 'debian',
    base: ({ tag, suite, words }) => {
      const named = distributionOfRelease(suite ?? '');
      if (named !== undefined) return named;
      const release = debianOfVersion(/^(\d+)/.exec(tag)?.[1] ?? '');
      if (release !== undefined) return { ...distributionByName('debian'), release, isFloating: false };
      const isLatest = words[0] === 'latest';
      return {
        ...distributionByName('debian'),
        release: isLatest ? debianAliases['latest'] : undefined,
        isFloating: true,
      };
    },
    isOneDistribution: true,
    isConfigKnown: true,
    facts: ({ tag, isOpaque }) => ({ variant: isOpaque ? 'unknown' : tag.isSlim ? 'slim' : 'full' }),
  };
}

function debianOfVersion(major: string): string | undefined {
  const names: Readonly<Record<string, string>> = {
    '7': 'wheezy',
    '8': 'jessie',
    '9': 'stretch',
    '10': 'buster',
    '11': 'bullseye',
    '12': 'bookworm',
    '13': 'trixie',
  };
  return Object.hasOwn(names, major) ? names[major] : undefined;
}

function ubuntu(): Family {
  return {
    family: 'ubuntu',
    base: ({ tag, suite }) => {
      const named = suite === undefined ? undefined : distributionOfRelease(suite);
      if (named !== undefined) return named;
      const release = ubuntuCodename(/^(\d\d\.\d\d)/.exec(tag)?.[1] ?? '');
      if (release !== undefined) return { ...distributionByName('ubuntu'), release, isFloating: false };
      // 26.04 is what `latest` is until 28.04.
      return { ...distributionByName('ubuntu'), release: tag === 'latest' ? 'resolute' : undefined, isFloating: true };
    },
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({ variant: 'full' }),
  };
}

/** Ubuntu's code name of a version such as `22.04`. Source: releases.ubuntu.com. */
function ubuntuCodename(version: string): string | undefined {
  const names: Readonly<Record<string, string>> = {
    '12.04': 'precise',
    '14.04': 'trusty',
    '16.04': 'xenial',
    '17.10': 'artful',
    '18.04': 'bionic',
    '18.10': 'cosmic',
    '19.04': 'disco',
    '19.10': 'eoan',
    '20.04': 'focal',
    '20.10': 'groovy',
    '21.04': 'hirsute',
    '21.10': 'impish',
    '22.04': 'jammy',
    '22.10': 'kinetic',
    '23.04': 'lunar',
    '23.10': 'mantic',
    '24.04': 'noble',
    '24.10': 'oracular',
    '25.04': 'plucky',
    '25.10': 'questing',
    '26.04': 'resolute',
  };
  return Object.hasOwn(names, version) ? names[version] : undefined;
}

function alpine(): Family {
  return {
    family: 'alpine',
    base: ({ tag }) => {
      const release = /^v?(\d+\.\d+)/.exec(tag)?.[1];
      if (release !== undefined) return { ...distributionByName('alpine'), release, isFloating: false };
      // Source: the tag table, where alpine-based images moved to 3.24 in June 2026.
      const isNewest = tag === 'latest' || tag === '3';
      return { ...distributionByName('alpine'), release: isNewest ? '3.24' : undefined, isFloating: true };
    },
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({ variant: 'alpine' }),
  };
}

function busybox(): Family {
  return {
    family: 'busybox',
    base: 'busybox',
    isOneDistribution: true,
    isConfigKnown: true,
    facts: ({ tag, isOpaque }) => ({
      variant: 'minimal',
      libc: isOpaque
        ? 'unknown'
        : tag.words.includes('musl')
          ? 'musl'
          : tag.words.includes('glibc') || tag.tag === 'latest' || /^[\d.]+$/.test(tag.tag)
            ? 'glibc'
            : 'unknown',
    }),
  };
}

function centos(): Family {
  return {
    family: 'centos',
    base: ({ tag, words }) => {
      const release = /^stream-?\d+/.test(tag)
        ? `stream${/\d+/.exec(tag)?.[0] ?? ''}`
        : (/^(?:centos)?(\d+)/.exec(tag)?.[1] ?? (words[0] === 'latest' ? '8' : undefined));
      return { ...distributionByName('centos'), release, isFloating: words[0] === 'latest' };
    },
    isOneDistribution: true,
    isConfigKnown: true,
    facts: ({ repository, distribution }) => ({
      variant: 'full',
      ...(repository === 'centos' && distribution.release !== undefined
        ? { replacement: distribution.release === '7' || distribution.release === '6' ? 'almalinux:8' : 'almalinux' }
        : {}),
    }),
  };
}

function numbered(family: string, base: string): Family {
  return {
    family,
    base: ({ tag }) => {
      const release = /^v?(\d+)/.exec(tag)?.[1];
      return { ...distributionByName(base), release, isFloating: release === undefined };
    },
    isOneDistribution: true,
    isConfigKnown: true,
    facts: ({ tag }) => {
      const isMinimal = tag.words.includes('minimal') || tag.words.includes('slim') || tag.tag.includes('slim');
      return isMinimal ? { variant: 'minimal', packageManager: 'microdnf' } : { variant: 'full' };
    },
  };
}

function amazonlinux(): Family {
  return {
    family: 'amazonlinux',
    base: ({ tag }) => {
      const year = /^(20\d\d|[12])/.exec(tag)?.[1];
      const release =
        year === undefined ? (tag === 'latest' ? 'al2023' : undefined) : year.startsWith('201') ? 'al1' : `al${year}`;
      return { ...distributionByName('amazonlinux'), release, isFloating: year === undefined };
    },
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({ variant: 'full' }),
  };
}

function redhat(): Family {
  return {
    family: 'ubi',
    base: 'ubi',
    isOneDistribution: true,
    isConfigKnown: false,
    facts: ({ repository }) => {
      const release = /\/(?:ubi|rhel)(\d+)/.exec(repository)?.[1];
      const isMicro = repository.endsWith('ubi-micro');
      const isMinimal = repository.endsWith('minimal');
      const isLanguage = /\/(python|nodejs|openjdk|php|ruby|go-toolset|nginx|httpd|dotnet)-?/.test(repository);
      return {
        variant: isMicro || isMinimal ? 'minimal' : 'full',
        ...(isMinimal ? { packageManager: 'microdnf' as const } : {}),
        ...(!isMinimal && !isMicro && release !== undefined
          ? { packageManager: release === '7' ? ('yum' as const) : ('dnf' as const) }
          : {}),
        // The language images of Red Hat run as an arbitrary user of group 0.
        ...(isLanguage ? { user: { name: '1001', uid: 1001 } } : {}),
        ...(release === '7' ? withEnd('UBI', '7') : {}),
      };
    },
  };
}

function withEnd(product: string, branch: string): FamilyFacts {
  const end = endOfLifeOf(product, branch);
  return end === undefined ? {} : { endOfLife: end };
}

function opensuse(): Family {
  return {
    family: 'opensuse',
    base: ({ tag }) => {
      const release = /^(\d+\.\d+)/.exec(tag)?.[1];
      return { ...distributionByName('opensuse'), release, isFloating: release === undefined };
    },
    isOneDistribution: true,
    isConfigKnown: true,
    facts: () => ({ variant: 'full' }),
  };
}

function distroless(): Family {
  return {
    family: 'distroless',
    // Untagged names stand for the newest Debian since 2026-02. Source: GoogleContainerTools/distroless README.
    base: () => ({ ...distributionByName('none'), isFloating: true }),
    isOneDistribution: true,
    isConfigKnown: true,
    facts: ({ repository, tag, isOpaque }) => {
      const kind = repository.slice('gcr.io/distroless/'.length).replace(/-debian\d+$/, '');
      const isDebug = tag.words.includes('debug');
      const isNonroot = tag.words.includes('nonroot');
      const number = /-debian(\d+)$/.exec(repository)?.[1];
      const isStatic = kind === 'static';
      return {
        variant: 'distroless',
        libc: isStatic ? 'none' : 'glibc',
        ...(isDebug ? { shells: ['sh'], defaultShell: 'busybox' as const } : {}),
        ...(isNonroot || isOpaque
          ? { user: isOpaque ? { name: 'unknown', uid: undefined } : { name: 'nonroot', uid: 65532 } }
          : {}),
        users: [
          { name: 'nonroot', uid: 65532, gid: 65532 },
          { name: 'nobody', uid: 65534, gid: 65534 },
        ],
        cmd: [],
        ...distrolessEntrypoint(kind),
        env: {
          SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt',
          ...(kind.startsWith('java') ? { JAVA_HOME: true as const } : {}),
        },
        workdir: isNonroot ? '/home/nonroot' : '/',
        ...(number !== undefined && Number(number) < 13 ? withEndOfDistroless(number, kind) : {}),
      };
    },
  };
}

function distrolessEntrypoint(kind: string): FamilyFacts {
  if (kind.startsWith('nodejs')) return { entrypoint: ['/nodejs/bin/node'] };
  if (kind.startsWith('python3')) return { entrypoint: ['/usr/bin/python3'] };
  return /^java\d/.test(kind) ? { entrypoint: ['/usr/bin/java', '-jar'] } : {};
}

/** Source: GoogleContainerTools/distroless SUPPORT_POLICY.md. */
function withEndOfDistroless(number: string, kind: string): FamilyFacts {
  const isLanguage = /^(java|nodejs|python)/.test(kind);
  const since =
    number === '12' ? (isLanguage ? '2026-04-30' : '2026-09-30') : number === '11' ? '2024-06-01' : '2023-06-30';
  return {
    endOfLife: { what: `distroless on Debian ${number}`, since },
    replacement: `gcr.io/distroless/${kind}-debian13`,
  };
}

function chainguard(): Family {
  return {
    family: 'chainguard',
    base: () => ({ ...distributionByName('wolfi'), isFloating: true }),
    isOneDistribution: true,
    isConfigKnown: false,
    facts: ({ repository, tag }) => {
      const hasShell = tag.words.includes('dev') || /\/(wolfi-base|busybox|bash|git|curl)$/.test(repository);
      return {
        variant: hasShell ? 'full' : 'distroless',
        libc: repository.endsWith('/static') ? 'none' : 'glibc',
        user: repository.endsWith('/wolfi-base') ? { name: 'root', uid: 0 } : { name: 'nonroot', uid: 65532 },
      };
    },
  };
}

function bitnami(): Family {
  return {
    family: 'bitnami',
    base: 'debian',
    isOneDistribution: true,
    isConfigKnown: false,
    facts: () => ({ variant: 'full', user: { name: '1001', uid: 1001 } }),
  };
}

function selenium(): Family {
  return {
    family: 'selenium',
    base: 'ubuntu',
    isOneDistribution: true,
    isConfigKnown: false,
    facts: () => ({
      variant: 'full',
      user: { name: 'seluser', uid: 1200 },
      users: [{ name: 'seluser', uid: 1200, gid: 1201 }],
    }),
  };
}

function devcontainer(): Family {
  return {
    family: 'devcontainer',
    base: ({ suite, tag }) => {
      const named = suite === undefined ? undefined : distributionOfRelease(suite);
      const release = ubuntuCodename(/ubuntu-?(\d\d\.\d\d)/.exec(tag)?.[1] ?? '');
      if (named !== undefined) return named;
      if (release !== undefined) return { ...distributionByName('ubuntu'), release, isFloating: false };
      const alpineRelease = /alpine-?(3\.\d+)/.exec(tag)?.[1];
      return alpineRelease === undefined
        ? distributionByName(tag.includes('ubuntu') ? 'ubuntu' : tag.includes('debian') ? 'debian' : 'unknown')
        : { ...distributionByName('alpine'), release: alpineRelease, isFloating: false };
    },
    isConfigKnown: false,
    facts: () => ({ users: [{ name: 'vscode', uid: 1000, gid: 1000 }] }),
  };
}

function elastic(): Family {
  return {
    family: 'elastic',
    base: 'unknown',
    isConfigKnown: false,
    facts: ({ repository }) => ({
      libc: 'glibc',
      shells: ['sh', 'bash'],
      ...(/\/(elasticsearch|kibana|logstash)/.test(repository)
        ? { user: { name: /\/([a-z]+)[^/]*$/.exec(repository)?.[1] ?? 'elasticsearch', uid: 1000 } }
        : {}),
    }),
  };
}

function balena(): Family {
  return { family: 'balena', base: 'unknown', isConfigKnown: false };
}

function nginx(): Family {
  return {
    family: 'nginx',
    official: 'nginx',
    base: 'debian',
    isConfigKnown: true,
    facts: ({ tag, distribution }) => ({
      variant: tag.words.includes('slim') ? 'minimal' : tag.isAlpine ? 'alpine' : 'full',
      entrypoint: ['/docker-entrypoint.sh'],
      cmd: ['nginx', '-g', 'daemon off;'],
      env: { NGINX_VERSION: true },
      stopSignal: 'SIGQUIT',
      exposedPorts: [80],
      users: [{ name: 'nginx', uid: 101, gid: distribution.family === 'alpine' ? 101 : 101 }],
      startsAsRoot: 'workers-drop-privileges',
    }),
  };
}

function nginxUnprivileged(): Family {
  return {
    ...nginx(),
    family: 'nginx-unprivileged',
    facts: (image) => {
      const { startsAsRoot: _startsAsRoot, ...facts } = nginx().facts?.(image) ?? {};
      return { ...facts, user: { name: 'nginx', uid: 101 }, exposedPorts: [8080] };
    },
  };
}

function httpd(): Family {
  return {
    family: 'httpd',
    official: 'httpd',
    base: 'debian',
    isConfigKnown: true,
    facts: ({ distribution }) => ({
      cmd: ['httpd-foreground'],
      workdir: '/usr/local/apache2',
      env: { HTTPD_PREFIX: '/usr/local/apache2', HTTPD_VERSION: true },
      pathPrefix: '/usr/local/apache2/bin',
      stopSignal: 'SIGWINCH',
      exposedPorts: [80],
      users: distribution.family === 'alpine' ? [{ name: 'www-data', uid: 82, gid: 82 }] : [],
      startsAsRoot: 'workers-drop-privileges',
    }),
  };
}

function caddy(): Family {
  return {
    family: 'caddy',
    base: 'alpine',
    isConfigKnown: true,
    facts: ({ tag }) => ({
      variant: tag.words.includes('builder') ? 'sdk' : 'alpine',
      cmd: tag.words.includes('builder')
        ? ['/bin/sh']
        : ['caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile'],
      workdir: tag.words.includes('builder') ? '/usr/bin' : '/srv',
      env: { XDG_CONFIG_HOME: '/config', XDG_DATA_HOME: '/data', CADDY_VERSION: true },
      exposedPorts: tag.words.includes('builder') ? [] : [80, 443, 2019],
    }),
  };
}

/** Reads the table of images that need no code of their own. */
function tabledFamilies(): [string, Family][] {
  return [
    ['nginx', nginx()],
    ['nginxinc/nginx-unprivileged', nginxUnprivileged()],
    ['httpd', httpd()],
    ['caddy', caddy()],
    ...imageRows().map(({ repository, ...row }): [string, Family] => [repository, tabled(row)]),
  ];
}

function tabled({ family, base, product, facts, alpineAccount, since }: Omit<ImageRow, 'repository'>): Family {
  return {
    family,
    product: product ?? '',
    base: (tag) => {
      const named = tag.suite === undefined ? undefined : distributionOfRelease(tag.suite.replace(/^alpine/, 'a'));
      if (named !== undefined) return named;
      const isBefore = since !== undefined && tag.version !== undefined && compareVersions(tag.version, since) < 0;
      return distributionByName(tag.isAlpine ? 'alpine' : isBefore ? 'unknown' : base);
    },
    isConfigKnown: false,
    // `postgres:16.2` is of branch 16, `postgres:9.6.24` of 9.6, `mysql:8.0.36` of 8.0.
    versionOf: ({ version }) => {
      if (version === undefined) return undefined;
      return cutVersion(version, product === 'PostgreSQL' && Number.parseInt(version, 10) > 9 ? 1 : 2);
    },
    facts: ({ distribution, tag }) => ({
      ...facts,
      variant:
        facts.variant ?? (tag.isAlpine || distribution.family === 'alpine' ? 'alpine' : tag.isSlim ? 'slim' : 'full'),
      ...(distribution.family === 'alpine' && alpineAccount !== undefined ? { users: [alpineAccount] } : {}),
    }),
  };
}
