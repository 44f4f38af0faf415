/** Takes the README's pictures into `media/` from the embedded VS Code. Run it after a build. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { findChromium, startBrowser } from './editor/browser';
import { installEmbeddedEditor, startEmbeddedEditor, stopWithProcess } from './editor/embedded-editor';

const root = path.resolve(__dirname, '..');
const media = path.join(root, 'media');
const size = { width: 1280, height: 700 };

const flawed = `FROM ubuntu
MAINTAINER someone@example.com
RUN apt-get update
RUN apt-get install python3 python3-pip
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
CMD python3 app.py
`;
const convertible = `FROM python:3.11-slim-bookworm
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev
COPY requirements.txt .
RUN pip install -r requirements.txt
COPY . .
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]
`;
const files: Readonly<Record<string, string>> = {
  'shop/Dockerfile': convertible,
  'shop/requirements.txt': 'flask==3.1.0\ngunicorn==23.0.0\npsycopg2==2.9.10\n',
  'shop/app.py': 'from flask import Flask\n\napp = Flask(__name__)\n',
  'shop/.dockerignore': '.git\n.venv\n__pycache__\n',
  'first-steps/Dockerfile': flawed,
  'first-steps/requirements.txt': 'flask==3.1.0\n',
  'first-steps/app.py': 'print("hello")\n',
  '.vscode/settings.json': JSON.stringify({
    'chat.disableAIFeatures': true,
    'editor.minimap.enabled': false,
    'editor.scrollBeyondLastLine': false,
    'editor.fontSize': 15,
    'diffEditor.wordWrap': 'on',
    'workbench.startupEditor': 'none',
  }),
};

void main();

async function main(): Promise<void> {
  const editor = await installEmbeddedEditor(root);
  const chromium = findChromium();
  if (editor === undefined || chromium === undefined) {
    throw new Error('The pictures need the embedded VS Code from npm and a Chromium.');
  }
  const workspace = path.join(mkdtempSync(path.join(tmpdir(), 'plimsoll-pictures-')), 'projects');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    writeFileSync(path.join(workspace, name), text);
  }
  const server = await startEmbeddedEditor(editor, { extension: root });
  const browser = await startBrowser(chromium);
  const stop = async () => {
    await browser.close();
    await server.stop();
    rmSync(path.dirname(workspace), { recursive: true, force: true });
  };
  stopWithProcess(stop);
  try {
    const page = await browser.newPage({ viewport: size, colorScheme: 'dark' });
    const open = async (name: string) => {
      const openFile = server.uriOf(path.join(workspace, name));
      await page.goto(server.addressOf(workspace, { openFile, skipWelcome: 'true' }));
      await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first().waitFor();
      await page.waitForTimeout(1_500);
    };
    mkdirSync(media, { recursive: true });
    await open('first-steps/Dockerfile');
    await takeFindings(page);
    await takeLightBulb(page);
    await open('shop/Dockerfile');
    await takeConversion(page);
  } finally {
    await stop();
  }
}

/** What the finding in the last line has to say. */
async function takeFindings(page: Page): Promise<void> {
  await goTo(page, 8, 6);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  await page.locator('.monaco-hover:not(.hidden) .hover-contents').first().waitFor();
  await take(page, 'findings.png');
  await page.keyboard.press('Escape');
}

async function takeLightBulb(page: Page): Promise<void> {
  await goTo(page, 4, 8);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').first().waitFor();
  await take(page, 'light-bulb.png');
  await page.keyboard.press('Escape');
}

async function takeConversion(page: Page): Promise<void> {
  await page.keyboard.press('Control+B');
  await run(page, 'Plimsoll: Convert to Multi-Stage Build');
  await page.locator('.monaco-diff-editor').first().waitFor();
  await page.locator('iframe.webview').first().waitFor();
  await page.waitForTimeout(2_500);
  await take(page, 'conversion.png');
}

async function goTo(page: Page, line: number, column: number): Promise<void> {
  await page
    .locator('.monaco-editor .view-lines')
    .first()
    .click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Control+G');
  await page.keyboard.type(`${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
}

async function run(page: Page, command: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.keyboard.type(command);
  await page.waitForTimeout(500);
  await page.keyboard.press('Enter');
}

async function take(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(700);
  await page.screenshot({ path: path.join(media, name) });
  console.log(`media/${name}`);
}
