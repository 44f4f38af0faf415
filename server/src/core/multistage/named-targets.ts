import type { MultiStagePlan, NamedTarget, Refusal } from './plan';
import { refuse } from './refusal';
import type { Source } from './source';

/**
 * Returns what becomes of the targets that other files build: sentences, or a refusal where one of them would be another
 * stage than before.
 */
export function keepTargets(
  source: Source,
  stages: MultiStagePlan['stages'],
  targets: readonly NamedTarget[],
): readonly string[] | Refusal {
  const said: string[] = [];
  for (const { name, file } of targets) {
    const wanted = name.toLowerCase();
    if (/^\d+$/.test(wanted)) {
      return refuse(
        'R17',
        `${file} builds the stage by its number (target: ${name}), and stage ${name} would be another one: name the stage first ("FROM ... AS app", target: app).`,
        source.stage.baseWord?.span,
      );
    }
    const at = stages.findIndex((stage) => stage.name.toLowerCase() === wanted);
    const isOld = source.stage.name === wanted;
    if (isOld && at === stages.length - 1)
      said.push(`${file} builds the target "${name}": it stays, as the last stage.`);
    else if (isOld) {
      return refuse(
        'R17',
        `${file} builds the target "${name}", which the converted file would have no more as its last stage.`,
        source.stage.nameWord?.span ?? source.stage.baseWord?.span,
      );
    } else if (at >= 0)
      said.push(`${file} builds the target "${name}", which the file has not had: it is a stage of the result.`);
    else said.push(`${file} builds the target "${name}", which neither the file nor the result has.`);
  }
  return said;
}
