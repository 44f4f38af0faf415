import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wildFiles } from '../support/corpus';

// Writes all real Dockerfiles out and runs the built `plimsoll check` over them: no crash, and no file skipped.

const root = join(import.meta.dirname, '../..');

function main(): void {
  const files = wildFiles();
  if (files === undefined) {
    console.log('There is no corpus here (PLIMSOLL_SHARED names it, else ../shared): nothing is checked.');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-corpus-'));
  try {
    for (const [index, { text }] of files.entries()) {
      const own = join(folder, String(index).padStart(4, '0'));
      mkdirSync(own);
      writeFileSync(join(own, 'Dockerfile'), text);
    }
    const started = performance.now();
    const args = [join(root, 'dist/cli.js'), 'check', '--preset', 'strict', '--format', 'json', folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
    const seconds = (performance.now() - started) / 1000;
    const report = JSON.parse(stdout) as {
      readonly files: readonly { readonly path: string; readonly error?: string }[];
      readonly summary: unknown;
    };
    const failed = report.files.filter(({ error }) => error !== undefined);
    console.log(JSON.stringify(report.summary));
    console.log(`${files.length} files in ${seconds.toFixed(1)} s: ${(files.length / seconds).toFixed(0)} a second`);
    const isRight = report.files.length === files.length && failed.length === 0 && stderr === '' && status === 1;
    if (isRight) return;
    console.log(`exit code ${status}, ${report.files.length} reported, ${failed.length} unreadable\n${stderr}`);
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main();
