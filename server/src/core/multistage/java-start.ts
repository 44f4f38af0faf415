import { baseName, joinPath } from '../model/paths';
import { parseShell } from '../shell/parse-shell';
import type { ShellCommand, ShellWord } from '../shell/shell';
import { detachedText } from '../syntax/logical-text';
import type { Span } from '../text/span';
import type { Source } from './source';

/** A file that the start of a Java program names. */
export interface StartReference {
  /** Absolute, perhaps with a pattern in its last segment. */
  readonly path: string;
  /** `archive`: after -jar; `entry`: of a class path; `program`: started itself; `argument`: handed to the program. */
  readonly kind: 'archive' | 'entry' | 'program' | 'argument';
  readonly span: Span;
}

/** What the container's start tells about files. */
export interface JavaStart {
  readonly references: readonly StartReference[];
  /** Scripts whose text is not at hand, or not plain enough to be followed. */
  readonly opaque: readonly { readonly path: string; readonly span: Span }[];
  /** Java is started by a path of its own instead of by PATH or JAVA_HOME. */
  readonly javaPath: { readonly text: string; readonly span: Span } | undefined;
  readonly startsJava: boolean;
}

type Words = readonly ShellWord[];

/** Returns what CMD and ENTRYPOINT start, read as Java's own command line, through scripts of the build context; `isBuilt` tells what a build writes. */
export function readJavaStart(source: Source, isBuilt: (path: string) => boolean): JavaStart {
  const { env, workdir } = source.model.finalState(source.stage);
  const reader = new StartReader(source, env, isBuilt);
  for (const words of startLines(source)) reader.read(words, workdir, 0);
  return reader.result();
}

