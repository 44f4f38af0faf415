import { defineRule } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { hasAptMount, isApt } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import type { ShellCommand } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';
import { insertAt } from '../text/edit';

export default defineRule({
  id: 'install-without-update',
  aliases: ['dockerfile-doctor/DD002'],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['apt-get', 'apt'],
  summary: 'apt-get install runs without a package index.',
  docs: `
The images of Debian and Ubuntu, and those made from them, come without a package index: before the first \`apt-get update\`
every install ends with "Unable to locate package".

Said only where the base image is known, and every step before is known not to refresh the index.

**When to ignore:** where the package is in the image already.

**The fix** runs \`apt-get update\` in the same RUN.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get install -y curl\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n',
    },
  ],
  *checkStage({ model }, stage) {
    const { family, name } = stage.facts?.distribution ?? {};
    if (family !== 'debian' && family !== 'ubuntu') return;
    // In a full image of a language the package may be there already.
    if (stage.facts?.variant !== 'slim' && stage.facts?.family !== name) return;
    const found = firstInstall(model, stage.instructions);
    if (found === undefined) return;
    const { instruction, operation } = found;
    const { verb, command } = operation;
    const script = model.scriptOf(instruction);
    const first = script.statements[command.statement];
    const canFix =
      verb !== undefined && script.source !== 'exec' && first?.isSimple === true && first.commands[0] === command;
    yield {
      span: { start: command.nameWord?.span.start ?? command.span.start, end: (verb ?? command).span.end },
      message: 'The base image has no package index, and nothing refreshes it before this install.',
      ...(canFix
        ? {
            fixes: [
              {
                title: 'Refresh the index first',
                applicability: 'review' as const,
                because: 'The step fails today, or the package is in the base image already.',
                edits: [
                  insertAt(
                    first.span.start,
                    `${command.wrappers[0]?.value === 'sudo' ? 'sudo ' : ''}apt-get update && `,
                  ),
                ],
              },
            ],
          }
        : {}),
    };
  },
});

function firstInstall(
  model: DockerfileModel,
  instructions: readonly Instruction[],
): { readonly instruction: Instruction; readonly operation: PackageOperation } | undefined {
  const [start] = instructions;
  if (start === undefined) return undefined;
  // What a parent stage runs is judged there.
  const inherited = instructionsBefore(model, start);
  if (inherited.some((earlier) => model.scriptOf(earlier).commands.length > 0)) return undefined;
  for (const instruction of instructions) {
    if (instruction.keyword !== 'RUN') {
      if (/\/var\/lib|\/etc\/apt|^\/$/.test(model.copyOf(instruction)?.destinationPath ?? '')) return undefined;
      continue;
    }
    if (hasAptMount(instruction)) return undefined;
    const operations = new Map(
      model.packageOperationsOf(instruction).map((operation) => [operation.command, operation]),
    );
    for (const command of model.scriptOf(instruction).commands) {
      const operation = operations.get(command);
      if (operation !== undefined && isApt(operation) && operation.action === 'install' && isFromArchive(operation)) {
        return { instruction, operation };
      }
      if (
        operation === undefined
          ? !isHarmless(command)
          : operation.action === 'update' || operation.manager.kind !== 'os'
      ) {
        return undefined;
      }
    }
  }
  return undefined;
}

/** Names alone; `./x.deb`, `-f` and variables may need no index. */
function isFromArchive({ operands, command, subcommand, options }: PackageOperation): boolean {
  return (
    /^(?:install|build-dep)$/.test(subcommand) &&
    operands.length > 0 &&
    !command.isConditional &&
    !command.mayFail &&
    options.every(
      ({ name }) => !/^(?:-f|--fix-broken|--no-download|--only-upgrade|--reinstall|-o|-c|-U|--update)$/.test(name),
    ) &&
    operands.every(({ value }) => value !== undefined && !value.includes('/') && !value.endsWith('.deb'))
  );
}

function isHarmless({ name, nameWord }: ShellCommand): boolean {
  if (nameWord === undefined) return true;
  return /^(?:set|echo|printf|rm|mkdir|sed|true|:|export|cd|cp|mv|chmod|chown|ls|touch|groupadd|useradd|ln)$/.test(
    name ?? '?',
  );
}
