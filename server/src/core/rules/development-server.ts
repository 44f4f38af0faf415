import { startProductionServer } from '../fixes/production-server';
import { developmentServerOf } from '../knowledge/dev-servers';
import { defineRule } from '../lint/rule';
import { isDevelopmentStage, startCommands } from '../model/effective-start';
import { serverOfScript } from '../model/package-scripts';
import { cover } from '../text/span';

export default defineRule({
  id: 'development-server',
  aliases: ['sonar/S4507'],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  summary: 'The image starts a server that is meant for development.',
  docs: `
\`flask run\`, \`manage.py runserver\`, \`vite\`, \`npm run dev\`, \`nodemon\` and their like compile on the fly, watch files and
reload. They answer one request at a time or hold whole build trees in memory, some show a debugger to whoever causes an
error, and their authors say not to use them in production.

\`npm start\` and other scripts are looked up in the \`package.json\` of the build context. Stages that are called dev,
development, test and so on are left alone, and so is everything that is not the final stage.

**When to ignore:** where the image is for development only.

**The fix** takes out the option that reloads, starts \`node\` instead of \`nodemon\` and \`fastapi run\` instead of
\`fastapi dev\`, or starts gunicorn or waitress where the build context's requirements list it and the application's
module is known.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["flask", "run", "--host=0.0.0.0"]\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["gunicorn", "--bind=0.0.0.0:5000", "app:app"]\n',
    },
    {
      bad: 'FROM node:22-slim\nCOPY server.js .\nCMD ["nodemon", "server.js"]\n',
      good: 'FROM node:22-slim\nCOPY server.js .\nCMD ["node", "server.js"]\n',
    },
  ],
  *check({ model, context }) {
    const stage = model.finalStage;
    if (stage === undefined || isDevelopmentStage(stage)) return;
    for (const start of startCommands(model, stage)) {
      const direct = developmentServerOf(start.argv);
      const script = direct === undefined ? serverOfScript(start.argv, context) : undefined;
      const server = direct ?? script?.server;
      if (server === undefined) continue;
      const [first] = start.words;
      if (first === undefined) continue;
      // The words that say it: `flask run`, `npm run dev`, `python -m flask run`.
      const count = start.words.findIndex((_, i) => developmentServerOf(start.argv.slice(0, i + 1)) !== undefined);
      const last = start.words[direct === undefined ? start.words.length - 1 : count] ?? first;
      const isOne = last.span.start >= first.span.start && last.span.end <= start.command.span.end;
      const via = script === undefined ? '' : ` (the script is "${script.text}")`;
      const fix = direct === undefined ? undefined : startProductionServer(model, stage, start, context);
      yield {
        span: isOne ? cover(first.span, last.span) : first.span,
        message: `The container starts ${server.name}${via}. ${server.instead}`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
      return;
    }
  },
});
