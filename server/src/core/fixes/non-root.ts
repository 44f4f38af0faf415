import type { BuildContext } from '../context/build-context';
import { indentOf } from '../lint/rewrite';
import type { DockerfileModel } from '../model/model';
import { baseName, isWithin, joinPath } from '../model/paths';
import type { Stage } from '../model/stage';
import { containerStart } from '../model/start';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt, replace, type TextEdit } from '../text/edit';
import { chooseIdentity, type Identity } from './identity';
import { needOfRoot, obstacleOf, withheld, type Withheld } from './obstacles';

/** How a stage's container is made to run as another user than root, or why it is left alone. */
export type NonRootPlan =
  | {
      readonly kind: 'plan';
      readonly edits: readonly TextEdit[];
      /** The operand of USER: `10001:10001`. */
      readonly user: string;
      /** An imperative. */
      readonly title: string;
      readonly because: string;
    }
  | Withheld;

/** Returns the edits that make the container of `stage`, which runs as root, run as a user with a fixed numeric id. */
export function planNonRoot(model: DockerfileModel, stage: Stage, context: BuildContext | undefined): NonRootPlan {
  const { facts } = stage;
  if (facts === undefined) return withheld('the base image is not known');
  const start = containerStart(model, stage, context);
  const obstacle = needOfRoot(model, stage, facts, start) ?? obstacleOf(model, stage, start);
  if (obstacle !== undefined) return obstacle;
  if (hasSyntaxProblem(model, stage)) return withheld('a line of the stage does not parse');
  const identity = chooseIdentity(model, stage, facts);
  if (identity === undefined) return withheld('the instructions run in a shell other than sh and bash');
  const script = start.unreadScripts[0];
  const caution = script === undefined ? '' : ` ${baseName(script)} runs as that user too.`;
  return {
    kind: 'plan',
    // Made when somebody looks at them: whether there is a plan is asked at every keystroke.
    get edits() {
      const chowns = [...ownedCopies(model, stage, identity.user), ...ownedDirectories(model, stage, identity.user)];
      return [...placeUser(model, stage, identity), ...chowns];
    },
    user: identity.user,
    title: identity.title,
    because: `The process runs as ${identity.description}. It can read the files that are copied without --chown, but not change them; whatever else it writes at run time needs an owner.${caution}`,
  };
}

/** What stands below a heredoc that is never closed, or a continuation that ends nowhere, would belong to it. */
function hasSyntaxProblem({ file }: DockerfileModel, stage: Stage): boolean {
  const last = stage.instructions.at(-1) ?? stage.from;
  const { end } = last.linesSpan;
  if (file.text.slice(last.span.end - 1, end).includes(file.escape)) return true;
  return file.problems.some(({ span }) => stage.from.span.start <= span.start && span.start <= end);
}

const CHANGES_FILES: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);
const STARTS: ReadonlySet<string> = new Set(['CMD', 'ENTRYPOINT', 'HEALTHCHECK']);

/** USER below the last step that changes files, above CMD, ENTRYPOINT and HEALTHCHECK; the account above the first COPY. */
function placeUser(model: DockerfileModel, stage: Stage, { user, creation }: Identity): readonly TextEdit[] {
  const { instructions } = stage;
  const lastStep = instructions.findLastIndex(({ keyword }) => CHANGES_FILES.has(keyword));
  const run = creation === undefined ? [] : creationLines(model, creation);
  const after = instructions.slice(lastStep + 1);
  const explicit = after.findLast(({ keyword }) => keyword === 'USER');
  if (explicit?.words[0] !== undefined) {
    const written = replace(explicit.words[0].span, user);
    const early = run.length === 0 ? [] : earlyPlace(model, stage, lastStep, run);
    if (early !== undefined) return [written, ...early];
    return [insertAt(explicit.span.end, [...run, `USER ${user}`].map((line) => `${model.file.eol}${line}`).join(''))];
  }
  const early = run.length === 0 ? undefined : earlyPlace(model, stage, lastStep, run);
  const lines = [...(early === undefined ? run : []), `USER ${user}`];
  const start = after.find(({ keyword }) => STARTS.has(keyword));
  const last = instructions.at(-1) ?? stage.from;
  const place = start === undefined ? below(model, last, lines) : above(model, start, lines);
  return [...(early ?? []), place];
}

/** One RUN of two commands, continued on a second line. */
function creationLines({ file }: DockerfileModel, commands: readonly string[]): readonly string[] {
  const last = commands.length - 1;
  return commands.map(
    (command, index) => `${index === 0 ? 'RUN ' : '    && '}${command}${index === last ? '' : ` ${file.escape}`}`,
  );
}

