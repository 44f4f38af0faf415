import { defineRule } from '../lint/rule';

export default defineRule({
  id: 'hard-coded-python-path',
  aliases: [],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  summary: 'A path holds the minor version of Python.',
  docs: `
\`/usr/local/lib/python3.13/site-packages\` exists in images of Python 3.13 only. With the next tag the copy fails, or
lands in a directory that no interpreter reads, without a word. A virtual environment has a path without a version.

**When to ignore:** where the tag and the path are updated together.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM python:3.13-slim AS build\nRUN pip install flask\nFROM python:3.13-slim\nCOPY --from=build /usr/local/lib/python3.13 /usr/local/lib/python3.13\n',
      good: 'FROM python:3.13-slim AS build\nRUN python -m venv /venv && /venv/bin/pip install flask\nFROM python:3.13-slim\nCOPY --from=build /venv /venv\n',
    },
  ],
  *checkStage({ model }, stage) {
    const seen = new Set<string>();
    for (const instruction of stage.instructions) {
      const copy = model.copyOf(instruction);
      if (copy === undefined) continue;
      const word = [...copy.sources.map((source) => source.word), copy.destination].find(
        (one) => one !== undefined && /\/python3?\.\d+(?:\/|$)/.test(one.text),
      );
      const version = /\/python(\d\.\d+)/.exec(word?.text ?? '')?.[1];
      if (word === undefined || version === undefined || seen.has(version)) continue;
      seen.add(version);
      yield {
        span: word.span,
        message: `The path holds Python's version ${version}; another tag of the base image breaks it silently.`,
      };
    }
  },
});
