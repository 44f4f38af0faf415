import { defineRule } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import { listOfNames, unpinnedPackages } from '../model/unpinned-packages';
import type { Instruction } from '../syntax/dockerfile';

export default defineRule({
  id: 'go-version-unpinned',
  aliases: ['hadolint/DL3062', 'dockerfile-roast/DF054'],
  category: 'reproducibility',
  severity: 'info',
  preset: 'strict',
  needs: ['go'],
  summary: 'go takes a program or module without a version.',
  docs: `
\`go get github.com/x/tool\`, \`go install github.com/x/tool@latest\` and \`go run\` of such a path take the newest version of the
day, so the same Dockerfile builds other programs over time. \`@v1.8.0\` or a commit names one. Outside a module \`go install\`
without a version fails since Go 1.16, and \`go get\` installs no program since Go 1.18.

Directories (\`./...\`), the standard library, programs of the source that is copied, and installations in a module, whose
\`go.mod\` decides the version, are left alone.

**When to ignore:** where the newest release is wanted.
`,
  fixes: 'never',
  examples: [
    {
      bad: 'FROM golang:1.25\nRUN go install github.com/air-verse/air@latest\n',
      good: 'FROM golang:1.25\nRUN go install github.com/air-verse/air@v1.63.0\n',
    },
  ],
  *checkInstruction({ model }, instruction) {
    const found = unpinnedPackages(model, instruction, takesPaths, (path, operation) =>
      isUnpinned(model, instruction, path, operation),
    );
    for (const { operation, span, names } of found) {
      yield {
        span,
        message: `go ${operation.subcommand} takes whatever version of ${listOfNames(names)} is the newest on the day of the build.`,
      };
    }
  },
});

function takesPaths({ manager, subcommand }: PackageOperation): boolean {
  return manager.name === 'go' && /^(?:install|get|run)$/.test(subcommand);
}

function isUnpinned(
  model: DockerfileModel,
  instruction: Instruction,
  path: string,
  operation: PackageOperation,
): boolean {
  const { subcommand, operands } = operation;
  // What follows the path are the program's own arguments.
  if (subcommand === 'run' && operands[0]?.value !== path) return false;
  const [name = '', version] = path.split('@');
  if (version !== undefined) return /^(?:latest|upgrade|patch|master|main|HEAD)$/.test(version);
  // Without a dot the first element is of the standard library or of the module itself.
  const isRemote = /^[\w-]+(?:\.[\w-]+)+\//.test(name) && !name.endsWith('.go');
  if (!isRemote) return operation.hasOption(['-tool']) && /^[\w-]+$/.test(name);
  return !isCopied(model, instruction, name) && (subcommand === 'get' || !mayBeInModule(model, instruction));
}

/** The source of `path` lies below GOPATH: a copy, a clone or WORKDIR says so. */
function isCopied(model: DockerfileModel, instruction: Instruction, path: string): boolean {
  const root = `/src/${path.split('/').slice(0, 3).join('/')}`;
  const isBelow = (place: string | undefined): boolean => place !== undefined && `${place}/`.includes(`${root}/`);
  if (isBelow(model.stateBefore(instruction).workdir)) return true;
  return [...instructionsBefore(model, instruction), instruction].some(
    (earlier) =>
      isBelow(model.copyOf(earlier)?.destinationPath?.replace(/\/$/, '')) ||
      (earlier.keyword === 'RUN' &&
        model
          .scriptOf(earlier)
          .commands.some(({ name, args }) => name !== 'go' && args.some(({ text }) => isBelow(text)))),
  );
}

/** In a module, paths without a version are those that go.mod lists. */
function mayBeInModule(model: DockerfileModel, instruction: Instruction): boolean {
  return [...instructionsBefore(model, instruction), instruction].some((earlier) => {
    const copy = model.copyOf(earlier);
    if (copy !== undefined)
      return copy.sources.some(({ isEverything, path }) => isEverything || /go\.mod$|\*/.test(path ?? '*'));
    return model
      .packageOperationsOf(earlier)
      .some(({ manager, command }) => manager.name === 'go' && command.args[0]?.value === 'mod');
  });
}
