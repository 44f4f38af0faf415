import { execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The image configuration as `docker image inspect` gives it: the fields that a Dockerfile decides. */
export interface ImageConfiguration {
  readonly User?: string;
  readonly Env?: readonly string[] | null;
  readonly Cmd?: readonly string[] | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly WorkingDir?: string;
  readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  readonly Volumes?: Readonly<Record<string, unknown>> | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Healthcheck?: { readonly Test?: readonly string[] } | null;
  readonly StopSignal?: string;
  readonly Shell?: readonly string[] | null;
  readonly OnBuild?: readonly string[] | null;
}

export interface Image {
  readonly size: number;
  readonly config: ImageConfiguration;
}

/** Runs the Docker client, which finds its engine through DOCKER_HOST, and waits for it. */
export function docker(args: readonly string[], input?: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(
      'docker',
      args,
      { env: { ...process.env, DOCKER_BUILDKIT: '1', BUILDKIT_PROGRESS: 'plain' }, maxBuffer: 1 << 28 },
      (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        resolve({ status, stdout, stderr: stderr === '' && error !== null ? error.message : stderr });
      },
    );
    // A client that fails early does not read what it is given.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

/** Runs the Docker client and throws with the end of its messages where it fails. */
export async function dockerOrThrow(args: readonly string[], input?: string): Promise<string> {
  const { status, stdout, stderr } = await docker(args, input);
  if (status !== 0) throw new Error(`docker ${args.slice(0, 2).join(' ')} failed:\n${tail(stdout + stderr, 25)}`);
  return stdout;
}

/** Calls `use` with the files of a container as a tar stream. */
export async function withTarOf(args: readonly string[], use: (stream: Readable) => Promise<void>): Promise<void> {
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let messages = '';
  child.stderr.on('data', (chunk: Buffer) => (messages += chunk.toString()));
  const ended = new Promise<number>((resolve) => {
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
    child.on('error', () => {
      resolve(1);
    });
  });
  await use(child.stdout);
  if ((await ended) !== 0) throw new Error(`docker ${args.join(' ')} failed: ${messages}`);
}

/** Returns size and configuration of an image. */
export async function inspectImage(reference: string): Promise<Image> {
  const [found] = JSON.parse(await dockerOrThrow(['image', 'inspect', reference])) as {
    Size: number;
    Config: ImageConfiguration;
  }[];
  if (found === undefined) throw new Error(`no image ${reference}`);
  return { size: found.Size, config: found.Config };
}

/** Returns the last lines of a log. */
export function tail(text: string, lines: number): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
