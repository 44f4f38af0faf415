import { isPrivilegedPort } from '../../knowledge/ports';
import {
  imageConfiguration,
  stageChain,
  type ImageConfiguration,
  type StartArguments,
} from '../../model/configuration';
import { isWithin } from '../../model/paths';
import type { Stage } from '../../model/stage';
import type { Instruction } from '../../syntax/dockerfile';
import { isDevelopmentTwin, isSameBase } from './copies';
import { rawValueOf, writtenPaths } from './written-paths';
import type { Conversion, Violation } from './violation';

/** V3 and V16: the final image has the configuration of the original one, but for what the plan declares. */
export function* checkConfiguration(conversion: Conversion): Generator<Violation> {
  const { before, after, original, final, allowed } = conversion;
  const old = imageConfiguration(before, original);
  const now = imageConfiguration(after, final);
  yield* startCommands(conversion, old, now);
  yield* environment(conversion, old, now);
  yield* user(conversion, old, now);
  const at = spanFinder(final);
  if (!isEqualValue(old.workdir, now.workdir, original, final)) {
    const message = `WORKDIR is ${now.workdir ?? 'unknown'}, was ${old.workdir ?? 'unknown'}.`;
    yield { check: 'V3', message, ...at('WORKDIR') };
  }
  const oldHealth = JSON.stringify([old.healthcheck?.test, old.healthcheck?.options]);
  const newHealth = JSON.stringify([now.healthcheck?.test, now.healthcheck?.options]);
  const isAdded = allowed.addsHealthCheck === true && old.healthcheck === undefined;
  if (oldHealth !== newHealth && allowed.rewrittenCommand !== true && !isAdded)
    yield { check: 'V3', message: 'HEALTHCHECK is another one than before.', ...at('HEALTHCHECK') };
  const hasShellForm = now.cmd.isShellForm || now.entrypoint.isShellForm || now.healthcheck?.test[0] === 'CMD-SHELL';
  if (hasShellForm && old.shell.join('\0') !== now.shell.join('\0'))
    yield {
      check: 'V3',
      message: `SHELL is ${JSON.stringify(now.shell)}, was ${JSON.stringify(old.shell)}.`,
      ...at('SHELL'),
    };
  if (old.stopSignal !== now.stopSignal) {
    const message = `STOPSIGNAL is ${now.stopSignal ?? 'the default'}, was ${old.stopSignal ?? 'the default'}.`;
    // A server that came with the original base image took its signal along.
    if (allowed.changedBase !== true || signalOf(original) !== undefined)
      yield { check: 'V3', message, ...at('STOPSIGNAL') };
  }
  yield* sameSet('EXPOSE', old.exposedPorts, now.exposedPorts, conversion);
  yield* sameSet('VOLUME', old.volumes, now.volumes, conversion);
  for (const [key, value] of old.labels) {
    if (now.labels.get(key) === value && now.labels.has(key)) continue;
    yield { check: 'V3', message: `LABEL ${key} is lost or has another value.`, ...at('LABEL') };
  }
  yield* buildArguments(conversion);
}

function signalOf(stage: Stage): Instruction | undefined {
  return instructionsOf(stage).findLast(({ keyword }) => keyword === 'STOPSIGNAL');
}

function instructionsOf(stage: Stage): readonly Instruction[] {
  return stageChain(stage).flatMap(({ instructions }) => instructions);
}

function spanFinder(stage: Stage): (keyword: string) => { readonly span?: Instruction['span'] } {
  const instructions = instructionsOf(stage);
  return (keyword) => {
    const found = instructions.findLast((instruction) => instruction.keyword === keyword);
    return found === undefined ? {} : { span: found.span };
  };
}

/** Two values are equal; unknown ones are where the same base image leaves them unknown. */
function isEqualValue(old: string | undefined, now: string | undefined, original: Stage, final: Stage): boolean {
  return old === now && (old !== undefined || isSameOrigin(original, final));
}

function isSameOrigin(original: Stage, final: Stage): boolean {
  return isSameBase(original, final) || isDevelopmentTwin(original, final);
}

function* startCommands(
  { original, final, allowed }: Conversion,
  old: ImageConfiguration,
  now: ImageConfiguration,
): Generator<Violation> {
  if (allowed.rewrittenCommand === true) return;
  const pairs: readonly [string, StartArguments, StartArguments][] = [
    ['ENTRYPOINT', old.entrypoint, now.entrypoint],
    ['CMD', old.cmd, now.cmd],
  ];
  for (const [keyword, was, is] of pairs) {
    const isSame =
      was.argv === undefined || is.argv === undefined
        ? was.argv === is.argv && isSameOrigin(original, final)
        : was.argv.join('\0') === is.argv.join('\0') && was.argv.length === is.argv.length;
    if (isSame) continue;
    const isInherited = was.instruction === undefined || is.instruction === undefined;
    const isBoth = was.instruction === undefined && is.instruction === undefined;
    if (keyword === 'ENTRYPOINT' && isBoth && hasCommand(now) && isTransparent(was) && isTransparent(is)) continue;
    yield {
      check: isInherited ? 'V16' : 'V3',
      message: `${keyword} is ${shown(is)}, was ${shown(was)}.`,
      ...(is.instruction === undefined ? {} : { span: is.instruction.span }),
    };
  }
}

