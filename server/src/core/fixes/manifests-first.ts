import type { BuildContext } from '../context/build-context';
import { indentOf } from '../lint/rewrite';
import type { Fix } from '../lint/rule';
import { manifestsOf, type DependencyManifests } from '../model/dependency-manifests';
import type { InstallAfterCopy } from '../model/dependency-order';
import type { DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage';
import type { Dockerfile, Instruction } from '../syntax/dockerfile';
import { insertAt, replace, type TextEdit } from '../text/edit';

/**
 * Returns a fix that copies the manifests where everything was copied, and everything after the installation; `undefined`
 * where a step between reads the source, or the copy would go elsewhere.
 */
export function copyManifestsFirst(
  file: Dockerfile,
  model: DockerfileModel,
  context: BuildContext | undefined,
  stage: Stage,
  run: Instruction,
  { copy, operation, manifests, directory }: InstallAfterCopy,
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
function isIndependent(model: DockerfileModel, instruction: Instruction): boolean {
  const { keyword } = instruction;
  if (keyword !== 'RUN') return keyword !== 'COPY' && keyword !== 'ADD' && keyword !== 'ONBUILD';
  return model.scriptOf(instruction).commands.every(({ name }) => isIndependentCommand(name));
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
