import { pythonPackage } from '../knowledge/python-packages';
import type { PackageOperation } from '../model/packages';
import { baseName } from '../model/paths';
import type { CopyOperation } from '../model/stage';
import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { MultiStageOptions, Refusal } from './plan';
import { requiredPackages } from './python-requirements';
import type { Addition, Draft, Rewrite } from './recipe';
import { refuse } from './refusal';
import { builderName } from './render';
import { sameLanguageBases } from './runtime-bases';
import { compilerRuntimes, needsOpenMp } from './compiler-runtimes';
import { commandText, type Source, type SourceRun } from './source';
import { scriptPrograms } from './started-names';
import {
  isVenvCommand,
  modulesPath,
  ownVirtualEnvironment,
  pythonArtefacts,
  systemTarget,
  venvPrologue,
  type PythonTarget,
} from './virtual-environment';

/*
 * What the recipes for Poetry, uv, Pipenv and PDM share: the tool fills a virtual environment, which moves as a whole, and
 * stays behind itself. What the container starts through the tool (`poetry run x`) it starts directly (`x`) afterwards.
 */

/** A tool that installs what a project's lock file names. */
export interface PythonTool {
  readonly name: 'poetry' | 'uv' | 'pipenv' | 'pdm';
  readonly title: string;
  /** Distributions that bring the tool alone. */
  readonly distributions: RegExp;
  /** Where its own installer is fetched from. */
  readonly installer: RegExp;
  /** Files that the tool alone reads. */
  readonly lockFiles: RegExp;
  /** The lock file, and what names a distribution in it. */
  readonly lock: { readonly path: string; readonly name: RegExp };
  /** Returns where one install command puts packages. */
  environmentOf(source: Source, call: ToolCall): ToolEnvironment | Refusal;
  /** Returns what `run` starts, by its words after `run`; `undefined` where only the tool itself can start it. */
  started(words: readonly ShellWord[], source: Source): StartedByTool | undefined;
  /** Artefacts besides the packages. */
  extraArtefacts?(
    source: Source,
    calls: readonly ToolCall[],
    builder: string,
  ): {
    readonly prologue: readonly Addition[];
    readonly artefacts: readonly Addition[];
  };
}

/** One install command of a tool. */
export interface ToolCall {
  readonly command: ShellCommand;
  readonly operation: PackageOperation;
  readonly run: SourceRun;
}

/** `own`: at a known path. `hidden`: where only the tool itself finds it. `system`: the interpreter's own. */
export type ToolEnvironment =
  | { readonly kind: 'own'; readonly path: string }
  | { readonly kind: 'hidden' }
  /** `isFixed`: the tool does not let itself be led elsewhere. */
  | { readonly kind: 'system'; readonly isFixed: boolean };

/** What stands in place of the words before `from`. */
export interface StartedByTool {
  readonly from: ShellWord;
  /** Goes before it, for a module or a script: `python -m`. */
  readonly prefix: readonly string[];
}

/** Programs that Python's packages install under their own names; a project's scripts are hardly named so. */
const PROGRAMS =
  /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|granian|celery|flask|fastapi|django-admin|alembic|streamlit|gradio|waitress-serve|uwsgi|mkdocs|sphinx-build|sanic|litestar|robyn|dramatiq|rq|arq|faststream|scrapy|airflow|dagster|dagster-webserver|prefect|mlflow|chainlit|bash|sh|opentelemetry-instrument|ddtrace-run|newrelic-admin|pytest|ipython|pserve|twistd|tornado|rasa|kedro|dbt|ansible|ansible-playbook|aerich|aioworkers|huey_consumer(?:\.py)?)$/;

/** Tells whether `name` is a program that a package installs, or a path, and no name of a project's own script. */
export function isPackageProgram(name: string): boolean {
  return PROGRAMS.test(name) || name.includes('/');
}

