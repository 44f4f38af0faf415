/** Packs the extension, installs the package in the embedded VS Code as a person would, and tries it. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PackageManager, createVSIX, listFiles } from '@vscode/vsce';
import { findChromium, startBrowser } from '../../scripts/editor/browser';
import { installEmbeddedEditor, startEmbeddedEditor, stopWithProcess } from '../../scripts/editor/embedded-editor';
import { convertible } from './suite/texts';

const root = path.resolve(__dirname, '../..');
const sizeLimit = 1_000_000;
const shipped = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/client.js',
  'dist/server.js',
  'dist/verify.js',
  'media/icon.png',
  'package.json',
  'schemas/configuration.schema.json',
  'schemas/package.schema.json',
  'syntaxes/dockerfile.tmLanguage.json',
  'syntaxes/language-configuration.json',
];

void main();

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-package-'));
  const vsix = path.join(folder, 'plimsoll.vsix');
  try {
    await createVSIX({ cwd: root, packagePath: vsix, dependencies: false });
    assert.deepEqual((await listFiles({ cwd: root, packageManager: PackageManager.None })).sort(), shipped);
    const { size } = statSync(vsix);
    assert.ok(size < sizeLimit, `the package has ${size} bytes`);
    console.log(`The package has ${Math.round(size / 1000)} kB in ${shipped.length} files.`);
    await tryPackage(vsix, path.join(folder, 'workspace'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryPackage(vsix: string, workspace: string): Promise<void> {
  const editor = await installEmbeddedEditor(root);
  const chromium = findChromium();
  if (editor === undefined || chromium === undefined) {
    console.log('It was not installed anywhere: there is no embedded VS Code, or no Chromium, here.');
    return;
  }
  mkdirSync(workspace);
  writeFileSync(path.join(workspace, 'Dockerfile'), convertible);
  const server = await startEmbeddedEditor(editor, { extension: vsix });
  const browser = await startBrowser(chromium);
  const stop = async () => {
    await browser.close();
    await server.stop();
  };
  stopWithProcess(stop);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(server.addressOf(workspace, { openFile: server.uriOf(path.join(workspace, 'Dockerfile')) }));
    await page.locator('.squiggly-warning, .squiggly-error').first().waitFor({ timeout: 60_000 });
    console.log('Installed, it underlines what is wrong.');
    await page.keyboard.press('F1');
    await page.keyboard.type('Plimsoll: Convert to Multi-Stage Build');
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    await page.locator('.monaco-diff-editor').first().waitFor({ timeout: 30_000 });
    console.log('It previews the conversion.');
  } finally {
    await stop();
  }
}
