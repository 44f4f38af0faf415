import type { BuildContext } from '../context/build-context';
import type { DockerfileModel } from '../model/model';
import type { Span } from '../text/span';
import { draftOf } from './draft';
import { placeInstructions } from './engine';
import { readSource } from './preconditions';
import { startedNames } from './started-names';

/** What a single-stage image ships although only its build needs it. */
export interface Leavings {
  readonly packages: readonly { readonly name: string; readonly span: Span }[];
  /** The base that the runtime could stand on, where it is another than the file's. */
  readonly smallerBase: string | undefined;
  readonly baseSpan: Span;
}

/** Returns what a conversion of the file would leave behind, `undefined` where there is none or nothing to leave. Does not render or verify. */
export function leavingsOf(model: DockerfileModel, context: BuildContext | undefined): Leavings | undefined {
  const source = readSource(model, context, { isTolerant: true });
  if (!('stage' in source) || source.stage.baseWord === undefined) return undefined;
  const drafted = draftOf(source, {});
  if ('id' in drafted) return undefined;
  const { draft } = drafted;
  const layout = placeInstructions(source, draft, startedNames(source));
  if ('id' in layout) return undefined;
  const base = draft.runtimes[0]?.text;
  const smallerBase = base === source.baseText ? undefined : base;
  const words = source.runs.flatMap(({ operations }) => [...operations.values()].flatMap(({ operands }) => operands));
  const packages = layout.droppedPackages.flatMap((name) => {
    const word = words.find(({ value }) => value?.startsWith(name) === true);
    return word === undefined ? [] : [{ name, span: word.span }];
  });
  if (packages.length === 0 && smallerBase === undefined && draft.prune === undefined) return undefined;
  return { packages, smallerBase, baseSpan: source.stage.baseWord.span };
}
