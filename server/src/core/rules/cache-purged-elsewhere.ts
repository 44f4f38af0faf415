import { removeStatementOrInstruction } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { aptLists, isApt, isUnknownScript } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import { hasPipCacheVariable, isPip, pipCacheSetting } from '../model/pip';
import { isWithin } from '../model/paths';
import type { ShellCommand } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'cache-purged-elsewhere',
  aliases: [],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  mentions: /\b(?:rm|clean|purge|autoclean)\b/,
  summary: 'A cache is emptied in another layer than the one that filled it.',
  docs: `
A layer cannot shrink the ones below: the cache that an earlier RUN filled stays in the image, whatever a later RUN deletes.
A cache in another stage is out of reach altogether. And with \`PIP_NO_CACHE_DIR\` set, \`pip cache purge\` fails with
"pip cache commands can not function since cache is disabled"; before pip 21.3 it failed on an empty cache as well.

Empty caches in the RUN that fills them, or do not fill them (\`--no-cache-dir\`, \`--no-cache\`, a cache mount).

Nothing is said in stages that do not ship.

**When to ignore:** where the files only have to be out of sight.

**The fix** removes the command. Where it had no effect, nothing changes.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.12-slim-bookworm\nRUN pip install --no-cache-dir flask\nRUN pip cache purge\n',
      good: 'FROM python:3.12-slim-bookworm\nRUN pip install --no-cache-dir flask\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      const operations = model.packageOperationsOf(instruction);
      const byCommand = new Map(operations.map((operation) => [operation.command, operation]));
      for (const command of model.scriptOf(instruction).commands) {
        const purge = purgeOf(command, byCommand.get(command));
        if (purge === undefined || fills(operations, purge)) continue;
        // A script may fill the cache here, and nobody knows what the base image brought.
        const verdict = judge(model, instruction, purge, command);
        if (verdict === undefined) continue;
        const fix = removal(file, model, instruction, command, verdict.isIdle);
        yield { span: command.span, message: verdict.message, ...(fix === undefined ? {} : { fixes: [fix] }) };
      }
    }
  },
});

interface Purge {
  /** The package managers that fill the cache. */
  readonly managers: RegExp;
  readonly label: string;
}

const PIP: Purge = { managers: /^pip[23]?$/, label: "pip's cache" };
const APT: Purge = { managers: /^apt(?:-get|itude)?$/, label: "apt's package index" };
const PURGES: readonly Purge[] = [
  PIP,
  { managers: /^npm$/, label: "npm's cache" },
  { managers: /^yarn(?:pkg)?$/, label: "yarn's cache" },
  { managers: /^(?:dnf|yum|microdnf|tdnf)$/, label: 'the cache of the package manager' },
  { managers: /^zypper$/, label: "zypper's cache" },
];

function purgeOf(command: ShellCommand, operation: PackageOperation | undefined): Purge | undefined {
  if (operation?.action === 'clean') {
    const cleaned = PURGES.find(({ managers }) => managers.test(operation.manager.name));
    return operation.subcommand === 'cache verify' ? undefined : cleaned;
  }
  if (command.name !== 'rm') return undefined;
  const isOfLists = command.args.some(({ value }) => {
    const path = value?.replace(/\/\*?$/, '') ?? '';
    return path.length > '/var/lib'.length && (isWithin(path, aptLists) || isWithin(aptLists, path));
  });
  const others = command.args.filter(
    ({ value }) =>
      !(value ?? '').startsWith('-') && !/^\/(?:var\/(?:lib\/apt|cache\/apt)|tmp|var\/tmp)/.test(value ?? ''),
  );
  return isOfLists && others.length === 0 ? APT : undefined;
}

/** Tells whether the same RUN fills the cache. */
function fills(operations: readonly PackageOperation[], { managers }: Purge): boolean {
  return operations.some(
    ({ manager, action }) =>
      managers.test(manager.name) &&
      (action === 'install' ||
        action === 'update' ||
        action === 'upgrade' ||
        (action === 'remove' && manager.kind === 'os')),
  );
}

/** Tells whether `instruction` empties the cache itself, after all that fills it: its layer holds nothing. */
function purgesItself(model: DockerfileModel, instruction: Instruction, purge: Purge): boolean {
  const byCommand = new Map(model.packageOperationsOf(instruction).map((operation) => [operation.command, operation]));
  const { commands } = model.scriptOf(instruction);
  const last = commands.findLast((command) => {
    const operation = byCommand.get(command);
    return operation !== undefined && fills([operation], purge);
  });
  return (
    last !== undefined &&
    commands.some(
      (command) => command.span.start > last.span.start && purgeOf(command, byCommand.get(command)) === purge,
    )
  );
}

function judge(
  model: DockerfileModel,
  instruction: Instruction,
  purge: Purge,
  command: ShellCommand,
): { readonly message: string; readonly isIdle: boolean } | undefined {
  // Any other program of the RUN may fill the cache: `ghost install` runs npm.
  const known = new Set(model.packageOperationsOf(instruction).map((operation) => operation.command));
  const isCleaning = model
    .scriptOf(instruction)
    .commands.every(
      (other) => known.has(other) || /^(?:rm|set|true|echo|:|find|sync|cd|mkdir|chown|chmod)$/.test(other.name ?? ''),
    );
  if (!isCleaning) return undefined;
  const earlier = instructionsBefore(model, instruction);
  const filling = earlier.filter(
    (other) =>
      fills(
        model.packageOperationsOf(other).filter((operation) => purge !== APT || operation.action === 'update'),
        purge,
      ) && !purgesItself(model, other, purge),
  );
  if (purge === PIP) {
    const operation = model.packageOperationsOf(instruction).find((found) => found.command === command);
    if (operation !== undefined && hasPipCacheVariable(model, instruction, operation)) {
      return {
        message: "pip's cache is turned off by PIP_NO_CACHE_DIR, and purging it is an error then.",
        isIdle: true,
      };
    }
    const isCaching = filling.some((other) =>
      model
        .packageOperationsOf(other)
        .some((found) => isPip(found) && pipCacheSetting(model, other, found) === undefined),
    );
    const isOpen = earlier.some((other) => model.scriptOf(other).commands.some(isUnknownScript));
    if (!isCaching && !isOpen) {
      return { message: "This stage does not fill pip's cache: there is nothing to purge.", isIdle: true };
    }
  }
  const last = filling.at(-1);
  if (last === undefined) return undefined;
  if (purge === APT && last !== undefined && !model.packageOperationsOf(last).some(isApt)) return undefined;
  const line = model.file.lineNumberAt(last.span.start);
  return {
    message: `The layer of the RUN on line ${line} holds ${purge.label}; emptying it here saves nothing.`,
    isIdle: false,
  };
}

function removal(
  file: Dockerfile,
  model: DockerfileModel,
  instruction: Instruction,
  command: ShellCommand,
  isIdle: boolean,
): Fix | undefined {
  const script = model.scriptOf(instruction);
  const statement = script.statements[command.statement];
  if (command.name === 'rm' && command.args.some(({ value }) => /^\/(?:tmp|var\/tmp|var\/cache)/.test(value ?? '')))
    return undefined;
  if (statement?.commands.length !== 1 || !statement.isSimple) return undefined;
  const edit = removeStatementOrInstruction(file, instruction, script, statement);
  if (edit === undefined) return undefined;
  const title = 'Remove the command';
  if (isIdle) return { title, applicability: 'safe', edits: [edit] };
  const because = 'The files become visible in the image; they are in an earlier layer either way.';
  return { title, applicability: 'review', because, edits: [edit] };
}
