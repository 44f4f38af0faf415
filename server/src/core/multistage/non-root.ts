import type { BuildContext } from '../context/build-context';
import { planNonRoot } from '../fixes/non-root';
import { createModel } from '../model/model';
import { parseDockerfile } from '../syntax/parse';
import { applyEdits } from '../text/edit';

/** Returns `text` with a user without privileges in its final stage, or why none can be added. */
export function applyNonRoot(
  text: string,
  context: BuildContext | undefined,
):
  | { readonly kind: 'text'; readonly text: string; readonly because: string | undefined }
  | { readonly kind: 'withheld'; readonly reason: string } {
  const model = createModel(parseDockerfile(text));
  const stage = model.finalStage;
  if (stage === undefined) return { kind: 'withheld', reason: 'the file has no stage.' };
  if (model.finalState(stage).user.isRoot === false) return { kind: 'text', text, because: undefined };
  const plan = planNonRoot(model, stage, context);
  if (plan.kind === 'withheld') return { kind: 'withheld', reason: `${plan.reason}.` };
  return { kind: 'text', text: applyEdits(text, plan.edits), because: plan.because };
}
