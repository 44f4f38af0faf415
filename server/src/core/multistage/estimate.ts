import { baseMegabytesSaved, type Megabytes } from '../knowledge/image-sizes';
import { implicitPackages } from '../knowledge/implicit-packages';
import { installedMegabytes, packageName, packageUse } from '../knowledge/os-packages';
import type { ImageFacts } from '../knowledge/image-facts';
import type { Disposition, Estimate, EstimatePart } from './plan';
import type { Source } from './source';

/** What of a conversion is looked at. */
export interface Leaving {
  readonly source: Source;
  readonly runtimeText: string;
  /** Of the runtime's base, where a table knows it. */
  readonly facts: ImageFacts | undefined;
  readonly packages: readonly string[];
  /** What the runtime installs and the original had from its base. */
  readonly installed: readonly string[];
  readonly files: readonly string[];
  readonly dispositions: readonly Disposition[];
}

/**
 * Returns what leaves the final image, with sizes from tables: a range, and only for what they know. Nothing is built, so
 * nothing of this is measured.
 */
export function estimateOf(leaving: Leaving): Estimate {
  const { source, dispositions, files } = leaving;
  const parts: EstimatePart[] = [...basePart(leaving), ...packagesPart(leaving)];
  const lines = dispositions
    .filter(
      ({ instruction, placement }) =>
        instruction.keyword === 'RUN' && /^(?:builder|build|dependencies)$/.test(placement),
    )
    .map(({ instruction }) => source.file.lines.lineAt(instruction.span.start) + 1);
  if (lines.length > 0) {
    const shown = lines.length > 1 ? `lines ${lines.join(', ')}` : `line ${String(lines[0])}`;
    parts.push({
      kind: 'layers',
      what: `the layers of the steps that only the builder runs (${shown}), but for what is copied from them`,
    });
  }
  if (files.length > 0) parts.push({ kind: 'files', what: files.join(', ') });
  const known = parts.flatMap(({ megabytes }) => (megabytes === undefined ? [] : [megabytes]));
  if (known.length === 0) return { parts };
  const sum = (at: 0 | 1): number => known.reduce((total, range) => total + range[at], 0);
  return { megabytes: [sum(0), sum(1)], parts };
}

/** Returns an estimate as a sentence. */
export function estimateText({ megabytes }: Estimate): string {
  if (megabytes === undefined) return 'No table tells how much smaller the image becomes.';
  const [least, most] = megabytes;
  if (most === 0) return 'The image hardly becomes smaller (estimated from tables, nothing was built).';
  const range = least === 0 ? `up to ${most}` : least === most ? `about ${most}` : `${least} to ${most}`;
  return `The image becomes ${range} MB smaller by what tables know (an estimate, nothing was built).`;
}

function basePart({ source, runtimeText, facts, installed }: Leaving): readonly EstimatePart[] {
  if (runtimeText === source.baseText) return [];
  const difference = facts === undefined ? undefined : baseMegabytesSaved(source.facts, facts);
  const back = installed.flatMap((name) => installedMegabytes(name) ?? []);
  const saved: Megabytes | undefined = difference && [
    Math.max(
      0,
      back.reduce((left, size) => left - size, difference[0]),
    ),
    Math.max(0, difference[1] - Math.max(0, ...back)),
  ];
  const what = `what "${source.baseText}" has and "${runtimeText}" has not`;
  return [{ kind: 'base', what, ...(saved === undefined ? {} : { megabytes: saved }) }];
}

function packagesPart({ source, packages }: Leaving): readonly EstimatePart[] {
  const inBase = new Set(implicitPackages(source.facts) ?? []);
  const undone = removedInTheSameStep(source);
  const { family, release } = source.facts.distribution;
  const hasTable = family === 'debian' || family === 'ubuntu';
  const known: string[] = [];
  const unknown: string[] = [];
  for (const name of packages.map(packageName)) {
    if (isAway(name, inBase, undone) || (hasTable && installedMegabytes(name) !== undefined)) known.push(name);
    else unknown.push(name);
  }
  // What the base brings along is counted with the base; what its own step removes never was in the image.
  const shipped = known.filter((name) => !isAway(name, inBase, undone));
  return [
    ...(known.length === 0
      ? []
      : [
          {
            kind: 'packages' as const,
            what: known.join(', '),
            megabytes: packageMegabytes(shipped, release === 'bookworm'),
          },
        ]),
    ...(unknown.length === 0 ? [] : [{ kind: 'packages' as const, what: unknown.join(', ') }]),
  ];
}

function isAway(name: string, inBase: ReadonlySet<string>, undone: ReadonlySet<string>): boolean {
  return inBase.has(name) || undone.has(name) || (inBase.has('g++') && ONE_COMPILER.test(name));
}

