/**
 * Proof by building: builds each small application of `apps/` with its own Dockerfile and with the converted one, by
 * a real Docker engine (DOCKER_HOST is honoured), runs both, asks both the same, and compares answers, image
 * configuration, the files that the processes opened, the user and the size.
 *
 *     npm run test:builds [-- CASE...] [--jobs NUMBER] [--variant NAME]
 *
 * Applications run at once (two, where nothing else is said), each on its own port; two variants with the same text are
 * built once.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildTools } from '../../server/src/host/verify/compare-files';
import { tail, type Image, type ImageConfiguration } from '../../server/src/host/verify/docker';
import { filesOf, resolvePath } from '../../server/src/host/verify/image-files';
import { compareFiles, configurationProblems, type Exceptions, type Side } from './compare';
import { client, docker, dockerOrThrow, inspectImage } from './docker';
import { addTracer, buildTracer, openedFiles, tracedCommand } from './trace';

interface Case extends Exceptions {
  readonly port: number;
  readonly requests: readonly { readonly path: string; readonly expect: string }[];
  /** What each way to convert gives: "converted", or the id of the refusal. */
  readonly variants: Readonly<Partial<Record<Variant, string>>>;
  /** Files that only the build needs, which an image converted with its context must not have. */
  readonly absent?: readonly string[];
}

const VARIANTS = {
  context: [],
  'no-context': ['--no-context'],
  'non-root': ['--non-root'],
  'base-builder-runtime': ['--layout', 'base-builder-runtime'],
  'deps-build-runtime': ['--layout', 'deps-build-runtime'],
  'dev-prod': ['--layout', 'dev-prod'],
  'cache-mounts': ['--cache-mounts'],
  distroless: ['--runtime', 'distroless'],
  scratch: ['--runtime', 'scratch'],
} as const;
type Variant = keyof typeof VARIANTS;

interface Conversion {
  readonly status: 'converted' | 'refused';
  readonly text?: string;
  readonly reason?: { readonly id: string; readonly message: string };
  readonly stages: readonly { readonly name: string; readonly base: string }[];
}

interface Answer {
  readonly path: string;
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

interface Run {
  readonly answers: readonly Answer[];
  readonly uid: number;
  readonly health: string;
}

interface Row {
  readonly name: string;
  readonly variant: string;
  readonly result: string;
  readonly answers: string;
  readonly files: string;
  readonly user: string;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** The original, built, run and traced once for all variants. */
interface Original {
  readonly side: Side;
  readonly image: Image;
  readonly run: Run;
  readonly opened: readonly string[];
}

const HERE = dirname(fileURLToPath(import.meta.url));
const APPS = join(HERE, 'apps');
const CLI = process.env['PLIMSOLL_CLI'] ?? join(HERE, '..', '..', 'dist', 'cli.js');
// Two runs at once do not take each other's images away.
const PREFIX = `plimsoll-builds-${String(process.pid)}`;
/** Images and containers that are still there, newest last. */
const made = { images: new Set<string>(), containers: new Set<string>() };

void main(process.argv.slice(2)).then((exitCode) => {
  process.exitCode = exitCode;
});

async function main(args: readonly string[]): Promise<number> {
  const engine = await docker(['version', '--format', '{{.Server.Version}}']);
  if (engine.status !== 0) {
    console.log('No Docker engine answers, so nothing was built: start one, or name it in DOCKER_HOST.');
    return process.env['REQUIRE_DOCKER'] === '1' ? 1 : 0;
  }
  if (!existsSync(CLI)) throw new Error(`${CLI} is missing: npm run build makes it`);
  const { names, variants, jobs } = selection(args);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void removeAll().finally(() => process.exit(1)));
  console.log(`Docker ${engine.stdout.trim()}; ${names.length} applications`);
  const rows: Row[] = [];
  const failures: string[] = [];
  const work = mkdtempSync(join(tmpdir(), `${PREFIX}-`));
  try {
    made.images.add(await buildTracer());
    const waiting = [...names];
    const worker = async (): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
        await testCase(name, variants, work, rows, failures);
    };
    await Promise.all(Array.from({ length: jobs }, worker));
  } finally {
    await removeAll();
    rmSync(work, { recursive: true, force: true });
  }
  printTable(rows.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name)));
  const reductions = rows
    .flatMap(({ variant, before, after }) =>
      variant === 'context' && before !== undefined && after !== undefined ? [1 - after / before] : [],
    )
    .sort((a, b) => a - b);
  const median = reductions[Math.floor(reductions.length / 2)];
  if (median !== undefined)
    console.log(`\n${new Set(names).size} applications, ${(median * 100).toFixed(1)} % smaller at the median`);
  console.log(`\n${rows.filter(({ result }) => result !== 'FAILED').length} passed, ${failures.length} failed`);
  return failures.length === 0 && rows.length > 0 ? 0 : 1;
}

