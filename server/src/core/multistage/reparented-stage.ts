import type { BuildContext } from '../context/build-context';
import { packageUse, runtimePackagesFor } from '../knowledge/os-packages';
import { insertLinesAfter, insertLinesBefore } from '../lint/rewrite';
import { createModel, type DockerfileModel } from '../model/model';
import type { PackageOperation } from '../model/packages';
import type { Stage } from '../model/stage';
import { virtualEnvironments } from '../model/stage-artifacts';
import { parseDockerfile } from '../syntax/parse';
import type { Instruction } from '../syntax/dockerfile';
import { applyEdits, replace, type TextEdit } from '../text/edit';
import { verifyConversion } from './verify';

const ENVIRONMENT = '/opt/venv';

/**
 * Returns the edits for a last stage that stands on a stage which compiles Python packages, while other stages stand on
 * that one too: the packages go into a virtual environment, and the last stage stands on what is below and copies it.
 * `undefined` where the stage does more than install, or a check fails.
 */
export function standBelowPackages(
  model: DockerfileModel,
  context: BuildContext | undefined,
): readonly TextEdit[] | undefined {
  const { file, finalStage: final } = model;
  const stage = final?.parent;
  if (final?.baseWord === undefined || stage?.baseWord === undefined || stage.facts?.family !== 'python')
    return undefined;
  const installs = installsOf(model, stage);
  const [first] = installs?.pip ?? [];
  if (installs === undefined || first === undefined) return undefined;
  const runtime = libraries(stage, installs.packages);
  if (runtime === undefined || model.stateBefore(first).user.isRoot !== true) return undefined;

  const [existing, ...more] = virtualEnvironments(model, stage);
  if (more.length > 0) return undefined;
  const directory = existing ?? ENVIRONMENT;
  const path = `ENV PATH="${directory}/bin:$PATH"`;
  const name = stage.nameWord?.text ?? String(stage.index);
  const lines = [
    ...installLines(stage, runtime),
    `COPY --from=${name} ${directory} ${directory}`,
    ...(installs.kept.some(({ pairs }) => pairs.some(({ key }) => key === 'PATH')) ? [] : [path]),
    ...installs.kept.map(({ span }) => file.text.slice(span.start, span.end)),
  ];
  const edits = [
    ...(existing === undefined
      ? [
          insertLinesBefore(file, first, [
            '# pip installs into this environment, which is copied as a whole',
            `RUN python -m venv ${directory}`,
            path,
          ]),
        ]
      : []),
    replace(final.baseWord.span, stage.baseWord.text),
    insertLinesAfter(file, final.from, lines),
  ];
  const after = createModel(parseDockerfile(applyEdits(file.text, edits)));
  return verifyConversion(model, after, { context, allowed: {} }).length === 0 ? edits : undefined;
}

interface Installs {
  readonly pip: readonly Instruction[];
  readonly packages: readonly string[];
  /** What the last stage inherits today. */
  readonly kept: readonly Instruction[];
}

/** What the stage installs; `undefined` where it does anything else that the last stage may need. */
function installsOf(model: DockerfileModel, stage: Stage): Installs | undefined {
  const pip: Instruction[] = [];
  const packages: string[] = [];
  const kept: Instruction[] = [];
  for (const instruction of stage.instructions) {
    const { keyword } = instruction;
    if (/^(?:ENV|WORKDIR|EXPOSE|LABEL|STOPSIGNAL|SHELL)$/.test(keyword)) kept.push(instruction);
    else if (keyword === 'COPY') {
      const copy = model.copyOf(instruction);
      const isManifest = copy?.sources.every(({ path }) => /(?:requirements|constraints)[\w./*-]*$/.test(path ?? ''));
      if (copy?.from.kind !== 'context' || isManifest !== true) return undefined;
    } else if (keyword === 'RUN') {
      if (instruction.flags.length > 0 || instruction.exec !== undefined) return undefined;
      const operations = model.packageOperationsOf(instruction);
      const { commands } = model.scriptOf(instruction);
      for (const command of commands) {
        const operation = operations.find((one) => one.command === command);
        if (operation === undefined ? !isHousekeeping(command) : !isPlain(operation)) return undefined;
        if (operation?.action !== 'install') continue;
        if (operation.manager.kind === 'os') packages.push(...operation.operands.map(({ value }) => value ?? ''));
        else if (!pip.includes(instruction)) pip.push(instruction);
      }
    } else if (keyword !== 'ARG') return undefined;
  }
  return packages.some((name) => !/^[a-z0-9][a-z0-9.+-]*$/.test(name)) ? undefined : { pip, packages, kept };
}

function isHousekeeping({ name, args }: PackageOperation['command']): boolean {
  return (
    (name === 'rm' &&
      args.every(({ value }) => /^-|^\/(?:var\/(?:lib\/apt|cache)|tmp|root\/\.cache)/.test(value ?? ''))) ||
    (/^python[\d.]*$/.test(name ?? '') && args[0]?.value === '-m' && args[1]?.value === 'venv')
  );
}

function isPlain({ manager, action, hasOption }: PackageOperation): boolean {
  if (manager.kind === 'os') return /^(?:apt|apt-get|apk)$/.test(manager.name) && action !== 'remove';
  return /^pip3?$/.test(manager.name) && !hasOption(['-t', '--target', '--prefix', '--root', '--user', '-e']);
}

/** What the installed packages leave at run time; `undefined` where no table tells. */
function libraries({ facts }: Stage, names: readonly string[]): readonly string[] | undefined {
  const found = new Set<string>();
  for (const name of names) {
    const use = packageUse(name, facts?.packageManager ?? 'apt');
    if (use === 'build-only') continue;
    if (use !== 'dev') found.add(name);
    else {
      const runtime = facts === undefined ? undefined : runtimePackagesFor(name, facts.distribution);
      if (runtime === undefined) return undefined;
      if (!runtime.isInSlimBase) for (const one of runtime.packages) found.add(one);
    }
  }
  return [...found].sort();
}

function installLines({ facts }: Stage, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  if (facts?.distribution.family === 'alpine') return [`RUN apk add --no-cache ${names.join(' ')}`];
  return [
    'RUN apt-get update \\',
    `    && apt-get install -y --no-install-recommends ${names.join(' ')} \\`,
    '    && rm -rf /var/lib/apt/lists/*',
  ];
}
