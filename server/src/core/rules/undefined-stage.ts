import { describeImage } from '../knowledge/image-facts';
import { defineRule } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { type StageReference, referencesIn } from '../model/stage-references';
import { closest } from '../text/closest';
import { replace } from '../text/edit';

export default defineRule({
  id: 'undefined-stage',
  aliases: [
    'hadolint/DL3022',
    'hadolint/DL3023',
    'tally/hadolint/DL3022',
    'tally/hadolint/DL3023',
    'tally/circular-stage-deps',
    'trivy/DS-0006',
    'kics/copy_from_references_current_from_alias',
    'semgrep/copy-from-own-alias',
    'dockerfile-utils/FLAG_INVALID_FROM_VALUE',
  ],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  mentions: /from=/i,
  summary: 'A file is copied from a stage that is not there.',
  docs: `
\`COPY --from=\` and \`--mount=from=\` name a stage above. A stage below, the stage itself and a number that no stage has
fail the build. Any other name is taken for an image: \`--from=biuld\` makes Docker look for \`docker.io/library/biuld\`.

Names of images (with a slash, a tag or a digest, or known official ones) are not reported.

**When to ignore:** where the name is an additional build context, given with \`docker build --build-context name=...\`.

**The fix** writes the name of the stage that is spelled most like it.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM golang:1.26 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=biuld /app /app\n',
      good: 'FROM golang:1.26 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n',
    },
  ],
  *checkStage({ model }, asked) {
    for (const reference of referencesIn(model, asked)) {
      const { target, text, span, stage } = reference;
      const later = model.stages.slice(stage.index).find(({ name, index }) => {
        if (reference.kind === 'from') return name === text && index !== stage.index;
        return name === text.toLowerCase() || String(index) === text;
      });
      if (later === stage) {
        yield { span, message: 'The stage copies from itself.' };
      } else if (later !== undefined && target === undefined && (reference.kind !== 'from' || !isImage(text))) {
        yield {
          span,
          message: `The stage ${text} stands below; only stages above can be read.`,
          related: [{ span: later.nameWord?.span ?? later.from.span, message: 'The stage is here.' }],
        };
      } else if (target === undefined && reference.kind !== 'from') {
        yield* unknownName(model, reference);
      }
    }
  },
});

/** FROM names that are no stage and no known image, such as Bake's `contexts`: the file gets its inputs from outside. */
function hasOtherContexts({ stages }: DockerfileModel): boolean {
  return stages.some(
    ({ parent, baseWord, facts }) =>
      parent === undefined && facts === undefined && baseWord !== undefined && /^[a-z][\w-]*$/.test(baseWord.text),
  );
}

function* unknownName(model: DockerfileModel, { text, span, stage }: StageReference) {
  if (/^\d+$/.test(text)) {
    yield { span, message: `There is no stage ${text} above: the first is 0.` };
    return;
  }
  if (isImage(text) || text.includes('$') || hasOtherContexts(model)) return;
  const names = model.stages.slice(0, stage.index).flatMap(({ name }) => name ?? []);
  // Without a named stage nothing is misspelt: the build is given a context of this name (`--build-context`).
  if (names.length === 0) return;
  const near = closest(text.toLowerCase(), names);
  yield {
    span,
    message: `No stage above is called ${text}; Docker looks for an image of this name.`,
    ...(near === undefined
      ? {}
      : {
          fixes: [
            {
              title: `Copy from ${near}`,
              applicability: 'review' as const,
              because: `${near} is the stage whose name is spelled most like it.`,
              edits: [replace(span, near)],
            },
          ],
        }),
  };
}

function isImage(text: string): boolean {
  return /[/:@.]/.test(text) || describeImage({ repository: text.toLowerCase() }) !== undefined;
}
