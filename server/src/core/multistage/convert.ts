import type { Analysis } from '../analysis';
import { describeImage, type ImageFacts } from '../knowledge/image-facts';
import { providesTool } from '../knowledge/image-tools';
import { commandsOf } from '../knowledge/os-packages';
import { createModel } from '../model/model';
import { parseImageReference } from '../model/image-reference';
import { baseName, isWithin, joinPath } from '../model/paths';
import { variableUses } from '../model/variables';
import { parseDockerfile } from '../syntax/parse';
import type { Span } from '../text/span';
import { dispositionsOf, placeInstructions, type Layout, type PlacedInstruction } from './engine';
import { installScanned, libraryGathering, libraryScan, takeGathered } from './library-scan';
import { minimalEdit } from './minimal-edit';
import { keepTargets } from './named-targets';
import { applyNonRoot } from './non-root';
import { draftOf } from './draft';
import { nothingToLeave } from './nothing-to-leave';
import { estimateOf, tooLittle } from './estimate';
import type { MultiStageOptions, MultiStagePlan, MultiStageResult, Refusal } from './plan';
import { readSource, unknownBase } from './preconditions';
import type { Draft, Recipe, RuntimeBase } from './recipe';
import { refuse } from './refusal';
import { divide, inLayout, layoutMisfit, runtimesFor, separationOf } from './layouts';
import { builderName, dependenciesName, render, type Division, type RuntimeExtras } from './render';
import type { Source } from './source';
import { chooseStart } from './start-variants';
import { startedNames } from './started-names';
import { varySteps } from './step-variants';
import { PACKAGE_OF_TOOL, TLS_TOOLS } from './tools';
import { verifyConversion } from './verify';
import type { Allowances } from './verify/violation';

/** Returns a verified conversion of the file to a multi-stage build, or the reason why there is none. */
export function planMultiStage(
  { model, context }: Pick<Analysis, 'model' | 'context'>,
  options: MultiStageOptions = {},
): MultiStageResult {
  const chosen = chooseStart(model, context, options);
  if ('id' in chosen) {
    const { productionServer: _, npmStartToNode: __, compileFirst: ___, ...others } = options;
    const result = planMultiStage({ model, context }, others);
    // What holds whatever is started tells more; a development server is what the choice was to replace.
    return result.kind === 'refusal' && result.id !== 'R6' ? result : chosen;
  }
  const read = readSource(chosen.model, context);
  if (!('stage' in read)) return chosen.toWritten(read);
  const { asWritten, instructionAsWritten } = chosen;
  const source =
    asWritten === undefined
      ? read
      : { ...read, asWritten: { file: asWritten.file, instructionOf: instructionAsWritten } };
  const drafted = draftOf(source, options);
  if ('id' in drafted) return chosen.toWritten(drafted);
  const result = firstVerified(source, drafted.recipe, drafted.draft, options);
  const isLost = result.kind === 'refusal' && (result.id === 'R16' || result.id === 'R1');
  return chosen.toWritten(isLost ? (drafted.otherwise ?? result) : result);
}

/** Takes the first runtime base whose result passes all checks; only `auto` may step down to the next. */
function firstVerified(source: Source, recipe: Recipe, draft: Draft, options: MultiStageOptions): MultiStageResult {
  let failure: Refusal | undefined;
  for (const runtime of runtimesFor(source, draft, options.layout ?? 'builder-runtime')) {
    const result = build(source, recipe, draft, runtime, options);
    if (result.kind === 'plan' || result.id !== 'R16')
      return failure !== undefined && result.kind === 'refusal' ? failure : result;
    failure ??= result;
    if ((options.runtime ?? 'auto') !== 'auto') break;
  }
  return failure ?? refuse('R16', 'No runtime base passed the checks.', source.stage.baseWord?.span);
}