function selection(args: readonly string[]): {
  readonly names: readonly string[];
  readonly variants: readonly string[];
  readonly jobs: number;
} {
  const all = readdirSync(APPS).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { variant: { type: 'string', multiple: true }, jobs: { type: 'string' } },
  });
  const variants = values.variant ?? Object.keys(VARIANTS);
  const jobs = Number(values.jobs ?? 2);
  if (!(jobs >= 1)) throw new Error(`--jobs takes a number: ${values.jobs ?? ''}`);
  const unknown = [
    ...positionals.filter((name) => !all.includes(name)),
    ...variants.filter((name) => !(name in VARIANTS)),
  ];
  if (unknown.length > 0) throw new Error(`no such application or variant: ${unknown.join(', ')}`);
  return { names: positionals.length === 0 ? all : positionals, variants, jobs };
}

async function testCase(
  name: string,
  variants: readonly string[],
  work: string,
  rows: Row[],
  failures: string[],
): Promise<void> {
  const folder = join(APPS, name);
  const definition = JSON.parse(readFileSync(`${folder}.json`, 'utf8')) as Case;
  const proven = new Map<string, Row>();
  let original: Original | undefined;
  try {
    console.log(`${name}: the original`);
    original = await buildOriginal(name, folder, definition);
  } catch (error) {
    const failure = `${name}: the original does not work\n${messageOf(error)}`;
    console.log(failure);
    failures.push(failure);
    rows.push({ ...NOTHING, name, variant: 'original', result: 'FAILED' });
  }
  for (const [variant, expected] of Object.entries(definition.variants)) {
    if (original === undefined || !variants.includes(variant)) continue;
    const started = Date.now();
    try {
      rows.push(await testVariant(name, folder, definition, variant as Variant, expected, original, work, proven));
    } catch (error) {
      const failure = `${name}, ${variant}:\n${messageOf(error)}`;
      console.log(failure);
      failures.push(failure);
      rows.push({ ...NOTHING, name, variant, result: 'FAILED', before: original.image.size });
    }
    console.log(
      `${name}, ${variant}: ${rows.findLast((row) => row.name === name)?.result ?? ''} (${Math.round((Date.now() - started) / 1000)} s)`,
    );
  }
  await removeAll(`${PREFIX}-${name}-`);
}

async function buildOriginal(name: string, folder: string, definition: Case): Promise<Original> {
  const tag = `${PREFIX}-${name}-original`;
  const text = readFileSync(join(folder, 'Dockerfile'), 'utf8');
  await build(tag, join(folder, 'Dockerfile'), folder);
  const image = await inspectImage(tag);
  const run = await runImage(tag, definition, image.config);
  for (const { path, expect } of definition.requests) {
    const answer = run.answers.find((found) => found.path === path);
    if (answer?.body.includes(expect) !== true)
      throw new Error(`${path} answers ${answer?.status ?? 0} "${answer?.body ?? ''}", without "${expect}"`);
  }
  const traced = `${tag}-traced`;
  made.images.add(traced);
  await addTracer(tag, traced);
  const container = traced;
  const { options, command } = tracedCommand(traced, image.config);
  await runContainer(container, options, command, definition, image.config, false);
  const opened = await openedFiles(container, image.config.WorkingDir ?? '/');
  made.containers.delete(container);
  const baseName = baseOf(text);
  const side = await sideOf(tag, image.config, baseName);
  return { side, image, run, opened };
}

