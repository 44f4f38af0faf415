import { packagesWithCommand } from '../knowledge/python-packages';
import { baseName, joinPath } from '../model/paths';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { Refusal } from './plan';
import type { Addition } from './recipe';
import { refuse } from './refusal';
import { directoryAt, type Source, type SourceRun } from './source';

/*
 * What the recipes for Python share: where packages go, and what is copied for it.
 */

/** Where a conversion puts an environment of its own. */
export const VENV = '/opt/venv';

/** Where pip puts packages on a base whose interpreter has no known place of its own (PYTHONUSERBASE). */
const USER_BASE = '/opt/python';

/** Where packages go, and so what is copied. */
export type PythonTarget =
  /** An environment that the conversion makes. */
  | { readonly kind: 'new-venv'; readonly path: string }
  /** An environment that the file, or its tool, makes at a known path. */
  | { readonly kind: 'own-venv'; readonly path: string }
  /** Of root's, or of the user `owner`. */
  | { readonly kind: 'directory'; readonly path: string; readonly owner?: string }
  /** The directory of the official image's own interpreter. */
  | { readonly kind: 'prefix'; readonly minor: string }
  /** `/usr/local`, which is empty on Debian and Ubuntu, and which their Python installs into. */
  | { readonly kind: 'local' }
  /** The user base, which every Python since 2.6 looks into, whoever built it. */
  | { readonly kind: 'user-base'; readonly path: string };

const SOURCES_WHY = 'The editable install points at these sources and their metadata.';

/** Returns the runtime's lines with everything that was installed; `sources` are the directories that editable installs point at. */
export function pythonArtefacts(
  target: PythonTarget,
  builder: string,
  sources: readonly string[],
  owner?: string,
): readonly Addition[] {
  const copy = (path: string): string =>
    `COPY --from=${builder} ${owner === undefined ? '' : `--chown=${owner} `}${path} ${path}`;
  const project: readonly Addition[] = sources.length === 0 ? [] : [{ lines: sources.map(copy), why: SOURCES_WHY }];
  switch (target.kind) {
    case 'new-venv':
      return [
        {
          lines: [copy(target.path), `ENV PATH="${target.path}/bin:$PATH"`],
          why: 'All Python packages, at the path that their scripts name.',
        },
        ...project,
      ];
    case 'own-venv':
    case 'directory':
      return [
        { lines: [copy(target.path)], why: 'All Python packages, at the path that their scripts name.' },
        ...project,
      ];
    case 'local':
      return [
        {
          lines: [copy('/usr/local')],
          why: 'The Python of the distribution installs packages and scripts below /usr/local, which its image leaves empty.',
        },
        ...project,
      ];
    case 'user-base':
      return [
        {
          lines: [copy(target.path), `ENV PYTHONUSERBASE=${target.path} PATH="${target.path}/bin:$PATH"`],
          why: 'All Python packages, in the directory that PYTHONUSERBASE names to the interpreter.',
        },
        ...project,
      ];
    case 'prefix': {
      const site = `/usr/local/lib/python${target.minor}/site-packages`;
      return [
        {
          lines: [copy(site), copy('/usr/local/bin')],
          why: 'The file names programs in /usr/local/bin, so packages and scripts stay there.',
        },
        ...project,
      ];
    }
  }
}

/** Returns the directory whose modules decide which shared libraries the runtime needs. */
export function modulesPath(target: PythonTarget): string {
  switch (target.kind) {
    case 'prefix':
      return `/usr/local/lib/python${target.minor}/site-packages`;
    case 'local':
      return '/usr/local';
    default:
      return target.path;
  }
}

/** Tells whether `command` makes a virtual environment. */
export function isVenvCommand(command: ShellCommand): boolean {
  const [flag, module] = command.args.map(({ value }) => value);
  if (/^python[\d.]*$/.test(command.name ?? '')) return flag === '-m' && (module === 'venv' || module === 'virtualenv');
  if (command.name === 'uv') return flag === 'venv';
  return /^(?:virtualenv|pyvenv)/.test(command.name ?? '');
}

/**
 * Returns the environment of the author's own that every one of `installs` fills; `mixed` where some go elsewhere.
 * `bringsTool` tells of an install that only brings what makes the environment.
 */
