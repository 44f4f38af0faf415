import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { stageChain } from './configuration';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';
import type { Stage } from './stage';

/** A call that creates a user or a group: `useradd`, `adduser`, `groupadd` or `addgroup`. */
export interface AccountCreation {
  readonly kind: 'user' | 'group';
  readonly tool: 'useradd' | 'adduser' | 'groupadd' | 'addgroup';
  /** The account's name; `undefined` where the text does not tell. */
  readonly name: string | undefined;
  readonly nameWord: ShellWord | undefined;
  /** The numeric id; `undefined` where none is given or it is not literal. */
  readonly id: number | undefined;
  readonly idWord: ShellWord | undefined;
  /** The primary group, a name or a number, as written. */
  readonly group: string | undefined;
  readonly shellWord: ShellWord | undefined;
  readonly shell: string | undefined;
  /** Every option in order, clusters (`-ms`) taken apart. */
  readonly options: readonly AccountOption[];
  /** Words that are no options. */
  readonly operands: readonly ShellWord[];
  readonly command: ShellCommand;
  readonly instruction: Instruction;
}

export interface AccountOption {
  /** As written, without its value: `-u`, `--uid`. */
  readonly name: string;
  readonly word: ShellWord;
  readonly value: string | undefined;
  readonly valueWord: ShellWord | undefined;
}

const TOOLS: ReadonlySet<string> = new Set(['useradd', 'adduser', 'groupadd', 'addgroup']);

// Options with a value in any dialect (shadow's useradd(8) and groupadd(8), BusyBox, Debian's adduser(8)).
const SHORT_WITH_VALUE: Readonly<Record<AccountCreation['tool'], string>> = {
  useradd: 'bcdefgGkKpsuZRP',
  groupadd: 'gKpRPU',
  adduser: 'hgsGukdc',
  addgroup: 'g',
};
const LONG_WITH_VALUE: ReadonlySet<string> = new Set(
  'base-dir comment home-dir home expiredate inactive gid groups skel key password shell uid selinux-user root prefix users gecos ingroup firstuid lastuid firstgid lastgid conf add_extra_groups'
    .split(' ')
    .map((name) => `--${name}`),
);

/** Returns the users and groups that `stage` and the stages below it create, in order. */
export function accountsOfChain(model: DockerfileModel, stage: Stage): readonly AccountCreation[] {
  return stage.parent === undefined
    ? accountsOf(model, stage)
    : stageChain(stage).flatMap((one) => accountsOf(model, one));
}

/** Returns the users and groups that the RUN instructions of `stage` create. */
export const accountsOf: (model: DockerfileModel, stage: Stage) => readonly AccountCreation[] =
  remembered(readAccounts);

function readAccounts(model: DockerfileModel, stage: Stage): readonly AccountCreation[] {
  return stage.instructions
    .filter(({ keyword }) => keyword === 'RUN')
    .flatMap((instruction) =>
      model.scriptOf(instruction).commands.flatMap((command) => accountCreation(command, instruction) ?? []),
    );
}

function accountCreation(command: ShellCommand, instruction: Instruction): AccountCreation | undefined {
  const tool = command.name;
  if (tool === undefined || !isTool(tool)) return undefined;
  const { options, operands } = readWords(tool, command.args);
  const valueOf = (...names: readonly string[]): AccountOption | undefined =>
    options.findLast(({ name }) => names.includes(name));
  // With two operands, BusyBox's and Debian's tools put a user into a group.
  if ((tool === 'addgroup' || tool === 'adduser') && operands.length > 1) return undefined;
  if (options.some(({ name }) => name === '-D' || name === '--defaults') && tool === 'useradd') return undefined;
  const isGroup = tool === 'groupadd' || tool === 'addgroup';
  const id = isGroup ? valueOf('-g', '--gid') : valueOf('-u', '--uid');
  const group = tool === 'useradd' ? valueOf('-g', '--gid') : valueOf('-G', '--ingroup', '--gid');
  const shell = isGroup ? undefined : valueOf('-s', '--shell');
  // shadow takes one operand, the last word; the others take the first.
  const nameWord = tool.endsWith('add') ? operands.at(-1) : operands[0];
  return {
    kind: isGroup ? 'group' : 'user',
    tool,
    name: nameWord?.value,
    nameWord,
    id: id?.value !== undefined && /^\d+$/.test(id.value) ? Number(id.value) : undefined,
    idWord: id?.valueWord,
    group: isGroup ? undefined : group?.value,
    shell: shell?.value,
    shellWord: shell?.valueWord,
    options,
    operands,
    command,
    instruction,
  };
}

function isTool(name: string): name is AccountCreation['tool'] {
  return TOOLS.has(name);
}

function readWords(
  tool: AccountCreation['tool'],
  args: readonly ShellWord[],
): { readonly options: readonly AccountOption[]; readonly operands: readonly ShellWord[] } {
  const options: AccountOption[] = [];
  const operands: ShellWord[] = [];
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (word === undefined) continue;
    const text = word.value ?? word.text;
    if (!text.startsWith('-') || text === '-') {
      operands.push(word);
      continue;
    }
    if (text === '--') {
      operands.push(...args.slice(index + 1));
      break;
    }
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const name = equals === -1 ? text : text.slice(0, equals);
      const takesNext = equals === -1 && LONG_WITH_VALUE.has(name);
      const next = takesNext ? args[index + 1] : undefined;
      if (takesNext) index++;
      const value = equals === -1 ? next?.value : word.value === undefined ? undefined : text.slice(equals + 1);
      options.push({ name, word, value, valueWord: equals === -1 ? next : word });
      continue;
    }
    // A cluster: flags, and last perhaps an option with its value attached or in the next word.
    for (let letter = 1; letter < text.length; letter++) {
      const name = `-${text[letter] ?? ''}`;
      if (!SHORT_WITH_VALUE[tool].includes(text[letter] ?? '')) {
        options.push({ name, word, value: undefined, valueWord: undefined });
        continue;
      }
      const attached = text.slice(letter + 1);
      const next = attached === '' ? args[index + 1] : undefined;
      if (attached === '') index++;
      const value = attached === '' ? next?.value : word.value === undefined ? undefined : attached;
      options.push({ name, word, value, valueWord: attached === '' ? next : word });
      break;
    }
  }
  return { options, operands };
}