async function testVariant(
  name: string,
  folder: string,
  definition: Case,
  variant: Variant,
  expected: string,
  original: Original,
  work: string,
  proven: Map<string, Row>,
): Promise<Row> {
  const options = VARIANTS[variant];
  const context = variant === 'no-context' ? [] : ['--context', folder];
  const conversion = await convert([join(folder, 'Dockerfile'), ...context, ...options]);
  const { text } = conversion;
  if (conversion.status === 'refused' || text === undefined) {
    const { id, message } = conversion.reason ?? { id: '(none)', message: '' };
    if (id !== expected) throw new Error(`refused with ${id} instead of ${expected}: ${message}`);
    return { ...NOTHING, name, variant, result: `refused ${id}`, before: original.image.size };
  }
  if (expected !== 'converted') throw new Error(`converted, though ${expected} was expected:\n${text}`);
  const same = proven.get(text);
  if (same !== undefined && variant === 'no-context') return { ...same, variant };
  const problems: string[] = [];
  const again = await convertText(text, work, context, folder);
  if (again.reason?.id !== 'R14') problems.push('the result can be converted once more');

  const tag = `${PREFIX}-${name}-${variant}`;
  const file = join(work, `${name}-${variant}.Dockerfile`);
  writeFileSync(file, text);
  try {
    await build(tag, file, folder);
    const image = await inspectImage(tag);
    const run = await runImage(tag, definition, image.config);
    problems.push(...answerProblems(original.run, run));
    const addsUser = variant === 'non-root';
    if (!addsUser && run.uid !== original.run.uid) problems.push(`runs as ${run.uid}, not as ${original.run.uid}`);
    if (addsUser && run.uid === 0) problems.push('runs as root');

    const side = await sideOf(tag, image.config, finalBase(conversion.stages));
    problems.push(...configurationProblems(original.side, side, addsUser, definition));
    const files = compareFiles(original.opened, original.side, side, run.uid, definition);
    problems.push(...files.problems);
    problems.push(...buildTools(side.files).map((path) => `${path} is left in the converted image`));
    for (const path of variant === 'no-context' ? [] : (definition.absent ?? [])) {
      if (resolvePath(original.side.files, path) === undefined) problems.push(`${path} is not even in the original`);
      if (resolvePath(side.files, path) !== undefined) problems.push(`${path} is left in the converted image`);
    }
    if (image.size >= original.image.size) problems.push('the converted image is not smaller');
    if (variant === 'dev-prod') problems.push(...(await developmentProblems(tag, file, folder, definition, original)));
    if (problems.length > 0) throw new Error(problems.slice(0, 40).join('\n'));
    const row: Row = {
      name,
      variant,
      result: 'ok',
      answers: `${run.answers.length} equal${run.health === '' ? '' : ', healthy'}`,
      files: `${files.equal} of ${files.opened}`,
      user: addsUser ? `${original.run.uid} -> ${run.uid}` : `${run.uid}`,
      before: original.image.size,
      after: image.size,
    };
    proven.set(text, row);
    return row;
  } catch (error) {
    throw new Error(`${messageOf(error)}\n--- the converted Dockerfile\n${text}`, { cause: error });
  } finally {
    await removeAll(tag);
  }
}

/** The stage for development is built and asked, too. */
async function developmentProblems(
  production: string,
  file: string,
  folder: string,
  definition: Case,
  original: Original,
): Promise<readonly string[]> {
  const tag = `${production}-development`;
  await build(tag, file, folder, ['--target', 'development']);
  const { config } = await inspectImage(tag);
  const run = await runImage(tag, definition, config);
  return answerProblems(original.run, run).map((problem) => `development: ${problem}`);
}

function answerProblems(before: Run, after: Run): readonly string[] {
  const problems = before.answers.flatMap((was, index) => {
    const is = after.answers[index];
    const isEqual = is?.status === was.status && is.body === was.body && is.type === was.type;
    return isEqual
      ? []
      : [
          `${was.path} was ${was.status} ${was.type} "${was.body}", is ${is?.status ?? 0} ${is?.type ?? ''} "${is?.body ?? ''}"`,
        ];
  });
  return before.health === after.health
    ? problems
    : [...problems, `the health check was ${before.health}, is ${after.health}`];
}

async function build(tag: string, file: string, folder: string, more: readonly string[] = []): Promise<void> {
  made.images.add(tag);
  const { status, stdout, stderr } = await docker([
    'build',
    '--network',
    'host',
    '-t',
    tag,
    '-f',
    file,
    ...more,
    folder,
  ]);
  if (status !== 0) throw new Error(`the build fails:\n${tail(stdout + stderr, 40)}`);
}

async function sideOf(tag: string, config: ImageConfiguration, baseName: string): Promise<Side> {
  const container = `${tag}-files`;
  made.containers.add(container);
  await docker(['rm', '-fv', container]);
  const files = await filesOf(client, tag, container);
  const base = baseName === 'scratch' ? {} : (await inspectImage(baseName)).config;
  return { container, files, config, base, baseName };
}

async function runImage(tag: string, definition: Case, config: ImageConfiguration): Promise<Run> {
  const run = await runContainer(tag, [], [tag], definition, config, true);
  await docker(['rm', '-fv', tag]);
  made.containers.delete(tag);
  return run;
}

/** Starts a container, asks it all requests as soon as it answers, and stops it. */
async function runContainer(
  container: string,
  options: readonly string[],
  command: readonly string[],
  definition: Case,
  config: ImageConfiguration,
  checksHealth: boolean,
): Promise<Run> {
  made.containers.add(container);
  await docker(['rm', '-fv', container]);
  await dockerOrThrow(['run', '-d', '--name', container, '--network', 'host', ...options, ...command]);
  try {
    await waitForAnswer(container, definition);
    const answers: Answer[] = [];
    for (const { path } of definition.requests) answers.push(await ask(definition.port, path));
    return {
      answers,
      uid: await userOf(container),
      health: checksHealth ? await healthOf(container, config) : '',
    };
  } finally {
    await docker(['stop', '-t', '5', container]);
  }
}

