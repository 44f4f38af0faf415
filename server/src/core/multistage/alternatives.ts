import type { Analysis } from '../analysis';
import { planMultiStage } from './convert';
import type { MultiStageOptions, Refusal } from './plan';

/** A choice under which a refused conversion can be had. */
export interface Alternative {
  /** An imperative. */
  readonly title: string;
  /** All options, those that stay included. */
  readonly options: MultiStageOptions;
}

/** Each choice alone, as it is where nobody chooses. */
const RETURNS: readonly {
  readonly title: string;
  readonly isChosen: (options: MultiStageOptions) => boolean;
  readonly without: (options: MultiStageOptions) => MultiStageOptions;
}[] = [
  {
    title: 'Take the base that fits',
    isChosen: ({ runtime = 'auto' }) => runtime !== 'auto',
    without: (options) => ({ ...options, runtime: 'auto' }),
  },
  {
    title: 'Make two stages, builder and runtime',
    isChosen: ({ layout = 'builder-runtime' }) => layout !== 'builder-runtime',
    without: (options) => ({ ...options, layout: 'builder-runtime' }),
  },
  {
    title: 'Keep the user',
    isChosen: ({ nonRoot }) => nonRoot === true,
    without: (options) => ({ ...options, nonRoot: false }),
  },
  {
    title: 'Leave out cache mounts',
    isChosen: ({ cacheMounts }) => cacheMounts === true,
    without: (options) => ({ ...options, cacheMounts: false }),
  },
  {
    title: 'Leave out the health check',
    isChosen: ({ healthCheck }) => healthCheck !== undefined,
    without: ({ healthCheck: _, ...options }) => options,
  },
  {
    title: 'Keep the development server',
    isChosen: ({ productionServer }) => productionServer === true,
    without: (options) => ({ ...options, productionServer: false }),
  },
  {
    title: 'Compile when the container starts',
    isChosen: ({ compileFirst }) => compileFirst === true,
    without: (options) => ({ ...options, compileFirst: false }),
  },
  {
    title: 'Keep development dependencies',
    isChosen: ({ omitDevelopment }) => omitDevelopment === true,
    without: (options) => ({ ...options, omitDevelopment: false }),
  },
  {
    title: 'Keep npm start',
    isChosen: ({ npmStartToNode }) => npmStartToNode === true,
    without: (options) => ({ ...options, npmStartToNode: false }),
  },
];

/**
 * Returns the choices under which the file that `refusal` refuses is converted after all; each has been planned and has
 * passed the checks. Empty where no choice helps.
 */
export function alternativesOf(
  analysis: Pick<Analysis, 'model' | 'context'>,
  options: MultiStageOptions,
  refusal: Refusal,
): readonly Alternative[] {
  const candidates: Alternative[] = RETURNS.filter(({ isChosen }) => isChosen(options)).map(({ title, without }) => ({
    title,
    options: without(options),
  }));
  if (refusal.id === 'R6' && options.productionServer !== true)
    candidates.push({ title: 'Start a production server', options: { ...options, productionServer: true } });
  if (refusal.id === 'R6' && options.compileFirst !== true)
    candidates.push({ title: 'Compile in the build, not at the start', options: { ...options, compileFirst: true } });
  if (refusal.id === 'R6' && options.keepDevelopmentServer !== true)
    candidates.push({
      title: 'Keep the development server, with all that it needs',
      options: { ...options, keepDevelopmentServer: true },
    });
  if (refusal.id === 'R17' && options.omitDevelopment !== true)
    candidates.push({
      title: 'Leave development dependencies behind: the start needs none',
      options: { ...options, omitDevelopment: true },
    });
  const isPossible = (one: Alternative): boolean => planMultiStage(analysis, one.options).kind === 'plan';
  const possible = candidates.filter(isPossible);
  if (possible.length > 0 || candidates.length < 2) return possible;
  const { targets } = options;
  const usual = { title: 'Convert without these choices', options: targets === undefined ? {} : { targets } };
  return [usual].filter(isPossible);
}
