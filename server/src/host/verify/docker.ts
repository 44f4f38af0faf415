import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import type { Readable } from 'node:stream';

/** How a call of the `docker` command ended. */
export interface DockerOutcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DockerCallOptions {
  /** What the command reads from its standard input. */
  readonly input?: string;
  /** Ends the command early. Its outcome is waited for all the same, so that what it made can be removed. */
  readonly signal?: AbortSignal;
  /** Called with each line that the command writes to its standard error. */
  readonly onMessage?: (line: string) => void;
}

/** The `docker` command of the user, which finds its engine by itself (DOCKER_HOST, contexts). */
export interface Docker {
  /** Runs the command and waits for its end, whatever that is. */
  run(args: readonly string[], options?: DockerCallOptions): Promise<DockerOutcome>;
  /** Runs the command, and throws a `DockerError` with the end of its messages where it fails. */
  orThrow(args: readonly string[], options?: DockerCallOptions): Promise<string>;
  /** Runs the command and calls `use` with its standard output. */
  stream(
    args: readonly string[],
    use: (stream: Readable) => Promise<void>,
    options?: Omit<DockerCallOptions, 'input'>,
  ): Promise<void>;
}

/** The command failed; the message ends with what it said. */
export class DockerError extends Error {}

/** The image configuration as `docker image inspect` gives it: the fields that a Dockerfile decides. */
export interface ImageConfiguration {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, unknown>>;
  readonly Volumes?: Readonly<Record<string, unknown>>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Healthcheck?: { readonly Test?: readonly string[] };
  readonly StopSignal?: string;
  readonly Shell?: readonly string[];
  readonly OnBuild?: readonly string[];
}

export interface Image {
  readonly size: number;
  readonly config: ImageConfiguration;
}

/** Returns the `docker` command in the absolute folders of a PATH; a folder of the workspace is never looked into. */
export function findDocker(path = process.env['PATH'] ?? ''): string | undefined {
  const name = process.platform === 'win32' ? 'docker.exe' : 'docker';
  return path
    .split(delimiter)
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** How long an interrupted command may take to end by itself. */
const GRACE = 20_000;

/** Returns the client that runs `executable`, with the variables of `environment` (the process's own by default). */
export function createDocker(
  executable: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Docker {
  const start = (args: readonly string[], { input, signal, onMessage }: DockerCallOptions) => {
    const child = spawn(executable, args, {
      env: { ...environment, DOCKER_BUILDKIT: '1', BUILDKIT_PROGRESS: 'plain', DOCKER_CLI_HINTS: 'false' },
      stdio: ['pipe', 'pipe', 'pipe'],
      // Ctrl+C in a terminal goes to all processes of the group: what to end, and when, is decided here.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => {
      child.kill('SIGTERM');
      timer ??= setTimeout(() => child.kill('SIGKILL'), GRACE);
    };
    if (signal?.aborted === true) stop();
    signal?.addEventListener('abort', stop, { once: true });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      const lines = (stderr.slice(stderr.lastIndexOf('\n') + 1) + chunk.toString()).split('\n');
      stderr += chunk.toString();
      for (const line of lines.slice(0, -1)) onMessage?.(line.trimEnd());
    });
    // A command that fails early does not read what it is given.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    const ended = new Promise<{ readonly status: number; readonly stderr: string }>((resolve) => {
      const end = (status: number, message: string): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
        resolve({ status, stderr: message });
      };
      child.on('error', (error) => {
        end(127, error.message);
      });
      child.on('close', (code) => {
        end(code ?? 1, stderr);
      });
    });
    return { child, ended };
  };

  const run: Docker['run'] = async (args, options = {}) => {
    const { child, ended } = start(args, options);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const { status, stderr } = await ended;
    return { status, stdout: Buffer.concat(chunks).toString('utf8'), stderr };
  };
  return {
    run,
    orThrow: async (args, options) => {
      const { status, stdout, stderr } = await run(args, options);
      if (status !== 0) throw failed(args, stdout + stderr);
      return stdout;
    },
    stream: async (args, use, options = {}) => {
      const { child, ended } = start(args, options);
      await use(child.stdout);
      // What is left over must not keep the command waiting.
      child.stdout.resume();
      const { status, stderr } = await ended;
      if (status !== 0) throw failed(args, stderr);
    },
  };
}

function failed(args: readonly string[], messages: string): DockerError {
  return new DockerError(`docker ${args.slice(0, 2).join(' ')} failed:\n${tail(messages, 25)}`);
}

/** Returns size and configuration of an image. */
export async function inspectImage(docker: Docker, reference: string): Promise<Image> {
  const [found] = JSON.parse(await docker.orThrow(['image', 'inspect', reference])) as {
    Size: number;
    Config: Readonly<Record<string, unknown>>;
  }[];
  if (found === undefined) throw new DockerError(`There is no image ${reference}.`);
  // The engine writes null for what is not set.
  const fields = Object.entries(found.Config).filter(([, value]) => value !== null);
  return { size: found.Size, config: Object.fromEntries(fields) };
}

/** Returns the last lines of a log. */
export function tail(text: string, lines: number): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
