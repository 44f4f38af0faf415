import { defineRule } from '../lint/rule';
import { baseName, isWithin } from '../model/paths';
import { stageCopies, virtualEnvironments } from '../model/stage-artifacts';
import { replace } from '../text/edit';

export default defineRule({
  id: 'virtual-environment-moved',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'A Python virtual environment is copied to another path.',
  docs: `
The commands in a virtual environment name its interpreter by its absolute path. After a move \`python\` still works, but
\`gunicorn\`, \`flask\` and \`pip\` fail with "not found", although the file is there.

**When to ignore:** where the environment is relocatable (\`uv venv --relocatable\`), or only its \`python\` is started.

**The fix** copies the environment to the path at which it was created. PATH has to name that directory.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim AS build\nRUN python -m venv /build/venv\nFROM python:3.13-slim\nCOPY --from=build /build/venv /venv\n',
      good: 'FROM python:3.13-slim AS build\nRUN python -m venv /build/venv\nFROM python:3.13-slim\nCOPY --from=build /build/venv /build/venv\n',
    },
  ],
  *check({ file, model }) {
    for (const { path, from, to, copy } of stageCopies(model)) {
      const venv = virtualEnvironments(model, from).find((one) => isWithin(one, path));
      const { destination, destinationPath } = copy;
      if (venv === undefined || destination === undefined || destinationPath === undefined || path === '/') continue;
      if (isRelocatable(from.index)) continue;
      // COPY puts the contents of a directory into the destination, whatever its name.
      const target = destinationPath.replace(/(?<=.)\/$/, '');
      if (target === path || copy.sources.length > 1) continue;
      const moved = `${target === '/' ? '' : target}${venv.slice(path.length)}`;
      if (moved === venv) continue;
      const isNamed = to.instructions.some(
        (instruction) =>
          instruction !== copy.instruction &&
          file.text.slice(instruction.span.start, instruction.span.end).includes(target),
      );
      const canReplace = venv === path && !isNamed && !copy.isDirectory && destination.text === destination.value;
      yield {
        span: destination.span,
        message: `The virtual environment ${venv} moves to ${moved === '' ? '/' : moved}: its commands still look for ${venv}/bin/python.`,
        fixes: canReplace
          ? [
              {
                title: `Copy ${baseName(venv)} to ${venv}`,
                applicability: 'review',
                because: `Whatever starts a command of the environment has to find it in ${venv}/bin.`,
                edits: [replace(destination.span, venv)],
              },
            ]
          : [],
      };
    }

    function isRelocatable(index: number): boolean {
      return model.stages[index]?.instructions.some(({ logical }) => logical.text.includes('--relocatable')) ?? false;
    }
  },
});
