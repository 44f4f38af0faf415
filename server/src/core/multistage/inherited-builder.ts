import type { BuildContext } from '../context/build-context';
import { removeInstruction } from '../lint/rewrite';
import { stageChain } from '../model/configuration';
import { createModel, type DockerfileModel } from '../model/model';
import { parseDockerfile } from '../syntax/parse';
import { applyEdits, remove, type TextEdit } from '../text/edit';
import { planMultiStage } from './convert';
import { minimalEdit } from './minimal-edit';

/**
 * Returns the edits that divide a file whose last stage stands on the stage that builds: the stages of the chain are read
 * as the one stage that they are and converted like it. `undefined` where other stages are in the file, or no recipe fits.
 */
export function divideInheritedBuilder(
  model: DockerfileModel,
  context: BuildContext | undefined,
): readonly TextEdit[] | undefined {
  const { file, finalStage, stages } = model;
  if (finalStage?.parent === undefined) return undefined;
  const chain = stageChain(finalStage);
  // Another stage may stand on one of these, and copies name them.
  if (chain.length !== stages.length) return undefined;
  if (stages.some(({ instructions }) => instructions.some((one) => readsStage(model, one)))) return undefined;
  const [first, ...others] = chain;
  const joints = others.map(({ from }) => removeInstruction(file, from));
  const known = joints.filter((edit) => edit !== undefined);
  if (first === undefined || known.length !== others.length) return undefined;
  // The plan gives the name of a single stage to the runtime.
  const unnamed =
    first.nameWord === undefined || first.baseWord === undefined
      ? []
      : [remove({ start: first.baseWord.span.end, end: first.nameWord.span.end })];
  const single = createModel(parseDockerfile(applyEdits(file.text, [...unnamed, ...known])));
  const plan = planMultiStage({ model: single, context });
  if (plan.kind === 'refusal') return undefined;
  const text = withNames(
    plan.text,
    plan.stages.map(({ name }) => name),
    stages.map(({ nameWord }) => nameWord?.value),
  );
  return text === undefined ? undefined : [minimalEdit(file.text, text, file.start)];
}

function readsStage(model: DockerfileModel, instruction: DockerfileModel['file']['instructions'][number]): boolean {
  return (
    // A stage below runs its triggers in the one above.
    instruction.keyword === 'ONBUILD' ||
    model.copyOf(instruction)?.from.kind === 'stage' ||
    instruction.flags.some(({ name, value = '' }) => name === 'mount' && /(?:^|,)from=/.test(value))
  );
}

/** Gives the planned stages the names of the file, which somebody may build by; `undefined` where there are too many. */
function withNames(
  text: string,
  planned: readonly string[],
  written: readonly (string | undefined)[],
): string | undefined {
  const [builder, runtime, ...more] = planned;
  const last = written.at(-1);
  const earlier = written.slice(0, -1).filter((name) => name !== undefined);
  if (builder === undefined || runtime === undefined || more.length > 0 || earlier.length > 1) return undefined;
  const names = new Map([
    [builder, earlier[0] ?? builder],
    [runtime, last ?? runtime],
  ]);
  if (new Set(names.values()).size !== 2) return undefined;
  return text
    .replace(
      /^(\s*FROM\s.*\sAS\s+)(\S+)[ \t]*$/gim,
      (_, start: string, name: string) => start + (names.get(name) ?? name),
    )
    .replace(
      /((?:--|,)from=)([\w.-]+)(?=[,\s])/g,
      (_, start: string, name: string) => start + (names.get(name) ?? name),
    );
}
