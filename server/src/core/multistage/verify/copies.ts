import type { ImageFacts } from '../../knowledge/base-image';
import { secretFileKind } from '../../knowledge/secrets';
import { stageChain } from '../../model/configuration';
import type { DockerfileModel } from '../../model/model';
import { baseName, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation, Stage } from '../../model/stage';
import type { Conversion, Violation } from './violation';
import {
  dominantContent,
  makersOf,
  matches,
  placedCommands,
  wordText,
  writtenPaths,
  type Content,
  type WrittenPath,
} from './written-paths';

/** A source of `COPY --from=stage`, with what its stage puts there. */
interface StageCopy {
  readonly copy: CopyOperation;
  readonly target: Stage;
  readonly source: Stage;
  /** Absolute in the source stage; `undefined` where unknown. */
  readonly path: string | undefined;
  readonly written: readonly WrittenPath[];
}

/** V5, V6 and V7: what is copied from another stage exists there, runs here, and lies where its own text says. */
export function* checkStageCopies(conversion: Conversion): Generator<Violation> {
  for (const found of stageCopies(conversion)) {
    const { copy, source, path } = found;
    const span = copy.instruction.span;
    const name = source.name ?? source.index;
    if (path === undefined) {
      yield { check: 'V7', message: `What is copied from ${name} is not known from the text.`, span };
      continue;
    }
    const makers = makersOf(found.written, path);
    if (makers.length === 0) {
      yield { check: 'V7', message: `Nothing in the stage ${name} is known to write ${path}.`, span };
      continue;
    }
    yield* transientPaths(conversion.after, found, path);
    const content = dominantContent(makers);
    yield* foreignContents(found, path, content);
    yield* movedTrees(found, path, makers);
  }
}

function stageCopies({ after, context }: Conversion): readonly StageCopy[] {
  return after.stages.flatMap((target) =>
    target.instructions.flatMap((instruction) => {
      const copy = after.copyOf(instruction);
      if (copy?.from.kind !== 'stage') return [];
      const source = copy.from.stage;
      const written = writtenPaths(after, source, context);
      return copy.sources.map(({ path }) => ({
        copy,
        target,
        source,
        // A glob stands for something in its directory.
        path: path === undefined ? undefined : `/${path.replace(/\/?[^/]*[*?[].*$/, '')}`,
        written,
      }));
    }),
  );
}

/** A path under a cache, bind or tmpfs mount is in no layer, and a removed one neither. */
function* transientPaths(
  after: DockerfileModel,
  { source, copy, written }: StageCopy,
  path: string,
): Generator<Violation> {
  const span = copy.instruction.span;
  for (const stage of stageChain(source)) {
    for (const run of stage.instructions) {
      for (const { name, value = '' } of run.flags) {
        const target = name === 'mount' ? /(?:^|,)(?:target|dst|destination)=([^,]+)/.exec(value)?.[1] : undefined;
        const mounted = target === undefined ? undefined : after.expandAt(target, run);
        const absolute = mounted === undefined ? undefined : joinPath(after.stateBefore(run).workdir, mounted);
        if (absolute !== undefined && isWithin(path, absolute))
          yield { check: 'V7', message: `${path} lies under a mount (${absolute}), so it is in no layer.`, span };
      }
    }
  }
  const { instruction, command, directory } =
    placedCommands(after, source).findLast(({ command: { name } }) => name === 'rm') ?? {};
  if (instruction === undefined || command === undefined) return;
  const removed = command.args.some((word) => {
    const text = wordText(after, instruction, word);
    if (text === undefined || text.startsWith('-')) return false;
    // `rm -rf /tmp/*` removes what lies in the directory.
    const emptied = text.endsWith('/*') ? joinPath(directory, text.slice(0, -2)) : undefined;
    return joinPath(directory, text) === path || (emptied !== undefined && path !== emptied && isWithin(path, emptied));
  });
  const isMadeAnew = makersOf(written, path).some(
    (maker) =>
      (maker.instruction?.index ?? -1) > instruction.index ||
      // `rm -rf html && mv build html`
      (maker.instruction === instruction && (maker.command?.span.start ?? -1) > command.span.start),
  );
  if (removed && !isMadeAnew) yield { check: 'V7', message: `The stage removes ${path} before it is copied.`, span };
}

/** Content with machine code, or that its interpreter finds by version. */
function isDynamic(content: Content): boolean {
  return content === 'venv' || content === 'packages' || content === 'binary' || content === 'other';
}

