import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';
import type { DockerfileModel } from './model';
import { remembered } from './remembered';

/** A mode that an instruction gives to files: `chmod 777 /app`, `mkdir -m 777`, `COPY --chmod=777`. */
export interface ModeChange {
  readonly instruction: Instruction;
  /** `undefined` for a flag of COPY and ADD. */
  readonly command: ShellCommand | undefined;
  /** The mode as written, without quotes: `0777`, `a+rwx`. */
  readonly mode: string;
  readonly modeSpan: Span;
  /** `command` or the flag. */
  readonly name: string;
  /** The paths as written; empty for COPY and ADD. */
  readonly paths: readonly ShellWord[];
  readonly isRecursive: boolean;
  /** Everybody may write. */
  readonly isWorldWritable: boolean;
  /** Sets the set-user-id or the set-group-id bit. */
  readonly setsId: 'user' | 'group' | 'both' | undefined;
  /** Everybody may write, but only delete what is theirs. */
  readonly isSticky: boolean;
}

/** Returns the modes that `instruction` gives to files. */
export const modeChangesOf: (model: DockerfileModel, instruction: Instruction) => readonly ModeChange[] = remembered(
  (model, instruction) => [
    ...flagChanges(instruction.trigger ?? instruction),
    ...model.scriptOf(instruction).commands.flatMap((command) => commandChange(instruction, command)),
  ],
);

function flagChanges(instruction: Instruction): readonly ModeChange[] {
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
  return instruction.flags.flatMap(({ name, value, valueSpan }) => {
    const facts = name === 'chmod' && value !== undefined ? readMode(value) : undefined;
    if (facts === undefined || value === undefined || valueSpan === undefined) return [];
    return [
      {
        instruction,
        command: undefined,
        mode: value,
        modeSpan: valueSpan,
        name: '--chmod',
        paths: [],
        isRecursive: false,
        ...facts,
      },
    ];
  });
}

function commandChange(instruction: Instruction, command: ShellCommand): readonly ModeChange[] {
  const { name, args } = command;
  const found =
    name === 'chmod' ? chmodMode(args) : name === 'mkdir' || name === 'install' ? modeOption(args) : undefined;
  if (found === undefined) return [];
  const facts = readMode(found.mode);
  return facts === undefined || name === undefined ? [] : [{ instruction, command, name, ...found, ...facts }];
}

interface FoundMode {
  readonly mode: string;
  readonly modeSpan: Span;
  readonly paths: readonly ShellWord[];
  readonly isRecursive: boolean;
}

function chmodMode(args: readonly ShellWord[]): FoundMode | undefined {
  const operands = args.filter(({ value, text }) => !/^-[A-Zcfv]|^--/.test(value ?? text));
  const options = args.filter((word) => !operands.includes(word)).map(({ value, text }) => value ?? text);
  const [word, ...paths] = operands;
  if (word?.value === undefined || options.some((option) => option.startsWith('--reference'))) return undefined;
  return {
    mode: word.value,
    modeSpan: word.span,
    paths,
    isRecursive: options.some((option) => option === '--recursive' || /^-[a-zA-Z]*R/.test(option)),
  };
}

function modeOption(args: readonly ShellWord[]): FoundMode | undefined {
  for (const [index, word] of args.entries()) {
    const text = word.value ?? '';
    const [, attached] = /^--mode=(.+)$/.exec(text) ?? /^-[a-zA-Z]*?m(\d+)$/.exec(text) ?? [];
    const paths = args.slice(index + 1).filter(({ value }) => value?.startsWith('-') !== true);
    if (attached !== undefined && word.value === word.text) {
      const span = { start: word.span.end - attached.length, end: word.span.end };
      return { mode: attached, modeSpan: span, paths, isRecursive: false };
    }
    const next = args[index + 1];
    if (/^(?:--mode|-[a-zA-Z]*m)$/.test(text) && next?.value !== undefined)
      return { mode: next.value, modeSpan: next.span, paths: paths.slice(1), isRecursive: false };
  }
  return undefined;
}

type ModeFacts = Pick<ModeChange, 'isWorldWritable' | 'setsId' | 'isSticky'>;

function readMode(mode: string): ModeFacts | undefined {
  if (/^[0-7]{1,5}$/.test(mode)) {
    const bits = Number.parseInt(mode, 8);
    const user = (bits & 0o4000) !== 0;
    const group = (bits & 0o2000) !== 0;
    return {
      isWorldWritable: (bits & 0o002) !== 0,
      setsId: user && group ? 'both' : user ? 'user' : group ? 'group' : undefined,
      isSticky: (bits & 0o1000) !== 0,
    };
  }
  if (
    !/^[ugoa]*[-+=][rwxXstugo]*(?:[-+=][rwxXstugo]*)*(?:,[ugoa]*[-+=][rwxXstugo]*(?:[-+=][rwxXstugo]*)*)*$/.test(mode)
  )
    return undefined;
  let isWorldWritable = false;
  let isSticky = false;
  let user = false;
  let group = false;
  for (const clause of mode.split(',')) {
    const who = /^[ugoa]*/.exec(clause)?.[0] ?? '';
    for (const [, operator, permissions = ''] of clause.matchAll(/([-+=])([rwxXstugo]*)/g)) {
      const isGiven = operator !== '-';
      // Without a class the umask (022 in builds) holds the write bit back.
      if (/[oa]/.test(who) && permissions.includes('w')) isWorldWritable = isGiven;
      if (permissions.includes('t')) isSticky = isGiven;
      if (permissions.includes('s') && /^$|[ua]/.test(who)) user = isGiven;
      if (permissions.includes('s') && /^$|[ga]/.test(who)) group = isGiven;
    }
  }
  return { isWorldWritable, isSticky, setsId: user && group ? 'both' : user ? 'user' : group ? 'group' : undefined };
}
