import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Builds everything that ships into a new folder, as it ships, and returns the folder. The caller removes it. */
export function buildBundles(): string {
  const root = join(import.meta.dirname, '..', '..');
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bundle-'));
  execFileSync(process.execPath, ['esbuild.mjs', '--production', `--outdir=${folder}`], { cwd: root, stdio: 'pipe' });
  return folder;
}
