import type { ImageFacts } from '../../knowledge/base-image';
import { providesTool } from '../../knowledge/image-tools';
import { implicitPackages, pythonSlimPackages, slimBasePackages } from '../../knowledge/implicit-packages';
import { nodePackage } from '../../knowledge/node-packages';
import {
  commandsOf,
  packageName,
  packagesProviding,
  packageUse,
  runtimePackagesFor,
} from '../../knowledge/os-packages';
import { normalisedName, pythonPackage } from '../../knowledge/python-packages';
import { stageChain } from '../../model/configuration';
import type { DockerfileModel } from '../../model/model';
import type { PackageOperation } from '../../model/packages';
import type { Stage } from '../../model/stage';
import type { Instruction } from '../../syntax/dockerfile';
import { copiesOf } from './copies';
import { makersOf, writtenPaths } from './written-paths';
import type { Conversion, Violation } from './violation';

/** Returns the distribution packages that `stage` and the stages below it install and do not remove again, by name. */
export function installedPackages(model: DockerfileModel, stage: Stage): readonly string[] {
  return [...installations(model, stage).keys()];
}

function installations(model: DockerfileModel, stage: Stage): ReadonlyMap<string, Instruction> {
  const installed = new Map<string, Instruction>();
  const groups = new Map<string, readonly string[]>();
  for (const { instructions } of stageChain(stage)) {
    for (const instruction of instructions) {
      for (const operation of model.packageOperationsOf(instruction)) {
        if (operation.manager.kind !== 'os') continue;
        const names = packageNames(model, instruction, operation);
        if (operation.action === 'install') {
          const group = operation.options.find(({ name }) => name === '-t' || name === '--virtual')?.value;
          if (operation.manager.name === 'apk' && group !== undefined) groups.set(group, names);
          for (const name of names) if (!installed.has(name)) installed.set(name, instruction);
        }
        if (operation.action === 'remove')
          for (const name of names.flatMap((removed) => [removed, ...(groups.get(removed) ?? [])]))
            installed.delete(name);
      }
    }
  }
  return installed;
}

/** Returns the names of all distribution packages that `stage` and the stages below it install, removed again or not. */
export function everInstalled(model: DockerfileModel, stage: Stage): readonly string[] {
  return stageChain(stage).flatMap(({ instructions }) =>
    instructions.flatMap((instruction) =>
      model
        .packageOperationsOf(instruction)
        .filter(({ action, manager }) => action === 'install' && manager.kind === 'os')
        .flatMap((operation) => packageNames(model, instruction, operation)),
    ),
  );
}

/** A word that no text decides stands for itself. */
function packageNames(
  model: DockerfileModel,
  instruction: Instruction,
  { operands, command }: PackageOperation,
): readonly string[] {
  const own = new Map(
    model
      .scriptOf(instruction)
      .commands.filter(({ span }) => span.start <= command.span.start)
      .flatMap(({ assignments }) => assignments.map(({ name, value }) => [name, value?.value] as const)),
  );
  return operands.flatMap((word) => {
    const variable = /^"?\$\{?(\w+)\}?"?$/.exec(word.text)?.[1];
    const text =
      word.value ??
      (variable === undefined ? undefined : own.get(variable)) ??
      model.expandAt(word.text, instruction) ??
      word.text;
    return text
      .split(/\s+/)
      .filter((name) => name !== '')
      .map(packageName);
  });
}

/** Tells whether an installed package puts `command` on PATH. */
export function providesCommandByPackage(name: string, command: string): boolean {
  return commandsOf(name)?.includes(command) ?? name === command;
}

/** V8: nothing that only builds need is installed in the final stage. */
export function* checkBuildPackages({ after, final, allowed }: Conversion): Generator<Violation> {
  const kept = new Set(allowed.keptPackages ?? []);
  for (const [name, { span }] of installations(after, final)) {
    const use = packageUse(name, final.facts?.packageManager ?? calledManager(after, final));
    if ((use === 'build-only' || use === 'dev') && !kept.has(name))
      yield { check: 'V8', message: `The final stage installs ${name}, which only builds need.`, span };
  }
}

