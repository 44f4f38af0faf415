import type { PackageOperation } from '../model/packages';
import { baseName, isWithin } from '../model/paths';
import type { CopyOperation } from '../model/stage';
import type { ShellCommand, ShellStatement } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { applyEdits } from '../text/edit';
import type { Span } from '../text/span';
import { isApt, splitInstall, withPackages, type InstallSplit } from './os-packages';
import { handedTrees, makesHandedTree, workOnHandedFiles, type HandedTree } from './handed-files';
import type { Disposition, Placement, Refusal } from './plan';
import type { Draft } from './recipe';
import { refuse } from './refusal';
import type { Source, SourceRun } from './source';
import { BUILD_TOOLS } from './tools';

/** What one statement of a RUN is, for the conversion. */
type StatementRole = 'build' | 'os' | 'upgrade' | 'clean' | 'context' | 'other';

export interface PlacedStatement {
  readonly statement: ShellStatement;
  readonly role: StatementRole;
  readonly why: string;
  readonly operations: readonly PackageOperation[];
  /** The runtime gets the files that it works on from the builder, and would fail to repeat it. */
  readonly comesAlong?: boolean;
}

/** Lines that the runtime gets instead of the original ones. */
interface RuntimeText {
  readonly kind: 'text';
  readonly text: string;
  /** Returns the lines with more packages of the distribution; `undefined` where they install none. */
  readonly compose?: (extra: readonly string[]) => string;
}

/** One original instruction with its place in the new file. */
export interface PlacedInstruction {
  readonly instruction: Instruction;
  readonly inBuilder: boolean;
  /** What the runtime gets: the original lines, other lines, or nothing. */
  readonly runtime: { readonly kind: 'verbatim' } | RuntimeText | { readonly kind: 'none' };
  readonly why: string;
  readonly statements: readonly PlacedStatement[];
  readonly splits: readonly InstallSplit[];
  /** The build step whose place artefacts take: the first one, unless the draft says otherwise. */
  readonly isFirstBuild: boolean;
  /** What COPY or ADD moves. */
  readonly copy: CopyOperation | undefined;
}

export interface Layout {
  readonly instructions: readonly PlacedInstruction[];
  readonly firstBuild: Instruction;
  readonly lastBuild: Instruction;
  /** Names of the programs that run in the runtime stage: at its build, or started. */
  readonly runtimeCommands: ReadonlySet<string>;
  readonly droppedPackages: readonly string[];
  readonly keptDual: readonly { readonly name: string; readonly span: Span }[];
}

const RUNTIME_ONLY: ReadonlySet<string> = new Set([
  'CMD',
  'ENTRYPOINT',
  'HEALTHCHECK',
  'EXPOSE',
  'LABEL',
  'VOLUME',
  'STOPSIGNAL',
  'MAINTAINER',
]);
const ACCOUNT_COMMANDS: ReadonlySet<string> = new Set([
  'useradd',
  'groupadd',
  'adduser',
  'addgroup',
  'usermod',
  'groupmod',
]);

