import { runtimePackagesFor } from '../../knowledge/os-packages';
import { pythonPackage } from '../../knowledge/python-packages';
import type { PackageOperation } from '../../model/packages';
import { baseName, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import type { Span } from '../../text/span';
import type { MultiStageOptions, Refusal } from '../plan';
import type { Addition, Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { commandText, directoryAt, type Source, type SourceRun } from '../source';

const VENV = '/opt/venv';

/** Python with pip: a virtual environment is built, and moves as a whole at the same path. */
const recipe: Recipe = {
  id: 'python-pip',
  summary: 'Python with pip: packages go into a virtual environment, which the runtime gets at the same path.',
  detect: (source) =>
    FAMILIES.has(source.facts.family) ? (pipCalls(source)[0]?.command.span ?? usesPython(source)) : undefined,
  draft,
};

export default recipe;

/** Bases whose Python the recipe knows: the official image's, and that of the distribution. */
const FAMILIES: ReadonlySet<string> = new Set(['python', 'debian', 'ubuntu', 'alpine', 'buildpack-deps']);

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

/** Where the packages go, and so what is copied. */
type Target =
  | { readonly kind: 'new-venv'; readonly path: string }
  | { readonly kind: 'own-venv'; readonly path: string }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'prefix'; readonly minor: string };

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const calls = pipCalls(source);
  const installs = calls.filter(({ operation }) => operation.action === 'install');
  const first = installs[0];
  const { file, stage, facts } = source;
  if (first === undefined) {
    const cure =
      facts.family === 'python' ? '' : ' A smaller base image, such as a python:*-slim one, is the simpler cure.';
    return refuse(
      'R1',
      `Nothing to separate: no pip install builds anything in this file.${cure}`,
      stage.from.keywordSpan,
    );
  }
  const line = file.lines.lineAt(first.command.span.start) + 1;
  const target = targetOf(source, installs);
  if ('id' in target) return target;
  if (isConditional(first.command)) {
    return refuse(
      'R17',
      `The pip install on line ${line} runs only under a condition; which case holds decides what to copy.`,
      first.command.span,
    );
  }
  const two = pythonTwo(source, installs);
  if (two !== undefined) return two;
  const foreign = foreignBuild(source);
  if (foreign !== undefined) return foreign;

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
  const editable = installs.find(({ operation }) => operation.hasOption(['-e', '--editable']));
  const workdir = source.model.finalState(stage).workdir;
  const installsProject = installs.some(
    ({ operation }) =>
      operation.operands.some(({ value }) => value === '.' || value === './') ||
      operation.hasOption(['-e', '--editable']),
  );
  if (editable !== undefined && (workdir === undefined || workdir === '/')) {
    return refuse(
      'R17',
      `The editable install on line ${line} points at its source, and without a WORKDIR nothing tells where that is.`,
      editable.command.span,
    );
  }
  const requirements = requirementsOf(source, installs);
  const packages = requiredPackages(source, requirements);
  const isFull = facts.variant === 'full' && facts.family === 'python';
  return {
    runtimes,
    buildReason,
    prologue: prologueOf(source, target),
    epilogue: [],
    artefacts: artefactsOf(target, builder, editable === undefined ? undefined : workdir),
    copyReason: (copy) => copyReason(copy, installsProject, editable !== undefined ? workdir : undefined),
    packages,
    scan: isFull && requirements.hasUnknown ? [scanPath(target)] : [],
    isBuildOnlyPackage: () => false,
    assumptions: assumptionsOf(source, requirements, target),
    droppedTools: [],
    droppedFiles: ['/root/.cache/pip'],
  };
}

/** A distribution's `pip` may be Python 2's, which has no venv module. */
function pythonTwo({ facts, runs, file }: Source, installs: readonly PipCall[]): Refusal | undefined {
  if (facts.family === 'python') return undefined;
  const packages = runs.flatMap(({ operations }) =>
    [...operations.values()].flatMap(({ manager, operands }) => (manager.kind === 'os' ? operands : [])),
  );
  const old = packages.find(({ value }) =>
    /^(?:python|python2|python2\.7|python-pip|python-dev|py-pip|py2-pip|python2-dev)$/.test(value ?? ''),
  );
  const call = installs.find(({ command }) => /^pip(?:2[\d.]*)?$/.test(command.name ?? ''));
  if (old === undefined || call === undefined) return undefined;
  return refuse(
    'R15',
    `Line ${file.lines.lineAt(old.span.start) + 1} installs "${old.value ?? ''}", which is Python 2 on many releases; no recipe converts it.`,
    old.span,
  );
}