function* foreignContents({ copy, source, target }: StageCopy, path: string, content: Content): Generator<Violation> {
  const span = copy.instruction.span;
  const isPlainSystem = content === 'system' && !/^\/(?:etc|usr\/share)(?:\/|$)/.test(path);
  if (!isDynamic(content) && !isPlainSystem) return;
  if (content === 'other' && isText(path)) return;
  if (content === 'other' && /\.(?:jar|war|class|dll)$/.test(path)) return;
  if (isSameBase(source, target)) return;
  const what = `${path} of the stage ${source.name ?? source.index}`;
  // Packages in the image of a compiled language are another's, and nobody loads them there.
  const isInterpreted = !/^(?:Go|Rust|Swift|Haskell)$/.test(source.facts?.language?.name ?? '');
  const difference = baseDifference(source, target, isInterpreted && (content === 'venv' || content === 'packages'));
  if (difference !== undefined) yield { check: 'V5', message: `${what} may not run here: ${difference}.`, span };
}

function isText(path: string): boolean {
  return /\.(?:js|css|html?|json|ya?ml|txt|md|conf|ini|toml|py|rb|sql|pem|crt|xml|properties)$/.test(path);
}

/** Both stages stand on the same image by the text alone, known or not. */
export function isSameBase(left: Stage, right: Stage): boolean {
  const [one] = stageChain(left);
  const [other] = stageChain(right);
  if (one === undefined || other === undefined) return false;
  if (one === other) return true;
  if (one.image !== undefined && other.image !== undefined) return one.image.text === other.image.text;
  return one.baseWord !== undefined && one.baseWord.text === other.baseWord?.text;
}

const GPU_FAMILIES: ReadonlySet<string> = new Set(['cuda', 'pytorch']);

/**
 * One is the -devel image of the other: what no table tells of their configuration (an entry point that prints notices and
 * starts its arguments) both have from one publisher's Dockerfiles (NVIDIA's container images for CUDA, pytorch/pytorch).
 */
export function isDevelopmentTwin(left: Stage, right: Stage): boolean {
  const [one] = stageChain(left);
  const [other] = stageChain(right);
  if (one?.facts === undefined || other?.facts === undefined || !GPU_FAMILIES.has(one.facts.family)) return false;
  return twinTag(one) !== undefined && twinTag(one) === twinTag(other);
}

/** Returns in words how the base images differ in what compiled or installed files rest on; `undefined` where they do not. */
export function baseDifference(source: Stage, target: Stage, needsLanguage: boolean): string | undefined {
  const from = source.facts;
  const to = target.facts;
  if (from === undefined || to === undefined) return 'the base images differ, and not both are known';
  if (from.libc !== to.libc || from.libc === 'unknown')
    return `the C library is ${to.libc} here and ${from.libc} where it was made`;
  const fromRelease = releaseOf(source, from);
  const toRelease = releaseOf(target, to);
  const areTwins = twinTag(source) === twinTag(target) && from.distribution.name === to.distribution.name;
  if (!(areTwins && from.distribution.release === to.distribution.release)) {
    if (fromRelease === undefined || toRelease === undefined) return "the distribution's release is not known";
    if (fromRelease !== toRelease) return `the distribution is ${toRelease} here and ${fromRelease} where it was made`;
  }
  if (!needsLanguage || from.language === undefined) return undefined;
  const { name, version } = from.language;
  if (to.language?.name !== name) return `there is no ${name} here`;
  if (to.language.version !== version)
    return `${name} is ${to.language.version ?? 'unknown'} here and ${version ?? 'unknown'} where it was made`;
  return version === undefined && !areTwins ? `the version of ${name} is not known` : undefined;
}

const DISTROLESS_RELEASES: Readonly<Record<string, string>> = { 11: 'bullseye', 12: 'bookworm', 13: 'trixie' };

function releaseOf({ image }: Stage, { distribution, family }: ImageFacts): string | undefined {
  if (family === 'distroless') {
    const number = /-debian(\d+)$/.exec(image?.repository ?? '')?.[1];
    const release = number === undefined ? undefined : DISTROLESS_RELEASES[number];
    return release === undefined ? undefined : `debian ${release}`;
  }
  return distribution.release === undefined ? undefined : `${distribution.name} ${distribution.release}`;
}

/** Twin tags (`3.11` and `3.11-slim`) are built from the same release at any time. */
function twinTag({ image, facts }: Stage): string | undefined {
  if (image === undefined || image.digest !== undefined) return undefined;
  const isGpu = facts !== undefined && GPU_FAMILIES.has(facts.family);
  const words = (image.tag ?? 'latest')
    .split('-')
    .filter((word) => word !== 'slim' && !(isGpu && (word === 'devel' || word === 'runtime')));
  return `${image.registry ?? ''}/${image.repository}:${words.join('-') || 'latest'}`;
}

