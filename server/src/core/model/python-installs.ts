import type { BuildContext } from '../context/build-context';
import { isWholeInstallation, type Requirement } from '../knowledge/python-dependencies';
import { originOf } from './context-origin';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { joinPath } from './paths';
import { isPip } from './pip';
import type { Stage } from './stage';
import type { Instruction } from '../syntax/dockerfile';

/** What the installations of a Dockerfile ask for. */
export interface PythonInstalls {
  readonly requirements: readonly Requirement[];
  /** Names of files that list all there is, dependencies too. */
  readonly isWhole: boolean;
}

/**
 * Returns what pip installs in `stages`, with requirement files read from the build context; `undefined` where anything
 * is installed that cannot be read: a directory, a variable, a file that is not there, another package manager.
 */
export function pythonInstalls(
  model: DockerfileModel,
  stages: readonly Stage[],
  context: BuildContext | undefined,
): PythonInstalls | undefined {
  const found: Requirement[] = [];
  let isWhole = true;
  for (const stage of stages) {
    for (const instruction of stage.instructions) {
      for (const operation of model.packageOperationsOf(instruction)) {
        if (operation.manager.kind !== 'language' || operation.action !== 'install') continue;
        if (!isReadable(operation)) return undefined;
        for (const { value } of operation.operands) {
          const requirement = value === undefined ? undefined : parseRequirement(value);
          if (requirement === undefined) return undefined;
          found.push(requirement);
          isWhole = false;
        }
        for (const { name, value } of operation.options) {
          if (name !== '-r' && !name.startsWith('--requirement')) continue;
          const path = value === undefined ? undefined : contextPath(model, stage, instruction, value, context);
          const file = path === undefined || context === undefined ? undefined : readRequirements(context, path);
          if (file === undefined) return undefined;
          found.push(...file.requirements);
          isWhole &&= file.isWhole;
        }
      }
    }
  }
  return { requirements: found, isWhole };
}

function isReadable(operation: PackageOperation): boolean {
  const isInstaller = isPip(operation) || (operation.manager.name === 'uv' && operation.subcommand === 'pip install');
  return isInstaller && !operation.hasOption(['-e', '--editable']);
}

/** Reads `uvicorn[standard]>=0.30` and `name @ url`; `undefined` for paths, files and addresses. */
export function parseRequirement(text: string): Requirement | undefined {
  const [, name, extras = ''] =
    /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([\w\s,.-]*)\])?\s*(?:$|[=<>!~;@(])/.exec(text.trim()) ?? [];
  if (name === undefined || /\.(?:whl|zip|gz|tgz|bz2|txt)$/.test(name)) return undefined;
  return { name, extras: extras.split(',').flatMap((extra) => (extra.trim() === '' ? [] : [extra.trim()])) };
}

function contextPath(
  model: DockerfileModel,
  stage: Stage,
  instruction: Instruction,
  file: string,
  context: BuildContext | undefined,
): string | undefined {
  const path = joinPath(model.stateBefore(instruction).workdir, file);
  // A `cd` before it moves it; a bind mount hides what was copied.
  const moves = model.scriptOf(instruction).commands.some(({ name }) => name === 'cd' || name === 'pushd');
  if (path === undefined || context === undefined || moves) return undefined;
  const mount = instruction.flags.find(({ name, value = '' }) => name === 'mount' && value.includes('type=bind'));
  if (mount !== undefined) {
    const pairs = new Map(
      (mount.value ?? '').split(',').map((pair) => pair.split('=') as [string, string | undefined]),
    );
    const target = joinPath(model.stateBefore(instruction).workdir, pairs.get('target') ?? pairs.get('dst') ?? '.');
    return target === path && !pairs.has('from') ? (pairs.get('source') ?? pairs.get('src')) : undefined;
  }
  const origin = originOf(model, stage, path, context);
  return origin.kind === 'context' ? origin.path : undefined;
}

/** Returns what the requirement file at `path` and those it includes ask for. */
export function readRequirements(
  context: BuildContext,
  path: string,
  seen: ReadonlySet<string> = new Set(),
): PythonInstalls | undefined {
  const text = context.read(path);
  if (text === undefined || seen.has(path)) return undefined;
  const requirements: Requirement[] = [];
  let areExact = true;
  let isWhole = true;
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const content = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (content === '') continue;
    const [, included] = /^(?:-r|--requirement)[\s=]*(\S+)$/.exec(content) ?? [];
    if (included !== undefined) {
      const target = joinPath(`/${path.split('/').slice(0, -1).join('/')}`, included)?.slice(1);
      const file = target === undefined ? undefined : readRequirements(context, target, new Set([...seen, path]));
      if (file === undefined) return undefined;
      requirements.push(...file.requirements);
      isWhole &&= file.isWhole;
      continue;
    }
    if (/^(?:-e|--editable)\b/.test(content)) return undefined;
    if (content.startsWith('-')) continue;
    const requirement = parseRequirement(content);
    if (requirement === undefined) return undefined;
    requirements.push(requirement);
    areExact &&= content.includes('==');
  }
  const isCompiled = /^#.*autogenerated by (?:pip-compile|uv)/im.test(text);
  isWhole &&= areExact && (isCompiled || isWholeInstallation(requirements.map(({ name }) => name)));
  return { requirements, isWhole };
}
