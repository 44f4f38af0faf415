import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Another language server for Dockerfiles, and how it is started. */
export interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const folder = join(import.meta.dirname, '..', '.vscode-test', 'bench');
const packages = {
  tally: '@wharflab/tally-linux-x64@0.45.0',
  docker: 'dockerfile-language-server-nodejs@0.15.0',
};

/** Returns the peers that npm can install here, and a sentence for each that it cannot. */
export function findPeers(): { readonly peers: readonly Peer[]; readonly missing: readonly string[] } {
  const tally = join(folder, 'node_modules', '@wharflab', 'tally-linux-x64', 'bin', 'tally');
  const docker = join(folder, 'node_modules', 'dockerfile-language-server-nodejs', 'bin', 'docker-langserver');
  const found: Peer[] = [];
  const missing: string[] = [];
  if (install(packages.tally, tally)) found.push({ name: 'tally', command: tally, args: ['lsp', '--stdio'] });
  else missing.push(`npm cannot install ${packages.tally} here, so tally is not measured.`);
  if (install(packages.docker, docker)) {
    found.push({ name: 'dockerfile-language-server', command: process.execPath, args: [docker, '--stdio'] });
  } else {
    missing.push(`npm cannot install ${packages.docker} here, so dockerfile-language-server-nodejs is not measured.`);
  }
  return { peers: found, missing };
}

function install(name: string, file: string): boolean {
  if (existsSync(file)) return true;
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', name], {
      stdio: 'pipe',
    });
  } catch {
    return false;
  }
  return existsSync(file);
}