/** Trees whose files name their own absolute path, or find one another by it. */
function* movedTrees({ copy, source }: StageCopy, path: string, makers: readonly WrittenPath[]): Generator<Violation> {
  const destination = copy.destinationPath;
  if (destination === undefined) {
    yield { check: 'V7', message: `Where ${path} goes is not known from the text.`, span: copy.instruction.span };
    return;
  }
  const isRooted =
    makers.some(({ content }) => content === 'venv' || content === 'packages') ||
    /\/(?:site-packages|dist-packages|node_modules)(?:\/|$)/.test(path) ||
    isWithin(path, '/opt/conda');
  if (!isRooted || destination === path) return;
  // A single file of a venv keeps its interpreter line only at its own path, too; its directory form is the same path.
  if (copy.isDirectory && joinPath(destination, baseName(path)) === path && looksLikeOneFile(path)) return;
  yield {
    check: 'V6',
    message: `${path} of the stage ${source.name ?? source.index} must stay at its path, but goes to ${destination}.`,
    span: copy.instruction.span,
  };
}

function looksLikeOneFile(path: string): boolean {
  return /\/bin\/[^/]+$/.test(path);
}

/** V12: the final image gets no file or variable that looks secret and was not in it before. */
export function* checkSecrets({ before, after, original, final }: Conversion): Generator<Violation> {
  const old = copiesOf(before, original);
  const known = new Set(old.flatMap(({ sources }) => sources.map(({ path }) => path)));
  const texts = new Set(old.map(({ instruction }) => instruction.logical.text));
  for (const copy of copiesOf(after, final)) {
    if (texts.has(copy.instruction.logical.text)) continue;
    for (const { path, isEverything } of copy.sources) {
      const { from } = copy;
      // An application may live in a home directory.
      const workdir = from.kind === 'stage' ? after.finalState(from.stage).workdir : undefined;
      const isWholeHome =
        from.kind !== 'context' &&
        path !== undefined &&
        /^(?:root|home\/[^/]+)?$/.test(path) &&
        (path === 'root' || (`/${path}` !== workdir && !/\/(?:target|build|dist|out)$/.test(path)));
      if (path === undefined || (known.has(path) && copy.from.kind === 'context')) continue;
      if (secretFileKind(path) !== undefined)
        yield { check: 'V12', message: `${path} looks like a secret.`, span: copy.instruction.span };
      else if (isWholeHome && (isEverything || path !== ''))
        yield { check: 'V12', message: `/${path} may hold credentials.`, span: copy.instruction.span };
    }
  }
}

/** V13: what is newly copied from the build context is there, and no ignore file keeps it out. */
export function* checkContextSources({ before, after, context }: Conversion): Generator<Violation> {
  if (context === undefined) return;
  const known = new Set(
    before.stages.flatMap(({ instructions }) =>
      instructions.flatMap((instruction) => contextSources(before, instruction)),
    ),
  );
  for (const { instructions } of after.stages) {
    for (const instruction of instructions) {
      for (const path of contextSources(after, instruction)) {
        if (known.has(path) || path === '') continue;
        const span = instruction.span;
        if (/[*?[]/.test(path)) {
          const found = matches(context, path);
          if (found?.length === 0)
            yield { check: 'V13', message: `Nothing in the build context matches ${path}.`, span };
        } else if (!context.exists(path)) {
          yield { check: 'V13', message: `${path} is not in the build context.`, span };
        } else if (context.ignores(path)) {
          yield { check: 'V13', message: `${context.ignoreFile ?? 'The ignore file'} keeps ${path} out.`, span };
        }
      }
    }
  }
}

function contextSources(model: DockerfileModel, instruction: CopyOperation['instruction']): readonly string[] {
  const copy = model.copyOf(instruction);
  if (copy?.from.kind !== 'context') return [];
  return copy.sources.flatMap(({ path, kind }) => (kind === 'path' && path !== undefined ? [path] : []));
}

/** Returns COPY and ADD of `stage` and of the stages below it. */
export function copiesOf(model: DockerfileModel, stage: Stage): readonly CopyOperation[] {
  return stageChain(stage)
    .flatMap(({ instructions }) => instructions)
    .flatMap((instruction) => model.copyOf(instruction) ?? []);
}
