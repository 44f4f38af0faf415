import { posix } from 'node:path';
import { variables } from './compare-configurations';
import type { ImageConfiguration } from './docker';
import { entryAt, resolvePath, type ImageFiles } from './image-files';
import { findProgram, type SearchPaths } from './needs';

/** An image, as far as its start command goes. */
export interface StartableImage {
  readonly config: ImageConfiguration;
  readonly files: ImageFiles;
}

/** A word of the start command or the health check that led to a file in the original, and leads nowhere now. */
export interface LostWord {
  readonly word: string;
  readonly of: 'start command' | 'health check';
  /** The file that the original has for it. */
  readonly was: string;
}

/** Used where an image sets no PATH. */
const STANDARD_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Returns where an image's programs and libraries are looked for. */
export function searchPathsOf(config: ImageConfiguration): SearchPaths {
  const environment = variables(config);
  return { path: environment.get('PATH') ?? STANDARD_PATH, libraryPath: environment.get('LD_LIBRARY_PATH') ?? '' };
}

/** Returns the programs, files and Python modules that the commands of the image name and only the original has. */
export function lostWords(before: StartableImage, after: StartableImage): readonly LostWord[] {
  const commands = [
    { of: 'start command', words: [...(after.config.Entrypoint ?? []), ...(after.config.Cmd ?? [])] },
    { of: 'health check', words: (after.config.Healthcheck?.Test ?? []).slice(1) },
  ] as const;
  const shell = new Set(after.config.Shell ?? []);
  return commands.flatMap(({ of, words }) => {
    const isShellText = of === 'health check' && after.config.Healthcheck?.Test?.[0] === 'CMD-SHELL';
    return [...new Set(words.flatMap((word, index) => wordsIn(word, words, index, isShellText)))].flatMap(
      (word): LostWord[] => {
        const was = fileOf(before, word);
        if (was === undefined || fileOf(after, word) !== undefined) return [];
        return shell.has(word) && of !== 'start command' ? [] : [{ word, of, was }];
      },
    );
  });
}

/** Returns the program that the image starts, as a path in it. */
export function startedProgram({ config, files }: StartableImage): string | undefined {
  const [program] = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (program === undefined) return undefined;
  const found = findProgram(files, program, searchPathsOf(config).path, config.WorkingDir ?? '/');
  return found === undefined ? undefined : resolvePath(files, found);
}

/** The text of `sh -c` is a command of its own. Nothing is expanded: a word with a variable is no word here. */
function wordsIn(word: string, words: readonly string[], index: number, isShellText: boolean): readonly string[] {
  const isScript = isShellText || (/\s/.test(word) && words.slice(0, index).some((other) => /^-\w*c$/.test(other)));
  return isScript ? word.split(/[\s'"|&;()<>]+/).filter((part) => !/[$`=*?]/.test(part)) : [word];
}

function fileOf(image: StartableImage, word: string): string | undefined {
  const { config, files } = image;
  if (!/^[\w@%+./:-]+$/.test(word) || word.startsWith('-')) return undefined;
  const workdir = config.WorkingDir === undefined || config.WorkingDir === '' ? '/' : config.WorkingDir;
  const program = findProgram(files, word, searchPathsOf(config).path, workdir);
  if (program !== undefined) return program;
  // A bare word may be an argument of any meaning: only what is called as files and modules are is looked up.
  if (/[./]/.test(word)) {
    const path = posix.resolve(workdir, word);
    if (entryAt(files, path) !== undefined) return path;
  }
  const [, module] = /^([A-Za-z_][\w.]*):[\w.()]+$/.exec(word) ?? [];
  if (module === undefined) return undefined;
  const path = posix.resolve(workdir, module.replaceAll('.', '/'));
  return [`${path}.py`, `${path}/__init__.py`].find((place) => entryAt(files, place) !== undefined);
}
