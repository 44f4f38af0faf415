import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';

const locals = new WeakMap<DockerfileModel, Map<Instruction, ReadonlyMap<string, string | undefined>>>();

/** Returns `text` of a RUN with the variables that its own script assigns, and then those of the Dockerfile; `undefined` where a value is not known. */
export function expandInScript(model: DockerfileModel, run: Instruction, text: string): string | undefined {
  const own = localsOf(model, run);
  let isKnown = true;
  const replaced = text.replace(/\$(?:\{(\w+)\}|(\w+))/g, (whole, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? '';
    if (!own.has(name)) {
      isKnown &&= !isOfUnknownBase(model, run, name);
      return whole;
    }
    const value = own.get(name);
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown ? model.expandAt(replaced, run) : undefined;
}

/** An image that no table knows may set any variable that the file itself does not. */
function isOfUnknownBase(model: DockerfileModel, run: Instruction, name: string): boolean {
  let stage = model.stageOf(run);
  while (stage?.parent !== undefined) stage = stage.parent;
  if (stage === undefined || stage.facts !== undefined) return false;
  const { env, args } = model.stateBefore(run);
  return !env.has(name) && !args.has(name);
}

/** The variables that the script of a RUN assigns or exports: once, and with a text that is known. */
function localsOf(model: DockerfileModel, run: Instruction): ReadonlyMap<string, string | undefined> {
  // Asked first, so that it is noted that the answer rests on them.
  const { commands } = model.scriptOf(run);
  void model.stateBefore(run);
  const ofModel = locals.get(model) ?? new Map<Instruction, ReadonlyMap<string, string | undefined>>();
  locals.set(model, ofModel);
  const known = ofModel.get(run);
  if (known !== undefined) return known;
  const found = new Map<string, string | undefined>();
  ofModel.set(run, found);
  for (const { name, args, assignments, isConditional } of commands) {
    const pairs =
      name === undefined
        ? assignments.map((one) => ({ key: one.name, word: one.value, text: one.value?.text ?? '' }))
        : /^(?:export|local|readonly|declare)$/.test(name)
          ? args.flatMap((word) => {
              const [, key, text] = /^(\w+)=(.*)$/s.exec(word.text) ?? [];
              return key === undefined ? [] : [{ key, word, text: text ?? '' }];
            })
          : [];
    for (const { key, word, text } of pairs) {
      const isLiteral = word?.hasSubstitution !== true && !isConditional && !found.has(key);
      const value = isLiteral ? expandInScript(model, run, text.replace(/["']/g, '')) : undefined;
      found.set(key, value);
    }
  }
  return found;
}
