import type { BuildContext } from '../context/build-context';
import { indentOf } from '../lint/rewrite';
import { defineRule, type Fix } from '../lint/rule';
import { manifestsOf, type DependencyManifests } from '../model/dependency-manifests';
import type { DockerfileModel } from '../model/model';
import { isWithin } from '../model/paths';
import type { PackageOperation } from '../model/packages';
import type { CopyOperation, Stage } from '../model/stage';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt, replace, type TextEdit } from '../text/edit';

export default defineRule({
  id: 'dependency-install-after-copy-all',
  aliases: [],
  category: 'cache',
  severity: 'warning',
  preset: 'recommended',
  summary: 'Dependencies are installed after the whole source is copied, so every change installs them again.',
  docs: `
A layer is taken from the cache as long as nothing above it changed. \`COPY . .\` changes with every edited file, and all
steps below it run again: the dependencies are downloaded, unpacked and compiled once more, for minutes, though the list of
them is the same.

The list stands in a file of its own (\`package.json\`, \`requirements.txt\`, \`go.mod\`, \`Gemfile\`, ...). Copied alone before
the rest, it makes the installation depend on that file only.

**When to ignore:** where the image is built once, or where the installation reads the source.

**The fix** copies the manifests first and the rest after the installation. There is none where the installation needs more
than the manifests: scripts of package.json, workspaces, packages in directories, a project that installs itself.
`,
  fixes: 'sometimes',
  examples: [
    {
      bad: 'FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD ["node", "server.js"]\n',
      good: 'FROM node:22-slim\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nCMD ["node", "server.js"]\n',
    },
    {
      bad: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY . /app\nRUN pip install -r requirements.txt\n',
      good: 'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt /app/\nRUN pip install -r requirements.txt\nCOPY . /app\n',
    },
  ],
  *check({ file, model, context }) {
    for (const stage of model.stages) {
      if (!stage.isReachable) continue;
      const seen = new Set<Instruction>();
      for (const run of stage.instructions) {
        if (run.keyword !== 'RUN') continue;
        const found = installAfterCopy(model, stage, run, context);
        if (found === undefined || seen.has(found.copy.instruction)) continue;
        const { copy, operation, manifests } = found;
        seen.add(copy.instruction);
        if (hasEarlierInstall(model, stage, run, manifests.ecosystem, context)) continue;
        const source = copy.sources[0]?.word;
        if (source === undefined) continue;
        const fix = fixOf(file, model, context, stage, run, found);
        const command = [operation.command.name, operation.subcommand].filter((word) => word !== '').join(' ');
        // What reads the source has to follow it.
        if (manifests.needsMore !== undefined && manifests.remedy === undefined) continue;
        const names = manifests.files.join(' and ');
        const fact =
          manifests.needsMore === undefined
            ? `which needs only ${names}`
            : `which with ${manifests.remedy ?? ''} needs only ${names}`;
        yield {
          span: source.span,
          message: `Every change of any file makes "${command}" run again, ${fact}.`,
          related: [{ span: operation.command.span, message: 'The dependencies are installed here.' }],
          ...(fix === undefined ? {} : { fixes: [fix] }),
        };
      }
    }
  },
});

interface Found {
  readonly copy: CopyOperation;
  readonly operation: PackageOperation;
  readonly manifests: DependencyManifests;
  /** The directory of the installation below the copy's destination: `''` or `frontend`. */
  readonly directory: string;
}

