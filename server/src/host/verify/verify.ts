import { createHash, randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeText } from '../text-file';
import { compareAnswers, type AnswerComparison } from './answers';
import { comparedFields, compareConfigurations, type DeclaredChanges } from './compare-configurations';
import { buildTools, compareFileSystems, type ComparableFiles } from './compare-files';
import { healthCommand, runAndAsk, tcpPortsOf, type Reach, type Run } from './container-run';
import { DockerError, inspectImage, tail, type Docker, type Image, type ImageConfiguration } from './docker';
import { filesOf, type ImageFiles } from './image-files';
import { layersOf } from './layers';
import { compareNeeds, libraryOf, type NeedsView } from './needs';
import { lostWords, searchPathsOf, startedProgram } from './start-command';
import { differencesOf, type AnswersMeasured, type Difference, type Measurements } from './verification';

/** One of the two files to build. */
export interface FileToBuild {
  readonly text: string;
  /** The image that the last stage stands on; `undefined` where no text decides it. */
  readonly baseName: string | undefined;
}

export interface VerifyOptions {
  readonly docker: Docker;
  readonly original: FileToBuild;
  readonly converted: FileToBuild;
  /** The folder of the build context. */
  readonly context: string;
  /** The Dockerfile on the disk, whose own ignore file (`NAME.dockerignore`) counts. */
  readonly file: string | undefined;
  /** What the conversion was asked to change. */
  readonly declared: Omit<DeclaredChanges, 'files'>;
  readonly declaredPackages: readonly string[];
  /** `NAME=VALUE` for both builds. */
  readonly buildArguments: readonly string[];
  /** `NAME=VALUE` for both containers. */
  readonly environment: readonly string[];
  readonly requests: readonly string[];
  /** `auto`: the engine's own network, or the machine's where the engine has none. */
  readonly network: 'auto' | 'default' | 'host';
  /** Milliseconds until a container that does not answer is given up. */
  readonly timeout: number;
  /** Whether the two images stay. */
  readonly keep: boolean;
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
}

/** What became of the comparison. */
export type VerifyResult =
  | {
      readonly kind: 'compared';
      readonly isVerified: boolean;
      readonly differences: readonly Difference[];
      readonly measured: Measurements;
      /** The names of the images that were kept. */
      readonly kept: readonly string[];
    }
  /** One of the files does not build; the log is the end of what the engine said. */
  | { readonly kind: 'unbuildable'; readonly which: 'original' | 'converted'; readonly log: string };

const LABEL = 'dev.plimsoll.verify';
const LOG_LINES = 30;

/**
 * Builds both files, compares the images and what their containers answer, and removes whatever was made. Throws a
 * `DockerError` where the engine fails, and the reason of `signal` where that is aborted.
 */
export async function verifyByBuilding(options: VerifyOptions): Promise<VerifyResult> {
  const id = randomBytes(4).toString('hex');
  const session = createSession(options, id);
  try {
    return await session.verify();
  } finally {
    await session.remove();
  }
}

/** Checks that an engine answers that can run what Dockerfiles make. */
export async function checkEngine(docker: Docker): Promise<string> {
  const { status, stdout, stderr } = await docker.run(['version', '--format', '{{.Server.Version}} {{.Server.Os}}']);
  if (status !== 0) throw new DockerError(`No Docker engine answers: ${tail(stderr, 3)}`);
  const [version = '', system = ''] = stdout.trim().split(' ');
  if (system !== 'linux') throw new DockerError(`The Docker engine runs ${system} containers; Linux is needed.`);
  return version;
}

interface Built extends Image {
  readonly tag: string;
  readonly baseName: string | undefined;
  /** An image that is the base and nothing else. */
  readonly baseTag: string | undefined;
  readonly base: ImageConfiguration | undefined;
}

