import { mountCaches } from '../fixes/cache-mounts';
import { probeOf } from '../fixes/health-probe';
import { insertLinesBefore } from '../lint/rewrite';
import { imageConfiguration } from '../model/configuration';
import { cachedOperations } from '../model/download-caches';
import { createModel, type DockerfileModel } from '../model/model';
import { listOfNames } from '../model/unpinned-packages';
import { parseDockerfile } from '../syntax/parse';
import { applyEdits } from '../text/edit';
import type { MultiStageOptions } from './plan';

/** The converted file with what the options add to it. */
export interface Varied {
  readonly kind: 'varied';
  readonly text: string;
  /** Commands of the file that read otherwise now. */
  readonly changedCommands: readonly string[];
  /** Sentences. */
  readonly said: readonly string[];
}

export interface Unvaried {
  readonly kind: 'withheld';
  /** A sentence. */
  readonly reason: string;
}

/** Returns the converted `text` with cache mounts and a health check where `options` ask for them, or why it cannot have them. */
export function varySteps(text: string, options: MultiStageOptions): Varied | Unvaried {
  let varied: Varied = { kind: 'varied', text, changedCommands: [], said: [] };
  const steps = [
    ...(options.cacheMounts === true ? [withCacheMounts] : []),
    ...(options.healthCheck === undefined ? [] : [withHealthCheck(options.healthCheck)]),
  ];
  for (const step of steps) {
    const next = step(varied.text);
    if (next.kind === 'withheld') return next;
    varied = {
      ...next,
      changedCommands: [...varied.changedCommands, ...next.changedCommands],
      said: [...varied.said, ...next.said],
    };
  }
  return varied;
}

/** More steps than this have no file that a person wrote. */
const MOST_STEPS = 100;

function withCacheMounts(text: string): Varied | Unvaried {
  let current = text;
  const changedCommands: string[] = [];
  const managers = new Set<string>();
  for (let round = 0; round < MOST_STEPS; round++) {
    const model = createModel(parseDockerfile(current));
    const found = firstMount(model);
    if (found === undefined) break;
    const { edits } = found;
    for (const name of found.managers) managers.add(name);
    for (const instruction of model.file.instructions.filter(({ keyword }) => keyword === 'RUN')) {
      for (const { nameWord, args, span } of model.scriptOf(instruction).commands) {
        if (!edits.some((edit) => edit.span.start < span.end && edit.span.end >= span.start)) continue;
        changedCommands.push([nameWord, ...args].flatMap((word) => (word === undefined ? [] : [word.text])).join(' '));
      }
    }
    current = applyEdits(current, edits);
  }
  if (managers.size === 0)
    return {
      kind: 'withheld',
      reason: 'No step of the result downloads packages into a cache that a mount could keep.',
    };
  return {
    kind: 'varied',
    text: current,
    changedCommands,
    said: [
      `Cache mounts keep the downloads of ${listOfNames([...managers])}: the build needs BuildKit, and its first run fills them.`,
    ],
  };
}

function firstMount(
  model: DockerfileModel,
): { readonly edits: Parameters<typeof applyEdits>[1]; readonly managers: readonly string[] } | undefined {
  for (const instruction of model.file.instructions) {
    if (instruction.keyword !== 'RUN') continue;
    const missing = cachedOperations(model, instruction).filter(({ isMounted }) => !isMounted);
    const [fix] = missing.length === 0 ? [] : mountCaches(model.file, model, instruction, missing);
    if (fix === undefined || fix.edits.length === 0) continue;
    return { edits: fix.edits, managers: missing.map(({ operation }) => operation.manager.name) };
  }
  return undefined;
}

const PATH = /^\/[\w./?=&%~+-]*$/;

function withHealthCheck(path: string): (text: string) => Varied | Unvaried {
  return (text) => {
    const model = createModel(parseDockerfile(text));
    const stage = model.finalStage;
    const withheld = (reason: string): Unvaried => ({ kind: 'withheld', reason });
    if (!PATH.test(path)) return withheld(`"${path}" is no path of a request, such as "/healthz".`);
    if (stage?.facts === undefined)
      return withheld('The base image of the final stage is not known, so nothing tells what can ask.');
    const { healthcheck, exposedPorts } = imageConfiguration(model, stage);
    if (healthcheck !== undefined) return withheld('The file has a HEALTHCHECK already.');
    const own = [...exposedPorts].filter((port) => /^\d+\/tcp$/.test(port));
    const [port] = own;
    if (port === undefined || own.length > 1 || own.length !== exposedPorts.size)
      return withheld(
        own.length > 1
          ? 'The image exposes several ports, and nothing tells which one answers.'
          : 'The image exposes no port of its own, so nothing tells where to ask.',
      );
    const address = `http://127.0.0.1:${port.replace('/tcp', '')}${path}`;
    const probe = probeOf(stage.facts, address);
    if (probe === undefined) return withheld('The base image of the final stage has no program that can ask.');
    const start = stage.instructions.find(({ keyword }) => keyword === 'ENTRYPOINT' || keyword === 'CMD');
    if (start === undefined) return withheld('The final stage has neither ENTRYPOINT nor CMD.');
    const line = `HEALTHCHECK --timeout=5s --start-period=30s CMD [${probe.argv.map((word) => JSON.stringify(word)).join(', ')}]`;
    return {
      kind: 'varied',
      text: applyEdits(text, [insertLinesBefore(model.file, start, [line])]),
      changedCommands: [],
      said: [
        `The health check asks ${address} with ${probe.tool}: the application has to answer there with success, or the container counts as unhealthy.`,
      ],
    };
  };
}
