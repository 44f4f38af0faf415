import { appendArgument, removeStatement, removeWord } from '../lint/rewrite';
import type { Fix } from '../lint/rule';
import { stageChain } from '../model/configuration';
import { cacheCleanings, cachedOperations, type CacheCleaning, type CachedOperation } from '../model/download-caches';
import { instructionsAfter, instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import { isMountedAway } from '../model/mounts';
import { aptLists, isApt, isUnknownScript, laterIndexUse } from '../model/package-index';
import { isWithin } from '../model/paths';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { areDisjoint, insertAt, remove, replace, type TextEdit } from '../text/edit';
import { span } from '../text/span';

/** Returns the fix that mounts the caches of what `missing` tells of `instruction`; empty where that cannot be done. */
export function mountCaches(
  file: Dockerfile,
  model: DockerfileModel,
  instruction: Instruction,
  missing: readonly CachedOperation[],
): readonly Fix[] {
  // A stage called `scratch` would be what BuildKit makes an empty cache from: a circle.
  if (isOldSyntax(file) || instruction.keyword !== 'RUN' || model.stages.some(({ name }) => name === 'scratch'))
    return [];
  const runs = new Map<Instruction, readonly CachedOperation[]>([[instruction, missing]]);
  for (const later of instructionsAfter(model, instruction)) {
    const shared = cachedOperations(model, later).filter(
      ({ operation, isMounted, cache }) =>
        cache.isStore === true && !isMounted && missing.some((one) => one.operation.manager === operation.manager),
    );
    if (shared.length > 0) runs.set(later, shared);
  }
  const edits: TextEdit[] = [];
  for (const [run, operations] of runs) {
    const found = hasOwnIndex(model, run, operations) ? editsOf(file, model, run, operations) : undefined;
    if (found === undefined || isReadElsewhere(model, run, operations)) return [];
    edits.push(...found);
  }
  if (!areDisjoint(edits)) return [];
  return [
    {
      title: 'Mount the cache',
      applicability: 'review',
      because: 'It needs BuildKit, and what the cache holds is no longer in the image.',
      edits,
    },
  ];
}

/** `RUN --mount` came with version 1.2 of the Dockerfile syntax. */
function isOldSyntax({ directives }: Dockerfile): boolean {
  const syntax = directives.find(({ name }) => name === 'syntax')?.value;
  return syntax !== undefined && /^docker(?:\.io\/docker)?\/dockerfile:1\.[01](?:\.\d+)?$/.test(syntax);
}

/** A mount hides the index that an earlier layer holds, and leaves none for later steps. */
function hasOwnIndex(model: DockerfileModel, run: Instruction, operations: readonly CachedOperation[]): boolean {
  const ofApt = operations.find(({ operation }) => isApt(operation))?.operation;
  if (ofApt !== undefined && !isMountedAway(run, aptLists)) {
    const isRefreshed = model
      .packageOperationsOf(run)
      .some((one) => isApt(one) && one.action === 'update' && one.command.span.start < ofApt.command.span.start);
    if (!isRefreshed || laterIndexUse(model, run) !== undefined) return false;
  }
  const isOfApk = operations.some(({ operation }) => operation.manager.name === 'apk');
  return (
    !isOfApk || instructionsAfter(model, run).every((later) => model.packageOperationsOf(later).every(bringsIndex))
  );
}

function bringsIndex(operation: PackageOperation): boolean {
  const { manager, action } = operation;
  return (
    manager.name !== 'apk' ||
    action === 'remove' ||
    action === 'update' ||
    operation.hasOption(['--no-cache', '-U', '--update', '--update-cache', '--no-network'])
  );
}

/** Something else needs what is in the cache: a copy from the stage, a script, or the container as it runs. */
function isReadElsewhere(model: DockerfileModel, run: Instruction, operations: readonly CachedOperation[]): boolean {
  const stage = model.stageOf(run);
  if (stage === undefined) return true;
  const targets = operations.flatMap((operation) => operation.targets ?? []);
  const isCopied = model.file.instructions.some((instruction) => {
    const copy = model.copyOf(instruction);
    if (copy?.from.kind !== 'stage' || !stageChain(copy.from.stage).includes(stage)) return false;
    return copy.sources.some(({ path }) =>
      targets.some((target) => path === undefined || isWithin(target, `/${path}`) || isWithin(`/${path}`, target)),
    );
  });
  if (isCopied) return true;
  const programs = new Set(
    operations.flatMap(({ operation, cache }) => (cache.isStore ? [operation.manager.name] : [])),
  );
  if (programs.size === 0) return false;
  return instructionsAfter(model, run).some((later) =>
    model
      .scriptOf(later)
      .commands.some((command) =>
        later.keyword === 'RUN'
          ? programs.has('dotnet') && isUnknownScript(command)
          : programs.has(command.name ?? '') || /^(?:air|dlv|make|reflex|CompileDaemon)$/.test(command.name ?? ''),
      ),
  );
}

function editsOf(
  file: Dockerfile,
  model: DockerfileModel,
  run: Instruction,
  operations: readonly CachedOperation[],
): readonly TextEdit[] | undefined {
  const script = model.scriptOf(run);
  const [first] = script.statements;
  if (first === undefined || operations.some(({ targets }) => targets === undefined)) return undefined;
  const isSingle = script.source === 'exec';
  const targets = operations.flatMap(({ targets: all = [], cache }) =>
    all.map((target) => ({ target, isLocked: cache.isLocked })),
  );
  const mounts = new Map(targets.filter(({ target }) => !isMountedAway(run, target)).map((one) => [one.target, one]));
  const flags = [...mounts.values()].map(
    ({ target, isLocked }) => `--mount=type=cache,target=${target}${isLocked ? ',sharing=locked' : ''}`,
  );
  const joint = script.source === 'line' ? ` ${file.escape}${file.eol}    ` : ' ';
  const managers = new Set(operations.map(({ operation }) => operation.manager.name));
  const family = model.stageOf(run)?.facts?.distribution.family;
  const needsArchives =
    ['apt-get', 'apt', 'aptitude'].some((name) => managers.has(name)) &&
    !(family !== undefined && family !== 'debian' && family !== 'ubuntu') &&
    !removesDockerClean(model, run);
  const cleanings = cacheCleanings(model, run, managers, [...mounts.keys()]);
  const changes = operations.map((operation) => settings(model, run, operation));
  if (cleanings === undefined || changes.includes(undefined)) return undefined;
  if (managers.has('yarn') && isModernYarn(model, run)) return undefined;
  if (isSingle && (needsArchives || cleanings.length > 0 || changes.some((edits) => edits?.length !== 0)))
    return undefined;
  const removed = cleanings.map((cleaning) => removal(model, run, cleaning));
  if (removed.includes(undefined)) return undefined;
  const keep = needsArchives ? keepArchives(file, model, run, managers) : '';
  const at = run.body.span.start;
  const head = `${flags.join(joint)}${joint}`;
  const isTogether = at === first.span.start;
  return joined([
    ...(isTogether ? [insertAt(at, `${head}${keep}`)] : [insertAt(at, head)]),
    ...(isTogether || keep === '' ? [] : [insertAt(first.span.start, keep)]),
    ...changes.flatMap((edits) => edits ?? []),
    ...removed.flatMap((edit) => edit ?? []),
  ]);
}

/** Insertions at one place become one. */
function joined(edits: readonly TextEdit[]): readonly TextEdit[] {
  const places = new Map<string, TextEdit>();
  for (const edit of edits) {
    const key = `${edit.span.start}-${edit.span.end}`;
    places.set(key, { span: edit.span, newText: `${places.get(key)?.newText ?? ''}${edit.newText}` });
  }
  return [...places.values()];
}

/** Takes away what turns the cache off, and adds what it needs. */
function settings(
  model: DockerfileModel,
  run: Instruction,
  { operation, cache }: CachedOperation,
): readonly TextEdit[] | undefined {
  const { command, options, verb, nameWord } = { ...operation, nameWord: operation.command.nameWord };
  const script = model.scriptOf(run);
  const edits: TextEdit[] = [];
  const added = (cache.on ?? []).filter((option) => !operation.hasOption([option, ...(SAME.get(option) ?? [])]));
  for (const { name, word } of options.filter((option) => cache.off.includes(option.name))) {
    if (word.text !== name) return undefined;
    const edit = added.length > 0 ? replace(word.span, added.splice(0).join(' ')) : removeWord(run, command, word);
    if (edit === undefined) return undefined;
    edits.push(edit);
  }
  if (added.length > 0) {
    if (verb === undefined) return undefined;
    edits.push(appendArgument(script, verb, added.join(' ')));
  }
  const { name = '', on = '' } = cache.offVariable ?? {};
  if (name === '') return edits;
  const { env, args } = model.stateBefore(run);
  const isInScript = script.commands.some(
    ({ args: words, assignments }) =>
      words.some(({ text }) => text.startsWith(`${name}=`)) || assignments.some((one) => one.name === name),
  );
  if (isInScript) return undefined;
  const isOff = (env.has(name) ? env : args).has(name) && (env.has(name) ? env : args).get(name) !== '';
  if (!isOff) return edits;
  if (command.wrappers.length > 0 || nameWord === undefined) return undefined;
  return [...edits, insertAt(command.span.start, `${name}=${on} `)];
}

const SAME: ReadonlyMap<string, readonly string[]> = new Map([['--update-cache', ['-U', '--update']]]);

function removal(
  model: DockerfileModel,
  run: Instruction,
  { command, words }: CacheCleaning,
): readonly TextEdit[] | undefined {
  const script = model.scriptOf(run);
  if (words !== undefined) {
    const edits = words.map((word) => removeWord(run, command, word));
    return edits.includes(undefined) ? undefined : edits.filter((edit) => edit !== undefined);
  }
  const statement = script.statements[command.statement];
  if (statement?.commands.length !== 1 || !statement.isSimple) return undefined;
  const edit = removeStatement(model.file, run, script, statement);
  if (edit !== undefined) return [edit];
  // At the end of a list with `set -e` a step before it that fails has ended the RUN anyway.
  const previous = script.statements[command.statement - 1];
  const [head] = script.commands;
  const stops = head?.name === 'set' && head.args.some(({ text }) => /^-[a-z]*e/.test(text));
  const isLast = command.statement === script.statements.length - 1;
  if (previous === undefined || !isLast || !stops || !/^[;\n]$/.test(statement.before?.operator ?? ''))
    return undefined;
  return run.innerComments.some(({ span: { start } }) => start > previous.span.end && start < statement.span.end)
    ? undefined
    : [remove(span(previous.span.end, statement.span.end))];
}

/** The setting `docker-clean` of the official images makes apt delete each package once it is installed; apt does so by itself. */
function keepArchives(
  file: Dockerfile,
  model: DockerfileModel,
  run: Instruction,
  managers: ReadonlySet<string>,
): string {
  const { source, statements } = model.scriptOf(run);
  const indent = /[^\n]*$/.exec(file.text.slice(0, statements[0]?.span.start))?.[0] ?? '';
  const joint =
    source === 'line' ? ` && ${file.escape}${file.eol}    ` : `${file.eol}${/^[ \t]*$/.test(indent) ? indent : ''}`;
  const keep = `echo 'Binary::apt::APT::Keep-Downloaded-Packages "true";' > /etc/apt/apt.conf.d/keep-cache`;
  return [`rm -f ${DOCKER_CLEAN}`, ...(managers.has('apt') ? [keep] : [])]
    .map((command) => `${command}${joint}`)
    .join('');
}

const DOCKER_CLEAN = '/etc/apt/apt.conf.d/docker-clean';

function removesDockerClean(model: DockerfileModel, run: Instruction): boolean {
  return [...instructionsBefore(model, run), run].some((earlier) =>
    model.scriptOf(earlier).commands.some(({ args }) => args.some(({ text }) => text.includes('docker-clean'))),
  );
}

/** Of yarn 2 and later, the cache may be what the application runs from. */
function isModernYarn(model: DockerfileModel, run: Instruction): boolean {
  return [...instructionsBefore(model, run), run].some(
    (earlier) =>
      model.copyOf(earlier)?.sources.some(({ path }) => (path ?? '').includes('.yarn')) === true ||
      model
        .scriptOf(earlier)
        .commands.some(
          ({ name, args }) => name === 'corepack' || args.some(({ text }) => /^--immutable|^berry$|^--cwd/.test(text)),
        ),
  );
}
