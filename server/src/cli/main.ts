import { setFlagsFromString } from 'node:v8';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { interruption } from '../host/interruption';
import { serveChecks } from './check';
import { run } from './program';

// Over a thousand files V8 spends a third of the time on optimising code that hardly runs again: it may wait longer.
if (process.argv[2] !== 'lsp') setFlagsFromString('--interrupt-budget=400000');

// A reader that has seen enough (`plimsoll check | head`) is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const { NO_COLOR, TERM } = process.env;

if (!isMainThread && parentPort !== null) {
  serveChecks(parentPort, workerData, process.env);
} else {
  void run(process.argv.slice(2), {
    folder: process.cwd(),
    stdin: process.stdin,
    environment: process.env,
    // The bundle is one file, which a thread can start.
    ...(__filename.endsWith('.js') ? { script: __filename } : {}),
    interruption,
    isColoured: process.stdout.isTTY && (NO_COLOR ?? '') === '' && TERM !== 'dumb',
    print: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
  }).then((exitCode) => {
    // Not process.exit: what is printed may still be on its way.
    process.exitCode = exitCode;
  });
}
