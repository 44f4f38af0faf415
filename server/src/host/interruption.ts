/** Returns a signal of Ctrl+C, and of the end of the channel to the editor that started this process. From then on neither ends it by itself. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, abort);
  if (process.channel !== undefined) {
    process.once('disconnect', abort);
    // Listening alone must not keep the process alive.
    process.channel?.unref();
  }
  return controller.signal;
}