function build(
  source: Source,
  recipe: Recipe,
  draft: Draft,
  runtime: RuntimeBase,
  options: MultiStageOptions,
): MultiStageResult {
  const layout = placeInstructions(source, draft, startedNames(source));
  if ('id' in layout) return layout;
  const isSameBase = runtime.text === source.baseText;
  const dropsNothing = layout.droppedPackages.length === 0 && draft.leavesDownloads !== true;
  if (isSameBase && dropsNothing && draft.epilogue.length === 0 && draft.prune === undefined)
    return draft.question ?? nothingToSeparate(source);

  const layoutName = options.layout ?? 'builder-runtime';
  const misfit = layoutMisfit(source, draft, runtime, layoutName);
  if (misfit !== undefined) return misfit;
  const facts = factsOf(runtime.text, source);
  const scans = (!isSameBase || draft.scansSameBase === true) && draft.scan.length > 0;
  const isArchived = ARCHIVED.has(facts?.distribution.release ?? '');
  const ask = isArchived ? libraryGathering : libraryScan;
  const found = isArchived ? takeGathered : installScanned;
  const scan = scans ? ask(draft.scan, draft.scansPrograms) : undefined;
  // What only dependencies decide is found where they are installed.
  const separation = layoutName === 'deps-build-runtime' ? separationOf(draft) : undefined;
  const scansDependencies =
    separation !== undefined &&
    draft.scan.every((path) => separation.directories.some((directory) => isWithin(path, directory)));
  const scanned: Draft =
    scan === undefined || scansDependencies ? draft : { ...draft, epilogue: [...draft.epilogue, scan] };
  const scanner = scansDependencies ? dependenciesName(source) : builderName(source, layoutName);
  const needed = neededPackages(source, draft, layout, facts);
  // Where the file installs packages itself, its own lines fare no better; libraries are taken over as files.
  if (needed.length > 0 && isArchived && !installsPackages(source) && !isSameBase) {
    return refuse(
      'R16',
      `The smaller base lacks ${needed.join(', ')}, and the packages of its release are no longer served.`,
      source.stage.baseWord?.span,
    );
  }
  const merged = mergePackages(layout, needed);
  // Where another user builds, only the top of the runtime is root's.
  const place = layout.instructions.find(({ isFirstBuild }) => isFirstBuild)?.instruction ?? layout.firstBuild;
  const installsAsRoot = source.model.stateBefore(place).user.isRoot === true;
  const extras: RuntimeExtras = {
    first: [
      ...(draft.opening ?? []).flatMap(({ lines }) => lines),
      ...lostEnvironment(source, layout, facts),
      ...(needed.length === 0 || merged !== layout ? [] : installLine(facts, needed)),
      ...(scans && !installsAsRoot ? found(scanner) : []),
    ],
    afterArtefacts: scans && installsAsRoot ? found(scanner) : [],
  };
  const division = divide(source, draft, merged, layoutName, scansDependencies ? scan : undefined);
  if ('id' in division) return division;
  const rendered = render(source, scanned, merged, runtime, extras, division);
  const final =
    options.nonRoot === true
      ? applyNonRoot(rendered.text, source.context)
      : { kind: 'text' as const, text: rendered.text, because: undefined };
  if (final.kind === 'withheld')
    return refuse(
      'R17',
      `The conversion itself is possible, but not with a user without privileges: ${final.reason}`,
      source.stage.baseWord?.span,
    );

  const allowed = allowancesOf(source, scanned, layout, options);
  const failed = failedCheck(source, final.text, allowed);
  if (failed !== undefined) return failed;
  const varied = varySteps(final.text, options);
  if (varied.kind === 'withheld') {
    return refuse(
      'R17',
      `The conversion itself is possible, but not with all that was asked for: ${varied.reason}`,
      source.stage.baseWord?.span,
    );
  }
  const failedVaried =
    varied.text === final.text
      ? undefined
      : failedCheck(source, varied.text, {
          ...allowed,
          addsHealthCheck: options.healthCheck !== undefined,
          droppedCommands: [...(allowed.droppedCommands ?? []), ...varied.changedCommands],
        });
  if (failedVaried !== undefined) return failedVaried;
  const targets = keepTargets(source, rendered.stages, options.targets ?? []);
  if ('id' in targets) return targets;
  const services =
    source.services?.span === undefined
      ? []
      : [
          {
            message: `"${source.file.text.slice(source.services.span.start, source.services.span.end).replace(/^"|"$/g, '')}" starts what its configuration names: nothing that stays in the builder may be among it.`,
            span: source.services.span,
          },
        ];
  const lost = lostEnvironment(source, layout, facts).map((line) => ({
    message: `"${line}" is written out, as the new base does not set it: WORKDIR and what else uses it stay what they were.`,
  }));
  const plan = toPlan(source, recipe, draft, layout, runtime, rendered.stages, varied.text, division, scans);
  const user = [...(final.because === undefined ? [] : [final.because]), ...varied.said, ...targets].map((message) => ({
    message,
  }));
  const estimate = estimateOf({
    source,
    runtimeText: runtime.text,
    facts,
    packages: plan.dropped.packages,
    installed: needed,
    files: plan.dropped.files,
    dispositions: plan.dispositions,
  });
  const isAllCounted = isSameBase && draft.leavesDownloads !== true && draft.prune === undefined;
  const little = isAllCounted ? tooLittle(estimate, plan.dropped.packages, source.facts) : undefined;
  if (little !== undefined) return refuse('R1', little, source.stage.baseWord?.span);
  return { ...plan, estimate, assumptions: [...plan.assumptions, ...services, ...lost, ...user] };
}

