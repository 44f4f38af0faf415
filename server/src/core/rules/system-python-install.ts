import { appendArgument, insertLinesBefore } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { isApt } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import { isPip } from '../model/pip';
import { managesPython, systemPythonInstalls } from '../model/system-python';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'system-python-install',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['pip', 'pip2', 'pip3'],
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
    for (const stage of model.stages.filter(({ facts }) => managesPython(facts))) {
      for (const { instruction, operation } of systemPythonInstalls(model, stage)) {
        const { verb, command } = operation;
        if (verb === undefined || command.nameWord === undefined) continue;
        yield {
          span: { start: command.nameWord.span.start, end: verb.span.end },
          message: `${NAMES.get(stage.facts?.distribution.family ?? '') ?? 'The distribution'} manages its Python itself: pip install fails outside a virtual environment.`,
          fixes: () => fixes(file, model, instruction, operation),
        };
      }
    }
  },
});

const NAMES: ReadonlyMap<string, string> = new Map([
  ['debian', 'Debian'],
  ['ubuntu', 'Ubuntu'],
  ['alpine', 'Alpine'],
]);

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
