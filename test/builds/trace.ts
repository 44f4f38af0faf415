import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import type { ImageConfiguration } from '../../server/src/host/verify/docker';
import { docker, dockerOrThrow } from './docker';

const TRACER = `plimsoll-builds-tracer-${String(process.pid)}`;

/** Builds an image that carries strace with its own libraries, so that it works in any other image. */
export async function buildTracer(): Promise<string> {
  const dockerfile = [
    'FROM debian:bookworm-slim',
    'RUN apt-get update && apt-get install -y --no-install-recommends strace && rm -rf /var/lib/apt/lists/*',
    'RUN mkdir -p /trace/lib /trace/out && chmod 1777 /trace/out && cp /usr/bin/strace /trace/ \\',
    '    && ldd /usr/bin/strace | awk \'$2 == "=>" { print $3 }\' | xargs -I{} cp -L {} /trace/lib/ \\',
    '    && cp -L /lib64/ld-linux-*.so.* /trace/loader 2>/dev/null || cp -L /lib/ld-linux-*.so.* /trace/loader',
  ].join('\n');
  await dockerOrThrow(['build', '--network', 'host', '-t', TRACER, '-'], { input: dockerfile });
  return TRACER;
}

/** Adds the tracer to an image, which stays as it is otherwise. */
export async function addTracer(image: string, traced: string): Promise<void> {
  const dockerfile = `FROM ${image}\nCOPY --from=${TRACER} /trace /.trace\n`;
  await dockerOrThrow(['build', '-t', traced, '-'], { input: dockerfile });
}

/** Returns the arguments of `docker run` with which the image's own command runs under the tracer. */
export function tracedCommand(
  image: string,
  { Entrypoint, Cmd }: ImageConfiguration,
): { readonly options: readonly string[]; readonly command: readonly string[] } {
  const strace = ['/.trace/strace', '-f', '-ff', '-y', '-qq', '-s', '4096'];
  const calls = ['-e', 'trace=open,openat,openat2,execve', '-e', 'signal=none', '-o', '/.trace/out/t'];
  return {
    options: ['--cap-add', 'SYS_PTRACE', '--entrypoint', '/.trace/loader'],
    command: [image, '--library-path', '/.trace/lib', ...strace, ...calls, ...(Entrypoint ?? []), ...(Cmd ?? [])],
  };
}

/** Returns the absolute paths that the processes of a traced container opened or executed with success. */
export async function openedFiles(container: string, workdir: string): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-trace-'));
  try {
    await dockerOrThrow(['cp', `${container}:/.trace/out`, folder]);
    const logs = readdirSync(join(folder, 'out')).map((name) => readFileSync(join(folder, 'out', name), 'latin1'));
    return [...new Set(logs.flatMap((log) => pathsOf(log, workdir)))].sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await docker(['rm', '-fv', container]);
  }
}

function pathsOf(log: string, workdir: string): readonly string[] {
  return log.split('\n').flatMap((line) => {
    const opened = /^open(?:at2?)?\((?:[A-Z_]+|\d+)?(?:<([^>]*)>, )?"((?:[^"\\]|\\.)*)".*\) = \d+/.exec(line);
    const executed = /^execve\("((?:[^"\\]|\\.)*)".* = 0$/.exec(line);
    const path = opened?.[2] ?? executed?.[1];
    return path === undefined ? [] : [posix.resolve(unescaped(opened?.[1] ?? workdir), unescaped(path))];
  });
}

/** strace writes bytes outside of ASCII as octal numbers. */
function unescaped(path: string): string {
  const bytes = path.replace(/\\([0-7]{1,3}|.)/g, (_, code: string) =>
    /^\d/.test(code) ? String.fromCharCode(parseInt(code, 8)) : code,
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