/** Returns the first promise that `text` does not keep towards the file, as a refusal. */
function failedCheck(source: Source, text: string, allowed: Allowances): Refusal | undefined {
  const after = createModel(parseDockerfile(text));
  const violations = verifyConversion(source.model, after, {
    ...(source.context === undefined ? {} : { context: source.context }),
    allowed,
  });
  const violation = violations[0];
  if (violation === undefined) return undefined;
  return refuse(
    'R16',
    `The planned conversion fails check ${violation.check}: ${violation.message}`,
    source.stage.baseWord?.span,
  );
}

/** What the plan declares to the checks; everything else must be as before. */
function allowancesOf(source: Source, draft: Draft, layout: Layout, options: MultiStageOptions): Allowances {
  const isRewritten = ({ span }: { readonly span: Span }): boolean =>
    draft.rewrites?.some((rewrite) => rewrite.span.start >= span.start && rewrite.span.end <= span.end) === true;
  const starts = [source.command, source.entrypoint, source.healthcheck];
  const rewrittenCommands = source.runs.flatMap(({ script }) =>
    script.commands
      .filter(isRewritten)
      .map(({ nameWord, args }) =>
        [nameWord, ...args].flatMap((word) => (word === undefined ? [] : [word.text])).join(' '),
      ),
  );
  const splits = layout.instructions.flatMap((placed) => placed.splits);
  return {
    targets: options.layout === 'dev-prod' ? ['development'] : [],
    addsUser: options.nonRoot === true,
    changedBase: draft.allowances?.changesBase === true,
    isStatic: draft.allowances?.isStatic === true,
    addedEnvironment: draft.allowances?.addedEnvironment ?? [],
    // The exec form has its words in quotes.
    keptPackages: splits.flatMap(({ kept, added }) => [...kept, ...added].map((name) => name.replace(/^"|"$/g, ''))),
    droppedPackages: layout.droppedPackages,
    provenPackages: [
      ...layout.droppedPackages.filter((name) => draft.isBuildOnlyPackage(name)),
      ...(draft.allowances?.provenPackages ?? []),
    ],
    rewrittenCommand: starts.some((instruction) => instruction !== undefined && isRewritten(instruction)),
    droppedFiles: [...draft.droppedFiles, ...leftBehind(layout, source)],
    droppedCommands: [...rewrittenCommands, ...(draft.allowances?.droppedCommands ?? [])],
  };
}

/** The runtime gets the path, or something below it, from the builder. */
function isPartlyCopied(path: string, draft: Draft): boolean {
  const copied = draft.artefacts.flatMap(({ lines }) => lines.flatMap((line) => line.split(' ').slice(-1)));
  return copied.some((target) => isWithin(target, path) || isWithin(path, target));
}

