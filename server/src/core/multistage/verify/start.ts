import { providesTool } from '../../knowledge/image-tools';
import { imageConfiguration, stageChain } from '../../model/configuration';
import type { DockerfileModel } from '../../model/model';
import { isWithin, joinPath } from '../../model/paths';
import type { Stage } from '../../model/stage';
import { parseShell } from '../../shell/parse-shell';
import type { ShellCommand } from '../../shell/shell';
import { detachedText } from '../../syntax/logical-text';
import type { Span } from '../../text/span';
import { isSameBase } from './copies';
import { everInstalled, installedPackages, providesCommandByPackage } from './packages';
import type { Conversion, Violation } from './violation';
import {
  type Content,
  type PlacedCommand,
  type WrittenPath,
  dominantContent,
  makersOf,
  placedCommands,
  wordText,
  writtenPaths,
} from './written-paths';

interface Program {
  /** As written: a name to be found on PATH, or a path. */
  readonly text: string;
  readonly span: Span;
  /** Surely started; a command of a script may run only at times, and the first word after a script may be its argument. */
  readonly isCertain: boolean;
}

interface Image {
  readonly model: DockerfileModel;
  readonly stage: Stage;
  readonly written: readonly WrittenPath[];
  readonly searchPath: readonly string[];
  readonly workdir: string | undefined;
}

/** V4: every program that CMD, ENTRYPOINT and HEALTHCHECK start is in the image, and so are the scripts they name. */
export function* checkPrograms(conversion: Conversion): Generator<Violation> {
  const { before, after, original, final, allowed } = conversion;
  const old = imageOf(conversion, before, original);
  const oldPrograms = new Set(startedPrograms(conversion, old).map(({ text }) => text));
  const targets = after.stages.filter(({ name }) => name !== undefined && allowed.targets?.includes(name) === true);
  for (const stage of [final, ...targets]) {
    const image = imageOf(conversion, after, stage);
    for (const program of startedPrograms(conversion, image)) yield* missing(program, image, old, oldPrograms);
    yield* missingArguments(image, old);
  }
}

/** V4: what the RUN instructions of the final stage call is there; the original had it installed, or had it in its base image. */
export function* checkRunPrograms(conversion: Conversion): Generator<Violation> {
  const { before, after, original, final } = conversion;
  const old = imageOf(conversion, before, original);
  const image = imageOf(conversion, after, final);
  // What a RUN removes again was there when it ran.
  const installed = everInstalled(after, final);
  const oldInstalled = everInstalled(before, original);
  for (const placed of placedCommands(after, final)) {
    const { command } = placed;
    const entered = enteredDirectory(after, placed);
    if (
      entered !== undefined &&
      makersOf(old.written, entered).length > 0 &&
      makersOf(image.written, entered).length === 0
    )
      yield { check: 'V4', message: `RUN goes to ${entered}, which is not in the final stage.`, span: command.span };
    yield* absentOperands(conversion, placed, old, image);
    for (const { text, span } of programsOf(command)) {
      if (text.includes('/') || providerOf(text, image) === true) continue;
      if (installed.some((name) => providesCommandByPackage(name, text))) continue;
      const isLacking = final.facts !== undefined && providesTool(final.facts, text) === false;
      // On the base image of the original the author's own commands work whatever the tables say.
      const isAuthors =
        isSameBase(original, final) && !oldInstalled.some((name) => providesCommandByPackage(name, text));
      if (isShownHere(text, old) || (isLacking && !isAuthors))
        yield { check: 'V4', message: `RUN calls ${text}, which is not in the final stage.`, span };
    }
  }
}

