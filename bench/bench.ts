import { execFileSync, spawnSync } from 'node:child_process';
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCorpus, typingInputs, type Input } from './inputs';
import { startLanguageServer, type LanguageServer, type TextChange } from './language-server';
import { findPeers } from './peers';
import { median, percentile, printTable } from './statistics';

/*
 * Measures, as an editor would: the time from a typed character to the diagnostics of that version, all code actions of a
 * file, and memory; then `plimsoll check` over 1,000 files. Peers are typed into in turn with us, in the same run.
 */

const OURS = 'plimsoll';
const SAMPLES = 60;
const WARM_UP = 60;
const CLI_FILES = 1_000;

interface Timings {
  readonly server: string;
  readonly input: string;
  readonly typing: number[];
  readonly actions: number[];
  actionCount: number;
}

async function main(): Promise<void> {
  const corpus = readCorpus();
  if (corpus === undefined) {
    console.log('The shared corpus is not on this machine (PLIMSOLL_SHARED names its folder): nothing is measured.');
    return;
  }
  // Times on a busy machine say little: ratios of the same run still do.
  console.log(
    `Node ${process.version}, ${String(cpus().length)} processors, load ${(loadavg()[0] ?? 0).toFixed(1)}.\n`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
  const root = join(import.meta.dirname, '..');
  try {
    execFileSync(process.execPath, ['esbuild.mjs', '--production', `--outdir=${folder}`], { cwd: root });
    await build({
      entryPoints: [join(import.meta.dirname, 'floor-server.ts')],
      outfile: join(folder, 'floor.js'),
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node20',
      mainFields: ['module', 'main'],
    });
    await measureTyping(folder, typingInputs(corpus));
    measureCommandLine(folder, corpus.slice(0, CLI_FILES));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureTyping(folder: string, inputs: readonly Input[]): Promise<void> {
  const { peers, missing } = findPeers();
  for (const sentence of missing) console.log(sentence);
  const servers = [await startLanguageServer(OURS, process.execPath, [join(folder, 'server.js'), '--stdio'])];
  servers.push(
    await startLanguageServer('a server that looks at nothing', process.execPath, [
      join(folder, 'floor.js'),
      '--stdio',
    ]),
  );
  for (const { name, command, args } of peers) servers.push(await startLanguageServer(name, command, args));
  const timings: Timings[] = [];
  try {
    for (const input of inputs) timings.push(...(await typeInto(servers, input)));
    printTable(
      ['server', 'file', 'median ms', 'p99 ms', 'actions ms', 'actions'],
      timings.map(({ server, input, typing, actions, actionCount }) => [
        server,
        input,
        median(typing).toFixed(2),
        percentile(typing, 0.99).toFixed(2),
        median(actions).toFixed(2),
        String(actionCount),
      ]),
    );
    console.log();
    const memory = servers.map((server) => ({ name: server.name, memory: server.memory() }));
    printTable(
      ['server', 'memory MB', 'at most MB'],
      memory.map(({ name, memory: known }) => [name, known?.now.toFixed(0) ?? '?', known?.most.toFixed(0) ?? '?']),
    );
    console.log();
    judge(timings, memory[0]?.memory?.now);
  } finally {
    for (const server of servers) await server.stop();
  }
}

async function typeInto(servers: readonly LanguageServer[], { name, text }: Input): Promise<Timings[]> {
  const uri = `file:///bench/${name.replace(' ', '-')}/Dockerfile`;
  const timings = servers.map((server): Timings => ({
    server: server.name,
    input: name,
    typing: [],
    actions: [],
    actionCount: 0,
  }));
  for (const server of servers) await server.open(uri, text);
  const changes = keystrokes(text);
  for (let i = 0; i < WARM_UP + SAMPLES; i++) {
    const change = changes[i % changes.length];
    if (change === undefined) continue;
    for (const [index, server] of servers.entries()) {
      const milliseconds = await server.change(uri, change);
      if (i >= WARM_UP) timings[index]?.typing.push(milliseconds);
    }
    await sleep(10);
  }
  const end = text.split('\n').length;
  for (let i = 0; i < SAMPLES / 3; i++) {
    for (const [index, server] of servers.entries()) {
      const { milliseconds, result } = await server.request('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end: { line: end, character: 0 } },
        context: { diagnostics: server.diagnosticsOf(uri) },
      });
      const timing = timings[index];
      timing?.actions.push(milliseconds);
      if (timing !== undefined) timing.actionCount = Array.isArray(result) ? result.length : 0;
    }
  }
  return timings;
}

/** Types a character at the ends of ten lines, and deletes it again. */
function keystrokes(text: string): readonly TextChange[] {
  const lines = text.split('\n');
  return Array.from({ length: 10 }, (_, index) => {
    const line = Math.floor(((index + 0.5) / 10) * lines.length);
    const content = (lines[line] ?? '').replace(/\r$/, '');
    // Before a continuation character, so that the line stays continued.
    const character = content.endsWith('\\') ? content.length - 1 : content.length;
    const at = { line, character };
    const after = { line, character: character + 1 };
    return [
      { range: { start: at, end: at }, text: 'x' },
      { range: { start: at, end: after }, text: '' },
    ];
  }).flat();
}

function judge(timings: readonly Timings[], memory: number | undefined): void {
  const ours = timings.filter(({ server }) => server === OURS);
  const rows: string[][] = [];
  const verdict = (target: string, measured: number, limit: number, unit: string): void => {
    rows.push([
      target,
      `${measured.toFixed(2)}${unit}`,
      `${String(limit)}${unit}`,
      measured <= limit ? 'met' : 'MISSED',
    ]);
  };
  for (const [index, { input, typing }] of ours.entries()) {
    verdict(`p99 at ${input}`, percentile(typing, 0.99), 16, ' ms');
    const peer = (name: string): Timings | undefined =>
      timings.find((other) => other.server === name && other.input === input);
    const docker = peer('dockerfile-language-server');
    if (docker !== undefined) {
      verdict(`of dockerfile-language-server at ${input}`, median(typing) / median(docker.typing), 0.45, '');
    }
    const tally = peer('tally');
    if (tally !== undefined && index > 0)
      verdict(`of tally at ${input}`, median(typing) / median(tally.typing), 0.1, '');
  }
  if (memory !== undefined) verdict('memory', memory, 80, ' MB');
  printTable(['target', 'measured', 'at most', ''], rows);
  console.log();
}

function measureCommandLine(folder: string, texts: readonly string[]): void {
  const files = join(folder, 'files');
  for (const [index, text] of texts.entries()) {
    const place = join(files, String(index).padStart(4, '0'));
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'Dockerfile'), text);
  }
  const seconds = Array.from({ length: 3 }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'cli.js'), 'check', files, '--format', 'json'],
      {
        maxBuffer: 1 << 30,
      },
    );
    if (status !== 0 && status !== 1)
      throw new Error(`plimsoll check ended with ${String(status)}: ${stderr.toString()}`);
    return (performance.now() - start) / 1_000;
  });
  const rate = texts.length / median(seconds);
  console.log(
    `plimsoll check over ${String(texts.length)} files from cold start: ${median(seconds).toFixed(2)} s, ` +
      `${rate.toFixed(0)} files a second (at least 500: ${rate >= 500 ? 'met' : 'MISSED'}).`,
  );
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