/** Places every instruction of the stage, or refuses where a step's result cannot be placed. */
export function placeInstructions(source: Source, draft: Draft, startedNames: ReadonlySet<string>): Layout | Refusal {
  const { stage } = source;
  const runs = new Map(source.runs.map((run) => [run.instruction, run]));
  const statements = new Map(
    source.runs.map((run) => [
      run.instruction,
      withAlternatives(run.script.statements.map((statement) => role(statement, run, draft))),
    ]),
  );
  const isBuild = (instruction: Instruction): boolean =>
    statements.get(instruction)?.some(({ role }) => role === 'build') ?? false;
  const builds = stage.instructions.filter(isBuild);
  const firstBuild = builds[0];
  const lastBuild = builds.at(-1);
  if (firstBuild === undefined || lastBuild === undefined) {
    return refuse(
      'R1',
      'Nothing to separate: no step of this file builds or installs what only the build needs.',
      stage.from.keywordSpan,
    );
  }

  const runtimeCommands = new Set([...startedNames, ...(draft.programs ?? [])]);
  for (const placed of statements.values()) {
    for (const { statement, role } of placed) {
      if (role === 'other')
        for (const { name } of statement.commands) if (name !== undefined) runtimeCommands.add(name);
    }
  }
  const absent = absentFiles(source, draft, lastBuild);
  for (const placed of statements.values()) {
    placed.forEach((one, i) => {
      if (one.role === 'other' && removesOnly(one.statement.commands, absent)) {
        placed[i] = { ...one, role: 'clean', why: 'removes files of the build, which the runtime never gets' };
      }
    });
  }
  const handed = workOnHanded(source, draft, statements, lastBuild);
  if ('id' in handed) return handed;
  const isMentioned = (copy: CopyOperation): boolean =>
    [...statements].some(([instruction, placed]) =>
      placed.some(
        ({ role, statement }) =>
          role === 'other' &&
          instruction.index > copy.instruction.index &&
          statement.commands.some(({ args }) =>
            args.some(({ text }) => namesOf(copy).some((name) => text.includes(name))),
          ),
      ),
    );
  const compiling = compilingStatement(source, statements, draft);
  if (compiling !== undefined) return compiling;

  const usual = draft.artefactsAt === 'last-build' ? lastBuild : (draft.artefactsAt ?? firstBuild);
  const artefactsAt = handed.needed.find(({ index }) => index < usual.index) ?? usual;
  for (const [instruction, placed] of statements) {
    if (instruction.index < artefactsAt.index) continue;
    placed.forEach((one, i) => {
      if (one.role === 'other' && makesHandedTree(source, handed.trees, instruction, one.statement))
        placed[i] = { ...one, role: 'clean', why: 'makes a directory that comes with its files', comesAlong: true };
    });
  }
  const droppedPackages: string[] = [];
  const keptDual: { name: string; span: Span }[] = [];
  const usesAccounts = builderUsesAccounts(source, lastBuild);
  const instructions = stage.instructions.map((instruction): PlacedInstruction => {
    const isBefore = instruction.index <= lastBuild.index;
    const base = {
      instruction,
      statements: [],
      splits: [],
      isFirstBuild: instruction === artefactsAt,
      copy: undefined,
    };
    const run = runs.get(instruction);
    if (run !== undefined) {
      const placed = placeRun(run, statements.get(instruction) ?? [], {
        source,
        draft,
        isBefore,
        runtimeCommands,
        usesAccounts,
      });
      for (const split of placed.splits) {
        droppedPackages.push(...split.dropped);
        keptDual.push(...split.keptDual);
      }
      return rewritten(source, draft, { ...base, ...placed });
    }
    const copy = source.model.copyOf(instruction);
    if (copy !== undefined) return { ...base, copy, ...placeCopy(copy, draft, isBefore, isMentioned(copy)) };
    return rewritten(source, draft, { ...base, ...placeOther(instruction, isBefore) });
  });
  return {
    instructions,
    firstBuild,
    lastBuild,
    runtimeCommands,
    droppedPackages: [...new Set(droppedPackages)],
    keptDual,
  };
}

/** Steps whose work comes along with the files that the runtime gets as a whole are not repeated there; returns those that need the files first. */
function workOnHanded(
  source: Source,
  draft: Draft,
  statements: ReadonlyMap<Instruction, PlacedStatement[]>,
  lastBuild: Instruction,
): { readonly needed: readonly Instruction[]; readonly trees: readonly HandedTree[] } | Refusal {
  const trees = handedTrees(source, draft, lastBuild);
  const needed: Instruction[] = [];
  if (trees.length === 0) return { needed, trees };
  for (const [instruction, placed] of statements) {
    if (instruction.index > lastBuild.index) continue;
    for (const [i, one] of placed.entries()) {
      if (one.role !== 'other') continue;
      const work = workOnHandedFiles(source, trees, instruction, one.statement);
      if (work === 'comes-along')
        placed[i] = {
          ...one,
          role: 'clean',
          why: 'works on files that the runtime gets from the builder',
          comesAlong: true,
        };
      if (work === 'needs-files') needed.push(instruction);
      if (work === 'unclear')
        return refuse(
          'R5',
          `Line ${source.file.lines.lineAt(one.statement.span.start) + 1} runs "${statementText(one.statement)}" on files that move to the runtime as a whole: nothing tells what it leaves elsewhere.`,
          one.statement.span,
        );
    }
  }
  return { needed, trees };
}

