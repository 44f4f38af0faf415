import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { stageChain } from './configuration';
import { isDevelopmentStage } from './effective-start';
import type { DockerfileModel } from './model';
import type { Stage } from './stage';

/** A call of Composer, also as `php composer.phar`. */
export interface ComposerCall {
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  /** `composer` or `composer.phar`. */
  readonly programWord: ShellWord;
  /** The sub-command, `install` for `i`. */
  readonly verb: string;
  readonly verbWord: ShellWord;
  /** The words after the program's. */
  readonly args: readonly ShellWord[];
}

/** Returns the calls of Composer in the RUN instructions of `stage`, in order. */
export function composerCalls(model: DockerfileModel, stage: Stage): readonly ComposerCall[] {
  return stage.instructions.flatMap((instruction) =>
    /^(?:RUN|ONBUILD)$/.test(instruction.keyword)
      ? model.scriptOf(instruction).commands.flatMap((command) => callOf(instruction, command))
      : [],
  );
}

function callOf(instruction: Instruction, command: ShellCommand): readonly ComposerCall[] {
  const { name, nameWord, args } = command;
  if (nameWord === undefined) return [];
  const isComposer = ({ value = '' }: ShellWord): boolean => /(?:^|\/)composer(?:\.phar)?$/.test(value);
  const words = [nameWord, ...args];
  const at = name === 'php' ? words.findIndex(isComposer) : isComposer(nameWord) ? 0 : -1;
  const programWord = words[at];
  const rest = words.slice(at + 1);
  if (programWord === undefined) return [];
  const verbWord = rest.find(
    ({ text }, index) => !text.startsWith('-') && !/^(?:-d|--working-dir)$/.test(rest[index - 1]?.text ?? ''),
  );
  if (verbWord?.value === undefined) return [];
  const verb = verbWord.value === 'i' ? 'install' : verbWord.value;
  return [{ instruction, command, programWord, verb, verbWord, args: rest }];
}

/** Tells whether an option of `call` may hide in a variable. */
export function hasHiddenOptions({ args }: ComposerCall): boolean {
  return args.some(({ value, text, variables, hasSubstitution }) => {
    return value === undefined && !text.startsWith('-') && (variables.length > 0 || hasSubstitution);
  });
}

/** Tells whether `stage` is there to develop in: its name or APP_ENV says so, or a step installs Xdebug or PHPUnit. */
export function isPhpDevelopmentStage(model: DockerfileModel, stage: Stage): boolean {
  if (isDevelopmentStage(stage)) return true;
  const { env, args } = model.finalState(stage);
  if (/^(?:dev|test|local)/.test(env.get('APP_ENV') ?? args.get('APP_ENV') ?? '')) return true;
  return stageChain(stage).some(({ instructions }) =>
    instructions.some(({ keyword, logical }) => keyword === 'RUN' && /\b(?:xdebug|phpunit)\b/i.test(logical.text)),
  );
}
