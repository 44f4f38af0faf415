import type { Layout } from './engine';
import type { Disposition, Layout as LayoutName, Placement, Refusal } from './plan';
import type { Addition, Draft, RuntimeBase, Separation } from './recipe';
import { refuse } from './refusal';
import { buildStart, type Division } from './render';
import { sharedBase } from './shared-base';
import type { Source } from './source';

/** Returns the bases that the layout can have, in the order of preference. */
export function runtimesFor(
  { baseText, facts }: Source,
  { runtimes }: Draft,
  name: LayoutName,
): readonly RuntimeBase[] {
  if (name !== 'base-builder-runtime') return runtimes;
  // A distribution's own image is no larger for being shared; a language's full image would ship its compilers.
  const same = runtimes.filter(({ text }) => text === baseText);
  return facts.language === undefined && same.length > 0 ? same : runtimes;
}

/** Returns why the layout `name` does not fit what `draft` does with the file; the nearest one is named. */
export function layoutMisfit(
  { stage, baseText }: Source,
  draft: Draft,
  runtime: RuntimeBase,
  name: LayoutName,
): Refusal | undefined {
  if (name === 'base-builder-runtime' && runtime.text !== baseText) {
    return refuse(
      'R17',
      `The layout base-builder-runtime does not fit: the build needs "${baseText}", and what it makes runs on ${runtime.text}, so that no base can be shared. The nearest layout is builder-runtime.`,
      stage.baseWord?.span,
    );
  }
  if (name === 'deps-build-runtime' && separationOf(draft) === undefined) {
    const why =
      typeof draft.separation === 'string'
        ? draft.separation
        : 'this kind of project has no dependencies that the runtime takes apart from what is built';
    return refuse(
      'R17',
      `The layout deps-build-runtime does not fit: ${why}. The nearest layout is builder-runtime.`,
      stage.baseWord?.span,
    );
  }
  return undefined;
}

/** Returns where the dependencies lie, `undefined` where they cannot be told from what is built. */
export function separationOf({ separation }: Draft): Separation | undefined {
  return typeof separation === 'string' ? undefined : separation;
}

/** Returns how the stages of the layout divide the file, or why they cannot. */
export function divide(
  source: Source,
  draft: Draft,
  layout: Layout,
  name: LayoutName,
  scan: Addition | undefined,
): Division | Refusal {
  switch (name) {
    case 'base-builder-runtime': {
      const shared = sharedBase(source, draft, layout, buildStart(draft, layout));
      return 'id' in shared ? shared : { layout: name, shared };
    }
    case 'deps-build-runtime': {
      const separation = separationOf(draft);
      if (separation !== undefined) return { layout: name, separation, scan };
      return refuse('R17', 'Dependencies and build cannot be told apart.', source.stage.baseWord?.span);
    }
    default:
      return { layout: name };
  }
}

/** Returns the dispositions of the two usual stages in the words of the layout. */
export function inLayout(
  dispositions: readonly Disposition[],
  { stage }: Source,
  division: Division,
): readonly Disposition[] {
  switch (division.layout) {
    case 'base-builder-runtime':
      return dispositions.map((disposition) => inSharedBase(disposition, stage.from, division.shared));
    case 'deps-build-runtime': {
      const { lastInstall } = division.separation;
      return dispositions.map((disposition) => {
        const { instruction } = disposition;
        if (instruction.index < stage.from.index) return disposition;
        const name: Placement = instruction.index <= lastInstall.index ? 'dependencies' : 'build';
        const renamed = (placement: Placement): Placement => (placement === 'builder' ? name : placement);
        const commands = disposition.commands?.map((one) => ({
          ...one,
          placement: renamed(one.placement),
          why: inStages(one.why),
        }));
        return {
          ...disposition,
          placement: renamed(disposition.placement),
          ...(commands === undefined ? {} : { commands }),
          why: inStages(disposition.why),
        };
      });
    }
    default:
      return dispositions;
  }
}

/** The reasons speak of one builder: here it is two stages. */
function inStages(why: string): string {
  return why
    .replace('The builder keeps its base', 'Dependencies and build keep their base')
    .replace(/^(Installs .*) from the builder/, '$1 from a stage of their own')
    .replace('from the builder', 'from the build');
}

function inSharedBase(
  disposition: Disposition,
  from: Disposition['instruction'],
  shared: Extract<Division, { readonly layout: 'base-builder-runtime' }>['shared'],
): Disposition {
  const { instruction } = disposition;
  if (instruction === from)
    return { ...disposition, placement: 'base', why: 'Builder and runtime stand on one stage with this base.' };
  const one = shared.get(instruction);
  if (one === undefined) return disposition;
  const inBase = (placement: Placement): Placement =>
    placement === 'both' || placement === 'runtime' ? 'base' : placement;
  const commands = disposition.commands?.map((command) => ({ ...command, placement: inBase(command.placement) }));
  return {
    ...disposition,
    placement: 'base',
    ...(commands === undefined ? {} : { commands }),
    why:
      one.builderText === undefined
        ? 'Builder and runtime need it: it stands in the base that they share.'
        : 'The base installs what the running container needs; the builder adds what only the build needs.',
  };
}