function isConditional(command: ShellCommand): boolean {
  return command.isConditional || command.isSubstitution;
}

/** pip, and what Python itself builds with it. */
function buildReason(command: ShellCommand, operation: PackageOperation | undefined): string | undefined {
  if (operation !== undefined && operation.manager.name.startsWith('pip') && operation.manager.name !== 'pipx') {
    return operation.action === 'install'
      ? 'installs Python packages, which the runtime gets as a whole'
      : 'prepares pip, which only the build uses';
  }
  const words = commandText(command);
  if (
    /^(?:python[\d.]*|virtualenv|pyvenv)\b/.test(words) &&
    /(?:-m venv|-m virtualenv|^virtualenv|^pyvenv)\s/.test(words)
  )
    return 'makes the virtual environment';
  if (/^python[\d.]*\s+setup\.py\b/.test(words)) return 'builds the project';
  return undefined;
}

function prologueOf(source: Source, target: Target): readonly Addition[] {
  if (target.kind !== 'new-venv') return [];
  const isSystemPython = source.facts.family !== 'python';
  const interpreter = isSystemPython ? 'python3' : 'python';
  const sitePackages = isSystemPython && hasDistributionModules(source) ? ' --system-site-packages' : '';
  const isApt = source.facts.packageManager === 'apt';
  const venvPackage =
    isSystemPython && isApt
      ? ['RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*']
      : [];
  return [
    {
      lines: [
        '# pip installs into this environment, which is copied as a whole',
        ...venvPackage,
        `RUN ${interpreter} -m venv${sitePackages} ${VENV}`,
        `ENV PATH="${VENV}/bin:$PATH"`,
      ],
      why: 'A virtual environment holds packages, scripts and data files in one directory that can be copied.',
    },
  ];
}

function hasDistributionModules({ runs }: Source): boolean {
  return runs.some(({ operations }) =>
    [...operations.values()].some(
      ({ manager, operands }) =>
        manager.kind === 'os' &&
        operands.some(({ value }) =>
          /^(?:python3|py3)-(?!pip$|venv$|dev$|setuptools$|wheel$|minimal$|distutils$)/.test(value ?? ''),
        ),
    ),
  );
}

function artefactsOf(target: Target, builder: string, source: string | undefined): readonly Addition[] {
  const project: readonly Addition[] =
    source === undefined
      ? []
      : [
          {
            lines: [`COPY --from=${builder} ${source} ${source}`],
            why: 'The editable install points at these sources and their metadata.',
          },
        ];
  switch (target.kind) {
    case 'new-venv':
      return [
        {
          lines: [`COPY --from=${builder} ${target.path} ${target.path}`, `ENV PATH="${target.path}/bin:$PATH"`],
          why: 'All Python packages, at the path that their scripts name.',
        },
        ...project,
      ];
    case 'own-venv':
    case 'directory':
      return [
        {
          lines: [`COPY --from=${builder} ${target.path} ${target.path}`],
          why: 'All Python packages, at the path that their scripts name.',
        },
        ...project,
      ];
    case 'prefix': {
      const site = `/usr/local/lib/python${target.minor}/site-packages`;
      return [
        {
          lines: [`COPY --from=${builder} ${site} ${site}`, `COPY --from=${builder} /usr/local/bin /usr/local/bin`],
          why: 'The file names programs in /usr/local/bin, so packages and scripts stay there.',
        },
        ...project,
      ];
    }
  }
}

function scanPath(target: Target): string {
  return target.kind === 'prefix' ? `/usr/local/lib/python${target.minor}/site-packages` : target.path;
}

