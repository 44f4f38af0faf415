import { insertLinesBefore } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { startCommands } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import { cover } from '../text/span';

export default defineRule({
  id: 'flask-app-undeclared',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  mentions: /flask/,
  summary: 'flask run is not told which module holds the application.',
  docs: `
Without FLASK_APP and without \`--app\`, flask looks for \`app.py\` and \`wsgi.py\` in the working directory and ends with "Could
not locate a Flask application" where there is neither. It is reported where another command of the file, such as
\`gunicorn run:app\`, shows that the module has another name, or where the build context has no such file.

**When to ignore:** where FLASK_APP is given when the container starts.

**The fix** sets FLASK_APP to the module that the other command names.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim AS development\nCMD ["flask", "run", "--host=0.0.0.0"]\nFROM python:3.13-slim\nCMD ["gunicorn", "run:app"]\n',
      good: 'FROM python:3.13-slim AS development\nENV FLASK_APP=run\nCMD ["flask", "run", "--host=0.0.0.0"]\nFROM python:3.13-slim\nCMD ["gunicorn", "run:app"]\n',
    },
  ],
  *checkStage({ file, model, context }, stage) {
    const { env } = model.finalState(stage);
    for (const { instruction, words, argv } of startCommands(model, stage)) {
      if (model.stageOf(instruction) !== stage || env.has('FLASK_APP')) continue;
      const at = argv.findIndex((word) => /(?:^|\/)flask$/.test(word));
      const run = at === -1 ? -1 : argv.indexOf('run', at);
      const first = words[at];
      const last = words[run];
      if (first === undefined || last === undefined) continue;
      if (argv.some((word) => /^(?:--app(?:=|$)|-A|--env-file|-e$)/.test(word))) continue;
      const module = moduleElsewhere(model);
      const isFound = ['app.py', 'wsgi.py', 'app/', 'wsgi/', '.flaskenv', '.env'].some((name) =>
        context?.exists(name.replace('/', '')),
      );
      if (
        module === undefined
          ? context === undefined || isFound || context.list('')?.some((name) => name.endsWith('.py')) !== true
          : isFound
      )
        continue;
      const fact =
        module === undefined ? 'the build context has neither app.py nor wsgi.py' : `the application is in ${module}`;
      yield {
        span: cover(first.span, last.span),
        message: `flask run looks for app.py or wsgi.py, but ${fact}.`,
        ...(module === undefined
          ? {}
          : {
              fixes: [
                {
                  title: `Set FLASK_APP=${module}`,
                  applicability: 'review',
                  because: 'The module is taken from another command of the file.',
                  edits: [insertLinesBefore(file, instruction, [`ENV FLASK_APP=${module}`])],
                },
              ],
            }),
      };
    }
  },
});

/** The module that gunicorn or another server of the file gets, if it is none that flask looks for. */
function moduleElsewhere(model: DockerfileModel): string | undefined {
  for (const stage of model.stages) {
    for (const { argv } of startCommands(model, stage)) {
      if (!argv.some((word) => /(?:^|\/)(?:gunicorn|waitress-serve|hypercorn|uwsgi)$/.test(word))) continue;
      const word = argv.find((text) => /^[A-Za-z_][\w.]*:(?:app|application|create_app\(\))$/.test(text));
      const module = word?.split(':')[0];
      if (module !== undefined && module !== 'app' && module !== 'wsgi') return module;
    }
  }
  return undefined;
}
