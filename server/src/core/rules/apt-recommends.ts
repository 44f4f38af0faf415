import { appendArgument } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { recommendsOf } from '../knowledge/apt-recommends';
import { instructionsBefore, isBuiltBelow } from '../model/history';
import { instructionsWhere } from '../model/decided';
import type { DockerfileModel } from '../model/model';
import { isApt } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import type { ShellCommand, ShellScript } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'apt-recommends',
  aliases: [
    'hadolint/DL3015',
    'trivy/DS-0029',
    'kics/apt_get_not_avoiding_additional_packages',
    'sonar/S6500',
    'semgrep/missing-no-install-recommends',
    'dockerfile-doctor/DD003',
  ],
  category: 'size',
  severity: 'info',
  preset: 'recommended',
  needs: ['apt-get', 'apt', 'aptitude'],
  summary: 'Recommended packages are installed too.',
  docs: `
apt installs what a package recommends along with what it needs. In an image that is mostly weight: \`python3-pip\`
recommends \`build-essential\` and \`python3-dev\`, more than 400 MB on Debian 12; \`npm\` brings some 300 packages.

Only stages that ship are looked at, and no call whose comment speaks of recommended packages.

**When to ignore:** where you rely on what comes along, or where apt's configuration already leaves recommends out in a way
that the Dockerfile does not show.

**The fix** adds \`--no-install-recommends\`, and names those recommended packages that the others hardly work without:
\`ca-certificates\` for curl, wget and git, \`libc6-dev\` for gcc. It needs a look, since a program may miss another one.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y python3-pip && rm -rf /var/lib/apt/lists/*\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y --no-install-recommends python3-pip && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  *checkStage({ model }, stage) {
    if (!stage.isShipped) return;

    for (const instruction of stage.instructions) {
      for (const operation of model.packageOperationsOf(instruction)) {
        const { verb, command, manager } = operation;
        if (!isApt(operation) || operation.action !== 'install' || verb === undefined) continue;
        if (operation.operands.length === 0 || isLimited(operation) || isConfigured(model, instruction)) continue;
        if (isExplained(instruction, command)) continue;
        yield {
          span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
          message: describe(operation),
          fixes: () =>
            manager.name === 'aptitude' ? [] : limit(model, instruction, model.scriptOf(instruction), operation),
        };
      }
    }
  },
});

function nameOf(text: string | undefined): string {
  return (text ?? '').replace(/[=/].*$/, '');
}

function describe({ operands }: PackageOperation): string {
  const hasCompiler = operands.some(({ value }) => value === 'build-essential');
  const heavy = operands.flatMap(({ value }) => {
    const packages = recommendsOf(nameOf(value))?.heavy;
    return packages === undefined || (hasCompiler && /build-essential|gcc/.test(packages))
      ? []
      : [`${nameOf(value)} brings ${packages}`];
  });
  return heavy.length === 0
    ? 'Recommended packages are installed too.'
    : `Recommended packages are installed too: ${heavy[0]}.`;
}

/** The comment above the call speaks of them: `# we do want recommends here`. */
function isExplained({ innerComments, leadingComments }: Instruction, { span }: ShellCommand): boolean {
  const above = [...leadingComments, ...innerComments].filter((comment) => comment.line.start < span.start).at(-1);
  return above !== undefined && /(?<![\w-])recommends\b|recommended packages/i.test(above.text);
}

function isLimited(operation: PackageOperation): boolean {
  if (operation.hasOption(operation.manager.noRecommends)) return true;
  // Asked for on purpose, or decided by a variable.
  if (operation.hasOption(['--install-recommends'])) return true;
  if (operation.options.some(({ value }) => /Install-Recommends/i.test(value ?? ''))) return true;
  return operation.command.args.some(
    (word) => word.value === undefined && /OPT|ARG|FLAG/i.test(word.text) && !word.isQuoted,
  );
}

function isConfigured(model: DockerfileModel, instruction: Instruction): boolean {
  return configurations(model).some((earlier) => earlier === instruction || isBuiltBelow(model, earlier, instruction));
}

const configurations = instructionsWhere(
  (model, instruction) =>
    model.copyOf(instruction)?.destinationPath?.startsWith('/etc/apt/apt.conf') === true ||
    model
      .scriptOf(instruction)
      .commands.some(({ args, name }) =>
        args.some(({ text }) => name !== 'apt-get' && name !== 'apt' && /Install-Recommends/i.test(text)),
      ),
);

function limit(
  model: DockerfileModel,
  instruction: Instruction,
  script: ShellScript,
  operation: PackageOperation,
): readonly Fix[] {
  const { verb, operands } = operation;
  const last = operands.at(-1);
  // Where a variable holds names, the last operand may hold anything.
  if (verb === undefined || last === undefined) return [];
  const named = new Set(
    [...instructionsBefore(model, instruction), instruction].flatMap((earlier) =>
      model.packageOperationsOf(earlier).flatMap(({ operands: words }) => words.map(({ value }) => nameOf(value))),
    ),
  );
  const facts = model.stageOf(instruction)?.facts;
  const isFull = facts?.variant === 'full' && facts.language !== undefined;
  const needed = [...new Set(operands.flatMap(({ value }) => recommendsOf(nameOf(value))?.needed ?? []))].filter(
    (name) =>
      !named.has(name) &&
      !isFull &&
      !(/^(?:libc6-dev|make)$/.test(name) && named.has('build-essential')) &&
      !(name === 'libc6-dev' && named.has('g++')),
  );
  const edits = [appendArgument(script, verb, '--no-install-recommends')];
  const anchor = operands.findLast(({ value }) => value !== undefined) ?? last;
  for (const name of needed) edits.push(appendArgument(script, anchor, name));
  const added = needed.length === 0 ? '' : ` The fix names ${needed.join(' and ')}, which would be missed.`;
  return [
    {
      title: 'Add --no-install-recommends',
      applicability: 'review',
      because: `A program may rely on a package that only came along.${added}`,
      edits: merged(edits),
    },
  ];
}

/** Several insertions at one place would overlap. */
function merged(edits: readonly Fix['edits'][number][]): Fix['edits'] {
  const [first, ...added] = edits;
  if (first === undefined || added.length === 0) return edits;
  const [second] = added;
  return second === undefined
    ? [first]
    : [first, { span: second.span, newText: added.map(({ newText }) => newText).join('') }];
}
