import { defineRule } from '../lint/rule';
import type { DockerfileModel } from '../model/model';
import { packageOperation } from '../model/packages';
import { isWithin } from '../model/paths';
import { commandsOfChain, stageCopies } from '../model/stage-artifacts';
import type { Stage } from '../model/stage';

export default defineRule({
  id: 'builder-without-build-content',
  aliases: ['tally/no-unreachable-stages'],
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  summary: 'A builder stage leaves nothing behind.',
  docs: `
A second stage pays where the first holds something that need not ship: compilers, headers, sources, development
packages. Two cases hold none of it:

- the builder uses the same base image as the last stage, installs no tools and only installs packages that are all
  copied over: the image is as large as with one stage;
- the builder copies files in, and the last stage copies the same files out: the smaller image comes from the other base
  image alone.

**When to ignore:** where the builder will get compilers, or the split keeps a cache warm.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM ubuntu:24.04 AS build\nRUN apt-get update\nWORKDIR /app\nCOPY . .\nFROM python:3.13-slim\nCOPY --from=build /app /app\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\n',
    },
  ],
  *checkStage({ model }, stage) {
    const at = stage.nameWord ?? stage.baseWord;
    if (at === undefined || stage.isShipped || stage.parent !== undefined) return;
    if (model.stages.some(({ parent }) => parent === stage)) return;
    const copies = stageCopies(model).filter(({ from }) => from === stage);
    if (copies.length === 0) return;
    if (copies.every(({ path }) => isOnlyContext(model, stage, path))) {
      yield {
        span: at.span,
        message: 'The stage only passes files of the build context on; nothing is built in it.',
      };
    } else if (copies.every(({ to }) => to.image?.text === stage.image?.text) && installsPackagesOnly(model, stage)) {
      yield {
        span: at.span,
        message: `The stage installs no build tools and stands on the image that runs the result: it leaves nothing behind.`,
      };
    }
  },
});

/** The directory comes from the build context, and no command runs after the copy. */
function isOnlyContext(model: DockerfileModel, stage: Stage, path: string): boolean {
  const at = stage.instructions.findIndex((instruction) => {
    const copy = model.copyOf(instruction);
    return (
      copy?.from.kind === 'context' &&
      copy.destinationPath !== undefined &&
      isWithin(path, copy.destinationPath.replace(/(?<=.)\/$/, ''))
    );
  });
  return (
    at !== -1 &&
    !stage.instructions.slice(at + 1).some(({ keyword, trigger }) => keyword === 'RUN' || trigger !== undefined)
  );
}

const INSTALLERS = /^(?:pip[\d.]*|python[\d.]*|virtualenv|uv|npm|yarn|pnpm|mkdir|cd|set|export|\.|source)$/;

function installsPackagesOnly(model: DockerfileModel, stage: Stage): boolean {
  const commands = commandsOfChain(model, stage);
  const copiesContext = stage.instructions.some((instruction) =>
    model.copyOf(instruction)?.sources.some(({ isEverything }) => isEverything),
  );
  return (
    commands.some(({ command }) => packageOperation(command)?.action === 'install') &&
    !copiesContext &&
    commands.every(({ command }) => {
      const words = command.args.map(({ value }) => value ?? '');
      if (!INSTALLERS.test(command.name ?? '')) return false;
      if (/^(?:npm|yarn|pnpm)$/.test(command.name ?? ''))
        return (
          !words.includes('build') && !words.includes('run') && words.some((word) => /omit=dev|production/.test(word))
        );
      return (
        !(command.name ?? '').startsWith('python') ||
        (words[0] === '-m' && /^(?:venv|pip|virtualenv)$/.test(words[1] ?? ''))
      );
    })
  );
}