/**
 * Entrypoints of base images that prepare something and then start CMD as it is: Maven's fills ~/.m2, Temurin's adds
 * certificates if USE_SYSTEM_CA_CERTS is set (carlossg/docker-maven, adoptium/containers).
 */
const PREPARING: ReadonlySet<string> = new Set(['/usr/local/bin/mvn-entrypoint.sh', '/__cacert_entrypoint.sh']);

function isTransparent({ argv }: StartArguments): boolean {
  return argv !== undefined && (argv.length === 0 || (argv.length === 1 && PREPARING.has(argv[0] ?? '')));
}

function hasCommand({ cmd }: ImageConfiguration): boolean {
  return cmd.instruction !== undefined && (cmd.argv?.length ?? 0) > 0;
}

function shown({ argv, instruction }: StartArguments): string {
  if (argv === undefined) return 'whatever an unknown base image sets';
  if (argv.length === 0) return 'none';
  return `${JSON.stringify(argv)}${instruction === undefined ? ' of the base image' : ''}`;
}

/** Variables that only builds read. `NPM_CONFIG_*` and `PIP_*` count as such where the container starts neither. */
const BUILD_VARIABLES =
  /^(?:DEBIAN_FRONTEND|DEBCONF_\w+|APT_\w+|PIP_\w+|PIPENV_\w+|POETRY_\w+|PDM_\w+|UV_\w+|NPM_CONFIG_\w+|npm_config_\w+|YARN_\w+|PNPM_HOME|COREPACK_\w+|GOFLAGS|GOOS|GOARCH|GOARM|GOAMD64|GO111MODULE|GOPROXY|GOPRIVATE|GONOPROXY|GONOSUMDB|GONOSUMCHECK|GOSUMDB|GOCACHE|GOMODCACHE|GOBIN|GOPATH|GOROOT|GOTOOLCHAIN|CGO_\w+|CC|CXX|CPP|LD|AR|CFLAGS|CXXFLAGS|CPPFLAGS|LDFLAGS|MAKEFLAGS|MAVEN_\w+|GRADLE_\w+|CARGO_\w+|RUSTFLAGS|RUSTUP_\w+|SETUPTOOLS_\w+|SCCACHE_\w+|CCACHE_\w+)$/;

/** The programs that read such variables at run time. */
const BUILD_TOOLS =
  /^(?:pip3?|npm|npx|yarn|pnpm|corepack|pipenv|poetry|pdm|uv|uvx|go|cargo|mvn|gradle|make|apt-get|apt)$/;

