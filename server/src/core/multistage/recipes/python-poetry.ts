import { joinPath } from '../../model/paths';
import type { ShellWord } from '../../shell/shell';
import {
  draftWithTool,
  isPackageProgram,
  isSwitchedOn,
  tomlKeys,
  toolCalls,
  type PythonTool,
  type StartedByTool,
  type ToolCall,
  type ToolEnvironment,
} from '../python-tool';
import type { Recipe } from '../recipe';
import { directoryAt, type Source } from '../source';

const tool: PythonTool = {
  name: 'poetry',
  title: 'Poetry',
  distributions: /^poetry(?:-|$)/i,
  installer: /install\.python-poetry\.org|(?:get|install)-poetry\.py/,
  lockFiles: /(?:^|\/)poetry\.lock\*?$/,
  lock: { path: 'poetry.lock', name: /^name = "([^"]+)"/gm },
  environmentOf,
  started,
};

/** Poetry installs into the environment that VIRTUAL_ENV names, whatever its settings say. */
const recipe: Recipe = {
  id: 'python-poetry',
  summary: 'Python with Poetry: the environment that Poetry fills moves as a whole, and Poetry stays behind.',
  detect: (source) => toolCalls(source, 'poetry')[0]?.command.span,
  draft: (source, options) => draftWithTool(source, options, tool),
};

export default recipe;

/** In the project's directory, in the interpreter itself, or under a name with a hash that only Poetry computes. */
function environmentOf(source: Source, call: ToolCall): ToolEnvironment {
  const { model, context } = source;
  const settings = context?.read('poetry.toml') ?? '';
  const configured = setting(source, call, 'virtualenvs.create') ?? /^\s*create\s*=\s*(\w+)/m.exec(settings)?.[1];
  const isOff =
    model.stateBefore(call.run.instruction).env.has('POETRY_VIRTUALENVS_CREATE') &&
    !isSwitchedOn(source, call, 'POETRY_VIRTUALENVS_CREATE');
  if (isOff || configured === 'false') return { kind: 'system', isFixed: false };
  const isInProject =
    isSwitchedOn(source, call, 'POETRY_VIRTUALENVS_IN_PROJECT') ||
    (setting(source, call, 'virtualenvs.in-project') ?? /^\s*in-project\s*=\s*(\w+)/m.exec(settings)?.[1]) === 'true';
  const project = projectDirectory(source, call);
  const path = project === undefined ? undefined : joinPath(project, '.venv');
  return isInProject && path !== undefined ? { kind: 'own', path } : { kind: 'hidden' };
}

function projectDirectory({ model }: Source, { run, command, operation }: ToolCall): string | undefined {
  const named = operation.options.find(({ name }) => ['-C', '--directory', '-P', '--project'].includes(name))?.value;
  const directory = directoryAt(model, run.instruction, command);
  return named === undefined ? directory : joinPath(directory, named);
}

/** The value that `poetry config` sets before the call; Poetry 0.12 wrote `settings.` before the names. */
function setting({ runs }: Source, call: ToolCall, key: string): string | undefined {
  return runs
    .flatMap(({ script }) => script.commands)
    .filter(({ name, span }) => name === 'poetry' && span.start < call.command.span.start)
    .flatMap(({ args }) => {
      const words = args.map(({ value, text }) => value ?? text);
      const at = words.findIndex((word) => word === key || word === `settings.${key}`);
      return at === -1 || !words.includes('config') ? [] : [words[at + 1] ?? ''];
    })
    .at(-1);
}

function started([program]: readonly ShellWord[], source: Source): StartedByTool | undefined {
  const name = program?.value;
  if (program === undefined || name === undefined || name.startsWith('-')) return undefined;
  // The project's own scripts are installed with the project; Poetry alone starts them where it is not.
  const isProjectInstalled = toolCalls(source, 'poetry').some(({ operation }) => !operation.hasOption(['--no-root']));
  if (isProjectInstalled || isPackageProgram(name)) return { from: program, prefix: [] };
  const manifest = source.context?.read('pyproject.toml');
  if (manifest === undefined) return undefined;
  const scripts = [...tomlKeys(manifest, 'tool.poetry.scripts'), ...tomlKeys(manifest, 'project.scripts')];
  return scripts.includes(name) ? undefined : { from: program, prefix: [] };
}
