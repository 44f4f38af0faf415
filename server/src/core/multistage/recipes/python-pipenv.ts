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
import { refuse } from '../refusal';
import type { Refusal } from '../plan';
import { directoryAt, type Source } from '../source';

const tool: PythonTool = {
  name: 'pipenv',
  title: 'Pipenv',
  distributions: /^pipenv$/i,
  installer: /get-pipenv\.py/,
  lockFiles: /(?:^|\/)Pipfile(?:\.lock|\.lock\*|\*)?$/,
  lock: { path: 'Pipfile.lock', name: /^ {8}"([\w.-]+)": \{/gm },
  environmentOf,
  started,
};

/** Pipenv takes the environment that VIRTUAL_ENV names, with and without `--system`. */
const recipe: Recipe = {
  id: 'python-pipenv',
  summary: 'Python with Pipenv: the environment that Pipenv fills moves as a whole, and Pipenv stays behind.',
  detect: (source) => toolCalls(source, 'pipenv')[0]?.command.span,
  draft: (source, options) => draftWithTool(source, options, tool),
};

export default recipe;

function environmentOf(source: Source, call: ToolCall): ToolEnvironment | Refusal {
  const { command, operation, run } = call;
  if (operation.hasOption(['--system']) || isSwitchedOn(source, call, 'PIPENV_SYSTEM'))
    return { kind: 'system', isFixed: false };
  if (isSwitchedOn(source, call, 'PIPENV_VENV_IN_PROJECT')) {
    const directory = directoryAt(source.model, run.instruction, command);
    const path = directory === undefined ? undefined : joinPath(directory, '.venv');
    if (path !== undefined) return { kind: 'own', path };
  }
  if (isSwitchedOn(source, call, 'PIPENV_IGNORE_VIRTUALENVS') || operation.hasOption(['--python', '--three', '--two']))
    return refuse(
      'R17',
      `Pipenv on line ${source.file.lines.lineAt(command.span.start) + 1} makes an environment in a directory that only it knows.`,
      command.span,
    );
  return { kind: 'hidden' };
}

/** A name may be one of the Pipfile's scripts. */
function started([program]: readonly ShellWord[], { context }: Source): StartedByTool | undefined {
  const name = program?.value;
  if (program === undefined || name === undefined || name.startsWith('-')) return undefined;
  const manifest = context?.read('Pipfile');
  const isOwnScript = manifest === undefined ? !isPackageProgram(name) : tomlKeys(manifest, 'scripts').includes(name);
  // `pipenv run` reads .env, which a program that starts by itself does not.
  return isOwnScript || context?.exists('.env') === true ? undefined : { from: program, prefix: [] };
}
