// Everything that `npm test` promises: format, lint, types, generated files, unit, laws, server, command line, editor.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const report = join(tmpdir(), `plimsoll-vitest-${process.pid}.json`);
let passed = 0;
let failed = 0;

step('format', ['prettier', '--check', '--log-level', 'warn', '.']);
step('lint', ['eslint', '.']);
step('types', ['tsc', '-b']);
step('generated files', ['tsx', 'scripts/generate.ts', '--check']);
step('generated grammar', ['tsx', 'scripts/generate-grammar.ts', '--check']);
step('generated knowledge', ['tsx', 'scripts/generate-knowledge.ts', '--check']);
step('build', ['node', 'esbuild.mjs']);
units();
editor();

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Runs a command and counts it as one test. */
function step(name: string, command: readonly string[]): void {
  const started = performance.now();
  const isGood = run(command).status === 0;
  count(isGood ? 1 : 0, isGood ? 0 : 1, name, started);
}

/** Runs the vitest suites and counts their tests. */
function units(): void {
  const started = performance.now();
  const { status } = run(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${report}`]);
  const result = readReport();
  // A suite that cannot be loaded has no tests to fail.
  const isBroken = status !== 0 && (result?.numFailedTests ?? 0) === 0;
  count(
    result?.numPassedTests ?? 0,
    (result?.numFailedTests ?? 0) + (isBroken ? 1 : 0),
    'unit, laws, server, command line',
    started,
  );
}

function readReport(): { readonly numPassedTests: number; readonly numFailedTests: number } | undefined {
  try {
    return JSON.parse(readFileSync(report, 'utf8')) as { numPassedTests: number; numFailedTests: number };
  } catch {
    return undefined;
  } finally {
    rmSync(report, { force: true });
  }
}

/** Runs the suite inside a real VS Code; it says itself how many tests it ran, or why none. */
function editor(): void {
  const started = performance.now();
  const { status, output } = run(['tsx', 'test/editor/run.ts'], 'pipe');
  const [, good = '0', bad = '0'] = /^editor: (\d+) passed, (\d+) failed$/m.exec(output) ?? [];
  const isBroken = status !== 0 && bad === '0';
  count(Number(good), Number(bad) + (isBroken ? 1 : 0), 'editor', started);
}

function run(
  command: readonly string[],
  mode: 'inherit' | 'pipe' = 'inherit',
): { status: number | null; output: string } {
  const [program = '', ...args] = command;
  const isNode = program === 'node';
  const file = isNode
    ? process.execPath
    : join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${program}.cmd` : program);
  const result = spawnSync(file, args, {
    cwd: root,
    stdio: ['ignore', mode, mode === 'pipe' ? 'inherit' : mode],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === 'win32',
  });
  const output = result.stdout ?? '';
  if (mode === 'pipe') process.stdout.write(output);
  return { status: result.status, output };
}

function count(good: number, bad: number, name: string, started: number): void {
  passed += good;
  failed += bad;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`-- ${name}: ${good} passed, ${bad} failed (${seconds} s)`);
}
