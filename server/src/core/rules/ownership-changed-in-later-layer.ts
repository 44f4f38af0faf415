import { removeWord } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import { pathsOf } from '../model/layer-contents';
import type { DockerfileModel } from '../model/model';
import { isWithin } from '../model/paths';
import type { CopyOperation, CopySource } from '../model/stage';
import type { ShellCommand, ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'ownership-changed-in-later-layer',
  aliases: [],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['chown', 'chgrp', 'chmod'],
  summary: 'A recursive chown or chmod after COPY stores the files a second time.',
  docs: `
A changed owner or mode is a changed file, and a changed file is stored again in the layer that changes it. \`RUN chown -R\`
after \`COPY\` doubles the size of what was copied. \`COPY --chown=\` and \`--chmod=\` set both as the files arrive.

Nothing is said in stages that do not ship.

**When to ignore:** where what is copied is small, or most of it is made by other RUN instructions.

**The fix** adds \`--chown\` or \`--chmod\` to the COPY and takes \`-R\` away, so that the directory itself still changes. It is
offered where nothing but COPY fills the directory, the user exists before and the mode is a number.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-bookworm-slim\nWORKDIR /app\nCOPY . .\nRUN chown -R node:node /app\nUSER node\n',
      good: 'FROM node:22-bookworm-slim\nWORKDIR /app\nCOPY --chown=node:node . .\nRUN chown node:node /app\nUSER node\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      for (const command of model.scriptOf(instruction).commands) {
        const change = recursiveChange(model, instruction, command);
        if (change === undefined) continue;
        const copies = instructionsBefore(model, instruction).flatMap((earlier) => {
          const copy = model.copyOf(earlier);
          return copy !== undefined && reaches(copy, change.paths) && isOther(copy, change) ? [copy] : [];
        });
        const first = copies.find((copy) => touches(copy, change.paths));
        if (first === undefined || command.nameWord === undefined) continue;
        const fix = fold(model, instruction, change, copies);
        const line = file.lineNumberAt(first.instruction.span.start);
        yield {
          span: {
            start: command.nameWord.span.start,
            end: command.args.at(-1)?.span.end ?? command.nameWord.span.end,
          },
          message: `${command.name ?? 'chown'} -R stores a second copy of what ${first.instruction.keyword} on line ${line} brought.`,
          related: [{ span: first.instruction.keywordSpan, message: 'The files are added here.' }],
          ...(fix === undefined ? {} : { fixes: [fix] }),
        };
      }
    }
  },
});

interface Change {
  readonly command: ShellCommand;
  readonly option: ShellWord;
  /** The owner or mode as written. */
  readonly value: string | undefined;
  readonly paths: readonly string[];
}

function recursiveChange(model: DockerfileModel, instruction: Instruction, command: ShellCommand): Change | undefined {
  if (command.name !== 'chown' && command.name !== 'chmod' && command.name !== 'chgrp') return undefined;
  const option = command.args.find(({ value }) => value === '--recursive' || /^-[a-zA-Z]*R/.test(value ?? ''));
  const words = command.args.filter(({ value }) => !/^-(?:[RvcfhHLP]+$|-)/.test(value ?? ''));
  const [owner, ...targets] = words;
  if (option === undefined || owner === undefined) return undefined;
  const toPath = pathsOf(model, instruction);
  const paths = targets.flatMap((word) => {
    const path = toPath(word, command)?.replace(/\/\*$/, '');
    return path === undefined || path === '' ? [] : [path];
  });
  return { command, option, value: owner.value, paths };
}

/** What was copied lies below a changed path. */
function reaches({ destinationPath }: CopyOperation, paths: readonly string[]): boolean {
  return (
    destinationPath !== undefined &&
    paths.some((path) => isWithin(destinationPath, path) || isWithin(path, trim(destinationPath)))
  );
}

/** What was copied lies below a changed path, or the changed path lies in the directory that everything was copied to. */
function touches({ destinationPath, sources, isDirectory }: CopyOperation, paths: readonly string[]): boolean {
  if (destinationPath === undefined) return false;
  const target = trim(destinationPath);
  return paths.some((path) => {
    if (isWithin(target, path)) return sources.some(isTree);
    return (
      isDirectory &&
      target !== '/' &&
      sources.some(({ isEverything }) => isEverything) &&
      isWithin(path, target) &&
      !/(?:log|tmp|cache|storage|data|uploads?|var)s?(?:\/|$)/.test(path.slice(target.length))
    );
  });
}

/** A name with an extension is a single file. */
function isTree({ path, isEverything, kind }: CopySource): boolean {
  return isEverything || (kind === 'path' && path !== undefined && !/\.\w+$/.test(path));
}

function isOther({ chown, instruction }: CopyOperation, { command, value }: Change): boolean {
  if (command.name === 'chmod') return !instruction.flags.some(({ name }) => name === 'chmod');
  return chown === undefined || chown !== value;
}

const CREATES_NOTHING =
  /^(?:chown|chmod|groupadd|useradd|addgroup|adduser|usermod|mkdir|set|apt-get|apk|rm|true|echo)$/;

function fold(
  model: DockerfileModel,
  instruction: Instruction,
  change: Change,
  copies: readonly CopyOperation[],
): Fix | undefined {
  const { command, option, paths } = change;
  const [path] = paths;
  const target = command.args.at(-1);
  const isMode = command.name === 'chmod';
  const value = isMode ? modeForCopy(change.value) : ownerForCopy(change.value);
  if (command.name === 'chgrp' || command.args.length !== 3 || command.wrappers.length > 0) return undefined;
  if (value === undefined || option.value !== '-R' || path === undefined) return undefined;
  if (target?.value === undefined || target.hasGlob) return undefined;
  const stage = model.stageOf(instruction);
  const isFitting = (copy: CopyOperation): boolean =>
    (copy.instruction.keyword === 'COPY' || copy.sources.every(({ isEverything }) => isEverything)) &&
    (isMode || copy.chown === undefined) &&
    (copy.isDirectory || copy.sources.every(({ isEverything }) => isEverything)) &&
    trim(copy.destinationPath) === path &&
    model.stageOf(copy.instruction) === stage;
  if (!copies.every(isFitting)) return undefined;
  // Whatever else fills the directory would keep its owner.
  const start = Math.min(...copies.map((copy) => copy.instruction.index));
  const steps = instructionsBefore(model, instruction).flatMap((earlier) =>
    model
      .scriptOf(earlier)
      .commands.map((step) => ({ step, isLater: earlier.index > start || model.stageOf(earlier) !== stage })),
  );
  const before = model.scriptOf(instruction).commands.filter(({ span }) => span.start < command.span.start);
  const mayFill = [...steps, ...before.map((step) => ({ step, isLater: true }))].some(({ step, isLater }) =>
    isLater ? !CREATES_NOTHING.test(step.name ?? '') : step.args.some(({ text }) => text.includes(path)),
  );
  if (mayFill) return undefined;
  if (!isMode && !isKnownOwner(model, instruction, value, start)) return undefined;
  const dash = removeWord(instruction, command, option);
  if (dash === undefined) return undefined;
  const flag = isMode ? 'chmod' : 'chown';
  return {
    title: `Set the ${isMode ? 'mode' : 'owner'} with ${copies[0]?.instruction.keyword ?? 'COPY'} --${flag}`,
    applicability: 'review',
    because: `Files that the base image has in the directory keep their ${isMode ? 'mode' : 'owner'} then.`,
    edits: [...copies.map((copy) => insertAt(copy.instruction.keywordSpan.end, ` --${flag}=${value}`)), dash],
  };
}

/** What --chmod takes everywhere is octal. */
function modeForCopy(value: string | undefined): string | undefined {
  return value !== undefined && /^0?[0-7]{3}$/.test(value) ? value : undefined;
}

/** chown leaves the group alone where none is given, COPY does not. */
function ownerForCopy(value: string | undefined): string | undefined {
  if (value === undefined || !/^[\w.-]+(?::[\w.-]+)?$/.test(value)) return undefined;
  return value.includes(':') ? value : `${value}:0`;
}

/** Numbers always work; a name has to exist before the COPY: in the base image, or made by an earlier RUN. */
function isKnownOwner(model: DockerfileModel, instruction: Instruction, owner: string, start: number): boolean {
  const facts = model.stageOf(instruction)?.facts;
  return owner.split(':').every((name) => {
    if (/^\d+$/.test(name) || name === 'root') return true;
    if (facts?.users.some((user) => user.name === name) === true) return true;
    return instructionsBefore(model, instruction).some(
      (earlier) =>
        earlier.index < start &&
        model
          .scriptOf(earlier)
          .commands.some(
            (command) =>
              /^(?:useradd|adduser|groupadd|addgroup)$/.test(command.name ?? '') &&
              command.args.some((word) => word.value === name),
          ),
    );
  });
}

function trim(path: string | undefined): string {
  return (path ?? '').replace(/(?<=.)\/$/, '');
}
