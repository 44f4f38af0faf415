import type { BuildContext } from '../context/build-context';
import { describeImage, type ImageFacts } from '../knowledge/image-facts';
import { dotnetTwin, runtimeTwin } from '../knowledge/image-twins';
import { insertLinesAfter } from '../lint/rewrite';
import { stageChain } from '../model/configuration';
import { parseImageReference } from '../model/image-reference';
import { createModel, type DockerfileModel } from '../model/model';
import type { Stage } from '../model/stage';
import { stageCopies, type StageCopy } from '../model/stage-artifacts';
import { containerStart } from '../model/start';
import { parseDockerfile } from '../syntax/parse';
import { applyEdits, replace, type TextEdit } from '../text/edit';
import { ARCHIVED } from './convert';
import { installScanned, libraryScan } from './library-scan';
import { verifyConversion } from './verify';
import { dominantContent, makersOf, writtenPaths } from './verify/written-paths';

/** What the final stage could stand on instead of an image that brings compilers. */
export interface SmallerBase {
  readonly reference: string;
  /** The changes that make it so, checked like a conversion; `undefined` where nothing shows that all of it still runs. */
  edits(): readonly TextEdit[] | undefined;
}

/**
 * Returns the smaller image for the base of the final stage, with what has to come along, `undefined` where there is none.
 * The result of its edits has passed the checks that every conversion passes.
 */
export function smallerFinalBase(model: DockerfileModel, context: BuildContext | undefined): SmallerBase | undefined {
  const stage = model.finalStage;
  const { image, facts } = stage ?? {};
  if (stage === undefined || image === undefined || facts === undefined) return undefined;
  const twin = runtimeTwin(image);
  const reference = twin?.reference ?? dotnetTwin(image, 'aspnet');
  if (reference === undefined || reference === image.text) return undefined;
  const edits = (): readonly TextEdit[] | undefined => {
    const name = parseImageReference(reference);
    const target = name === undefined ? undefined : describeImage(name);
    const isOwn = stage.parent === undefined && stage.baseWord?.text === image.text && image.digest === undefined;
    return isOwn && target !== undefined && (twin?.changesDistribution !== true || bringsArchivesOnly(stage, model))
      ? editsOf(model, stage, { reference, target, facts }, context)
      : undefined;
  };
  return { reference, edits };
}

interface Move {
  readonly reference: string;
  readonly target: ImageFacts;
  readonly facts: ImageFacts;
}

function editsOf(
  model: DockerfileModel,
  stage: Stage,
  { reference, target, facts }: Move,
  context: BuildContext | undefined,
): readonly TextEdit[] | undefined {
  const { file } = model;
  if (stage.baseWord === undefined || containerStart(model, stage, context).unreadScripts.length > 0) return undefined;
  if (!isKnownFamily(facts.family) || installsByManager(model, stage, context)) return undefined;
  // Which libraries modules of Node.js need, package.json alone tells.
  if (facts.family === 'node' && context?.read('package.json') === undefined) return undefined;
  const compiled = COMPILERS.has(facts.family) ? accompanying(model, stage, facts, context) : { lines: [], edits: [] };
  if (compiled === undefined) return undefined;
  const lines = [...workdirOf(stage, facts, target), ...addressOf(stage, facts), ...compiled.lines];
  const edits = [
    replace(stage.baseWord.span, reference),
    ...(lines.length === 0 ? [] : [insertLinesAfter(file, stage.from, lines)]),
    ...compiled.edits,
  ];
  const after = createModel(parseDockerfile(applyEdits(file.text, edits)));
  const changedBase = target.family !== facts.family;
  return verifyConversion(model, after, { context, allowed: { changedBase } }).length === 0 ? edits : undefined;
}

/** Images of compilers whose programs run on the distribution alone. */
const COMPILERS: ReadonlySet<string> = new Set(['golang', 'rust', 'gcc']);

function isKnownFamily(family: string): boolean {
  return (
    COMPILERS.has(family) ||
    /^(?:python|node|maven|gradle|eclipse-temurin|openjdk|java|adoptopenjdk|dotnet-sdk)$/.test(family)
  );
}

/** Nothing but archives of Java and files of the build context: they mind no distribution, and no command runs on it. */
function bringsArchivesOnly(stage: Stage, model: DockerfileModel): boolean {
  return (
    stage.instructions.every(({ keyword }) => keyword !== 'RUN') &&
    stageCopies(model).every(
      ({ to, path, copy }) => to !== stage || /\.[jw]ar$/.test(path) || /\.[jw]ar$/.test(copy.destination?.value ?? ''),
    )
  );
}

