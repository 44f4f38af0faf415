import { appendArgument, insertAfterStatement } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { packageName, packageUse } from '../knowledge/os-packages';
import { instructionsAfter } from '../model/history';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import type { ShellWord } from '../shell/shell';
import { listOfNames } from '../model/unpinned-packages';
import type { Instruction } from '../syntax/dockerfile';
import { cover } from '../text/span';

export default defineRule({
  id: 'apk-build-packages-kept',
  aliases: ['dockerfile-doctor/DD063', 'dockerfilelint/apkadd-missing-virtual'],
  category: 'size',
  severity: 'info',
  preset: 'strict',
  needs: ['apk'],
  summary: 'Compilers and headers of Alpine are added without a name to remove them by.',
  docs: `
\`apk add --virtual .build-deps gcc musl-dev\` gives packages that only the build needs a common name, by which
\`apk del .build-deps\` at the end of the same RUN takes them out again, with all that came along.

Only files with a single stage are judged: in a multi-stage build the builder may keep its tools, and what the last stage
ships is the matter of build-tools-in-final-stage. A second stage is the better cure where there is something to copy.

**When to ignore:** where the image is there to build with.

**The fix** names the set and removes it at the end of the RUN. It is offered where all packages of the call are build tools,
the RUN goes on to use them, and no later RUN could.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM python:3.13-alpine\nRUN apk add --no-cache gcc musl-dev && pip install --no-cache-dir psutil==7.0.0\n',
      good: 'FROM python:3.13-alpine\nRUN apk add --no-cache --virtual .build-deps gcc musl-dev && pip install --no-cache-dir psutil==7.0.0 && apk del --no-network .build-deps\n',
    },
  ],
  *check({ file, model }) {
    if (model.stages.length > 1) return;
    for (const instruction of file.instructions) {
      const operations = model.packageOperationsOf(instruction).filter(({ manager }) => manager.name === 'apk');
      if (operations.some(({ action }) => action === 'remove')) continue;
      for (const operation of operations) {
        if (operation.subcommand !== 'add' || operation.hasOption(['-t', '--virtual'])) continue;
        const tools = operation.operands.filter(isBuildTool);
        const [first] = tools;
        // make alone starts the tasks of a Makefile.
        if (first === undefined || tools.every(({ value }) => /^(?:make|pkgconf|file)$/.test(value ?? ''))) continue;
        const names = tools.map(({ value, text }) => packageName(value ?? text));
        const fix = tools.length === operation.operands.length ? asSet(model, instruction, operation) : undefined;
        yield {
          span:
            tools.length === operation.operands.length
              ? cover(first.span, tools.at(-1)?.span ?? first.span)
              : first.span,
          message: `Nothing removes ${listOfNames(names)} again, and no name of a set (--virtual) stands for ${names.length > 1 ? 'them' : 'it'}.`,
          ...(fix === undefined ? {} : { fixes: [fix] }),
        };
      }
    }
  },
});

function isBuildTool({ value }: ShellWord): boolean {
  if (value === undefined) return false;
  const name = packageName(value);
  return (
    packageUse(name, 'apk') === 'dev' ||
    /^(?:gcc|g\+\+|clang\d*|make|cmake|autoconf|automake|libtool|build-base|alpine-sdk|musl-dev|linux-headers|cargo|rust|gfortran|samurai|meson)$/.test(
      name,
    )
  );
}

function asSet(model: DockerfileModel, instruction: Instruction, operation: PackageOperation): Fix | undefined {
  const script = model.scriptOf(instruction);
  const { verb, command } = operation;
  const last = script.statements.at(-1);
  const isUsed = command.statement < script.statements.length - 1 && !command.isConditional;
  const isUsedLater = instructionsAfter(model, instruction).some(
    ({ keyword }) => keyword === 'RUN' || keyword === 'ONBUILD',
  );
  if (verb === undefined || last === undefined || !isUsed || isUsedLater || script.source === 'exec') return undefined;
  if (last.commands.some(({ name }) => name === 'rm' || name === 'exit')) return undefined;
  const removal = insertAfterStatement(model.file, instruction, script, last, 'apk del --no-network .build-deps');
  if (removal === undefined) return undefined;
  return {
    title: 'Name the set and remove it in the same RUN',
    applicability: 'review',
    because:
      'What was compiled may need a library that came along with the headers: name that one in a call of its own.',
    edits: [appendArgument(script, verb, '--virtual .build-deps'), removal],
  };
}
