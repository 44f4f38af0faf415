import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { startArgumentsOf } from './configuration';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';
import type { Stage } from './stage';

/** A command that a container starts, with the words it is made of. */
export interface StartCommand {
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** Program and arguments; ENTRYPOINT in exec form has those of CMD after its own. */
  readonly words: readonly ShellWord[];
  /** The values of `words`; a word that expands stands as written. */
  readonly argv: readonly string[];
}

/** Returns the commands of the ENTRYPOINT and CMD in force at the end of `stage`, as far as the Dockerfile writes them. */
export const startCommands: (model: DockerfileModel, stage: Stage) => readonly StartCommand[] = remembered(readStart);

function readStart(model: DockerfileModel, stage: Stage): readonly StartCommand[] {
  const { entrypoint, cmd } = startArgumentsOf(model, stage);
  const commandsOf = (instruction: Instruction | undefined): readonly ShellCommand[] =>
    instruction === undefined ? [] : model.scriptOf(instruction).commands;
  const first = entrypoint.instruction;
  const second = cmd.instruction;
  const [program] = commandsOf(first);
  const [args] = commandsOf(second);
  if (first?.exec !== undefined && second?.exec !== undefined && program !== undefined && args !== undefined) {
    const own = wordsOf(program);
    const words = [...own, ...args.wrappers, ...wordsOf(args)];
    // `ENTRYPOINT ["/docker-entrypoint.sh"]` hands over to the words of CMD.
    const isScript = /\.sh$|entrypoint|^(?:tini|dumb-init)$/.test(program.name ?? '');
    if (!isScript) return [startOf(first, program, words)];
  }
  return [first, second].flatMap((instruction) =>
    instruction === undefined
      ? []
      : commandsOf(instruction).map((command) => startOf(instruction, command, wordsOf(command))),
  );
}

function wordsOf({ nameWord, args }: ShellCommand): readonly ShellWord[] {
  return nameWord === undefined ? args : [nameWord, ...args];
}

function startOf(instruction: Instruction, command: ShellCommand, words: readonly ShellWord[]): StartCommand {
  return { instruction, command, words, argv: words.map(({ value, text }) => value ?? text) };
}

/** Tells whether the stage's name says that it is for development or tests. */
export function isDevelopmentStage({ name }: Stage): boolean {
  return /(?:^|[-_.])(?:dev|develop|development|devel|debug|local|test|tests|testing|ci|e2e|lint|storybook|docs)(?:$|[-_.])/.test(
    name ?? '',
  );
}
