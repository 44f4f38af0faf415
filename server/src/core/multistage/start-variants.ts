import type { BuildContext } from '../context/build-context';
import { compileFirst } from '../fixes/compile-first';
import { startProductionServer } from '../fixes/production-server';
import { startNode } from '../fixes/start-node';
import { developmentServerOf } from '../knowledge/dev-servers';
import { startCommands } from '../model/effective-start';
import { createModel, type DockerfileModel } from '../model/model';
import { serverOfScript } from '../model/package-scripts';
import type { Instruction } from '../syntax/dockerfile';
import { parseDockerfile } from '../syntax/parse';
import { applyEdits, type TextEdit } from '../text/edit';
import type { Span } from '../text/span';
import type { MultiStageOptions, MultiStagePlan, MultiStageResult, Refusal } from './plan';
import { minimalEdit } from './minimal-edit';
import { refuse } from './refusal';

/** The file with another start command, as if its author had written it so; what is planned for it is then told in the words of the file. */
export interface ChosenStart {
  readonly model: DockerfileModel;
  /** The file as its author wrote it, where that differs. */
  readonly asWritten?: DockerfileModel;
  /** Returns an instruction as the author wrote it; the one given where the author wrote none. */
  readonly instructionAsWritten: (instruction: Instruction) => Instruction;
  /** Returns a result for the changed file as one for the file itself. */
  toWritten(result: MultiStageResult): MultiStageResult;
}

/** Returns the file with the start command that `options` ask for, or why it cannot be had. */
export function chooseStart(
  model: DockerfileModel,
  context: BuildContext | undefined,
  options: MultiStageOptions,
): ChosenStart | Refusal {
  const steps = [
    ...(options.productionServer === true ? [productionServer] : []),
    ...(options.npmStartToNode === true ? [nodeItself] : []),
    ...(options.compileFirst === true ? [compiledFirst] : []),
  ];
  let changed: ChosenStart = {
    model,
    instructionAsWritten: (instruction) => instruction,
    toWritten: (result) => result,
  };
  // Other refusals have precedence: they hold whatever is started.
  if (model.file.problems.length > 0 || model.stages.length !== 1) return changed;
  for (const step of steps) {
    const found = step(changed.model, context);
    if ('id' in found) return changed.toWritten(found) as Refusal;
    changed = compose(changed, found);
  }
  return changed;
}

interface Change {
  readonly edits: readonly TextEdit[];
  /** Sentences. */
  readonly said: readonly string[];
  /** The instruction before which a new one stands. */
  readonly before?: Instruction;
}

function productionServer(model: DockerfileModel, context: BuildContext | undefined): Change | Refusal {
  const stage = model.finalStage;
  const starts = stage === undefined ? [] : startCommands(model, stage);
  for (const start of starts) {
    const { argv, instruction } = start;
    const server = developmentServerOf(argv) ?? serverOfScript(argv, context)?.server;
    if (stage === undefined || server === undefined) continue;
    const fix = startProductionServer(model, stage, start, context);
    if (fix === undefined) {
      return refuse(
        'R17',
        `The container starts ${server.name}, and nothing tells what serves it in production: the build context has to list the server, and its module has to be known. ${server.instead}`,
        instruction.span,
      );
    }
    const now = createModel(parseDockerfile(applyEdits(model.file.text, fix.edits)));
    const [after] = now.finalStage === undefined ? [] : startCommands(now, now.finalStage);
    return {
      edits: fix.edits,
      said: [
        `The container starts "${(after?.argv ?? []).join(' ')}" in place of ${server.name}. ${fix.because ?? ''}`.trim(),
      ],
    };
  }
  return refuse(
    'R17',
    'The container starts no development server that is known, so none is replaced.',
    starts[0]?.instruction.span,
  );
}

