import type { ImageFacts } from '../knowledge/image-facts';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { instructionsBefore } from './history';
import type { DockerfileModel } from './model';
import type { PackageOperation } from './packages';
import { isPip } from './pip';
import type { Stage } from './stage';

/** A `pip install` into the Python of the distribution. */
export interface SystemPythonInstall {
  readonly instruction: Instruction;
  readonly operation: PackageOperation;
}

/** Lists what the distribution's own pip installs outside any virtual environment in `stage`, and fails if it cannot. */
export function systemPythonInstalls(model: DockerfileModel, stage: Stage): readonly SystemPythonInstall[] {
  return stage.instructions.flatMap((instruction) =>
    model.packageOperationsOf(instruction).flatMap((operation): readonly SystemPythonInstall[] => {
      const { verb, command } = operation;
      if (!isPip(operation) || operation.subcommand !== 'install') return [];
      if (verb === undefined || command.nameWord === undefined || command.isConditional) return [];
      if (command.mayFail && isGuarded(model, instruction, command)) return [];
      if (isElsewhere(operation) || !isOfDistribution(model, instruction, command)) return [];
      return [{ instruction, operation }];
    }),
  );
}

const MANAGED = new Set('bookworm trixie forky sid lunar mantic noble oracular plucky questing resolute'.split(' '));

/** Tells whether the image's distribution marks its Python as externally managed (PEP 668), and the image has no other one. */
export function managesPython(facts: ImageFacts | undefined): boolean {
  if (facts === undefined) return false;
  const { family, release } = facts.distribution;
  if (facts.language?.name === 'python' || /python|conda|jupyter|pypy|airflow|pytorch|tensorflow|uv/.test(facts.family))
    return false;
  if (release === undefined) return false;
  if (family === 'alpine') return Number(release.split('.')[1]) >= 19;
  return (family === 'debian' || family === 'ubuntu') && MANAGED.has(release);
}

/** In `pip install x || true` a failure is meant to pass. */
function isGuarded(model: DockerfileModel, instruction: Instruction, command: ShellCommand): boolean {
  return model.scriptOf(instruction).statements[command.statement + 1]?.before?.operator === '||';
}

function isElsewhere(operation: PackageOperation): boolean {
  const { command, options } = operation;
  if (
    operation.hasOption([
      '--break-system-packages',
      '--dry-run',
      '--help',
      '-t',
      '--target',
      '--prefix',
      '--root',
      '--python',
    ])
  )
    return true;
  if (options.some(({ name }) => /^(?:-t|--target|--prefix|--root|--python)$/.test(name))) return true;
  if (command.nameWord?.value?.includes('/') === true && !command.nameWord.value.startsWith('/usr/bin/')) return true;
  if (command.assignments.some(({ name }) => /^PIP_|^VIRTUAL_ENV$|^PATH$/.test(name))) return true;
  return command.args.some(({ value, text }) => value === undefined && /OPT|FLAG|ARG|BREAK/i.test(text));
}

/** pip comes from the distribution, and nothing before changes where it installs to. */
function isOfDistribution(model: DockerfileModel, instruction: Instruction, command: ShellCommand): boolean {
  const { env, args } = model.stateBefore(instruction);
  if (
    ['PIP_BREAK_SYSTEM_PACKAGES', 'VIRTUAL_ENV', 'PIP_TARGET', 'PIP_PREFIX', 'PIP_USER'].some(
      (name) => env.has(name) || args.has(name),
    )
  )
    return false;
  if (/venv|virtualenv|conda|pyenv|\/env\b/.test(env.get('PATH') ?? 'venv')) return false;
  let hasPip = false;
  for (const other of [...instructionsBefore(model, instruction), instruction]) {
    const operations = new Map(model.packageOperationsOf(other).map((operation) => [operation.command, operation]));
    for (const found of model.scriptOf(other).commands) {
      if (other === instruction && found.span.start >= command.span.start) break;
      if (changesPython(found)) return false;
      const operation = operations.get(found);
      if (operation?.action !== 'install' || operation.manager.kind !== 'os') continue;
      hasPip ||= operation.operands.some(({ value }) =>
        /^(?:python3-pip|py3-pip|python3-full)(?:=|$)/.test(value ?? ''),
      );
    }
    if (/pip\.conf|EXTERNALLY/.test(model.copyOf(other)?.destinationPath ?? '')) return false;
  }
  return hasPip;
}

function changesPython({ name, args, redirects, nameWord }: ShellCommand): boolean {
  if (name === undefined || nameWord === undefined) return false;
  if (/^(?:virtualenv|conda|mamba|micromamba|pyenv|uv|make|activate|source|\.)$/.test(name)) return true;
  const words = [...args, ...redirects.flatMap(({ target }) => (target === undefined ? [] : [target]))];
  return (
    words.some(({ text }) =>
      /EXTERNALLY-MANAGED|break-system-packages|pip\.conf|\bvenv\b(?!$)|get-pip|deadsnakes|activate/i.test(text),
    ) || args.some(({ value }, i) => value === '-m' && /^(?:venv|virtualenv)$/.test(args[i + 1]?.value ?? ''))
  );
}
