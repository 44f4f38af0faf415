import type { Instruction } from '../syntax/dockerfile';
import { isWithin } from './paths';

/** One `--mount` of a RUN. */
export interface Mount {
  /** `bind` where the text names none. */
  readonly type: string;
  /** The absolute directory or file as written, without a trailing slash; `undefined` where there is none. */
  readonly target: string | undefined;
}

/** Returns the mounts of a RUN (of the trigger, for ONBUILD). */
export function mountsOf(instruction: Instruction): readonly Mount[] {
  const { flags } = instruction.trigger ?? instruction;
  return flags.flatMap(({ name, value }) => (name === 'mount' && value !== undefined ? [readMount(value)] : []));
}

/** Tells whether a cache or tmpfs mount holds `directory`, so that what is written there stays out of the layer. */
export function isMountedAway(instruction: Instruction, directory: string): boolean {
  return mountsOf(instruction).some(
    ({ type, target }) => (type === 'cache' || type === 'tmpfs') && target !== undefined && isWithin(directory, target),
  );
}

function readMount(value: string): Mount {
  const pairs = new Map(
    value.split(',').map((part) => {
      const equals = part.indexOf('=');
      const key = equals === -1 ? part : part.slice(0, equals);
      return [key.trim().toLowerCase(), equals === -1 ? '' : part.slice(equals + 1).replace(/^["']|["']$/g, '')];
    }),
  );
  const target = pairs.get('target') ?? pairs.get('dst') ?? pairs.get('destination');
  return {
    type: pairs.get('type') ?? 'bind',
    target: target === undefined ? undefined : target.replace(/(?<=.)\/+$/, ''),
  };
}