function nodeItself(model: DockerfileModel, context: BuildContext | undefined): Change | Refusal {
  const stage = model.finalStage;
  const starts = stage === undefined ? [] : startCommands(model, stage);
  for (const start of starts) {
    const found = stage === undefined ? undefined : startNode(model, stage, start, context);
    if (found === undefined) continue;
    const { instruction } = start;
    if (found.kind === 'withheld')
      return refuse('R17', `The package manager cannot be left out of the start: ${found.reason}.`, instruction.span);
    return {
      edits: [found.edit],
      said: [
        `The container starts "${found.command}", which "${start.argv.join(' ')}" starts: signals reach it, and the npm_* variables are not set.`,
      ],
    };
  }
  return refuse(
    'R17',
    'The container starts no script of package.json, so nothing is replaced.',
    starts[0]?.instruction.span,
  );
}

function compiledFirst(model: DockerfileModel, context: BuildContext | undefined): Change | Refusal {
  const stage = model.finalStage;
  const starts = stage === undefined ? [] : startCommands(model, stage);
  for (const start of starts) {
    const found = stage === undefined ? undefined : compileFirst(model, stage, start, context);
    if (found === undefined) continue;
    if (found.kind === 'withheld')
      return refuse(
        'R17',
        `What the container starts cannot be compiled in the build: ${found.reason}.`,
        start.instruction.span,
      );
    return {
      edits: found.edits,
      before: found.before,
      said: [
        `The build compiles what "${start.argv.join(' ')}" compiled at each start, and the container starts "${found.command}": sources that are mounted over the image are not run any more.`,
      ],
    };
  }
  return refuse(
    'R17',
    'The container starts neither "go run" nor "cargo run", so nothing is compiled first.',
    starts[0]?.instruction.span,
  );
}

function compose(before: ChosenStart, { edits, said, before: inserted }: Change): ChosenStart {
  const { file } = before.model;
  const model = createModel(parseDockerfile(applyEdits(file.text, edits)));
  const span = (one: Span): Span => ({ start: offsetBefore(edits, one.start), end: offsetBefore(edits, one.end) });
  const ownOf = (instruction: Instruction): Instruction | undefined => {
    const { index } = instruction;
    // The step that compiles is none of the author's instructions.
    if (index === inserted?.index) return undefined;
    return file.instructions[inserted !== undefined && index > inserted.index ? index - 1 : index];
  };
  const withSpan = <T extends { readonly span?: Span }>(one: T): T =>
    one.span === undefined ? one : { ...one, span: span(one.span) };
  const toWritten = (result: MultiStageResult): MultiStageResult => {
    if (result.kind === 'refusal') return withSpan(result);
    const plan: MultiStagePlan = {
      ...result,
      edits: [minimalEdit(file.text, result.text, file.start)],
      dispositions: result.dispositions.flatMap((one) => {
        const own = ownOf(one.instruction);
        if (own === undefined) return [];
        const { commands } = one;
        const moved = commands?.map((command) => ({ ...command, span: span(command.span) }));
        return [{ ...one, instruction: own, ...(moved === undefined ? {} : { commands: moved }) }];
      }),
      assumptions: [...said.map((message) => ({ message })), ...result.assumptions.map(withSpan)],
    };
    return plan;
  };
  return {
    model,
    instructionAsWritten: (instruction) => {
      const own = ownOf(instruction);
      return own === undefined ? instruction : before.instructionAsWritten(own);
    },
    asWritten: before.asWritten ?? before.model,
    toWritten: (result) => before.toWritten(toWritten(result)),
  };
}

/** Returns where an offset of the text after `edits` was before them. */
function offsetBefore(edits: readonly TextEdit[], offset: number): number {
  let shift = 0;
  for (const { span, newText } of edits.toSorted((left, right) => left.span.start - right.span.start)) {
    const start = span.start + shift;
    if (offset < start) break;
    if (offset < start + newText.length) return span.start;
    shift += newText.length - (span.end - span.start);
  }
  return offset - shift;
}
