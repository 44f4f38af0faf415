import { baseName } from '../model/paths';
import type { ShellCommand, ShellWord } from '../shell/shell';
import { expandInScript } from './shell-values';
import type { Source, SourceRun } from './source';

/*
 * Compilers that a file fetches by hand: an archive that is unpacked, an installer that is run. The steps belong to the
 * build, down to the one that removes the archive.
 */

/** Addresses of Go's archives. */
export const GO_ARCHIVE = /\/go(?:\d[\w.]*|\$\{?\w+\}?)\.(?:linux-|src\.)/;

/** Addresses of rustup and of Rust's own archives. */
export const RUST_INSTALLER = /\bsh\.rustup\.rs\b|static\.rust-lang\.org|\/rustup(?:-init|\.sh)\b/;

/** Returns the commands that fetch, unpack, install and remove what lies at such addresses. */
export function toolchainCommands(source: Source, address: RegExp): ReadonlySet<ShellCommand> {
  const found = new Set<ShellCommand>();
  const files = new Set<string>();
  for (const run of source.runs) {
    let isFetched = false;
    for (const statement of run.script.statements) {
      const fetch = statement.commands.find((command) => fetches(source, run, command, address));
      if (fetch !== undefined) {
        isFetched = true;
        for (const name of savedAs(source, run, fetch, address)) files.add(name);
        for (const command of statement.commands) found.add(command);
        continue;
      }
      const isOwn = statement.commands.some((command) => {
        const words = [command.nameWord, ...command.args].flatMap((word) =>
          word === undefined ? [] : namesOf(source, run, word),
        );
        const isInstaller = isFetched && /(?:^|\/)install\.sh$/.test(command.nameWord?.text ?? '');
        return (
          isInstaller ||
          (WORKS.test(command.name ?? command.nameWord?.text ?? '') && words.some((one) => files.has(one)))
        );
      });
      // `tar xzf go.tar.gz && mv go /usr/local`
      const isMoved =
        isFetched &&
        statement.commands.some(
          ({ name, args }) => name === 'mv' && /^(?:\S*\/)?(?:go|rust-[\w.-]+)$/.test(args.at(-2)?.value ?? ''),
        );
      if (isOwn || isMoved) for (const command of statement.commands) found.add(command);
    }
  }
  return found;
}

/** What is done with an archive or an installer. */
const WORKS = /^(?:tar|unzip|rm|mv|sha\d+sum|md5sum|gpg|echo|chmod|sh|bash|\.\/.*|.*rustup.*)$/;

function fetches({ model }: Source, run: SourceRun, { name, args }: ShellCommand, address: RegExp): boolean {
  return (
    (name === 'curl' || name === 'wget') &&
    args.some(({ text, value }) => address.test(value ?? expandInScript(model, run.instruction, text) ?? text))
  );
}

function savedAs(
  source: Source,
  run: SourceRun,
  { args, redirects }: ShellCommand,
  address: RegExp,
): readonly string[] {
  const at = args.findIndex(({ text }) => /^-(?:\w*[oO]|-output|-output-document)$/.test(text));
  const named = args[at + 1];
  const own = at === -1 || named === undefined || /^https?:/.test(named.value ?? '') ? [] : namesOf(source, run, named);
  const written = redirects.flatMap(({ target }) => (target === undefined ? [] : namesOf(source, run, target)));
  const addressed = args.flatMap((word) =>
    namesOf(source, run, word, (text) => (address.test(text) ? [baseName(text)] : [])),
  );
  return [...own, ...written, ...addressed].filter((name) => name.length > 1 && name !== '/dev/null');
}

/** The last segment of a word, as written and with its variables. */
function namesOf(
  { model }: Source,
  run: SourceRun,
  { text, value }: ShellWord,
  pick: (text: string) => readonly string[] = (one) => [baseName(one)],
): readonly string[] {
  const plain = text.replace(/["']/g, '');
  const known = value ?? expandInScript(model, run.instruction, plain);
  return [...pick(plain), ...(known === undefined || known === plain ? [] : pick(known))];
}
