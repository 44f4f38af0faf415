import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { isWithin } from '../model/paths';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import { commandsOfChain, stageCopies } from '../model/stage-artifacts';

export default defineRule({
  id: 'copied-whole-context-from-stage',
  aliases: [],
  category: 'size',
  severity: 'info',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'A stage hands over the whole build context, not what it built.',
  docs: `
The builder copies the whole build context into a directory, and the last stage copies that directory: sources, tests,
\`.git\`, \`.env\` and the Dockerfile come along with what was built, as if there were one stage only.

Copy what runs by name: the program, the \`dist\` folder, the virtual environment and the package directory.

Silent where the sources are what runs: Python, Ruby, PHP or JavaScript without a build step, on the same language.

**When to ignore:** where \`.dockerignore\` keeps everything else out.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM node:24-slim AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM node:24-slim\nCOPY --from=build /app /app\nCMD ["node", "/app/dist/main.js"]\n',
      good: 'FROM node:24-slim AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\nFROM node:24-slim\nCOPY --from=build /app/dist /app/dist\nCMD ["node", "/app/dist/main.js"]\n',
    },
  ],
  *check({ model }) {
    for (const { path, word, from, to } of stageCopies(model)) {
      if (!to.isShipped || path === '/' || path.includes(':') || runsSources(model, from, to)) continue;
      const received = stageChain(from)
        .flatMap(({ instructions }) => instructions)
        .find((instruction) => {
          const copy = model.copyOf(instruction);
          if (copy?.from.kind !== 'context' || copy.destinationPath === undefined) return false;
          return copy.sources.some(({ isEverything }) => isEverything) && isWithin(copy.destinationPath, path);
        });
      if (received === undefined) continue;
      yield {
        span: word.span,
        message: `${path} holds the whole build context of ${from.name === undefined ? 'the builder' : `the stage ${from.name}`}: sources and everything beside them are shipped.`,
        related: [{ span: received.headSpan, message: 'The build context is copied here.' }],
      };
    }
  },
});

const INTERPRETED: ReadonlySet<string> = new Set(['Python', 'Ruby', 'PHP', 'Perl', 'Node.js', 'Bun', 'Deno']);

const MANAGERS = /^(?:composer|uv|pip3?|poetry|pipenv|bundle)$/;

function runsSources(model: DockerfileModel, from: Stage, to: Stage): boolean {
  const built = from.facts?.language?.name;
  // Distroless images are known by their name only.
  const run = (to.image?.text ?? '').includes('distroless/nodejs') ? 'Node.js' : to.facts?.language?.name;
  // An image that no table knows shows its language by the package manager that it runs.
  if (built === undefined || run === undefined)
    return commandsOfChain(model, from).some(({ command }) => MANAGERS.test(command.name ?? ''));
  if (built !== run || !INTERPRETED.has(built)) return false;
  if (built !== 'Node.js') return true;
  return !commandsOfChain(model, from).some(({ command }) =>
    [command.name, ...command.args.map(({ value }) => value)].some((word) =>
      /^(?:build(?::.*)?|tsc|webpack|vite|ng)$/.test(word ?? ''),
    ),
  );
}
