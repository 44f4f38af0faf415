import { baseName, directoryOf, isWithin, joinPath } from '../model/paths';
import type { ShellCommand, ShellStatement, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { Source, SourceRun } from './source';
import { placedCommands, wordText, type PlacedCommand } from './verify/written-paths';

/*
 * What RUN steps fetch, check, unpack and put in place: followed command by command, so that it is known which files they
 * leave. A step with a command whose effect is not known stays where it is.
 */

/** What the downloading steps of a file leave, and which of its commands those are. */
export interface Downloads {
  /** Paths that the runtime gets, with the owner that a step gives them. */
  readonly outputs: readonly Output[];
  /** Paths of archives and sources that the runtime has not. */
  readonly left: readonly string[];
  /** The original image holds some of them, in a layer at least. */
  readonly isWaste: boolean;
  /** The first downloading step. */
  readonly first: Instruction | undefined;
  /** ADD and COPY of what is unpacked afterwards. */
  readonly archives: ReadonlySet<Instruction>;
  /** The commands of the downloading steps, and all others. */
  readonly commands: readonly ShellCommand[];
  readonly others: readonly ShellCommand[];
  /** Commands whose words do not tell what becomes of them in the runtime. */
  readonly dropped: readonly string[];
  readonly assumptions: readonly { readonly message: string; readonly span?: Span }[];
  /** Returns why `command` belongs to the downloading alone. */
  reasonOf(command: ShellCommand): string | undefined;
}

interface Output {
  readonly path: string;
  readonly why: string;
  readonly owner?: string;
}

const FETCHES = /^(?:curl|wget|aria2c|git)$/;
const UNPACKS = /^(?:tar|bsdtar|unzip|gunzip|bunzip2|unxz|gzip|bzip2|xz)$/;
/** Look at files, make text, or wait. */
const LOOKS =
  /^(?:gpg2?|gpgconf|(?:sha\d+|md5)sum|shasum|test|\[|\[\[|grep|egrep|fgrep|awk|cut|head|tail|tr|sort|uniq|uname|arch|dirname|basename|mktemp|jq|cat|echo|printf|sleep|true|:|command|ls|which|pwd|date|expr|file|stat|wc|dpkg|apk|getconf|nproc|env|set|export|unset|umask|cd|pushd|popd|shopt|exit|xargs|find|sed)$/;
const PLACES = /^(?:mv|cp|rm|rmdir|mkdir|chmod|touch|install|tee|strip|upx|dos2unix)$/;
/** Commands that say by absolute paths, or names, what they do: the directory and the variables before them do not matter. */
const INDEPENDENT =
  /^(?:useradd|adduser|groupadd|addgroup|usermod|ldconfig|update-ca-certificates|locale-gen|setcap|chown|chgrp|chmod|ln|mkdir|touch|rm|rmdir|sed)$/;

const SCRATCH = /^\/(?:tmp|var\/tmp|var\/cache|dev|root\/\.(?:cache|gnupg))(?:\/|$)/;
/** Directories that hold other things than a download; of those named in the second pattern small bases have nothing. */
const SHARED =
  /^\/(?:|usr|usr\/src|usr\/local|usr\/local\/(?:s?bin|lib|include|share|etc|src)|usr\/s?bin|usr\/lib|usr\/share|s?bin|lib|etc|opt|var|var\/(?:lib|log|www)|srv|root|home)$/;
const EMPTY_ON_SMALL_BASES = /^\/(?:opt|srv|usr\/local|usr\/local\/(?:s?bin|lib|share|src))$/;
const SYSTEM = /^\/(?:bin|sbin|lib\w*|etc|usr\/(?:s?bin|lib\w*|share\/keyrings)|var|dev|proc|sys|boot|run)(?:\/|$)/;
/** What package managers read: it has to be there before they run. */
const PACKAGE_SOURCES = /^\/(?:etc\/(?:apt|yum\.repos\.d|apk|dnf)|usr\/share\/keyrings)(?:\/|$)/;

/** One thing that is there: `contents` are files of unknown names below a directory. */
interface Found {
  readonly path: string;
  readonly kind: 'path' | 'contents';
  readonly run: Instruction;
}

interface State {
  readonly found: readonly Found[];
  /** Paths that were there and went, or that nothing reads: archives. */
  readonly consumed: readonly string[];
  /** Directories whose unnamed contents are passed over, since the file names what it takes out of them. */
  readonly passedOver: readonly { readonly path: string; readonly span: Span }[];
  /** A removal in a later layer than the one that holds the file. */
  readonly leftInLayers: readonly string[];
  /** Archives that were read. */
  readonly unpacked: readonly string[];
}

const NOTHING: State = { found: [], consumed: [], passedOver: [], leftInLayers: [], unpacked: [] };

/** Returns what the steps of the file download, as far as it can be followed. */
export function readDownloads(source: Source): Downloads {
  const excluded = new Set<Instruction>();
  // A step that cannot be told apart, or whose result a later step needs before the last download, is read as any other.
  for (;;) {
    const reading = readAll(source, excluded);
    const culprit = disturbed(source, reading);
    if (culprit === undefined) return toDownloads(source, reading);
    excluded.add(culprit);
  }
}

interface Reading {
  readonly state: State;
  readonly runs: ReadonlyMap<SourceRun, Roles>;
  readonly archives: ReadonlyMap<Instruction, string>;
}

function readAll(source: Source, excluded: ReadonlySet<Instruction>): Reading {
  const archives = archivesOf(source);
  let state: State = {
    ...NOTHING,
    found: [...archives].map(([run, path]) => ({ path, kind: 'path' as const, run })),
  };
  const runs = new Map<SourceRun, Roles>();
  for (const run of source.runs) {
    if (excluded.has(run.instruction)) continue;
    const next = readRun(source, run, state);
    if (next === undefined) continue;
    state = next.state;
    runs.set(run, next.roles);
  }
  return { state, runs, archives };
}

/** Archives that ADD fetches or COPY takes from the build context, to be unpacked by a step. */
function archivesOf({ stage, model }: Source): ReadonlyMap<Instruction, string> {
  return new Map(
    stage.instructions.flatMap((instruction) => {
      const copy = model.copyOf(instruction);
      const [only] = copy?.sources ?? [];
      const target = copy?.destinationPath;
      if (copy === undefined || only === undefined || copy.sources.length !== 1 || target === undefined) return [];
      const name = baseName((only.path ?? only.word.value).replace(/[?#].*$/, ''));
      // ADD unpacks archives of the build context by itself.
      const isUnpacked =
        instruction.keyword === 'ADD' && !/^(?:https?|ftp):/.test(only.word.value) && !name.endsWith('.zip');
      if (!ARCHIVE.test(name) || isUnpacked || copy.from.kind !== 'context') return [];
      const path = copy.isDirectory ? joinPath(target, name) : target;
      return path === undefined ? [] : [[instruction, path] as const];
    }),
  );
}

const ARCHIVE = /\.(?:tar(?:\.\w+)?|t[gbx]z2?|zip|gz|xz|bz2)$/;

/** What a command of a downloading step is for: the download, the image that runs, or nothing that lasts. */
type Role = 'own' | 'other' | 'neutral';

/** Returns the state after `run` with the role of each command, `undefined` where it is no step that can be followed. */
function readRun(
  source: Source,
  run: SourceRun,
  before: State,
): { readonly state: State; readonly roles: Roles } | undefined {
  const placed = placedCommands(source.model, source.stage).filter(
    ({ instruction, command }) =>
      instruction === run.instruction && run.operations.get(command)?.manager.kind !== 'os' && !command.isSubstitution,
  );
  const reader = new Reader(source, run.instruction, before);
  const roles = new Map<ShellCommand, Role>();
  for (const one of placed) {
    const statement = run.script.statements[one.command.statement];
    const role = statement !== undefined && isFollowed(run, statement) ? reader.read(one) : 'other';
    if (role === undefined) return undefined;
    roles.set(one.command, role);
  }
  // What sets up the image runs in the runtime, where variables and directories of the download are not.
  const others = placed.filter(({ command }) => roles.get(command) === 'other');
  const areLost = others.some((one) => !isIndependent(one, source) || directoryIsLost(placed, one, reader));
  const isMixed = run.script.statements.some(({ commands }) => {
    const own = commands.flatMap((command) => roles.get(command) ?? []);
    return own.includes('own') && own.includes('other');
  });
  return areLost || isMixed || !reader.touches ? undefined : { state: reader.state(), roles };
}

type Roles = ReadonlyMap<ShellCommand, Role>;

/** The command names a path relative to a directory that `cd` went to, and that is the download's alone. */
function directoryIsLost(placed: readonly PlacedCommand[], { command }: PlacedCommand, reader: Reader): boolean {
  const isRelative = /^(?:chown|chgrp|chmod|ln|mkdir|touch|setcap|rm|rmdir|sed)$/.test(command.name ?? '')
    ? operandsOf(command).some(({ text }) => !text.startsWith('/'))
    : false;
  return (
    isRelative &&
    placed.some(
      (one) =>
        (one.command.name === 'cd' || one.command.name === 'pushd') &&
        one.command.span.start < command.span.start &&
        !reader.isDirectoryOfRuntime(one.command.args[0]?.value ?? ''),
    )
  );
}

/** The words of a command that name files: without options, owners and modes. */
function operandsOf({ name = '', args }: ShellCommand): readonly ShellWord[] {
  const words = args.filter(({ text }) => !text.startsWith('-'));
  return /^(?:chown|chgrp|chmod|setcap)$/.test(name) ? words.slice(1) : words;
}

/** All that the statement runs is known to this file; packages are installed by statements of their own. */
function isFollowed({ operations }: SourceRun, { commands }: ShellStatement): boolean {
  if (commands.every((command) => operations.get(command)?.manager.kind === 'os')) return true;
  return commands.every((command) =>
    command.name === undefined
      ? command.nameWord === undefined
      : isKnown(command) && operations.get(command)?.manager.kind !== 'language',
  );
}

function isKnown({ name = '', args }: ShellCommand): boolean {
  if (name === 'dpkg') return args.some(({ value }) => value === '--print-architecture');
  if (name === 'apk') return args.some(({ value }) => value === '--print-arch');
  return FETCHES.test(name) || UNPACKS.test(name) || LOOKS.test(name) || PLACES.test(name);
}

/** The command says what it does by literal words, or variables that the image has in both stages. */
function isIndependent(
  { command: { name = '', args, redirects }, instruction }: PlacedCommand,
  { model }: Source,
): boolean {
  const { env, args: declared } = model.stateBefore(instruction);
  const own = new Set(
    model.scriptOf(instruction).commands.flatMap(({ assignments }) => assignments.map((one) => one.name)),
  );
  return (
    (INDEPENDENT.test(name) || redirects.length > 0) &&
    redirects.every(({ target }) => target?.value?.startsWith('/') === true) &&
    args.every(
      ({ value, variables, hasSubstitution }) =>
        value !== undefined ||
        (!hasSubstitution &&
          variables.every((one) => !own.has(one.name) && (env.has(one.name) || declared.has(one.name)))),
    )
  );
}

/** Follows the commands of one RUN. */
class Reader {
  readonly #source: Source;
  readonly #run: Instruction;
  #found: Found[];
  readonly #consumed: string[];
  readonly #passedOver: { path: string; span: Span }[];
  readonly #leftInLayers: string[];
  readonly #unpacked: string[];
  #touches = false;

  constructor(source: Source, run: Instruction, { found, consumed, passedOver, leftInLayers, unpacked }: State) {
    this.#source = source;
    this.#run = run;
    this.#found = [...found];
    this.#consumed = [...consumed];
    this.#passedOver = [...passedOver];
    this.#leftInLayers = [...leftInLayers];
    this.#unpacked = [...unpacked];
  }

  /** Something is fetched, or what was fetched is handled. */
  get touches(): boolean {
    return this.#touches;
  }

  state(): State {
    return {
      found: this.#found,
      consumed: this.#consumed,
      passedOver: this.#passedOver,
      leftInLayers: this.#leftInLayers,
      unpacked: this.#unpacked,
    };
  }

  /** Returns what the command is for, `undefined` where its effect is not known. */
  read(placed: PlacedCommand): Role | undefined {
    const { command } = placed;
    const { name = '' } = command;
    let role: Role = 'neutral';
    for (const { operator, target } of command.redirects) {
      if (target === undefined || !/^\d*>>?\|?$/.test(operator)) continue;
      const path = this.#path(placed, target);
      if (path === undefined) return undefined;
      if (path.startsWith('/dev/')) continue;
      if (!this.#isFetched(path) && !isOfPipeline(placed, this.#source)) {
        // Configuration is no download.
        if (!SCRATCH.test(path)) role = 'other';
        continue;
      }
      this.#add(path);
      role = 'own';
    }
    if (FETCHES.test(name)) return this.#fetch(placed) ? 'own' : undefined;
    if (UNPACKS.test(name)) return this.#unpack(placed) ? 'own' : undefined;
    switch (name) {
      case 'mv':
      case 'cp':
      case 'install':
        return this.#place(placed) ? 'own' : undefined;
      case 'rm':
      case 'rmdir': {
        const own = this.#paths(placed).map((path) => this.#remove(path, command.span));
        return own.every((isOwn) => isOwn) ? 'own' : own.some((isOwn) => isOwn) ? undefined : 'other';
      }
      case 'find':
        return command.args.every(({ text }) => !/^-(?:exec|execdir|delete|ok)$/.test(text)) ? role : undefined;
      case 'sed':
        return command.args.some(({ text }) => /^-[a-zA-Z]*i|^--in-place/.test(text)) ? this.#inPlace(placed) : role;
      case 'chmod':
      case 'strip':
      case 'upx':
      case 'dos2unix':
      case 'tee':
      case 'touch':
        return this.#inPlace(placed);
      default:
        return role;
    }
  }

  /** `cd` goes to a directory that the runtime has, too. */
  isDirectoryOfRuntime(path: string): boolean {
    return (
      path.startsWith('/') &&
      (SHARED.test(path) || this.#found.some((one) => isWithin(one.path, path) && !SCRATCH.test(one.path)))
    );
  }

  #fetch(placed: PlacedCommand): boolean {
    const { command, directory } = placed;
    const texts = command.args.map((word) => this.#text(placed, word));
    if (command.name === 'git') {
      const at = texts.indexOf('clone');
      if (at === -1)
        return (
          texts.every((text) => !/^(?:init|pull|fetch|apply|am|merge)$/.test(text)) || this.#isFetched(directory ?? '/')
        );
      const operands = texts
        .slice(at + 1)
        .filter(
          (text, i, all) =>
            !text.startsWith('-') && !/^-(?:b|-branch|-depth|o|-origin|c|-config|j)$/.test(all[i - 1] ?? ''),
        );
      const [url, target] = operands;
      if (url === undefined) return false;
      const path = joinPath(directory, target ?? baseName(url).replace(/\.git$/, ''));
      if (path === undefined) return false;
      if (target !== undefined && path === directory) return this.#contents(path);
      this.#add(path);
      return true;
    }
    this.#touches = true;
    const isCurl = command.name === 'curl';
    const output = valueAfter(
      texts,
      isCurl ? /^(?:-[a-zA-Z#]*o|--output)$/ : /^(?:-[a-zA-Z]*O|--output-document|-o)$/,
      isCurl ? /^--output=/ : /^(?:--output-document=|-O(?=.))/,
    );
    if (output !== undefined) {
      const path = output === '-' || output === '/dev/null' ? undefined : joinPath(directory, output);
      if (path !== undefined) this.#add(path);
      return output === '-' || output === '/dev/null' || path !== undefined;
    }
    const isNamedByAddress = isCurl
      ? texts.some((text) => /^-[a-zA-Z]*O[a-zA-Z]*$|^--remote-name/.test(text))
      : !texts.some((text) => /^(?:--spider|-[a-zA-Z]*O-)$/.test(text));
    if (!isNamedByAddress) return true;
    const into = isCurl
      ? directory
      : joinPath(directory, valueAfter(texts, /^(?:-[a-zA-Z]*P|--directory-prefix)$/, /^--directory-prefix=/) ?? '.');
    const addresses = texts.filter((text) => /^(?:https?|ftp):/.test(text));
    if (addresses.length === 0 || into === undefined) return false;
    for (const address of addresses) {
      const path = joinPath(into, baseName(address.replace(/[?#].*$/, '')));
      if (path === undefined) return false;
      this.#add(path);
    }
    return true;
  }

  #unpack(placed: PlacedCommand): boolean {
    const { command, directory } = placed;
    const texts = command.args.map((word) => this.#text(placed, word));
    if (/^(?:gunzip|bunzip2|unxz|gzip|bzip2|xz)$/.test(command.name ?? '')) {
      if (texts.some((text) => /^-[a-zA-Z]*c/.test(text)) || command.pipe !== undefined) return true;
      for (const path of this.#paths(placed)) {
        this.#remove(path, command.span);
        this.#add(path.replace(/\.(?:gz|bz2|xz)$/, ''));
      }
      return true;
    }
    const isZip = command.name === 'unzip';
    const [first = ''] = texts;
    if (
      !isZip &&
      !(
        first.startsWith('-')
          ? (texts.find((text) => /^-[a-zA-Z]+$/.test(text) && /[xct]/.test(text)) ??
            (texts.includes('--extract') ? 'x' : ''))
          : first
      ).includes('x')
    )
      return false;
    const into = isZip
      ? valueAfter(texts, /^-d$/, undefined)
      : valueAfter(texts, /^(?:-[a-zA-Z]*C|--directory)$/, /^(?:--directory=|-C(?=.))/);
    const target = joinPath(directory, into ?? '.');
    if (target === undefined) return false;
    this.#touches = true;
    for (const path of this.#paths(placed)) if (this.#found.some((one) => one.path === path)) this.#unpacked.push(path);
    const members = isZip ? zipMembers(texts) : tarMembers(texts);
    if (members.length === 0 || members.some((member) => /[*?[]/.test(member))) return this.#contents(target);
    const stripped =
      texts.some((text) => text.startsWith('--strip')) || (isZip && texts.some((text) => /^-[a-zA-Z]*j/.test(text)));
    for (const member of members) {
      const path = joinPath(target, stripped ? baseName(member) : member);
      if (path === undefined) return false;
      this.#add(path);
    }
    return true;
  }

  /** `mv`, `cp` and `install` of what was fetched; of other files they are none of the download's business. */
  #place(placed: PlacedCommand): boolean {
    const { command, directory } = placed;
    const words = command.args.filter(
      ({ text }, i, all) =>
        !text.startsWith('-') && !(command.name === 'install' && /^-[a-zA-Z]*[mog]$/.test(all[i - 1]?.text ?? '')),
    );
    if (command.args.some(({ text }) => /^(?:-t|--target-directory)/.test(text))) return false;
    if (command.name === 'install' && command.args.some(({ text }) => /^-[a-zA-Z]*d/.test(text))) return true;
    const texts = words.map((word) => this.#text(placed, word));
    const target = texts.at(-1);
    const path = target === undefined ? undefined : joinPath(directory, target);
    const sources = texts.slice(0, -1).map((text) => joinPath(directory, text));
    if (path === undefined || target === undefined || sources.length === 0) return false;
    if (!sources.every((one) => one !== undefined && (this.#isFetched(one) || SCRATCH.test(one)))) return false;
    this.#touches = true;
    const isDirectory =
      sources.length > 1 ||
      /(?:^|\/)\.{0,2}$/.test(target) ||
      SHARED.test(path) ||
      SYSTEM_DIRECTORY.test(path) ||
      this.#isDirectory(path);
    for (const one of sources) {
      if (one === undefined) return false;
      const name = baseName(one);
      const isOpen = /[*?[$]/.test(name) || name === '.' || one.endsWith('/.');
      if (isOpen && isDirectory) {
        if (!this.#contents(path)) return false;
      } else this.#add(isDirectory ? (joinPath(path, name) ?? path) : path);
      if (command.name === 'mv') this.#remove(one, command.span);
      else this.#pass(one, command.span);
    }
    return true;
  }

  /** Changes of fetched files come along with them. */
  #inPlace(placed: PlacedCommand): Role | undefined {
    const operands = operandsOf(placed.command);
    const paths = operands.flatMap((word) => this.#path(placed, word) ?? []);
    const own = paths.filter((path) => this.#isFetched(path) || SCRATCH.test(path));
    // What sed is told to do is no path.
    const count = placed.command.name === 'sed' ? paths.length - 1 : paths.length;
    if (own.length === 0) return 'other';
    if (own.length < count) return undefined;
    this.#touches = true;
    return 'own';
  }

  #contents(path: string): boolean {
    this.#touches = true;
    if (PACKAGE_SOURCES.test(path)) return false;
    this.#found.push({ path, kind: 'contents', run: this.#run });
    return true;
  }

  #add(path: string): void {
    this.#touches = true;
    this.#found = this.#found.filter((one) => !(one.kind === 'path' && isWithin(one.path, path)));
    this.#found.push({ path, kind: 'path', run: this.#run });
  }

  /** Tells whether what is removed is the download's own. */
  #remove(path: string, span: Span): boolean {
    const gone = this.#found.filter((one) => isWithin(one.path, path));
    const matching = /[*?[]/.test(path)
      ? this.#found.filter((one) => one.kind === 'path' && patternOf(path).test(one.path))
      : [];
    for (const one of [...gone, ...matching]) {
      this.#touches = true;
      this.#consumed.push(one.path);
      if (one.run !== this.#run) this.#leftInLayers.push(one.path);
    }
    this.#found = this.#found.filter((one) => !gone.includes(one) && !matching.includes(one));
    const isOwn = gone.length + matching.length > 0 || this.#pass(path, span) || this.#isFetched(path);
    return (
      isOwn ||
      SCRATCH.test(path) ||
      /\$|^\/var\/lib\/apt\/lists/.test(path) ||
      this.#consumed.some((one) => isWithin(one, path))
    );
  }

  /** The file takes something out of a directory by name: what else was unpacked there it does without. */
  #pass(path: string, span: Span): boolean {
    const sources = this.#found.filter(
      (one) => one.kind === 'contents' && one.path !== path && isWithin(path, one.path) && !this.#isAnothers(path, one),
    );
    for (const one of sources) this.#passedOver.push({ path: one.path, span });
    this.#touches ||= sources.length > 0;
    return sources.length > 0;
  }

  #isFetched(path: string): boolean {
    return this.#found.some(
      (one) =>
        (isWithin(path, one.path) || (/[*?[]/.test(path) && isWithin(one.path, directoryOf(path)))) &&
        (one.kind === 'path' || !this.#isAnothers(path, one)),
    );
  }

  /** Of a directory that holds other things than the download: those that the base or a COPY has put there. */
  #isAnothers(path: string, { path: directory }: Found): boolean {
    if (!isShared(directory)) return false;
    const { stage, model } = this.#source;
    return (
      (directory === '/' && (SYSTEM.test(path) || SHARED.test(path) || SCRATCH.test(path))) ||
      stage.instructions.some((instruction) => {
        const copy = model.copyOf(instruction);
        const target = copy?.destinationPath?.replace(/(?<=.)\/$/, '');
        if (copy === undefined || target === undefined || instruction.index > this.#run.index) return false;
        if (!isShared(target)) return isWithin(path, target) || isWithin(target, path);
        return copy.sources.some(
          (one) => one.path !== undefined && isWithin(path, joinPath(target, baseName(one.path)) ?? target),
        );
      })
    );
  }

  #isDirectory(path: string): boolean {
    const { stage, model } = this.#source;
    return (
      this.#found.some((one) => one.path === path && one.kind === 'contents') ||
      stage.instructions.some(
        (instruction) =>
          instruction.index < this.#run.index &&
          ((instruction.keyword === 'WORKDIR' && model.stateBefore(this.#run).workdir === path) ||
            (instruction.keyword === 'RUN' &&
              model
                .scriptOf(instruction)
                .commands.some(({ name, args }) => name === 'mkdir' && args.some(({ value }) => value === path)))),
      ) ||
      model
        .scriptOf(this.#run)
        .commands.some(
          ({ name, args }) => name === 'mkdir' && args.some(({ value }) => joinPath('/', value ?? '') === path),
        )
    );
  }

  #paths(placed: PlacedCommand): readonly string[] {
    return placed.command.args.flatMap((word) => {
      if (word.text.startsWith('-')) return [];
      return this.#path(placed, word) ?? [];
    });
  }

  #path(placed: PlacedCommand, word: ShellWord): string | undefined {
    return joinPath(placed.directory, this.#text(placed, word));
  }

  /** The word with the variables of the image in it; others stay as they are written, and are the same wherever they are. */
  #text(placed: PlacedCommand, word: ShellWord): string {
    return wordText(this.#source.model, placed.instruction, word) ?? word.text.replace(/["']/g, '');
  }
}

const SYSTEM_DIRECTORY = /^\/(?:usr\/(?:local\/)?)?s?bin$|^\/(?:opt|etc|usr\/local\/lib|var\/lib|root|home)$/;

function isOfPipeline({ command, instruction }: PlacedCommand, { model }: Source): boolean {
  return (
    (command.pipe !== undefined &&
      model
        .scriptOf(instruction)
        .commands.some((one) => one.pipe?.id === command.pipe?.id && /^(?:curl|wget)$/.test(one.name ?? ''))) ||
    /^(?:curl|wget)$/.test(command.name ?? '')
  );
}

function patternOf(path: string): RegExp {
  return new RegExp(
    `^${path
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]')}$`,
  );
}

function valueAfter(texts: readonly string[], name: RegExp, joined: RegExp | undefined): string | undefined {
  for (const [i, text] of texts.entries()) {
    if (name.test(text)) return texts[i + 1];
    if (joined?.test(text) === true) return text.replace(joined, '');
  }
  return undefined;
}

/** The names of members on tar's command line: `tar xzf archive -C dir member`. */
function tarMembers(texts: readonly string[]): readonly string[] {
  const members: string[] = [];
  let isFileNext = false;
  for (const [i, text] of texts.entries()) {
    if (i === 0 && !text.startsWith('-')) {
      isFileNext = text.includes('f');
      continue;
    }
    if (/^(?:-[a-zA-Z]*C|--directory|--strip-components|--strip|-T|--exclude|-X)$/.test(texts[i - 1] ?? '')) continue;
    if (text.startsWith('-')) {
      if (/^-[a-zA-Z]*f$|^--file$/.test(text)) isFileNext = true;
      continue;
    }
    if (isFileNext) isFileNext = false;
    else members.push(text);
  }
  return members;
}

function zipMembers(texts: readonly string[]): readonly string[] {
  return texts.filter((text, i) => !text.startsWith('-') && texts[i - 1] !== '-d').slice(1);
}

/** The downloading step whose files another step needs, changes or removes before the last download; or whose files cannot be copied. */
function disturbed(source: Source, { state, runs }: Reading): Instruction | undefined {
  for (const one of state.found) {
    if (one.run.keyword !== 'RUN' || SCRATCH.test(one.path)) continue;
    const isUnknown = one.path.includes('$') || one.path.includes('`') || PACKAGE_SOURCES.test(one.path);
    if (isUnknown) return one.run;
    if (
      one.kind === 'contents' &&
      isShared(one.path) &&
      takenFrom(source, state, one).length === 0 &&
      !isWholeCopy(source, one)
    )
      return one.run;
  }
  const last = [...runs.keys()].at(-1)?.instruction;
  if (last === undefined) return undefined;
  const outputs = outputsOf(source, state).map(({ path }) => path);
  const isOutput = (path: string): boolean => outputs.some((output) => !isShared(output) && isWithin(path, output));
  // A package to be installed, or an archive that no step unpacks here, is for a step of the runtime.
  const archive = state.found.find(
    ({ path, run }) =>
      (/\.(?:deb|rpm|apk)$/.test(path) || ARCHIVE.test(path)) && run.keyword === 'RUN' && !SCRATCH.test(path),
  );
  if (archive !== undefined) return archive.run;
  for (const { command, instruction, directory } of placedCommands(source.model, source.stage)) {
    const own = [...runs].find(([run]) => run.instruction === instruction)?.[1];
    if (own !== undefined && own.get(command) !== 'other') continue;
    const words = [command.nameWord, ...command.args, ...command.redirects.map(({ target }) => target)];
    for (const word of words) {
      const text = word === undefined ? undefined : (wordText(source.model, instruction, word) ?? word.text);
      const path = text === undefined || text === '' ? undefined : joinPath(directory, text);
      if (path === undefined) continue;
      if (isOutput(path)) {
        if (instruction.index < last.index && !/^(?:chown|chgrp|mkdir)$/.test(command.name ?? '')) return last;
        continue;
      }
      // It reads what the builder alone would have.
      const lost = [...state.consumed, ...state.unpacked].find(
        (one) => one === path || (/[*?[]/.test(path) && patternOf(path).test(one)),
      );
      if (lost === undefined) continue;
      if (own !== undefined) return instruction;
      const run = fetchOf(source, runs, lost);
      if (run !== undefined) return run;
    }
  }
  return undefined;
}

/** The last followed step that names the file, or its directory. */
function fetchOf({ runs: all, file }: Source, runs: Reading['runs'], path: string): Instruction | undefined {
  const followed = all.filter((run) => runs.has(run)).map(({ instruction }) => instruction);
  const naming = followed.find(({ span }) => file.text.slice(span.start, span.end).includes(baseName(path)));
  return naming ?? followed.at(-1);
}

function isShared(path: string): boolean {
  return SHARED.test(path) || SYSTEM.test(path);
}

/** The base has nothing in the directory, or next to nothing. */
function isWholeCopy({ facts }: Source, { path }: Found): boolean {
  return (
    EMPTY_ON_SMALL_BASES.test(path) &&
    /^(?:debian|ubuntu|alpine|fedora|centos|rockylinux|almalinux|amazonlinux|ubi\d*|oraclelinux|minideb)$/.test(
      facts.family,
    )
  );
}

/** What later lines of the file name in a shared directory where something was unpacked. */
function takenFrom(
  { stage, model, started }: Source,
  { passedOver, unpacked }: State,
  { path, run }: Found,
): readonly string[] {
  if (passedOver.some((one) => one.path === path)) return ['.'];
  const links = new Set<string>();
  const texts = stage.instructions
    .filter(({ index }) => index >= run.index)
    .flatMap((instruction) => {
      if (instruction.keyword === 'ENV')
        return instruction.pairs.flatMap(({ key }) => model.finalState(stage).env.get(key) ?? []);
      if (instruction.keyword === 'WORKDIR')
        return [model.expandAt(instruction.words[0]?.value ?? '', instruction) ?? ''];
      if (instruction.keyword !== 'RUN') return [];
      return model.scriptOf(instruction).commands.flatMap(({ name, args }) => {
        const operands = args.map((word) => wordText(model, instruction, word) ?? '');
        // A link and a new directory are names for something, or for nothing yet.
        if (name === 'mkdir') return [];
        if (name === 'ln') links.add(operands.at(-1) ?? '');
        return name === 'ln' ? operands.slice(0, -1) : operands;
      });
    });
  const words = started.flatMap(({ nameWord, args }) => [
    nameWord?.value ?? '',
    ...args.map(({ value }) => value ?? ''),
  ]);
  const prefix = path === '/' ? '/' : `${path}/`;
  for (const archive of unpacked) links.add(archive);
  const segments = [...texts, ...words]
    .flatMap((text) => text.split(/[:=,]/))
    .filter((text) => text.startsWith(prefix) && text.length > prefix.length && !/[*?$]/.test(text))
    .map((text) => prefix + (text.slice(prefix.length).split('/')[0] ?? ''));
  return [...new Set(segments)].filter(
    (one) => !links.has(one) && !isShared(one) && !SCRATCH.test(one) && (path !== '/' || !SYSTEM.test(one)),
  );
}

function outputsOf(source: Source, state: State): readonly { readonly path: string; readonly why: string }[] {
  const outputs = new Map<string, string>();
  for (const one of state.found) {
    if (SCRATCH.test(one.path) || one.run.keyword !== 'RUN') continue;
    if (one.kind === 'path') {
      outputs.set(one.path, 'What is downloaded, where the steps put it.');
      continue;
    }
    if (!isShared(one.path)) {
      outputs.set(one.path, 'What is unpacked there.');
      continue;
    }
    const taken = takenFrom(source, state, one);
    if (isWholeCopy(source, one) && !taken.includes('.'))
      outputs.set(one.path, 'What is unpacked there; the base has nothing in this directory.');
    else for (const path of taken) if (path !== '.') outputs.set(path, 'What is unpacked, and named by other lines.');
  }
  return [...outputs]
    .filter(([path]) => ![...outputs.keys()].some((other) => other !== path && isWithin(path, other)))
    .map(([path, why]) => ({ path, why }));
}

/** The path with the variables of the image in it, as the steps name it: `/opt/server-${VERSION}`. */
export function withVariables({ model, stage }: Source, path: string, before: Instruction | undefined): string {
  if (before === undefined) return path;
  const { env, args } = model.stateBefore(before);
  const declared = new Set(
    stage.instructions.flatMap(({ keyword, pairs, index }) =>
      (keyword === 'ENV' || keyword === 'ARG') && index < before.index ? pairs.map(({ key }) => key) : [],
    ),
  );
  const values = [...args, ...env].filter(
    ([name, value]) => declared.has(name) && value !== undefined && /\d/.test(value) && /^[\w.-]{3,}$/.test(value),
  );
  return values.reduce((text, [name, value]) => text.replace(value ?? name, `\${${name}}`), path);
}

function toDownloads(source: Source, { state, runs, archives }: Reading): Downloads {
  const all = placedCommands(source.model, source.stage);
  const owned = ownersOf(source, runs, all);
  const outputs = (runs.size === 0 ? [] : outputsOf(source, state)).map((output): Output => {
    const owner = owned.find(({ path }) => path === output.path)?.owner;
    return owner === undefined ? output : { ...output, owner };
  });
  const reasons = new Map<ShellCommand, string>(
    owned
      .filter(({ path }) => outputs.some((output) => output.path === path))
      .map(({ command }) => [command, 'the copy gives the files their owner']),
  );
  if (outputs.length > 0)
    for (const [run, roles] of runs)
      for (const statement of run.script.statements) {
        const why = reasonOf(source, run, statement, roles, outputs, (command) =>
          owned.some((one) => one.command === command),
        );
        if (why !== undefined) for (const command of statement.commands) reasons.set(command, why);
      }
  const unpacked = new Set([...archives].filter(([, path]) => state.unpacked.includes(path)).map(([one]) => one));
  const scratch = state.found.filter(({ path }) => SCRATCH.test(path));
  const gone = new Set(
    [...state.consumed, ...state.unpacked, ...scratch.map(({ path }) => path)].filter((path) => !path.includes('$')),
  );
  const leavings = [...gone].filter((path) => !outputs.some((output) => isWithin(path, output.path)));
  const isWaste = leavings.some(
    (path) =>
      state.leftInLayers.includes(path) ||
      scratch.some((one) => one.path === path) ||
      [...archives.values()].includes(path),
  );
  return {
    outputs,
    first: [...runs.keys()][0]?.instruction,
    left: leavings,
    isWaste,
    archives: unpacked,
    commands: [...reasons.keys()],
    others: all.flatMap(({ command }) => (reasons.has(command) ? [] : [command])),
    dropped: [...reasons.keys()]
      .filter(({ name }) => name === 'echo' || name === 'printf' || name === 'cat' || name === 'chown')
      .map(({ nameWord, args }) => [nameWord, ...args].flatMap((word) => word?.text ?? []).join(' ')),
    assumptions: [...new Map(state.passedOver.map((one) => [one.path, one])).values()]
      .filter(({ path }) => !outputs.some((output) => isWithin(path, output.path)) && !SCRATCH.test(path))
      .map(({ path, span }) => ({
        message: `Of what is unpacked into ${path} the container needs what the steps take out of it by name, and nothing else.`,
        span,
      })),
    reasonOf: (command) => reasons.get(command),
  };
}

/** `chown -R app:app dir` in the step itself: a layer of its own would hold the files a second time. */
function ownersOf(
  { model }: Source,
  runs: Reading['runs'],
  all: readonly PlacedCommand[],
): readonly { readonly path: string; readonly owner: string; readonly command: ShellCommand }[] {
  const first = [...runs.keys()][0]?.instruction.index ?? 0;
  const accounts = new Set(
    all.flatMap(({ instruction, command }) =>
      instruction.index < first && /^(?:user|group)add$|^add(?:user|group)$/.test(command.name ?? '')
        ? command.args.flatMap(({ value }) => value ?? [])
        : [],
    ),
  );
  return [...runs].flatMap(([run, roles]) =>
    run.script.statements.flatMap(({ commands: [command, second] }) => {
      if (command?.name !== 'chown' || second !== undefined || roles.get(command) !== 'other') return [];
      const owner = command.args.find(({ text }) => !text.startsWith('-'))?.value ?? '';
      const names = owner.split(':');
      const isWhole = command.args.some(({ text }) => /^-[a-zA-Z]*R|^--recursive/.test(text));
      const isKnown = names.length === 2 && isWhole && names.every((name) => /^\d+$/.test(name) || accounts.has(name));
      const operands = operandsOf(command);
      const [only] = operands;
      const text = only === undefined ? undefined : wordText(model, run.instruction, only);
      const directory = all.find((one) => one.command === command)?.directory;
      const path = text === undefined ? undefined : joinPath(directory, text);
      return isKnown && operands.length === 1 && path !== undefined ? [{ path, owner, command }] : [];
    }),
  );
}

/** Why a statement of a downloading step stays in the builder; what sets up the image beside it does not. */
function reasonOf(
  source: Source,
  run: SourceRun,
  statement: ShellStatement,
  roles: Roles,
  outputs: Downloads['outputs'],
  isOwned: (command: ShellCommand) => boolean,
): string | undefined {
  const own = statement.commands.filter(({ isSubstitution }) => !isSubstitution);
  const has = (role: Role): boolean => own.some((command) => roles.get(command) === role);
  if (has('other') || own.some((command) => run.operations.has(command))) return undefined;
  if (statement.commands.some(({ name = '' }) => FETCHES.test(name))) return 'fetches';
  if (own.some(({ name = '' }) => UNPACKS.test(name))) return 'unpacks what was fetched';
  if (has('own')) return 'puts what was fetched in its place';
  const only = own.length === 1 ? own[0] : undefined;
  // A directory that nothing is put into is the container's own.
  if (only?.name === 'mkdir') {
    const placed = placedCommands(source.model, source.stage).find(({ command }) => command === only);
    const paths = operandsOf(only).flatMap((word) => {
      const text = wordText(source.model, run.instruction, word);
      return text === undefined ? [] : (joinPath(placed?.directory, text) ?? []);
    });
    const isTheirs = (path: string): boolean =>
      SCRATCH.test(path) || outputs.some((output) => isWithin(output.path, path) || isWithin(path, output.path));
    return paths.every(isTheirs) ? 'makes a directory for what is fetched' : undefined;
  }
  const isSteering = own.every(
    ({ name }) => name === undefined || /^(?:cd|pushd|popd|set|export|unset|umask)$/.test(name),
  );
  if (!isSteering) return 'checks what was fetched';
  // Where a later command of the runtime relies on the directory, it stays.
  const isFollowedByOthers = run.script.commands.some(
    (command) => roles.get(command) === 'other' && !isOwned(command) && command.span.start > statement.span.start,
  );
  const isLocal = statement.commands.some(({ isSubstitution }) => isSubstitution);
  return !isFollowedByOthers || isLocal ? 'sets up the shell for the commands after it' : undefined;
}
