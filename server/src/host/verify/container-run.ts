import { setTimeout as delay } from 'node:timers/promises';
import { ask, isTaken, type Answer } from './answers';
import { DockerError, tail, type Docker, type ImageConfiguration } from './docker';

/** How containers are reached. `host`: they share the network of the machine; `unreachable`: it is another machine's. */
export type Reach = 'published' | 'host' | 'unreachable';

export interface RunOptions {
  readonly docker: Docker;
  readonly image: string;
  readonly config: ImageConfiguration;
  readonly container: string;
  readonly label: string;
  readonly reach: Reach;
  /** The tcp ports to ask, as numbers in the container. */
  readonly ports: readonly number[];
  readonly requests: readonly string[];
  /** `NAME=VALUE` for the container. */
  readonly environment: readonly string[];
  /** Milliseconds until a container that does not answer is given up. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Each request is asked twice, to see what differs by itself. */
  readonly isAskedTwice: boolean;
}

export interface Run {
  /** `undefined` while it runs; else how it ended, or why it did not start. */
  readonly ended: string | undefined;
  /** By port and request (`8080 /`): one answer, or two. */
  readonly answers: ReadonlyMap<string, readonly Answer[]>;
  /** `undefined` without a health check. */
  readonly health: { readonly isHealthy: boolean; readonly output: string } | undefined;
}

/** Returns the tcp ports that an image exposes. */
export function tcpPortsOf({ ExposedPorts }: ImageConfiguration): readonly number[] {
  return Object.keys(ExposedPorts ?? {})
    .flatMap((name) => /^(\d+)(?:\/tcp)?$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** Returns the command of an image's health check, `undefined` where it has none. */
export function healthCommand({ Healthcheck, Shell }: ImageConfiguration): readonly string[] | undefined {
  const [kind, ...test] = Healthcheck?.Test ?? [];
  if (kind === undefined || kind === 'NONE') return undefined;
  return kind === 'CMD-SHELL' ? [...(Shell ?? ['/bin/sh', '-c']), ...test] : test;
}

const HOST = '127.0.0.1';
const PAUSE = 250;
/** How long other ports may take once one has answered. */
const STRAGGLERS = 5_000;
const HEALTH_ATTEMPTS = 15;

/** Starts a container of an image, asks its ports and its health check, and removes it. */
export async function runAndAsk(options: RunOptions): Promise<Run> {
  const { docker, container, reach, ports, signal } = options;
  if (reach === 'host')
    for (const port of ports)
      if (await staysTaken(port, signal))
        throw new DockerError(
          `Something else listens on port ${port} of this machine, and the engine's containers share its network. Stop it first.`,
        );
  const network =
    reach === 'host'
      ? ['--network', 'host']
      : reach === 'published'
        ? ports.flatMap((port) => ['--publish', `${HOST}::${port}/tcp`])
        : [];
  const environment = options.environment.flatMap((pair) => ['--env', pair]);
  const started = await docker.run([
    ...['run', '--detach', '--name', container, '--label', options.label, '--hostname', 'plimsoll-verify'],
    ...[...network, ...environment, options.image],
  ]);
  try {
    if (started.status !== 0)
      return { ended: `does not start: ${tail(started.stderr, 3)}`, answers: new Map(), health: undefined };
    const places = await placesOf(options);
    const ended = await waitForAnswers(options, places);
    const answers = new Map<string, readonly Answer[]>();
    for (const [port, place] of places)
      for (const path of options.requests) {
        signal.throwIfAborted();
        const first = await ask(HOST, place, path, port);
        answers.set(`${port} ${path}`, options.isAskedTwice ? [first, await ask(HOST, place, path, port)] : [first]);
      }
    const health = ended === undefined ? await healthOf(options) : undefined;
    return { ended: ended ?? (await endOf(docker, container)), answers, health };
  } finally {
    await docker.run(['rm', '--force', '--volumes', container]);
  }
}

/** Another container of this machine may be just about to end. */
async function staysTaken(port: number, signal: AbortSignal): Promise<boolean> {
  const end = Date.now() + STRAGGLERS;
  while (await isTaken(HOST, port)) {
    if (Date.now() > end) return true;
    await delay(PAUSE, undefined, { signal });
  }
  return false;
}

/** Where the ports of the container are reached on this machine. */
async function placesOf({ docker, container, reach, ports }: RunOptions): Promise<ReadonlyMap<number, number>> {
  if (reach === 'unreachable') return new Map();
  if (reach === 'host') return new Map(ports.map((port) => [port, port]));
  const places = new Map<number, number>();
  for (const port of ports) {
    const { stdout } = await docker.run(['port', container, `${port}/tcp`]);
    const place = /:(\d+)\s*$/m.exec(stdout)?.[1];
    if (place !== undefined) places.set(port, Number(place));
  }
  return places;
}

/** Waits until each port has answered, or some time after the first one has; returns how the container ended, if it did. */
async function waitForAnswers(
  { docker, container, requests, timeout, signal }: RunOptions,
  places: ReadonlyMap<number, number>,
): Promise<string | undefined> {
  const waiting = new Map(places);
  let end = Date.now() + timeout;
  let hasAnswered = false;
  for (;;) {
    signal.throwIfAborted();
    for (const [port, place] of waiting) {
      const answer = await ask(HOST, place, requests[0] ?? '/', port);
      if (answer.kind === 'none') continue;
      waiting.delete(port);
      if (!hasAnswered) end = Math.min(end, Date.now() + STRAGGLERS);
      hasAnswered = true;
    }
    const ended = await endOf(docker, container);
    if (ended !== undefined || waiting.size === 0 || Date.now() > end) return ended;
    await delay(PAUSE, undefined, { signal });
  }
}

/** Says how a container ended; `undefined` while it runs. */
async function endOf(docker: Docker, container: string): Promise<string | undefined> {
  const { stdout } = await docker.run(['inspect', '--format', '{{.State.Running}} {{.State.ExitCode}}', container]);
  const [isRunning, code = '?'] = stdout.trim().split(' ');
  if (isRunning === 'true') return undefined;
  const log = await docker.run(['logs', '--tail', '12', container]);
  const said = (log.stdout + log.stderr).trim();
  return `ends with exit code ${code}${said === '' ? '' : `:\n${said}`}`;
}

/** Runs the image's own health check until it passes or has failed often enough. */
async function healthOf({ docker, container, config, signal }: RunOptions): Promise<Run['health']> {
  const command = healthCommand(config);
  if (command === undefined) return undefined;
  let output = '';
  for (let attempt = 0; attempt < HEALTH_ATTEMPTS; attempt++) {
    const outcome = await docker.run(['exec', container, ...command]);
    output = tail(outcome.stdout + outcome.stderr, 3);
    if (outcome.status === 0) return { isHealthy: true, output };
    if ((await endOf(docker, container)) !== undefined) break;
    await delay(1_000, undefined, { signal });
  }
  return { isHealthy: false, output };
}
