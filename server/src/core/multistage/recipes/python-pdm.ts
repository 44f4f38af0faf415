import { joinPath } from '../../model/paths';
import type { ShellWord } from '../../shell/shell';
import type { Refusal } from '../plan';
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
import { refuse } from '../refusal';
import { commandText, directoryAt, type Source } from '../source';

const tool: PythonTool = {
  name: 'pdm',
  title: 'PDM',
  distributions: /^pdm(?:-|$)/i,
  installer: /install-pdm\.py/,
  lockFiles: /(?:^|\/)pdm\.lock\*?$/,
  lock: { path: 'pdm.lock', name: /^name = "([^"]+)"/gm },
  environmentOf,
  started,
};

/** PDM makes its environment in the project's directory, unless it is told to do without one. */
const recipe: Recipe = {
  id: 'python-pdm',
  summary: "Python with PDM: the project's .venv moves as a whole, and PDM stays behind.",
  detect: (source) => toolCalls(source, 'pdm')[0]?.command.span,
  draft: (source, options) => draftWithTool(source, options, tool),
};

export default recipe;

function environmentOf(source: Source, call: ToolCall): ToolEnvironment | Refusal {
  const { model, runs, file } = source;
  const { command, operation, run } = call;
  const line = file.lines.lineAt(command.span.start) + 1;
  const { env } = model.stateBefore(run.instruction);
  const configured = runs
    .flatMap(({ script }) => script.commands)
    .some((other) => /^pdm config .*(?:use_venv|venv\.)/.test(commandText(other)));
  const isOff = env.has('PDM_USE_VENV') && !isSwitchedOn(source, call, 'PDM_USE_VENV');
  if (configured || isOff || operation.hasOption(['--venv', '-g', '--global']))
    return refuse('R17', `The settings of PDM decide where line ${line} installs to.`, command.span);
  const named = operation.options.find(({ name }) => name === '-p' || name === '--project')?.value;
  const directory = directoryAt(model, run.instruction, command);
  const project = named === undefined ? directory : joinPath(directory, named);
  const path = project === undefined ? undefined : joinPath(project, '.venv');
  return path === undefined
    ? refuse('R17', `Nothing tells in which directory line ${line} installs.`, command.span)
    : { kind: 'own', path };
}

/** A name may be one of the project's own scripts. */
function started([program]: readonly ShellWord[], { context }: Source): StartedByTool | undefined {
  const name = program?.value;
  if (program === undefined || name === undefined || name.startsWith('-')) return undefined;
  const manifest = context?.read('pyproject.toml');
  const isOwnScript =
    manifest === undefined
      ? !isPackageProgram(name)
      : tomlKeys(manifest, 'tool.pdm.scripts').includes(name) || /^\[tool\.pdm\.scripts\./m.test(manifest);
  return isOwnScript ? undefined : { from: program, prefix: [] };
}
