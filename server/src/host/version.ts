import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Returns the version in Plimsoll's own manifest, which lies above the bundle as it does above the source. */
export function plimsollVersion(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'));
    if (manifest?.name === 'plimsoll' && manifest.version !== undefined) return manifest.version;
    if (folder === dirname(folder)) return '0.0.0';
  }
}

function readManifest(path: string): { readonly name?: string; readonly version?: string } | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string };
  } catch {
    return undefined;
  }
}
