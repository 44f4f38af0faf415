import type { BuildContext } from '../context/build-context';
import { isDevelopmentStage } from '../model/effective-start';
import type { DockerfileModel } from '../model/model';
import type { CopyOperation, Stage, UserState } from '../model/stage';
import { containerStart } from '../model/start';
import { planNonRoot, type NonRootPlan } from './non-root';

/** A container that runs as root although nothing in it asks for that. */
export interface RootContainer {
  readonly stage: Stage;
  readonly user: UserState;
  /** How it could run as another user, or what stands against that. */
  readonly plan: NonRootPlan;
}

/**
 * Returns the container of the final stage where it runs as root and need not: nothing where the base image's user is not
 * known, where the main process has to start as root, and where only a shell is started.
 */
export function needlessRootContainer(
  model: DockerfileModel,
  context: BuildContext | undefined,
): RootContainer | undefined {
  const stage = model.finalStage;
  if (stage?.baseWord === undefined || stage.facts === undefined) return undefined;
  if (isDevelopmentContainer(stage) || isDevelopmentStage(stage)) return undefined;
  const { user } = model.finalState(stage);
  if (user.isRoot !== true) return undefined;
  const word = user.instruction?.words[0];
  // An argument without a value leaves USER empty, but its caller may give one.
  if (word?.text.includes('$') === true) return undefined;
  const start = containerStart(model, stage, context);
  if (word === undefined && (start.isSet ? start.isInteractive : !shipsApplication())) return undefined;
  const plan = planNonRoot(model, stage, context);
  return plan.kind === 'withheld' && plan.needsRoot ? undefined : { stage, user, plan };

  // Without a command, an image of tools and nothing else is a base for others, or a shell to work in.
  function shipsApplication(): boolean {
    return (
      !start.isInteractive ||
      (stage?.instructions.some(
        (instruction) => instruction.keyword === 'EXPOSE' || bringsApplication(model.copyOf(instruction)),
      ) ??
        false)
    );
  }

  // What comes from the build context and is no program among the system's own.
  function bringsApplication(copy: CopyOperation | undefined): boolean {
    if (copy === undefined) return false;
    if (copy.from.kind === 'image') return false;
    // Scripts that a step runs and forgets.
    if (/^\/(?:var\/)?tmp(?:\/|$)/.test(copy.destinationPath ?? '')) return false;
    if (copy.from.kind !== 'stage') return !/^\/(?:usr(?:\/local)?\/)?s?bin\//.test(copy.destinationPath ?? '');
    const { stage: from } = copy.from;
    return from.instructions.some((instruction) => model.copyOf(instruction)?.from.kind === 'context');
  }
}

/** Editors take the user of a development container from the image's metadata, and start it as root. */
export function isDevelopmentContainer({ image }: Stage): boolean {
  return /(?:^|\/)devcontainers\//.test(image?.text ?? '');
}
