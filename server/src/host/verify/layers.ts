import type { Docker } from './docker';

/** What one instruction adds to an image. */
export interface Layer {
  /** As the Dockerfile has it, shortened; `FROM` stands for all layers of the base image. */
  readonly instruction: string;
  readonly bytes: number;
}

interface HistoryEntry {
  readonly Size: string;
  readonly CreatedBy: string;
}

/** Returns the layers of an image that take place, the lowest first; those of its base as one. */
export async function layersOf(
  docker: Docker,
  image: string,
  base: { readonly name: string; readonly image: string } | undefined,
): Promise<readonly Layer[]> {
  const entries = await historyOf(docker, image);
  const below = base === undefined ? 0 : (await historyOf(docker, base.image)).length;
  const own = entries.slice(below).map(({ instruction, bytes }) => ({ instruction, bytes }));
  const first =
    base === undefined
      ? []
      : [
          {
            instruction: `FROM ${base.name}`,
            bytes: entries.slice(0, below).reduce((sum, { bytes }) => sum + bytes, 0),
          },
        ];
  return [...first, ...own.filter(({ bytes }) => bytes > 0)];
}

async function historyOf(docker: Docker, image: string): Promise<readonly Layer[]> {
  const output = await docker.orThrow(['history', '--no-trunc', '--human=false', '--format', '{{json .}}', image]);
  return output
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as HistoryEntry)
    .map(({ Size, CreatedBy }) => ({ instruction: instructionOf(CreatedBy), bytes: Number(Size) }))
    .reverse();
}

/** The history writes an instruction with the shell it ran in and its build arguments. */
export function instructionOf(createdBy: string): string {
  const text = createdBy
    .replace(/ # buildkit$/, '')
    .replace(/^(?:\|\d+ (?:\S+=\S* )*)?\/bin\/sh -c #\(nop\) +/, '')
    .replace(/^RUN (?:\|\d+ (?:\S+=\S* )*)?\/bin\/(?:ba)?sh (?:-\S+ )*-c /, 'RUN ')
    .replace(/\s+/g, ' ')
    .trim();
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