function* environment(conversion: Conversion, old: ImageConfiguration, now: ImageConfiguration): Generator<Violation> {
  const { after, original, final, allowed } = conversion;
  const dropped = new Set(allowed.droppedEnvironment ?? []);
  const startsTool = instructionsOf(final)
    .filter(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT' || keyword === 'HEALTHCHECK')
    .some((instruction) => after.scriptOf(instruction).commands.some(({ name }) => BUILD_TOOLS.test(name ?? '')));
  const at = spanFinder(final)('ENV');
  for (const key of old.ownEnv) {
    if (dropped.has(key)) continue;
    if (key === 'PATH') {
      yield* searchPath(conversion, old, now);
      continue;
    }
    if (BUILD_VARIABLES.test(key) && !startsTool && !now.ownEnv.has(key)) continue;
    if (!now.env.has(key)) {
      yield { check: 'V3', message: `The variable ${key} is lost.`, ...at };
      continue;
    }
    const was = old.env.get(key);
    const is = now.env.get(key);
    if (was !== undefined && was === is) continue;
    const isSameText = was === undefined && is === undefined && rawValueOf(original, key) === rawValueOf(final, key);
    if (isSameText) continue;
    yield { check: 'V3', message: `The variable ${key} is ${JSON.stringify(is)}, was ${JSON.stringify(was)}.`, ...at };
  }
  yield* newVariables(conversion, old, now);
}

/** Variables that a plan may add: those that come with an artefact it moves. */
function* newVariables(conversion: Conversion, old: ImageConfiguration, now: ImageConfiguration): Generator<Violation> {
  const { after, final, allowed, context } = conversion;
  const moved = writtenPaths(after, final, context);
  const venvs = moved.filter(({ content }) => content === 'venv');
  const packages = moved.filter(({ content }) => content === 'packages');
  for (const key of now.ownEnv) {
    if (old.ownEnv.has(key)) continue;
    if (key === 'PATH') {
      yield* searchPath(conversion, old, now);
      continue;
    }
    const value = now.env.get(key);
    if (key === 'VIRTUAL_ENV' && venvs.some(({ path }) => path === value)) continue;
    if (key === 'PYTHONUSERBASE' && packages.some(({ path }) => path === value)) continue;
    // The original base image set it, or the plan's base does not any more.
    if (old.env.has(key) && (old.env.get(key) === value || old.env.get(key) === undefined)) continue;
    if (allowed.addedEnvironment?.includes(key) === true) continue;
    const span = spanFinder(final)('ENV');
    yield { check: 'V3', message: `The variable ${key} is new.`, ...span };
  }
}

/** The directories that the Dockerfile put on PATH are still on it, in order; only those of what was moved are new, in front. */
function* searchPath(
  { after, original, final, context, allowed }: Conversion,
  old: ImageConfiguration,
  now: ImageConfiguration,
): Generator<Violation> {
  if (allowed.droppedEnvironment?.includes('PATH') === true) return;
  const span = spanFinder(final)('ENV');
  const was = old.env.get('PATH') ?? rawValueOf(original, 'PATH');
  const is = now.env.get('PATH') ?? rawValueOf(final, 'PATH');
  if (was === undefined && is === undefined && isSameOrigin(original, final)) return;
  const oldBase = new Set((original.facts?.config.path ?? '').split(':'));
  const newBase = new Set((final.facts?.config.path ?? '').split(':'));
  const isOwn = (base: ReadonlySet<string>) => (entry: string) =>
    entry !== '' && !entry.startsWith('$') && !base.has(entry);
  const wanted = (was ?? '').split(':').filter(isOwn(oldBase));
  const found = (is ?? '').split(':').filter(isOwn(newBase));
  const kept = found.filter((entry) => wanted.includes(entry));
  if (kept.join(':') !== wanted.join(':')) {
    yield { check: 'V3', message: `PATH lost or reordered ${wanted.join(':')}.`, ...span };
    return;
  }
  const copied = writtenPaths(after, final, context).filter(
    ({ content }) => content === 'venv' || content === 'packages',
  );
  for (const entry of found) {
    if (wanted.includes(entry) || oldBase.has(entry)) continue;
    const isMoved = copied.some(({ path }) => isWithin(entry, path));
    if (!isMoved) yield { check: 'V3', message: `PATH has ${entry}, where nothing moved is.`, ...span };
  }
}

function* user(
  { original, final, allowed }: Conversion,
  old: ImageConfiguration,
  now: ImageConfiguration,
): Generator<Violation> {
  const at = spanFinder(final)('USER');
  if (isEqualValue(old.user, now.user, original, final)) return;
  const wasRoot = isRoot(old.user);
  if (wasRoot && isRoot(now.user)) return;
  if (wasRoot && allowed.addsUser === true && now.user !== undefined) {
    yield* lowPorts(now, at);
    return;
  }
  yield { check: 'V3', message: `USER is ${now.user ?? 'unknown'}, was ${old.user ?? 'unknown'}.`, ...at };
}

function isRoot(name: string | undefined): boolean {
  return name !== undefined && /^(?:root|0+)?(?::|$)/.test(name);
}

/** V14: a new user without privileges can't listen below 1024 everywhere. */
function* lowPorts(now: ImageConfiguration, at: { readonly span?: Instruction['span'] }): Generator<Violation> {
  const words = [...(now.entrypoint.argv ?? []), ...(now.cmd.argv ?? [])].join(' ');
  const named = [...words.matchAll(/(?:^|[\s=:])(\d{1,5})(?=$|[\s"'])/g)]
    .filter(({ index, 0: text }) =>
      /(?:port|listen|bind|-p|-b|:)\s*=?\s*["']?$/i.test(`${words.slice(0, index)}${text.replace(/\d+$/, '')}`),
    )
    .map(([, port]) => Number(port));
  const exposed = [...now.exposedPorts].map((port) => Number.parseInt(port, 10));
  const low = [...exposed, ...named].find((port) => port > 0 && isPrivilegedPort(port));
  if (low !== undefined)
    yield { check: 'V14', message: `Port ${low} needs privileges that ${now.user ?? 'the user'} lacks.`, ...at };
}

function* sameSet(
  keyword: 'EXPOSE' | 'VOLUME',
  old: ReadonlySet<string>,
  now: ReadonlySet<string>,
  { original, final, allowed }: Conversion,
): Generator<Violation> {
  const at = spanFinder(final)(keyword);
  const own = instructionsOf(original).some((instruction) => instruction.keyword === keyword);
  for (const value of old) {
    if (now.has(value)) continue;
    // What only the old base image declared went with its server.
    if (allowed.changedBase === true && !own) continue;
    yield { check: 'V3', message: `${keyword} ${value} is lost.`, ...at };
  }
  for (const value of now)
    if (!old.has(value) && allowed.changedBase !== true)
      yield { check: 'V3', message: `${keyword} ${value} is new.`, ...at };
}

/** Every build argument is still accepted, with the same default. */
function* buildArguments({ before, after }: Conversion): Generator<Violation> {
  const found = after.file.instructions.filter(({ keyword }) => keyword === 'ARG').flatMap(({ pairs }) => pairs);
  for (const instruction of before.file.instructions) {
    if (instruction.keyword !== 'ARG') continue;
    for (const { key, value } of instruction.pairs) {
      if (found.some((pair) => pair.key === key && pair.value === value)) continue;
      yield { check: 'V3', message: `The build argument ${key}${value === undefined ? '' : `=${value}`} is lost.` };
    }
  }
}
