import { availableParallelism } from 'node:os';
import { Worker, type MessagePort } from 'node:worker_threads';
import type { CheckedFile } from './report';

/** Fewer files than this are checked before a second thread has started. */
const WORTHWHILE = 200;
/** More threads wait for the first one to print. */
const MOST = 4;
const BATCH = 25;

/** What a thread is told when it starts; both must survive being copied. */
export interface ThreadData<O> {
  readonly folder: string;
  readonly options: O;
}

type ToMain = { readonly warning: string } | { readonly files: readonly CheckedFile[] };

/** Returns how many threads are worth starting for so many files; 1 where the script that runs cannot start itself again. */
export function threadsFor(files: number, script: string | undefined): number {
  if (script === undefined || files < WORTHWHILE) return 1;
  return Math.min(MOST, availableParallelism(), Math.ceil(files / WORTHWHILE) + 1);
}

/** Returns the files at `paths`, in their order, checked by `count` threads that run `script`. */
export async function checkInThreads<O>(
  script: string,
  count: number,
  data: ThreadData<O>,
  paths: readonly string[],
  warn: (text: string) => void,
): Promise<readonly CheckedFile[]> {
  const batches = Array.from({ length: Math.ceil(paths.length / BATCH) }, (_, index) =>
    paths.slice(index * BATCH, (index + 1) * BATCH),
  );
  const results: (readonly CheckedFile[])[] = batches.map(() => []);
  const warned = new Set<string>();
  let next = 0;
  const run = async (): Promise<void> => {
    const worker = new Worker(script, { workerData: data });
    const failed = new Promise<never>((_, reject) => worker.once('error', reject));
    try {
      for (let index = next++; index < batches.length; index = next++) {
        worker.postMessage(batches[index]);
        results[index] = await Promise.race([answerOf(worker, warned, warn), failed]);
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: count }, run));
  return results.flat();
}

/** A mistake that several threads see is said once. */
function answerOf(worker: Worker, warned: Set<string>, warn: (text: string) => void): Promise<readonly CheckedFile[]> {
  return new Promise((resolve) => {
    const listen = (message: ToMain): void => {
      if ('warning' in message) {
        if (!warned.has(message.warning)) warn(message.warning);
        warned.add(message.warning);
        return;
      }
      worker.off('message', listen);
      resolve(message.files);
    };
    worker.on('message', listen);
  });
}

/** Checks what the main thread sends, batch by batch. */
export function serveBatches(
  port: MessagePort,
  checkAll: (paths: readonly string[]) => Promise<readonly CheckedFile[]>,
): void {
  port.on('message', (paths: readonly string[]) => {
    void checkAll(paths).then((files) => {
      port.postMessage({ files } satisfies ToMain);
    });
  });
}

/** Returns how a thread warns: through the main one. */
export function warnThrough(port: MessagePort): (text: string) => void {
  return (text) => {
    port.postMessage({ warning: text } satisfies ToMain);
  };
}
