import { packageUse } from '../knowledge/os-packages';
import type { MultiStageOptions, Refusal } from './plan';
import type { Draft, Recipe } from './recipe';
import { unknownBase } from './preconditions';
import { recipes } from './recipes/index';
import { refuse } from './refusal';
import type { Source } from './source';
import { BUILD_TOOLS } from './tools';

/** Refusals after which a more general recipe may still know a way. */
const PASSED_ON: ReadonlySet<string> = new Set(['R1', 'R5', 'R15']);

/** Returns the draft of the first recipe that can divide `source`, else the refusal of the first that knows it. */
export function draftOf(
  source: Source,
  options: MultiStageOptions,
): { readonly recipe: Recipe; readonly draft: Draft } | Refusal {
  let first: Refusal | undefined;
  for (const recipe of recipes) {
    if (recipe.detect(source) === undefined) continue;
    if (source.isOpaque && recipe.takesUnknownBase !== true) {
      first ??= unknownBase(source);
      continue;
    }
    const draft = recipe.draft(source, options);
    if (!('id' in draft)) return { recipe, draft };
    first ??= draft;
    if (!PASSED_ON.has(draft.id)) return first;
  }
  return first ?? unknownEcosystem(source);
}

function unknownEcosystem(source: Source): Refusal {
  const { stage, runs, facts } = source;
  const base = stage.baseWord;
  const builds = runs.some(({ script, operations }) =>
    script.commands.some((command) => {
      const operation = operations.get(command);
      if (operation?.manager.kind === 'os')
        return operation.operands.some(({ value }) =>
          value === undefined
            ? false
            : ['dev', 'build-only'].includes(packageUse(value, facts.packageManager ?? 'apt')),
        );
      return operation?.action === 'install' || BUILD_TOOLS.has(command.name ?? '');
    }),
  );
  if (!builds) {
    return refuse(
      'R1',
      'Nothing to separate: no step of this file is known to build anything or to install what only a build needs.',
      stage.from.keywordSpan,
    );
  }
  if (source.isOpaque) return unknownBase(source);
  return refuse('R15', `No recipe knows how to divide what is built on "${base?.text ?? ''}".`, base?.span);
}
