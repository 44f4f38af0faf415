import type { AnswerComparison } from './answers';
import type { ConfigurationDifference } from './compare-configurations';
import type { FilesComparison } from './compare-files';
import type { Layer } from './layers';
import type { LostNeed, NeedsComparison } from './needs';
import type { LostWord } from './start-command';

/** One thing in which the result is not as the original, in a sentence. */
export interface Difference {
  readonly area:
    'build' | 'configuration' | 'start' | 'libraries' | 'files' | 'packages' | 'answers' | 'health' | 'size';
  /** `false`: worth knowing, and no reason to reject the conversion. */
  readonly matters: boolean;
  readonly message: string;
}

/** Everything that was measured of two images. */
export interface Measurements {
  readonly compared: readonly string[];
  readonly configuration: readonly ConfigurationDifference[];
  readonly files: FilesComparison;
  readonly needs: NeedsComparison;
  readonly libraryBefore: string | undefined;
  readonly libraryAfter: string | undefined;
  /** Whether the program that the result starts loads shared libraries. */
  readonly startsDynamic: boolean;
  readonly lostWords: readonly LostWord[];
  readonly buildTools: readonly string[];
  readonly answers: AnswersMeasured;
  readonly sizes: Sizes;
  /** The packages that the plan says it leaves behind. */
  readonly declaredPackages: readonly string[];
}

export interface AnswersMeasured {
  /** Why nothing was started or asked; `undefined` where it was. */
  readonly skipped: string | undefined;
  readonly endedBefore: string | undefined;
  readonly endedAfter: string | undefined;
  readonly requests: readonly AnswerComparison[];
  /** Whether the health checks pass; `before` is absent where only the result has one. */
  readonly health: { readonly before?: boolean; readonly after: boolean; readonly output: string } | undefined;
}

export interface Sizes {
  readonly before: number;
  readonly after: number;
  readonly layersBefore: readonly Layer[];
  readonly layersAfter: readonly Layer[];
}

/** Returns every difference of the two images in a sentence, those that matter first. */
export function differencesOf(measured: Measurements): readonly Difference[] {
  const found: Difference[] = [
    ...measured.configuration.map(({ field, before, after, declared }): Difference => ({
      area: 'configuration',
      matters: declared === undefined,
      message: `${field} was ${before}, is ${after}${declared === undefined ? '' : ` (${declared})`}`,
    })),
    ...measured.lostWords.map(({ word, of, was }): Difference => ({
      area: 'start',
      matters: true,
      message: `the ${of} names ${word}, which was ${was} and is nowhere now`,
    })),
    ...cLibraryDifferences(measured),
    ...needDifferences(measured.needs.lost),
    ...measured.files.changed.map(({ path, how, matters }): Difference => ({
      area: 'files',
      matters,
      message: `${path} ${how}`,
    })),
    ...packageDifferences(measured),
    ...answerDifferences(measured.answers),
  ];
  if (measured.buildTools.length > 0)
    found.push({ area: 'size', matters: false, message: `build tools are left: ${measured.buildTools.join(', ')}` });
  if (measured.sizes.after >= measured.sizes.before)
    found.push({ area: 'size', matters: false, message: 'the result is not smaller' });
  return found.sort((a, b) => Number(b.matters) - Number(a.matters));
}

const MOST_NAMED = 3;

/** A library that a hundred files need is missing once. */
function needDifferences(lost: readonly LostNeed[]): readonly Difference[] {
  const groups = new Map<string, LostNeed[]>();
  for (const need of lost) {
    const key = `${need.kind}\0${need.name}\0${need.note ?? ''}\0${need.matters}`;
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  return [...groups.values()].flatMap((group): Difference[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { kind, name, matters, note } = first;
    const named = group.slice(0, MOST_NAMED).map(({ file }) => file);
    const more = group.length > MOST_NAMED ? ` and ${group.length - MOST_NAMED} more` : '';
    const what = kind === 'loader' || kind === 'interpreter' ? `the ${kind} ${name}` : name;
    const why = note === undefined ? '' : ` (${note})`;
    return [
      {
        area: 'libraries',
        matters,
        message: `${what} is missing, which ${named.join(', ')}${more} ${group.length === 1 ? 'needs' : 'need'}${why}`,
      },
    ];
  });
}

function cLibraryDifferences({ libraryBefore, libraryAfter, startsDynamic }: Measurements): readonly Difference[] {
  if (libraryBefore === libraryAfter || libraryBefore === undefined) return [];
  const family = (name: string | undefined): string => name?.replace(/ .*/, '') ?? 'none';
  return [
    {
      area: 'libraries',
      // Another version of the same library shows in the symbol versions that programs need.
      matters: startsDynamic && family(libraryBefore) !== family(libraryAfter),
      message: `the C library was ${libraryBefore}, is ${libraryAfter ?? 'none'}`,
    },
  ];
}

function packageDifferences({ files, declaredPackages }: Measurements): readonly Difference[] {
  const declared = new Set(declaredPackages.map((name) => name.toLowerCase().replace(/[._-]+/g, '-')));
  const lost = files.lostDistributions.filter((name) => !declared.has(name));
  return [
    ...(lost.length === 0
      ? []
      : [
          {
            area: 'packages' as const,
            matters: true,
            message: `Python packages that were installed are nowhere now: ${lost.join(', ')}`,
          },
        ]),
    ...files.changedPackages.map(({ manager, name, before, after }): Difference => ({
      area: 'packages',
      matters: false,
      message: `the ${manager} package ${name} was ${before}, is ${after}`,
    })),
  ];
}

function answerDifferences({ endedBefore, endedAfter, requests, health }: AnswersMeasured): readonly Difference[] {
  const found: Difference[] = requests
    .filter(({ isEqual, note }) => !isEqual || note !== undefined)
    .map(({ request, port, isEqual, note = '' }) => ({
      area: 'answers',
      matters: !isEqual,
      message: `${request} on port ${port}: ${note}`,
    }));
  if (endedAfter !== undefined)
    found.unshift({
      area: 'start',
      matters: endedBefore === undefined,
      message: `the container ${endedAfter}${endedBefore === undefined ? '' : '\n(so does the original)'}`,
    });
  else if (endedBefore !== undefined)
    found.unshift({ area: 'start', matters: false, message: `the original's container ${endedBefore}` });
  if (health !== undefined && (health.before ?? true) !== health.after)
    found.push({
      area: 'health',
      matters: !health.after,
      message: health.after
        ? 'the health check passes, which failed before'
        : `the health check ${health.before === undefined ? '' : 'passed, and '}fails now: ${health.output}`,
    });
  return found;
}