/** Packages: what the original installs for run time, and the libraries that its build linked to, are in the final image. */
export function* checkPackages(conversion: Conversion): Generator<Violation> {
  const { before, original, final, allowed } = conversion;
  const has = providerIn(conversion);
  const dropped = new Set(allowed.droppedPackages ?? []);
  const isStatic = isShownStatic(conversion);
  if (allowed.isStatic === true && !isStatic)
    yield { check: 'V5', message: 'Nothing shows that what is copied over is static.' };
  const manager = original.facts?.packageManager ?? calledManager(before, original);
  const reachable = allInstalled(conversion);
  for (const name of installedPackages(before, original)) {
    const use = packageUse(name, manager);
    if (has(name)) continue;
    if (use === 'dev') {
      if (!isStatic || allowed.isStatic !== true) yield* missingLibraries(name, conversion, has);
    } else if (use === 'runtime' || use === 'runtime-data' || use === 'unknown') {
      // A static binary needs data of the distribution, but none of its libraries.
      if (allowed.isStatic === true && isStatic && name.startsWith('lib')) continue;
      if (allowed.provenPackages?.includes(name) === true) continue;
      yield { check: 'packages', message: `${name} is installed in the original, but not in the final stage.` };
    } else if (use === 'dual-use' && !dropped.has(name)) {
      yield { check: 'packages', message: `${name} may serve run time, but the final stage does not install it.` };
    }
    if (use !== 'runtime' && use !== 'runtime-data' && !reachable.has(name) && !dropped.has(name) && use !== 'dev')
      yield { check: 'build', message: `No stage installs ${name} any more.` };
  }
  if (original.facts !== undefined && final.facts !== undefined && (implicitPackages(original.facts) ?? []).length > 0)
    yield* implicitNeeds(conversion, original.facts, final.facts, has);
}

/** A base that no table knows has the package manager that the file calls. */
function calledManager(model: DockerfileModel, stage: Stage): NonNullable<ImageFacts['packageManager']> {
  const names = stageChain(stage).flatMap(({ instructions }) =>
    instructions.flatMap((instruction) =>
      model.packageOperationsOf(instruction).flatMap(({ manager }) => (manager.kind === 'os' ? [manager.name] : [])),
    ),
  );
  const [first] = names;
  return first === 'apk' || first === 'dnf' || first === 'yum' || first === 'microdnf' || first === 'zypper'
    ? first
    : 'apt';
}

function allInstalled({ after }: Conversion): ReadonlySet<string> {
  return new Set(
    after.stages.filter(({ isReachable }) => isReachable).flatMap((stage) => installedPackages(after, stage)),
  );
}

type Provider = (name: string) => boolean;

/** Names with and without `t64` are one library on the platforms that images are built for. */
function withoutSuffix(name: string): string {
  return name.replace(/t64(?=$|-)/, '');
}

function providerIn({ after, final, context }: Conversion): Provider {
  const facts = final.facts;
  const { family, release } = facts?.distribution ?? { family: 'unknown', release: undefined };
  const base = [
    ...(family === 'debian' && release !== undefined && facts?.isDistroless === false
      ? (slimBasePackages(release) ?? [])
      : []),
    ...(facts?.family === 'python' ? pythonSlimPackages : []),
    ...(facts?.family === 'distroless' ? ['ca-certificates', 'tzdata', 'netbase'] : []),
    ...(facts === undefined ? [] : (implicitPackages(facts) ?? [])),
  ];
  const names = new Set([...base, ...installedPackages(after, final)].map(withoutSuffix));
  const written = writtenPaths(after, final, context);
  const isCopied = (path: string): boolean =>
    makersOf(written, path).some(
      ({ instruction, isTree, path: made }) => instruction !== undefined && (isTree || made === path),
    );
  return (name) =>
    names.has(withoutSuffix(name)) ||
    (name === 'ca-certificates' && isCopied('/etc/ssl/certs/ca-certificates.crt')) ||
    (name === 'tzdata' && (isCopied('/usr/share/zoneinfo') || isCopied('/usr/local/go/lib/time/zoneinfo.zip')));
}

