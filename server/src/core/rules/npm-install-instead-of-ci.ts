import { defineRule } from '../lint/rule';
import { instructionsBefore } from '../model/history';
import type { DockerfileModel } from '../model/model';
import type { Instruction } from '../syntax/dockerfile';
import type { BuildContext } from '../context/build-context';
import { replace } from '../text/edit';

export default defineRule({
  id: 'npm-install-instead-of-ci',
  aliases: ['dockerfile-doctor/DD010'],
  category: 'reproducibility',
  severity: 'warning',
  preset: 'recommended',
  needs: ['npm'],
  summary: 'npm install may change versions that the lock file fixes.',
  docs: `
\`npm install\` resolves again where package.json and the lock file differ, and goes on. \`npm ci\` installs exactly what
the lock file says, is faster, and fails where the two disagree.

Said only where the build context holds a lock file that was copied before the step.

**When to ignore:** where the build is meant to take newer versions.

**The fix** writes \`npm ci\`.
`,
  fixes: 'always',
  examples: [
    {
      bad: 'FROM node:22-bookworm-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install\n',
      good: 'FROM node:22-bookworm-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\n',
      context: { 'package.json': '{}', 'package-lock.json': '{}' },
    },
  ],
  *check({ file, model, context }) {
    if (context === undefined) return;
    for (const instruction of file.instructions) {
      if (instruction.keyword !== 'RUN') continue;
      for (const { manager, subcommand, verb, operands, options, command } of model.packageOperationsOf(instruction)) {
        if (manager.name !== 'npm' || verb === undefined || !/^(?:install|i)$/.test(subcommand)) continue;
        if (operands.length > 0 || command.args.some(({ value }) => value === undefined)) continue;
        if (options.some(({ name }) => OTHER.has(name))) continue;
        if (!hasLockFile(model, context, instruction)) continue;
        yield {
          span: { start: command.nameWord?.span.start ?? verb.span.start, end: verb.span.end },
          message: `npm ${subcommand} may change versions that package-lock.json fixes.`,
          fixes: [
            {
              title: 'Use npm ci',
              applicability: 'review',
              because: 'npm ci removes node_modules first, and fails where package.json and the lock file disagree.',
              edits: [replace(verb.span, verb.text.startsWith('"') ? '"ci"' : 'ci')],
            },
          ],
        };
      }
    }
  },
});

// Not the project in the working directory, or told not to read the lock file.
const OTHER: ReadonlySet<string> = new Set(
  '-g --global --location --prefix -C --no-package-lock --package-lock-only --no-save --save'.split(' '),
);

const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json'];

function hasLockFile(model: DockerfileModel, context: BuildContext, instruction: Instruction): boolean {
  const { workdir } = model.stateBefore(instruction);
  return instructionsBefore(model, instruction).some((earlier) => {
    const copy = model.copyOf(earlier);
    if (copy?.from.kind !== 'context' || workdir === undefined) return false;
    if (copy.destinationPath?.replace(/(?<=.)\/$/, '') !== workdir) return false;
    return copy.sources.some(({ path, isEverything, kind }) => {
      if (kind !== 'path' || path === undefined) return false;
      return LOCK_FILES.some((name) => {
        const at =
          path === '' || isEverything
            ? name
            : /[*?[]/.test(path)
              ? globbed(path, name)
              : path.endsWith(name)
                ? path
                : `${path}/${name}`;
        return at !== undefined && context.exists(at) && !context.ignores(at);
      });
    });
  });
}

/** The path of `name` in the pattern's directory where the pattern matches it. */
function globbed(pattern: string, name: string): string | undefined {
  const directory = pattern.slice(0, pattern.lastIndexOf('/') + 1);
  if (/[*?[]/.test(directory)) return undefined;
  const source = pattern
    .slice(directory.length)
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  try {
    return new RegExp(`^${source}$`).test(name) ? directory + name : undefined;
  } catch {
    return undefined;
  }
}
