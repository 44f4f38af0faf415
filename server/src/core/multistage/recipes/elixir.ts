import { directoryOf, joinPath } from '../../model/paths';
import { startedProgram } from '../binaries';
import { draftOfProgram } from '../compiled-program';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Draft, Recipe, RuntimeBase } from '../recipe';
import { refuse } from '../refusal';
import { directoryAt, type Source } from '../source';

/** Elixir: a release holds the application, its packages and the Erlang runtime. */
const recipe: Recipe = {
  id: 'elixir',
  summary: 'Elixir: the runtime gets the release that mix makes, with the Erlang runtime in it.',
  detect: (source) =>
    mixCalls(source)[0]?.command.span ?? (source.facts.family === 'elixir' ? source.stage.baseWord?.span : undefined),
  draft,
};

export default recipe;

function mixCalls({ runs }: Source) {
  return runs.flatMap((run) =>
    run.script.commands.flatMap((command) => (command.name === 'mix' ? [{ run, command }] : [])),
  );
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { started, stage, file } = source;
  const early = started.find(({ name }) => name === 'mix' || name === 'iex' || name === 'elixir');
  if (early !== undefined)
    return refuse(
      'R6',
      `Line ${file.lines.lineAt(early.span.start) + 1} starts the application with ${early.name ?? 'mix'}, which compiles and needs the sources; make a release with "mix release" and start that.`,
      early.span,
    );
  const release = mixCalls(source).find(({ command }) => command.args.some(({ value }) => value === 'release'));
  if (release === undefined)
    return refuse('R1', 'Nothing to separate: no "mix release" makes a release in this file.', stage.baseWord?.span);
  const foreign = source.runs
    .flatMap(({ script }) => script.commands)
    .find(({ name }) => /^(?:pip3?|bundle|gem|cargo|go|composer)$/.test(name ?? ''));
  if (foreign !== undefined)
    return refuse(
      'R15',
      `Line ${file.lines.lineAt(foreign.span.start) + 1} builds with ${foreign.name ?? 'another tool'}, besides mix: no recipe divides the two together.`,
      foreign.span,
    );
  const program = startedProgram(source);
  const directory = program === undefined || program.isOnPath ? undefined : directoryOf(directoryOf(program.path));
  const root = directoryAt(source.model, release.run.instruction, release.command);
  if (
    directory === undefined ||
    root === undefined ||
    program?.path.endsWith('.sh') === true ||
    /^\/(?:usr(?:\/local)?)?$/.test(directory)
  )
    return refuse(
      'R17',
      'Nothing tells which release the container starts: CMD or ENTRYPOINT names no program of it by its path.',
      (source.command ?? source.entrypoint)?.keywordSpan,
    );
  const named = release.command.args.findIndex(({ value }) => value === '--path');
  const path = named === -1 ? undefined : release.command.args[named + 1]?.value;
  const made = path === undefined ? undefined : joinPath(root, path);
  const own = source.model.finalState(source.stage).env.has('LANG');
  const known = source.facts.config.env.LANG;
  const language = own || typeof known !== 'string' ? undefined : known;
  return draftOfProgram(source, options, {
    paths: [directory],
    why: `The release, at the path that the container starts${made === directory ? ', where mix puts it' : ''}.`,
    family: 'elixir',
    builds: /^(?:mix|elixir|rebar3)$/,
    buildPackages:
      /^(?:git|build-essential|build-base|gcc|g\+\+|make|nodejs|npm|yarn|python3|inotify-tools|elixir|erlang-dev)$/,
    sources:
      /(?:^|\/)(?:mix\.(?:exs|lock|\*)|mix\*|config|lib|priv|assets|apps|deps|rel|web|test|src|\.formatter\.exs|VERSION)\/?$|\.exs$/,
    droppedFiles: [
      root,
      ...['lib', 'config', 'priv', 'assets', 'deps', 'rel', 'apps', 'test', '_build/prod/lib'].map(
        (name) => `${root}/${name}`,
      ),
    ],
    droppedTools: ['mix', 'elixir', 'iex'],
    scansPrograms: 'in-directories',
    packages: ['ca-certificates'],
    runtimes: slimTag(source),
    ...(language === undefined ? {} : { environment: [`ENV LANG=${language}`] }),
    assumptions: [
      'The release holds its own Erlang runtime, so neither Elixir nor Erlang is needed beside it; tasks of mix cannot run there.',
      ...(own || language !== undefined
        ? []
        : [
            'Erlang reads and writes UTF-8 where LANG says so; what the base image sets is not known, so set it if the application needs it.',
          ]),
    ],
  });
}

/** Tags without a release of Debian have a slim sibling, which is built on the same one. */
function slimTag({ facts, image, baseText }: Source): readonly RuntimeBase[] {
  if (facts.family !== 'elixir' || facts.variant !== 'full' || image.digest !== undefined || image.tag === undefined)
    return [];
  if (image.repository !== 'elixir' || facts.distribution.release !== undefined) return [];
  return [
    {
      text: `${baseText}-slim`,
      isDistroless: false,
      why: `${baseText}-slim stands on the same Debian release, without compilers and headers.`,
    },
  ];
}
