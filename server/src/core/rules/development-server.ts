import type { BuildContext } from '../context/build-context';
import { developmentServerOf, type DevelopmentServer } from '../knowledge/dev-servers';
import { defineRule, type Fix } from '../lint/rule';
import { removeWord } from '../lint/rewrite';
import type { DockerfileModel } from '../model/model';
import { isDevelopmentStage, startCommands, type StartCommand } from '../model/effective-start';
import type { Stage } from '../model/stage';
import { replace } from '../text/edit';
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

**The fix** takes out the option that reloads, starts \`node\` instead of \`nodemon\`, or starts gunicorn where the build
context's requirements list it and the application's module is known.
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
      const script = direct === undefined ? scriptOf(start.argv, context) : undefined;
      const server = direct ?? script?.server;
      if (server === undefined) continue;
      const [first] = start.words;
      if (first === undefined) continue;
      // The words that say it: `flask run`, `npm run dev`, `python -m flask run`.
      const count = start.words.findIndex((_, i) => developmentServerOf(start.argv.slice(0, i + 1)) !== undefined);
      const last = start.words[direct === undefined ? start.words.length - 1 : count] ?? first;
      const isOne = last.span.start >= first.span.start && last.span.end <= start.command.span.end;
      const via = script === undefined ? '' : ` (the script is "${script.text}")`;
      const fix = direct === undefined ? undefined : fixOf(model, stage, start, context);
      yield {
        span: isOne ? cover(first.span, last.span) : first.span,
        message: `The container starts ${server.name}${via}. ${server.instead}`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
      return;
    }
  },
});

/** `npm start`, `yarn serve`, `pnpm run x`: what package.json says they are. */
function scriptOf(
  argv: readonly string[],
  context: BuildContext | undefined,
): { readonly server: DevelopmentServer; readonly text: string } | undefined {
  const [program = '', ...rest] = argv;
  const manager = program.slice(program.lastIndexOf('/') + 1);
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(manager)) return undefined;
  const words = rest.filter((word) => !word.startsWith('-'));
  const name = words[0] === 'run' || words[0] === 'run-script' ? words[1] : words[0];
  const text = name === undefined ? undefined : scripts(context)[name];
  if (typeof text !== 'string') return undefined;
  for (const part of text.split(/&&|;/)) {
    const server = developmentServerOf(
      part
        .trim()
        .split(/\s+/)
        .filter((word) => !/^\w+=/.test(word) && word !== 'cross-env'),
    );
    if (server !== undefined) return { server, text };
  }
  return undefined;
}

function scripts(context: BuildContext | undefined): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(context?.read('package.json') ?? '{}');
    const found = typeof manifest === 'object' && manifest !== null && 'scripts' in manifest ? manifest.scripts : {};
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch {
    return {};
  }
}

function fixOf(
  model: DockerfileModel,
  stage: Stage,
  start: StartCommand,
  context: BuildContext | undefined,
): Fix | undefined {
  const { instruction, command, words, argv } = start;
  const [program] = words;
  if (program === undefined) return undefined;
  const reload = words.find(({ value }) => value === '--reload' || value === '--watch' || value === '--hot');
  if (reload !== undefined && /^(?:uvicorn|gunicorn|hypercorn|node|bun)$/.test(command.name ?? '')) {
    const edit = removeWord(instruction, command, reload);
    if (edit === undefined) return undefined;
    const because = 'The program no longer restarts when a file changes.';
    return { title: `Remove ${reload.value ?? ''}`, applicability: 'review', because, edits: [edit] };
  }
  if (command.name === 'nodemon' && /^(?:[\w./-]+\.[cm]?js|\.)$/.test(argv[1] ?? '')) {
    const newText = program.text.startsWith('"') ? '"node"' : 'node';
    const because = 'The program no longer restarts when a file changes.';
    return { title: 'Start node', applicability: 'review', because, edits: [replace(program.span, newText)] };
  }
  const module = wsgiModule(model, stage, argv, context);
  if (module === undefined || instruction.exec === undefined || !listsGunicorn(context)) return undefined;
  const port = argv
    .map((word) => /^(?:--port=)?(?:[\d.]+:)?(\d{2,5})$/.exec(word)?.[1])
    .find((found) => found !== undefined);
  const bind = `0.0.0.0:${port ?? (module.isDjango ? '8000' : '5000')}`;
  const newArgv = ['gunicorn', `--bind=${bind}`, module.name];
  return {
    title: 'Start gunicorn',
    applicability: 'review',
    because: 'The module and the port are taken from the build context and the old command.',
    edits: [replace(instruction.body.span, `[${newArgv.map((word) => JSON.stringify(word)).join(', ')}]`)],
  };
}

function listsGunicorn(context: BuildContext | undefined): boolean {
  return ['requirements.txt', 'pyproject.toml', 'Pipfile'].some((name) =>
    /^[\s"']*gunicorn\b/m.test(context?.read(name) ?? ''),
  );
}

function wsgiModule(
  model: DockerfileModel,
  stage: Stage,
  argv: readonly string[],
  context: BuildContext | undefined,
): { readonly name: string; readonly isDjango: boolean } | undefined {
  if (argv.includes('runserver')) {
    const folders = (context?.list('') ?? []).filter(
      (entry) => entry.endsWith('/') && context?.exists(`${entry}wsgi.py`) === true,
    );
    const [folder] = folders;
    return folder === undefined || folders.length > 1
      ? undefined
      : { name: `${folder.slice(0, -1)}.wsgi`, isDjango: true };
  }
  if (!argv.includes('flask') || !argv.includes('run')) return undefined;
  const application =
    model.finalState(stage).env.get('FLASK_APP') ?? (context?.exists('app.py') === true ? 'app.py' : undefined);
  const [, file, object = 'app'] = /^([\w.]+?)(?:\.py)?(?::(\w+))?$/.exec(application ?? '') ?? [];
  if (file === undefined) return undefined;
  const text = context?.read(`${file.replaceAll('.', '/')}.py`) ?? '';
  return new RegExp(`^${object}\\s*=`, 'm').test(text) ? { name: `${file}:${object}`, isDjango: false } : undefined;
}
