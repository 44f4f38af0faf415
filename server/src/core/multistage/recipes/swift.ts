import { isWithin } from '../../model/paths';
import { startedProgram } from '../binaries';
import { draftOfProgram } from '../compiled-program';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { directoryAt, type Source } from '../source';

/** Swift: the binary moves to the slim image, which has Swift's own libraries. */
const recipe: Recipe = {
  id: 'swift',
  summary: 'Swift: the runtime gets the binary that "swift build" makes, on the slim image of the same release.',
  detect: (source) => (source.facts.family === 'swift' ? source.stage.baseWord?.span : undefined),
  draft,
};

export default recipe;

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { file, started, stage, runs, model, context } = source;
  const early = started.find(({ name }) => name === 'swift' || name === 'vapor');
  if (early !== undefined)
    return refuse(
      'R6',
      `Line ${file.lines.lineAt(early.span.start) + 1} compiles with ${early.name ?? 'swift'} when the container starts; build the binary first and start that.`,
      early.span,
    );
  const build = runs
    .flatMap((run) => run.script.commands.map((command) => ({ run, command })))
    .find(({ command }) => command.name === 'swift' && command.args[0]?.value === 'build');
  if (build === undefined)
    return refuse('R1', 'Nothing to separate: no "swift build" makes a binary in this file.', stage.baseWord?.span);
  const root = directoryAt(model, build.run.instruction, build.command);
  const program = startedProgram(source);
  const output = root === undefined ? undefined : `${root === '/' ? '' : root}/.build`;
  if (output === undefined || program === undefined || program.isOnPath || !isWithin(program.path, output))
    return refuse(
      'R17',
      'Nothing tells which binary of .build the container starts: CMD or ENTRYPOINT does not name it by its path.',
      (source.command ?? source.entrypoint)?.keywordSpan,
    );
  const manifest = context?.read('Package.swift');
  if (manifest !== undefined && /\bresources\s*:/.test(manifest))
    return refuse(
      'R17',
      'Package.swift names resources, whose bundles lie beside the binary under names that nothing here tells.',
      stage.baseWord?.span,
    );
  return draftOfProgram(source, options, {
    paths: [program.path],
    why: 'The binary, at the path that the container starts.',
    family: 'swift',
    builds: /^swiftc?$/,
    buildPackages: /^(?:git|build-essential|gcc|g\+\+|make|clang|pkg-config)$/,
    sources: /(?:^|\/)(?:Package(?:@[^/]*)?\.(?:swift|resolved)|Package\.\*|Sources|Tests|\.swift-version)\/?$/,
    droppedFiles: [`${root ?? ''}/Sources`, `${root ?? ''}/Tests`],
    droppedTools: ['swift', 'swiftc', 'clang'],
    scansPrograms: 'themselves',
    assumptions: [
      'The program may read files that lie beside its sources (Public, Resources), so the runtime copies them again.',
      ...(manifest === undefined
        ? ['No target of the package has resources: their bundles would have to be copied, too.']
        : []),
    ],
  });
}
