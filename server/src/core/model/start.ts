import type { BuildContext } from '../context/build-context';
import { parseShell } from '../shell/parse-shell';
import type { ShellCommand } from '../shell/shell';
import { detachedText } from '../syntax/logical-text';
import { stageChain, startArgumentsOf } from './configuration';
import type { DockerfileModel } from './model';
import { baseName } from './paths';
import type { Stage } from './stage';

/** What a container of a stage starts. */
export interface ContainerStart {
  /** The stage, or one below it, sets CMD or ENTRYPOINT. */
  readonly isSet: boolean;
  /** The words of ENTRYPOINT and CMD in force; `undefined` where the base image's are not known. */
  readonly argv: readonly string[] | undefined;
  /** A shell or an interpreter without a script: a person works in the container. */
  readonly isInteractive: boolean;
  /** The commands of ENTRYPOINT and CMD, and of the scripts they name that can be read. */
  readonly commands: readonly ShellCommand[];
  /** Scripts of the author that the text and the build context do not show. */
  readonly unreadScripts: readonly string[];
}

/** Returns what a container of `stage` starts, with scripts read from the build context where it has them. */
export function containerStart(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext | undefined,
): ContainerStart {
  const { entrypoint, cmd } = startArgumentsOf(model, stage);
  const instructions = [entrypoint.instruction, cmd.instruction].filter((one) => one !== undefined);
  const written = instructions.flatMap((instruction) => model.scriptOf(instruction).commands);
  const argv = entrypoint.argv === undefined || cmd.argv === undefined ? undefined : [...entrypoint.argv, ...cmd.argv];
  const commands = [...written];
  const unreadScripts: string[] = [];
  for (const script of written.flatMap(scriptNames)) {
    const text = scriptText(model, stage, context, script);
    if (text === undefined) unreadScripts.push(script);
    else commands.push(...parseShell(detachedText(text), 'heredoc').commands);
  }
  return {
    isSet: instructions.length > 0,
    argv,
    isInteractive: isInteractive(argv, written),
    commands,
    unreadScripts,
  };
}

/** `start.sh`, `sh start.sh`, `/docker-entrypoint.sh`. */
function scriptNames({ name, nameWord, args }: ShellCommand): readonly string[] {
  const words = [nameWord, ...args.slice(0, isShell(name) ? 1 : 0)];
  return words.flatMap((word) => {
    const value = word?.value;
    return value !== undefined && /\.(?:ba|da|a)?sh$|(?:^|[/-])(?:entrypoint|start|run|init)$/.test(value)
      ? [value]
      : [];
  });
}

function scriptText(
  model: DockerfileModel,
  stage: Stage,
  context: BuildContext | undefined,
  script: string,
): string | undefined {
  const name = baseName(script);
  for (const instruction of stageChain(stage).flatMap((one) => one.instructions)) {
    const copy = model.copyOf(instruction);
    if (copy?.from.kind !== 'context') continue;
    const [heredoc] = instruction.heredocs;
    if (heredoc !== undefined) {
      if (baseName(copy.destinationPath ?? '') === name) {
        return model.file.text.slice(heredoc.bodySpan.start, heredoc.bodySpan.end);
      }
      continue;
    }
    for (const source of copy.sources) {
      const path = source.path;
      if (path === undefined || context === undefined) continue;
      const candidates = source.isEverything
        ? [name, script.replace(/^(?:\.?\/)+/, '').replace(/^[^/]+\//, '')]
        : [path, path === '' ? name : `${path}/${name}`];
      const found = candidates.filter((candidate) => baseName(candidate) === name).find((file) => context.exists(file));
      const text = found === undefined ? undefined : context.read(found);
      if (text !== undefined) return text;
    }
  }
  return undefined;
}

function isShell(name: string | undefined): boolean {
  return name !== undefined && /^(?:ba|da|a|z|k|fi)?sh$/.test(name);
}

// Without a word of what to do they explain themselves.
const TOOL = /^(?:mvn|gradle|lein|sbt|composer|cargo|dotnet|go|pip3?|npm|npx)$/;

const REPL = /^(?:python[\d.]*|pypy3?|node|irb|jshell|iex|erl|ghci|julia|R|swift|perl|scala|clojure|bun|deno|sqlite3)$/;

function isInteractive(argv: readonly string[] | undefined, written: readonly ShellCommand[]): boolean {
  // Shell forms are judged by their commands: their argv holds the shell that runs them.
  if (written.length > 0 && argv?.[1] === '-c') {
    const [only] = written;
    return (
      written.length === 1 &&
      only !== undefined &&
      isIdle(
        only.name,
        only.args.map(({ value }) => value),
      )
    );
  }
  if (argv === undefined || argv.length === 0) return written.length === 0;
  const words = argv.filter(
    (word, index) => index > 0 || !/(?:entrypoint|cacert_entrypoint)\.sh$|docker-php-entrypoint$/.test(word),
  );
  // It imports certificates and starts what it is given.
  if (words.length === 0 && argv[0]?.endsWith('cacert_entrypoint.sh') === true) return true;
  return isIdle(baseName(words[0] ?? ''), words.slice(1));
}

function isIdle(name: string | undefined, args: readonly (string | undefined)[]): boolean {
  if (name === undefined) return false;
  if (name === 'php') return args.length === 1 && /^(?:-a|--interactive)$/.test(args[0] ?? '');
  if (isShell(name))
    return args.every((word) => word === '-i' || word === '-l' || word === '--login' || word === '-li');
  if (name === 'sleep') return args[0] === 'infinity' || args[0] === 'inf';
  if (name === 'tail') return args[0] === '-f' && args[1] === '/dev/null';
  return (REPL.test(name) || TOOL.test(name)) && args.length === 0;
}
