import { appendArgument } from '../lint/rewrite';
import { defineRule } from '../lint/rule';
import { libcHeadersOf } from '../knowledge/libc-headers';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import { isApt, isUnknownScript } from '../model/package-index';
import type { PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage';
import type { ShellWord } from '../shell/shell';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'compiler-without-libc-headers',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  needs: ['apt-get', 'apt', 'aptitude', 'apk'],
  summary: 'A compiler is installed without the headers of the C library: it cannot compile anything.',
  docs: `
On Debian and Ubuntu \`gcc\` only *recommends* \`libc6-dev\`. With \`--no-install-recommends\` it comes without \`stdio.h\` and
the start files, and not even an empty program links ("cannot find Scrt1.o"). Few \`-dev\` packages bring the headers along:
\`libpq-dev\`, \`libssl-dev\` and \`libffi-dev\` do not. On Alpine \`gcc\` needs \`musl-dev\` in the same way.

Said only where all packages of the stage are known not to bring the headers.

**When to ignore:** where the compiler is there for something else than to compile for this image.

**The fix** adds \`libc6-dev\`, or \`musl-dev\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libpq-dev && rm -rf /var/lib/apt/lists/*\n',
      good: 'FROM python:3.12-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
  *checkStage({ model }, stage) {
    const headers = headersFor(stage);
    if (headers === undefined) return;
    for (const instruction of stage.instructions) {
      for (const operation of model.packageOperationsOf(instruction)) {
        const compiler = operation.operands.find(({ value }) => /^gcc(?:-\d+)?(?:=.*)?$/.test(value ?? ''));
        if (
          compiler === undefined ||
          operation.action !== 'install' ||
          operation.manager.name !== manager(operation, headers)
        )
          continue;
        if (headers === 'libc6-dev' && !operation.hasOption(operation.manager.noRecommends)) continue;
        if (mayBring(model, stage, instruction, headers)) continue;
        yield {
          span: compiler.span,
          message: `${compiler.text} comes without the headers of the C library (${headers}) here, so C programs do not compile.`,
          fixes: [
            {
              title: `Add ${headers}`,
              applicability: 'review',
              because: 'The package becomes part of the image.',
              edits: [appendArgument(model.scriptOf(instruction), compiler, headers)],
            },
          ],
        };
      }
    }
  },
});

/** The package that holds the headers, where the base image surely lacks it. */
function headersFor({ facts }: Stage): 'libc6-dev' | 'musl-dev' | undefined {
  const { family, name } = facts?.distribution ?? {};
  if (family === 'alpine') return 'musl-dev';
  if (family !== 'debian' && family !== 'ubuntu') return undefined;
  // The full images of languages are made from buildpack-deps and have compilers.
  return facts?.variant === 'slim' || facts?.family === name ? 'libc6-dev' : undefined;
}

function manager(operation: PackageOperation, headers: string): string {
  return headers === 'musl-dev' ? 'apk' : isApt(operation) ? operation.manager.name : '';
}

/** Some package of the stage, or a script that may install one, brings the headers. */
function mayBring(model: DockerfileModel, stage: Stage, instruction: Instruction, headers: string): boolean {
  const all = [
    ...instructionsBefore(model, instruction),
    ...stage.instructions.filter(({ index }) => index >= instruction.index),
  ];
  return all.some((other) => {
    const isEarlier = other.index < instruction.index;
    if (isEarlier && model.scriptOf(other).commands.some(isUnknownScript)) return true;
    return model
      .packageOperationsOf(other)
      .some(
        ({ manager: { kind }, action, operands, hasOption }) =>
          kind === 'os' && action === 'install' && operands.some((word) => brings(word, headers, hasOption)),
      );
  });
}

function brings(word: ShellWord, headers: string, hasOption: PackageOperation['hasOption']): boolean {
  if (word.value === undefined || word.hasGlob) return true;
  const name = word.value.replace(/[=~<>@].*$/, '');
  if (headers === 'musl-dev')
    return (
      /^(?:build-base|alpine-sdk|abuild|g\+\+|clang.*|cargo|rust|go|gcc-.*|.*-dev)$/.test(name) &&
      name !== 'linux-headers'
    );
  const isCompiler = /^gcc(?:-\d+)?$/.test(name);
  return (
    libcHeadersOf(name) !== 'lacks' || (isCompiler && !hasOption(['--no-install-recommends'])) || /^\.?\/|\*/.test(name)
  );
}
