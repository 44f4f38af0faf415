/**
 * What an answer rests on, noted while it is computed: so that an answer can be kept for the next version of a text as
 * long as nothing of that has changed. Nobody declares anything; whoever hands out a part of the text notes it.
 */

/** A part of a text that answers can rest on: an instruction, the order of a stage's instructions, all comments. */
export class Ground {
  /** It is not part of the present version any more, and what rests on it has to be asked again. */
  isStale = false;
  /** The recording that has noted it last, so that it is noted once. */
  recording = 0;
}

interface Recording {
  readonly number: number;
  readonly grounds: Ground[];
}

let current: Recording | undefined;
let last = 0;

/** Notes that the answer being computed, if any, rests on `ground`. */
export function noteRead(ground: Ground): void {
  if (current === undefined || ground.recording === current.number) return;
  ground.recording = current.number;
  current.grounds.push(ground);
}

/** Notes all of `grounds`: an answer that is used again brings along what it rests on. */
export function noteReads(grounds: readonly Ground[]): void {
  if (current === undefined) return;
  for (const ground of grounds) noteRead(ground);
}

/** Returns what `compute` returns, with all that it rests on; whoever is recording already rests on that too. */
export function recordReads<T>(compute: () => T): { readonly value: T; readonly grounds: readonly Ground[] } {
  const outer = current;
  const recording: Recording = { number: ++last, grounds: [] };
  current = recording;
  try {
    const value = compute();
    return { value, grounds: recording.grounds };
  } finally {
    current = outer;
    noteReads(recording.grounds);
  }
}

/** Returns what `compute` returns without noting what it reads: its caller notes something that stands for all of it. */
export function silently<T>(compute: () => T): T {
  if (current === undefined) return compute();
  const outer = current;
  current = undefined;
  try {
    return compute();
  } finally {
    current = outer;
  }
}

/** Tells whether an answer still holds that rests on `grounds`. */
export function isValid(grounds: readonly Ground[]): boolean {
  for (const ground of grounds) if (ground.isStale) return false;
  return true;
}
