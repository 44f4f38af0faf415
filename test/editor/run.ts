/**
 * Runs the editor suite in a real VS Code: the desktop one where it can be downloaded, else the embedded one from npm.
 * The last line says how many tests passed and failed; without an editor it says what was not checked.
 */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { findChromium } from '../../scripts/editor/browser';
import { installEmbeddedEditor } from '../../scripts/editor/embedded-editor';
import type { Results } from './results';

interface Editor {
  readonly executable: string;
  readonly environment: Record<string, string>;
  stop(): void;
}

const root = path.resolve(__dirname, '../..');
const out = path.join(root, 'out/editor');
const resultsFile = path.join(out, 'results.json');
const downloadTimeout = 10_000;
/** The editor's own assistants put actions of theirs between ours. */
const quiet = { 'chat.disableAIFeatures': true };

void main().then((code) => {
  process.exitCode = code;
});

async function main(): Promise<number> {
  await compile();
  const desktop = await desktopEditor();
  const desktopResults = desktop && (await runIn(desktop));
  if (desktopResults !== undefined) {
    return report(desktopResults);
  }
  const embedded = await embeddedEditor();
  if (embedded !== undefined) {
    return report((await runIn(embedded)) ?? { passed: 0, failed: 0, isFinished: false });
  }
  console.log(
    'No VS Code could be run here, so the extension was not tried in an editor: its commands, quick fixes and preview are unchecked.',
  );
  return process.env['REQUIRE_EDITOR'] === '1' ? 1 : 0;
}

async function compile(): Promise<void> {
  const shared = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  } as const;
  const launcher = path.join(out, 'launch-tests.mjs');
  await build({
    ...shared,
    entryPoints: [path.join(root, 'test/editor/suite/index.ts')],
    outfile: path.join(out, 'suite.js'),
    format: 'cjs',
    external: ['vscode', 'mocha'],
  });
  await build({
    ...shared,
    entryPoints: [path.join(root, 'scripts/editor/launch-tests.ts')],
    outfile: launcher,
    format: 'esm',
    external: ['playwright-core'],
    banner: { js: '#!/usr/bin/env node' },
  });
  chmodSync(launcher, 0o755);
  writeFileSync(path.join(out, 'launch-tests.cmd'), '@node "%~dp0launch-tests.mjs" %*\r\n');
}

/** Runs the suite; undefined where the editor does not come so far as to begin it. */
async function runIn(editor: Editor): Promise<Results | undefined> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'plimsoll-workspace-'));
  const profile = mkdtempSync(path.join(tmpdir(), 'plimsoll-profile-'));
  rmSync(resultsFile, { force: true });
  try {
    mkdirSync(path.join(workspace, '.vscode'));
    writeFileSync(path.join(workspace, '.vscode/settings.json'), JSON.stringify(quiet));
    await runTests({
      vscodeExecutablePath: editor.executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: path.join(out, 'suite.js'),
      extensionTestsEnv: editor.environment,
      launchArgs: [
        workspace,
        `--user-data-dir=${profile}/user`,
        `--extensions-dir=${profile}/extensions`,
        '--disable-extensions',
      ],
    });
  } catch (error) {
    console.error(String(error));
  } finally {
    editor.stop();
    for (const folder of [workspace, profile]) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  }
  return existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Results) : undefined;
}

async function desktopEditor(): Promise<Editor | undefined> {
  if (process.env['PLIMSOLL_EDITOR'] === 'embedded') {
    return undefined;
  }
  const display = await virtualDisplay();
  if (display === undefined) {
    console.log('There is no display for a desktop VS Code (nor Xvfb).');
    return undefined;
  }
  try {
    const executable = await downloadAndUnzipVSCode({
      version: 'stable',
      cachePath: path.join(root, '.vscode-test'),
      timeout: downloadTimeout,
    });
    return { executable, ...display };
  } catch (error) {
    display.stop();
    console.log(`The desktop VS Code cannot be downloaded (${String(error)}).`);
    return undefined;
  }
}

async function embeddedEditor(): Promise<Editor | undefined> {
  if (findChromium() === undefined) {
    console.log('There is no Chromium for the embedded VS Code (CHROMIUM_PATH can name one).');
    return undefined;
  }
  if ((await installEmbeddedEditor(root)) === undefined) {
    return undefined;
  }
  const launcher = process.platform === 'win32' ? 'launch-tests.cmd' : 'launch-tests.mjs';
  return { executable: path.join(out, launcher), environment: {}, stop: () => undefined };
}

/** A Linux without a display gets one from Xvfb, which picks a free number and writes it to its third descriptor. */
async function virtualDisplay(): Promise<Omit<Editor, 'executable'> | undefined> {
  const hasDisplay =
    process.platform !== 'linux' ||
    process.env['DISPLAY'] !== undefined ||
    process.env['WAYLAND_DISPLAY'] !== undefined;
  if (hasDisplay) {
    return { environment: {}, stop: () => undefined };
  }
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const stop = () => {
    server.kill();
  };
  process.once('exit', stop);
  const display = await new Promise<string | undefined>((resolve) => {
    server.once('error', () => {
      resolve(undefined);
    });
    server.once('exit', () => {
      resolve(undefined);
    });
    server.stdio[3]?.once('data', (text: Buffer) => {
      resolve(`:${text.toString().trim()}`);
    });
  });
  return display === undefined ? undefined : { environment: { DISPLAY: display }, stop };
}

/** A suite that did not come to its end counts as one more failure. */
function report({ passed, failed, isFinished }: Results): number {
  const failures = failed + (isFinished ? 0 : 1);
  if (!isFinished) {
    console.log('The editor ended, or was ended, before the suite did; out/editor/console.log says what it wrote.');
  }
  console.log(`editor: ${passed} passed, ${failures} failed`);
  return failures > 0 || passed === 0 ? 1 : 0;
}
