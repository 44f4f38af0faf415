import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';

/** Runs one feature for one request; whatever it throws stays with it. */
export type Guard = <T>(feature: string, neutral: T, run: () => T | Promise<T>) => Promise<T>;

/** Returns the barrier around requests: a feature that throws is logged once for each message, and answers `neutral`. */
export function createGuard(log: (message: string) => void): Guard {
  const logged = new Set<string>();
  return async (feature, neutral, run) => {
    try {
      return await run();
    } catch (error) {
      // An answer in its own right: cancelled, or a name that cannot be.
      if (error instanceof ResponseError) throw error;
      const key = `${feature}: ${String(error)}`;
      if (!logged.has(key)) {
        logged.add(key);
        log(`${feature} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      return neutral;
    }
  };
}

/** Returns what answers a request that the client no longer waits for, `undefined` while it does. */
export function cancelled(token: CancellationToken): ResponseError | undefined {
  return token.isCancellationRequested
    ? new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.')
    : undefined;
}