/** `chown -R app /app` fails where /app comes later, or not at all. */
function* absentOperands({ before, after, original }: Conversion, placed: PlacedCommand, old: Image, image: Image) {
  const { command } = placed;
  if (command.isConditional) return;
  const paths = operandPaths(after, placed);
  const made = madeDirectories(after, placed);
  if (paths.length === 0 && made.length === 0) return;
  const text = commandWords(command);
  const earlier = placedCommands(before, original).filter((one) => commandWords(one.command) === text);
  for (const { path, span } of paths) {
    const wasThere = earlier.some((one) => isWrittenBefore(old.written, path, one));
    if (wasThere && !isWrittenBefore(image.written, path, placed))
      yield { check: 'V4' as const, message: `RUN needs ${path}, which is not there at that point.`, span };
  }
  for (const { path, span } of made) {
    const wasThere = earlier.every((one) => isWrittenBefore(old.written, path, one));
    const isNow = image.written.some(
      (one) => isWithin(one.path, path) && isEarlier(one, placed) && one.instruction?.keyword !== undefined,
    );
    if (!wasThere && isNow)
      yield { check: 'V4' as const, message: `RUN makes ${path}, which is there already at that point.`, span };
  }
}

function commandWords({ nameWord, args }: ShellCommand): string {
  return [nameWord, ...args].map((word) => word?.text ?? '').join(' ');
}

/** The files that must exist for the command to succeed. */
function operandPaths(
  model: DockerfileModel,
  { command, instruction, directory }: PlacedCommand,
): readonly { readonly path: string; readonly span: Span }[] {
  const operands = command.args.filter(({ text }) => !text.startsWith('-'));
  const isForced = command.args.some(({ text }) => /^-\w*f/.test(text));
  const names =
    command.name === 'chown' || command.name === 'chmod'
      ? operands.slice(1)
      : command.name === 'mv' || command.name === 'cp'
        ? operands.slice(0, -1)
        : command.name === 'rm' && !isForced
          ? operands
          : [];
  return names.flatMap((word) => {
    const text = wordText(model, instruction, word);
    const path = text === undefined || /[*?[]/.test(text) ? undefined : joinPath(directory, text);
    return path === undefined || path === '/' ? [] : [{ path, span: word.span }];
  });
}

/** `mkdir` without -p fails where the directory exists. */
function madeDirectories(
  model: DockerfileModel,
  { command, instruction, directory }: PlacedCommand,
): readonly { readonly path: string; readonly span: Span }[] {
  if (command.name !== 'mkdir' || command.args.some(({ text }) => /^-\w*p|^--parents/.test(text))) return [];
  return command.args.flatMap((word) => {
    const text = word.text.startsWith('-') ? undefined : wordText(model, instruction, word);
    const path = text === undefined ? undefined : joinPath(directory, text);
    return path === undefined ? [] : [{ path, span: word.span }];
  });
}

function isEarlier({ instruction: by, command: own }: WrittenPath, { instruction, command }: PlacedCommand): boolean {
  if (by === undefined || by.index < instruction.index) return true;
  return by === instruction && (own?.span.start ?? -1) < command.span.start;
}

function isWrittenBefore(written: readonly WrittenPath[], path: string, placed: PlacedCommand): boolean {
  return (
    makersOf(
      written.filter((one) => isEarlier(one, placed)),
      path,
    ).length > 0
  );
}

/** The directory that `cd` goes to. */
function enteredDirectory(
  model: DockerfileModel,
  { command, instruction, directory }: PlacedCommand,
): string | undefined {
  const word =
    command.name === 'cd' || command.name === 'pushd'
      ? command.args.find(({ text }) => !text.startsWith('-'))
      : undefined;
  const text = word === undefined ? undefined : wordText(model, instruction, word);
  return text === undefined ? undefined : joinPath(directory, text);
}

function imageOf({ context }: Conversion, model: DockerfileModel, stage: Stage): Image {
  const { env, workdir } = imageConfiguration(model, stage);
  return {
    model,
    stage,
    written: writtenPaths(model, stage, context),
    searchPath: (env.get('PATH') ?? rawPath(stage)).split(':').filter((entry) => entry.startsWith('/')),
    workdir,
  };
}

function rawPath(stage: Stage): string {
  const own = stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ pairs }) => pairs)
    .filter(({ key }) => key === 'PATH')
    .map(({ value }) => value ?? '');
  return [...own, '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'].join(':');
}