/** The runtime has the draft's words in place of the original ones. */
function rewritten({ file }: Source, draft: Draft, placed: PlacedInstruction): PlacedInstruction {
  const { span } = placed.instruction;
  const [first] = rewritesIn(draft, span);
  if (first === undefined || placed.runtime.kind !== 'verbatim') return placed;
  return { ...placed, runtime: { kind: 'text', text: rewrittenText(file.text, span, draft) }, why: first.why };
}

function rewritesIn({ rewrites = [] }: Draft, { start, end }: Span): NonNullable<Draft['rewrites']> {
  return rewrites.filter(({ span }) => span.start >= start && span.end <= end);
}

function rewrittenText(text: string, span: Span, draft: Draft): string {
  const edits = rewritesIn(draft, span).map((rewrite) => ({
    span: { start: rewrite.span.start - span.start, end: rewrite.span.end - span.start },
    newText: rewrite.text,
  }));
  return applyEdits(text.slice(span.start, span.end), edits);
}

function role(statement: ShellStatement, run: SourceRun, draft: Draft): PlacedStatement {
  const operations = statement.commands.flatMap((command) => run.operations.get(command) ?? []);
  const reason = statement.commands
    .filter(({ isSubstitution }) => !isSubstitution)
    .map((command) => draft.buildReason(command, run.operations.get(command)))
    .find((why) => why !== undefined);
  if (reason !== undefined) return { statement, role: 'build', why: reason, operations };
  const isOs =
    statement.isSimple &&
    operations.length === 1 &&
    statement.commands.length === 1 &&
    operations[0]?.manager.kind === 'os';
  if (isOs && operations[0]?.action !== undefined) {
    const isRemoval = operations[0].action === 'remove' || operations[0].action === 'clean';
    if (isRemoval)
      return {
        statement,
        role: 'clean',
        why: 'removes build packages and caches, which stay behind in the builder anyway',
        operations,
      };
    if (operations[0].action === 'upgrade')
      return { statement, role: 'upgrade', why: 'brings the packages of the base image up to date', operations };
    return { statement, role: 'os', why: 'installs packages of the distribution', operations };
  }
  if (statement.commands.every(isSilent))
    return { statement, role: 'clean', why: 'prints, and changes nothing', operations };
  if (isCleaning(statement.commands)) {
    return {
      statement,
      role: 'clean',
      why: 'removes caches and temporary files of the build, which stay behind in the builder',
      operations,
    };
  }
  const own = statement.commands.filter(({ isSubstitution }) => !isSubstitution);
  if (statement.isSimple && own.length > 0 && own.every(isContext)) {
    return { statement, role: 'context', why: 'sets up the shell for the commands after it', operations };
  }
  return { statement, role: 'other', why: 'sets up the image that runs', operations };
}

/**
 * What stands after `||` shares the fate of what stands before it, and a test that of what it decides: cut out alone, the
 * rest would do something else, or fail.
 */
function withAlternatives(placed: readonly PlacedStatement[]): PlacedStatement[] {
  const result = [...placed];
  for (let i = result.length - 1; i > 0; i--) {
    const [before, own] = [result[i - 1], result[i]];
    if (before === undefined || own === undefined) continue;
    const operator = own.statement.before?.operator;
    const isAlternative = operator === '||';
    if (isAlternative && (before.role === 'build' || own.role === 'build')) {
      const why = before.role === 'build' ? before.why : own.why;
      result[i - 1] = { ...before, role: 'build', why };
      result[i] = { ...own, role: 'build', why };
    } else if (isAlternative && own.role === 'other' && before.role !== 'os') {
      result[i - 1] = { ...before, role: 'other', why: own.why };
    } else if ((isAlternative || operator === '&&') && isTest(before) && own.role !== 'other') {
      result[i - 1] = { ...before, role: own.role === 'build' ? 'build' : 'clean', why: own.why };
    }
  }
  return result;
}

