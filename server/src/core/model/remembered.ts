import { noteReads, recordReads, type Ground } from '../reads/reads';
import type { DockerfileModel } from './model';

/**
 * Returns `compute` with a memory: asked twice about one subject (a stage, an instruction) of one model, it computes once.
 * Several rules ask the same.
 */
export function remembered<S extends object, V>(
  compute: (model: DockerfileModel, subject: S) => V,
): (model: DockerfileModel, subject: S) => V {
  const answers = new WeakMap<DockerfileModel, Map<S, { readonly value: V; readonly grounds: readonly Ground[] }>>();
  return (model, subject) => {
    const known = answers.get(model) ?? new Map<S, { readonly value: V; readonly grounds: readonly Ground[] }>();
    if (known.size === 0) answers.set(model, known);
    let answer = known.get(subject);
    if (answer === undefined) known.set(subject, (answer = recordReads(() => compute(model, subject))));
    else noteReads(answer.grounds);
    return answer.value;
  };
}
