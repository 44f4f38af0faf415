import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { DockerfileModel } from './model';
import { directoryOf, joinPath } from './paths';

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

/** Options of configure scripts, Meson and CMake that place a part of what is installed (GNU coding standards, nginx). */
const PLACING =
  /^(?:--(?:exec-prefix|bindir|sbindir|libexecdir|sysconfdir|sharedstatedir|localstatedir|runstatedir|libdir|datarootdir|datadir|localedir|conf-path|with-config-file-path|with-config-file-scan-dir)|-D(?:sysconfdir|localstatedir|libdir|bindir|datadir)|-DCMAKE_INSTALL_(?:SYSCONF|LOCALSTATE|LIB|BIN|SBIN|DATA|DATAROOT)DIR(?::\w+)?)$/;

/** Returns the directories, named by the configuration before `command`, that `make install` fills beside its prefix. */
export function installedBeside(
  model: DockerfileModel,
  instruction: Instruction,
  command: ShellCommand,
): readonly string[] {
  const configuring = configurationBefore(model, instruction, command);
  if (configuring === undefined) return [];
  return configuring.words.flatMap((word, index) => {
    const [name = '', ...value] = word.split('=');
    if (!PLACING.test(name)) return [];
    const path = value.length > 0 ? value.join('=') : (configuring.words[index + 1] ?? '');
    if (!path.startsWith('/')) return [];
    return [name === '--conf-path' ? directoryOf(path) : (joinPath('/', path) ?? path)];
  });
}

function isInstalling(name: string, words: readonly string[]): boolean {
  if (MAKE.has(name)) return words.some((word) => /^install(?:[-_/][\w-]+)?$/.test(word));
  if (name === 'cmake') {
    const target = valueOf(words, /^--target$/) ?? words[words.indexOf('-t') + 1];
    return words[0] === '--install' || (words.includes('--build') && target === 'install');
  }
  return name === 'meson' && words[0] === 'install';
}

/** The prefix of the last configuration before `command`. A makefile that nothing configures has any. */
function configuredPrefix(model: DockerfileModel, instruction: Instruction, command: ShellCommand): string {
  const words = configurationBefore(model, instruction, command)?.words;
  if (words === undefined) return UNKNOWN_PREFIX;
  const prefix = valueOf(words, /^(?:--prefix|-DCMAKE_INSTALL_PREFIX(?::\w+)?|-Dprefix)$/);
  const isOpen = words.some((word) => word.startsWith('$'));
  return prefix ?? (isOpen ? UNKNOWN_PREFIX : DEFAULT_PREFIX);
}

/** The last configuration before `command`: in its own script, else in an earlier one. */
function configurationBefore(
  model: DockerfileModel,
  instruction: Instruction,
  command: ShellCommand,
): { readonly words: readonly string[] } | undefined {
  const stage = model.stageOf(instruction);
  const runs = (stage?.instructions ?? []).filter(
    ({ keyword, index }) => keyword === 'RUN' && index <= instruction.index,
  );
  for (const run of runs.reverse()) {
    const configuring = model
      .scriptOf(run)
      .commands.filter(({ span }) => run !== instruction || span.start < command.span.start)
      .findLast(isConfiguring);
    if (configuring !== undefined) return { words: wordsOf(model, run, configuring) };
  }
  return undefined;
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