function createSession(options: VerifyOptions, id: string) {
  const { docker, signal, progress } = options;
  const repository = `plimsoll-verify-${id}`;
  const label = `${LABEL}=${id}`;
  const images = new Set<string>();
  const kept: string[] = [];
  const work = mkdtempSync(join(tmpdir(), 'plimsoll-verify-'));

  /** Returns the end of the log where the build fails. */
  async function build(tag: string, which: string, text: string, network: string): Promise<string | undefined> {
    signal.throwIfAborted();
    progress(`building the ${which} file`);
    images.add(tag);
    const file = join(work, `${which}.Dockerfile`);
    writeFileSync(file, encodeText(text));
    const ignores = options.file === undefined ? '' : `${options.file}.dockerignore`;
    if (existsSync(ignores)) copyFileSync(ignores, `${file}.dockerignore`);
    const { status, stdout, stderr } = await docker.run(
      [
        ...['build', '--load', '--network', network, '--tag', tag, '--file', file],
        ...options.buildArguments.flatMap((pair) => ['--build-arg', pair]),
        options.context,
      ],
      { signal, onMessage: stepReporter(progress) },
    );
    signal.throwIfAborted();
    return status === 0 ? undefined : tail(stdout + stderr, LOG_LINES);
  }

  async function inspect(tag: string, which: string, baseName: string | undefined): Promise<Built> {
    const image = await inspectImage(docker, tag);
    const found = { ...image, tag, baseName };
    if (baseName === undefined) return { ...found, baseTag: undefined, base: undefined };
    if (baseName === 'scratch') return { ...found, baseTag: undefined, base: {} };
    // BuildKit keeps base images to itself: an image that is nothing but the base shows what that has.
    const baseTag = `${repository}:base-${which}`;
    images.add(baseTag);
    const { status } = await docker.run(['build', '--load', '--tag', baseTag, '-'], {
      input: `FROM ${baseName}\n`,
      signal,
    });
    signal.throwIfAborted();
    if (status !== 0) return { ...found, baseTag: undefined, base: undefined };
    return { ...found, baseTag, base: (await inspectImage(docker, baseTag)).config };
  }

  function readFiles(image: string, name: string): Promise<ImageFiles> {
    signal.throwIfAborted();
    return filesOf(docker, image, `${repository}-files-${name}`, { labels: [label], signal });
  }

  async function verify(): Promise<VerifyResult> {
    await checkEngine(docker);
    const hasBridge = await hasBridgeNetwork(docker);
    const network = options.network === 'auto' ? (hasBridge ? 'default' : 'host') : options.network;
    const tags = { original: `${repository}:original`, converted: `${repository}:converted` };
    for (const which of ['original', 'converted'] as const) {
      const log = await build(tags[which], which, options[which].text, network);
      if (log !== undefined) return { kind: 'unbuildable', which, log };
    }
    const before = await inspect(tags.original, 'original', options.original.baseName);
    const after = await inspect(tags.converted, 'converted', options.converted.baseName);
    progress('reading the files of both images');
    const filesBefore = await readFiles(before.tag, 'original');
    const filesAfter = await readFiles(after.tag, 'converted');
    const baseFiles = after.baseTag === undefined ? undefined : await readFiles(after.baseTag, 'base');
    signal.throwIfAborted();
    const answers = await compareRuns(before, after, network);
    progress('comparing');
    const viewOf = (config: ImageConfiguration, files: ImageFiles): NeedsView => ({
      files,
      paths: searchPathsOf(config),
      workdir: config.WorkingDir ?? '/',
    });
    const started = startedProgram({ config: after.config, files: filesAfter });
    const startedElf = started === undefined ? undefined : filesAfter.get(started)?.elf;
    const layers = (image: Built) =>
      layersOf(
        docker,
        image.tag,
        image.baseTag === undefined ? undefined : { name: image.baseName ?? '', image: image.baseTag },
      );
    const measured: Measurements = {
      compared: comparedFields,
      configuration: compareConfigurations(before, after, { ...options.declared, files: filesAfter }),
      files: compareFileSystems(usedBy(before.config, filesBefore), usedBy(after.config, filesAfter), {
        base: baseFiles,
        addsUser: options.declared.addsUser,
        isFromContext: contextSearch(options.context),
      }),
      needs: compareNeeds(
        viewOf(before.config, filesBefore),
        viewOf(after.config, filesAfter),
        baseFiles === undefined ? undefined : viewOf(after.base ?? {}, baseFiles),
      ),
      libraryBefore: libraryOf(filesBefore),
      libraryAfter: libraryOf(filesAfter),
      startsDynamic: startedElf === undefined ? started !== undefined : startedElf.interpreter !== undefined,
      lostWords: lostWords({ config: before.config, files: filesBefore }, { config: after.config, files: filesAfter }),
      buildTools: buildTools(filesAfter),
      answers,
      sizes: {
        before: before.size,
        after: after.size,
        layersBefore: await layers(before),
        layersAfter: await layers(after),
      },
      declaredPackages: options.declaredPackages,
    };
    const differences = differencesOf(measured);
    if (options.keep) kept.push(tags.original, tags.converted);
    return {
      kind: 'compared',
      isVerified: differences.every(({ matters }) => !matters),
      differences,
      measured,
      kept,
    };
  }

  async function compareRuns(before: Built, after: Built, network: string): Promise<AnswersMeasured> {
    const nothing = { endedBefore: undefined, endedAfter: undefined, requests: [], health: undefined };
    const ports = tcpPortsOf(before.config);
    const hasHealthCheck = [before, after].some(({ config }) => healthCommand(config) !== undefined);
    if (ports.length === 0 && !hasHealthCheck)
      return { ...nothing, skipped: 'The image exposes no tcp port and has no health check, so nothing was started.' };
    const isRemote = await isRemoteEngine(docker);
    const reach: Reach = isRemote ? 'unreachable' : network === 'host' ? 'host' : 'published';
    const run = (image: Built, which: string): Promise<Run> => {
      signal.throwIfAborted();
      progress(`starting the ${which} image`);
      return runAndAsk({
        docker,
        image: image.tag,
        config: image.config,
        container: `${repository}-run-${which}`,
        label,
        reach,
        ports,
        requests: options.requests,
        environment: options.environment,
        timeout: options.timeout,
        signal,
        isAskedTwice: which === 'original',
      });
    };
    const was = await run(before, 'original');
    const is = await run(after, 'converted');
    const none = { kind: 'none', message: 'not asked' } as const;
    const requests = isRemote
      ? []
      : ports.flatMap((port) =>
          options.requests.map((path): AnswerComparison => {
            const key = `${port} ${path}`;
            const [first = none, again = none] = was.answers.get(key) ?? [];
            const [now = none] = is.answers.get(key) ?? [];
            return compareAnswers({ request: `GET ${path}`, port: String(port) }, first, again, now);
          }),
        );
    return {
      skipped: isRemote
        ? 'The engine is on another machine, so the containers were started and their ports were not asked.'
        : undefined,
      endedBefore: was.ended,
      endedAfter: is.ended,
      requests,
      health:
        healthCommand(before.config) === undefined && is.health === undefined
          ? undefined
          : {
              ...(healthCommand(before.config) === undefined ? {} : { before: was.health?.isHealthy ?? false }),
              after: is.health?.isHealthy ?? false,
              output: is.health?.output ?? 'it was not reached',
            },
    };
  }

  /** Nothing that was made stays, whatever happened: an interrupted command may have made it after all. */
  async function remove(): Promise<void> {
    rmSync(work, { recursive: true, force: true });
    const { stdout } = await docker.run(['ps', '--all', '--quiet', '--filter', `label=${label}`]);
    const containers = stdout.split('\n').filter((line) => line !== '');
    if (containers.length > 0) await docker.run(['rm', '--force', '--volumes', ...containers]);
    const unwanted = [...images].filter((image) => !kept.includes(image));
    if (unwanted.length > 0) await docker.run(['rmi', '--force', ...unwanted]);
  }

  return { verify, remove };
}

