import type { Analysis } from '../analysis';
import type { MultiStageOptions, MultiStageResult } from './plan';

/** Returns a verified conversion of the file to a multi-stage build, or the reason why there is none. */
export function planMultiStage(analysis: Analysis, options: MultiStageOptions = {}): MultiStageResult {
  void analysis;
  void options;
  return { kind: 'refusal', id: 'R15', message: 'No recipe knows this ecosystem yet.' };
}