/** Returns the keys of a section of a TOML file, as far as lines tell: `[tool.pdm.scripts]`. */
export function tomlKeys(text: string, section: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const at = lines.indexOf(`[${section}]`);
  if (at === -1) return [];
  const end = lines.findIndex((line, i) => i > at && line.startsWith('['));
  return lines.slice(at + 1, end === -1 ? undefined : end).flatMap((line) => {
    const key = /^["']?([\w.-]+)["']?\s*=/.exec(line)?.[1];
    return key === undefined ? [] : [key];
  });
}

/** Tells whether a variable is set to something that counts as true where `call` runs, in ENV or before the command. */
export function isSwitchedOn({ model }: Source, { run, command }: ToolCall, name: string): boolean {
  const own = command.assignments.find((assignment) => assignment.name === name)?.value?.value;
  const exported = run.script.commands
    .filter(({ name: program, span }) => program === 'export' && span.start < command.span.start)
    .flatMap(({ args }) => args.map(({ value }) => value ?? ''))
    .findLast((text) => text.startsWith(`${name}=`))
    ?.slice(name.length + 1);
  const value = own ?? exported ?? model.stateBefore(run.instruction).env.get(name);
  return value !== undefined && !/^(?:|0|false|no|off)$/i.test(value);
}

/** Returns the words with which the tool installs something, empty where it does not. */
export function toolCalls(source: Source, name: PythonTool['name']): readonly ToolCall[] {
  return source.runs.flatMap((run) =>
    [...run.operations].flatMap(([command, operation]) =>
      operation.manager.name === name &&
      operation.action === 'install' &&
      !/^(?:self|tool|python)\b/.test(operation.subcommand)
        ? [{ command, operation, run }]
        : [],
    ),
  );
}

/** Returns the draft for a file whose packages `tool` installs. */
export function draftWithTool(source: Source, options: MultiStageOptions, tool: PythonTool): Draft | Refusal {
  const { file, stage, facts } = source;
  const calls = toolCalls(source, tool.name);
  const first = calls[0];
  if (first === undefined) return refuse('R1', `Nothing is installed with ${tool.title}.`, stage.from.keywordSpan);
  const line = file.lines.lineAt(first.command.span.start) + 1;
  const conditional = calls.find(({ command }) => command.isConditional || command.isSubstitution);
  if (conditional !== undefined)
    return refuse(
      'R17',
      `${tool.title} on line ${file.lines.lineAt(conditional.command.span.start) + 1} runs only under a condition; which case holds decides what to copy.`,
      conditional.command.span,
    );
  const foreign = foreignInstall(source, tool);
  if (foreign !== undefined) return foreign;

  const pip = pipInstalls(source, tool);
  const environment = environmentOf(source, tool, calls);
  if ('id' in environment) return environment;
  const target = targetOf(source, tool, first, environment);
  if ('id' in target) return target;
  const beside = pip.find(({ command }) => !sharesEnvironment(source, environment, command));
  if (beside !== undefined)
    return refuse(
      'R17',
      `Line ${file.lines.lineAt(beside.command.span.start) + 1} installs packages beside the environment of ${tool.title}; nothing tells which of them the container uses.`,
      beside.command.span,
    );

  const rewrites = rewritesOf(source, tool);
  if ('id' in rewrites) return rewrites;
  const hidden = environment.kind === 'hidden' ? unseenStart(source, tool, rewrites) : undefined;
  if (hidden !== undefined) return hidden;
  const script = scriptPrograms(source).has(tool.name);
  if (script)
    return refuse(
      'R17',
      `A script that the container starts calls ${tool.title}, which would stay behind with the build.`,
      source.command?.span ?? stage.from.keywordSpan,
    );

  const runtimes = sameLanguageBases(source, options.runtime ?? 'auto');
  if (runtimes.length === 0)
    return refuse(
      'R17',
      `The runtime "${options.runtime ?? 'auto'}" cannot run what "${source.baseText}" builds: Python packages need the same C library and Python in both stages.`,
      stage.baseWord?.span,
    );
  const builder = builderName(source, options.layout ?? 'builder-runtime');
  const { user, env } = source.model.stateBefore(first.run.instruction);
  const owner = user.isRoot === true ? undefined : user.text;
  const finalPath = source.model.finalState(stage).env.get('PATH') ?? '';
  const bin = target.kind === 'own-venv' ? `${target.path}/bin` : undefined;
  const needsPath = bin !== undefined && rewrites.length > 0 && !finalPath.split(':').includes(bin);
  const extra = tool.extraArtefacts?.(source, calls, builder) ?? { prologue: [], artefacts: [] };
  const artefacts = pythonArtefacts(target, builder, [], owner);
  const fillers = [...calls, ...pip].map(({ run }) => run.instruction).sort((a, b) => a.index - b.index);
  const prologueAt = fillers[0];
  const isFull = facts.variant === 'full' && facts.language?.name === 'Python';
  const names = lockedNames(source, tool);
  const isKnown = names.length > 0 && names.every((name) => pythonPackage(name) !== undefined);
  return {
    runtimes,
    buildReason: (command, operation) => buildReason(tool, command, operation),
    prologue: [
      ...extra.prologue,
      ...(target.kind === 'new-venv' ? [prologueOf(source, tool, first, pip.length > 0, prologueAt)] : []),
    ],
    ...(prologueAt === undefined ? {} : { prologueAt }),
    programs: ['python', 'python3'],
    rewrites,
    epilogue: [],
    artefacts: [
      ...artefacts.map((addition, i) =>
        i > 0 || !needsPath ? addition : { ...addition, lines: [...addition.lines, `ENV PATH="${bin}:$PATH"`] },
      ),
      ...extra.artefacts,
    ],
    // After the accounts that own it, and after each COPY that could lay the context's own .venv over it.
    artefactsAt: 'last-build',
    copyReason: (copy) => copyReason(source, tool, copy),
    packages: [...requiredPackages(source, names), ...(isKnown && !needsOpenMp(names) ? [] : compilerRuntimes(source))],
    scan: isFull && !isKnown ? [modulesPath(target)] : [],
    isBuildOnlyPackage: () => false,
    assumptions: assumptionsOf(
      source,
      tool,
      line,
      rewrites,
      target.kind === 'new-venv' ? `${target.path}/bin` : needsPath ? bin : undefined,
    ),
    droppedTools: target.kind === 'prefix' ? [] : [tool.name],
    droppedFiles: ['/root/.cache/pip', ...(env.has('HOME') ? [] : [`/root/.cache/${tool.name}`])],
  };
}

const OTHER_MANAGERS: ReadonlySet<string> = new Set([
  'npm',
  'yarn',
  'pnpm',
  'bun',
  'gem',
  'bundle',
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

function foreignInstall({ runs, file }: Source, tool: PythonTool): Refusal | undefined {
  for (const { operations } of runs) {
    for (const [command, operation] of operations) {
      const { name } = operation.manager;
      if (operation.action !== 'install' || name === tool.name || !OTHER_MANAGERS.has(name)) continue;
      return refuse(
        'R15',
        `Line ${file.lines.lineAt(command.span.start) + 1} uses ${name}: no recipe converts it together with ${tool.title} yet.`,
        command.span,
      );
    }
  }
  return undefined;
}

/** What pip installs besides the tools themselves. */
function pipInstalls(source: Source, tool: PythonTool): readonly ToolCall[] {
  return source.runs.flatMap((run) =>
    [...run.operations].flatMap(([command, operation]) => {
      if (!/^pip[23]?$/.test(operation.manager.name) || operation.action !== 'install') return [];
      return bringsTool(operation, tool) ? [] : [{ command, operation, run }];
    }),
  );
}

function bringsTool({ operands, options }: PackageOperation, tool: PythonTool): boolean {
  return (
    operands.length > 0 &&
    operands.every(({ value, text }) => {
      const name = /^["']?([\w.-]+)/.exec(value ?? text)?.[1] ?? '';
      return tool.distributions.test(name) || /^(?:pip|virtualenv|wheel)$/.test(name);
    }) &&
    !options.some(({ name }) => name === '-r' || name === '--requirement')
  );
}

/** All install commands fill the same environment, or it is not known what to copy. */
function environmentOf(source: Source, tool: PythonTool, calls: readonly ToolCall[]): ToolEnvironment | Refusal {
  const made = ownVirtualEnvironment(
    source,
    calls.map(({ command }) => command),
    () => false,
  );
  if (made !== undefined && made !== 'mixed') return { kind: 'own', path: made.path };
  let found: ToolEnvironment | undefined;
  for (const call of calls) {
    const environment = tool.environmentOf(source, call);
    if ('id' in environment) return environment;
    if (found !== undefined && JSON.stringify(found) !== JSON.stringify(environment))
      return refuse(
        'R17',
        `Line ${source.file.lines.lineAt(call.command.span.start) + 1} installs into another environment than the lines before; nothing tells which the container uses.`,
        call.command.span,
      );
    found = environment;
  }
  return found ?? { kind: 'hidden' };
}

function targetOf(
  source: Source,
  tool: PythonTool,
  first: ToolCall,
  environment: ToolEnvironment,
): PythonTarget | Refusal {
  const { instruction } = first.run;
  const { span } = first.command;
  if (environment.kind === 'own') {
    const { user } = source.model.stateBefore(instruction);
    if (user.isRoot === true || user.text !== undefined) return { kind: 'own-venv', path: environment.path };
    return refuse('R17', `Nothing tells which user runs ${tool.title}, and so who owns what it installs.`, span);
  }
  const target = systemTarget(source, {
    instruction,
    span,
    tool: tool.title,
    isAbsolute: environment.kind === 'system' && environment.isFixed,
  });
  if ('id' in target || target.kind === 'new-venv' || environment.kind === 'system') return target;
  // The tool makes an environment of its own even where the interpreter's directory would do.
  if (target.kind === 'local') return { kind: 'new-venv', path: '/opt/venv' };
  return refuse(
    'R17',
    `${tool.title} on line ${source.file.lines.lineAt(span.start) + 1} makes an environment in a directory that only it knows.`,
    span,
  );
}

/** pip and the tool fill one environment: the interpreter's own, or the one that both are told of. */
function sharesEnvironment(source: Source, environment: ToolEnvironment, command: ShellCommand): boolean {
  if (environment.kind === 'system') return true;
  if (environment.kind === 'hidden') return false;
  const own = ownVirtualEnvironment(source, [command], () => false);
  if (own !== undefined && own !== 'mixed') return own.path === environment.path;
  const run = source.runs.find(({ operations }) => operations.has(command));
  const path = run === undefined ? '' : (source.model.stateBefore(run.instruction).env.get('PATH') ?? '');
  return (
    path.split(':').includes(`${environment.path}/bin`) || command.nameWord?.value === `${environment.path}/bin/pip`
  );
}

/** Installed in the same RUN, the tool itself would land in the environment, were it on PATH already. */
function prologueOf(
  source: Source,
  tool: PythonTool,
  first: ToolCall,
  hasPip: boolean,
  before: Instruction | undefined,
): Addition {
  const prologue = venvPrologue(source, tool.title, before);
  const bringsItself = [...first.run.operations.values()].some(
    (operation) =>
      operation.action === 'install' && operation.manager.name.startsWith('pip') && bringsTool(operation, tool),
  );
  const goesByVariable = tool.name === 'poetry' || (tool.name === 'pipenv' && !usesSystem(first));
  if (!bringsItself || hasPip || !goesByVariable) return prologue;
  return { ...prologue, lines: prologue.lines.map((text) => text.replace(/ PATH=.*$/, '')) };
}

function usesSystem({ operation }: ToolCall): boolean {
  return operation.hasOption(['--system']);
}

function buildReason(
  tool: PythonTool,
  command: ShellCommand,
  operation: PackageOperation | undefined,
): string | undefined {
  if (operation?.manager.name === tool.name) {
    if (operation.action === 'install') return 'installs Python packages, which the runtime gets as a whole';
    if (operation.action === 'remove') return 'changes the environment, which the runtime gets as a whole';
  }
  const words = commandText(command);
  if (isToolCommand(command, tool)) {
    if (!/^(?:\S*python[\d.]* -m )?\S+ run\b/.test(words)) return `prepares ${tool.title}, which only the build uses`;
    return / run (?:\S*python[\d.]* -m )?pip[\d.]* (?:install|uninstall)\b/.test(words)
      ? 'changes the environment, which the runtime gets as a whole'
      : undefined;
  }
  if (operation !== undefined && /^pipx?[23]?$/.test(operation.manager.name))
    return operation.action === 'install' && !bringsTool(operation, tool)
      ? 'installs Python packages, which the runtime gets as a whole'
      : `prepares ${tool.title}, which only the build uses`;
  if (isVenvCommand(command)) return 'makes the virtual environment';
  if (tool.installer.test(words)) return `installs ${tool.title}, which only the build uses`;
  if (/^(?:mv|ln|cp|chmod|export)$/.test(command.name ?? '') && new RegExp(`/${tool.name}(?:\\s|$)`).test(words))
    return `puts ${tool.title} on PATH, for the build alone`;
  if (/^python[\d.]*\s+setup\.py\b/.test(words)) return 'builds the project';
  return undefined;
}

function isToolCommand({ name, args }: ShellCommand, tool: PythonTool): boolean {
  if (name === tool.name) return true;
  return /^python[\d.]*$/.test(name ?? '') && args[0]?.value === '-m' && args[1]?.value === tool.name;
}

/** What runs through the tool in the runtime, at its start or at its build, runs by itself. */
function rewritesOf(source: Source, tool: PythonTool): readonly Rewrite[] | Refusal {
  const { runs, model, file } = source;
  const starts = [source.entrypoint, source.command, source.healthcheck].flatMap((instruction) =>
    instruction === undefined ? [] : [instruction],
  );
  const rewrites: Rewrite[] = [];
  for (const instruction of [...starts, ...runs.map((run) => run.instruction)]) {
    for (const command of model.scriptOf(instruction).commands) {
      const isRun = instruction.keyword === 'RUN';
      if (isRun && (!isToolCommand(command, tool) || buildReason(tool, command, undefined) !== undefined)) continue;
      const found = runWords(command, tool);
      if (found === undefined) continue;
      const line = file.lines.lineAt(command.span.start) + 1;
      if (
        found.started === 'other' ||
        (found.started !== undefined && found.started.length === 0 && instruction.exec === undefined)
      )
        return refuse(
          'R17',
          `Line ${line} starts ${tool.title} itself, which would stay behind with the build.`,
          command.span,
        );
      const rewrite = rewriteOf(source, tool, instruction, found);
      if (rewrite === undefined)
        return refuse(
          'R17',
          `What "${tool.name} run" on line ${line} starts is decided by ${tool.title}; it can't be started without it.`,
          command.span,
        );
      rewrites.push(rewrite);
    }
  }
  return rewrites;
}

interface RunWords {
  /** The first word that goes. */
  readonly first: ShellWord;
  readonly last: ShellWord;
  /** The words after `run`. */
  readonly started: readonly ShellWord[] | 'other';
}

/** `poetry run`, wherever it stands in a command: behind an init, or as `python -m poetry run`. */
function runWords(command: ShellCommand, tool: PythonTool): RunWords | undefined {
  const words = [...command.wrappers, ...(command.nameWord === undefined ? [] : [command.nameWord]), ...command.args];
  const at = words.findIndex(({ value }) => value !== undefined && baseName(value) === tool.name);
  const word = words[at];
  if (word === undefined) return undefined;
  const isModule = words[at - 1]?.value === '-m' && /^(?:.*\/)?python[\d.]*$/.test(words[at - 2]?.value ?? '');
  const first = isModule ? (words[at - 2] ?? word) : word;
  // A word of that name that is an argument of something else.
  if (!isModule && command.nameWord !== word && words[at + 1]?.value !== 'run') return undefined;
  const run = words[at + 1];
  if (run?.value !== 'run') return { first, last: word, started: 'other' };
  return { first, last: run, started: words.slice(at + 2) };
}

function rewriteOf(
  source: Source,
  tool: PythonTool,
  instruction: Instruction,
  { first, last, started }: RunWords,
): Rewrite | undefined {
  const why = `${instruction.keyword} does without "${tool.name} run": ${tool.title} stays behind, and the programs of its environment are on PATH.`;
  if (started === 'other') return undefined;
  if (started.length === 0) {
    // ENTRYPOINT ["poetry", "run"]: CMD is the program.
    if (instruction.keyword !== 'ENTRYPOINT' || !isWhole(instruction, first, last)) return undefined;
    const [program] = source.command === undefined ? [] : source.model.scriptOf(source.command).commands;
    const words = program?.nameWord === undefined ? [] : [program.nameWord, ...program.args];
    const known = words.length === 0 ? undefined : tool.started(words, source);
    if (known === undefined || known.from !== words[0] || known.prefix.length > 0) return undefined;
    return { span: instruction.body.span, text: '[]', why };
  }
  const program = tool.started(started, source);
  if (program === undefined) return undefined;
  const quote = instruction.exec === undefined || isInString(first, source) ? '' : '"';
  const separator = quote === '' ? ' ' : ', ';
  const text = program.prefix.map((word) => `${quote}${word}${quote}${separator}`).join('');
  return { span: { start: first.span.start, end: program.from.span.start }, text, why };
}

/** Nothing but the words stands in the array. */
function isWhole({ exec }: Instruction, first: ShellWord, last: ShellWord): boolean {
  return exec?.length === 2 && first !== last;
}

/** The word is part of a script in the array (`["sh", "-c", "poetry run x"]`), not an element of it. */
function isInString(word: ShellWord, { file }: Source): boolean {
  return !file.text.startsWith('"', word.span.start);
}

/** An environment that only the tool finds is used where everything starts through it. */
function unseenStart(source: Source, tool: PythonTool, rewrites: readonly Rewrite[]): Refusal | undefined {
  const { entrypoint, command, file } = source;
  const starts = [entrypoint, command].flatMap((instruction) => (instruction === undefined ? [] : [instruction]));
  const isThrough = starts.some(({ span }) => rewrites.some((rewrite) => isInside(rewrite.span, span)));
  if (isThrough) return undefined;
  const instruction = command ?? entrypoint;
  if (instruction === undefined) return undefined;
  return refuse(
    'R17',
    `Line ${file.lines.lineAt(instruction.span.start) + 1} does not start through "${tool.name} run", and only ${tool.title} knows where its environment lies.`,
    instruction.span,
  );
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

const MANIFEST =
  /(?:^|\/)(?:pyproject\.toml|setup\.(?:py|cfg)|[\w.-]*requirements[\w.-]*\.(?:txt|in)|README[\w.*-]*|\.python-version|poetry\.toml|uv\.toml|pdm\.toml|Pipfile)$/;

function copyReason(source: Source, tool: PythonTool, copy: CopyOperation): string | undefined {
  if (copy.from.kind === 'image' && copy.from.name.includes(`/${tool.name}`) && copy.sources.every(isBinaryOf(tool)))
    return `only the build uses ${tool.title}`;
  if (copy.sources.some(({ kind, word }) => kind === 'url' && tool.installer.test(word.value)))
    return `only the build installs ${tool.title}`;
  if (copy.from.kind !== 'context') return undefined;
  const words = copy.sources.map(({ word }) => word.value);
  if (words.every((word) => tool.lockFiles.test(word))) return `only ${tool.title} reads it`;
  const isManifest = words.every((word) => tool.lockFiles.test(word) || MANIFEST.test(word));
  return isManifest && isCopiedAgain(source, copy) ? 'a later COPY brings it into the runtime' : undefined;
}

function isBinaryOf({ name }: PythonTool): (source: CopyOperation['sources'][number]) => boolean {
  return ({ path }) => new RegExp(`(?:^|/)${name}x?$`).test(path ?? '');
}

/** `COPY . .` into the same directory, later and for the same owner. */
function isCopiedAgain({ stage, model }: Source, copy: CopyOperation): boolean {
  return stage.instructions.some((instruction) => {
    if (instruction.index <= copy.instruction.index) return false;
    const later = model.copyOf(instruction);
    const place = later?.destinationPath?.replace(/\/$/, '');
    return (
      later?.from.kind === 'context' &&
      later.sources.some(({ isEverything }) => isEverything) &&
      later.chown === copy.chown &&
      place !== undefined &&
      place === copy.destinationPath?.replace(/\/$/, '') &&
      copy.sources.every(({ path }) => path !== undefined && !path.includes('/'))
    );
  });
}

/** The distributions that the lock file of the build context names. */
function lockedNames({ context }: Source, tool: PythonTool): readonly string[] {
  const text = context?.read(tool.lock.path);
  if (text === undefined) return [];
  return [...text.matchAll(tool.lock.name)].flatMap(([, name]) =>
    name === undefined ? [] : [name.toLowerCase().replace(/[_.]+/g, '-')],
  );
}

function assumptionsOf(
  source: Source,
  tool: PythonTool,
  line: number,
  rewrites: readonly Rewrite[],
  bin: string | undefined,
): Draft['assumptions'] {
  const { facts, stage, context } = source;
  const span = stage.baseWord?.span;
  const isFull = facts.variant === 'full' && facts.language?.name === 'Python';
  return [
    ...rewrites.map(({ why, span: at }) => ({
      message: `Line ${source.file.lines.lineAt(at.start) + 1}: ${why}`,
      span: at,
    })),
    ...(bin !== undefined
      ? [{ message: `PATH begins with ${bin} in the runtime, so that programs of the environment are found.` }]
      : []),
    ...(isFull
      ? [
          {
            message:
              'The slim base has no git, curl, wget, ImageMagick or compilers. What the file itself runs has been kept; a program that only the application starts has to be added.',
            ...(span === undefined ? {} : { span }),
          },
        ]
      : []),
    ...(context === undefined
      ? [
          {
            message: `No script that the container starts calls ${tool.title}, which line ${line} uses for the build alone.`,
          },
        ]
      : []),
  ];
}
