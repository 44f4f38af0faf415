import type { DockerfileModel } from './model';

/**
 * Returns `compute` with a memory: asked twice about one subject (a stage, an instruction) of one model, it computes once.
 * Several rules ask the same.
 */
export function remembered<S extends object, V>(
  compute: (model: DockerfileModel, subject: S) => V,
): (model: DockerfileModel, subject: S) => V {
  const answers = new WeakMap<DockerfileModel, Map<S, { readonly value: V }>>();
  return (model, subject) => {
    let known = answers.get(model);
    if (known === undefined) answers.set(model, (known = new Map()));
    let answer = known.get(subject);
    if (answer === undefined) known.set(subject, (answer = { value: compute(model, subject) }));
    return answer.value;
  };
}
