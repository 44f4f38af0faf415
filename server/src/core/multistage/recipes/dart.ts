import { joinPath } from '../../model/paths';
import { startedProgram } from '../binaries';
import { draftOfProgram } from '../compiled-program';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { directoryAt, type Source } from '../source';

/** Dart: the compiled program moves. */
const recipe: Recipe = {
  id: 'dart',
  summary: 'Dart: the runtime gets the program that "dart compile exe" makes.',
  detect: (source) => (source.facts.family === 'dart' ? source.stage.baseWord?.span : undefined),
  draft,
};

export default recipe;

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { file, started, stage, runs, model } = source;
  const early = started.find(({ name }) => name === 'dart' || name === 'pub');
  if (early !== undefined)
    return refuse(
      'R6',
      `Line ${file.lines.lineAt(early.span.start) + 1} compiles when the container starts; make a program with "dart compile exe" first and start that.`,
      early.span,
    );
  const build = runs
    .flatMap((run) => run.script.commands.map((command) => ({ run, command })))
    .find(({ command: { name, args } }) => name === 'dart' && args[0]?.value === 'compile' && args[1]?.value === 'exe');
  if (build === undefined)
    return refuse(
      'R1',
      'Nothing to separate: no "dart compile exe" makes a program in this file.',
      stage.baseWord?.span,
    );
  const directory = directoryAt(model, build.run.instruction, build.command);
  const words = build.command.args.map(({ value, text }) => value ?? text);
  const at = words.findIndex((word) => word === '-o' || word === '--output');
  const output = at === -1 ? words.find((word) => word.endsWith('.dart'))?.replace(/\.dart$/, '.exe') : words[at + 1];
  const path = output === undefined ? undefined : joinPath(directory, output);
  const program = startedProgram(source);
  if (path === undefined || program?.path !== path)
    return refuse(
      'R17',
      `The container starts "${program?.path ?? ''}", but Dart writes ${path ?? 'elsewhere'}; which program it is cannot be told.`,
      (source.command ?? source.entrypoint)?.keywordSpan,
    );
  return draftOfProgram(source, options, {
    paths: [path],
    why: 'The program, at the path that the container starts.',
    family: 'dart',
    builds: /^(?:dart|pub)$/,
    buildPackages: /^(?:git|unzip)$/,
    sources: /(?:^|\/)(?:pubspec\.(?:\*|yaml|lock)|lib|bin|test|analysis_options\.yaml)\/?$/,
    droppedFiles: ['/root/.pub-cache'],
    droppedTools: ['dart'],
    scansPrograms: 'themselves',
    assumptions: [
      'The program may read files that lie beside its sources (public, templates), so the runtime copies them again.',
    ],
  });
}
