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
  const hidden = buildOfOtherAccount(source);
  if (hidden !== undefined) return hidden;
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

const BUILDS =
  /[\s"'](?:pip[\d.]*|pipenv|poetry|uv|npm|npx|yarn|pnpm|bun|bundle|gem|composer|cargo|go|mvn|gradle|make|mix|stack|cabal|cpanm|dotnet)\s+[\w-]/;

/** `su app -c "bundle install"`: the account, its home and what is built there belong together. */
function buildOfOtherAccount({ runs, file }: Source): Refusal | undefined {
  for (const { script } of runs) {
    const found = script.commands
      .map(({ span }) => ({ span, text: file.text.slice(span.start, span.end) }))
      .find(({ text }) => /^(?:su|runuser|su-exec|gosu)\s/.test(text) && BUILDS.test(text));
    if (found === undefined) continue;
    const line = file.lines.lineAt(found.span.start) + 1;
    const [name = ''] = found.text.split(/\s/);
    return refuse(
      'R5',
      `Line ${line} builds as another account through "${name}", which has to exist in both stages.`,
      found.span,
    );
  }
  return undefined;
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
