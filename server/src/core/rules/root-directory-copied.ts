import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'root-directory-copied',
  aliases: ['hadolint/DL3067'],
  category: 'size',
  severity: 'warning',
  preset: 'strict',
  needs: ['COPY'],
  summary: 'The whole file system of another stage or image is copied.',
  docs: `
\`COPY --from=build / /\` takes the compilers, caches and sources of the stage along, all that a second stage is there to
leave behind. Files that were deleted in the target come back, and the layer is as large as the image it comes from.

A stage that begins with \`scratch\` holds what was put there to be copied, and is left alone.

**When to ignore:** where a file system that was put together for that purpose, or all layers of one image, are to become
one layer.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM golang:1.26 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build / /\n',
      good: 'FROM golang:1.26 AS build\nRUN go build -o /app\nFROM scratch\nCOPY --from=build /app /app\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const from = instruction.flags.find(({ name }) => name === 'from');
    const copy = from === undefined ? undefined : model.copyOf(instruction);
    if (copy === undefined || from?.value === undefined || copy.destination === undefined) return;
    const { destination, destinationPath } = copy;
    // Outside a stage the working directory is not known.
    if (destinationPath !== '/' && destination.value !== '/') return;
    const root = copy.sources.find(({ word }) => /^\/[*.]?$/.test(word.value));
    const { from: origin } = copy;
    if (root === undefined || (origin.kind === 'stage' && origin.stage.image?.text === 'scratch')) return;
    yield {
      span: { start: root.word.span.start, end: destination.span.end },
      message:
        origin.kind === 'stage'
          ? `The whole file system of the stage ${from.value} is copied, with all that was needed to build.`
          : `The whole file system of the image ${from.value} is copied.`,
    };
  },
});
