import { accountCommandsOf, readAccountCommand } from '../../knowledge/user-creation';
import { providesTool } from '../../knowledge/image-tools';
import { stageChain } from '../../model/configuration';
import type { DockerfileModel } from '../../model/model';
import type { Stage } from '../../model/stage';
import { variableUses } from '../../model/variables';
import type { ShellCommand } from '../../shell/shell';
import type { Instruction } from '../../syntax/dockerfile';
import { baseDifference, isSameBase } from './copies';
import type { Conversion, Violation } from './violation';

/** V9: a stage without a shell runs nothing and starts nothing through one. */
export function* checkShells({ after }: Conversion): Generator<Violation> {
  for (const stage of after.stages) {
    if (stage.facts?.isDistroless !== true) continue;
    for (const instruction of stage.instructions) {
      const { keyword, exec, healthType, span } = instruction;
      const name = stage.image?.text ?? 'the base image';
      if (keyword === 'RUN') yield { check: 'V9', message: `${name} has no shell for RUN.`, span };
      const starts =
        keyword === 'CMD' ||
        keyword === 'ENTRYPOINT' ||
        (keyword === 'HEALTHCHECK' && healthType?.text.toUpperCase() === 'CMD');
      const [program] = exec ?? [];
      const callsShell = program !== undefined && /^(?:.*\/)?(?:ba|da|a)?sh$/.test(program.value);
      if (starts && (exec === undefined || callsShell))
        yield { check: 'V9', message: `${name} has no shell for ${keyword}.`, span };
    }
  }
}

/** V10: the owner of what is copied exists by then, in numbers where nothing can look names up; so does USER. */
export function* checkOwners({ before, after, original }: Conversion): Generator<Violation> {
  const oldNames = new Set(
    stageChain(original)
      .flatMap(({ instructions }) => instructions)
      .flatMap((instruction) => ownerNames(before, instruction)),
  );
  for (const stage of after.stages) {
    for (const instruction of stage.instructions) {
      const isLinked = instruction.flags.some(({ name, value }) => name === 'link' && value !== 'false');
      for (const name of ownerNames(after, instruction)) {
        const span = instruction.span;
        const isCopy = instruction.keyword !== 'USER';
        if (isCopy && isLinked) {
          yield { check: 'V10', message: `--link takes owners in numbers, not ${name}.`, span };
        } else if (isCopy && stage.facts?.isDistroless === true) {
          yield {
            check: 'V10',
            message: `${stage.image?.text ?? 'The base image'} takes owners in numbers, not ${name}.`,
            span,
          };
        } else if (!accountExists(after, stage, instruction, name)) {
          // An unknown image has whatever accounts the original used with the same image.
          const hasSameAccounts = isSameBase(stage, original) || baseDifference(original, stage, false) === undefined;
          // An account that the original's own image brings is not one of its distribution.
          const isOfImage =
            !isSameBase(stage, original) && original.facts?.users.some((account) => account.name === name) === true;
          const isInherited =
            hasSameAccounts && !isOfImage && oldNames.has(name) && !createsAccount(before, original, name);
          if (!isInherited) yield { check: 'V10', message: `There is no account ${name} at this point.`, span };
        }
      }
    }
  }
}

/** V10: `RUN chown app` in a stage that does not make the account which the original makes would fail. */
export function* checkNamedAccounts({ before, after, original }: Conversion): Generator<Violation> {
  for (const stage of after.stages) {
    for (const instruction of stage.instructions.filter(({ keyword }) => keyword === 'RUN')) {
      for (const { name: program, args } of after.scriptOf(instruction).commands) {
        if (program !== 'chown') continue;
        const owner = args.find(({ text }) => !text.startsWith('-'))?.value ?? '';
        for (const name of owner.split(/[:.]/).filter((part) => part !== '' && !/^\d+$/.test(part)))
          if (
            createsAccount(before, original, name) &&
            !accountExists(after, stage, instruction, name) &&
            !accountCommands(after, stage).some((one) => one.instruction === instruction && one.created.includes(name))
          )
            yield { check: 'V10', message: `There is no account ${name} at this point.`, span: instruction.span };
      }
    }
  }
}

