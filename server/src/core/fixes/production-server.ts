import type { BuildContext } from '../context/build-context';
import { removeWord } from '../lint/rewrite';
import type { Fix } from '../lint/rule';
import type { StartCommand } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import { replace } from '../text/edit';

/** Returns a fix that starts what serves production instead of `start`; `undefined` where nothing tells what that is. */
export function startProductionServer(
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
  if (command.name === 'fastapi' && argv[1] === 'dev') {
    const verb = words[1];
    if (verb === undefined) return undefined;
    const newText = verb.text.startsWith('"') ? '"run"' : 'run';
    const because = 'The program no longer restarts when a file changes, and listens on all addresses.';
    return { title: 'Start fastapi run', applicability: 'review', because, edits: [replace(verb.span, newText)] };
  }
  const module = wsgiModule(model, stage, argv, context);
  if (module === undefined || instruction.exec === undefined || words.some(({ value }) => value === undefined))
    return undefined;
  const port = argv
    .map((word) => /^(?:--port=)?(?:[\d.]+:)?(\d{2,5})$/.exec(word)?.[1])
    .find((found) => found !== undefined);
  const server = listedServer(context);
  if (server === undefined) return undefined;
  const address = `0.0.0.0:${port ?? (module.isDjango ? '8000' : '5000')}`;
  const newArgv = [...launcher(argv), server.name, server.option + address, `${module.name}${server.suffix(module)}`];
  return {
    title: `Start ${server.name}`,
    applicability: 'review',
    because: `The module and the port are taken from the build context and the old command.${module.isDjango ? ' It serves no static files.' : ''}`,
    edits: [replace(instruction.body.span, `[${newArgv.map((word) => JSON.stringify(word)).join(', ')}]`)],
  };
}

/** What finds the programs of an environment that is not on PATH. */
function launcher([manager = '', verb]: readonly string[]): readonly string[] {
  return /^(?:poetry|pipenv|pdm|uv)$/.test(manager) && verb === 'run' ? [manager, verb] : [];
}

interface Server {
  readonly name: string;
  readonly option: string;
  /** What follows the module. */
  readonly suffix: (module: { readonly isDjango: boolean }) => string;
}

/** Servers of WSGI applications, by the package that manifests list; the first is taken. */
const SERVERS: readonly (Server & { readonly packageName: string })[] = [
  { packageName: 'gunicorn', name: 'gunicorn', option: '--bind=', suffix: () => '' },
  {
    packageName: 'waitress',
    name: 'waitress-serve',
    option: '--listen=',
    // gunicorn finds `application` by itself.
    suffix: ({ isDjango }) => (isDjango ? ':application' : ''),
  },
];

function listedServer(context: BuildContext | undefined): Server | undefined {
  const texts = ['requirements.txt', 'pyproject.toml', 'Pipfile'].map((name) => context?.read(name) ?? '');
  return SERVERS.find(({ packageName }) =>
    texts.some((text) => new RegExp(`^[\\s"']*${packageName}\\b`, 'm').test(text)),
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