/** Tells whether the word names Java's launcher. */
export function isJavaWord({ text, value }: ShellWord): boolean {
  return /(?:^|\/)java$/.test((value ?? text).replace(/["']/g, ''));
}

/** ENTRYPOINT takes CMD as its arguments; a shell form of either stands for itself. */
function startLines({ entrypoint, command, model }: Source): readonly Words[] {
  const linesOf = (commands: readonly ShellCommand[]): readonly Words[] =>
    commands.map(({ nameWord, args }) => [...(nameWord === undefined ? [] : [nameWord]), ...args]);
  const first = entrypoint === undefined ? [] : linesOf(model.scriptOf(entrypoint).commands);
  const second = command === undefined ? [] : linesOf(model.scriptOf(command).commands);
  if (entrypoint === undefined) return second;
  if (entrypoint.exec === undefined || command?.exec === undefined || first.length !== 1) return first;
  const [own = []] = first;
  // A script is handed the command; what it starts is read from both.
  const isScript = own[0] !== undefined && !isJavaWord(own[0]) && own.length === 1;
  return isScript ? [own, ...second] : [[...own, ...second.flat()]];
}

const VALUED =
  /^(?:-cp|-classpath|--class-path|-p|--module-path|--add-modules|--add-opens|--add-exports|--add-reads|--upgrade-module-path|--source|--limit-modules)$/;
const PATHS = /^(?:-cp|-classpath|--class-path|-p|--module-path)$/;

class StartReader {
  readonly #source: Source;
  readonly #env: ReadonlyMap<string, string | undefined>;
  readonly #isBuilt: (path: string) => boolean;
  readonly #references: StartReference[] = [];
  readonly #opaque: { path: string; span: Span }[] = [];
  #javaPath: JavaStart['javaPath'];
  #startsJava = false;

  constructor(source: Source, env: ReadonlyMap<string, string | undefined>, isBuilt: (path: string) => boolean) {
    this.#source = source;
    this.#env = env;
    this.#isBuilt = isBuilt;
  }

  result(): JavaStart {
    return {
      references: this.#references,
      opaque: this.#opaque,
      javaPath: this.#javaPath,
      startsJava: this.#startsJava,
    };
  }

  read(words: Words, directory: string | undefined, depth: number, at?: Span, isScript = false): void {
    const [program, ...rest] = words;
    if (program === undefined) return;
    if (isJavaWord(program)) {
      this.#java(program, rest, directory, at);
      return;
    }
    const text = this.#text(program);
    if (text === undefined) return;
    if (/^(?:.*\/)?(?:ba|da|a)?sh$|^(?:\.|source|exec|tini|dumb-init|env)$/.test(text)) {
      const texts = rest.map((word) => word.value ?? word.text);
      // What `sh -c` starts stands among the commands by itself.
      if (text.endsWith('sh') && texts.some((one) => /^-\w*c$/.test(one))) return;
      const script = texts.findIndex((one) => !one.startsWith('-'));
      const readsIt = !/^(?:exec|tini|dumb-init|env)$/.test(text);
      if (script !== -1) this.read(rest.slice(script), directory, depth, at, readsIt);
      return;
    }
    // A name without a directory is looked up on PATH, unless a shell is told to read it.
    const isFile = text.includes('/') || isScript || isNamed(this.#source, text);
    const path = isFile ? joinPath(directory, text) : undefined;
    if (path !== undefined) this.#program(path, at ?? program.span, depth);
    for (const word of rest) this.#argument(word, directory, at);
  }

  #program(path: string, span: Span, depth: number): void {
    this.#references.push({ path, kind: 'program', span });
    if (this.#isBuilt(path)) return;
    const script = scriptText(this.#source, path);
    if (script === 'not-copied') return;
    if (script === undefined || depth > 2) {
      this.#opaque.push({ path, span });
      return;
    }
    let directory = this.#source.model.finalState(this.#source.stage).workdir;
    const before = this.#references.length;
    const startedBefore = this.#startsJava;
    for (const command of parseShell(detachedText(script), 'heredoc').commands) {
      if (command.name === 'cd') {
        const target = command.args[0] === undefined ? undefined : this.#text(command.args[0]);
        directory = target === undefined ? undefined : joinPath(directory, target);
        continue;
      }
      const words = [...(command.nameWord === undefined ? [] : [command.nameWord]), ...command.args];
      if (words[0] !== undefined && (isJavaWord(words[0]) || (words[0].value ?? '').endsWith('.sh')))
        this.read(words, directory, depth + 1, span);
    }
    // A script that starts no Java whose files are known may start anything.
    const names = this.#references.slice(before).some(({ kind }) => kind === 'archive' || kind === 'entry');
    if (!names && (!this.#startsJava || startedBefore)) this.#opaque.push({ path, span });
  }

  #java(program: ShellWord, args: Words, directory: string | undefined, at: Span | undefined): void {
    this.#startsJava = true;
    const span = at ?? program.span;
    const launcher = (program.value ?? program.text).replace(/["']/g, '');
    if (launcher.startsWith('/')) this.#javaPath ??= { text: launcher, span };
    let hasPath = this.#env.has('CLASSPATH');
    // Options may stand between -jar and the archive.
    let isArchive = false;
    for (let i = 0; i < args.length; i++) {
      const word = args[i];
      if (word === undefined) return;
      const raw = (word.value ?? word.text).replace(/^["']|["']$/g, '');
      const next = args[i + 1];
      if (raw === '-jar') {
        isArchive = true;
        continue;
      }
      if (PATHS.test(raw)) {
        if (next !== undefined)
          for (const entry of (this.#text(next) ?? '').split(':')) this.#add(next, entry, directory, 'entry', at);
        hasPath = true;
      }
      if (VALUED.test(raw)) {
        i++;
        continue;
      }
      const agent = /^-(?:javaagent|agentpath):([^=]+)/.exec(raw)?.[1];
      if (agent !== undefined) this.#add(word, agent, directory, 'entry', at);
      if (raw === '-m' || raw === '--module') return;
      // Options that only the environment of the container knows: `$JAVA_OPTS`.
      const text = this.#text(word);
      if (text === undefined || text === '' || /^[-@]/.test(text)) continue;
      if (isArchive) this.#add(word, text, directory, 'archive', at);
      else if (!hasPath) this.#add(word, '.', directory, 'entry', at);
      for (const later of args.slice(i + 1)) this.#argument(later, directory, at);
      return;
    }
    if (isArchive) this.#opaque.push({ path: args.at(-1)?.text ?? '-jar', span });
  }

  #add(
    word: ShellWord,
    text: string | undefined,
    directory: string | undefined,
    kind: StartReference['kind'],
    at: Span | undefined,
  ): void {
    const path = text === undefined || text === '' ? undefined : joinPath(directory, text);
    if (path === undefined) this.#opaque.push({ path: word.text, span: at ?? word.span });
    else this.#references.push({ path, kind, span: at ?? word.span });
  }

  #argument(word: ShellWord, directory: string | undefined, at: Span | undefined): void {
    const text = this.#text(word)?.replace(/^--?[\w.-]+=/, '');
    // An address (`--host 127.0.0.1`) or a version is no file.
    if (text === undefined || !/^[\w./-]+$/.test(text) || !/[./]/.test(text) || /^v?\d+(?:\.\d+)+$/.test(text)) return;
    const path = joinPath(directory, text);
    if (path !== undefined) this.#references.push({ path, kind: 'argument', span: at ?? word.span });
  }

  /** The word with the image's own variables in it, `undefined` where another is in it. */
  #text(word: ShellWord): string | undefined {
    if (word.hasSubstitution) return undefined;
    let isKnown = true;
    const text = (word.value ?? word.text)
      .replace(/["']/g, '')
      .replace(
        /\$(?:\{(\w+)(?::-([^}]*))?\}|(\w+))/g,
        (_, braced: string, fallback: string | undefined, plain: string) => {
          const value = this.#env.get(braced ?? plain) ?? fallback;
          if (value === undefined) isKnown = false;
          return value ?? '';
        },
      );
    return isKnown ? text : undefined;
  }
}

/** A COPY names the very file, as scripts are copied that PATH does not find. */
function isNamed({ stage, model }: Source, name: string): boolean {
  return (
    /\.(?:sh|bash)$/.test(name) &&
    stage.instructions.some((instruction) =>
      model.copyOf(instruction)?.sources.some(({ path }) => path !== undefined && baseName(path) === name),
    )
  );
}

/** The text of the script that a COPY puts at `path`; `undefined` where the build context is not at hand or has no such text. */
function scriptText({ stage, model, context }: Source, path: string): string | undefined {
  let isCopied = false;
  for (const instruction of [...stage.instructions].reverse()) {
    const copy = model.copyOf(instruction);
    const target = copy?.destinationPath?.replace(/(?<=.)\/$/, '');
    if (copy === undefined || target === undefined || copy.from.kind !== 'context') continue;
    const inside =
      target === '/' ? path.slice(1) : path.startsWith(`${target}/`) ? path.slice(target.length + 1) : undefined;
    isCopied ||= target === path || inside !== undefined;
    for (const source of copy.sources) {
      if (source.path === undefined || context === undefined) continue;
      const isFile = target === path || joinPath(target, baseName(source.path)) === path;
      const file =
        context.list(source.path) === undefined
          ? isFile
            ? source.path
            : undefined
          : inside === undefined
            ? undefined
            : [source.path, inside].filter((part) => part !== '').join('/');
      const text = file === undefined || context.ignores(file) ? undefined : context.read(file);
      if (text !== undefined) return text;
    }
  }
  return context === undefined && isCopied ? undefined : 'not-copied';
}
