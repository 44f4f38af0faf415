import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import { parseImageReference, type ImageReference } from './image-reference';
import type { DockerfileModel } from './model';

/** An image of a registry that an instruction takes something from. */
export interface ImageUse {
  readonly image: ImageReference;
  readonly span: Span;
}

/** Returns the images that FROM, `COPY --from` or `RUN --mount=from=` name; stages, `scratch` and what no text decides are none. */
export function imageUsesOf(model: DockerfileModel, outer: Instruction): readonly ImageUse[] {
  const instruction = outer.trigger ?? outer;
  const stage = model.stageOf(outer);
  if (instruction.keyword === 'FROM') {
    if (stage?.image === undefined || stage.baseWord === undefined || stage.parent !== undefined) return [];
    return stage.image.text === 'scratch' ? [] : [{ image: stage.image, span: stage.baseWord.span }];
  }
  return instruction.flags.flatMap((flag) => {
    const { name, value, valueSpan } = flag;
    if (value === undefined || valueSpan === undefined) return [];
    const from = name === 'from' ? value : name === 'mount' ? mountSource(value) : undefined;
    const text = from === undefined ? undefined : model.expandAt(from, outer);
    if (from === undefined || text === undefined || /^\d+$/.test(text)) return [];
    if (model.stageNamed(text, stage?.index ?? 0) !== undefined) return [];
    const image = parseImageReference(text);
    if (image === undefined || text === 'scratch') return [];
    // A value with quotes is longer in the text than what it means.
    const at = valueSpan.end - valueSpan.start === value.length ? value.lastIndexOf(from) : -1;
    const span = at === -1 ? valueSpan : { start: valueSpan.start + at, end: valueSpan.start + at + from.length };
    return [{ image, span }];
  });
}

function mountSource(value: string): string | undefined {
  return /(?:^|,)from=([^,]+)/.exec(value)?.[1];
}
