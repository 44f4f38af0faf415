import { baseName, directoryOf, joinPath } from '../model/paths';
import type { Instruction } from '../syntax/dockerfile';
import type { Addition, RuntimeBase } from './recipe';
import { expandInScript } from './shell-values';
import { directoryAt, type Source } from './source';

/*
 * What the recipes of compiled languages share: the binary that the container starts, and what the compiler's image has
 * besides the compiler.
 */

/** Images that hold a compiler and the certificates that it fetches packages with. */
const COMPILER_IMAGES: ReadonlySet<string> = new Set(['golang', 'rust', 'swift', 'haskell', 'gcc', 'dart']);

/** What the container starts: an absolute path, or the name that PATH finds. */
export interface StartedProgram {
  readonly path: string;
  readonly isOnPath: boolean;
}

/** Returns the program that the container starts, past shells: its path, and whether PATH finds it. */
export function startedProgram({ started, model, stage }: Source): StartedProgram | undefined {
  const command = started.find(
    ({ name }) =>
      name !== undefined &&
      !/^(?:ba|da|a)?sh$|^(?:exec|env|cd|export|set|echo|printf|ulimit|umask|test|\[|sleep|source|\.|:|true|mkdir|chmod|chown)$/.test(
        name,
      ),
  );
  const name = command?.nameWord?.value;
  if (name === undefined) return undefined;
  if (!name.includes('/')) return { path: name, isOnPath: true };
  const path = joinPath(model.finalState(stage).workdir, name);
  return path === undefined ? undefined : { path, isOnPath: false };
}

/** Returns where `mv`, `cp` or a link puts the binary after the build, else `path` itself. */
export function movedTo({ runs, model }: Source, path: string): string {
  let current = path;
  const made = new Set<string>();
  for (const { script, instruction } of runs) {
    for (const command of script.commands) {
      if (command.name === 'mkdir')
        for (const { value, text } of command.args) {
          const place = text.startsWith('-')
            ? undefined
            : joinPath(
                directoryAt(model, instruction, command),
                value ?? expandInScript(model, instruction, text) ?? text,
              );
          if (place !== undefined) made.add(place.replace(/(?<=.)\/$/, ''));
        }
      if (command.name !== 'mv' && command.name !== 'cp' && command.name !== 'ln') continue;
      const words = command.args.flatMap(({ value, text }) =>
        text.startsWith('-') ? [] : [value ?? expandInScript(model, instruction, text)],
      );
      const [from, to] = words;
      if (words.length !== 2 || from === undefined || to === undefined) continue;
      const directory = directoryAt(model, instruction, command);
      if (joinPath(directory, from) !== current) continue;
      const target = joinPath(directory, to) ?? current;
      const isDirectory =
        /\/$|^\.$/.test(to) || /^\/(?:usr\/(?:local\/)?)?s?bin$|^\/$/.test(target) || made.has(target);
      current = isDirectory ? (joinPath(target, baseName(current)) ?? current) : target;
    }
  }
  return current;
}

/** Directories that every image has on PATH. */
const PATH_DIRECTORY = /^\/(?:usr\/(?:local\/)?)?s?bin$/;

/** Returns where a step puts the started program with `cp`, `mv`, `install` or a link; only from within `origin`, where that is given. */
export function placedAt(source: Source, program: StartedProgram, origin?: string): string | undefined {
  const isStarted = (target: string): boolean =>
    program.isOnPath
      ? baseName(target) === program.path && PATH_DIRECTORY.test(directoryOf(target))
      : target === program.path;
  for (const { script, instruction } of source.runs) {
    for (const command of script.commands) {
      if (!['cp', 'mv', 'ln', 'install'].includes(command.name ?? '')) continue;
      const directory = directoryAt(source.model, instruction, command);
      const words = command.args.filter(({ text }) => !text.startsWith('-'));
      const [from, ...rest] = words.map(({ value, text }) => value ?? expandInScript(source.model, instruction, text));
      const to = rest.at(-1);
      if (origin !== undefined) {
        const path = from === undefined ? undefined : joinPath(directory, from);
        // `mv target/release/${APP_NAME} /app`: the build argument has no default, and its place is known all the same.
        const [first] = words;
        const open =
          first !== undefined && from === undefined ? joinPath(directory, first.text.replace(/["']/g, '')) : undefined;
        const place = to === undefined ? undefined : joinPath(directory, to);
        if (open !== undefined && directoryOf(open) === origin && place !== undefined && isStarted(place)) return place;
        if (path === undefined || directoryOf(path) !== origin) continue;
        const target = movedTo(source, path);
        if (target !== path && isStarted(target)) return target;
        continue;
      }
      if (to === undefined) continue;
      const target = joinPath(directory, to);
      if (target === undefined) continue;
      const inside = from === undefined ? undefined : joinPath(target, baseName(from));
      const hit = [target, inside].find((path) => path !== undefined && isStarted(path));
      if (hit !== undefined) return hit;
    }
  }
  return undefined;
}

/** Returns the line that brings a binary to the path that it has in the builder. */
export function binaryLine(builder: string, path: string): Addition {
  return {
    lines: [`COPY --from=${builder} ${path} ${path}`],
    why: 'The binary, at the path that the container starts.',
  };
}

/** Returns the lines that bring the certificates of the authorities, which a compiler's image has and the small base has not; distroless images have their own. */
export function certificates(
  { facts, runs }: Source,
  builder: string,
  runtime: RuntimeBase | undefined,
): readonly Addition[] {
  const isInstalled = runs.some(({ operations }) =>
    [...operations.values()].some(({ operands }) => operands.some(({ value }) => value === 'ca-certificates')),
  );
  if (isInstalled || !COMPILER_IMAGES.has(facts.family) || runtime?.text.includes('distroless') === true) return [];
  const path = '/etc/ssl/certs/ca-certificates.crt';
  return [
    {
      lines: [`COPY --from=${builder} ${path} ${path}`],
      why: 'A program that speaks TLS needs the certificates of the authorities, which the small base lacks.',
    },
  ];
}

/** Returns the line that writes the base image's own WORKDIR out, which would be lost where the file relies on it. */
export function workdirLine(workdir: string | undefined, instructions: readonly Instruction[]): readonly Addition[] {
  if (workdir === undefined || workdir === '/' || instructions.some(({ keyword }) => keyword === 'WORKDIR')) return [];
  return [
    {
      lines: [`WORKDIR ${workdir}`],
      why: `The base image's own working directory is ${workdir}; the runtime's base has another.`,
    },
  ];
}

/** Returns the line that puts the directory of the started binary on PATH, where the compiler's image has it there and the runtime's base has not. */
export function pathLine(source: Source, binaries: readonly string[]): readonly Addition[] {
  const program = startedProgram(source);
  const binary = binaries.find((path) => program?.isOnPath === true && baseName(path) === program.path);
  const directory = binary === undefined ? undefined : directoryOf(binary);
  if (directory === undefined || PATH_DIRECTORY.test(directory)) return [];
  return [
    {
      lines: [`ENV PATH="${directory}:$PATH"`],
      why: `The container starts "${program?.path ?? ''}" without a path, and the base image has ${directory} on PATH.`,
    },
  ];
}
