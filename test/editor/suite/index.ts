import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import type { Results } from '../results';
import { resultMark } from '../../../scripts/editor/result-mark';

// Mocha's bdd functions are global only once the suite's interface is set up, so the tests are required after it.
const timeout = 20_000;

/** Runs the suite in the extension host; VS Code calls it. */
export async function run(): Promise<void> {
  const grep = process.env['EDITOR_TEST_GREP'];
  const mocha = new Mocha({ ui: 'bdd', timeout, color: false, ...(grep === undefined ? {} : { grep }) });
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => {
    console.log(format(...words).replace(/^/gm, resultMark));
  };
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, '', mocha);
  await import('./activation');
  await import('./findings');
  await import('./fixes');
  await import('./settings');
  await import('./conversion');
  await import('./verification');
  const stats = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => {
      resolve(runner.stats ?? fail());
    });
    const note = () => {
      write({ passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0, isFinished: false });
    };
    note();
    runner.on('test end', note);
  });
  write({ passed: stats.passes, failed: stats.failures, isFinished: true });
  if (stats.failures > 0) {
    throw new Error(`${stats.failures} editor tests failed`);
  }
}

function write(results: Results): void {
  writeFileSync(path.join(__dirname, 'results.json'), JSON.stringify(results));
}

function fail(): never {
  throw new Error('mocha has no statistics');
}