function* missingLibraries(name: string, conversion: Conversion, has: Provider): Generator<Violation> {
  const { final, after } = conversion;
  const distribution =
    final.facts?.distribution ?? (usesApk(conversion) ? { family: 'alpine' as const, release: undefined } : undefined);
  const runtime = distribution === undefined ? undefined : runtimePackagesFor(name, distribution);
  if (runtime === undefined) {
    if (!scansLibraries(after, final))
      yield { check: 'packages', message: `Nothing tells which library ${name} stands for, and it is not installed.` };
    return;
  }
  if (runtime.isInSlimBase && final.facts?.isDistroless === false) return;
  for (const library of runtime.packages)
    if (!has(library))
      yield { check: 'packages', message: `${library}, the library of ${name}, is not in the final stage.` };
}

/** An unknown base with Alpine's package manager has Alpine's packages. */
function usesApk({ before, original }: Conversion): boolean {
  return stageChain(original).some(({ instructions }) =>
    instructions.some((instruction) =>
      before
        .packageOperationsOf(instruction)
        .some(({ manager, action }) => manager.name === 'apk' && action === 'install'),
    ),
  );
}

/**
 * The final stage installs the packages of a list that another stage made from the linker's answers (`ldd` or
 * `scanelf`), or takes the libraries over: they are found at build time.
 */
function scansLibraries(after: DockerfileModel, final: Stage): boolean {
  const commandNames = (stage: Stage, pattern: RegExp): boolean =>
    stageChain(stage).some(({ instructions }) =>
      instructions.some((run) => run.keyword === 'RUN' && pattern.test(run.body.text)),
    );
  const installsList = stageChain(final).some(({ instructions }) =>
    instructions.some(
      (run) =>
        run.keyword === 'RUN' &&
        (/\bxargs\b[^&|;]*\b(?:apt-get|apt|apk)\b|\b(?:apt-get|apk)\b[^&|;]*\$\(\s*(?:cat|<)/.test(run.body.text) ||
          takesLibraries(run)),
    ),
  );
  return (
    installsList &&
    after.stages.some(
      (stage) => stage.isReachable && stage !== final && commandNames(stage, /\b(?:ldd|scanelf|objdump|readelf)\b/),
    )
  );
}

/** The libraries themselves come from the other stage, into a directory of the linker. */
function takesLibraries({ flags, body }: Instruction): boolean {
  return (
    flags.some(({ name, value = '' }) => name === 'mount' && /(?:^|,)from=/.test(value)) &&
    /\bcp\b[^;&|]*\/usr\/local\/lib\//.test(body.text) &&
    /\bldconfig\s*$/.test(body.text)
  );
}

/** Every program that goes to the final stage is linked without C, as the text of its build shows. */
function isShownStatic({ after, final, context }: Conversion): boolean {
  const copies = copiesOf(after, final).flatMap(({ from, sources }) =>
    from.kind !== 'stage' ? [] : sources.map(({ path }) => ({ stage: from.stage, path })),
  );
  const contents = copies.flatMap(({ stage, path }) =>
    path === undefined
      ? ['other']
      : makersOf(writtenPaths(after, stage, context), `/${path}`).map(({ content }) => content),
  );
  return (
    contents.includes('static-binary') && !contents.some((content) => /^(?:binary|packages|venv|other)$/.test(content))
  );
}

/** What a full image has without any line telling, and the manifests say is needed. */
function* implicitNeeds(
  conversion: Conversion,
  original: ImageFacts,
  final: ImageFacts,
  has: Provider,
): Generator<Violation> {
  const { after, final: stage, allowed } = conversion;
  const finalImplicit = new Set(implicitPackages(final) ?? []);
  if (finalImplicit.size > 0) return;
  const scans = scansLibraries(after, stage);
  const isDebian = original.distribution.family === 'debian';
  const found = dependencies(conversion, original.language?.name);
  if (found === undefined) {
    const movesModules = writtenPaths(after, stage, conversion.context).some(
      ({ content, instruction }) =>
        content === 'venv' || (content === 'packages' && instruction?.keyword === 'COPY' && isOfSeveral(conversion)),
    );
    if (original.language?.name === 'Python' && movesModules && !scans && allowed.isStatic !== true)
      yield {
        check: 'packages',
        message: 'The original base image has libraries that this one lacks, and no manifest tells which are needed.',
      };
    return;
  }
  for (const { name, needs } of found) {
    if (isDebian && !scans)
      for (const written of needs.debianRuntime) {
        const mapped = written.endsWith('-dev') ? runtimePackagesFor(written, final.distribution) : undefined;
        if (mapped?.isInSlimBase === true && !final.isDistroless) continue;
        if (mapped === undefined && written.endsWith('-dev') && !has(written)) {
          yield {
            check: 'packages',
            message: `${name} needs the library of ${written}, and no table tells its package.`,
          };
          continue;
        }
        const libraries = mapped?.packages ?? [written];
        for (const library of libraries)
          if (!has(library) && !isOptional(library))
            yield { check: 'packages', message: `${name} needs ${library}, which is not in the final stage.` };
      }
    for (const program of needs.shellsOut) {
      if (providesTool(original, program) !== true || providesTool(final, program) === true) continue;
      if (packagesProviding(program).some(has) || has(program)) continue;
      yield { check: 'packages', message: `${name} starts ${program}, which is not in the final stage.` };
    }
  }
}

/** The original has several stages of its own: no plan made it. */
function isOfSeveral({ before }: Conversion): boolean {
  return before.stages.length > 1;
}

/** A font or a driver that some other package of the same kind can stand in for. */
function isOptional(name: string): boolean {
  return /^fonts-|^ttf-/.test(name);
}

interface Dependency {
  readonly name: string;
  readonly needs: { readonly debianRuntime: readonly string[]; readonly shellsOut: readonly string[] };
}

/** The application's packages as manifests and command lines name them; `undefined` where some are not known. */
function dependencies(conversion: Conversion, language: string | undefined): readonly Dependency[] | undefined {
  if (language === 'Node.js') {
    const text = conversion.context?.read('package.json');
    if (text === undefined) return undefined;
    const [, block = ''] = /"dependencies"\s*:\s*\{([^}]*)\}/.exec(text) ?? [];
    return [...block.matchAll(/"([^"]+)"\s*:/g)].flatMap(([, name = '']) => {
      const needs = nodePackage(name);
      return needs === undefined ? [] : [{ name, needs }];
    });
  }
  if (language !== 'Python') return [];
  const names = pythonRequirements(conversion);
  return names?.flatMap((name) => {
    const needs = pythonPackage(name);
    return needs === undefined ? [] : [{ name, needs }];
  });
}