export function ownVirtualEnvironment(
  source: Source,
  installs: readonly ShellCommand[],
  bringsTool: (command: ShellCommand) => boolean,
): { readonly path: string } | 'mixed' | undefined {
  const { runs, model } = source;
  const environments = runs.flatMap(({ script, instruction }) =>
    script.commands.flatMap((command) => {
      if (!isVenvCommand(command)) return [];
      const skipped = command.name === 'uv' ? 1 : 0;
      const word = command.args
        .slice(skipped)
        .findLast(({ text }, i) => !text.startsWith('-') && !isOptionValue(command.args[skipped + i - 1]?.value));
      if (word === undefined && command.name !== 'uv') return [];
      const written = word === undefined ? '.venv' : (word.value ?? word.text.replace(/^"(.*)"$/, '$1'));
      const text = model.expandAt(written, instruction);
      const path = text === undefined ? undefined : joinPath(directoryAt(model, instruction, command), text);
      return path === undefined ? [] : [path];
    }),
  );
  if (environments.length === 0) return undefined;
  const filled = installs.map((command) => {
    const run = runs.find(({ operations }) => operations.has(command));
    return run === undefined ? undefined : environments.find((path) => fills(source, run, command, path));
  });
  // pip may bring virtualenv itself before there is an environment.
  const relevant = filled.filter((path, i) => {
    const command = installs[i];
    return path !== undefined || command === undefined || !bringsTool(command);
  });
  const [first] = relevant;
  return first !== undefined && relevant.every((path) => path === first) ? { path: first } : 'mixed';
}

/** Options of venv, virtualenv and `uv venv` whose value is the next word. */
function isOptionValue(before: string | undefined): boolean {
  return before !== undefined && /^(?:-p|--python|--prompt|--index-url|-i|--cache-dir)$/.test(before);
}

/** An install fills an environment that its program lies in, that PATH names first, or that the same RUN has activated. */
function fills(source: Source, { instruction, script }: SourceRun, command: ShellCommand, path: string): boolean {
  const { model } = source;
  const program =
    command.nameWord === undefined
      ? undefined
      : model.expandAt(command.nameWord.value ?? command.nameWord.text, instruction);
  if (program?.includes('/') === true && command.name !== 'uv')
    return joinPath(directoryAt(model, instruction, command), program)?.startsWith(`${path}/bin/`) === true;
  const { env } = model.stateBefore(instruction);
  const search = env.get('PATH') ?? writtenPath(source, instruction);
  if (search.split(':').includes(`${path}/bin`)) return true;
  // uv takes the environment that VIRTUAL_ENV names, else the one below its directory; pip takes neither.
  if (command.name === 'uv') {
    const own = command.assignments.find(({ name }) => name === 'VIRTUAL_ENV')?.value?.value;
    const named = own ?? env.get('VIRTUAL_ENV');
    if (named !== undefined) return named === path;
    return joinPath(directoryAt(model, instruction, command), '.venv') === path;
  }
  return script.commands.some(
    ({ name, args, span }) =>
      (name === '.' || name === 'source') &&
      span.start < command.span.start &&
      /(?:^|\/)bin\/activate$/.test(args[0]?.value ?? ''),
  );
}

/** What ENV puts in front of a PATH that only the base image knows. */
function writtenPath({ stage, model }: Source, before: Instruction): string {
  return stage.instructions
    .filter(({ keyword, index }) => keyword === 'ENV' && index < before.index)
    .flatMap((instruction) =>
      instruction.pairs.flatMap(({ key, value = '' }) =>
        key === 'PATH' ? value.split(':').map((entry) => model.expandAt(entry, instruction) ?? entry) : [],
      ),
    )
    .join(':');
}

/** Tells whether the file's Python is that of Debian or Ubuntu, whose pip fills `/usr/local` and leaves the distribution's own directories alone. */
export function isDebianPython({ facts }: Source): boolean {
  return facts.packageManager === 'apt' && facts.language === undefined;
}

/** Images of Debian and Ubuntu whose /usr/local holds nothing that would be copied along. */
const EMPTY_LOCAL: ReadonlySet<string> = new Set([
  'debian',
  'ubuntu',
  'buildpack-deps',
  'minideb',
  'phusion-baseimage',
  'balena',
  'kali',
]);

/** Tells whether packages of Python 2 are installed where it is no language of the base image: it has no venv module. */
function isPythonTwo({ runs, facts }: Source, command: ShellCommand | undefined): boolean {
  if (facts.family === 'python' || !/^(?:pip|python)(?:2[\d.]*)?$/.test(command?.name ?? '')) return false;
  return runs.some(({ operations }) =>
    [...operations.values()].some(
      ({ manager, action, operands }) =>
        manager.kind === 'os' &&
        action === 'install' &&
        operands.some(({ value }) => /^(?:python|py|python2|py2|python2\.7)(?:-.*)?$/.test(value ?? '')),
    ),
  );
}

