import type { DockerfileModel } from '../../model/model';
import { packageOperation } from '../../model/packages';
import { baseName, isWithin, joinPath } from '../../model/paths';
import type { CopyOperation, Stage } from '../../model/stage';
import type { ShellCommand } from '../../shell/shell';
import { copiesOf } from './copies';
import { servedDirectory, standaloneDirectory } from './served-directory';
import { accountCommands } from './stages';
import type { Conversion, Violation } from './violation';
import {
  looksLikeFile,
  makersOf,
  placedCommands,
  wordText,
  writtenPaths,
  type PlacedCommand,
  type WrittenPath,
} from './written-paths';

/** One file, directory or pattern of the build context and where it goes. */
interface Mapping {
  readonly path: string;
  readonly target: string;
  readonly copy: CopyOperation;
}

/** Files: what the original copies lies at the same path of the final image, with the same owner and mode. */
export function* checkCopiedFiles(conversion: Conversion): Generator<Violation> {
  const { before, after, original, final, context, allowed } = conversion;
  const now = copiesOf(after, final).flatMap((copy) => mappingsOf(copy, conversion));
  const written = writtenPaths(after, final, context);
  const removed = new Set(removedPaths(before, original));
  const ownsLater = changesOwners(before, original);
  for (const copy of copiesOf(before, original)) {
    if (copy.from.kind !== 'context' || copy.sources.some(({ kind }) => kind !== 'path')) {
      yield* opaqueCopy(copy, conversion, written);
      continue;
    }
    for (const mapping of mappingsOf(copy, conversion).flatMap((one) => split(one, conversion))) {
      if (isBuildFile(mapping.path) || removed.has(mapping.target)) continue;
      if ((allowed.droppedFiles ?? []).some((path) => isWithin(mapping.target, path))) {
        yield* neededAnyway(mapping, conversion, now);
        continue;
      }
      const cover = now.find((one) => covers(one, mapping));
      if (cover === undefined) {
        if (isTakenOver(mapping, conversion)) continue;
        const name = mapping.path === '' ? 'The build context' : mapping.path;
        yield { check: 'files', message: `${name} is no longer at ${mapping.target}.` };
        continue;
      }
      yield* flagDifferences(mapping, cover, allowed.addsUser === true || ownsLater);
    }
  }
  for (const { path, instruction } of writtenPaths(before, original, context)) {
    if (instruction?.keyword !== 'WORKDIR' || makersOf(written, path).length > 0) continue;
    if ((allowed.droppedFiles ?? []).some((dropped) => isWithin(path, dropped))) continue;
    yield { check: 'files', message: `The directory ${path} no longer exists.` };
  }
}