function ownerNames(model: DockerfileModel, instruction: Instruction): readonly string[] {
  const chown = instruction.flags.find(({ name }) => name === 'chown')?.value;
  const text = instruction.keyword === 'USER' ? instruction.words[0]?.value : chown;
  const value = text === undefined ? undefined : model.expandAt(text, instruction);
  return (value ?? '').split(':').filter((name) => name !== '' && !/^\d+$/.test(name) && name !== 'root');
}

function accountExists(model: DockerfileModel, stage: Stage, at: Instruction, name: string): boolean {
  if (stage.facts?.users.some((account) => account.name === name) === true) return true;
  if (stage.facts?.user?.name === name) return true;
  if (/^(?:daemon|bin|sys|mail|games|nobody|nogroup|www-data|ftp|lp|adm|tty|disk|users|wheel|staff)$/.test(name))
    return stage.facts?.isDistroless !== true && stage.facts !== undefined;
  return createsAccount(model, stage, name, at);
}

function createsAccount(model: DockerfileModel, stage: Stage, name: string, before?: Instruction): boolean {
  return accountCommands(model, stage).some(
    ({ instruction, created }) => created.includes(name) && (before === undefined || instruction.index < before.index),
  );
}

/** Returns the commands that make accounts in `stage` and the stages below it, with the names they make. */
export function accountCommands(
  model: DockerfileModel,
  stage: Stage,
): readonly {
  readonly instruction: Instruction;
  readonly command: ShellCommand;
  readonly created: readonly string[];
}[] {
  return stageChain(stage).flatMap(({ instructions, facts }) =>
    instructions
      .filter(({ keyword }) => keyword === 'RUN')
      .flatMap((instruction) =>
        model.scriptOf(instruction).commands.flatMap((command) => {
          if (!/^(?:user|group)add$|^add(?:user|group)$/.test(command.name ?? '')) return [];
          const words = [
            command.name ?? '',
            ...command.args.map(({ value, text }) => value ?? model.expandAt(text, instruction) ?? text),
          ];
          const flavour =
            facts !== undefined && accountCommandsOf(facts.distribution) === 'busybox' ? 'busybox' : 'debian';
          const request =
            readAccountCommand(words, flavour) ??
            readAccountCommand(words, flavour === 'busybox' ? 'debian' : 'busybox');
          const created =
            request === undefined || request.kind === 'membership' ? [words.at(-1) ?? ''] : [request.name];
          return [{ instruction, command, created }];
        }),
      ),
  );
}

/** V15: accounts are made in the words of the final stage's distribution. */
export function* checkAccountCommands({ before, after, original, final }: Conversion): Generator<Violation> {
  const facts = final.facts;
  if (facts === undefined) return;
  // What the author wrote for the same base image is the author's.
  const own = new Set(
    isSameBase(original, final) ? accountCommands(before, original).map(({ command }) => commandText(command)) : [],
  );
  const installed = new Set(
    stageChain(final)
      .flatMap(({ instructions }) => instructions)
      .flatMap((instruction) => after.packageOperationsOf(instruction))
      .filter(({ action, manager }) => action === 'install' && manager.kind === 'os')
      .flatMap(({ operands }) => operands.map(({ value, text }) => value ?? text)),
  );
  const brings = { useradd: 'shadow', groupadd: 'shadow', adduser: 'adduser', addgroup: 'adduser' } as const;
  for (const { command } of accountCommands(after, final)) {
    if (own.has(commandText(command))) continue;
    const name = command.name ?? '';
    const words = [name, ...command.args.map(({ value, text }) => value ?? text)];
    const span = command.span;
    const isBusybox = accountCommandsOf(facts.distribution) === 'busybox';
    const isShadow = /^(?:user|group)add$/.test(name);
    const bringer = brings[name as keyof typeof brings];
    if (installed.has(bringer) || installed.has('shadow-utils') || installed.has('passwd')) continue;
    if (providesTool(facts, name) === false) {
      yield { check: 'V15', message: `${facts.distribution.name} has no ${name}.`, span };
    } else if (
      !isShadow &&
      readAccountCommand(words, isBusybox ? 'busybox' : 'debian') === undefined &&
      isLiteral(command)
    ) {
      yield { check: 'V15', message: `${name} has other options on ${facts.distribution.name}.`, span };
    }
  }
}