function usedBy(config: ImageConfiguration, files: ImageFiles): ComparableFiles {
  const [name = ''] = (config.User ?? '').split(':');
  if (name === '' || name === 'root') return { files, uid: 0 };
  if (/^\d+$/.test(name)) return { files, uid: Number(name) };
  const accounts = files.get('/etc/passwd')?.contents?.toString('utf8') ?? '';
  const account = accounts.split('\n').find((line) => line.startsWith(`${name}:`));
  const uid = account?.split(':')[2];
  return { files, uid: uid === undefined ? undefined : Number(uid) };
}

/** Passes on the steps of a build, each once, without the output of its commands. */
function stepReporter(progress: (message: string) => void): (line: string) => void {
  const seen = new Set<string>();
  return (line) => {
    const step = /^#\d+ (\[(?:[\w.-]+ )?\d+\/\d+\] .+)$/.exec(line)?.[1];
    if (step === undefined || seen.has(step)) return;
    seen.add(step);
    progress(`  ${step.length > 100 ? `${step.slice(0, 99)}…` : step}`);
  };
}

async function hasBridgeNetwork(docker: Docker): Promise<boolean> {
  const { status, stdout } = await docker.run(['network', 'ls', '--format', '{{.Name}} {{.Driver}}']);
  // An engine that does not list its networks is taken for an ordinary one. Podman calls its own network "podman".
  return status !== 0 || /^\S+ bridge$/m.test(stdout);
}

/** Published ports of an engine that is reached over the network are that machine's. */
async function isRemoteEngine(docker: Docker): Promise<boolean> {
  const { status, stdout } = await docker.run(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']);
  if (status !== 0) return false;
  const endpoint = /^(?:tcp|ssh|https?):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]*)/.exec(stdout.trim());
  return endpoint !== null && !/^(?:localhost|127\..*|\[::1\])$/.test(endpoint[1] ?? '');
}

const MOST_FILES = 50_000;

/** Returns a search for files of the build context by name and SHA-256; the folder is read when first asked for. */
function contextSearch(folder: string): (name: string, hash: string) => boolean {
  let byName: Map<string, string[]> | undefined;
  return (name, hash) => {
    byName ??= filesByName(folder);
    return (byName.get(name) ?? []).some((file) => {
      try {
        return createHash('sha256').update(readFileSync(file)).digest('hex') === hash;
      } catch {
        return false;
      }
    });
  };
}

function filesByName(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  let count = 0;
  const visit = (directory: string): void => {
    let entries;
    try {
      entries = readdirSync(directory, { withFileTypes: true });
    } catch {
      return;
    }
    for (const entry of entries) {
      if (++count > MOST_FILES) return;
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== '.git') visit(path);
      } else if (entry.isFile()) found.set(entry.name, [...(found.get(entry.name) ?? []), path]);
    }
  };
  visit(folder);
  return found;
}
