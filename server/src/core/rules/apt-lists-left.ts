import { insertAfterStatement } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { isMountedAway } from '../model/mounts';
import { aptLists, isApt, isUnknownScript, laterIndexUse, removesAptLists } from '../model/package-index';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'apt-lists-left',
  aliases: [
    'hadolint/DL3009',
    'kics/apt_get_install_lists_were_not_deleted',
    'sonar/S6587',
    'semgrep/remove-package-lists',
    'semgrep/remove-package-cache',
    'dockle/DKL-DI-0005',
    'dockerfile-doctor/DD004',
  ],
  category: 'size',
  severity: 'warning',
  preset: 'recommended',
  needs: ['apt-get', 'apt', 'aptitude'],
  summary: 'The package index of apt stays in a layer of the image.',
  docs: `
\`apt-get update\` downloads an index of all packages to \`/var/lib/apt/lists\` (about 20 MB on Debian 12). Nothing reads
it once the packages are installed, and it is out of date soon. Only the RUN that downloads it can keep it out of the
image: a later RUN hides the files but their layer stays.

Nothing is said in stages that do not ship, nor where a cache mount holds the index.

**When to ignore:** where packages are to be installed in a running container without another update.

**The fix** removes the index in the same RUN, after the last step that reads it. It is not offered where a later RUN
installs packages without an update of its own.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  *checkStage({ file, model }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      const update = model
        .packageOperationsOf(instruction)
        .findLast((operation) => isApt(operation) && operation.action === 'update');
      if (update?.verb === undefined || isMountedAway(instruction, aptLists)) continue;
      const { command, verb } = update;
      if (removesAptLists(model.scriptOf(instruction), command.span.start)) continue;
      const fix = removal(file, model, instruction);
      yield {
        span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
        message: `The package index that ${update.manager.name} ${update.subcommand} downloads stays in this layer.`,
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    }
  },
});

function removal(file: Dockerfile, model: DockerfileModel, instruction: Instruction): Fix | undefined {
  const use = laterIndexUse(model, instruction);
  if (use === 'reads') return undefined;
  const script = model.scriptOf(instruction);
  const ofApt = new Set(
    model
      .packageOperationsOf(instruction)
      .filter(isApt)
      .map(({ command }) => command),
  );
  const last = script.statements.findLast(({ commands }) =>
    commands.some((command) => ofApt.has(command) || isUnknownScript(command)),
  );
  if (!last?.commands.some((command) => !command.isConditional)) return undefined;
  const rootWords = last.commands.find((command) => ofApt.has(command))?.wrappers[0]?.value === 'sudo' ? 'sudo ' : '';
  const edit = insertAfterStatement(file, instruction, script, last, `${rootWords}rm -rf ${aptLists}/*`);
  if (edit === undefined) return undefined;
  const title = 'Remove the package index in the same RUN';
  if (use === undefined) return { title, applicability: 'safe', edits: [edit] };
  const because = 'A script that runs later may install packages without an update of its own.';
  return { title, applicability: 'review', because, edits: [edit] };
}