function commandText({ nameWord, args }: ShellCommand): string {
  return [nameWord, ...args].map((word) => word?.text ?? '').join(' ');
}

function isLiteral({ args }: ShellCommand): boolean {
  return args.every(({ value }) => value !== undefined);
}

/** V11: every variable that the original knew and a stage uses is known there too. */
export function* checkVariables({ before, after, original }: Conversion): Generator<Violation> {
  const { env, args } = before.finalState(original);
  const unsetBefore = new Set(
    before.file.instructions.flatMap((instruction) => {
      const state = before.stateBefore(instruction);
      return [...usedVariables(before, instruction)]
        .filter((name) => !state.env.has(name) && !state.args.has(name))
        .map((name) => `${instruction.keyword} ${name}`);
    }),
  );
  const isKnown = (name: string): boolean => env.has(name) || args.has(name) || before.globalArgs.has(name);
  for (const stage of after.stages) {
    const base = stage.baseWord;
    for (const { name } of base === undefined ? [] : variableUses(base.text)) {
      if (after.globalArgs.has(name) || !before.globalArgs.has(name)) continue;
      yield { check: 'V11', message: `${name} is not declared before FROM.`, span: base?.span ?? stage.from.span };
    }
    for (const instruction of stage.instructions) {
      const isStart = /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword);
      // The container's environment is the stage's last one.
      const state = isStart ? after.finalState(stage) : after.stateBefore(instruction);
      for (const name of usedVariables(after, instruction)) {
        if (state.env.has(name) || (!isStart && state.args.has(name)) || !isKnown(name)) continue;
        if (isStart ? !env.has(name) : unsetBefore.has(`${instruction.keyword} ${name}`)) continue;
        yield { check: 'V11', message: `${name} is not set in this stage.`, span: instruction.span };
      }
    }
  }
}

function usedVariables(model: DockerfileModel, instruction: Instruction): ReadonlySet<string> {
  const { keyword, flags, words, pairs, trigger } = instruction;
  if (trigger !== undefined) return new Set();
  if (keyword === 'RUN' || keyword === 'CMD' || keyword === 'ENTRYPOINT' || keyword === 'HEALTHCHECK') {
    const { commands, source } = model.scriptOf(instruction);
    if (source === 'exec') return new Set();
    const own = new Set(
      commands.flatMap(({ assignments, args }) => [
        ...assignments.map(({ name }) => name),
        ...args.flatMap(({ value }) => /^([A-Za-z_]\w*)=/.exec(value ?? '')?.[1] ?? []),
      ]),
    );
    const used = commands.flatMap(({ nameWord, args, assignments, redirects }) =>
      [nameWord, ...args, ...assignments.map(({ value }) => value), ...redirects.map(({ target }) => target)].flatMap(
        (word) => word?.variables.map(({ name }) => name) ?? [],
      ),
    );
    return new Set(used.filter((name) => !own.has(name)));
  }
  const texts = [
    ...flags.map(({ value }) => value ?? ''),
    ...words.map(({ text }) => text),
    ...pairs.map(({ rawValue }) => rawValue ?? ''),
  ];
  return new Set(texts.flatMap((text) => variableUses(text)).map(({ name }) => name));
}
