/**
 * `plimsoll verify` with a real Docker engine (DOCKER_HOST is honoured): small applications of `test/builds/apps` as they
 * are converted, conversions damaged on purpose, an original that does not build, and a cancelled build. After each, nothing may be left.
 *
 *     npm run test:verify [-- CASE...] [--show]
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDocker } from '../../server/src/host/verify/docker';

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Report {
  readonly status: string;
  readonly report?: string;
  readonly differences?: readonly { readonly area: string; readonly matters: boolean; readonly message: string }[];
  readonly sizes?: { readonly before: number; readonly after: number };
  readonly answers?: { readonly requests: readonly { readonly isEqual: boolean; readonly before: { kind: string } }[] };
  readonly error?: { readonly cause: string; readonly log?: string };
}

const HERE = dirname(fileURLToPath(import.meta.url));
const APPS = join(HERE, '..', 'builds', 'apps');
const CLI = process.env['PLIMSOLL_CLI'] ?? join(HERE, '..', '..', 'dist', 'cli.js');
const docker = createDocker('docker');
const work = mkdtempSync(join(tmpdir(), 'plimsoll-test-verify-'));

const CASES: Readonly<Record<string, () => Promise<readonly string[]>>> = {
  'c-make': () => verified('c-make', ['/', '/checksum']),
  'go-service': () => verified('go-service', ['/', '/high-water/Pacific/Auckland']),
  'typescript-server': () => verified('typescript-server', ['/', '/draught?tonnes=none']),
  'flask-c-extension without its environment': () =>
    damaged('flask-c-extension', /^COPY --from=builder \/opt\/venv .*\n/m, '', [
      ['start', 'the start command names gunicorn'],
      ['packages', 'flask'],
      ['start', 'does not start'],
    ]),
  'go-service with a program for another C library': () =>
    damaged('go-service', /CGO_ENABLED=0 go build/, 'CGO_ENABLED=1 go build -ldflags=-linkmode=external', [
      ['libraries', 'the loader /lib64/ld-linux-x86-64.so.2 is missing'],
    ]),
  'django-libpq without libpq5': () =>
    damaged('django-libpq', / libpq5\b/, '', [['libraries', 'libpq.so.5 is missing']]),
  'flask-c-extension with a virtual environment at another place': () =>
    damaged(
      'flask-c-extension',
      /^COPY --from=builder \/opt\/venv \/opt\/venv$/m,
      'COPY --from=builder /opt/venv /opt/env',
      [['start', 'the start command names gunicorn']],
    ),
  'c-make without the page that it serves': () =>
    damaged('c-make', /^EXPOSE/m, 'RUN rm static/index.html\nEXPOSE', [['answers', '/']]),
  'c-make with a program that may not be run': () =>
    damaged('c-make', /^EXPOSE/m, 'RUN chmod 644 lighthouse\nEXPOSE', [['start', '']]),
  'go-service with another variable': () =>
    damaged('go-service', /^ENV GREETING=.*$/m, 'ENV GREETING="Rough seas"', [['configuration', 'GREETING']]),
  'an original that does not build': unbuildable,
  'a build that is cancelled': () => cancelled('RUN make', `RUN sleep 120 && make # ${Date.now()}`, 'sleep 120'),
  'a container that is cancelled': () => cancelled('EXPOSE 8110', 'EXPOSE 8109', 'starting the original'),
};

void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});

async function main(args: readonly string[]): Promise<number> {
  const engine = await docker.run(['version', '--format', '{{.Server.Version}}']);
  if (engine.status !== 0) {
    console.log('No Docker engine answers, so nothing was built: start one, or name it in DOCKER_HOST.');
    return process.env['REQUIRE_DOCKER'] === '1' ? 1 : 0;
  }
  const wanted = args.filter((name) => name !== '--show');
  const unknown = wanted.filter((name) => CASES[name] === undefined);
  if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(', ')}`);
  let failed = 0;
  const names = Object.keys(CASES).filter((name) => wanted.length === 0 || wanted.includes(name));
  try {
    for (const name of names) {
      const started = Date.now();
      const before = await leftOvers();
      const problems = [...((await CASES[name]?.()) ?? [])];
      problems.push(...(await leftOvers()).filter((one) => !before.includes(one)).map((one) => `${one} is left`));
      if (problems.length > 0) failed++;
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`${name}: ${problems.length === 0 ? 'ok' : `FAILED\n  ${problems.join('\n  ')}`} (${seconds} s)`);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`${names.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function verified(name: string, requests: readonly string[]): Promise<readonly string[]> {
  const flags = requests.flatMap((path) => ['--request', path]);
  const { outcome, report } = await verify([join(APPS, name, 'Dockerfile'), ...flags]);
  const problems: string[] = [];
  if (outcome.status !== 0) problems.push(`exit code ${outcome.status}: ${outcome.stderr}`);
  if (report.status !== 'verified') problems.push(`status ${report.status}: ${JSON.stringify(report.differences)}`);
  const answers = report.answers?.requests ?? [];
  if (answers.length !== requests.length || answers.some(({ before }) => before.kind !== 'http'))
    problems.push(`not all requests were answered: ${JSON.stringify(answers)}`);
  if (report.sizes === undefined || report.sizes.after >= report.sizes.before) problems.push('it is not smaller');
  return problems;
}

/** Damages the conversion of an application in one place; each of `expected` must be found. */
async function damaged(
  name: string,
  pattern: RegExp,
  replacement: string,
  expected: readonly (readonly [area: string, part: string])[],
): Promise<readonly string[]> {
  const file = join(APPS, name, 'Dockerfile');
  const { stdout } = await plimsoll(['convert', file]);
  const text = stdout.replace(pattern, replacement);
  if (text === stdout) return [`the conversion has nothing like ${String(pattern)}:\n${stdout}`];
  const converted = join(work, 'damaged.Dockerfile');
  writeFileSync(converted, text);
  const { outcome, report } = await verify([file, '--converted', converted, '--timeout', '20']);
  const found = (report.differences ?? []).filter(({ matters }) => matters);
  const problems = expected
    .filter(([area, part]) => !found.some((one) => one.area === area && one.message.includes(part)))
    .map(([area, part]) => `not found: ${area}: ${part}, among ${JSON.stringify(found)}`);
  return outcome.status === 1 ? problems : [...problems, `exit code ${outcome.status}: ${outcome.stderr}`];
}

