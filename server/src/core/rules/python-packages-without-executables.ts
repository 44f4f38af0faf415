import { insertLinesAfter } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { isWithin } from '../model/paths';
import { stageCopies } from '../model/stage-artifacts';
import { containerStart } from '../model/start';

export default defineRule({
  id: 'python-packages-without-executables',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['several stages'],
  summary: 'Python packages are copied without their commands.',
  docs: `
\`pip install\` puts packages into \`site-packages\` and the commands that belong to them (\`flask\`, \`gunicorn\`, \`uvicorn\`,
\`celery\`, \`alembic\`) into \`/usr/local/bin\`. Who copies the first only starts with "executable file not found in $PATH".
A virtual environment holds both and is copied as one directory.

Silent where the container starts \`python\` itself (\`python app.py\`, \`python -m gunicorn\`).

**When to ignore:** where no command of a package is used.

**The fix** copies \`/usr/local/bin\` too.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim AS build\nRUN pip install flask\nFROM python:3.13-slim\nCOPY --from=build /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages\nCMD ["flask", "run"]\n',
      good: 'FROM python:3.13-slim AS build\nRUN pip install flask\nFROM python:3.13-slim\nCOPY --from=build /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages\nCOPY --from=build /usr/local/bin /usr/local/bin\nCMD ["flask", "run"]\n',
    },
  ],
  *check({ file, model, context }) {
    const copies = stageCopies(model);
    for (const { path, word, from, to, copy } of copies) {
      if (!to.isShipped || !/^\/usr\/local\/lib\/python[\d.]*(?:\/site-packages)?$/.test(path)) continue;
      const hasExecutables = copies.some(
        (other) =>
          other.from === from &&
          other.to.isShipped &&
          (isWithin('/usr/local/bin', other.path) || isWithin(other.path, '/usr/local/bin')),
      );
      if (hasExecutables) continue;
      const final = model.finalStage ?? to;
      const start = containerStart(model, final, context);
      const isPython =
        start.isSet &&
        start.commands.length > 0 &&
        start.commands.every(({ name }) => /^python[\d.]*$/.test(name ?? ''));
      const installsAgain = stageChain(final).some((stage) =>
        stage.instructions.some((instruction) =>
          model
            .packageOperationsOf(instruction)
            .some(({ manager, action }) => manager.name.startsWith('pip') && action === 'install'),
        ),
      );
      // What a script or an interpreter starts is not known.
      const isScript = start.commands.some(
        ({ name, nameWord }) =>
          /^(?:\w*sh|perl|node)$|\.\w+$/.test(name ?? '') || nameWord?.value?.includes('/') === true,
      );
      if (isPython || isScript || installsAgain) continue;
      const source = copy.instruction.flags.find(({ name }) => name === 'from')?.value;
      const [program] = start.commands;
      yield {
        span: word.span,
        message: `The packages are copied without their commands, which lie in /usr/local/bin${program?.name === undefined ? '' : ` (${program.name} is started)`}.`,
        fixes:
          source === undefined || copy.destinationPath?.startsWith('/usr/local/') !== true
            ? []
            : [
                {
                  title: 'Copy /usr/local/bin too',
                  applicability: 'review',
                  because:
                    "Everything in /usr/local/bin of the builder comes along; a virtual environment would hold only the packages' own commands.",
                  edits: [
                    insertLinesAfter(file, copy.instruction, [`COPY --from=${source} /usr/local/bin /usr/local/bin`]),
                  ],
                },
              ],
      };
    }
  },
});
