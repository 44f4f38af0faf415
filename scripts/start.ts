/**
 * Opens an editor with the extension on `samples/`: the VS Code whose `code` is on the PATH, else the embedded one, on
 * loopback with a fresh connection token, until Ctrl+C.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { installEmbeddedEditor, startEmbeddedEditor, stopWithProcess } from './editor/embedded-editor';

const root = path.resolve(__dirname, '..');
const samples = path.join(root, 'samples');

void main().then((code) => {
  process.exitCode = code;
});

async function main(): Promise<number> {
  const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  if (build.status !== 0) {
    return 1;
  }
  return (await openDesktop()) ? 0 : serveEmbedded();
}

/** Opens a window of the installed VS Code; false where there is none. */
async function openDesktop(): Promise<boolean> {
  if (process.env['PLIMSOLL_EDITOR'] === 'embedded') {
    return false;
  }
  const code = process.platform === 'win32' ? 'code.cmd' : 'code';
  const window = spawn(code, ['--new-window', `--extensionDevelopmentPath=${root}`, samples], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const exitCode = await new Promise<number | null>((resolve) => {
    window.once('error', () => {
      resolve(null);
    });
    window.once('exit', resolve);
  });
  if (exitCode === 0) {
    console.log('VS Code opens the samples in a window of its own.');
  }
  return exitCode === 0;
}

async function serveEmbedded(): Promise<number> {
  const editor = await installEmbeddedEditor(root);
  if (editor === undefined) {
    console.error('There is no VS Code here (`code` is not on the PATH), and the embedded one could not be installed.');
    return 1;
  }
  const token = randomBytes(20).toString('hex');
  const server = await startEmbeddedEditor(editor, { token, extension: root });
  stopWithProcess(server.stop);
  console.log(`\nThe samples are open in an editor at\n\n  ${server.addressOf(samples)}\n\nCtrl+C ends it.`);
  return new Promise((resolve) => {
    void server.ended.then(() => {
      console.error(`The editor ended:\n${server.log()}`);
      resolve(1);
    });
  });
}