/** Decides whether the next command runs, and does nothing else. */
function isTest({ statement, role }: PlacedStatement): boolean {
  return (
    role === 'other' &&
    statement.isSimple &&
    statement.commands.every(
      ({ name, redirects, args }) =>
        /^(?:test|\[|\[\[|which|type|false)$/.test(name ?? '') ||
        (name === 'command' && args[0]?.text === '-v') ||
        (name === 'grep' && /^-\w*q/.test(args[0]?.text ?? '') && redirects.length === 0),
    )
  );
}

function isContext(command: ShellCommand): boolean {
  if (command.name === undefined) return command.nameWord === undefined && command.redirects.length === 0;
  return ['set', 'cd', 'export', 'umask', ':', 'true', '.', 'source', 'shopt', 'unset'].includes(command.name);
}

function isSilent({ name, redirects }: ShellCommand): boolean {
  return (name === 'echo' || name === 'printf') && redirects.length === 0;
}

const CACHE_PATH =
  /^(?:\/var\/lib\/apt\/lists|\/var\/cache\/(?:apt|apk|debconf)|\/etc\/apk\/cache|\/root\/\.(?:cache|npm|cargo\/registry)|~\/\.(?:cache|npm)|\$HOME\/\.(?:cache|npm)|\/tmp|\/var\/tmp|\/usr\/share\/(?:doc|man|locale)|\/var\/log)(?:\/|$)/;

function isCleaning(commands: readonly ShellCommand[]): boolean {
  return (
    commands.length > 0 &&
    commands.every(({ name, args }) => {
      const paths = args.filter(({ text }) => !text.startsWith('-'));
      return name === 'rm' && paths.length > 0 && paths.every(({ value, text }) => CACHE_PATH.test(value ?? text));
    })
  );
}

/** An install step that relies on an index of an earlier step would find none in the runtime. */
function hasOwnIndex(statements: readonly PlacedStatement[]): boolean {
  const operations = statements.flatMap((placed) => placed.operations).filter(({ manager }) => manager.kind === 'os');
  return operations.every(({ manager, action, hasOption }, i) => {
    if (action !== 'install' && action !== 'upgrade') return true;
    if (isApt(manager) && !hasOption(manager.assumeYes)) return false;
    if (manager.name === 'apk' && hasOption(['--no-cache', '--update', '-U', '--update-cache'])) return true;
    if (!isApt(manager) && manager.name !== 'apk') return true;
    return operations.slice(0, i).some((earlier) => earlier.action === 'update');
  });
}

/** The runtime gets the files from the builder. */
function isHandedOn(copy: CopyOperation, draft: Draft): boolean {
  const target = copy.destinationPath;
  const handed = draft.artefacts.flatMap(({ lines }) => lines.flatMap((line) => line.split(' ').slice(-1)));
  return target !== undefined && handed.some((path) => isWithin(target, path) || isWithin(path, target));
}

function namesOf(copy: CopyOperation): readonly string[] {
  return copy.sources.flatMap(({ path }) => (path === undefined || path === '' ? [] : [baseName(path)]));
}

/** The names of files that only the builder has. */
function absentFiles(source: Source, draft: Draft, lastBuild: Instruction): ReadonlySet<string> {
  const copies = source.stage.instructions.flatMap((instruction) => source.model.copyOf(instruction) ?? []);
  const dropped = copies.filter(
    (copy) =>
      copy.instruction.index <= lastBuild.index && draft.copyReason(copy) !== undefined && !isHandedOn(copy, draft),
  );
  return new Set(dropped.flatMap(namesOf));
}

function removesOnly(commands: readonly ShellCommand[], names: ReadonlySet<string>): boolean {
  return (
    commands.length > 0 &&
    commands.every(({ name, args }) => {
      const paths = args.filter(({ text }) => !text.startsWith('-'));
      return (
        name === 'rm' &&
        paths.length > 0 &&
        paths.every(({ value }) => value !== undefined && names.has(baseName(value)))
      );
    })
  );
}

/** A step that compiles by hand writes files that no recipe of ours can name. */
function compilingStatement(
  source: Source,
  statements: ReadonlyMap<Instruction, readonly PlacedStatement[]>,
  draft: Draft,
): Refusal | undefined {
  for (const placed of statements.values()) {
    for (const { statement, role } of placed) {
      if (role !== 'other') continue;
      const own = statement.commands.filter((command) => draft.isRepeated?.(command) !== true);
      const command = own.find(
        ({ name, nameWord, isSubstitution, span }) =>
          !isSubstitution &&
          rewritesIn(draft, span).length === 0 &&
          ((name !== undefined && BUILD_TOOLS.has(name)) ||
            /(?:^|\/)(?:configure|bootstrap|autogen\.sh)$/.test(nameWord?.value ?? '')),
      );
      if (command === undefined) continue;
      const line = source.file.lines.lineAt(command.span.start) + 1;
      return refuse(
        'R5',
        `Line ${line} compiles with ${command.name ?? 'a build tool'}: nothing tells which files it leaves behind that the container needs.`,
        command.span,
      );
    }
  }
  return undefined;
}

function builderUsesAccounts({ stage, model }: Source, lastBuild: Instruction): boolean {
  return stage.instructions.some(
    (instruction) =>
      instruction.index <= lastBuild.index &&
      (instruction.keyword === 'USER' ||
        instruction.flags.some(({ name }) => name === 'chown') ||
        (instruction.keyword === 'RUN' && model.scriptOf(instruction).commands.some(namesAccount))),
  );
}

/** `chown app:app`, `su app -c`, `sudo -u app`, `install -o app`: the account has to be there. */
function namesAccount({ name = '', args, wrappers }: ShellCommand): boolean {
  return (
    /^(?:chown|chgrp|su|runuser|gosu|su-exec|setpriv|setfacl)$/.test(name) ||
    wrappers.some(({ value }) => value === '-u' || value === 'gosu' || value === 'su-exec') ||
    (name === 'install' && args.some(({ text }) => /^-[a-zA-Z]*[og]$|^--(?:owner|group)/.test(text)))
  );
}

interface RunContext {
  readonly source: Source;
  readonly draft: Draft;
  readonly isBefore: boolean;
  readonly runtimeCommands: ReadonlySet<string>;
  readonly usesAccounts: boolean;
}

type RunPlace = Pick<PlacedInstruction, 'inBuilder' | 'runtime' | 'why' | 'statements' | 'splits'>;

function placeRun(run: SourceRun, statements: readonly PlacedStatement[], context: RunContext): RunPlace {
  const splits = statements.flatMap(({ operations, role }) => {
    const install = role === 'os' ? operations.find(({ action }) => action === 'install') : undefined;
    return install === undefined
      ? []
      : [
          splitInstall(
            install,
            context.source,
            context.draft,
            context.runtimeCommands,
            undonePackages(install, context.source),
          ),
        ];
  });
  const roles = new Set(statements.map(({ role }) => role));
  const hasBuild = roles.has('build');
  const isWholeKept =
    !hasBuild &&
    splits.every(({ isUnchanged }) => isUnchanged) &&
    !statements.some(
      ({ role, operations, comesAlong }) =>
        role === 'clean' && ((operations.length > 0 && context.draft.keepsPackages !== true) || comesAlong === true),
    ) &&
    hasOwnIndex(statements);
  const onlyAccounts =
    !hasBuild &&
    !roles.has('os') &&
    roles.has('other') &&
    statements.every(
      ({ role, statement }) =>
        role !== 'other' || statement.commands.every(({ name }) => name !== undefined && ACCOUNT_COMMANDS.has(name)),
    );
  const inBuilder = context.isBefore && !(onlyAccounts && !context.usesAccounts);
  const hasOther = roles.has('other') || roles.has('upgrade');
  const keepsPackages = splits.some(({ kept, added }) => kept.length + added.length > 0);

  if (isWholeKept && (hasOther || keepsPackages)) {
    const why = inBuilder
      ? 'The build may rely on it, and the running container needs it.'
      : 'The running container needs it; the build does not.';
    return { inBuilder, runtime: { kind: 'verbatim' }, why, statements, splits };
  }
  if (!hasOther && !keepsPackages) {
    const why = sentence(
      statements.find(({ role }) => role === 'build')?.why ??
        splits.find(({ dropped }) => dropped.length > 0)?.why ??
        statements[0]?.why ??
        'does nothing that the running container needs',
    );
    // What the runtime does without stays with the builder, so that no line and no comment is lost.
    return { inBuilder: true, runtime: { kind: 'none' }, why, statements, splits };
  }
  const compose = (extra: readonly string[]): string => composeRun(run, statements, splits, extra, context.draft);
  const why = hasBuild
    ? 'Its build steps stay in the builder; the runtime keeps what the running container needs.'
    : 'The builder installs all its packages; the runtime only those that the running container needs.';
  return { inBuilder, runtime: { kind: 'text', text: compose([]), compose }, why, statements, splits };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

/** The packages of `install` that the file itself removes again: they were never meant for the runtime. */
function undonePackages(install: PackageOperation, { runs }: Source): ReadonlySet<string> {
  const names = install.operands.map(({ text }) => text);
  const group = install.options.find(({ name }) => name === '-t' || name === '--virtual')?.value;
  const removed = runs.flatMap(({ operations }) =>
    [...operations.values()].flatMap(({ action, operands, manager }) =>
      action === 'remove' && manager.name === install.manager.name ? operands.map(({ text }) => text) : [],
    ),
  );
  return new Set(
    group !== undefined && removed.includes(group) ? names : names.filter((name) => removed.includes(name)),
  );
}

/** Returns the RUN of the runtime: its own commands, and the packages that the running container needs. */
function composeRun(
  run: SourceRun,
  statements: readonly PlacedStatement[],
  splits: readonly InstallSplit[],
  extra: readonly string[],
  draft: Draft,
): string {
  const parts: ComposedPart[] = [];
  const lastOther = statements.findLastIndex(({ role }) => role === 'other');
  let more = extra;
  let usesApt = false;
  let hasIndex = false;
  let isSourceAdded = false;
  statements.forEach(({ role, statement, operations }, i) => {
    // `useradd app || true`: the alternative comes along with what it follows, whatever it is.
    const isAlternative = statement.before?.operator === '||';
    if (isAlternative && parts.at(-1)?.at !== i - 1) return;
    if (isAlternative || role === 'other' || (role === 'context' && i < lastOther)) {
      parts.push({ text: rewrittenText(run.text, statement.span, draft), at: i });
      isSourceAdded ||= role === 'other';
      return;
    }
    const operation = operations[0];
    // The file fetches the index again after a step that may add a source of packages.
    if (operation?.action === 'update' && isSourceAdded) hasIndex = false;
    const split = splits.find((candidate) => candidate.operation === operation);
    const line = split === undefined ? undefined : withPackages(split, more);
    if (operation === undefined || (line === undefined && role !== 'upgrade')) return;
    if (isApt(operation.manager) && !hasIndex)
      parts.push({
        text: `${operation.command.wrappers[0]?.value === 'sudo' ? 'sudo ' : ''}apt-get update`,
        at: i,
      });
    hasIndex ||= isApt(operation.manager);
    usesApt ||= hasIndex;
    if (line !== undefined) more = [];
    parts.push({ text: line ?? withYes(sliceOf(run, statement.span), operation), at: i });
  });
  if (usesApt) parts.push({ text: 'rm -rf /var/lib/apt/lists/*', at: statements.length });
  const flags = run.instruction.flags.map((flag) => `${sliceOf(run, flag.span)} `).join('');
  return `RUN ${flags}${joinParts(parts, statements)}`;
}

/** A command of a composed RUN, with the place of the statement that it stands for. */
export interface ComposedPart {
  readonly text: string;
  readonly at: number;
}

/** Returns `parts` in one command line: what might fail in the original without failing the build may do so here, too. */
export function joinParts(parts: readonly ComposedPart[], statements: readonly PlacedStatement[]): string {
  return parts
    .map(({ text, at }, i) => {
      const before = parts[i - 1];
      if (before === undefined) return text;
      const operators = statements
        .slice(before.at + 1, at + 1)
        .map(({ statement }) => statement.before?.operator ?? '&&');
      const isAlternative = at === before.at + 1 && operators[0] === '||';
      // Without its packages no image should come about.
      const isInstall = /^(?:os|upgrade)$/.test(statements[before.at]?.role ?? 'os');
      const mayFail = !isInstall && operators.some((one) => /^[;&\n]$/.test(one));
      const operator = isAlternative ? '||' : mayFail ? ';' : '&&';
      return operator === ';' ? `; \\\n    ${text}` : ` \\\n    ${operator} ${text}`;
    })
    .join('');
}

/** Without an answer to its question apt fails: the line is ours in the runtime, so that it has one. */
function withYes(text: string, operation: PackageOperation): string {
  const { manager, verb } = operation;
  // An earlier step's package index is not there: --no-cache fetches one.
  if (manager.name === 'apk' && !operation.hasOption(['--no-cache', '-U', '--update-cache', '--update']))
    return `${text} --no-cache`;
  if (!isApt(manager) || verb === undefined || operation.hasOption(manager.assumeYes)) return text;
  return text.replace(verb.text, `${verb.text} -y`);
}

function sliceOf(run: SourceRun, span: Span): string {
  return run.text.slice(span.start, span.end);
}

function placeCopy(
  copy: CopyOperation,
  draft: Draft,
  isBefore: boolean,
  isMentioned: boolean,
): Pick<PlacedInstruction, 'inBuilder' | 'runtime' | 'why'> {
  if (!isBefore)
    return {
      inBuilder: false,
      runtime: { kind: 'verbatim' },
      why: 'The running container needs these files; the build does not.',
    };
  const why = draft.copyReason(copy);
  if (why !== undefined && !(isMentioned && !isHandedOn(copy, draft)))
    return { inBuilder: true, runtime: { kind: 'none' }, why: sentence(why) };
  return {
    inBuilder: true,
    runtime: { kind: 'verbatim' },
    why: 'The build reads these files, and so does the running container.',
  };
}

function placeOther(
  instruction: Instruction,
  isBefore: boolean,
): Pick<PlacedInstruction, 'inBuilder' | 'runtime' | 'why'> {
  const { keyword } = instruction;
  if (RUNTIME_ONLY.has(keyword)) {
    return { inBuilder: false, runtime: { kind: 'verbatim' }, why: 'It describes the image that runs.' };
  }
  const why = isBefore
    ? 'Nothing carries over from one stage to the next, so both stages need it.'
    : 'It comes after the last build step and holds for the image that runs.';
  return { inBuilder: isBefore, runtime: { kind: 'verbatim' }, why };
}

/** Returns the dispositions that a report shows, in the order of the file. */
export function dispositionsOf(source: Source, layout: Layout, runtime: string): readonly Disposition[] {
  const { file, stage, baseText } = source;
  const globals = file.instructions.slice(0, stage.from.index).map((instruction): Disposition => ({
    instruction,
    placement: 'both',
    why: 'It stands before the first FROM and holds for every stage.',
  }));
  const from: Disposition =
    runtime === baseText
      ? { instruction: stage.from, placement: 'both', why: 'Both stages stand on the same base.' }
      : {
          instruction: stage.from,
          placement: 'builder',
          why: `The builder keeps its base; the runtime stands on ${runtime}.`,
        };
  return [...globals, from, ...placedDispositions(layout)];
}

function placedDispositions(layout: Layout): readonly Disposition[] {
  return layout.instructions.map((placed) => {
    const { instruction, inBuilder, runtime, why, statements } = placed;
    const inRuntime = runtime.kind !== 'none';
    const placement: Placement =
      inBuilder && inRuntime ? 'both' : inBuilder ? 'builder' : inRuntime ? 'runtime' : 'dropped';
    const isSplit = runtime.kind === 'text' && statements.length > 1;
    if (!isSplit) return { instruction, placement, why };
    const commands = statements.map(({ statement, role, why: reason, operations }) => ({
      text: statement.commands[0] === undefined ? '' : statementText(statement),
      span: statement.span,
      placement: statementPlacement(role, inBuilder, operations, placed.splits),
      why: sentence(placed.splits.find(({ operation }) => operations.includes(operation))?.why ?? reason),
    }));
    return { instruction, placement, commands, why };
  });
}

function statementText(statement: ShellStatement): string {
  return statement.commands
    .filter(({ isSubstitution }) => !isSubstitution)
    .map((command) =>
      [command.nameWord, ...command.args].flatMap((word) => (word === undefined ? [] : [word.text])).join(' '),
    )
    .join(' | ');
}

function statementPlacement(
  role: StatementRole,
  inBuilder: boolean,
  operations: readonly PackageOperation[],
  splits: readonly InstallSplit[],
): Placement {
  if (role === 'build' || role === 'clean') return inBuilder ? 'builder' : 'dropped';
  const split = splits.find(({ operation }) => operations.includes(operation));
  if (role === 'os' && split !== undefined && split.kept.length + split.added.length === 0)
    return inBuilder ? 'builder' : 'dropped';
  return inBuilder ? 'both' : 'runtime';
}
