import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

const isUpdate = process.env['UPDATE'] === '1' && process.env['CI'] === undefined;

/** Checks that the file at `path` holds `content`; `UPDATE=1` rewrites it, and removes it where there is no content. */
export function checkGolden(path: string, content: string | undefined): void {
  if (isUpdate) {
    if (content === undefined) rmSync(path, { force: true });
    else writeFileSync(path, content);
    return;
  }
  expect(existsSync(path) ? readFileSync(path, 'utf8') : undefined, path).toBe(content);
}

/** Returns the files below `folder` as a record of relative path to text; empty where there is no such folder. */
export function readTree(folder: string, prefix = ''): Record<string, string> {
  if (!existsSync(folder)) return {};
  const files: Record<string, string> = {};
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) Object.assign(files, readTree(path, `${prefix}${name}/`));
    else files[`${prefix}${name}`] = readFileSync(path, 'utf8');
  }
  return files;
}