function targetOf(source: Source, installs: readonly PipCall[]): Target | Refusal {
  const { model, facts, file, runs } = source;
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
  const own = ownVirtualEnvironment(source, installs);
  if (own === 'mixed')
    return refuse(
      'R17',
      `Some packages go into a virtual environment and some beside it (line ${line}); nothing tells which the container uses.`,
      span,
    );
  if (own !== undefined) return { kind: 'own-venv', path: own.path };
  const absolute = installs.find(
    ({ command }) =>
      command.nameWord?.value?.startsWith('/') === true && !command.nameWord.value.startsWith('/usr/local/bin/'),
  );
  if (absolute !== undefined)
    return refuse(
      'R17',
      `Line ${line} calls pip by its path, so nothing tells which environment it fills.`,
      absolute.command.span,
    );
  if (installs.some(({ operation }) => operation.hasOption(['--user']))) {
    if (state.user.isRoot !== true || state.env.has('HOME'))
      return refuse(
        'R17',
        `pip install --user on line ${line} fills the home directory of a user that the text does not place.`,
        span,
      );
    return { kind: 'directory', path: '/root/.local' };
  }
  if (state.user.isRoot !== true)
    return refuse(
      'R17',
      `pip on line ${line} runs as another user than root, so its packages go to that user's home directory.`,
      span,
    );
  if (state.env.has('PYTHONHOME'))
    return refuse('R17', 'PYTHONHOME is set, which a virtual environment does not work with.', span);

  const version = facts.family === 'python' ? facts.language?.version : undefined;
  const usesPrefix =
    source.started.some(({ nameWord }) => isInstalledProgram(source, nameWord?.value)) ||
    installs.some(({ command }) => command.nameWord?.value?.startsWith('/') === true);
  const isOld = version !== undefined && (version.startsWith('2') || /^3\.[0-6]$/.test(version));
  if (usesPrefix || isOld) {
    if (version === undefined || !/^\d\.\d+$/.test(version))
      return refuse(
        'R17',
        `Line ${line} needs packages in the interpreter's own directory, and the base image does not tell its Python version.`,
        span,
      );
    return { kind: 'prefix', minor: version };
  }
  const reset = source.stage.instructions.find(
    ({ keyword, pairs }) =>
      keyword === 'ENV' && pairs.some(({ key, value }) => key === 'PATH' && !/\$\{?PATH\b/.test(value ?? '')),
  );
  if (reset !== undefined)
    return refuse(
      'R17',
      `Line ${file.lines.lineAt(reset.span.start) + 1} sets PATH anew, so that programs of a virtual environment would not be found.`,
      reset.span,
    );
  return { kind: 'new-venv', path: VENV };
}

/** A program in /usr/local/bin that no COPY of the file puts there: Python's own, or a package's. */
function isInstalledProgram({ stage, model }: Source, path: string | undefined): boolean {
  if (path === undefined || !/^\/usr\/local\/bin\/./.test(path)) return false;
  return !stage.instructions.some((instruction) => {
    const copy = model.copyOf(instruction);
    const target = copy?.destinationPath;
    if (copy === undefined || target === undefined) return false;
    return target === path || copy.sources.some(({ word }) => joinPath(target, baseName(word.value)) === path);
  });
}

/** The environment of the author's own that every pip install fills; `mixed` where some go elsewhere. */
function ownVirtualEnvironment(
  source: Source,
  installs: readonly PipCall[],
): { readonly path: string } | 'mixed' | undefined {
  const { runs, model } = source;
  const environments = runs.flatMap(({ script, instruction }) =>
    script.commands.flatMap((command) => {
      if (!isVenvCommand(command)) return [];
      const word = command.args.findLast(({ text }) => !text.startsWith('-'));
      const text =
        word === undefined ? undefined : model.expandAt(word.value ?? word.text.replace(/^"(.*)"$/, '$1'), instruction);
      const path = text === undefined ? undefined : joinPath(directoryAt(model, instruction, command), text);
      return path === undefined ? [] : [path];
    }),
  );
  if (environments.length === 0) return undefined;
  const filled = installs.map((call) => {
    const run = runs.find(({ operations }) => operations.has(call.command));
    return run === undefined ? undefined : environments.find((path) => fills(source, run, call.command, path));
  });
  // pip may bring virtualenv itself before there is an environment.
  const relevant = filled.filter(
    (path, i) =>
      path !== undefined ||
      !installs[i]?.operation.operands.every(({ value }) =>
        /^(?:pip|virtualenv|setuptools|wheel)\b/.test(value ?? ''),
      ) ||
      installs[i]?.operation.operands.length === 0,
  );
  const [first] = relevant;
  return first !== undefined && relevant.every((path) => path === first) ? { path: first } : 'mixed';
}

function isVenvCommand(command: ShellCommand): boolean {
  const [flag, module] = command.args.map(({ value }) => value);
  if (/^python[\d.]*$/.test(command.name ?? '')) return flag === '-m' && (module === 'venv' || module === 'virtualenv');
  return /^(?:virtualenv|pyvenv)/.test(command.name ?? '');
}

/** pip fills an environment that it lies in, that PATH names first, or that the same RUN has activated. */
function fills({ model }: Source, { instruction, script }: SourceRun, command: ShellCommand, path: string): boolean {
  const program =
    command.nameWord === undefined
      ? undefined
      : model.expandAt(command.nameWord.value ?? command.nameWord.text, instruction);
  if (program?.includes('/') === true)
    return joinPath(directoryAt(model, instruction, command), program)?.startsWith(`${path}/bin/`) === true;
  const search = model.stateBefore(instruction).env.get('PATH') ?? '';
  if (search.split(':').includes(`${path}/bin`)) return true;
  return script.commands.some(
    ({ name, args, span }) =>
      (name === '.' || name === 'source') &&
      span.start < command.span.start &&
      /(?:^|\/)bin\/activate$/.test(args[0]?.value ?? ''),
  );
}

const OTHER_MANAGERS = new Set([
  'npm',
  'yarn',
  'pnpm',
  'bun',
  'gem',
  'composer',
  'cargo',
  'go',
  'conda',
  'mamba',
  'micromamba',
  'poetry',
  'pipenv',
  'uv',
  'pdm',
]);

function foreignBuild({ runs, file }: Source): Refusal | undefined {
  for (const { operations, script } of runs) {
    const command = script.commands.find((found) => {
      const operation = operations.get(found);
      return (
        (operation !== undefined && OTHER_MANAGERS.has(operation.manager.name)) || OTHER_MANAGERS.has(found.name ?? '')
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

interface Requirements {
  readonly names: readonly string[];
  /** Not every package is known: a file that cannot be read, a private or unknown package. */
  readonly hasUnknown: boolean;
  readonly isRead: boolean;
}

/** The distributions that pip installs, from the text and from requirement files of the context. */
function requirementsOf({ context }: Source, installs: readonly PipCall[]): Requirements {
  const names: string[] = [];
  let hasUnknown = false;
  let isRead = true;
  const add = (specifier: string): void => {
    const [, name] = /^([A-Za-z0-9][\w.-]*)/.exec(specifier) ?? [];
    if (name === undefined || /[/:@]/.test(specifier)) hasUnknown = true;
    else names.push(name.toLowerCase().replace(/[_.]+/g, '-'));
  };
  const readFile = (path: string, depth: number): void => {
    const text = context?.read(path.replace(/^(?:\.?\/)+/, ''));
    if (text === undefined || depth > 5) {
      hasUnknown = true;
      isRead = false;
      return;
    }
    for (const raw of text.split(/\r?\n/)) {
      const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
      const [, nested] = /^(?:-r|--requirement)[ =]?(.+)$/.exec(line) ?? [];
      if (nested !== undefined) readFile(joinRelative(path, nested.trim()), depth + 1);
      else if (line !== '' && !line.startsWith('-')) add(line);
      else if (line.startsWith('-e') || line.startsWith('--editable')) hasUnknown = true;
    }
  };
  for (const { operation } of installs) {
    for (const { name, value } of operation.options) {
      if ((name === '-r' || name === '--requirement') && value !== undefined) readFile(value.replace(/^\/.*\//, ''), 0);
    }
    for (const { value } of operation.operands) {
      if (value === undefined || value.startsWith('.')) hasUnknown = true;
      else add(value);
    }
  }
  return { names, hasUnknown: hasUnknown || names.some((name) => pythonPackage(name) === undefined), isRead };
}

function joinRelative(from: string, path: string): string {
  const at = from.lastIndexOf('/');
  return (at === -1 ? '' : from.slice(0, at + 1)) + path;
}

/** Libraries and tools that known packages need at run time, where the runtime's base lacks them. */
function requiredPackages({ facts }: Source, requirements: Requirements): Draft['packages'] {
  const isAlpine = facts.distribution.family === 'alpine';
  return requirements.names.flatMap((name) => {
    const known = pythonPackage(name);
    if (known === undefined || facts.variant !== 'full') return [];
    const listed = isAlpine ? known.alpineRuntime : known.debianRuntime;
    const libraries = listed.flatMap((library) =>
      library.endsWith('-dev') ? (runtimePackagesFor(library, facts.distribution)?.packages ?? []) : [library],
    );
    return [...libraries, ...known.shellsOut].map((needed) => ({
      name: needed,
      why: `${name} needs ${needed} at run time.`,
    }));
  });
}

function copyReason(
  copy: CopyOperation,
  installsProject: boolean,
  editableRoot: string | undefined,
): string | undefined {
  if (
    editableRoot !== undefined &&
    copy.destinationPath !== undefined &&
    isWithin(copy.destinationPath, editableRoot)
  ) {
    return 'the runtime gets these files from the builder, together with the metadata of the editable install';
  }
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

function assumptionsOf(source: Source, requirements: Requirements, target: Target): Draft['assumptions'] {
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
  if (target.kind === 'new-venv') {
    assumptions.push({
      message: `Programs are found through PATH in ${VENV}/bin; a script that names /usr/local/bin/python would not see the packages.`,
    });
  }
  return assumptions;
}