async function waitForAnswer(container: string, { port, requests }: Case): Promise<void> {
  const path = requests[0]?.path ?? '/';
  for (let attempt = 0; attempt < 240; attempt++) {
    try {
      await ask(port, path);
      return;
    } catch {
      await delay(250);
    }
    const state = await docker(['inspect', '--format', '{{.State.Running}}', container]);
    if (state.stdout.trim() === 'true') continue;
    break;
  }
  const { stdout, stderr } = await docker(['logs', container]);
  throw new Error(`the container does not answer on port ${port}:\n${tail(stdout + stderr, 30)}`);
}

async function ask(port: number, path: string): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { connection: 'close' },
    signal: AbortSignal.timeout(10_000),
  });
  return {
    path,
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: await response.text(),
  };
}

/** The effective user of the container's first process, as the host's kernel sees it. */
async function userOf(container: string): Promise<number> {
  const listed = await docker(['top', container, '-o', 'pid,uid']);
  const [, uid] = /^\s*\d+\s+(\d+)\s*$/m.exec(listed.stdout) ?? [];
  if (uid !== undefined) return Number(uid);
  // Engines without a ps program of their own.
  const pid = (await dockerOrThrow(['inspect', '--format', '{{.State.Pid}}', container])).trim();
  const [, effective] = /^Uid:\s+\d+\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (effective === undefined) throw new Error(`nothing tells which user process ${pid} has`);
  return Number(effective);
}

/** Runs the image's own health check once. */
async function healthOf(container: string, { Healthcheck, Shell }: ImageConfiguration): Promise<string> {
  const [kind, ...test] = Healthcheck?.Test ?? [];
  if (kind === undefined || kind === 'NONE') return '';
  const command = kind === 'CMD-SHELL' ? [...(Shell ?? ['/bin/sh', '-c']), ...test] : test;
  const { status, stdout, stderr } = await docker(['exec', container, ...command]);
  return status === 0 ? 'healthy' : `unhealthy (${tail(stdout + stderr, 3)})`;
}

async function convert(args: readonly string[]): Promise<Conversion> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, [CLI, 'convert', ...args, '--format', 'json'], (error, stdout, stderr) => {
      // 3 is a refusal.
      if (error === null || error.code === 3) resolve(stdout);
      else reject(new Error(`plimsoll convert fails: ${stderr}`));
    });
  });
  return JSON.parse(output) as Conversion;
}

function convertText(text: string, work: string, context: readonly string[], folder: string): Promise<Conversion> {
  const file = join(mkdtempSync(join(work, 'again-')), 'Dockerfile');
  writeFileSync(file, text);
  return convert([file, ...(context.length === 0 ? ['--no-context'] : ['--context', folder])]);
}

/** The image that the last stage stands on, through stages of the file. */
function finalBase(stages: Conversion['stages']): string {
  const [, base] = stages.reduceRight<readonly [string | undefined, string]>(
    ([wanted, found], { name, base: own }) => (wanted === undefined || wanted === name ? [own, own] : [wanted, found]),
    [undefined, ''],
  );
  return base;
}

function baseOf(text: string): string {
  return /^FROM\s+(?:--\S+\s+)*(\S+)/im.exec(text)?.[1] ?? '';
}

/** Removes the containers and images made here, or those whose name starts with `prefix`. */
async function removeAll(prefix = ''): Promise<void> {
  for (const [kind, names] of [
    ['rm', made.containers],
    ['rmi', made.images],
  ] as const) {
    for (const name of [...names].reverse()) {
      if (!name.startsWith(prefix)) continue;
      await docker(kind === 'rm' ? ['rm', '-fv', name] : ['rmi', '-f', name]);
      names.delete(name);
    }
  }
}

const NOTHING = { answers: '', files: '', user: '', before: undefined, after: undefined } as const;

function printTable(rows: readonly Row[]): void {
  const megabytes = (size: number | undefined): string => (size === undefined ? '' : `${(size / 1e6).toFixed(1)} MB`);
  const lines = rows.map(({ name, variant, result, answers, files, user, before, after }) => [
    name,
    variant,
    result,
    answers,
    files,
    user,
    megabytes(before),
    megabytes(after),
    before === undefined || after === undefined ? '' : `-${((1 - after / before) * 100).toFixed(1)} %`,
  ]);
  const table = [
    ['case', 'variant', 'result', 'answers', 'opened files equal', 'user', 'before', 'after', 'size'],
    ...lines,
  ];
  const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  console.log('');
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
