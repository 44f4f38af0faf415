/**
 * Stands in for the desktop VS Code under `@vscode/test-electron`: takes the same arguments, and runs the test suite in
 * the embedded VS Code with a headless browser. Prints the suite's results, keeps all that VS Code writes to its
 * console in `console.log` beside the suite, and exits with the suite's code.
 */
import { appendFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs, format } from 'node:util';
import { findChromium, startBrowser } from './browser';
import { installEmbeddedEditor, startEmbeddedEditor, stopWithProcess } from './embedded-editor';
import { resultMark } from './result-mark';

const limit = Number(process.env['EDITOR_TEST_TIMEOUT'] ?? 300_000);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
});
process.exitCode = await runSuite(
  String(values.extensionDevelopmentPath),
  String(values.extensionTestsPath),
  String(positionals[0]),
);
process.exit();

async function runSuite(extension: string, suite: string, workspace: string): Promise<number> {
  const editor = await installEmbeddedEditor(extension);
  const chromium = findChromium();
  if (editor === undefined || chromium === undefined) {
    throw new Error('no embedded VS Code or no Chromium');
  }
  const consoleFile = path.join(path.dirname(suite), 'console.log');
  rmSync(consoleFile, { force: true });
  const cleanups: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup().catch((error: unknown) => {
        console.error(error);
      });
    }
  };
  stopWithProcess(stop);
  try {
    const server = await startEmbeddedEditor(editor, { tests: 'allowed' });
    cleanups.push(server.stop);
    const browser = await startBrowser(chromium);
    cleanups.push(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      const text = format(...args);
      appendFileSync(consoleFile, `${text}\n`);
      if (text.startsWith(resultMark)) {
        console.log(text);
      }
    });
    const ended = new Promise<number>((resolve, reject) => {
      const exit = (code: number) => {
        resolve(code);
      };
      page.exposeFunction('codeAutomationExit', exit).catch(reject);
      page.on('crash', () => {
        reject(new Error('the browser page crashed'));
      });
      setTimeout(() => {
        reject(new Error(`no result after ${limit / 1000} seconds\n${server.log()}`));
      }, limit).unref();
    });
    ended.catch(() => undefined);
    const address = server.addressOf(workspace, {
      extensionDevelopmentPath: server.uriOf(extension),
      extensionTestsPath: server.uriOf(suite),
      skipWelcome: 'true',
    });
    await page.goto(address, { timeout: 60_000 });
    return await ended;
  } catch (error) {
    console.error(error);
    return 1;
  } finally {
    await stop();
  }
}
