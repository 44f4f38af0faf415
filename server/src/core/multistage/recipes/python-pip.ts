import type { PackageOperation } from '../../model/packages';
import { compilerRuntimes, needsOpenMp } from '../compiler-runtimes';
import { homeOfUser } from '../../model/user-home';
import { baseName, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import type { Span } from '../../text/span';
import type { MultiStageOptions, Refusal } from '../plan';
import { buildSteps, isMovedAnyway, type BuildSteps } from '../python-build-steps';
import { compilersAtRunTime } from '../python-compilers';
import { requiredPackages, requirementsOf, type PythonRequirements } from '../python-requirements';
import type { Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { commandText, directoryAt, type Source } from '../source';
import {
  isDebianPython,
  modulesPath,
  ownVirtualEnvironment,
  pipPrologue,
  pythonArtefacts,
  systemTarget,
  VENV,
  type PythonTarget,
} from '../virtual-environment';

/** Python with pip: a virtual environment is built, and moves as a whole at the same path. */
const recipe: Recipe = {
  id: 'python-pip',
  summary: 'Python with pip: packages go into a virtual environment, which the runtime gets at the same path.',
  detect: (source) => pipCalls(source)[0]?.command.span ?? usesPython(source),
  takesUnknownBase: true,
  takesServices: true,
  draft,
};

export default recipe;

function usesPython(source: Source): Span | undefined {
  if (source.facts.family === 'python') return source.stage.baseWord?.span;
  const installs = source.runs.flatMap(({ operations }) => [...operations.values()]);
  return installs
    .flatMap(({ manager, operands }) => (manager.kind === 'os' ? operands : []))
    .find(({ value }) => /^(?:python3|py3-pip|python3-pip)$/.test(value ?? ''))?.span;
}

interface PipCall {
  readonly command: ShellCommand;
  readonly operation: PackageOperation;
}

function pipCalls({ runs }: Source): readonly PipCall[] {
  return runs.flatMap(({ operations }) =>
    [...operations].flatMap(([command, operation]) =>
      operation.manager.name.startsWith('pip') && operation.manager.name !== 'pipx' ? [{ command, operation }] : [],
    ),
  );
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const calls = pipCalls(source);
  const installs = calls.filter(({ operation }) => operation.action === 'install');
  const first = installs[0];
  const { file, stage, facts, runs } = source;
  if (first === undefined) {
    const isFull = facts.family === 'python' && facts.variant === 'full';
    const cure = isFull ? ' A smaller base image, such as a python:*-slim one, is the simpler cure.' : '';
    return refuse(
      'R1',
      `Nothing to separate: no pip install builds anything in this file.${cure}`,
      stage.from.keywordSpan,
    );
  }
  const line = file.lines.lineAt(first.command.span.start) + 1;
  const foreign = foreignBuild(source);
  if (foreign !== undefined) return foreign;
  const target = targetOf(source, installs);
  if ('id' in target) return target;
  if (isConditional(first.command)) {
    return refuse(
      'R17',
      `The pip install on line ${line} runs only under a condition; which case holds decides what to copy.`,
      first.command.span,
    );
  }

  const choice = options.runtime ?? 'auto';
  const runtimes = sameLanguageBases(source, choice);
  if (runtimes.length === 0) {
    return refuse(
      'R17',
      `The runtime "${choice}" cannot run what "${source.baseText}" builds: Python packages need the same C library and Python in both stages.`,
      stage.baseWord?.span,
    );
  }

  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const editable = editableSources(source, installs);
  if ('id' in editable) return editable;
  const installsProject = installs.some(
    ({ operation }) =>
      operation.operands.some(({ value }) => value === '.' || value === './') ||
      operation.hasOption(['-e', '--editable']),
  );
  const requirements = requirementsOf(
    source,
    installs.map(({ operation }) => operation),
  );
  const steps = buildSteps(source, editable, requirements.names);
  if ('id' in steps) return steps;
  const compilers = compilersAtRunTime(source, requirements.names, runtimes[0]?.text);
  if ('id' in compilers) return compilers;
  const packages = [
    ...(runtimes[0]?.text === source.baseText ? [] : requiredPackages(source, requirements.names)),
    ...(requirements.hasUnknown || needsOpenMp(requirements.names) ? compilerRuntimes(source) : []),
  ];
  const isFull = facts.variant === 'full' && facts.family === 'python';
  const installing = runs.find(({ operations }) =>
    installs.some(({ command }) => operations.has(command)),
  )?.instruction;
  const working = runs.find(
    ({ operations, script, instruction }) =>
      instruction === installing ||
      script.commands.some(
        (command) => !operations.has(command) && steps.reasonOf(command) !== undefined && !steps.isPreparing(command),
      ) ||
      [...operations.keys()].some((command) => steps.reasonOf(command) !== undefined),
  )?.instruction;
  const renamings = runs.flatMap(({ script }) => script.commands.filter((command) => renamesPip(command)));
  return {
    runtimes,
    buildReason: (command, operation) => buildReason(command, operation) ?? steps.reasonOf(command),
    prologue: pipPrologue(source, target, installing),
    ...(installing === undefined ? {} : { prologueAt: installing }),
    ...(working === undefined ? {} : { artefactsAt: working }),
    programs: ['python', 'python3', ...translatorsOf(source)],
    epilogue: [],
    artefacts: [
      ...pythonArtefacts(
        target,
        builder,
        editable.filter((root) => !steps.directories.some(({ path }) => isWithin(root, path))),
        target.kind === 'directory' ? target.owner : undefined,
      ),
      ...steps.directories.map(({ path, owner, why }) => ({
        lines: [`COPY --from=${builder} ${owner === undefined ? '' : `--chown=${owner} `}${path} ${path}`],
        why,
      })),
    ],
    copyReason: (copy) => copyReason(copy, installsProject, editable, steps),
    packages,
    scan: isFull && requirements.hasUnknown ? [modulesPath(target)] : [],
    isBuildOnlyPackage: (name) => steps.isBuildOnlyPackage(name),
    assumptions: [...assumptionsOf(source, requirements, target), ...compilers, ...steps.assumptions],
    droppedTools: [],
    droppedFiles: [
      '/root/.cache/pip',
      ...steps.left,
      ...installersOf(source),
      ...renamings.flatMap(({ args }) => args.flatMap(({ value }) => (value?.startsWith('/') === true ? [value] : []))),
    ],
    allowances: {
      droppedCommands: renamings.map(({ nameWord, args }) =>
        [nameWord, ...args].flatMap((word) => (word === undefined ? [] : [word.text])).join(' '),
      ),
    },
  };
}

/** Django compiles its messages with gettext, wherever the step runs. */
function translatorsOf({ runs }: Source): readonly string[] {
  const isCalled = runs.some(({ script }) =>
    script.commands.some(({ args }) => args.some(({ value }) => /^(?:compile|make)messages$/.test(value ?? ''))),
  );
  return isCalled ? ['msgfmt'] : [];
}

/** Where pip's own installer lies that the file fetches. */
function installersOf({ runs, model }: Source): readonly string[] {
  return runs.flatMap(({ instruction, script }) =>
    script.commands.flatMap((command) =>
      command.args.some(({ text }) => text.endsWith('get-pip.py'))
        ? (joinPath(directoryAt(model, instruction, command), 'get-pip.py') ?? [])
        : [],
    ),
  );
}

/** The directories that editable installs point at, which have to stay where they are. */
function editableSources(source: Source, installs: readonly PipCall[]): readonly string[] | Refusal {
  const { model, runs, file } = source;
  const found: string[] = [];
  for (const { command, operation } of installs) {
    const run = runs.find(({ operations }) => operations.has(command));
    const directory = run === undefined ? undefined : directoryAt(model, run.instruction, command);
    for (const { name, value } of operation.options) {
      if (name !== '-e' && name !== '--editable') continue;
      const isRepository = value !== undefined && /^(?:git|hg|svn|bzr)\+/.test(value);
      const own = operation.options.find((option) => option.name === '--src')?.value;
      const path = isRepository ? (own ?? 'src') : value?.replace(/[[#].*$/, '');
      const root = path === undefined ? undefined : joinPath(directory, path);
      if (root === undefined || root === '/')
        return refuse(
          'R17',
          `The editable install on line ${file.lines.lineAt(command.span.start) + 1} points at its source, and nothing tells in which directory that is.`,
          command.span,
        );
      found.push(root);
    }
  }
  // `setup.py develop` is the older spelling.
  for (const run of runs) {
    for (const command of run.script.commands) {
      const words = commandText(command);
      if (!/^python[\d.]*\s.*setup\.py\s(?:.*\s)?develop\b/.test(words)) continue;
      const script = /(\S*)setup\.py/.exec(words)?.[1];
      const root = joinPath(directoryAt(model, run.instruction, command), script === '' ? '.' : (script ?? '.'));
      if (root === undefined || root === '/')
        return refuse(
          'R17',
          `Line ${file.lines.lineAt(command.span.start) + 1} installs its own directory for development, and nothing tells which that is.`,
          command.span,
        );
      found.push(root.replace(/(?<=.)\/$/, ''));
    }
  }
  const roots = [...new Set(found)];
  return roots.filter((root) => !roots.some((other) => other !== root && isWithin(root, other)));
}

function isConditional(command: ShellCommand): boolean {
  return command.isConditional || command.isSubstitution;
}

/** Where pip stays behind, so does what points at it. */
function renamesPip(command: ShellCommand): boolean {
  const words = commandText(command);
  return (
    (/^(?:update-alternatives|ln)\s/.test(words) && /\/pip[\d.]*$/.test(words)) ||
    /^update-alternatives\s.*\spip[\d.]*\s/.test(words)
  );
}

/** pip, and what Python itself builds with it. */
function buildReason(command: ShellCommand, operation: PackageOperation | undefined): string | undefined {
  if (operation !== undefined && operation.manager.name.startsWith('pip') && operation.manager.name !== 'pipx') {
    return operation.action === 'install'
      ? 'installs Python packages, which the runtime gets as a whole'
      : 'prepares pip, which only the build uses';
  }
  const words = commandText(command);
  if (EXPORTERS.has(command.name ?? '') && !/^\S+ run\b/.test(words))
    return 'writes the requirements that pip installs';
  if (
    /^(?:python[\d.]*|virtualenv|pyvenv)\b/.test(words) &&
    /(?:-m venv|-m virtualenv|^virtualenv|^pyvenv)\s/.test(words)
  )
    return 'makes the virtual environment';
  if (/^python[\d.]*\s+setup\.py\b/.test(words)) return 'builds the project';
  if (renamesPip(command)) return 'gives pip another name';
  if (/(?:^|[\s/])get-pip\.py\b|^python[\d.]* -m ensurepip\b|^easy_install[\d.-]* (?:-U )?pip\b/.test(words))
    return 'brings pip, which only the build uses';
  return undefined;
}

function targetOf(source: Source, installs: readonly PipCall[]): PythonTarget | Refusal {
  const { model, file, runs } = source;
  const first = installs[0];
  const instruction = runs.find(({ operations }) => first !== undefined && operations.has(first.command))?.instruction;
  if (first === undefined || instruction === undefined) return refuse('R1', 'Nothing is installed with pip.');
  const line = file.lines.lineAt(first.command.span.start) + 1;
  const { span } = first.command;
  const state = model.stateBefore(instruction);
  const workdir = state.workdir;

  for (const { operation, command } of installs) {
    const option = operation.options.find(({ name }) => ['-t', '--target', '--prefix', '--root'].includes(name));
    if (option?.value !== undefined) {
      const path = joinPath(workdir, option.value);
      if (path === undefined || installs.length > 1)
        return refuse(
          'R17',
          `Line ${line} installs into "${option.value}", and other packages go elsewhere: nothing tells what to copy.`,
          command.span,
        );
      return { kind: 'directory', path };
    }
    if (command.wrappers.some(({ value }) => value === 'sudo'))
      return refuse(
        'R17',
        `sudo on line ${line} resets PATH, so that pip would not install into the environment that is copied.`,
        command.span,
      );
  }
  const own = ownVirtualEnvironment(
    source,
    installs.map(({ command }) => command),
    (command) => installs.some((call) => call.command === command && bringsVirtualenv(call.operation)),
  );
  if (own === 'mixed')
    return refuse(
      'R17',
      `Some packages go into a virtual environment and some beside it (line ${line}); nothing tells which the container uses.`,
      span,
    );
  if (own !== undefined) return { kind: 'own-venv', path: own.path };
  const absolute = installs.find(
    ({ command }) =>
      command.nameWord?.value?.startsWith('/') === true &&
      !command.nameWord.value.startsWith('/usr/local/bin/') &&
      !(isDebianPython(source) && command.nameWord.value.startsWith('/usr/bin/')),
  );
  if (absolute !== undefined)
    return refuse(
      'R17',
      `Line ${line} calls pip by its path, so nothing tells which environment it fills.`,
      absolute.command.span,
    );
  if (installs.some(({ operation }) => operation.hasOption(['--user']))) {
    const isOfOneUser = installs.every(
      ({ command, operation }) => operation.hasOption(['--user']) && userOf(source, command) === state.user.text,
    );
    const home =
      state.user.isRoot === true ? '/root' : isOfOneUser ? homeOfUser(model, source.stage, state.user.text) : undefined;
    if (home === undefined || state.env.has('HOME'))
      return refuse(
        'R17',
        `pip install --user on line ${line} fills the home directory of a user that the text does not place.`,
        span,
      );
    if (state.user.isRoot !== true)
      return {
        kind: 'directory',
        path: `${home}/.local`,
        ...(state.user.text === undefined ? {} : { owner: state.user.text }),
      };
    return { kind: 'directory', path: '/root/.local' };
  }
  const isAbsolute = installs.some(({ command }) => command.nameWord?.value?.startsWith('/') === true);
  return systemTarget(source, { instruction, span, tool: 'pip', isAbsolute, command: first.command });
}

/** The user that a command of a RUN runs as. */
function userOf({ model, runs }: Source, command: ShellCommand): string | undefined {
  const run = runs.find(({ script }) => script.commands.includes(command));
  return run === undefined ? undefined : model.stateBefore(run.instruction).user.text;
}

/** pip may bring virtualenv itself before there is an environment. */
function bringsVirtualenv({ operands }: PackageOperation): boolean {
  return (
    operands.length > 0 && operands.every(({ value }) => /^(?:pip|virtualenv|setuptools|wheel)\b/.test(value ?? ''))
  );
}

const OTHER_MANAGERS = new Set([
  'gem',
  'bundle',
  'bundler',
  'composer',
  'cargo',
  'go',
  'mvn',
  'mvnw',
  'gradle',
  'gradlew',
  'sbt',
  'conda',
  'mamba',
  'micromamba',
  'poetry',
  'pipenv',
  'uv',
  'pdm',
]);

/** Tools that may only write the requirements which pip installs. */
const EXPORTERS: ReadonlySet<string> = new Set(['poetry', 'pipenv', 'pdm', 'uv']);

function foreignBuild({ runs, file, facts, stage, baseText, started }: Source): Refusal | undefined {
  const language = facts.language?.name;
  if (
    language !== undefined &&
    !/^(?:Python|PyPy)$/.test(language) &&
    !started.some(({ name }) => /^(?:python[\d.]*|gunicorn|uvicorn|flask|celery)$/.test(name ?? ''))
  )
    return refuse(
      'R15',
      `"${baseText}" is an image of ${language}: no recipe converts it together with pip yet.`,
      stage.baseWord?.span,
    );
  for (const { operations, script } of runs) {
    const command = script.commands.find((found) => {
      const operation = operations.get(found);
      // `poetry export` and its like write what pip installs.
      if (EXPORTERS.has(found.name ?? '') && operation?.action !== 'install') return false;
      return (
        (operation !== undefined && OTHER_MANAGERS.has(operation.manager.name)) ||
        OTHER_MANAGERS.has(baseName(found.name ?? ''))
      );
    });
    if (command === undefined) continue;
    const line = file.lines.lineAt(command.span.start) + 1;
    return refuse(
      'R15',
      `Line ${line} uses ${command.name ?? 'another package manager'}: no recipe converts it together with pip yet.`,
      command.span,
    );
  }
  return undefined;
}

function copyReason(
  copy: CopyOperation,
  installsProject: boolean,
  editable: readonly string[],
  steps: BuildSteps,
): string | undefined {
  if (isMovedAnyway(steps, copy))
    return 'the runtime gets these files from the builder, with what the build made of them';
  const place = copy.destinationPath;
  if (place !== undefined && editable.some((root) => isWithin(place, root))) {
    return 'the runtime gets these files from the builder, together with the metadata of the editable install';
  }
  if (copy.sources.every(({ word }) => /(?:^|\/)get-pip\.py$/.test(word.value))) return 'only the build installs pip';
  const isManifest = copy.sources.every(({ word }) =>
    /(?:^|\/)(?:[\w.-]*requirements[\w.-]*(?:\.txt|\.in)?|constraints[\w.-]*\.txt|requirements|setup\.(?:py|cfg)|pyproject\.toml|MANIFEST\.in)\/?$/.test(
      word.value,
    ),
  );
  if (!isManifest || copy.from.kind !== 'context') return undefined;
  const isSetup = copy.sources.some(({ word }) => /setup\.(?:py|cfg)|pyproject\.toml/.test(word.value));
  if (isSetup && !installsProject) return undefined;
  return 'only pip reads it';
}

function assumptionsOf(source: Source, requirements: PythonRequirements, target: PythonTarget): Draft['assumptions'] {
  const { facts, stage } = source;
  const assumptions: { message: string; span?: Span }[] = [];
  const span = stage.baseWord?.span;
  if (facts.variant === 'full' && facts.family === 'python') {
    assumptions.push({
      message:
        'The slim base has no git, curl, wget, ImageMagick or compilers. What the file itself runs has been kept; a program that only the application starts has to be added.',
      ...(span === undefined ? {} : { span }),
    });
  }
  if (!requirements.isRead && facts.variant === 'full') {
    assumptions.push({
      message:
        'The requirements file could not be read, so the builder itself finds out which shared libraries the packages need.',
    });
  }
  if (target.kind === 'user-base') {
    assumptions.push({
      message: `PYTHONUSERBASE and PATH name ${target.path} in the runtime, where Python finds its packages and programs; a process that clears its environment would not see them.`,
    });
  }
  if (target.kind === 'new-venv') {
    assumptions.push({
      message: `Programs are found through PATH in ${VENV}/bin; a script that names /usr/local/bin/python would not see the packages.`,
    });
  }
  return assumptions;
}
