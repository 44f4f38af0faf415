import { joinPath } from '../../model/paths';
import { movedTo, startedProgram } from '../binaries';
import { draftOfProgram } from '../compiled-program';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { directoryAt, type Source } from '../source';

/** Haskell: the binary that stack, cabal or ghc makes moves. */
const recipe: Recipe = {
  id: 'haskell',
  summary: 'Haskell: the runtime gets the binary that stack or cabal builds, and the libraries that it is linked to.',
  detect: (source) =>
    buildCalls(source)[0]?.command.span ??
    (source.facts.family === 'haskell' ? source.stage.baseWord?.span : undefined),
  draft,
};

export default recipe;

function buildCalls({ runs, model }: Source) {
  return runs.flatMap(({ script, instruction }) =>
    script.commands.flatMap((command) =>
      /^(?:stack|cabal|ghc)$/.test(command.name ?? '')
        ? [{ command, instruction, directory: directoryAt(model, instruction, command) }]
        : [],
    ),
  );
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { file, started, stage } = source;
  const early = started.find(({ name }) => /^(?:runghc|runhaskell|stack|cabal|ghci?)$/.test(name ?? ''));
  if (early !== undefined)
    return refuse(
      'R6',
      `Line ${file.lines.lineAt(early.span.start) + 1} compiles with ${early.name ?? 'ghc'} when the container starts; build the binary first and start that.`,
      early.span,
    );
  const calls = buildCalls(source);
  if (calls.length === 0)
    return refuse('R1', 'Nothing to separate: nothing in this file builds a Haskell program.', stage.baseWord?.span);
  const path = builtPath(source);
  if (path === undefined)
    return refuse(
      'R17',
      `Nothing tells where the program that the container starts comes from (line ${file.lines.lineAt(calls[0]?.command.span.start ?? 0) + 1}): name the directory with --local-bin-path or --installdir.`,
      (source.command ?? source.entrypoint)?.keywordSpan,
    );
  return draftOfProgram(source, options, {
    paths: [path],
    why: 'The binary, at the path that the container starts.',
    family: 'haskell',
    builds: /^(?:stack|cabal|ghc|hpack|alex|happy)$/,
    buildPackages:
      /^(?:git|build-essential|gcc|g\+\+|make|ghc|cabal-install|haskell-stack|pkg-config|libgmp-dev|xz-utils)$/,
    sources:
      /(?:^|\/)(?:[^/]*\.(?:cabal|hs)|stack\.yaml(?:\.lock)?|package\.yaml|cabal\.project[^/]*|src|app|lib|test|bench|Setup\.hs|\*\.cabal)\/?$/,
    droppedFiles: ['/root/.stack', '/root/.cabal/packages', '/root/.cabal/store'],
    droppedTools: ['ghc', 'stack', 'cabal'],
    scansPrograms: 'themselves',
    assumptions: [
      'The program may read files that lie beside its sources (static files, settings), so the runtime copies them again; data files that Cabal installs for it stay behind.',
    ],
  });
}

/** The started program where stack and cabal install it, where an option says, or where it is copied to. */
function builtPath(source: Source): string | undefined {
  const program = startedProgram(source);
  if (program === undefined) return undefined;
  const directories = buildCalls(source).flatMap(({ command, directory }) => {
    const words = command.args.map(({ value, text }) => value ?? text);
    const option = words.findIndex((word) => /^--(?:local-bin-path|installdir|bindir)(?:=|$)/.test(word));
    const named = option === -1 ? undefined : (words[option]?.split('=')[1] ?? words[option + 1]);
    const isInstalling = words.includes('install') || words.includes('--copy-bins');
    if (named !== undefined) return joinPath(directory, named) ?? [];
    if (!isInstalling) return [];
    return command.name === 'stack' ? ['/root/.local/bin'] : ['/root/.cabal/bin', '/root/.local/bin'];
  });
  const { isOnPath, path } = program;
  if (isOnPath) {
    const [own] = directories;
    return own === undefined ? undefined : movedTo(source, `${own}/${path}`);
  }
  const copied = source.runs.flatMap(({ script }) => script.commands);
  const isPlaced = copied.some(
    ({ name, args }) => /^(?:cp|mv|install)$/.test(name ?? '') && args.at(-1)?.value !== undefined,
  );
  const isMade =
    directories.some((directory) => path.startsWith(`${directory}/`)) || isPlaced || calledByGhc(source, path);
  return isMade ? path : undefined;
}

/** `ghc -o app Main.hs`. */
function calledByGhc(source: Source, path: string): boolean {
  return buildCalls(source).some(({ command, directory }) => {
    const at = command.args.findIndex(({ value }) => value === '-o');
    const output = at === -1 ? undefined : command.args[at + 1]?.value;
    return command.name === 'ghc' && output !== undefined && joinPath(directory, output) === path;
  });
}
