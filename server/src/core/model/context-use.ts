import type { BuildContext } from '../context/build-context';
import type { DockerfileModel } from './model';
import type { CopyOperation } from './stage';

/** Returns the first COPY or ADD of the whole build context in a stage that is built, one that ships before others. */
export function wholeContextCopy(model: DockerfileModel): CopyOperation | undefined {
  const copies = model.stages
    .filter(({ isReachable }) => isReachable)
    .sort((a, b) => Number(b.isShipped) - Number(a.isShipped))
    .flatMap(({ instructions }) => instructions.flatMap((instruction) => model.copyOf(instruction) ?? []));
  return copies.find(
    ({ from, sources }) => from.kind === 'context' && sources.some(({ isEverything }) => isEverything),
  );
}

/** Returns what COPY, ADD and bind mounts name in the build context; `undefined` stands for a name that the text does not tell. */
export function namedSources(model: DockerfileModel): readonly (string | undefined)[] {
  return model.file.instructions.flatMap((outer) => {
    const instruction = outer.trigger ?? outer;
    const copy = model.copyOf(instruction);
    const named =
      copy?.from.kind === 'context'
        ? copy.sources.filter(({ kind, isEverything }) => kind === 'path' && !isEverything).map(({ path }) => path)
        : [];
    const mounted = instruction.flags.flatMap(({ name, value = '' }) => {
      if (name !== 'mount' || /(?:^|,)from=/.test(value) || /(?:^|,)type=(?!bind)/.test(value)) return [];
      const [, source] = /(?:^|,)(?:source|src)=([^,]+)/.exec(value) ?? [];
      return source === undefined ? [] : [source.replace(/^(?:\.?\/)+/, '')];
    });
    return [...named, ...mounted];
  });
}

/** How many directories a search looks into: a context may hold a million. */
const MAX_DIRECTORIES = 400;

/** Returns the paths of the build context (directories with a trailing `/`), nearest first, without what `.dockerignore` keeps out. */
export function sentPaths(context: BuildContext): readonly string[] {
  const paths: string[] = [];
  let level = [''];
  let visited = 0;
  while (level.length > 0 && visited < MAX_DIRECTORIES) {
    const next: string[] = [];
    for (const directory of level) {
      if (visited++ >= MAX_DIRECTORIES) break;
      for (const entry of context.list(directory.replace(/\/$/, '')) ?? []) {
        const path = `${directory}${entry}`;
        if (context.ignores(path.replace(/\/$/, ''))) continue;
        paths.push(path);
        // What lies below these is of no interest by itself.
        if (entry.endsWith('/') && !/^(?:node_modules|\.git|\.venv|venv|__pycache__|target|vendor)\/$/.test(entry))
          next.push(path);
      }
    }
    level = next;
  }
  return paths;
}
