import { defineRule } from '../lint/rule';
import { insertAt, replace } from '../text/edit';

export default defineRule({
  id: 'repeated-base-tag',
  aliases: [],
  category: 'maintainability',
  severity: 'hint',
  preset: 'strict',
  summary: 'Several FROM lines repeat one image and tag.',
  docs: `
What is built in one stage and runs in another has to agree in version, C library and release. Two FROM lines with the
same tag agree until somebody edits one of them. An ARG before the first FROM, or a shared stage, keeps them together.

**When to ignore:** where a bot that does not read ARG updates the tags, all at once.

**The fix** declares an ARG with the image and uses it in each of the lines.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim AS build\nRUN python -m venv /venv\nFROM python:3.13-slim\nCOPY --from=build /venv /venv\n',
      good: 'ARG PYTHON_IMAGE=python:3.13-slim\nFROM ${PYTHON_IMAGE} AS build\nRUN python -m venv /venv\nFROM ${PYTHON_IMAGE}\nCOPY --from=build /venv /venv\n',
    },
  ],
  *check({ file, model }) {
    const { stages, globalArgs } = model;
    for (const [index, { baseWord, parent, image }] of stages.entries()) {
      if (baseWord === undefined || parent !== undefined || image?.tag === undefined || image.digest !== undefined)
        continue;
      if (baseWord.text !== image.text) continue;
      const same = stages.filter((stage) => stage.parent === undefined && stage.baseWord?.text === baseWord.text);
      const first = same[0]?.baseWord;
      // One finding for each image: at the second of its lines.
      if (first === undefined || same[1] !== stages[index]) continue;
      const name = `${(image.repository.split('/').at(-1) ?? '').replace(/\W/g, '_').toUpperCase()}_IMAGE`;
      const top = stages[0]?.from;
      const start = top === undefined ? undefined : (top.leadingComments[0]?.line.start ?? top.linesSpan.start);
      const isFree = !globalArgs.has(name) && file.instructions[0] === top;
      yield {
        span: baseWord.span,
        message: `${image.text} is written in ${same.length} FROM lines, which can be edited apart.`,
        related: [{ span: first.span, message: 'Written here first.' }],
        fixes:
          start === undefined || !isFree || file.escape !== '\\'
            ? []
            : [
                {
                  title: `Declare ARG ${name}`,
                  applicability: 'review',
                  because: 'A bot that updates tags has to read ARG.',
                  edits: [
                    insertAt(Math.max(start, file.start), `ARG ${name}=${image.text}${file.eol}`),
                    ...same.flatMap((stage) =>
                      stage.baseWord === undefined ? [] : [replace(stage.baseWord.span, `\${${name}}`)],
                    ),
                  ],
                },
              ],
      };
    }
  },
});
