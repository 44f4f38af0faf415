import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';
import type { Stage } from './stage';

/** A place that names a stage or an image: FROM, `COPY --from=`, `RUN --mount=from=`. */
export interface StageReference {
  readonly kind: 'from' | 'copy' | 'mount';
  /** As written. */
  readonly text: string;
  readonly span: Span;
  readonly instruction: Instruction;
  /** The stage that holds the reference. */
  readonly stage: Stage;
  /** The earlier stage it names; `undefined` where it names none. */
  readonly target: Stage | undefined;
}

/** Returns every place that names a stage or an image, in order; those in ONBUILD speak of another build and are left out. */
export function stageReferences(model: DockerfileModel): readonly StageReference[] {
  return model.stages.flatMap((stage) => referencesIn(model, stage));
}

/** As `stageReferences`, of one stage. */
export const referencesIn = remembered((model, stage: Stage): readonly StageReference[] => [
  ...baseReference(stage),
  ...stage.instructions.flatMap((instruction) => flagReferences(model, stage, instruction)),
]);

function baseReference(stage: Stage): readonly StageReference[] {
  const { from, baseWord, parent } = stage;
  if (baseWord === undefined) return [];
  return [{ kind: 'from', text: baseWord.text, span: baseWord.span, instruction: from, stage, target: parent }];
}

function flagReferences(model: DockerfileModel, stage: Stage, instruction: Instruction): readonly StageReference[] {
  return instruction.flags.flatMap(({ name, value, valueSpan }): readonly StageReference[] => {
    if (value === undefined || valueSpan === undefined || value === '') return [];
    if (name === 'from') {
      const target = model.stageNamed(value, stage.index);
      return [{ kind: 'copy', text: value, span: valueSpan, instruction, stage, target }];
    }
    const match = name === 'mount' ? /(?:^|,)from=([^,]+)/.exec(value) : null;
    const text = match?.[1];
    // Quotes or a continuation inside the flag move its letters: such a place is not named.
    if (match === null || text === undefined || valueSpan.end - valueSpan.start !== value.length) return [];
    const start = valueSpan.start + match.index + match[0].length - text.length;
    const span = { start, end: start + text.length };
    return [{ kind: 'mount', text, span, instruction, stage, target: model.stageNamed(text, stage.index) }];
  });
}