/** Above the first COPY, so that a changed file does not create the account again; `undefined` where root is not in force there. */
function earlyPlace(
  model: DockerfileModel,
  stage: Stage,
  lastStep: number,
  run: readonly string[],
): readonly TextEdit[] | undefined {
  const first = stage.instructions
    .slice(0, lastStep + 1)
    .find(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  if (first === undefined) return undefined;
  const { user, shell } = model.stateBefore(first);
  if (user.isRoot !== true || !(shell[0] ?? '').endsWith('sh')) return undefined;
  return [above(model, first, run)];
}

/** Above the comments that belong to `instruction`. */
function above({ file }: DockerfileModel, instruction: Instruction, lines: readonly string[]): TextEdit {
  const [comment] = instruction.leadingComments;
  const indent = indentOf(file, instruction);
  const offset = Math.max(comment?.line.start ?? instruction.linesSpan.start, file.start);
  return insertAt(offset, lines.map((line) => `${indent}${line}${file.eol}`).join(''));
}

function below({ file }: DockerfileModel, instruction: Instruction, lines: readonly string[]): TextEdit {
  const indent = indentOf(file, instruction);
  return insertAt(instruction.span.end, lines.map((line) => `${file.eol}${indent}${line}`).join(''));
}

const DATA_DIRECTORY = /^(?:data|uploads?|media|instance|storage|logs?|tmp|var|db|database|cache|sessions?)$/i;

/** Copies of directories that hold what a process writes: they get an owner as they are copied. */
function ownedCopies(model: DockerfileModel, stage: Stage, user: string): readonly TextEdit[] {
  if (!/^[\d:]+$/.test(user)) return [];
  return stage.instructions.flatMap((instruction) => {
    const copy = model.copyOf(instruction);
    if (copy?.destinationPath === undefined || copy.chown !== undefined) return [];
    if (!DATA_DIRECTORY.test(baseName(copy.destinationPath))) return [];
    if (!copy.sources.every(({ path }) => path !== undefined && DATA_DIRECTORY.test(baseName(path)))) return [];
    return [insertAt(instruction.keywordSpan.end, ` --chown=${user}`)];
  });
}

/** Directories below which the system, or root alone, has its files. */
const OF_THE_SYSTEM = /^\/(?:usr|etc|root|boot|dev|proc|sys|bin|sbin|lib\w*|var\/lib\/(?:apt|dpkg))(?:\/|$)|^(?:\/|~)$/;

/** Directories that a RUN makes and nothing fills: the process writes there, so they get its owner as they are made. */
function ownedDirectories(model: DockerfileModel, stage: Stage, user: string): readonly TextEdit[] {
  if (!/^[\d:]+$/.test(user)) return [];
  const commands = stage.instructions.flatMap((instruction) =>
    instruction.keyword === 'RUN' ? model.scriptOf(instruction).commands : [],
  );
  const copied = stage.instructions.flatMap((instruction) => model.copyOf(instruction)?.destinationPath ?? []);
  return stage.instructions.flatMap((instruction) => {
    const { workdir, user: current } = model.stateBefore(instruction);
    if (instruction.keyword !== 'RUN' || current.isRoot !== true) return [];
    const script = model.scriptOf(instruction).commands;
    return script.flatMap((command) => {
      // After a `cd`, or before an owner of its own, the text says something else.
      const isPlain = !script.some(({ name }) => /^(?:cd|pushd|chown|chmod|install)$/.test(name ?? ''));
      if (command.name !== 'mkdir' || !isPlain || command.redirects.length > 0) return [];
      const names = command.args.flatMap(({ value }, index) => {
        const path = joinPath(workdir, value ?? '');
        const isOption =
          value?.startsWith('-') === true || /^(?:-m|--mode)$/.test(command.args[index - 1]?.value ?? '');
        if (value === undefined || path === undefined || isOption || OF_THE_SYSTEM.test(path)) return [];
        const final = model.finalState(stage).workdir ?? '/';
        const isFilled =
          isWithin(final, path) ||
          copied.some((one) => isWithin(one, path)) ||
          commands.some(
            (one) => one !== command && one.args.some(({ text }) => text.split(/[/"'=]/).includes(baseName(path))),
          );
        return isFilled ? [] : [value];
      });
      return names.length === 0 ? [] : [insertAt(command.span.end, ` && chown ${user} ${names.join(' ')}`)];
    });
  });
}
