import { packageUse } from '../../knowledge/os-packages';
import type { PackageOperation } from '../../model/packages';
import { isPip } from '../../model/pip';
import { baseName, isWithin, joinPath } from '../../model/paths';
import type { ShellCommand } from '../../shell/shell';
import type { MultiStageOptions, Refusal } from '../plan';
import { compilersAtRunTime } from '../python-compilers';
import type { Addition, Draft, Recipe } from '../recipe';
import { refuse } from '../refusal';
import { builderName } from '../render';
import { sameLanguageBases } from '../runtime-bases';
import { expandInScript } from '../shell-values';
import { commandText, directoryAt, type Source, type SourceRun } from '../source';
import { startedNames } from '../started-names';

/** Conda's environments name their own path in scripts and libraries: they move as a whole, at the same path. */
const recipe: Recipe = {
  id: 'python-conda',
  summary: "Conda: the environments move at the same path; compilers and conda's downloads stay behind.",
  detect: (source) => condaCalls(source)[0]?.command.span,
  draft,
};

export default recipe;

interface CondaCall {
  readonly command: ShellCommand;
  readonly operation: PackageOperation;
  readonly run: SourceRun;
}

function condaCalls({ runs }: Source): readonly CondaCall[] {
  return runs.flatMap((run) =>
    [...run.operations].flatMap(([command, operation]) =>
      /^(?:conda|mamba|micromamba)$/.test(operation.manager.name) ? [{ command, operation, run }] : [],
    ),
  );
}

function draft(source: Source, options: MultiStageOptions): Draft | Refusal {
  const { file, stage, runs, model } = source;
  const line = (command: ShellCommand): number => file.lines.lineAt(command.span.start) + 1;
  const calls = condaCalls(source).filter(({ operation }) => operation.action === 'install');
  const first = calls[0];
  if (first === undefined) return refuse('R1', 'Nothing is installed with conda.', stage.from.keywordSpan);
  const foreign = runs
    .flatMap(({ operations }) => [...operations.values()])
    .find(({ manager, action }) => action === 'install' && FOREIGN.test(manager.name));
  if (foreign !== undefined)
    return refuse(
      'R15',
      `Line ${line(foreign.command)} uses ${foreign.manager.name}: no recipe converts it together with conda yet.`,
      foreign.command.span,
    );
  const { user } = model.stateBefore(first.run.instruction);
  if (user.isRoot !== true && user.text === undefined)
    return refuse('R17', `Nothing tells which user conda on line ${line(first.command)} runs as.`, first.command.span);
  const installer = installerOf(source);
  const directories = installer === undefined ? environmentsOf(source, calls) : [installer.prefix];
  if ('id' in directories) return directories;
  const stray = runs
    .flatMap((run) => [...run.operations].map(([command, operation]) => ({ command, operation, run })))
    .find(
      (call) => isPip(call.operation) && call.operation.action === 'install' && !isOfConda(source, call, directories),
    );
  if (stray !== undefined)
    return refuse(
      'R17',
      `Nothing tells whether the pip of line ${line(stray.command)} is conda's, and so what is to be copied.`,
      stray.command.span,
    );
  const names = calls.flatMap(({ operation }) =>
    operation.operands.flatMap(({ value }) => /^[\w.-]+/.exec(value ?? '') ?? []),
  );
  const runtimes = sameLanguageBases(source, options.runtime ?? 'auto');
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `The runtime "${options.runtime ?? 'auto'}" cannot run what "${source.baseText}" builds: conda's packages need its C library.`,
      stage.baseWord?.span,
    );
  const compilers = compilersAtRunTime(source, names, runtimes[0]?.text);
  if ('id' in compilers) return compilers;
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const owner = user.isRoot === true ? '' : `--chown=${user.text ?? ''} `;
  const started = startedNames(source);
  const buildReason = (command: ShellCommand, operation: PackageOperation | undefined): string | undefined =>
    reasonOf(command, operation, installer);
  const onlyBuildCalls = toolsOfBuild(source, buildReason);
  const isCleaned = condaCalls(source).some(({ operation }) => operation.action === 'clean');
  const prune: Addition = {
    lines: [`RUN ${installer?.prefix ?? '/opt/conda'}/bin/conda clean --all --yes`],
    why: "conda's downloads lie below its own directory, and nothing reads them afterwards.",
  };
  return {
    runtimes,
    buildReason,
    prologue: [],
    ...(installer === undefined || isCleaned ? {} : { prune }),
    programs: ['python', 'python3'],
    epilogue: [],
    artefacts: directories.map((path) => ({
      lines: [`COPY --from=${builder} ${owner}${path} ${path}`],
      why: 'The environments of conda, at the path that their scripts name.',
    })),
    // After the last install, so that all of it is there.
    copyReason: (copy) =>
      copy.from.kind === 'context' &&
      copy.sources.every(({ word }) =>
        /(?:^|\/)(?:environment[\w.-]*\.ya?ml|conda[\w.-]*\.(?:lock|txt|ya?ml)|[\w.-]*requirements[\w.-]*\.txt)$/.test(
          word.value,
        ),
      )
        ? 'only conda and pip read it'
        : copy.sources.every(({ word }) => INSTALLER.test(word.value))
          ? 'only the build installs conda'
          : undefined,
    packages: [],
    leavesDownloads: true,
    scan: [],
    isBuildOnlyPackage: (name) => onlyBuildCalls.has(name) && !started.has(name),
    assumptions: [
      ...(installer === undefined
        ? [
            {
              message: `What conda itself keeps beside its environments stays in the builder; ${directories.join(' and ')} ${directories.length === 1 ? 'holds' : 'hold'} all that the container runs.`,
              span: first.command.span,
            },
          ]
        : []),
      ...compilers,
    ],
    droppedTools: [],
    droppedFiles: [
      ...(installer === undefined ? ['/opt/conda/pkgs', '/opt/conda'] : []),
      ...(installer?.files ?? []),
      '/root/.cache/pip',
      '/root/.conda',
      '/root/.condarc',
    ],
  };
}

