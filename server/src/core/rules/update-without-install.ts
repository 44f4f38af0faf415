import { joinRuns, removeInstruction } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { instructionsAfter } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { hasAptMount } from '../model/package-index';
import { isMountedAway } from '../model/mounts';
import type { PackageOperation } from '../model/packages';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'update-without-install',
  aliases: [
    'trivy/DS-0017',
    'checkov/CKV_DOCKER_5',
    'kics/update_instruction_alone',
    'sonar/S6595',
    'dockle/CIS-DI-0007',
    'dockerfile-doctor/DD002',
  ],
  category: 'cache',
  severity: 'warning',
  preset: 'recommended',
  mentions: /update|refresh|makecache|-Sy|upgrade/,
  summary: 'The package index is refreshed in a RUN of its own.',
  docs: `
A RUN that only refreshes the package index is cached on its own. When a later line changes, the install step runs again with
the old index: packages that were replaced since answer 404, or old versions get installed. Update and install belong into
one RUN.

Nothing is said where a cache mount holds the index, or where the RUN runs a script that may install something.

**When to ignore:** where the RUN is there for an index that a person reads later, in a container.

**The fix** joins the RUN with the install in the RUN below. The image's contents are the same as those of a fresh build.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update\nRUN apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  *checkInstruction({ file, model }, instruction) {
    if (instruction.keyword !== 'RUN') return;
    const operations = model.packageOperationsOf(instruction);
    const update = operations.findLast(({ action, manager }) => action === 'update' && MANAGERS.test(manager.name));
    if (update?.verb === undefined || !isAlone(model, instruction, operations) || isCached(instruction)) return;
    if (isUnread(model, instruction, update)) {
      const edit = operations.length === 1 ? removeInstruction(file, instruction) : undefined;
      yield {
        span: { start: update.command.nameWord?.span.start ?? update.verb.span.start, end: update.verb.span.end },
        message: 'Nothing reads the index that apk update leaves here: apk add --no-cache fetches its own.',
        ...(edit === undefined
          ? {}
          : { fixes: [{ title: 'Remove the RUN', applicability: 'safe' as const, edits: [edit] }] }),
      };
      return;
    }
    const next = file.instructions[instruction.index + 1];
    const isInstalling =
      next !== undefined &&
      model
        .packageOperationsOf(next)
        .some(({ action, manager }) => action === 'install' && sameIndex(manager.name, update.manager.name));
    const edits = isInstalling
      ? joinRuns(
          file,
          { instruction, script: model.scriptOf(instruction) },
          { instruction: next, script: model.scriptOf(next) },
        )
      : undefined;
    yield {
      span: { start: update.command.nameWord?.span.start ?? update.verb.span.start, end: update.verb.span.end },
      message: `${update.manager.name} ${update.subcommand} runs in a layer of its own: later steps install from an index that may be out of date.`,
      ...(edits === undefined
        ? {}
        : { fixes: [{ title: 'Join with the RUN below', applicability: 'safe' as const, edits }] }),
    };
  },
});

const MANAGERS = /^(?:apt(?:-get|itude)?|apk|zypper)$/;

function sameIndex(left: string, right: string): boolean {
  return left === right || (left.startsWith('apt') && right.startsWith('apt'));
}

/** All later calls of apk bring their own index. */
function isUnread(model: DockerfileModel, instruction: Instruction, update: PackageOperation): boolean {
  if (update.manager.name !== 'apk' || model.scriptOf(instruction).commands.length !== 1) return false;
  const later = instructionsAfter(model, instruction).flatMap((other) => model.packageOperationsOf(other));
  const installs = later.filter(
    ({ manager, action }) => manager.name === 'apk' && (action === 'install' || action === 'upgrade'),
  );
  return (
    installs.length > 0 &&
    installs.every((operation) => operation.hasOption(['--no-cache', '--update', '--update-cache', '-U']))
  );
}

function isCached(instruction: Instruction): boolean {
  return (
    hasAptMount(instruction) ||
    isMountedAway(instruction, '/var/cache/apk') ||
    isMountedAway(instruction, '/var/cache/zypp')
  );
}

// What people put beside an update and what surely installs nothing.
const HARMLESS =
  /^(?:set|echo|printf|rm|mkdir|sed|cat|tee|true|:|export|cd|cp|mv|chmod|dpkg|add-apt-repository|apt-key|curl|wget|gpg|ls|touch|sleep|date|ln|unset|lsb_release|grep|awk|tr|install|adduser|addgroup|useradd|groupadd|usermod|chown|apt-cache|apt-config|arch|uname|which|tar|unzip|head|tail|cut|sort|wc|test|sha256sum|locale-gen|update-ca-certificates)$/;

function isAlone(model: DockerfileModel, instruction: Instruction, operations: readonly PackageOperation[]): boolean {
  const known = new Map<ShellCommand, PackageOperation>(operations.map((operation) => [operation.command, operation]));
  return model.scriptOf(instruction).commands.every((command) => {
    const operation = known.get(command);
    if (operation !== undefined) return operation.action === 'update' || operation.action === 'clean';
    return command.name === undefined ? command.nameWord === undefined : HARMLESS.test(command.name);
  });
}
