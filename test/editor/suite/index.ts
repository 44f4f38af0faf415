import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { resultMark } from '../../../scripts/editor/result-mark';

// Mocha's bdd functions are global only once the suite's interface is set up, so the tests are required after it.
const timeout = 20_000;

/** Runs the suite in the extension host; VS Code calls it. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout, color: false });
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => {
    console.log(format(...words).replace(/^/gm, resultMark));
  };
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  await import('./activation');
  await import('./findings');
  await import('./fixes');
  await import('./settings');
  await import('./conversion');
  const { stats } = await new Promise<Mocha.Runner>((resolve) => {
    const runner: Mocha.Runner = mocha.run(() => {
      resolve(runner);
    });
  });
  const results = { passed: stats?.passes ?? 0, failed: stats?.failures ?? 0, pending: stats?.pending ?? 0 };
  writeFileSync(path.join(__dirname, 'results.json'), JSON.stringify(results));
  if (results.failed > 0) {
    throw new Error(`${results.failed} editor tests failed`);
  }
}
