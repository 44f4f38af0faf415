import { isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { directoryAt, type Source, type SourceRun } from '../source';

/** Perl: the directories that modules are installed into move, at the same paths. */
const recipe: Recipe = {
  id: 'perl',
  summary: 'Perl: the runtime gets the modules that cpanm, cpan or Carton install, without compilers.',
  detect: (source) =>
    FAMILIES.has(source.facts.family)
      ? (installs(source)[0]?.command.span ??
        (source.facts.family === 'perl' ? source.stage.baseWord?.span : undefined))
      : undefined,
  draft,
};

export default recipe;

const FAMILIES: ReadonlySet<string> = new Set(['perl', 'debian', 'ubuntu']);
const INSTALLERS = /^(?:cpanm|cpan|carton|cpm)$/;

function installs({ runs }: Source): readonly { readonly run: SourceRun; readonly command: ShellCommand }[] {
  return runs.flatMap((run) =>
    run.script.commands.flatMap((command) => (INSTALLERS.test(command.name ?? '') ? [{ run, command }] : [])),
  );
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { facts, stage, file, model } = source;
  const first = installs(source)[0];
  if (first === undefined)
    return refuse('R1', 'Nothing to separate: no step of this file installs Perl modules.', stage.from.keywordSpan);
  const foreign = source.runs
    .flatMap(({ script }) => script.commands)
    .find(({ name }) => /^(?:pip[\d.]*|npm|yarn|bundle|gem|composer|cargo|go|make|cmake)$/.test(name ?? ''));
  if (foreign !== undefined)
    return refuse(
      'R15',
      `Line ${file.lines.lineAt(foreign.span.start) + 1} builds with ${foreign.name ?? 'another tool'}, besides Perl's own tools: no recipe divides the two together.`,
      foreign.span,
    );
  const other = installs(source).find(({ run }) => model.stateBefore(run.instruction).user.isRoot !== true);
  if (
    other !== undefined ||
    ['PERL5LIB', 'PERL_LOCAL_LIB_ROOT', 'PERL_CPANM_OPT'].some((name) => model.finalState(stage).env.has(name))
  )
    return refuse(
      'R17',
      `Line ${file.lines.lineAt((other ?? first).command.span.start) + 1} installs modules into a directory that a user or a variable decides.`,
      (other ?? first).command.span,
    );
  const places = new Set(installs(source).flatMap((call) => placesOf(source, call)));
  const all = [...places];
  const bases = sameLanguageBases(source, options.runtime ?? 'auto');
  const smaller = bases.filter(({ text }) => text !== source.baseText);
  const runtimes = smaller.length > 0 ? smaller : bases;
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `The runtime "${options.runtime ?? 'auto'}" cannot run what "${source.baseText}" builds: compiled modules need the same C library and Perl in both stages.`,
      stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const isScanned = smaller.length > 0 && facts.distribution.family === 'debian';
  return {
    runtimes,
    buildReason: (command) =>
      INSTALLERS.test(command.name ?? '') ? 'installs Perl modules, which the runtime gets as a whole' : undefined,
    prologue: [],
    epilogue: [],
    artefacts: [
      {
        lines: all.map((path) => `COPY --from=${builder} ${path} ${path}`),
        why: 'All Perl modules with their programs, at the paths where Perl looks for them.',
      } satisfies Addition,
    ],
    copyReason: (copy) => copyReason(copy, all),
    packages: [],
    scan: isScanned ? all.filter((path) => path !== '/usr/local/bin') : [],
    isBuildOnlyPackage: (name) =>
      /^(?:cpanminus|carton|libperl-dev)$/.test(name) && !source.started.some((one) => one.name === 'carton'),
    assumptions: isScanned
      ? [
          {
            message:
              'The slim base has no git, curl, wget, ImageMagick or compilers. What the file itself runs has been kept; a program that only the application starts has to be added.',
          },
          { message: 'The builder itself finds out which shared libraries the modules need.' },
        ]
      : [],
    droppedTools: isScanned ? ['gcc', 'g++', 'make'] : [],
    droppedFiles: ['/root/.cpanm', '/root/.cpan'],
  };
}

/** `-L dir` and Carton install beside the application; else Perl's own directories get the modules. */
function placesOf(
  source: Source,
  { run, command }: { readonly run: SourceRun; readonly command: ShellCommand },
): readonly string[] {
  const directory = directoryAt(source.model, run.instruction, command);
  const words = command.args.map(
    (word) => word.value ?? source.model.expandAt(word.text, run.instruction) ?? word.text,
  );
  const at = words.findIndex((word) => /^(?:-L|-l|--local-lib(?:-contained)?)(?:=|$)/.test(word));
  const option = at === -1 ? undefined : (words[at]?.split('=')[1] ?? words[at + 1]);
  const isLocal =
    command.name === 'carton' || (command.name === 'cpm' && !words.includes('-g') && !words.includes('--global'));
  const path = joinPath(directory, option ?? 'local');
  if ((option !== undefined || isLocal) && path !== undefined) return [path];
  return source.facts.family === 'perl'
    ? ['/usr/local/lib/perl5', '/usr/local/bin']
    : // Debian's images have these; share/perl is there only where a module is not machine code.
      ['/usr/local/share', '/usr/local/lib', '/usr/local/bin'];
}

function copyReason(copy: CopyOperation, places: readonly string[]): string | undefined {
  const target = copy.destinationPath;
  if (target === undefined || copy.from.kind !== 'context') return undefined;
  return places.some((place) => isWithin(target, place) && place !== '/usr/local/bin')
    ? 'the runtime gets the directory from the builder'
    : undefined;
}