async function unbuildable(): Promise<readonly string[]> {
  const text = readFileSync(join(APPS, 'go-service', 'Dockerfile'), 'utf8');
  const file = join(work, 'broken.Dockerfile');
  writeFileSync(file, text.replace('go build', 'go build -no-such-flag'));
  const { outcome, report } = await verify([file, '--context', join(APPS, 'go-service')]);
  const isTold = report.error?.cause === 'original-build' && report.error.log?.includes('no-such-flag') === true;
  return outcome.status === 2 && isTold ? [] : [`exit code ${outcome.status}: ${outcome.stdout}${outcome.stderr}`];
}

/** Stops a verification of c-make, with one line replaced, where its progress says `moment`. */
async function cancelled(line: string, replacement: string, moment: string): Promise<readonly string[]> {
  const file = join(work, 'slow.Dockerfile');
  writeFileSync(file, readFileSync(join(APPS, 'c-make', 'Dockerfile'), 'utf8').replace(line, replacement));
  const args = ['verify', file, '--context', join(APPS, 'c-make'), '--format', 'json'];
  const outcome = await plimsoll(args, (text, child) => text.includes(moment) && child.kill('SIGINT'));
  const report = JSON.parse(outcome.stdout) as Report;
  return outcome.status === 2 && report.error?.cause === 'cancelled'
    ? []
    : [`exit code ${outcome.status}: ${outcome.stdout}${outcome.stderr}`];
}

async function verify(args: readonly string[]): Promise<{ readonly outcome: Outcome; readonly report: Report }> {
  const outcome = await plimsoll(['verify', ...args, '--format', 'json']);
  const report = JSON.parse(outcome.stdout) as Report;
  if (process.argv.includes('--show')) console.log(report.report ?? outcome.stderr);
  return { outcome, report };
}

function plimsoll(
  args: readonly string[],
  onLine: (line: string, child: ReturnType<typeof spawn>) => void = () => undefined,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, ...args]);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      onLine(chunk.toString(), child);
    });
    child.on('close', (code) => {
      resolve({ status: code ?? 1, stdout, stderr });
    });
  });
}

/** Returns the images and containers of all verifications, and folders of theirs. */
async function leftOvers(): Promise<readonly string[]> {
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
  const containers = await docker.orThrow([
    'ps',
    '--all',
    '--filter',
    'label=dev.plimsoll.verify',
    '--format',
    '{{.Names}}',
  ]);
  const images = await docker.orThrow(['images', '--format', '{{.Repository}}:{{.Tag}}']);
  return [...lines(containers), ...lines(images).filter((name) => name.startsWith('plimsoll-verify-'))];
}