const FOREIGN = /^(?:npm|yarn|pnpm|bun|gem|bundle|bundler|composer|cargo|go|mvn|gradle|poetry|pipenv|uv|pdm)$/;

const INSTALLER = /(?:ana|mini)conda|miniforge|mambaforge|micromamba/i;

interface Installer {
  readonly prefix: string;
  readonly command: ShellCommand;
  /** The names of the script, under which it is fetched and removed. */
  readonly scripts: readonly string[];
  readonly files: readonly string[];
}

/** The script that installs conda into a directory of its own: `bash miniconda.sh -b -p /opt/conda`. */
function installerOf(source: Source): Installer | undefined {
  const { runs, model } = source;
  for (const { instruction, script } of runs) {
    for (const command of script.commands) {
      const words = [command.nameWord, ...command.args].flatMap((word) =>
        word === undefined
          ? []
          : (word.value ?? expandInScript(model, instruction, word.text.replace(/"/g, '')) ?? word.text),
      );
      const isShell = /^(?:ba|da|a|z)?sh$/.test(command.name ?? '');
      const program = isShell ? words.slice(1).find((word) => !word.startsWith('-')) : words[0];
      if (program === undefined || !program.endsWith('.sh') || !words.some((word) => /^-[a-z]*b[a-z]*$/.test(word)))
        continue;
      const at = words.findIndex((word) => /^-[a-z]*p$/.test(word) || word === '--prefix');
      const named = at === -1 ? undefined : joinPath(directoryAt(model, instruction, command), words[at + 1] ?? '');
      const prefix = named ?? usualPrefix(source, instruction, program);
      if (prefix === undefined) continue;
      if (!INSTALLER.test(words.join(' ')) && !INSTALLER.test(sourceText(source))) continue;
      const path = joinPath(directoryAt(model, instruction, command), program);
      return { prefix, command, scripts: [baseName(program)], files: path === undefined ? [] : [path] };
    }
  }
  return undefined;
}

function sourceText({ file }: Source): string {
  return file.text;
}

/** Without -p the script goes into the home directory, under its own name; PATH says which. */
function usualPrefix({ stage, model }: Source, run: SourceRun['instruction'], program: string): string | undefined {
  const { user, env } = model.stateBefore(run);
  const home = env.get('HOME') ?? (user.isRoot === true ? '/root' : undefined);
  const named = stage.instructions
    .filter(({ keyword }) => keyword === 'ENV')
    .flatMap(({ pairs }) => pairs)
    .flatMap(({ key, value = '' }) => (key === 'PATH' ? value.split(':') : []))
    .find((entry) => home !== undefined && entry.startsWith(`${home}/`) && INSTALLER.test(entry));
  if (named !== undefined) return named.replace(/\/bin$/, '');
  const name = /^(anaconda[23]?|miniconda[23]?|miniforge3|mambaforge)/i.exec(baseName(program))?.[1]?.toLowerCase();
  return home === undefined || name === undefined || !/\d$|forge$/.test(name) ? undefined : `${home}/${name}`;
}

/** On an image of conda: the directory of environments, which the image leaves empty, and prefixes elsewhere. */
function environmentsOf(source: Source, calls: readonly CondaCall[]): readonly string[] | Refusal {
  const { file, model, facts, stage } = source;
  if (facts.family !== 'miniconda')
    return refuse(
      'R17',
      `Nothing tells where the conda of line ${file.lines.lineAt(calls[0]?.command.span.start ?? 0) + 1} keeps its environments.`,
      calls[0]?.command.span ?? stage.from.keywordSpan,
    );
  const found = new Set<string>();
  for (const call of calls) {
    const { operation, command, run } = call;
    const line = file.lines.lineAt(command.span.start) + 1;
    const option = (names: readonly string[]): string | undefined =>
      operation.options.find(({ name }) => names.includes(name))?.value;
    const prefix = option(['-p', '--prefix']);
    const path = prefix === undefined ? undefined : joinPath(directoryAt(model, run.instruction, command), prefix);
    if (prefix !== undefined && path === undefined)
      return refuse('R17', `Nothing tells where the environment of line ${line} lies.`, command.span);
    const name = option(['-n', '--name']);
    const isCreated = /create|^env/.test(operation.subcommand) && name !== 'base' && name !== 'root';
    if (path !== undefined) found.add(path === '/opt/conda' ? 'base' : path);
    else if (
      name === undefined
        ? isActive(source, run, command) || (isCreated && isNamed(source, call))
        : isCreated || !/^(?:base|root)$/.test(name)
    )
      found.add('/opt/conda/envs');
    else found.add('base');
  }
  if (!found.has('base')) return [...found];
  const own = calls[0]?.command.span ?? stage.from.keywordSpan;
  const hasMore = source.runs.some(({ operations }) =>
    [...operations.values()].some(
      ({ manager, action, operands }) =>
        manager.kind === 'os' &&
        action === 'install' &&
        operands.some(({ value }) =>
          ['dev', 'build-only'].includes(packageUse(value ?? '', facts.packageManager ?? 'apt')),
        ),
    ),
  );
  const cure = 'An environment of its own ("conda create -n app ...") can be moved to a second stage';
  return hasMore
    ? refuse(
        'R17',
        `conda installs into the environment of "${source.baseText}" itself, which a second stage would store twice. ${cure}.`,
        own,
      )
    : refuse(
        'R1',
        `Nothing to separate: conda installs into the environment of "${source.baseText}" itself, and no package of this file is for the build alone. "conda clean --all --yes" in the same step removes its downloads.`,
        own,
      );
}

/** A file of environments has a name of its own; where something of the Dockerfile speaks of one, it is meant. */
function isNamed({ stage, context }: Source, { operation }: CondaCall): boolean {
  const path = operation.options.find(({ name }) => name === '-f' || name === '--file')?.value;
  const text = path === undefined ? undefined : context?.read(path.replace(/^.*\//, ''));
  const own = /^name:\s*["']?([\w.-]+)/m.exec(text ?? '')?.[1];
  if (own !== undefined) return own !== 'base' && own !== 'root';
  // `conda env create` makes none where the name is taken, and base is.
  if (operation.subcommand === 'env create') return true;
  return stage.instructions.some(({ logical }) =>
    /\/envs\/[\w.-]+|\bactivate\s+(?!base\b|root\b)[\w.-]+|(?:\s-n|--name)[\s=","]+(?!base\b|root\b)[\w.-]+/.test(
      logical.text,
    ),
  );
}

/** The command runs in an environment: by SHELL, by PATH, or since its own script has activated one. */
function isActive({ model }: Source, { instruction, script }: SourceRun, command: ShellCommand): boolean {
  const { shell, env } = model.stateBefore(instruction);
  const inShell = /\bconda\b.*\brun\b.*(?:-n|--name|-p|--prefix)/.test(shell.join(' '));
  const inPath = (env.get('PATH') ?? '').startsWith('/opt/conda/envs/');
  return (
    inShell ||
    inPath ||
    script.commands.some(
      (one) => one.span.start < command.span.start && /\bactivate\s+(?!base\b|root\b)[\w./-]+/.test(commandText(one)),
    )
  );
}

/** pip is that of an environment which moves. */
function isOfConda(source: Source, { command, run }: CondaCall, directories: readonly string[]): boolean {
  const { model } = source;
  const program = command.nameWord?.value ?? '';
  if (program.includes('/')) return directories.some((path) => isWithin(program, path));
  if (command.wrappers.some(({ value }) => value === 'conda' || value === 'mamba')) return true;
  const { env } = model.stateBefore(run.instruction);
  const written = source.stage.instructions
    .filter(({ keyword, index }) => keyword === 'ENV' && index < run.instruction.index)
    .flatMap(({ pairs }) => pairs.flatMap(({ key, value = '' }) => (key === 'PATH' ? [value] : [])))
    .join(':');
  const [entry = ''] = (env.get('PATH') ?? written).split(':');
  return directories.some((path) => isWithin(entry, path)) || isActive(source, run, command);
}

function reasonOf(
  command: ShellCommand,
  operation: PackageOperation | undefined,
  installer: Installer | undefined,
): string | undefined {
  const name = operation?.manager.name ?? command.name ?? '';
  if (operation !== undefined && /^(?:conda|mamba|micromamba)$/.test(name))
    return operation.action === 'install'
      ? 'fills the environments, which the runtime gets as a whole'
      : 'prepares conda, which only the build uses';
  if (operation !== undefined && isPip(operation))
    return operation.action === 'install'
      ? 'installs Python packages, which the runtime gets as a whole'
      : 'prepares pip, which only the build uses';
  const words = commandText(command);
  if (/^(?:conda|mamba|micromamba)$/.test(baseName(command.name ?? '')))
    return /^\S+ (?:config|update|upgrade|clean|info|list|index)\b/.test(words)
      ? 'prepares conda, which only the build uses'
      : undefined;
  if (/^python[\d.]* (?:-\w+ )*setup\.py\b/.test(words)) return 'builds the project';
  if (installer === undefined) return undefined;
  if (command === installer.command) return 'installs conda, whose directory the runtime gets as a whole';
  const isAbout = installer.scripts.some((script) =>
    command.args.some(({ text }) => text.replace(/"/g, '').endsWith(script)),
  );
  return isAbout || /(?:continuum|anaconda)\.(?:io|com)|conda-forge\/mini/.test(words)
    ? 'fetches the installer of conda, which only the build runs'
    : undefined;
}

/** Tools that fetch and unpack for the build alone. */
function toolsOfBuild(
  { runs }: Source,
  buildReason: (command: ShellCommand, operation: PackageOperation | undefined) => string | undefined,
): ReadonlySet<string> {
  const forBuild = new Set<string>();
  const elsewhere = new Set<string>();
  for (const { script, operations } of runs)
    for (const command of script.commands) {
      const name = command.name ?? '';
      if (!/^(?:curl|wget|bzip2|unzip)$/.test(name)) continue;
      (buildReason(command, operations.get(command)) === undefined ? elsewhere : forBuild).add(name);
    }
  // Installers of conda unpack themselves with it.
  if (forBuild.size > 0) forBuild.add('bzip2');
  return new Set([...forBuild].filter((name) => !elsewhere.has(name)));
}