const BUILTINS =
  /^(?:[.:[{}!]|\[\[|alias|bg|break|case|cd|command|continue|declare|echo|else|elif|eval|exec|exit|export|false|fg|fi|for|function|getopts|hash|if|jobs|kill|let|local|printf|pwd|read|readonly|return|set|shift|shopt|source|test|then|times|trap|true|type|typeset|ulimit|umask|unalias|unset|until|wait|while)$/;

function startedPrograms(conversion: Conversion, image: Image): readonly Program[] {
  const { model, stage } = image;
  const { entrypoint, cmd, healthcheck } = imageConfiguration(model, stage);
  const hasEntrypoint = entrypoint.argv === undefined || entrypoint.argv.length > 0;
  // After an ENTRYPOINT that is a program of its own, CMD holds arguments; a script or an init starts them.
  const startsArguments =
    !hasEntrypoint ||
    entrypoint.isShellForm ||
    /(?:\.sh|entrypoint[\w.-]*|tini|dumb-init|gosu|su-exec)$/.test(entrypoint.argv?.[0] ?? '');
  const isInit =
    entrypoint.instruction === undefined || /(?:tini|dumb-init|gosu|su-exec)$/.test(entrypoint.argv?.[0] ?? '');
  const instructions = [
    entrypoint.instruction,
    startsArguments && !entrypoint.isShellForm ? cmd.instruction : undefined,
    healthcheck?.test[0] === 'NONE' ? undefined : healthcheck?.instruction,
  ].filter((instruction) => instruction !== undefined);
  return instructions.flatMap((instruction) => {
    const commands = model.scriptOf(instruction).commands;
    const shell = instruction.exec === undefined ? model.stateBefore(instruction).shell[0] : undefined;
    const isCertain = instruction !== cmd.instruction || isInit;
    const own = commands.flatMap((command) => programsOf(command).map((program) => ({ ...program, isCertain })));
    return [
      ...(shell === undefined ? [] : [{ text: shell, span: instruction.keywordSpan, isCertain: true }]),
      ...own,
      ...commands.flatMap((command) => scriptPrograms(conversion, image, command)),
    ];
  });
}

function programsOf(command: ShellCommand): readonly Program[] {
  const words = [...command.wrappers.filter(({ text }) => !text.startsWith('-')).slice(0, 1), command.nameWord];
  return words.flatMap((word) =>
    word?.value === undefined || BUILTINS.test(word.value)
      ? []
      : [{ text: word.value, span: word.span, isCertain: true }],
  );
}

/** The programs that a script of the build context starts: its interpreter, and the commands of a shell script. */
function scriptPrograms({ context, after }: Conversion, image: Image, command: ShellCommand): readonly Program[] {
  if (context === undefined || image.model !== after) return [];
  const words = [command.nameWord, ...command.args].slice(0, 2);
  return words.flatMap((word) => {
    const path = word?.value === undefined ? undefined : resolved(image, word.value);
    const text = path === undefined ? undefined : contextText(context, image, path);
    if (word === undefined || text === undefined) return [];
    const span = word.span;
    const interpreter = /^#!\s*(\S+)(?:[ \t]+(?:-S[ \t]+)?(\S+))?/.exec(text);
    const program = interpreter === null ? [] : [{ text: interpreter[1] ?? '', span, isCertain: false }];
    const named =
      interpreter?.[1]?.endsWith('/env') === true && interpreter[2] !== undefined
        ? [{ text: interpreter[2], span, isCertain: false }]
        : [];
    const isShell = /\.(?:sh|bash)$/.test(path ?? '') || /^#!.*\b(?:ba|da|a)?sh\b/.test(text);
    if (!isShell) return [...program, ...named];
    const functions = new Set([...text.matchAll(/^\s*(?:function\s+)?([\w-]+)\s*\(\)/gm)].map(([, name = '']) => name));
    const commands = parseShell(detachedText(text), 'heredoc').commands.flatMap((inner) =>
      programsOf(inner).filter(({ text: name }) => !functions.has(name)),
    );
    return [...program, ...named, ...commands.map(({ text: name }) => ({ text: name, span, isCertain: false }))];
  });
}

/** The text of the file of the build context that lies at `path` in the image. */
function contextText(
  context: NonNullable<Conversion['context']>,
  { model, stage }: Image,
  path: string,
): string | undefined {
  const copies = stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .flatMap((one) => model.copyOf(one) ?? []);
  for (const copy of copies.reverse()) {
    if (copy.from.kind !== 'context' || copy.destinationPath === undefined) continue;
    for (const source of copy.sources) {
      if (source.path === undefined || source.kind !== 'path') continue;
      const isDirectory = context.list(source.path) !== undefined;
      const target = copy.destinationPath === '/' ? '' : copy.destinationPath;
      const file = isDirectory
        ? path.startsWith(`${target}/`)
          ? [source.path, path.slice(target.length + 1)].filter((part) => part !== '').join('/')
          : undefined
        : path ===
            (copy.isDirectory
              ? joinPath(copy.destinationPath, source.path.split('/').at(-1) ?? '')
              : copy.destinationPath)
          ? source.path
          : undefined;
      const text = file === undefined || context.ignores(file) ? undefined : context.read(file);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

function resolved({ workdir, searchPath, written }: Image, text: string): string | undefined {
  if (text.includes('/')) return joinPath(workdir, text);
  if (/\.\w+$/.test(text)) {
    const beside = joinPath(workdir, text);
    if (beside !== undefined && ownMakers(written, beside).length > 0) return beside;
  }
  return searchPath
    .map((entry) => `${entry}/${text}`)
    .find((path) => ownMakers(written, path).some((maker) => !maker.isTree));
}

function ownMakers(written: readonly WrittenPath[], path: string): readonly WrittenPath[] {
  return makersOf(written, path).filter(({ content }) => content !== 'system' && content !== 'directory');
}

function* missing(program: Program, image: Image, old: Image, oldPrograms: ReadonlySet<string>): Generator<Violation> {
  const { text, span, isCertain } = program;
  const is = providerOf(text, image);
  if (is === true) return;
  const was = providerOf(text, old);
  // What the original lacked, or may have lacked, is no loss where it may never be started.
  if (!isCertain && !isShownHere(text, old)) return;
  // What nobody can tell stays as it was on the same base image.
  if (is === undefined && was === undefined && isSameBase(image.stage, old.stage)) return;
  // Where the original starts what it seems to lack, the tables err, or it never worked.
  if (is === false && was === false && oldPrograms.has(text)) return;
  const message = is === false ? `${text} is not in the image.` : `${text} is not known to be in the image.`;
  yield { check: 'V4', message, span };
}

/** Names that no Python or Node.js package installs. */
const SYSTEM_ONLY =
  /^(?:curl|wget|git|bash|sh|ash|dash|make|cmake|gcc|g\+\+|cc|nc|netcat|ps|pgrep|pkill|top|jq|ssh|scp|psql|pg_isready|pg_dump|mysql|mysqladmin|redis-cli|ffmpeg|convert|identify|java|javac|go|cargo|rustc|tini|gosu|su-exec|nginx|cron|openssl|unzip|zip|xz|sudo|gs|tesseract|pdftotext|envsubst|sqlite3|ping|dig|file|perl|ruby|php)$/;

/** Tells whether the image has the program; `undefined` where no text and no table tells. */
function providerOf(text: string, image: Image): boolean | undefined {
  const { stage, written, searchPath } = image;
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (text.includes('/')) {
    const path = resolved(image, text);
    if (path === undefined) return undefined;
    if (ownMakers(written, path).length > 0) return true;
    const isSystem = /^\/(?:usr\/(?:local\/)?)?s?bin\//.test(path);
    if (!isSystem)
      return stage.facts === undefined
        ? undefined
        : path.startsWith('/opt/') || path.startsWith('/nodejs/')
          ? undefined
          : false;
  }
  if (isShownHere(text, image)) return true;
  if (/^(?:yarn|yarnpkg|pnpm|pnpx)$/.test(name) && enablesCorepack(image)) return true;
  const isBare = !text.includes('/') && !SYSTEM_ONLY.test(name);
  // A directory of installed packages may hold a program of any name.
  if (isBare && searchPath.some((entry) => ownMakers(written, `${entry}/${name}`).length > 0)) return true;
  return stage.facts === undefined ? undefined : providesTool(stage.facts, name);
}

/** `corepack enable` puts the commands of Yarn and pnpm on PATH. */
function enablesCorepack({ model, stage }: Image): boolean {
  return placedCommands(model, stage).some(
    ({ command: { name, args } }) => name === 'corepack' && args[0]?.value === 'enable',
  );
}

/** The base image, an installed package or a file of that very name provides the program. */
function isShownHere(text: string, { model, stage, written, searchPath }: Image): boolean {
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (stage.facts !== undefined && providesTool(stage.facts, name) === true) return true;
  if (installedPackages(model, stage).some((one) => providesCommandByPackage(one, name))) return true;
  if (text.includes('/')) return false;
  return searchPath
    .flatMap((entry) => ownMakers(written, `${entry}/${name}`))
    .some(({ isTree, path }) => !isTree || path.endsWith(`/${name}`));
}

/** Scripts and archives that an interpreter is told to run must lie where they lay, and be what they were. */
function* missingArguments(image: Image, old: Image): Generator<Violation> {
  const { model, stage } = image;
  const { entrypoint, cmd } = imageConfiguration(model, stage);
  for (const instruction of [entrypoint.instruction, cmd.instruction]) {
    if (instruction === undefined) continue;
    for (const command of model.scriptOf(instruction).commands) {
      for (const { path, span, text } of fileArguments(image, command)) {
        const oldMakers = ownMakers(old.written, path);
        const makers = ownMakers(image.written, path);
        if (oldMakers.length === 0 && makers.length > 0) continue;
        if (oldMakers.length === 0 && makers.length === 0) continue;
        if (makers.length === 0) yield { check: 'V4', message: `${text} is not in the image at ${path}.`, span };
        else if (isBuilt(dominantContent(oldMakers)) && makers.every(({ content }) => content === 'source'))
          yield { check: 'V4', message: `${path} was built, and is now only copied.`, span };
      }
    }
  }
}

function isBuilt(content: Content): boolean {
  return content === 'binary' || content === 'static-binary' || content === 'output' || content === 'venv';
}

/** The program itself where it is a path, `server.js`, `dist/main.js`, `app.jar`, `-c config.py`, and the file of `-m package.module`. */
function fileArguments(
  image: Image,
  command: ShellCommand,
): readonly { readonly path: string; readonly text: string; readonly span: Span }[] {
  const words = [command.nameWord, ...command.args];
  const isPython = /^python[\d.]*$/.test(command.name ?? '');
  return words.flatMap((word, index) => {
    const text = word?.value;
    if (word === undefined || text === undefined || text.startsWith('-')) return [];
    const before = words[index - 1]?.value;
    const path = joinPath(image.workdir, isPython && before === '-m' ? (text.split('.')[0] ?? text) : text);
    if (path === undefined) return [];
    // `-m app` is app.py or the package app; which of them, the makers tell.
    if (isPython && before === '-m') {
      const candidates = [path, `${path}.py`];
      return candidates
        .filter((candidate) => ownMakers(image.written, candidate).length > 0)
        .slice(0, 1)
        .map((found) => ({ path: found, text, span: word.span }));
    }
    const isPath =
      index === 0
        ? text.includes('/')
        : /^[\w./-]+\.(?:py|js|cjs|mjs|ts|jar|war|php|rb|sh|conf|ini|cfg|toml|ya?ml|json)$/.test(text) ||
          text.startsWith('./');
    return isPath ? [{ path, text, span: word.span }] : [];
  });
}
