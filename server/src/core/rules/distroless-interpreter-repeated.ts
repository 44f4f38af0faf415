import { defineRule } from '../lint/rule';
import { baseName } from '../model/paths';
import { remove } from '../text/edit';

export default defineRule({
  id: 'distroless-interpreter-repeated',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  mentions: /distroless/,
  summary: 'CMD names the interpreter that the base image starts already.',
  docs: `
Distroless images for a language have the interpreter as ENTRYPOINT: \`/usr/bin/python3\`, \`/nodejs/bin/node\`,
\`java -jar\`. CMD holds its arguments. \`CMD ["python3", "app.py"]\` runs \`python3 python3 app.py\`, and the interpreter looks
for a script called \`python3\`.

**When to ignore:** where a file of that name is the script.

**The fix** removes the word.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM gcr.io/distroless/python3-debian12\nCOPY app.py /\nCMD ["python3", "/app.py"]\n',
      good: 'FROM gcr.io/distroless/python3-debian12\nCOPY app.py /\nCMD ["/app.py"]\n',
    },
  ],
  *checkStage(_, stage) {
    const entrypoint = stage.facts?.isDistroless === true ? stage.facts.config.entrypoint : undefined;
    const interpreter = baseName(entrypoint?.[0] ?? '');
    if (interpreter === '' || !/^(?:python|node|java)/.test(interpreter)) return;
    const chain =
      stage.parent === undefined ? stage.instructions : [...stage.parent.instructions, ...stage.instructions];
    if (chain.some(({ keyword }) => keyword === 'ENTRYPOINT')) return;
    for (const { keyword, exec = [] } of stage.instructions) {
      const [first, second] = exec;
      if (keyword !== 'CMD' || first === undefined || second === undefined) continue;
      const name = baseName(first.value);
      if (name.replace(/[\d.]+$/, '') !== interpreter.replace(/[\d.]+$/, '')) continue;
      // `java -jar app.jar`: the entrypoint has the option too.
      const rest = exec.slice(1);
      const repeated = rest.findIndex(({ value }, i) => value !== entrypoint?.[i + 1]);
      const next = rest[Math.max(0, repeated)] ?? second;
      yield {
        span: first.span,
        message: `The base image's ENTRYPOINT is ${entrypoint?.join(' ') ?? ''}: this runs ${interpreter} with "${first.value}" as its script.`,
        fixes: [
          {
            title: `Remove "${first.value}"`,
            applicability: 'review',
            because: 'The entrypoint of the base image starts the interpreter.',
            edits: [remove({ start: first.span.start, end: next.span.start })],
          },
        ],
      };
    }
  },
});