function mappingsOf(copy: CopyOperation, { context }: Conversion): readonly Mapping[] {
  const { destinationPath, from } = copy;
  if (destinationPath === undefined || from.kind !== 'context') return [];
  return copy.sources.flatMap(({ path, kind }) => {
    if (path === undefined || kind !== 'path') return [];
    const isDirectory = context === undefined ? !looksLikeFile(path) : context.list(path) !== undefined;
    const isFileInto = copy.isDirectory && !isDirectory && path !== '' && !/[*?[]/.test(path);
    return [
      {
        path,
        target: isFileInto ? (joinPath(destinationPath, baseName(path)) ?? destinationPath) : destinationPath,
        copy,
      },
    ];
  });
}

/** With the build context at hand a directory is the files in it: the conversion may take them one by one. */
function split(mapping: Mapping, conversion: Conversion): readonly Mapping[] {
  const { context, after, final } = conversion;
  if (context?.list(mapping.path) === undefined) return [mapping];
  const now = copiesOf(after, final).flatMap((copy) => mappingsOf(copy, conversion));
  if (now.some((one) => covers(one, mapping))) return [mapping];
  const files: Mapping[] = [];
  const pending = [mapping];
  // A context of that many files is judged by its first ones.
  for (let next = pending.shift(); next !== undefined && files.length < 2_000; next = pending.shift()) {
    for (const entry of context.list(next.path) ?? []) {
      const name = entry.replace(/\/$/, '');
      const path = next.path === '' ? name : `${next.path}/${name}`;
      if (context.ignores(path) || /^(?:\.git|node_modules|\.venv|venv|__pycache__)$/.test(name)) continue;
      const inner = { path, target: joinPath(next.target, name) ?? next.target, copy: mapping.copy };
      if (entry.endsWith('/')) pending.push(inner);
      else files.push(inner);
    }
  }
  return files;
}

function covers(one: Mapping, wanted: Mapping): boolean {
  if (one.path === wanted.path) return one.target === wanted.target;
  if (/[*?[]/.test(one.path)) {
    const directory = /^(.*\/)?[^/]*$/.exec(one.path)?.[1] ?? '';
    const pattern = baseName(one.path)
      .replace(/[.+^${}()|\\]/g, '\\$&')
      .replaceAll('*', '[^/]*')
      .replaceAll('?', '[^/]');
    const isMatch =
      wanted.path.startsWith(directory) && new RegExp(`^${pattern}$`).test(wanted.path.slice(directory.length));
    return isMatch && joinPath(one.target, baseName(wanted.path)) === wanted.target;
  }
  if (one.path !== '' && !wanted.path.startsWith(`${one.path}/`)) return false;
  if (/[*?[]/.test(wanted.path)) return isWithin(wanted.target, one.target) && one.path === '';
  const relative = one.path === '' ? wanted.path : wanted.path.slice(one.path.length + 1);
  return joinPath(one.target, relative) === wanted.target;
}

/** The same path comes from a stage that has the file there. */
function isTakenOver({ path, target }: Mapping, conversion: Conversion): boolean {
  const { after, final } = conversion;
  return copiesOf(after, final).some((copy) => {
    const { from, destinationPath } = copy;
    if (from.kind !== 'stage' || destinationPath === undefined || !isWithin(target, destinationPath)) return false;
    const inner = copiesOf(after, from.stage).flatMap((one) => mappingsOf(one, conversion));
    return copy.sources.some((source) => {
      if (source.path === undefined) return false;
      const origin = joinPath(`/${source.path}`, target.slice(destinationPath.length).replace(/^\//, '')) ?? target;
      return inner.some((one) => covers(one, { path, target: origin, copy }));
    });
  });
}

function* flagDifferences(wanted: Mapping, cover: Mapping, mayOwn: boolean): Generator<Violation> {
  const span = cover.copy.instruction.span;
  const was = wanted.copy.chown;
  const is = cover.copy.chown;
  if (was !== is && !(was === undefined && mayOwn))
    yield { check: 'files', message: `The owner of ${wanted.target} is ${is ?? 'root'}, was ${was ?? 'root'}.`, span };
  const oldMode = flagOf(wanted.copy, 'chmod');
  const newMode = flagOf(cover.copy, 'chmod');
  if (oldMode !== newMode && oldMode !== undefined)
    yield {
      check: 'files',
      message: `The mode of ${wanted.target} is ${newMode ?? 'as in the context'}, was ${oldMode}.`,
      span,
    };
}

function flagOf({ instruction }: CopyOperation, wanted: string): string | undefined {
  return instruction.flags.find(({ name }) => name === wanted)?.value;
}

/** ADD of an archive or an address, heredocs, `COPY --from`: as before, or in a stage that hands the same path on. */
function* opaqueCopy(
  copy: CopyOperation,
  { after, final, allowed }: Conversion,
  written: readonly WrittenPath[],
): Generator<Violation> {
  const target = copy.destinationPath;
  if (target === undefined) return;
  const targets = copy.isDirectory
    ? copy.sources.map(({ path }) => joinPath(target, baseName(path ?? '')) ?? target)
    : [target];
  const isDropped = (one: string): boolean => (allowed.droppedFiles ?? []).some((path) => isWithin(one, path));
  if (isDropped(target) || targets.every(isDropped)) return;
  const sources = copy.sources.map(({ word }) => word.text).join(' ');
  const isKept = copiesOf(after, final).some(
    (one) => one.destinationPath === target && one.sources.map(({ word }) => word.text).join(' ') === sources,
  );
  const isHandedOn = makersOf(written, target).some(
    ({ instruction }) => instruction?.keyword === 'COPY' && instruction.flags.some(({ name }) => name === 'from'),
  );
  if (!isKept && !isHandedOn) yield { check: 'files', message: `${sources} is no longer at ${target}.` };
}

/** Files that only builds read, whatever the application. */
function isBuildFile(path: string): boolean {
  return (
    /^(?:(?:[\w.-]*requirements[\w.-]*|constraints[\w.-]*)\.(?:txt|in)|Pipfile(?:\.lock)?|poetry\.lock|uv\.lock|pdm\.lock|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml|bun\.lockb?|\.npmrc|\.yarnrc(?:\.yml)?|go\.(?:mod|sum|work|work\.sum)|tsconfig[\w.-]*\.json|tsconfig\*\.json|(?:vite|webpack|rollup|babel|jest|vitest|postcss|tailwind|eslint)\.config\.[cm]?[jt]s|nest-cli\.json|angular\.json|\.babelrc|Makefile|CMakeLists\.txt|Dockerfile[\w.-]*|\.dockerignore|\.gitignore|\.editorconfig|README[\w.-]*|LICENSE)$/.test(
      baseName(path),
    ) || /^(?:\*requirements\*?|requirements\*)\.txt$/.test(path)
  );
}

/** Directories and files that programs open while they run, by the conventions of the frameworks. */
const RUNTIME_CONVENTION =
  /(?:^|\/)(?:templates?|views|static|public|assets|migrations|locales?|i18n|translations|web|www|html|conf|configs?|data|fixtures|certs)\/|\.(?:html?|tmpl|gohtml|tpl|ya?ml|toml|ini|conf|sql|css|svg|png|ico|json)$/;

/** What the plan leaves behind may still hold files that programs open while they run. */
function* neededAnyway(mapping: Mapping, conversion: Conversion, now: readonly Mapping[]): Generator<Violation> {
  const { context, allowed } = conversion;
  if (context === undefined || context.list(mapping.path) !== undefined) return;
  const { path, target } = mapping;
  if (!RUNTIME_CONVENTION.test(path) || isCode(path) || isDevelopmentFile(path)) return;
  // `serve -s dist`: the build has put public/ into dist.
  const served = servedDirectory(conversion);
  if (served !== undefined && !isWithin(target, served)) return;
  const standing = standaloneDirectory(conversion);
  if (standing !== undefined && !isWithin(target, standing)) return;
  // A file that the plan names by itself, or by a directory below the copied one, is meant.
  const root = mapping.copy.destinationPath ?? '/';
  const isNamed = (allowed.droppedFiles ?? []).some(
    (dropped) => dropped !== root && isWithin(dropped, root) && isWithin(target, dropped),
  );
  if (isNamed || isEmbedded(path, conversion) || !isMentioned(root, conversion)) return;
  if (now.some((one) => covers(one, mapping)) || isTakenOver(mapping, conversion)) return;
  yield { check: 'files', message: `${path} may be read at run time, but is left behind.` };
}

/** The container stands in the directory, starts something in it, or has it in an argument or a variable. */
function isMentioned(root: string, { before, original }: Conversion): boolean {
  const { workdir, env } = before.finalState(original);
  if (workdir === undefined || isWithin(workdir, root)) return true;
  const starts = original.instructions.filter(({ keyword }) => /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword));
  const words = starts.flatMap((instruction) =>
    before.scriptOf(instruction).commands.flatMap(({ nameWord, args }) => [nameWord, ...args]),
  );
  const texts = [
    ...words.map((word) => word?.value ?? word?.text ?? ''),
    ...[...env.values()].map((value) => value ?? ''),
  ];
  return texts.some((text) => text.split(/[:=]/).some((part) => isWithin(joinPath(workdir, part) ?? '/', root)));
}

function isCode(path: string): boolean {
  return /\.(?:go|ts|tsx|jsx|vue|svelte|c|cc|cpp|h|hpp|rs|java|kt|proto|s|scss|sass|less|map|md)$/.test(path);
}

function isDevelopmentFile(path: string): boolean {
  return /(?:^|\/)(?:package(?:-lock)?\.json|Cargo\.(?:toml|lock)|rust-toolchain\.toml|(?:rustfmt|clippy|deny)\.toml|pom\.xml|gradle\.properties|tsconfig[\w.-]*\.json|docker-compose[\w.-]*|compose[\w.-]*|\.\w[^/]*|\.github\/.*|testdata\/.*|tests?\/.*|__tests__\/.*|node_modules\/.*|vendor\/.*|src\/.*|index\.html|[\w.-]+\.config\.\w+|\w+rc\.json|nest-cli\.json|angular\.json|renovate\.json|lerna\.json|nx\.json|turbo\.json|\w*lint\w*\.ya?ml|goreleaser\.ya?ml|k8s\/.*|kubernetes\/.*|charts?\/.*|deploy\/.*|helm\/.*)$/.test(
    path,
  );
}

/** `//go:embed` puts files into the binary. */
function isEmbedded(path: string, { context }: Conversion): boolean {
  if (context === undefined) return false;
  for (let directory = path; directory !== '';) {
    const at = directory.lastIndexOf('/');
    directory = at === -1 ? '' : directory.slice(0, at);
    const sources = (context.list(directory) ?? []).filter((name) => name.endsWith('.go'));
    const relative = directory === '' ? path : path.slice(directory.length + 1);
    for (const name of sources) {
      const text = context.read(directory === '' ? name : `${directory}/${name}`) ?? '';
      for (const [, patterns = ''] of text.matchAll(/^\/\/go:embed\s+(.+)$/gm)) {
        const isHit = patterns.split(/\s+/).some((pattern) => {
          const plain = pattern.replace(/^(?:all:)?["`]?|["`]$/g, '').replace(/\/?\*+$/, '');
          return (
            plain === '' ||
            relative === plain ||
            relative.startsWith(`${plain}/`) ||
            (pattern.includes('*') && relative.startsWith(plain))
          );
        });
        if (isHit) return true;
      }
    }
  }
  return false;
}

function removedPaths(model: DockerfileModel, stage: Stage): readonly string[] {
  return placedCommands(model, stage).flatMap((placed) =>
    placed.command.name === 'rm' ? operandPaths(model, placed) : [],
  );
}

function operandPaths(model: DockerfileModel, { command, instruction, directory }: PlacedCommand): readonly string[] {
  return command.args.flatMap((word) => {
    const text = wordText(model, instruction, word);
    const path = text === undefined || text.startsWith('-') ? undefined : joinPath(directory, text);
    return path === undefined ? [] : [path];
  });
}

function changesOwners(model: DockerfileModel, stage: Stage): boolean {
  return placedCommands(model, stage).some(({ command }) => command.name === 'chown');
}

/** Commands whose effect on the file system shows in their words, so that the result can have it another way. */
const EFFECTS = /^(?:mkdir|touch|ln|cp|mv|install|tee|curl|wget|tar|unzip|echo|printf|cat|git)$/;

/** Commands that change a file or the whole system in place. */
const IN_PLACE =
  /^(?:chmod|chown|chgrp|sed|locale-gen|localedef|update-locale|dpkg-reconfigure|update-ca-certificates|ldconfig|fc-cache|setcap|a2enmod|a2ensite|a2dismod|a2dissite|phpenmod|usermod|update-alternatives|crontab|chpasswd|passwd|alternatives|setfacl)$/;

const SCRATCH_PLACES = [
  '/tmp',
  '/var/tmp',
  '/var/cache',
  '/var/lib/apt',
  '/root/.cache',
  '/usr/src',
  '/usr/share/doc',
  '/usr/share/man',
  '/dev',
];

/** Files: what the original installs and builds is in the final image, wherever the plan builds it. */
export function* checkArtefacts(conversion: Conversion): Generator<Violation> {
  const { before, after, original, final, context, allowed } = conversion;
  const now = writtenPaths(after, final, context);
  const language = final.facts?.language?.name;
  for (const { path, content, command } of writtenPaths(before, original, context)) {
    if (command === undefined) continue;
    if (
      content === 'packages' &&
      path.endsWith('/node_modules') &&
      !path.startsWith('/usr/local/lib/') &&
      language === 'Node.js'
    ) {
      if ((allowed.droppedFiles ?? []).includes(path)) continue;
      const isThere = makersOf(now, path).some((maker) => maker.content === 'packages');
      if (!isThere)
        yield { check: 'files', message: `${path}, which "${textOf(command)}" fills, is not in the final image.` };
    }
    const isGems =
      content === 'packages' &&
      language === 'Ruby' &&
      path === '/usr/local/bundle' &&
      !(allowed.droppedFiles ?? []).includes(path);
    if (isGems && !makersOf(now, path).some((maker) => maker.content === 'packages'))
      yield { check: 'files', message: `What "${textOf(command)}" installs is not in the final image.` };
    const isPython = content === 'venv' || (content === 'packages' && path === '/usr/local/lib');
    if (
      isPython &&
      language === 'Python' &&
      !now.some(
        (maker) =>
          maker.content === 'venv' ||
          (maker.content === 'packages' && /python|site-packages|\/usr\/local\/lib$/.test(maker.path)),
      )
    )
      yield { check: 'files', message: `What "${textOf(command)}" installs is not in the final image.` };
    const isScript = command.args.some(({ value }) =>
      /^(?!-)(?!rebuild).*(?:build|compile|bundle|export|collectstatic)/.test(value ?? ''),
    );
    if (content === 'output' && isScript && !now.some((maker) => maker.content === 'output'))
      yield { check: 'files', message: `What "${textOf(command)}" makes is not in the final image.` };
  }
}

/** Build: every command of the original still runs in a default build; what it does to the final image, it does there. */
export function* checkCommands(conversion: Conversion): Generator<Violation> {
  const { before, after, original, final, context, allowed } = conversion;
  const everywhere = after.stages.filter(({ isReachable }) => isReachable);
  const anywhere = new Set(
    everywhere.flatMap((stage) =>
      stage.instructions
        .filter(({ keyword }) => keyword === 'RUN')
        .flatMap((run) => after.scriptOf(run).commands.map(textOf)),
    ),
  );
  const inFinal = new Set(placedCommands(after, final).map(({ command }) => textOf(command)));
  const dropped = new Set((allowed.droppedCommands ?? []).map((text) => text.replace(/\\\r?\n|\s+/g, ' ').trim()));
  const operands = new Set(
    everywhere.flatMap((stage) =>
      stage.instructions.flatMap((instruction) =>
        after
          .packageOperationsOf(instruction)
          .filter(({ action }) => action === 'install')
          .flatMap((operation) => [
            operation.manager.name,
            ...operation.operands.map(({ text }) => `${operation.manager.name} ${text}`),
            ...operation.options
              .filter(({ name }) => /^-r$|^--requirement$|^-c$/.test(name))
              .map(({ value }) => `${operation.manager.name} ${value ?? ''}`),
          ]),
      ),
    ),
  );
  const written = writtenPaths(after, final, context);
  for (const placed of placedCommands(before, original)) {
    const { command } = placed;
    const text = textOf(command);
    if (command.name === undefined || dropped.has(text) || inFinal.has(text)) continue;
    if (command.args.length === 0 && command.redirects.length === 0 && /^(?:true|false|:)$/.test(command.name))
      continue;
    const operation = packageOperation(command);
    if (operation?.manager.kind === 'os') continue;
    if (operation?.manager.kind === 'language' && operation.action !== 'remove') {
      if (operation.action !== 'install') {
        if (operation.action === undefined && !anywhere.has(text)) yield lost(text);
        continue;
      }
      const wanted = [
        operation.manager.name,
        ...operation.operands.map((word) => `${operation.manager.name} ${word.text}`),
        ...operation.options
          .filter(({ name }) => /^-r$|^--requirement$|^-c$/.test(name))
          .map(({ value }) => `${operation.manager.name} ${value ?? ''}`),
      ];
      for (const one of wanted) if (!operands.has(one)) yield lost(one);
      continue;
    }
    if (isHousekeeping(command)) continue;
    if (/^(?:user|group)add$|^add(?:user|group)$/.test(command.name)) continue;
    if (IN_PLACE.test(command.name)) {
      yield* changedInPlace(placed, conversion, written, anywhere);
      continue;
    }
    if (EFFECTS.test(command.name)) {
      yield* lostPaths(placed, conversion, written, anywhere);
      continue;
    }
    if (!anywhere.has(text)) yield lost(text);
  }
  yield* lostAccounts(conversion);
}

function lost(text: string): Violation {
  return { check: 'build', message: `No stage of a default build runs "${text}" any more.` };
}

/** The words of a command, assignments, wrappers and redirections left out; a plan may add those. */
function textOf({ nameWord, args }: ShellCommand): string {
  return [nameWord, ...args]
    .flatMap((word) => (word === undefined ? [] : [word.text.replace(/\\\r?\n|\s+/g, ' ')]))
    .join(' ')
    .trim();
}

/** What tidies up after a build, or only steers the shell. */
function isHousekeeping({ name = '', args }: ShellCommand): boolean {
  if (
    /^(?:rm|rmdir|cd|pushd|popd|set|export|unset|\.|source|:|\[|\[\[|test|true|false|exit|sleep|apt-mark|apt-key|add-apt-repository|find|xargs|sync|umask|which|ls|pwd|id|whoami|env|date)$/.test(
      name,
    )
  )
    return name !== 'find' && name !== 'xargs'
      ? true
      : args.some(({ text }) => text === '-delete' || text === 'rm' || text.endsWith('/rm'));
  return (name === 'echo' || name === 'printf') && false;
}

/** Paths that a command writes are in the final image, by whatever means; or a stage runs it and the plan left them there. */
function* lostPaths(
  placed: PlacedCommand,
  { before, original, context, allowed }: Conversion,
  written: readonly WrittenPath[],
  anywhere: ReadonlySet<string>,
): Generator<Violation> {
  const text = textOf(placed.command);
  const paths = writtenPaths(before, original, context).filter(({ command }) => command === placed.command);
  if (
    !anywhere.has(text) &&
    paths.length === 0 &&
    placed.command.redirects.length === 0 &&
    !/^(?:echo|printf|cat)$/.test(placed.command.name ?? '')
  ) {
    yield lost(text);
    return;
  }
  for (const { path } of paths) {
    if (SCRATCH_PLACES.some((place) => isWithin(path, place))) continue;
    if ((allowed.droppedFiles ?? []).some((dropped) => isWithin(path, dropped))) continue;
    const makers = makersOf(written, path);
    const isThere = makers.some(
      ({ instruction, path: made, holds, isTree }) =>
        instruction !== undefined && (made === path || isWithin(made, path) || (isTree && holds === undefined)),
    );
    if (!isThere) yield { check: 'files', message: `${path}, which "${text}" makes, is not in the final image.` };
  }
}

/** A file changed in place is changed where it is, or comes from the stage that changed it. */
function* changedInPlace(
  placed: PlacedCommand,
  conversion: Conversion,
  written: readonly WrittenPath[],
  anywhere: ReadonlySet<string>,
): Generator<Violation> {
  const { before, after, final, allowed } = conversion;
  const { command } = placed;
  const text = textOf(command);
  const isMode = command.name === 'chmod';
  const isOwner = command.name === 'chown' || command.name === 'chgrp';
  const isFileChange = isMode || isOwner || command.name === 'sed';
  if (!isFileChange) {
    yield { check: 'build', message: `"${text}" changes the system, but the final stage does not run it.` };
    return;
  }
  const [, ...targets] = operandPaths(before, placed);
  const copies = copiesOf(after, final);
  for (const path of isFileChange ? targets : []) {
    if ([...SCRATCH_PLACES, ...(allowed.droppedFiles ?? [])].some((place) => isWithin(path, place))) continue;
    const makers = makersOf(written, path).filter(({ instruction }) => instruction !== undefined);
    if (makers.length === 0) continue;
    const flag = isMode ? 'chmod' : 'chown';
    const isByFlag =
      (isMode || isOwner) &&
      makers.every(({ instruction }) => {
        const copy = copies.find((one) => one.instruction === instruction);
        return copy === undefined || flagOf(copy, flag) !== undefined;
      }) &&
      makers.some(({ instruction }) =>
        copies.some((one) => one.instruction === instruction && flagOf(one, flag) !== undefined),
      );
    const isFromStage =
      anywhere.has(text) &&
      makers.every(({ instruction }) => instruction?.flags.some(({ name }) => name === 'from') ?? false);
    // Ownership by numbers survives a copy only where it is asked for: COPY makes root the owner.
    if (isByFlag || (isFromStage && !isOwner)) continue;
    yield { check: 'files', message: `"${text}" is not done to ${path} in the final image.` };
  }
}

/** Users and groups that the original makes are there, where the image can make any. */
function* lostAccounts({ before, after, original, final, allowed }: Conversion): Generator<Violation> {
  const now = new Set(accountCommands(after, final).flatMap(({ created }) => created));
  for (const { created } of accountCommands(before, original))
    for (const name of created) {
      if (now.has(name) || name === '' || (final.facts?.isDistroless === true && allowed.changedBase === true))
        continue;
      yield { check: 'V10', message: `The account ${name} is no longer made.` };
    }
}
