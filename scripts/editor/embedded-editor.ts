import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const editorPackage = 'code-server@4.139.1';
const nodeMajor = 24;
const attempts = 3;
const startLimit = 60_000;
/** Nothing of the editor's own stands between a person and the Dockerfile. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
};

/** A VS Code server from npm, with the Node it needs. */
export interface EmbeddedEditor {
  readonly node: string;
  readonly vscode: string;
}

/** A VS Code server that listens on a loopback port. */
export interface RunningEditor {
  /** Settles when the server ends by itself. */
  readonly ended: Promise<void>;
  /** The address of a page that shows a folder; the payload is what the desktop takes as arguments. */
  addressOf(folder: string, payload?: Readonly<Record<string, string>>): string;
  /** What the page calls a file of this machine. */
  uriOf(file: string): string;
  /** What the server printed, for when something goes wrong. */
  log(): string;
  /** Ends the server and everything it started, and removes its data. */
  stop(): Promise<void>;
}

export interface EmbeddedEditorOptions {
  /** Asked of the browser; without one the server answers every process of this machine. */
  readonly token?: string;
  /** What to install: a package (.vsix), or the folder of an extension, as far as a package of it would hold. */
  readonly extension?: string;
  /** Obey a page that names a suite of tests to run. */
  readonly tests?: 'allowed';
}

/** Installs the embedded VS Code below `.vscode-test` unless it is there; undefined where npm cannot. */
export async function installEmbeddedEditor(root: string): Promise<EmbeddedEditor | undefined> {
  const folder = path.join(root, '.vscode-test');
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const nodePackage = `node-${platform}-${process.arch}`;
  const executable = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const editor = {
    node: path.join(folder, 'node_modules', nodePackage, executable),
    vscode: path.join(folder, 'node_modules/code-server/lib/vscode'),
  };
  const finished = path.join(folder, `${editorPackage}.installed`);
  if (existsSync(finished) && existsSync(editor.node)) {
    return editor;
  }
  console.log(`Installing ${editorPackage} below .vscode-test (once)`);
  mkdirSync(folder, { recursive: true });
  const installed =
    (await npmInstall(root, ['--prefix', folder, editorPackage, `${nodePackage}@${nodeMajor}`])) &&
    (await npmInstall(editor.vscode, ['--omit=dev']));
  if (!installed) {
    return undefined;
  }
  writeFileSync(finished, '');
  return editor;
}

/** Starts the embedded VS Code on a free loopback port, with data folders of its own. */
export async function startEmbeddedEditor(
  editor: EmbeddedEditor,
  { token, extension, tests }: EmbeddedEditorOptions = {},
): Promise<RunningEditor> {
  const port = await freePort();
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-editor-'));
  const extensions = path.join(folder, 'extensions');
  const user = path.join(folder, 'user');
  mkdirSync(path.join(user, 'Machine'), { recursive: true });
  writeFileSync(path.join(user, 'Machine/settings.json'), JSON.stringify(quietSettings));
  const main = path.join(editor.vscode, 'out/server-main.js');
  if (extension?.endsWith('.vsix') === true) {
    const install = [main, '--install-extension', path.resolve(extension), '--extensions-dir', extensions];
    spawnSync(editor.node, [...install, '--server-data-dir', path.join(folder, 'server'), '--user-data-dir', user]);
  } else if (extension !== undefined) {
    copyExtension(extension, extensions);
  }
  const server = spawn(
    editor.node,
    [
      main,
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
      ...['--server-data-dir', path.join(folder, 'server'), '--user-data-dir', user, '--extensions-dir', extensions],
      ...['--accept-server-license-terms', '--disable-telemetry', '--disable-workspace-trust'],
      // Without it the server's page ignores a payload that names a suite.
      ...(tests === 'allowed' ? ['--enable-smoke-test-driver'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32', env: quietEnvironment() },
  );
  let isStopping = false;
  let log = '';
  const note = (text: Buffer) => {
    log += text.toString();
  };
  server.stdout.on('data', note);
  server.stderr.on('data', note);
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      if (!isStopping) {
        resolve();
      }
    });
  });
  // Not even an exit that nobody planned (a broken pipe, a bug) leaves the server behind.
  const endWithProcess = () => {
    signalGroup(server, 'SIGKILL');
  };
  process.once('exit', endWithProcess);
  const stop = async () => {
    isStopping = true;
    await endProcessGroup(server);
    process.off('exit', endWithProcess);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const origin = `http://127.0.0.1:${port}/`;
  if (!(await answers(origin, server))) {
    await stop();
    throw new Error(`The embedded VS Code does not answer:\n${log}`);
  }
  return {
    ended,
    stop,
    log: () => log,
    uriOf: (file) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`,
    addressOf: (workspace, payload) => {
      const query = new URLSearchParams(token === undefined ? {} : { tkn: token });
      query.set('folder', path.resolve(workspace));
      if (payload !== undefined) {
        query.set('payload', JSON.stringify(Object.entries(payload)));
      }
      return `${origin}?${query.toString()}`;
    },
  };
}

/** Calls `stop`, once, when the process is asked to end, and when the process that started it is gone. */
export function stopWithProcess(stop: () => Promise<void>): void {
  let isEnding = false;
  const end = (code: number) => {
    // npm and the terminal both pass Ctrl+C on; the second one must not cut the first one's work short.
    if (!isEnding) {
      isEnding = true;
      void stop().finally(() => process.exit(code));
    }
  };
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      end(code);
    });
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) {
      end(1);
    }
  }, 2_000).unref();
}

/** The registry's front may not know a package at the first question, so a failed install is tried again. */
async function npmInstall(folder: string, args: readonly string[]): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const command = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status, stderr } = spawnSync(command, ['install', ...flags, ...args], {
      cwd: folder,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (status === 0) {
      return true;
    }
    console.log(`npm install failed (${attempt} of ${attempts}): ${stderr.trim().split('\n').at(0) ?? ''}`);
    await sleep(attempt * 3_000);
  }
  return false;
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') {
          reject(new Error('no port'));
        } else {
          resolve(address.port);
        }
      });
    });
  });
}

async function answers(address: string, server: ChildProcess): Promise<boolean> {
  const limit = Date.now() + startLimit;
  while (Date.now() < limit && server.exitCode === null) {
    // Any answer will do: with a connection token the first one is a refusal.
    const response = await fetch(address).catch(() => undefined);
    if (response !== undefined) {
      return true;
    }
    await sleep(100);
  }
  return false;
}

async function endProcessGroup(server: ChildProcess): Promise<void> {
  signalGroup(server, 'SIGTERM');
  const limit = Date.now() + 3_000;
  while (server.exitCode === null && server.signalCode === null && Date.now() < limit) {
    await sleep(50);
  }
  signalGroup(server, 'SIGKILL');
}

function signalGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) {
    return;
  }
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // The group has ended already.
  }
}

/** Copies what a package of the extension would hold. */
function copyExtension(root: string, extensions: string): void {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const target = path.join(extensions, `${manifest['publisher']}.${manifest['name']}-${manifest['version']}`);
  for (const part of ['package.json', 'dist', 'syntaxes', 'media/icon.png', 'README.md', 'CHANGELOG.md']) {
    if (existsSync(path.join(root, part))) {
      cpSync(path.join(root, part), path.join(target, part), { recursive: true });
    }
  }
}

/** Variables of an editor around this process would make the server believe it runs inside that one. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  return { ...Object.fromEntries(entries), EXTENSIONS_GALLERY: '{}' };
}
