import { joinPath } from '../../model/paths';
import type { ShellWord } from '../../shell/shell';
import type { Refusal } from '../plan';
import {
  draftWithTool,
  isSwitchedOn,
  toolCalls,
  type PythonTool,
  type StartedByTool,
  type ToolCall,
  type ToolEnvironment,
} from '../python-tool';
import type { Addition, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { directoryAt, type Source } from '../source';

const tool: PythonTool = {
  name: 'uv',
  title: 'uv',
  distributions: /^uv$/i,
  installer: /astral\.sh\/uv\/|uv-installer(?:\.sh)?/,
  lockFiles: /(?:^|\/)uv\.lock\*?$/,
  lock: { path: 'uv.lock', name: /^name = "([^"]+)"/gm },
  environmentOf,
  started,
  extraArtefacts,
};

/** uv fills the project's .venv, the environment that VIRTUAL_ENV names, or with `--system` the interpreter's own. */
const recipe: Recipe = {
  id: 'python-uv',
  summary: 'Python with uv: the environment that uv fills moves as a whole, and uv stays behind.',
  detect: (source) => toolCalls(source, 'uv')[0]?.command.span,
  draft: (source, options) => draftWithTool(source, options, tool),
};

export default recipe;

function environmentOf(source: Source, call: ToolCall): ToolEnvironment | Refusal {
  const { model, file } = source;
  const { command, operation, run } = call;
  const { env } = model.stateBefore(run.instruction);
  const directory = directoryAt(model, run.instruction, command);
  const line = file.lines.lineAt(command.span.start) + 1;
  const option = (...names: string[]): string | undefined =>
    operation.options.find(({ name }) => names.includes(name))?.value;
  if (operation.subcommand.startsWith('pip')) {
    const target = option('-t', '--target', '--prefix', '--root');
    const python = option('-p', '--python');
    if (target !== undefined || (python !== undefined && !/^\/usr\/(?:local\/)?bin\/python/.test(python)))
      return refuse(
        'R17',
        `Line ${line} names the environment that uv fills in a way that no recipe reads.`,
        command.span,
      );
    // With --system uv passes over virtual environments, even if one is first on PATH.
    if (operation.hasOption(['--system']) || python !== undefined || isSwitchedOn(source, call, 'UV_SYSTEM_PYTHON'))
      return { kind: 'system', isFixed: true };
  }
  const active = operation.subcommand.startsWith('pip') || operation.hasOption(['--active']);
  const named = active ? env.get('VIRTUAL_ENV') : env.get('UV_PROJECT_ENVIRONMENT');
  const project = option('--project', '--directory');
  const root = project === undefined ? directory : joinPath(directory, project);
  const path = joinPath(root, named ?? '.venv');
  if (path === undefined) return refuse('R17', `Nothing tells in which directory line ${line} installs.`, command.span);
  // `UV_PROJECT_ENVIRONMENT=/usr/local` is the documented way into the interpreter's own environment.
  return path === '/usr/local' ? { kind: 'system', isFixed: true } : { kind: 'own', path };
}

/** Options of `uv run` that tell what to install or say, not what to start. */
const FLAGS =
  /^(?:--frozen|--locked|--no-sync|--no-dev|--dev|--offline|--quiet|-q|--verbose|-v|--no-cache|-n|--no-editable|--all-extras|--all-groups|--active|--no-progress|--exact|--inexact|--no-default-groups|--only-dev|--link-mode=\w+)$/;
const VALUED = /^(?:--extra|--no-extra|--group|--no-group|--only-group|--link-mode|--cache-dir|--index-url)$/;

function started(words: readonly ShellWord[], { context }: Source): StartedByTool | undefined {
  let isModule = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const text = word?.value;
    if (word === undefined || text === undefined) return undefined;
    if (text === '-m' || text === '--module') isModule = true;
    else if (VALUED.test(text)) i++;
    else if (!FLAGS.test(text) && text !== '--') {
      if (text.startsWith('-') || /^https?:/.test(text)) return undefined;
      if (isModule) return { from: word, prefix: ['python', '-m'] };
      if (!text.endsWith('.py')) return { from: word, prefix: [] };
      // A script with dependencies of its own gets an environment of its own.
      const script = context?.read(text.replace(/^\.?\/+/, ''));
      return script?.includes('# /// script') === true ? undefined : { from: word, prefix: ['python'] };
    }
  }
  return undefined;
}

/** uv fetches a Python of its own where the project asks for another than the image has; the environment points at it. */
function extraArtefacts(
  source: Source,
  calls: readonly ToolCall[],
  builder: string,
): { readonly prologue: readonly Addition[]; readonly artefacts: readonly Addition[] } {
  const [first] = calls;
  if (first === undefined || usesImagePython(source, first)) return { prologue: [], artefacts: [] };
  const { env } = source.model.stateBefore(first.run.instruction);
  const path = env.get('UV_PYTHON_INSTALL_DIR') ?? '/root/.local/share/uv/python';
  return {
    prologue: [
      {
        lines: ['# uv puts a Python here if the project asks for another than the image has', `RUN mkdir -p ${path}`],
        why: 'The environment points at the interpreter that it was made with.',
      },
    ],
    artefacts: [
      {
        lines: [`COPY --from=${builder} ${path} ${path}`],
        why: 'The environment points at the interpreter that it was made with; without one of its own the directory is empty.',
      },
    ],
  };
}

function usesImagePython(source: Source, call: ToolCall): boolean {
  const { facts, model, context } = source;
  const { env } = model.stateBefore(call.run.instruction);
  if (call.operation.subcommand.startsWith('pip')) return true;
  const downloads = env.get('UV_PYTHON_DOWNLOADS');
  if (downloads !== undefined && /^(?:0|never|false|manual)$/i.test(downloads)) return true;
  if (env.get('UV_PYTHON_PREFERENCE') === 'only-system' || isSwitchedOn(source, call, 'UV_NO_MANAGED_PYTHON'))
    return true;
  if (call.operation.hasOption(['--no-managed-python', '--no-python-downloads'])) return true;
  const version = facts.language?.name === 'Python' ? facts.language.version : undefined;
  if (context === undefined || version === undefined) return false;
  const wanted = context.ignores('.python-version') ? undefined : context.read('.python-version')?.trim();
  if (wanted !== undefined) return wanted === version || wanted.startsWith(`${version}.`);
  const range = /^requires-python\s*=\s*"([^"]*)"/m.exec(context.read('pyproject.toml') ?? '')?.[1];
  return range !== undefined && /^>=\s*3\.\d+$/.test(range) && isAtLeast(version, range.replace(/^>=\s*/, ''));
}

function isAtLeast(version: string, minimum: string): boolean {
  const [, minor = '0'] = version.split('.');
  const [, least = '0'] = minimum.split('.');
  return version.startsWith('3.') && Number(minor) >= Number(least);
}
