import { isWithin } from '../model/paths';
import type { CopyOperation } from '../model/stage';
import type { ShellCommand } from '../shell/shell';
import { certificates, pathLine } from './binaries';
import type { MultiStageOptions, Refusal } from './plan';
import type { Draft, RuntimeBase } from './recipe';
import { refuse } from './refusal';
import { builderName } from './render';
import { sameLanguageBases } from './runtime-bases';
import type { Source, SourceRun } from './source';

/** What a language leaves behind that compiles to a program of its own: Elixir's release, Haskell's, Swift's and Dart's binary. */
export interface CompiledProgram {
  /** Files and directories that run, absolute. */
  readonly paths: readonly string[];
  readonly why: string;
  /** The image of the compiler; others keep their base. */
  readonly family: string;
  readonly builds: RegExp;
  readonly buildPackages: RegExp;
  /** Names of what only the compiler reads. */
  readonly sources: RegExp;
  /** Names of directories of sources below the application's, which the program does without. */
  readonly droppedFiles: readonly string[];
  readonly droppedTools: readonly string[];
  readonly scansPrograms: NonNullable<Draft['scansPrograms']>;
  /** More bases, tried after the distribution's own. */
  readonly runtimes?: readonly RuntimeBase[];
  readonly environment?: readonly string[];
  readonly packages?: readonly string[];
  readonly assumptions: readonly string[];
}

/** Returns the draft for a program that moves to the distribution's own image, or why there is none. */
export function draftOfProgram(source: Source, options: MultiStageOptions, program: CompiledProgram): Draft | Refusal {
  const { facts, stage } = source;
  const isCompiler = facts.family === program.family;
  const choice = options.runtime ?? 'auto';
  const bases = [...sameLanguageBases(source, choice), ...(choice === 'auto' ? (program.runtimes ?? []) : [])];
  const others = bases.filter(({ text }) => text !== source.baseText);
  const isAlpine = facts.distribution.family === 'alpine';
  // Alpine's tool chain is what the file installs: its base can stay.
  const runtimes = isCompiler && !isAlpine ? others : [...others, ...bases.filter((base) => !others.includes(base))];
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `No runtime is known for what "${source.baseText}" builds${choice === 'auto' ? '' : ` among the images of "${choice}"`}: its tag does not tell the release of the distribution.`,
      stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  return {
    runtimes,
    buildReason: (command) => buildReason(source, command, program),
    prologue: [],
    epilogue: [],
    artefacts: [
      ...(runtimes[0]?.text === source.baseText ? [] : certificates(source, builder, runtimes[0])),
      ...pathLine(source, program.paths),
      ...(program.environment === undefined || runtimes[0]?.text === source.baseText
        ? []
        : [{ lines: program.environment, why: "The compiler's image sets it, and the runtime's base does not." }]),
      { lines: program.paths.map((path) => `COPY --from=${builder} ${path} ${path}`), why: program.why },
    ],
    artefactsAt: 'last-build',
    copyReason: (copy) => copyReason(copy, program),
    packages: (isAlpine || runtimes[0]?.text === source.baseText ? [] : (program.packages ?? [])).map((name) => ({
      name,
      why: 'The program starts it or is linked to it.',
    })),
    scan: isCompiler && !isAlpine ? program.paths : [],
    scansPrograms: program.scansPrograms,
    isBuildOnlyPackage: (name) => program.buildPackages.test(name),
    assumptions: program.assumptions.map((message) => ({ message })),
    droppedTools: program.droppedTools,
    droppedFiles: program.droppedFiles,
    allowances: { changesBase: isCompiler },
  };
}

function buildReason(source: Source, command: ShellCommand, { builds, paths }: CompiledProgram): string | undefined {
  const name = command.name ?? '';
  if (builds.test(name)) return 'compiles the program';
  if (/^(?:npm|yarn|npx|node)$/.test(name)) return 'builds assets, which go into the program';
  const run = source.runs.find(({ script }) => script.commands.includes(command));
  if (run === undefined || !/^(?:cp|mv|install|strip|upx|ln)$/.test(name)) return undefined;
  const places = wordsOf(source, run, command).at(-1);
  const isPlacing = places !== undefined && paths.some((path) => isWithin(path, places) || isWithin(places, path));
  return isPlacing ? 'puts the program in its place' : undefined;
}

function wordsOf({ model }: Source, run: SourceRun, command: ShellCommand): readonly string[] {
  return command.args.flatMap((word) => {
    const text = word.value ?? model.expandAt(word.text.replace(/["']/g, ''), run.instruction);
    return text === undefined || text.startsWith('-') ? [] : [text];
  });
}

function copyReason(copy: CopyOperation, { sources, droppedFiles }: CompiledProgram): string | undefined {
  if (copy.from.kind !== 'context') return undefined;
  if (copy.sources.every(({ word }) => sources.test(word.value))) return 'only the compiler reads it';
  const target = copy.destinationPath;
  const isWhole = copy.sources.every(({ path }) => path === '');
  return isWhole && target !== undefined && droppedFiles.includes(target)
    ? 'only the compiler reads what is in it'
    : undefined;
}
