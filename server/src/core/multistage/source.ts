import type { BuildContext } from '../context/build-context';
import type { ImageFacts } from '../knowledge/image-facts';
import type { ImageName } from '../knowledge/image-facts';
import type { DockerfileModel } from '../model/model';
import { packageOperation, type PackageOperation } from '../model/packages';
import { joinPath } from '../model/paths';
import { opaqueFacts } from './opaque-base';
import type { Refusal } from './plan';
import type { Stage } from '../model/stage';
import type { ShellCommand, ShellScript } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { expandInScript } from './shell-values';

/** The single stage that is to be converted, with what a recipe asks of it. */
export interface Source {
  readonly file: Dockerfile;
  /** The file before a choice gave it another start command: a development stage starts as the author wrote. */
  readonly asWritten?: { readonly file: Dockerfile; readonly instructionOf: (instruction: Instruction) => Instruction };
  readonly model: DockerfileModel;
  readonly context: BuildContext | undefined;
  readonly stage: Stage;
  readonly facts: ImageFacts;
  /** No table knows the base: `facts` hold what the file itself shows, and both stages have to stand on it. */
  readonly isOpaque: boolean;
  /** Something starts services or jobs by a configuration of its own: the refusal for a plan that moves programs to other paths. */
  readonly services?: Refusal;
  readonly image: ImageName;
  /** The base image as written, variables and all. */
  readonly baseText: string;
  /** RUN instructions with their commands. */
  readonly runs: readonly SourceRun[];
  /** What the container starts: the words of ENTRYPOINT and CMD, and of shell strings in them. */
  readonly started: readonly ShellCommand[];
  readonly command: Instruction | undefined;
  readonly entrypoint: Instruction | undefined;
  readonly healthcheck: Instruction | undefined;
}

export interface SourceRun {
  readonly instruction: Instruction;
  /** The text of the whole file, into which spans point. */
  readonly text: string;
  readonly script: ShellScript;
  readonly operations: ReadonlyMap<ShellCommand, PackageOperation>;
}

/** Returns the source for `stage`; `facts` are those of its base image, where a table knows it. */
export function createSource(
  model: DockerfileModel,
  context: BuildContext | undefined,
  stage: Stage,
  facts: ImageFacts | undefined,
  image: ImageName,
): Source {
  const last = (keyword: string): Instruction | undefined =>
    stage.instructions.findLast((instruction) => instruction.keyword === keyword);
  const entrypoint = last('ENTRYPOINT');
  const command = last('CMD');
  return {
    file: model.file,
    model,
    context,
    stage,
    facts: facts ?? opaqueFacts(model, stage),
    isOpaque: facts === undefined,
    image,
    baseText: stage.baseWord?.text ?? '',
    runs: stage.instructions
      .filter(({ keyword }) => keyword === 'RUN')
      .map((instruction) => {
        const script = model.scriptOf(instruction);
        const operations = new Map<ShellCommand, PackageOperation>();
        for (const found of script.commands) {
          const operation = packageOperation(found);
          if (operation !== undefined) operations.set(found, operation);
        }
        return { instruction, text: model.file.text, script, operations };
      }),
    started: [entrypoint, command].flatMap((instruction) =>
      instruction === undefined ? [] : model.scriptOf(instruction).commands,
    ),
    command,
    entrypoint,
    healthcheck: last('HEALTHCHECK'),
  };
}

/** Returns the text of the command's words, as far as they are literal. */
export function commandText(command: ShellCommand): string {
  const words = [command.nameWord, ...command.args].flatMap((word) =>
    word === undefined ? [] : [word.value ?? word.text],
  );
  return words.join(' ');
}

function atHome(
  path: string,
  model: DockerfileModel,
  instruction: Instruction,
  directory: string | undefined,
): string | undefined {
  if (!path.startsWith('~')) return joinPath(directory, path);
  const { user, env } = model.stateBefore(instruction);
  return user.isRoot === true && !env.has('HOME') && /^~(?:\/|$)/.test(path) ? `/root${path.slice(1)}` : undefined;
}

/** Returns the directory in which `command` runs: WORKDIR, moved on by each literal `cd` before it in the same script. */
export function directoryAt(
  model: DockerfileModel,
  instruction: Instruction,
  command: ShellCommand,
): string | undefined {
  let directory = model.stateBefore(instruction).workdir;
  for (const earlier of model.scriptOf(instruction).commands) {
    if (earlier === command) break;
    if (earlier.name !== 'cd') continue;
    const word = earlier.args[0];
    const path =
      word === undefined || word.hasSubstitution
        ? undefined
        : (word.value ?? expandInScript(model, instruction, word.text.replace(/^"(.*)"$/, '$1')));
    directory = path === undefined ? undefined : atHome(path, model, instruction, directory);
  }
  return directory;
}