/** Packages that bring each other along: only the largest of them counts. */
const ONE_COMPILER =
  /^(?:build-essential|gcc|g\+\+|cpp|(?:gcc|g\+\+|cpp|libgcc|libstdc\+\+)-\d+(?:-dev)?|binutils|libc6-dev|linux-libc-dev|make|libtool|dpkg-dev|patch)$/;

/**
 * At least the largest of the packages that leave nothing behind, for packages share what they depend on; at most all of
 * them. The table is that of Debian 12: other releases have the same packages in other sizes.
 */
function packageMegabytes(names: readonly string[], isOfTable: boolean): Megabytes {
  const sizes = names.map((name) => ({ name, size: installedMegabytes(name) ?? 0 }));
  // The libraries of a development package stay.
  const whole = sizes.filter(({ name }) => packageUse(name, 'apt') !== 'dev');
  const least = Math.max(0, ...whole.map(({ size }) => size));
  const compilers = sizes.filter(({ name }) => ONE_COMPILER.test(name)).map(({ size }) => size);
  const others = sizes.filter(({ name }) => !ONE_COMPILER.test(name)).map(({ size }) => size);
  const most = Math.max(0, ...compilers) + others.reduce((total, size) => total + size, 0);
  return isOfTable ? [least, most] : [Math.floor(least * 0.75), Math.ceil(most * 1.25)];
}

function removedInTheSameStep({ runs }: Source): ReadonlySet<string> {
  const removed = new Set<string>();
  for (const { operations } of runs) {
    const all = [...operations.values()].filter(({ manager }) => manager.kind === 'os');
    const away = new Set(
      all
        .filter(({ action }) => action === 'remove')
        .flatMap(({ operands }) => operands.map(({ value, text }) => value ?? text)),
    );
    for (const { action, operands, options } of all) {
      if (action !== 'install') continue;
      // `apk add --virtual .build-deps` names the group that `apk del` removes.
      const isGroupAway = options.some(({ value }) => value !== undefined && away.has(value));
      for (const { value, text } of operands)
        if (isGroupAway || away.has(value ?? text)) removed.add(packageName(value ?? text));
    }
  }
  return removed;
}

/**
 * Returns the simpler fix for a conversion on the same base that leaves too little behind to be worth a stage, as a
 * sentence; undefined where it is worth one, or nothing tells.
 */
export function tooLittle(
  { megabytes, parts }: Estimate,
  packages: readonly string[],
  { packageManager }: Pick<ImageFacts, 'packageManager'>,
): string | undefined {
  if (packageManager === 'apk' && packages.length > 0 && packages.every((name) => SMALL_ON_ALPINE.test(name)))
    return `Too little to separate: a second stage would leave ${packages.join(', ')} behind, a few megabytes, and no compiler. "apk del ${packages.join(' ')}" at the end of the step that needs them does the same.`;
  const [, most] = megabytes ?? [];
  if (most === undefined || most >= WORTH_A_STAGE || packages.length === 0) return undefined;
  if (parts.some(({ kind, megabytes: size }) => kind === 'base' || (kind === 'packages' && size === undefined)))
    return undefined;
  const names = packages.map(packageName);
  if (names.some((name) => COMPILES.test(name))) return undefined;
  // The file removes them itself: what a stage gains is the cache of a build, which was asked for.
  if (most === 0) return undefined;
  const caches = parts.find(({ kind }) => kind === 'files')?.what.split(', ') ?? [];
  if (caches.some((path) => !EASILY_LEFT_OUT.test(path))) return undefined;
  return `Too little to separate: a second stage would leave ${names.join(', ')} behind, at most about ${most} MB by what tables know, and no compiler. "apt-get purge -y --auto-remove ${names.join(' ')}" at the end of the step that needs them does the same.`;
}

const WORTH_A_STAGE = 20;

/** Less than 10 MB each with what they bring along (Alpine's package index, 3.20). */
const SMALL_ON_ALPINE =
  /^(?:py[23]?-(?:pip|setuptools|wheel|virtualenv)|nano|patch|m4|pkgconf|pkgconfig|file|gettext)$/;

const COMPILES =
  /^(?:build-essential|gcc|g\+\+|cpp|clang|llvm|lld|make|cmake|binutils|golang|rustc|cargo|gfortran|ghc|.*-jdk|maven|gradle|ant|nasm|yasm|swig|.*-dev|.*-pip)(?:-.*)?$/;

/** Download caches and lists of dependencies: other fixes keep them out. */
const EASILY_LEFT_OUT =
  /\/\.cache\/(?:pip|pipenv|pypoetry|uv|yarn)$|\/\.npm$|\/\.bundle\/cache$|\/\.gem$|\/\.composer\/cache$|\/[\w.-]*requirements[\w.-]*\.txt$|\/(?:Gemfile|Pipfile|poetry|composer)\.(?:lock|json)$|\/(?:Gemfile|Pipfile)$/;