function installAfterCopy(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  context: BuildContext | undefined,
): Found | undefined {
  // A bind mount gives the installation what it reads.
  if (run.flags.some(({ name, value = '' }) => name === 'mount' && !/type=(?:cache|secret|ssh|tmpfs)/.test(value)))
    return undefined;
  const workdir = model.stateBefore(run).workdir;
  if (workdir === undefined) return undefined;
  for (const operation of model.packageOperationsOf(run)) {
    if (operation.command.isSubstitution || hasMoved(model, run, operation)) continue;
    const copy = stage.instructions
      .filter(({ index }) => index < run.index)
      .flatMap((instruction) => model.copyOf(instruction) ?? [])
      .find(
        ({ from, sources, destinationPath }) =>
          from.kind === 'context' &&
          sources.length === 1 &&
          sources[0]?.isEverything === true &&
          destinationPath !== undefined &&
          isWithin(workdir, destinationPath),
      );
    if (copy?.destinationPath === undefined) continue;
    const directory = workdir.slice(copy.destinationPath.length).replace(/^\//, '');
    const manifests = manifestsOf(operation, context, directory);
    if (manifests !== undefined) return { copy, operation, manifests, directory };
  }
  return undefined;
}

/** After a `cd` the directory of the call is another one. */
function hasMoved(model: DockerfileModel, run: Instruction, operation: PackageOperation): boolean {
  return (
    model
      .scriptOf(run)
      .commands.some(
        ({ name, span }) => /^(?:cd|pushd)$/.test(name ?? '') && span.start < operation.command.span.start,
      ) || operation.hasOption(['--prefix', '-C', '--cwd', '--dir', '--working-dir', '-d', '--directory', '--project'])
  );
}

function hasEarlierInstall(
  model: DockerfileModel,
  stage: Stage,
  run: Instruction,
  ecosystem: string,
  context: BuildContext | undefined,
): boolean {
  const own = stage.instructions.filter(({ index, keyword }) => keyword === 'RUN' && index < run.index);
  const below: Instruction[] = [];
  for (let parent = stage.parent; parent !== undefined; parent = parent.parent) below.push(...parent.instructions);
  return [...below, ...own].some((earlier) =>
    model
      .packageOperationsOf(earlier)
      .some((operation) => manifestsOf(operation, context, '')?.ecosystem === ecosystem),
  );
}

function fixOf(
  file: Dockerfile,
  model: DockerfileModel,
  context: BuildContext | undefined,
  stage: Stage,
  run: Instruction,
  { copy, operation, manifests, directory }: Found,
): Fix | undefined {
  if (manifests.needsMore !== undefined || copy.destination === undefined || run.exec !== undefined) return undefined;
  const { instruction } = copy;
  // A second installation would still follow the copy.
  const later = stage.instructions.filter(({ index, keyword }) => keyword === 'RUN' && index >= run.index);
  const installs = later
    .flatMap((step) => model.packageOperationsOf(step))
    .filter((other) => manifestsOf(other, context, directory) !== undefined);
  if (new Set(installs.map((other) => manifestsOf(other, context, directory)?.ecosystem)).size > 1) return undefined;
  const between = stage.instructions.filter(({ index }) => index > instruction.index && index < run.index);
  if (between.some((step) => !isIndependent(model, step))) return undefined;
  const destination = copy.destination.text;
  const isRelative = !/^[/$]/.test(destination);
  if (isRelative && between.some(({ keyword }) => keyword === 'WORKDIR')) return undefined;
  if (instruction.exec !== undefined || /["'\\]/.test(destination) || instruction.heredocs.length > 0) return undefined;
  if (
    instruction.innerComments.length > 0 ||
    instruction.flags.some(({ name }) => name === 'exclude' || name === 'parents')
  )
    return undefined;
  const moved = file.text.slice(instruction.headSpan.start, instruction.headSpan.end);
  const edits = placeAfter(file, model, run, operation, moved);
  if (edits === undefined) return undefined;
  const lines = manifestLines(instruction, file, manifests.files, directory, destination);
  const replaced = replace(instruction.headSpan, lines.join(`${file.eol}${indentOf(file, instruction)}`));
  return {
    title: `Copy ${manifests.files.join(' and ')} first`,
    applicability: 'review',
    because: reasonToLook(manifests, context, directory),
    edits: [replaced, ...edits],
  };
}

/** One COPY for each directory, as COPY flattens what it copies. */
function manifestLines(
  instruction: Instruction,
  file: Dockerfile,
  names: readonly string[],
  directory: string,
  destination: string,
): readonly string[] {
  const head = file.text.slice(instruction.keywordSpan.start, instruction.body.span.start).trimEnd();
  const byFolder = new Map<string, string[]>();
  for (const name of names) {
    const path = directory === '' ? name : `${directory}/${name}`;
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  const root = destination === '.' ? './' : destination.endsWith('/') ? destination : `${destination}/`;
  return [...byFolder].map(([folder, paths]) => `${head} ${paths.join(' ')} ${root}${folder}`);
}

/** The edits that put the line `moved` after the installation; a RUN that goes on afterwards is cut in two. */
function placeAfter(
  file: Dockerfile,
  model: DockerfileModel,
  run: Instruction,
  operation: PackageOperation,
  moved: string,
): readonly TextEdit[] | undefined {
  const indent = indentOf(file, run);
  const script = model.scriptOf(run);
  const at = operation.command.statement;
  const { statements } = script;
  const before = statements.slice(0, at + 1);
  if (operation.command.isConditional || operation.command.pipe !== undefined) return undefined;
  if (before.some((statement) => !statement.commands.every((command) => isIndependentCommand(command.name))))
    return undefined;
  const rest = statements.slice(at + 1);
  if (rest.every((statement) => statement.commands.every((command) => isCleanUp(command.name)))) {
    return [insertAt(run.span.end, `${file.eol}${indent}${moved}`)];
  }
  const next = rest[0];
  const install = statements[at];
  if (next === undefined || install === undefined || script.source !== 'line' || run.heredocs.length > 0)
    return undefined;
  if (statements.some(({ before: joint }) => joint !== undefined && joint.operator !== '&&')) return undefined;
  // Variables and options of the shell do not outlive the cut.
  if (
    before.some(({ commands }) =>
      commands.some(({ name }) => name === undefined || /^(?:export|set|source|\.|umask|ulimit)$/.test(name)),
    )
  )
    return undefined;
  const gap = { start: install.span.end, end: next.span.start };
  if (run.innerComments.some(({ span }) => span.start < gap.end && gap.start < span.end)) return undefined;
  const head = file.text.slice(run.keywordSpan.start, run.body.span.start).trimEnd();
  if (head.includes('\n')) return undefined;
  return [replace(gap, `${file.eol}${indent}${moved}${file.eol}${indent}${head} `)];
}

/** Steps that neither read nor need the source. */
function isIndependent(model: DockerfileModel, { keyword, ...rest }: Instruction): boolean {
  if (keyword !== 'RUN') return keyword !== 'COPY' && keyword !== 'ADD' && keyword !== 'ONBUILD';
  return model.scriptOf({ keyword, ...rest }).commands.every(({ name }) => isIndependentCommand(name));
}

const INDEPENDENT =
  /^(?:apt|apt-get|apk|dnf|yum|microdnf|zypper|pip3?|npm|yarn|yarnpkg|pnpm|bun|bundle|bundler|gem|composer|go|poetry|pipenv|uv|corepack|echo|true|set|mkdir|rm|export|curl|wget|useradd|groupadd|adduser|addgroup|node|python3?)$/;

function isIndependentCommand(name: string | undefined): boolean {
  return name !== undefined && INDEPENDENT.test(name);
}

function isCleanUp(name: string | undefined): boolean {
  return name !== undefined && /^(?:apt|apt-get|apk|dnf|yum|rm|true|find)$/.test(name);
}

function reasonToLook(manifests: DependencyManifests, context: BuildContext | undefined, directory: string): string {
  const isNode = /^(?:npm|Yarn|pnpm|Bun)$/.test(manifests.ecosystem);
  const modules = directory === '' ? 'node_modules' : `${directory}/node_modules`;
  if (isNode && context?.ignores(modules) !== true) {
    return 'A node_modules directory of the build context would overwrite the installed one, unless .dockerignore names it.';
  }
  return 'The installation sees the manifests only, no other file of the source.';
}
