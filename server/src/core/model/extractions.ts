import type { ShellCommand, ShellWord } from '../shell/shell';

/** A call that unpacks a tar or zip archive. */
export interface Extraction {
  readonly command: ShellCommand;
  /** The word that names the archive; `undefined` where it is read from a pipe. */
  readonly archive: ShellWord | undefined;
}

const ARCHIVE = /\.(?:tar|tgz|tbz2?|txz|tzst|tlz|tar\.[A-Za-z0-9]+|zip)$/i;

/** Tells whether the file name `name` is that of an archive. */
export function isArchiveName(name: string): boolean {
  return ARCHIVE.test(name);
}

/** Tells whether ADD unpacks a local file called `name`: tar archives, plain or compressed with gzip, bzip2 or xz. */
export function isUnpackedByAdd(name: string): boolean {
  return /\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))$/i.test(name);
}

/** Returns what `command` unpacks; `undefined` where it does something else. */
export function extractionOf(command: ShellCommand): Extraction | undefined {
  const { name, args } = command;
  if (name === 'unzip') return { command, archive: args.find(({ text }) => !text.startsWith('-')) };
  if (name !== 'tar' && name !== 'tar.exe' && name !== 'bsdtar') return undefined;
  const options = args.filter(({ text }, index) => text.startsWith('-') || index === 0);
  const isExtracting = options.some(({ text }, index) =>
    text.startsWith('--') ? text === '--extract' || text === '--get' : isCluster(text, index) && text.includes('x'),
  );
  if (!isExtracting) return undefined;
  return { command, archive: archiveOf(args) };
}

/** `-xzf`, and as the first word also `xzf`. */
function isCluster(text: string, index: number): boolean {
  return /^-[A-Za-z]+/.test(text) || (index === 0 && /^[A-Za-z]+$/.test(text));
}

function archiveOf(args: readonly ShellWord[]): ShellWord | undefined {
  for (const [index, word] of args.entries()) {
    const { text } = word;
    const long = text.startsWith('--file=');
    if (long) return word;
    const takesNext = text === '--file' || (!text.startsWith('--') && isCluster(text, index) && text.endsWith('f'));
    if (takesNext) return args[index + 1];
    // In the old style (`xfz name`) the name follows the cluster, wherever the "f" is.
    if (index === 0 && /^[A-Za-z]*f[A-Za-z]*$/.test(text)) return args[1];
  }
  return undefined;
}