/** Where the files of a COPY would lie that only the builder keeps. */
function leftBehind(layout: Layout, { model }: Source): readonly string[] {
  // `COPY file /app` goes into a directory where a WORKDIR has made one.
  const workdirs = new Set(
    layout.instructions.flatMap(({ instruction }) => model.stateBefore(instruction).workdir ?? []),
  );
  return layout.instructions.flatMap(({ copy, runtime }) => {
    const target = copy?.destinationPath;
    if (copy === undefined || target === undefined || runtime.kind !== 'none') return [];
    const isInto =
      (copy.isDirectory || workdirs.has(target.replace(/(?<=.)\/$/, ''))) &&
      copy.sources.every(({ path, word }) => path !== undefined && path !== '' && !/[*?[]|\/$/.test(word.value));
    if (!isInto) return [target];
    // `COPY src ./src/` puts the contents of a directory there.
    const own = target.replace(/(?<=.)\/$/, '');
    return copy.sources.flatMap(({ path }) =>
      baseName(path ?? '') === baseName(own) && copy.sources.length === 1
        ? [own]
        : (joinPath(target, baseName(path ?? '')) ?? []),
    );
  });
}

/** Debian releases whose packages have moved to the archive, so that apt-get update fails (Debian archive, 2026). */
export const ARCHIVED: ReadonlySet<string> = new Set(['wheezy', 'jessie', 'stretch', 'buster']);

function installsPackages({ runs }: Source): boolean {
  return runs.some(({ operations }) =>
    [...operations.values()].some(({ manager, action }) => manager.kind === 'os' && action === 'install'),
  );
}

/** More packages go into the first step that installs some anyway. */
function mergePackages(layout: Layout, packages: readonly string[]): Layout {
  const first = layout.instructions.find(
    ({ runtime, splits }) =>
      runtime.kind === 'text' &&
      runtime.compose !== undefined &&
      splits.some(({ kept, added }) => kept.length + added.length > 0),
  );
  if (packages.length === 0 || first === undefined) return layout;
  // A step before it calls what is to be installed: the base has to have it first.
  const isTooLate = [...PACKAGE_OF_TOOL, ['apt-key', 'gnupg'] as const].some(
    ([command, name]) => packages.includes(name) && isUsedBeforeInstalled(layout, command, name, first),
  );
  if (isTooLate) return layout;
  return {
    ...layout,
    instructions: layout.instructions.map((placed) => {
      if (placed !== first || placed.runtime.kind !== 'text') return placed;
      return {
        ...placed,
        runtime: { kind: 'text', text: placed.runtime.compose?.(packages) ?? placed.runtime.text },
      };
    }),
  };
}

/** Variables of the original base that the runtime's instructions use and its own base has not. */
function lostEnvironment(source: Source, layout: Layout, facts: ImageFacts | undefined): readonly string[] {
  if (facts === undefined || facts === source.facts) return [];
  const own = new Set(
    source.stage.instructions.flatMap(({ keyword, pairs, logical }) => {
      if (keyword !== 'ENV' && keyword !== 'ARG') return [];
      // `ENV GOPATH=/app:$GOPATH` reads what the base sets.
      const read = new Set(variableUses(logical.text).map(({ name }) => name));
      return pairs.flatMap(({ key }) => (read.has(key) ? [] : [key]));
    }),
  );
  const used = layout.instructions.flatMap(({ instruction, runtime }) =>
    runtime.kind === 'none' ? [] : variableUses(instruction.logical.text).map(({ name }) => name),
  );
  return [...new Set(used)].flatMap((name) => {
    const value = source.facts.config.env[name];
    const isThere = own.has(name) || name === 'PATH' || facts.config.env[name] !== undefined;
    return value === undefined || value === true || isThere ? [] : [`ENV ${name}=${value}`];
  });
}

function nothingToSeparate(source: Source): Refusal {
  if (source.isOpaque) return nothingToLeave(source) ?? unknownBase(source);
  const { stage, baseText, facts } = source;
  const reason =
    facts.variant === 'full'
      ? `no smaller image than "${baseText}" with the same language and release is known`
      : `"${baseText}" is small already`;
  return refuse(
    'R1',
    `Nothing to separate: ${reason}, and no package of this file is for the build alone.`,
    stage.baseWord?.span,
  );
}

/** Packages that the smaller base lacks: those a recipe names, and those of programs that the runtime runs. */
function neededPackages(
  source: Source,
  draft: Draft,
  layout: Layout,
  facts: ImageFacts | undefined,
): readonly string[] {
  if (facts === undefined || facts.isDistroless || facts.packageManager === undefined) return [];
  const installed = new Set(
    layout.instructions.flatMap(({ splits }) => splits.flatMap(({ kept, added }) => [...kept, ...added])),
  );
  const provided = new Set([...installed].flatMap((name) => commandsOf(name) ?? []));
  const isAlpine = facts.packageManager === 'apk';
  const needed = new Set(draft.packages.map(({ name }) => name).filter((name) => !installed.has(name)));
  const hasCertificates =
    installed.has('ca-certificates') ||
    draft.artefacts.some(({ lines }) => lines.some((line) => line.endsWith('/ca-certificates.crt')));
  for (const command of layout.runtimeCommands) {
    const name = PACKAGE_OF_TOOL.get(command);
    const wasThere = providesTool(source.facts, command) !== false;
    const isInTime =
      (provided.has(command) || installed.has(name ?? '')) && !isUsedBeforeInstalled(layout, command, name);
    // Another base is known to have the tool, or gets it.
    const isThere =
      facts === source.facts ? providesTool(facts, command) !== false : providesTool(facts, command) === true;
    if (name === undefined || !wasThere || isInTime || isThere) continue;
    needed.add(isAlpine && name === 'xz-utils' ? 'xz' : name);
    if (TLS_TOOLS.has(command) && !hasCertificates) needed.add('ca-certificates');
  }
  // apt-key calls gpg, which full images bring along.
  if (
    layout.runtimeCommands.has('apt-key') &&
    providesTool(source.facts, 'gpg') === true &&
    providesTool(facts, 'gpg') !== true &&
    ![...installed].some((name) => /^gnupg\d?$/.test(name))
  )
    needed.add('gnupg');
  // Python's file server looks up the types of files in /etc/mime.types, which full images have by way of Mercurial.
  const isLessThanFull = source.facts.variant === 'full' && facts.variant !== 'full' && !isAlpine;
  const servesFiles = source.started.some(({ args }) =>
    args.some(({ value }) => value === 'http.server' || value === 'SimpleHTTPServer'),
  );
  if (isLessThanFull && servesFiles && source.facts.family === 'python')
    needed.add(/^(?:buster|stretch|jessie)$/.test(facts.distribution.release ?? '') ? 'mime-support' : 'media-types');
  return [...needed].sort();
}

/** A step of the runtime (up to `last`) calls `command` before the step that installs it: the original had it from its base. */
function isUsedBeforeInstalled(
  { instructions }: Layout,
  command: string,
  name: string | undefined,
  last?: PlacedInstruction,
): boolean {
  for (const placed of instructions) {
    const { statements, splits, runtime } = placed;
    if (runtime.kind === 'none') continue;
    for (const { role, statement, operations } of statements) {
      if (role === 'other' && statement.commands.some((one) => one.name === command)) return true;
      const split = splits.find(({ operation }) => operations.includes(operation));
      const kept = [...(split?.kept ?? []), ...(split?.added ?? [])];
      if (kept.some((one) => one === name || commandsOf(one)?.includes(command) === true)) return false;
    }
    if (placed === last) return false;
  }
  return false;
}

function installLine(facts: ImageFacts | undefined, packages: readonly string[]): readonly string[] {
  if (facts?.packageManager === 'apk') return [`RUN apk add --no-cache ${packages.join(' ')}`];
  return [
    'RUN apt-get update \\',
    `    && apt-get install -y --no-install-recommends ${packages.join(' ')} \\`,
    '    && rm -rf /var/lib/apt/lists/*',
  ];
}

function factsOf(text: string, source: Source): ImageFacts | undefined {
  if (text === source.baseText) return source.facts;
  const reference = parseImageReference(
    text.includes('$') ? (source.model.expandAt(text, source.stage.from) ?? text) : text,
  );
  if (reference === undefined) return text === 'scratch' ? describeImage({ repository: 'scratch' }) : undefined;
  const { registry, repository, tag, digest } = reference;
  return describeImage({
    repository,
    ...(registry === undefined ? {} : { registry }),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  });
}

function toPlan(
  source: Source,
  recipe: Recipe,
  draft: Draft,
  layout: Layout,
  runtime: RuntimeBase,
  stages: MultiStagePlan['stages'],
  text: string,
  division: Division,
  scans: boolean,
): Omit<MultiStagePlan, 'estimate'> {
  const dual = layout.keptDual.map(({ name, span }) => ({
    message: `"${name}" stays in the runtime, since nothing tells whether the application calls it.`,
    span,
  }));
  const kept = new Set(
    layout.instructions.flatMap(({ splits }) =>
      splits.flatMap((split) => [...split.kept, ...split.added].flatMap((name) => commandsOf(name) ?? [])),
    ),
  );
  const base = runtime.text === source.baseText ? [] : [{ message: runtime.why }];
  return {
    kind: 'plan',
    recipe: recipe.id,
    layout: division.layout,
    text,
    edits: [minimalEdit(source.file.text, text, source.file.start)],
    stages,
    dispositions: inLayout(dispositionsOf(source, layout, runtime.text), source, division),
    assumptions: [
      ...base,
      ...draft.assumptions.filter(({ message }) => scans || !message.includes('finds out which shared libraries')),
      ...dual,
    ],
    dropped: {
      packages: layout.droppedPackages,
      tools: [
        ...new Set([
          ...draft.droppedTools,
          ...layout.droppedPackages
            .flatMap((name) => commandsOf(name) ?? [])
            // A set of compilers names git, too; a package of its own stays.
            .filter((command) => !kept.has(command)),
        ]),
      ],
      files: [...new Set([...draft.droppedFiles, ...leftBehind(layout, source)])].filter(
        (path) => !isPartlyCopied(path, draft),
      ),
    },
  };
}