function pythonRequirements({ before, context }: Conversion): readonly string[] | undefined {
  const names: string[] = [];
  // An original of several stages copies what its builder installs.
  for (const { instructions } of before.stages.filter(({ isReachable }) => isReachable)) {
    for (const instruction of instructions) {
      for (const operation of before.packageOperationsOf(instruction)) {
        if (operation.manager.kind !== 'language' || operation.action !== 'install') continue;
        const files = operation.options
          .filter(({ name }) => name === '-r' || name === '--requirement')
          .map(({ value }) => value);
        for (const file of files) {
          const text = file === undefined ? undefined : requirementsText(file, context);
          if (text === undefined) return undefined;
          names.push(...text);
        }
        for (const { value } of operation.operands) {
          const name = /^[A-Za-z0-9][\w.-]*/.exec(value ?? '')?.[0];
          if (value === undefined || name === undefined || value.includes('/')) return undefined;
          names.push(normalisedName(name));
        }
      }
    }
  }
  return names;
}

function requirementsText(file: string, context: Conversion['context'], depth = 0): readonly string[] | undefined {
  const path = file.replace(/^(?:\.\/|\/(?:.*\/)?)/, '');
  const text = context?.read(file.replace(/^\.?\//, '')) ?? context?.read(path);
  // A file that includes itself would never end.
  if (text === undefined || depth > 5) return undefined;
  const names: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const included = /^\s*(?:-r|--requirement)[=\s]\s*(\S+)/.exec(line)?.[1];
    if (included !== undefined) {
      const inner = requirementsText(included, context, depth + 1);
      if (inner === undefined) return undefined;
      names.push(...inner);
      continue;
    }
    const name = /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1];
    if (name !== undefined) names.push(normalisedName(name));
  }
  return names;
}
