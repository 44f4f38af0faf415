import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { joinPath } from './paths';

/** Where a build without a prefix of its own installs (GNU coding standards; CMake's and Meson's default on Unix). */
const DEFAULT_PREFIX = '/usr/local';

/** The prefix of an installation whose place the text does not tell. */
export const UNKNOWN_PREFIX = 'unknown';

/** Scripts that generate makefiles: autoconf's, and those of projects that name theirs otherwise (OpenSSL, nginx). */
const CONFIGURE = /(?:^|\/)(?:[Cc]onfigure|config|auto\/configure)$/;

const MAKE: ReadonlySet<string> = new Set(['make', 'gmake', 'ninja', 'samu']);

/** Returns the directory that `command` installs into (`make install`, `cmake --install`, ...), `undefined` where it installs nothing; {@link UNKNOWN_PREFIX} where the text does not tell. */
export function installPrefix(
  model: DockerfileModel,
  instruction: Instruction,
  command: ShellCommand,
): string | undefined {
  const words = wordsOf(model, instruction, command);
  if (!isInstalling(command.name ?? '', words)) return undefined;
  const own = valueOf(words, /^(?:--prefix|PREFIX|prefix)$/);
  const staging = valueOf(words, /^(?:--destdir|DESTDIR)$/);
  const prefix = own ?? configuredPrefix(model, instruction, command);
  if (!prefix.startsWith('/') || prefix.includes('$')) return UNKNOWN_PREFIX;
  return staging === undefined ? prefix : (joinPath(staging, prefix.slice(1)) ?? UNKNOWN_PREFIX);
}

function isInstalling(name: string, words: readonly string[]): boolean {
  if (MAKE.has(name)) return words.some((word) => /^install(?:[-_/][\w-]+)?$/.test(word));
  if (name === 'cmake') {
    const target = valueOf(words, /^--target$/) ?? words[words.indexOf('-t') + 1];
    return words[0] === '--install' || (words.includes('--build') && target === 'install');
  }
  return name === 'meson' && words[0] === 'install';
}

/** The prefix of the last configuration before `command`: in its own script, else in an earlier one. A makefile that nothing configures has any. */
function configuredPrefix(model: DockerfileModel, instruction: Instruction, command: ShellCommand): string {
  const stage = model.stageOf(instruction);
  const runs = (stage?.instructions ?? []).filter(
    ({ keyword, index }) => keyword === 'RUN' && index <= instruction.index,
  );
  for (const run of runs.reverse()) {
    const configuring = model
      .scriptOf(run)
      .commands.filter(({ span }) => run !== instruction || span.start < command.span.start)
      .findLast(isConfiguring);
    if (configuring === undefined) continue;
    const words = wordsOf(model, run, configuring);
    const prefix = valueOf(words, /^(?:--prefix|-DCMAKE_INSTALL_PREFIX(?::\w+)?|-Dprefix)$/);
    const isOpen = words.some((word) => word.startsWith('$'));
    return prefix ?? (isOpen ? UNKNOWN_PREFIX : DEFAULT_PREFIX);
  }
  return UNKNOWN_PREFIX;
}

function isConfiguring({ name, nameWord, args }: ShellCommand): boolean {
  if (CONFIGURE.test(nameWord?.value ?? '')) return true;
  if (name === 'meson') return args[0]?.value === 'setup' || args.some(({ text }) => text.startsWith('--prefix'));
  return name === 'cmake' && !args.some(({ value }) => value === '--build' || value === '--install' || value === '-E');
}

/** Words with the variables of the Dockerfile replaced; a word that is not known stays as it is written. */
function wordsOf(model: DockerfileModel, instruction: Instruction, { args }: ShellCommand): readonly string[] {
  return args.flatMap(({ value, text }) => {
    if (value !== undefined) return [value];
    const expanded = model.expandAt(text.replace(/["']/g, ''), instruction) ?? text.replace(/["']/g, '');
    // The shell splits what a variable holds, outside quotes.
    return text.startsWith('"') ? [expanded] : expanded.split(/\s+/).filter((word) => word !== '');
  });
}

/** The value of `NAME=value` or of `NAME value`. */
function valueOf(words: readonly string[], name: RegExp): string | undefined {
  for (const [index, word] of words.entries()) {
    const at = word.indexOf('=');
    if (at > 0 && name.test(word.slice(0, at))) return word.slice(at + 1);
    if (name.test(word) && word.startsWith('-')) return words[index + 1];
  }
  return undefined;
}