/** An install into the environment of the interpreter itself. */
export interface SystemInstall {
  readonly instruction: Instruction;
  readonly span: Span;
  readonly tool: string;
  /** The tool, or its option, names the interpreter's directory, so that it can't be led elsewhere. */
  readonly isAbsolute: boolean;
  /** The first command that installs. */
  readonly command?: ShellCommand;
}

/** Returns where what goes into the interpreter's own environment is led to, or has to stay. */
export function systemTarget(source: Source, install: SystemInstall): PythonTarget | Refusal {
  const { instruction, span, tool, isAbsolute } = install;
  const { facts, file, stage } = source;
  const line = file.lines.lineAt(span.start) + 1;
  const state = source.model.stateBefore(instruction);
  const isUserKnown = state.user.isRoot !== undefined;
  if (!isUserKnown && !installsAsRoot(source, instruction))
    return refuse('R17', `Nothing tells which user ${tool} on line ${line} runs as, and so where it installs.`, span);
  if (state.user.isRoot === false)
    return refuse(
      'R17',
      `${tool} on line ${line} runs as another user than root, so its packages go to that user's home directory.`,
      span,
    );
  if (isDebianPython(source) && (tool !== 'pip' || EMPTY_LOCAL.has(facts.family))) return { kind: 'local' };
  if (state.env.has('PYTHONHOME'))
    return refuse('R17', 'PYTHONHOME is set, which a virtual environment does not work with.', span);

  const isOfficial = facts.family === 'python' || facts.family === 'uv';
  const isAlpine = facts.packageManager === 'apk' && !isPythonTwo(source, install.command);
  if (tool === 'pip' && !isOfficial && !isAlpine) return source.services ?? userBase(source, install);
  const named = isOfficial
    ? undefined
    : source.started.find(({ nameWord }) => nameWord?.value?.startsWith('/usr/bin/'));
  if (named?.name !== undefined && /^python|^pip/.test(named.name))
    return refuse(
      'R17',
      `The container starts ${named.nameWord?.text ?? named.name}, which does not look into a virtual environment.`,
      named.span,
    );
  const version = isOfficial ? facts.language?.version : undefined;
  const isOld = version !== undefined && (version.startsWith('2') || /^3\.[0-6]$/.test(version));
  // What a supervisor starts, it starts by a path that no text here shows.
  const isService = source.services !== undefined;
  if (
    isService ||
    isAbsolute ||
    isOld ||
    startsUnreadScript(source) ||
    source.started.some(({ nameWord }) => isInstalledProgram(source, nameWord?.value))
  ) {
    // Python 2 ended with 2.7.
    const minor = version === '2' ? '2.7' : version;
    if (minor !== undefined && /^\d\.\d+$/.test(minor)) return { kind: 'prefix', minor };
    if (!isService && !isAbsolute && !isOld && startsUnreadScript(source)) return { kind: 'new-venv', path: VENV };
    if (source.services !== undefined) return source.services;
    return refuse(
      'R17',
      `Line ${line} needs packages in the interpreter's own directory, and the base image does not tell its Python version.`,
      span,
    );
  }
  const reset = stage.instructions.find(
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

/** A script of Python is started by its own first line, which may name the interpreter of the image: /usr/local/bin/python. */
function startsUnreadScript({ started, context }: Source): boolean {
  return started.some(({ nameWord }) => {
    const path = nameWord?.value;
    if (path === undefined || !path.endsWith('.py')) return false;
    const text = context?.read(path.replace(/^(?:\.?\/)+/, '')) ?? context?.read(baseName(path));
    return text === undefined || /^#!\s*\/usr\/local\//.test(text);
  });
}

/** A base of unknown user runs as root where its package manager does, before any USER. */
function installsAsRoot({ runs, stage }: Source, instruction: Instruction): boolean {
  const user = stage.instructions.find(({ keyword }) => keyword === 'USER');
  if (user !== undefined && user.index < instruction.index) return false;
  return runs.some(({ operations }) =>
    [...operations].some(
      ([command, { manager, action }]) =>
        manager.kind === 'os' && action === 'install' && command.wrappers.every(({ value }) => value !== 'sudo'),
    ),
  );
}

/** pip is led to a directory that PYTHONUSERBASE names, where nothing tells which the interpreter's own is. */
function userBase(source: Source, { instruction, span }: SystemInstall): PythonTarget | Refusal {
  const { file, runs, model, started } = source;
  const line = (offset: number): number => file.lines.lineAt(offset) + 1;
  const { env } = model.stateBefore(instruction);
  if (source.isOpaque && !bringsPip(source))
    return refuse(
      'R17',
      `Nothing tells whether the pip of line ${line(span.start)} belongs to a virtual environment of the base image, and so what is to be copied.`,
      span,
    );
  const set = ['PYTHONUSERBASE', 'PYTHONNOUSERSITE', 'PIP_TARGET', 'PIP_PREFIX', 'PIP_USER'].find((name) =>
    env.has(name),
  );
  if (set !== undefined)
    return refuse('R17', `${set} decides where the pip of line ${line(span.start)} installs.`, span);
  const setup = runs
    .flatMap(({ script }) => script.commands)
    .find(
      ({ name, args }) =>
        name === 'easy_install' ||
        (/^python[\d.]*$/.test(name ?? '') &&
          /(?:^|\/)setup\.py$/.test(args[0]?.value ?? '') &&
          args.some(({ value }) => value === 'install' || value === 'develop')),
    );
  if (setup !== undefined)
    return refuse(
      'R17',
      `Line ${line(setup.span.start)} installs without pip, into a directory of the interpreter that the base image does not tell.`,
      setup.span,
    );
  const fixed = started.find(
    ({ nameWord }) =>
      /^\/(?:usr|opt)\/(?:\S*\/)?bin\/./.test(nameWord?.value ?? '') &&
      packagesWithCommand(baseName(nameWord?.value ?? '')).length > 0,
  );
  if (fixed !== undefined)
    return refuse(
      'R17',
      `The container starts ${fixed.nameWord?.text ?? ''}, so that its package has to stay in a directory of the interpreter that the base image does not tell.`,
      fixed.span,
    );
  const isolated = started.find(
    ({ name, args }) => /^python[\d.]*$/.test(name ?? '') && /^-[A-Za-z]*[IsE]/.test(args[0]?.value ?? ''),
  );
  if (isolated !== undefined)
    return refuse('R17', 'The container starts Python without its environment variables.', isolated.span);
  return { kind: 'user-base', path: USER_BASE };
}

/** The file installs the distribution's own pip or headers, so that its interpreter is the distribution's. */
function bringsPip({ runs }: Source): boolean {
  return runs.some(({ operations }) =>
    [...operations.values()].some(
      ({ manager, action, operands }) =>
        manager.kind === 'os' &&
        action === 'install' &&
        operands.some(({ value }) => /^(?:python[\d.]*|py[23]?)-(?:pip|dev|devel)$/.test(value ?? '')),
    ),
  );
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

/** Returns the builder's lines that lead pip to `target`; they stand before `before`. */
export function pipPrologue(
  source: Source,
  target: PythonTarget,
  before: Instruction | undefined,
): readonly Addition[] {
  if (target.kind === 'new-venv') return [venvPrologue(source, 'pip', before)];
  if (target.kind !== 'user-base') return [];
  return [
    {
      lines: [
        '# pip installs into this directory, which is copied as a whole',
        `ENV PYTHONUSERBASE=${target.path} PIP_USER=1 PATH="${target.path}/bin:$PATH"`,
      ],
      why: 'The user base holds packages, scripts and data files in one directory that can be copied.',
    },
  ];
}

/** Returns the builder's lines that make the environment and put it first on PATH; they stand before `before`. */
export function venvPrologue(source: Source, tool: string, before: Instruction | undefined): Addition {
  const isOfficial = source.facts.family === 'python' || source.facts.family === 'uv';
  const sitePackages = !isOfficial && hasDistributionModules(source) ? ' --system-site-packages' : '';
  const path = `PATH="${VENV}/bin:$PATH"`;
  return {
    lines: [
      `# ${tool} installs into this environment, which is copied as a whole`,
      ...(source.facts.packageManager === 'apk' && !isOfficial && !hasPythonBefore(source, before)
        ? ['RUN apk add --no-cache python3']
        : []),
      ...(isDebianPython(source)
        ? [
            'RUN apt-get update && apt-get install -y --no-install-recommends python3-venv && rm -rf /var/lib/apt/lists/*',
          ]
        : []),
      `RUN ${isOfficial ? 'python' : 'python3'} -m venv${sitePackages} ${VENV}`,
      // Poetry, Pipenv and their like go by the variable, pip by PATH.
      tool === 'pip' ? `ENV ${path}` : `ENV VIRTUAL_ENV=${VENV} ${path}`,
    ],
    why: 'A virtual environment holds packages, scripts and data files in one directory that can be copied.',
  };
}

/** The interpreter is there when the environment is made: an earlier RUN has installed it. */
function hasPythonBefore({ runs }: Source, before: Instruction | undefined): boolean {
  return runs.some(
    ({ instruction, operations }) =>
      (before === undefined || instruction.index < before.index) &&
      [...operations.values()].some(
        ({ manager, action, operands }) =>
          manager.kind === 'os' &&
          action === 'install' &&
          operands.some(({ value }) => /^(?:python3|py3-)/.test(value ?? '')),
      ),
  );
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
