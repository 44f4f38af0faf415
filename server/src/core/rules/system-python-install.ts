import { appendArgument, insertLinesBefore } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { isApt } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import { isPip } from '../model/pip';
import type { Stage } from '../model/stage';
import type { ShellCommand } from '../shell/shell';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'system-python-install',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  summary: "pip refuses to install into the distribution's Python.",
  docs: `
Since Debian 12, Ubuntu 23.04 and Alpine 3.19 the Python of the distribution is marked as externally managed (PEP 668):
\`pip install\` outside a virtual environment ends with "error: externally-managed-environment", and the build fails.

Said where the base image has no Python of its own, the distribution's pip is installed by this file, and neither a
virtual environment nor \`--break-system-packages\` is in sight.

**When to ignore:** where pip's configuration allows it in a way that the Dockerfile does not show.

**The fix** makes a virtual environment and puts it first in PATH; another one says \`--break-system-packages\`.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y python3-pip\nRUN pip install flask\n',
      good: 'FROM debian:bookworm-slim\nRUN apt-get update && apt-get install -y python3-pip python3-venv\nRUN python3 -m venv /opt/venv\nENV PATH=/opt/venv/bin:$PATH\nRUN pip install flask\n',
    },
  ],
  *check({ file, model }) {
    for (const stage of model.stages.filter(isManaged)) {
      for (const instruction of stage.instructions) {
        for (const operation of model.packageOperationsOf(instruction).filter(isPip)) {
          const { verb, command } = operation;
          if (operation.subcommand !== 'install' || verb === undefined || command.nameWord === undefined) continue;
          if (command.isConditional || (command.mayFail && isGuarded(model, instruction, command))) continue;
          if (isElsewhere(operation) || !isOfDistribution(model, instruction, command)) continue;
          yield {
            span: { start: command.nameWord.span.start, end: verb.span.end },
            message: `${NAMES.get(stage.facts?.distribution.family ?? '') ?? 'The distribution'} manages its Python itself: pip install fails outside a virtual environment.`,
            fixes: fixes(file, model, instruction, operation),
          };
        }
      }
    }
  },
});

const NAMES: ReadonlyMap<string, string> = new Map([
  ['debian', 'Debian'],
  ['ubuntu', 'Ubuntu'],
  ['alpine', 'Alpine'],
]);

const MANAGED = new Set('bookworm trixie forky sid lunar mantic noble oracular plucky questing resolute'.split(' '));

/** The distribution marks its Python, and the image has no other one. */
function isManaged({ facts }: Stage): boolean {
  if (facts === undefined) return false;
  const { family, release } = facts.distribution;
  if (facts.language?.name === 'python' || /python|conda|jupyter|pypy|airflow|pytorch|tensorflow|uv/.test(facts.family))
    return false;
  if (release === undefined) return false;
  if (family === 'alpine') return Number(release.split('.')[1]) >= 19;
  return (family === 'debian' || family === 'ubuntu') && MANAGED.has(release);
}

/** In `pip install x || true` a failure is meant to pass. */
function isGuarded(model: DockerfileModel, instruction: Instruction, command: ShellCommand): boolean {
  return model.scriptOf(instruction).statements[command.statement + 1]?.before?.operator === '||';
}

function isElsewhere(operation: PackageOperation): boolean {
  const { command, options } = operation;
  if (
    operation.hasOption([
      '--break-system-packages',
      '--dry-run',
      '--help',
      '-t',
      '--target',
      '--prefix',
      '--root',
      '--python',
    ])
  )
    return true;
  if (options.some(({ name }) => /^(?:-t|--target|--prefix|--root|--python)$/.test(name))) return true;
  if (command.nameWord?.value?.includes('/') === true && !command.nameWord.value.startsWith("/usr/bin/")) return true;
  if (command.assignments.some(({ name }) => /^PIP_|^VIRTUAL_ENV$|^PATH$/.test(name))) return true;
  return command.args.some(({ value, text }) => value === undefined && /OPT|FLAG|ARG|BREAK/i.test(text));
}

/** pip comes from the distribution, and nothing before changes where it installs to. */
function isOfDistribution(model: DockerfileModel, instruction: Instruction, command: ShellCommand): boolean {
  const { env, args } = model.stateBefore(instruction);
  if (
    ['PIP_BREAK_SYSTEM_PACKAGES', 'VIRTUAL_ENV', 'PIP_TARGET', 'PIP_PREFIX', 'PIP_USER'].some(
      (name) => env.has(name) || args.has(name),
    )
  )
    return false;
  if (/venv|virtualenv|conda|pyenv|\/env\b/.test(env.get('PATH') ?? 'venv')) return false;
  let hasPip = false;
  for (const other of [...instructionsBefore(model, instruction), instruction]) {
    const operations = new Map(model.packageOperationsOf(other).map((operation) => [operation.command, operation]));
    for (const found of model.scriptOf(other).commands) {
      if (other === instruction && found.span.start >= command.span.start) break;
      if (changesPython(found)) return false;
      const operation = operations.get(found);
      if (operation?.action !== 'install' || operation.manager.kind !== 'os') continue;
      hasPip ||= operation.operands.some(({ value }) =>
        /^(?:python3-pip|py3-pip|python3-full)(?:=|$)/.test(value ?? ''),
      );
    }
    if (/pip\.conf|EXTERNALLY/.test(model.copyOf(other)?.destinationPath ?? '')) return false;
  }
  return hasPip;
}

function changesPython({ name, args, redirects, nameWord }: ShellCommand): boolean {
  if (name === undefined || nameWord === undefined) return false;
  if (/^(?:virtualenv|conda|mamba|micromamba|pyenv|uv|make|activate|source|\.)$/.test(name)) return true;
  const words = [...args, ...redirects.flatMap(({ target }) => (target === undefined ? [] : [target]))];
  return (
    words.some(({ text }) =>
      /EXTERNALLY-MANAGED|break-system-packages|pip\.conf|\bvenv\b(?!$)|get-pip|deadsnakes|activate/i.test(text),
    ) || args.some(({ value }, i) => value === '-m' && /^(?:venv|virtualenv)$/.test(args[i + 1]?.value ?? ''))
  );
}

function fixes(
  file: Dockerfile,
  model: DockerfileModel,
  instruction: Instruction,
  operation: PackageOperation,
): readonly Fix[] {
  const { verb } = operation;
  const allowed: readonly Fix[] =
    verb === undefined
      ? []
      : [
          {
            title: 'Add --break-system-packages',
            applicability: 'review',
            because: 'Packages of pip may then replace files that packages of the distribution rely on.',
            edits: [appendArgument(model.scriptOf(instruction), verb, '--break-system-packages')],
          },
        ];
  const isFirst = model.packageOperationsOf(instruction).find(isPip) === operation;
  const installer = instructionsBefore(model, instruction).findLast(
    (earlier) => pipPackage(model, earlier) !== undefined,
  );
  const anchor = installer === undefined ? undefined : pipPackage(model, installer);
  if (!isFirst || instruction.keyword !== 'RUN' || installer === undefined || anchor === undefined) return allowed;
  const needsPackage = anchor.word.value === 'python3-pip' && anchor.isApt;
  return [
    {
      title: 'Install into a virtual environment',
      applicability: 'review',
      because:
        "Programs run by the distribution's own python3 path do not see the packages, nor does the environment see the distribution's.",
      edits: [
        ...(needsPackage ? [appendArgument(model.scriptOf(installer), anchor.word, 'python3-venv')] : []),
        insertLinesBefore(file, instruction, ['RUN python3 -m venv /opt/venv', 'ENV PATH=/opt/venv/bin:$PATH']),
      ],
    },
    ...allowed,
  ];
}

function pipPackage(model: DockerfileModel, instruction: Instruction) {
  for (const operation of model.packageOperationsOf(instruction)) {
    const word = operation.operands.find(({ value }) => /^(?:python3-pip|py3-pip)$/.test(value ?? ''));
    if (word !== undefined && operation.action === 'install') return { word, isApt: isApt(operation) };
  }
  return undefined;
}
