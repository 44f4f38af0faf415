import type { BuildContext } from '../context/build-context';
import { defineRule } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { baseName, isWithin, joinPath } from '../model/paths';
import type { CopyOperation, Stage } from '../model/stage';
import type { Instruction } from '../syntax/dockerfile';
import type { Span } from '../text/span';

export default defineRule({
  id: 'virtual-environment-overwritten',
  aliases: [],
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  mentions: /env/i,
  summary: 'The whole source is copied over the directory of the virtual environment.',
  docs: `
A virtual environment inside the application's directory is in the way of \`COPY . .\`: a local \`venv\` or \`.venv\`, made on
another system with other paths, is copied over the one that the build has just filled. The same happens with a bind mount
of the source during development. \`/opt/venv\` is out of the way of both.

Where the build context is known, it is reported if it has such a directory and \`.dockerignore\` does not name it; else if a
step creates the environment in a directory of that usual name before the copy.

**When to ignore:** where no such directory is in the build context.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nRUN python -m venv venv && venv/bin/pip install flask\nCOPY . .\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nRUN python -m venv /opt/venv && /opt/venv/bin/pip install flask\nCOPY . .\n',
    },
  ],
  *checkStage({ model, context }, stage) {
    if (!stage.isReachable) return;
    for (const environment of environments(model, stage)) {
      const copy = copyOver(model, stage, environment);
      const source = copy?.sources.find(({ isEverything }) => isEverything);
      if (copy?.destinationPath === undefined || source === undefined) continue;
      const path = environment.path.slice(copy.destinationPath === '/' ? 1 : copy.destinationPath.length + 1);
      if (!isInContext(path, context)) continue;
      yield {
        span: source.word.span,
        message: `A local "${path}" would overwrite the virtual environment ${environment.path}.`,
        related: [{ span: environment.span, message: 'The virtual environment comes from here.' }],
      };
      break;
    }
  },
});

interface Environment {
  readonly path: string;
  readonly span: Span;
  readonly instruction: Instruction;
}

function environments(model: DockerfileModel, stage: Stage): readonly Environment[] {
  return stage.instructions.flatMap((instruction): readonly Environment[] => {
    const { workdir } = model.stateBefore(instruction);
    const copy = model.copyOf(instruction);
    if (copy?.from.kind === 'stage' && copy.destinationPath !== undefined) {
      const path = copy.destinationPath;
      return /^\.?venv$/.test(baseName(path)) ? [{ path, span: copy.instruction.headSpan, instruction }] : [];
    }
    if (instruction.keyword !== 'RUN') return [];
    const { commands } = model.scriptOf(instruction);
    return commands.flatMap(({ name, args, span }) => {
      const words = args.map(({ value }) => value);
      const isVenv =
        (/^python[\d.]*$/.test(name ?? '') && words[0] === '-m' && /^(?:venv|virtualenv)$/.test(words[1] ?? '')) ||
        name === 'virtualenv' ||
        (name === 'uv' && words[0] === 'venv');
      const operands = name === 'uv' ? words.slice(1) : words;
      const given = isVenv ? operands.findLast((word) => word !== undefined && !word.startsWith('-')) : undefined;
      // Without an operand uv makes `.venv`; the value of an option (`--python 3.12`) is none.
      const target = isVenv && name === 'uv' && (given === undefined || /^[\d.]+$/.test(given)) ? '.venv' : given;
      if (
        target === undefined ||
        (/^(?:venv|virtualenv)$/.test(target) &&
          words.filter((word) => word === target).length < 2 &&
          words[1] === target)
      )
        return [];
      const hasMoved = commands.some((command) => command.name === 'cd' && command.span.start < span.start);
      const path = joinPath(hasMoved ? undefined : workdir, target);
      return path === undefined ? [] : [{ path, span, instruction }];
    });
  });
}

function copyOver(model: DockerfileModel, stage: Stage, environment: Environment): CopyOperation | undefined {
  return stage.instructions
    .filter(({ index }) => index > environment.instruction.index)
    .flatMap((instruction) => model.copyOf(instruction) ?? [])
    .find(
      ({ from, sources, destinationPath }) =>
        from.kind === 'context' &&
        sources.some(({ isEverything }) => isEverything) &&
        destinationPath !== undefined &&
        destinationPath !== environment.path &&
        isWithin(environment.path, destinationPath),
    );
}

function isInContext(path: string, context: BuildContext | undefined): boolean {
  if (context !== undefined) return context.exists(path) && !context.ignores(path);
  return /^\.?v?env$/.test(path);
}