/** Programs that are no more than scripts. */
const PURE = /^(?:serve|http-server|pm2|yarn|pnpm|npm|corepack)(?:@[\w.^~-]+)?$/;

/** What a package manager of a language installs in the final stage itself may have to be compiled there. */
function installsByManager(model: DockerfileModel, stage: Stage, context: BuildContext | undefined): boolean {
  return stage.instructions.some((instruction) =>
    model.packageOperationsOf(instruction).some(({ manager, action, operands }) => {
      if (manager.kind !== 'language' || action !== 'install') return false;
      if (operands.length > 0) return !operands.every(({ value }) => value !== undefined && PURE.test(value));
      const lock = context?.read('package-lock.json');
      return manager.name !== 'npm' || lock === undefined || /"hasInstallScript"\s*:\s*true/.test(lock);
    }),
  );
}

/** The image's own working directory, where the stage relies on it. */
function workdirOf({ instructions }: Stage, facts: ImageFacts, target: ImageFacts): readonly string[] {
  const { workdir = '/' } = facts.config;
  const isRelied = workdir !== (target.config.workdir ?? '/') && !instructions.some(isWorkdir);
  return isRelied ? [`WORKDIR ${workdir}`] : [];
}

function isWorkdir({ keyword }: { readonly keyword: string }): boolean {
  return keyword === 'WORKDIR';
}

/** The SDK leaves the address of the server to ASP.NET, the runtime image sets another. */
function addressOf({ instructions }: Stage, { family, config }: ImageFacts): readonly string[] {
  if (family !== 'dotnet-sdk' || config.env['ASPNETCORE_URLS'] !== '') return [];
  const isOwn = instructions.some(
    ({ keyword, pairs }) =>
      keyword === 'ENV' && pairs.some(({ key }) => /^(?:ASPNETCORE|DOTNET)_(?:URLS|HTTP_PORTS)$/.test(key)),
  );
  return isOwn ? [] : ['ENV ASPNETCORE_URLS='];
}

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** The certificates of the authorities and the libraries that the compiled programs are linked to; both come from their builder. */
function accompanying(
  model: DockerfileModel,
  stage: Stage,
  facts: ImageFacts,
  context: BuildContext | undefined,
): { readonly lines: readonly string[]; readonly edits: readonly TextEdit[] } | undefined {
  const copies = stageCopies(model).filter(({ to }) => to === stage);
  const [builder, ...others] = [...new Set(copies.map(({ from }) => from))].filter(({ facts: from }) =>
    COMPILERS.has(from?.family ?? ''),
  );
  const last = builder?.instructions.at(-1);
  if (builder === undefined || last === undefined || others.length > 0) return undefined;
  // The programs must have been made for this distribution, or the first stage's libraries tell nothing.
  if (builder.facts?.distribution.release !== facts.distribution.release) return undefined;
  const name = builder.nameWord?.text ?? String(builder.index);
  const certificates = copies.some(({ path }) => path === CERTIFICATES)
    ? []
    : [`COPY --from=${name} ${CERTIFICATES} ${CERTIFICATES}`];
  const linked = copies.filter((copy) => copy.from === builder && !isStatic(model, copy, context));
  if (linked.length === 0 || facts.distribution.family !== 'debian') return { lines: certificates, edits: [] };
  // apt-get update fails there.
  if (ARCHIVED.has(facts.distribution.release ?? '')) return undefined;
  const hasUser = stageChain(builder).some(({ instructions }) =>
    instructions.some(({ keyword }) => keyword === 'USER'),
  );
  if (hasUser || linked.some(({ path }) => /[*?[\s]/.test(path))) return undefined;
  const paths = linked.map(({ path }) => path);
  return {
    lines: [...certificates, ...installScanned(name)],
    edits: [insertLinesAfter(model.file, last, libraryScan(paths, 'in-directories').lines)],
  };
}

/** Text, or a program that the commands of its stage link without C. */
function isStatic(model: DockerfileModel, { from, path }: StageCopy, context: BuildContext | undefined): boolean {
  const makers = makersOf(writtenPaths(model, from, context), path);
  return makers.length > 0 && /^(?:static-binary|output|source|data)$/.test(dominantContent(makers));
}
