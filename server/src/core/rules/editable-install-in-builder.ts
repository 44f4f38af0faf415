import { removeWord } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { isPip } from '../model/pip';
import { isWithin, joinPath } from '../model/paths';
import type { CopyOperation, Stage } from '../model/stage';

export default defineRule({
  id: 'editable-install-in-builder',
  aliases: [],
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  needs: ['pip', 'pip2', 'pip3'],
  summary: 'An editable install is copied to another stage without its sources.',
  docs: `
\`pip install -e\` leaves only a pointer to the source directory in \`site-packages\`. Copied to another stage with its
packages, the pointer leads nowhere there: the import fails when the container starts. A normal install copies the package.

**When to ignore:** where the sources reach the same path of the other stage in a way that the Dockerfile does not show.

**The fix** installs the package itself.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.12-slim-bookworm AS builder\nWORKDIR /src\nCOPY . .\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install -e .\nFROM python:3.12-slim-bookworm\nCOPY --from=builder /opt/venv /opt/venv\n',
      good: 'FROM python:3.12-slim-bookworm AS builder\nWORKDIR /src\nCOPY . .\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install .\nFROM python:3.12-slim-bookworm\nCOPY --from=builder /opt/venv /opt/venv\n',
    },
  ],
  *check({ file, model }) {
    const copies = file.instructions.flatMap((instruction) => {
      const copy = model.copyOf(instruction);
      return copy?.from.kind === 'stage' ? [copy] : [];
    });
    for (const stage of model.stages.filter(({ isShipped }) => !isShipped)) {
      for (const instruction of stage.instructions) {
        for (const operation of model.packageOperationsOf(instruction).filter(isPip)) {
          const editable = operation.options.find(({ name }) => name === '-e' || name === '--editable');
          if (operation.subcommand !== 'install' || editable?.value === undefined) continue;
          const source = joinPath(model.stateBefore(instruction).workdir, editable.value.replace(/\[.*\]$/, ''));
          if (source === undefined || /[:$]/.test(editable.value)) continue;
          const environment = copies.find(
            (copy) =>
              comesFrom(copy, stage) &&
              copy.sources.some(({ path }) =>
                /(?:^|\/)(?:site-packages|dist-packages|\.?venv|virtualenv|env)(?:\/|$)|^usr\/local(?:\/lib.*)?$/.test(
                  path ?? '',
                ),
              ),
          );
          if (environment === undefined || hasSources(model, environment, source)) continue;
          const isAlone = editable.word.value === '-e' || editable.word.value === '--editable';
          const edit = isAlone ? removeWord(instruction, operation.command, editable.word) : undefined;
          yield {
            span: editable.word.span,
            message: `Only a pointer to ${source} is installed, and ${source} is not copied with the packages on line ${file.lineNumberAt(environment.instruction.span.start)}.`,
            related: [{ span: environment.instruction.keywordSpan, message: 'The packages are copied here.' }],
            ...(edit === undefined
              ? {}
              : {
                  fixes: [
                    {
                      title: 'Install the package itself',
                      applicability: 'review' as const,
                      because: 'Files that the package does not declare are not installed.',
                      edits: [edit],
                    },
                  ],
                }),
          };
        }
      }
    }
  },
});

function comesFrom({ from }: CopyOperation, stage: Stage): boolean {
  return from.kind === 'stage' && (from.stage === stage || from.stage.parent === stage);
}

/** Something else is copied to the path of the sources in the same stage. */
function hasSources(model: DockerfileModel, environment: CopyOperation, source: string): boolean {
  const target = model.stageOf(environment.instruction);
  return (target?.instructions ?? []).some((instruction) => {
    const path = model.copyOf(instruction)?.destinationPath?.replace(/(?<=.)\/$/, '');
    return path !== undefined && (isWithin(source, path) || isWithin(path, source)) && path !== '/';
  });
}
