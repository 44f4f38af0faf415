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
  const { Entrypoint = [], Cmd = [], Healthcheck } = after.config;
  const [kind, ...test] = Healthcheck?.Test ?? [];
  const commands = [
    // An entrypoint may be a wrapper that starts what comes after it.
    { of: 'start command', words: [...wordsOf(Entrypoint), ...wordsOf(Cmd)] },
    { of: 'health check', words: kind === 'CMD-SHELL' ? test.flatMap(wordsOfScript) : wordsOf(test) },
  ] as const;
  return commands.flatMap(({ of, words }) => {
    const seen = new Set<string>();
    return words.flatMap(({ text, isProgram }): LostWord[] => {
      const was = fileOf(before, text, isProgram);
      if (seen.has(text) || was === undefined || fileOf(after, text, isProgram) !== undefined) return [];
      seen.add(text);
      return [{ word: text, of, was }];
    });
  });
}

interface CommandWord {
  readonly text: string;
  /** It stands where a program is named, so that it is looked up on the PATH. */
  readonly isProgram: boolean;
}

/** These start the program that is named after them. */
const WRAPPERS = /(?:^|\/)(?:exec|env|tini|dumb-init|nice|nohup|--)$/;
const SHELLS = /(?:^|\/)(?:ba|da|a|z|k)?sh$/;

/** The words of an exec form. The text of `sh -c` is a command of its own; that of `python -c` is none. */
function wordsOf(words: readonly string[]): readonly CommandWord[] {
  const isShell = words[0] !== undefined && SHELLS.test(words[0]);
  return words.flatMap((text, index) =>
    isShell && index > 0 && /^-\w*c$/.test(words[index - 1] ?? '')
      ? wordsOfScript(text)
      : [{ text, isProgram: index === 0 || WRAPPERS.test(words[index - 1] ?? '') }],
  );
}

/** Nothing is expanded: a word with a variable, a pattern or a quote inside is no word here. */
function wordsOfScript(script: string): readonly CommandWord[] {
  return script.split(/&&|\|\||[;|&\n()]/).flatMap((command) => {
    const words = command.trim().split(/\s+/);
    const first = words.findIndex((word) => !/^\w+=/.test(word));
    return words
      .slice(Math.max(0, first))
      .map((word, index, all) => ({
        text: word.replace(/^(["'])(.*)\1$/, '$2'),
        isProgram: index === 0 || WRAPPERS.test(all[index - 1] ?? ''),
      }))
      .filter(({ text }) => !/[$`"'<>*?=]/.test(text));
  });
}

/** Returns the program that the image starts, as a path in it. */
export function startedProgram({ config, files }: StartableImage): string | undefined {
  const [program] = [...(config.Entrypoint ?? []), ...(config.Cmd ?? [])];
  if (program === undefined) return undefined;
  const found = findProgram(files, program, searchPathsOf(config).path, config.WorkingDir ?? '/');
  return found === undefined ? undefined : resolvePath(files, found);
}

function fileOf(image: StartableImage, word: string, isProgram: boolean): string | undefined {
  const { config, files } = image;
  if (!/^[\w@%+./:-]+$/.test(word) || word.startsWith('-')) return undefined;
  const workdir = config.WorkingDir === undefined || config.WorkingDir === '' ? '/' : config.WorkingDir;
  if (isProgram || word.startsWith('/')) {
    const program = findProgram(files, word, searchPathsOf(config).path, workdir);
    if (program !== undefined) return program;
  }
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
